/** The commands that answer one question: explain, unmask, remedy, rules. */
import { stripVTControlCharacters } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { rules } from '../../server/src/rules/catalogue.ts';
import { esmtpLens, removeFolders } from './run.ts';

afterAll(removeFolders);

const ASA = `ASA Version 9.1(5)
interface GigabitEthernet0/0
 nameif outside
 security-level 0
 ip address 203.0.113.1 255.255.255.0
interface GigabitEthernet0/1
 nameif inside
 security-level 100
 ip address 192.0.2.1 255.255.255.0
access-list outside_in extended permit tcp any host 192.0.2.25 eq smtp
access-group outside_in in interface outside
route outside 0.0.0.0 0.0.0.0 203.0.113.254 1
class-map inspection_default
 match default-inspection-traffic
policy-map global_policy
 class inspection_default
  inspect ftp
  inspect esmtp
service-policy global_policy global
`;
const PIX = 'PIX Version 6.3(5)\nhostname pix\nfixup protocol ftp 21\nfixup protocol smtp 25\n';
/** As a person pastes it from a terminal; one entry names a host whose addresses no file holds. */
const PASTED = `asa(config)# object network CLOUD
asa(config-network-object)# fqdn mail.example.com
asa(config)# access-list M extended deny tcp any object CLOUD eq smtp
asa(config)# access-list M extended permit tcp any any eq smtp
asa(config)# class-map M
asa(config-cmap)# match access-list M
asa(config)# policy-map global_policy
asa(config-pmap)# class M
asa(config-pmap-c)# inspect es
asa(config)# serv global_policy gl
`;
const CONTEXTS = ['one', 'two'].map((name) => `changeto context ${name}\n${ASA}`).join('');
const MASKED = `220 *************************
EHLO client.example.net
250-mail.example.com
250-8BITMIME
250-SIZE 14680064
250 XXXXXXXA
STARTTLS
500 #5.5.1 command not recognized
`;
const NAMED = ASA.replace('\n', '\nhostname fw\n');
const files = {
  'fw.asa': ASA,
  'pix.asa': PIX,
  'contexts.asa': `changeto context admin\nhostname admin\n${CONTEXTS}`,
  'twice.asa': `fw# show run\n${NAMED}: end\nfw# show run\n${NAMED}`,
  'named-system.asa': `policy-map P\n class inspection_default\n  inspect dns\nservice-policy P global\nfw/system# show run\npolicy-map Q\n class inspection_default\n  inspect esmtp\nservice-policy Q global\n`,
  'pasted.txt': PASTED,
  'masked.smtp': MASKED,
  'clean.smtp': '220 mx.example.com ESMTP\n',
};
const lineOf = (text: string, config = ASA) => config.split('\n').findIndex((line) => line.trim() === text) + 1;

async function json(...argv: string[]) {
  const { code, out, err } = await esmtpLens([...argv, '--format', 'json'], { files });
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out);
}

describe('explain', () => {
  it('says how many messages a second a rate-limit lets through', async () => {
    const map = 'policy-map type inspect esmtp SLOW\n match cmd verb RCPT\n  rate-limit 7 log\n';
    const rated = `${map}${ASA.replace('inspect esmtp', 'inspect esmtp SLOW')}`;
    const argv = ['explain', 'fw.asa', '--flow', 'tcp 198.51.100.9 -> 192.0.2.25:25'];
    const { out } = await esmtpLens(argv, { files: { 'fw.asa': rated } });
    expect(stripVTControlCharacters(out)).toContain('cmd verb RCPT: rate-limit 7 log');
    const json = await esmtpLens([...argv, '--format', 'json'], { files: { 'fw.asa': rated } });
    expect(JSON.parse(json.out).settings.limits).toMatchObject([{ kind: 'cmd verb', values: ['RCPT'], action: 'rate-limit', rate: 7 }]);
  });

  const flow = 'tcp 198.51.100.9 -> 192.0.2.25:25 on outside';

  it('where the file cannot tell, the trace has the line that may take the flow and the one that leaves it open; prompts are left out', async () => {
    const answer = await json('explain', 'pasted.txt', '--flow', flow);
    expect(answer.inspected).toBe('unknown');
    const trace = answer.trace.map(({ line, text, result }: { line: number; text: string; result: string }) => [line, text, result]);
    expect(trace).toEqual([
      [null, '', 'no interface of this file is called outside'],
      [10, 'serv global_policy gl', expect.stringContaining('the global policy')],
      [3, 'access-list M extended deny tcp any object CLOUD eq smtp', 'cannot be told: whether this line takes the flow'],
      [1, 'object network CLOUD', expect.stringContaining('mail.example.com')],
      [4, 'access-list M extended permit tcp any any eq smtp', 'unless a line above takes it, permit: the flow is in this class'],
      [9, 'inspect es', expect.stringContaining('would decide')],
      [null, '', expect.stringContaining('unknown')],
    ]);
  });

  it('answers with the line, the settings and the trace', async () => {
    const answer = await json('explain', 'fw.asa', '--flow', flow);
    expect(answer).toMatchObject({
      version: 1,
      flow,
      inspected: true,
      policy: 'global_policy',
      scope: 'global',
      class: 'inspection_default',
      inspection: 'esmtp',
      map: '_default_esmtp_map',
      settings: {
        allowTls: false,
        maskBanner: true,
        limits: expect.arrayContaining([expect.objectContaining({ kind: 'header line length', limit: 998 })]),
      },
    });
    expect(answer.settings.source).toMatch(/^default, documented/);
    const traced = answer.trace.map(({ line, text }: { line: number; text: string }) => [line, text]);
    expect(traced).toContainEqual([lineOf('inspect esmtp'), 'inspect esmtp']);
    expect(traced).toContainEqual([lineOf('service-policy global_policy global'), 'service-policy global_policy global']);
    for (const { result } of answer.trace) expect(result).not.toBe('');
  });

  it('says where a flow enters when it was not told', async () => {
    expect((await json('explain', 'fw.asa', '--flow', 'tcp 192.0.2.7 -> 198.51.100.9:25')).ingress).toEqual({
      names: ['inside'],
      how: 'connected',
    });
    const { out } = await esmtpLens(['explain', 'fw.asa', '--flow', 'tcp 198.51.100.9 -> 192.0.2.25:25'], { files });
    expect(out).toContain('enters on outside (which has the default route; not told)');
  });

  it('says how far a long file was read for masked texts', async () => {
    const world = { files: { 'long.log': `${MASKED}${'some line\n'.repeat(100_000)}` } };
    const { out } = await esmtpLens(['unmask', 'long.log'], world);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('long.log: sessions were looked for in the first 100,000 of 100,009 lines only');
    const { out: json } = await esmtpLens(['unmask', 'long.log', '--format', 'json'], world);
    expect(JSON.parse(json)).toMatchObject({ sessionsIn: { lines: 100_000, of: 100_009 }, masked: [{}, {}, {}] });
  });

  it('says that the file does not name the interface that was told', async () => {
    const { out } = await esmtpLens(['explain', 'pasted.txt', '--flow', 'tcp 198.51.100.9 -> 192.0.2.25:25 on dmz'], { files });
    expect(out).toContain('enters on dmz (as told; the file names no such interface)');
  });

  it('has nulls where nothing inspects', async () => {
    const answer = await json('explain', 'fw.asa', '--flow', 'tcp 198.51.100.9 -> 192.0.2.25:587 on outside');
    expect(answer).toMatchObject({ inspected: false, policy: null, scope: null, class: null, inspection: null, map: null, settings: null });
  });

  it('knows Mailguard', async () => {
    expect(await json('explain', 'pix.asa', '--flow', 'tcp 198.51.100.9 -> 192.0.2.25:25')).toMatchObject({
      inspected: true,
      policy: null,
      inspection: 'fixup smtp 25',
    });
  });

  it('every unknown of the picture has its reason, and what the device counts', async () => {
    const output = [
      'Global policy:',
      '  Service-policy: global_policy',
      '    Class-map: inspection_default',
      '      Inspect: esmtp _default_esmtp_map, packet 90, lock fail 0, drop 0, reset-drop 0',
      '               mask-banner, count 3',
      '',
    ].join('\n');
    const asked = await esmtpLens(['explain', '-', '--format', 'json'], { stdin: output });
    expect(JSON.parse(asked.out).classes.map(({ reason }: { reason: string }) => reason)).toEqual([
      expect.stringMatching(/this is output about policies.*show running-config.*line 4: the device counts 90 packets/),
    ]);
    const { out } = await esmtpLens(['explain', '-'], { stdin: output, columns: 200 });
    expect(out).toContain('this is output about policies');
    expect(out).not.toContain('--flow');
  });

  it.each(['', 'fixup protocol http 80\n'])('speaks of fixups where there are no policies: %j', async (fixups) => {
    const asked = ['explain', '-', '--flow', 'tcp 198.51.100.9 -> 192.0.2.25:25'];
    const { out } = await esmtpLens(asked, { stdin: `PIX Version 6.3(5)\nnameif ethernet0 outside security0\n${fixups}` });
    expect(out).toContain('no fixup of this file takes it as mail: not inspected');
    expect(out).not.toMatch(/service-policy|policy that/);
  });

  it('fits a screen without a flow, says how much is left out, and that access rules are looked at with one', async () => {
    const pairs = Array.from({ length: 60 }, (_, i) => `access-list M extended deny tcp host 10.1.${i}.1 host 10.2.${i}.1 eq smtp`);
    const text = [
      'ASA Version 9.1(5)',
      ...pairs,
      'access-list M extended permit tcp any any eq smtp',
      'class-map M',
      ' match access-list M',
      'policy-map global_policy',
      ' class M',
      '  inspect esmtp',
      'service-policy global_policy global',
      '',
    ].join('\n');
    const { out } = await esmtpLens(['explain', '-'], { stdin: text });
    expect(out.split('\n').length).toBeLessThan(60);
    expect(out).toMatch(/and \d+ more: --format json has all/);
    expect(out).toContain('with --flow');
  });

  it('shows the whole picture without a flow', async () => {
    const { port, classes } = await json('explain', 'fw.asa');
    expect(port).toBe(25);
    expect(classes).toContainEqual(
      expect.objectContaining({ inspected: true, source: 'any', destination: 'any', line: lineOf('inspect esmtp') }),
    );
  });

  /** What it says, as one line of plain words. */
  async function explained(text: string): Promise<string> {
    const { out } = await esmtpLens(['explain', '-'], { stdin: text });
    return stripVTControlCharacters(out).replace(/\s+/g, ' ');
  }

  const FACTORY = 'policy-map global_policy\n class inspection_default\n  inspect esmtp\nservice-policy global_policy global\n';
  const DEFAULT = `class-map inspection_default\n match default-inspection-traffic\n${FACTORY}`;
  const LISTED = 'access-list M extended deny tcp any host 192.0.2.25 eq smtp\naccess-list M extended permit tcp any any eq smtp\n';
  const CLASS = 'class-map M\n match access-list M\n';
  const TRACED = (result: string) =>
    `fw# packet-tracer input outside tcp 198.51.100.9 40000 192.0.2.25 25\nPhase: 1\nType: ${result}\nResult: ALLOW\n\nResult:\nAction: allow\n`;

  it.each([
    ['an exemption', `${LISTED}${CLASS}${FACTORY.replace('inspection_default', 'M')}`, /NOT INSPECTED by access-list M .*deny.*, line 2 -/],
    [
      'a bypass',
      `${LISTED.replace('deny', 'permit').replace(/\n.*\n$/, '\n')}${CLASS}${DEFAULT.replace(' class', ' class M\n  set connection advanced-options tcp-state-bypass\n class')}`,
      /NOT INSPECTED by set connection advanced-options tcp-state-bypass, line 9 -/,
    ],
    [
      'another inspection',
      `${CLASS.replace('access-list M', 'port tcp eq smtp')}${DEFAULT.replace(' class', ' class M\n  inspect http\n class').replace('  inspect esmtp\n', '  inspect ftp\n')}`,
      /NOT INSPECTED by inspect http, line 8 -/,
    ],
    [
      'nothing',
      DEFAULT.replace('esmtp', 'ftp'),
      /NOT INSPECTED nothing that service-policy global_policy global \(line \d+\) applies inspects tcp\/25 as mail - from any to any/,
    ],
  ])('says of mail that is not inspected by which line: %s', async (_, text, words) => {
    const out = await explained(`ASA Version 9.1(5)\n${text}`);
    expect(out).toMatch(words);
  });

  it('says of each match in force where it stands, and of one that no ESMTP map has that it is none', async () => {
    const MAP = 'policy-map type inspect esmtp';
    const named = `${MAP} M\n match header subject regex x\n  log\n match cmd line length gt 600\n  log\n${DEFAULT.replace('esmtp', 'esmtp M')}`;
    const printed = `${MAP} _default_esmtp_map\n parameters\n  mask-banner\n match cmd line length gt 512\n  log\n${DEFAULT}`;
    const ask = async (text: string) => {
      const { out } = await esmtpLens(['explain', '-', '--flow', 'tcp 198.51.100.9 -> 192.0.2.25:25'], {
        stdin: `ASA Version 9.1(5)\n${text}`,
      });
      return stripVTControlCharacters(out).replace(/\s+/g, ' ');
    };
    expect(await ask(named)).toMatch(
      / match of no kind that an ESMTP map has: the device rejects the line \(line 3\) match cmd line length gt 600: log \(line 5\)/,
    );
    expect(await ask(printed)).toMatch(/ match cmd line length gt 512: log \(as the file prints the default map\)/);
  });

  it.each([
    ['fixup protocol smtp 25\nno fixup protocol smtp 25\n', /NOT INSPECTED by no fixup protocol smtp 25, line 3 -/],
    ['no fixup protocol smtp 25\nfixup protocol smtp 25\n', / INSPECTED by fixup protocol smtp 25, line 3 -/],
    // What was taken back is of another port, or of no mail.
    ['no fixup protocol smtp 587\n', /NOT INSPECTED no fixup of this file takes tcp\/25 as mail - from any/],
    ['no fixup protocol http 25\n', /NOT INSPECTED no fixup of this file takes tcp\/25 as mail - from any/],
  ])('a fixup that was taken back: %j', async (text, words) => {
    const out = await explained(`PIX Version 6.3(5)\n${text}`);
    expect(out).toMatch(words);
  });

  it.each([
    [
      'the class of the factory',
      FACTORY,
      /INSPECTED by .* class-map inspection_default is not in this file, and is assumed to be the factory's/,
    ],
    ['what is in the file is not assumed', DEFAULT, /^(?!.*assumed)/],
    [
      'inspect smtp',
      `ASA Version 9.1(5)\n${DEFAULT.replace('esmtp', 'smtp')}`,
      /by inspect smtp, .*; ASA 9\.1\(5\) has no "inspect smtp".*read as "inspect esmtp"/,
    ],
    ['inspect smtp of a version that is not told', DEFAULT.replace('esmtp', 'smtp'), /^(?!.*has no "inspect smtp")/],
  ])('says without a flow what it rests on: %s', async (_, text, words) => {
    expect(await explained(text)).toMatch(words);
  });

  it.each([
    ['agrees', 'INSPECT\nSubtype: inspect-smtp', /^(?!.*contradicts)/],
    [
      'contradicts',
      'ROUTE-LOOKUP',
      /not inspected as mail: .*; this contradicts the configuration in this file, by which the flow is inspected/,
    ],
  ])('says without a flow whether the device %s', async (_, result, words) => {
    const out = await explained(`${NAMED}: end\n${TRACED(result)}`);
    expect(out).toContain('the word of the device');
    expect(out).toMatch(words);
  });

  it('reads as an answer', async () => {
    const { out } = await esmtpLens(['explain', 'fw.asa', '--flow', flow], { files });
    expect(out).toMatch(
      /^tcp 198\.51\.100\.9 -> 192\.0\.2\.25:25 on outside\n {2}enters on outside \(as told\)\n\nINSPECTED\n {2}by inspect esmtp, line 18,/,
    );
    expect(out).toMatch(/\n\nWhy\n(.*\n)+\nWhat it does to mail\n {2}map +_default_esmtp_map\n/);
  });

  it.each([
    [
      ['explain', 'fw.asa', '--flow', 'tcp 198.51.100.9 -> 192.0.2.25:25 on dmz'],
      'esmtp-lens: --flow: there is no interface "dmz"; there are outside, inside',
    ],
    [['explain', 'fw.asa', '--flow', 'udp a -> b'], 'esmtp-lens: --flow: a flow begins with tcp'],
    [['explain', 'gone.asa'], 'esmtp-lens: gone.asa: no such file or folder'],
    [['explain', 'contexts.asa'], 'esmtp-lens: --context: several security contexts inspect traffic; choose one of one, two'],
    [
      ['explain', 'twice.asa'],
      'esmtp-lens: --context: the file holds 2 configurations of fw, from lines 1 and 24, and the question is about one; choose one of fw#1, fw#2',
    ],
    [['explain', 'contexts.asa', '--context', 'three'], 'esmtp-lens: --context: there is no context "three"; there are admin, one, two'],
    [['explain', 'named-system.asa'], 'esmtp-lens: --context: several security contexts inspect traffic; choose one of system#1, system'],
  ])('%j is refused', async (argv, message) => {
    const { code, out, err } = await esmtpLens(argv, { files });
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(message)]);
  });

  it('takes the context that is named', async () => {
    expect(await json('explain', 'named-system.asa', '--context', 'system', '--flow', flow)).toMatchObject({ inspected: true });
    expect(await json('explain', 'named-system.asa', '--context', 'system#1', '--flow', flow)).toMatchObject({ inspected: false });
    expect(await json('explain', 'contexts.asa', '--context', 'two', '--flow', flow)).toMatchObject({ inspected: true });
    expect(await json('explain', 'twice.asa', '--context', 'fw#1', '--flow', flow)).toMatchObject({ inspected: true });
  });
});

describe('unmask', () => {
  it('tells what stands behind each masked text', async () => {
    const { version, masked } = await json('unmask', 'masked.smtp');
    expect(version).toBe(1);
    const keyword = masked.find(({ kind }: { kind: string }) => kind === 'keyword');
    expect(keyword).toMatchObject({ line: 6, column: 5, shown: 'XXXXXXXA', length: 8 });
    expect(keyword.candidates[0]).toMatchObject({
      text: 'STARTTLS',
      probability: expect.any(Number),
      evidence: expect.arrayContaining([expect.any(String)]),
    });
    expect(masked[0]).toMatchObject({ kind: 'banner', line: 1, column: 5 });
    for (const { candidates } of masked) {
      const sum = candidates.reduce((total: number, { probability }: { probability: number }) => total + probability, 0);
      expect(sum).toBeCloseTo(1, 6);
    }
    expect(masked[0].where).toMatchObject({ side: 'unknown', reasons: [expect.stringContaining('inside and from outside')] });
  });

  it('tells once for each session on which side the firewall stands', async () => {
    const { out } = await esmtpLens(['unmask', '-'], {
      stdin: `220 ${'*'.repeat(40)}\nEHLO a\n250-mx.google.com at your service\n250-SIZE 1\n250 XXXXXXXA\n`,
    });
    expect(out.match(/The firewall stands at the client’s own site\.\n +"mx\.google\.com" belongs to Google/g)).toHaveLength(1);
  });

  it('reads as an answer', async () => {
    const { out } = await esmtpLens(['unmask', '-'], { stdin: MASKED });
    expect(out).toContain('-:6:5 masked keyword\n  6 | 250 XXXXXXXA\n    |     ^^^^^^^^ 8 characters\n');
    expect(out).toMatch(/\n +\d\d % {2}STARTTLS\n/);
    expect(out).toContain('\n  What stood here cannot be told.\n');
  });

  it('says so when nothing is masked', async () => {
    expect((await esmtpLens(['unmask', 'clean.smtp'], { files })).out).toBe('Nothing is masked.\n');
  });
});

describe('remedy', () => {
  it('gives edits, commands, the way back and the proof', async () => {
    const answer = await json('remedy', 'fw.asa', '--disable');
    expect(answer).toMatchObject({
      version: 1,
      edits: [{ line: lineOf('inspect esmtp') }],
      proof: { flowsChecked: expect.any(Number), changed: [expect.anything()], unchanged: true },
    });
    expect(answer.commands.slice(0, 1)).toEqual(['configure terminal']);
    expect(answer.commands.map((line: string) => line.trim())).toContain('no inspect esmtp');
    expect(answer.rollback.map((line: string) => line.trim())).toContain('inspect esmtp');
  });

  it('exempts hosts, by address or by name', async () => {
    const named = ASA.replace('access-group', 'object network mail-gateway\n host 192.0.2.25\naccess-group').replace(
      'host 192.0.2.25 eq',
      'object mail-gateway eq',
    );
    const world = { files: { 'fw.asa': named } };
    const byAddress = await esmtpLens(['remedy', 'fw.asa', '--exempt', '192.0.2.25', '--commands'], world);
    const byName = await esmtpLens(['remedy', 'fw.asa', '--exempt', 'mail-gateway', '--commands'], world);
    expect([byAddress.code, byAddress.err]).toEqual([0, '']);
    expect(byAddress.out).toContain('192.0.2.25');
    expect(byName.out).toBe(byAddress.out);
  });

  it('writes the file, keeping its bytes, and the result is no longer inspected', async () => {
    const before = Buffer.from(`\ufeff! B\u00fcro\n${PIX}`.replaceAll('\n', '\r\n'));
    const { code, file, out } = await esmtpLens(['remedy', 'pix.asa', '--disable', '--write'], { files: { 'pix.asa': before } });
    expect([code, out.includes('Changed in the file')]).toEqual([0, true]);
    expect(file('pix.asa').toString()).toBe(before.toString().replace('fixup protocol smtp', 'no fixup protocol smtp'));
  });

  it.each([
    [
      '--diff',
      '--- a/pix.asa\n+++ b/pix.asa\n@@ -1,4 +1,4 @@\n PIX Version 6.3(5)\n hostname pix\n fixup protocol ftp 21\n-fixup protocol smtp 25\n+no fixup protocol smtp 25\n',
    ],
    ['--commands', 'configure terminal\nno fixup protocol smtp 25\n'],
    ['--rollback', 'configure terminal\nfixup protocol smtp 25\n'],
    [
      '--commands --rollback',
      'configure terminal\nno fixup protocol smtp 25\n!\n! The way back:\n! configure terminal\n! fixup protocol smtp 25\n',
    ],
  ])('prints only what %s asks for', async (option, output) => {
    const { code, out, err } = await esmtpLens(['remedy', 'pix.asa', '--disable', ...option.split(' ')], { files });
    expect([code, out, err]).toEqual([0, output, '']);
  });

  it('what is piped into a device leaves its caution to the person', async () => {
    const behind = ASA.replace('inspect esmtp', 'inspect esmtp\n class class-default\n  inspect http');
    const world = { files: { 'fw.asa': behind } };
    const { code, out, err } = await esmtpLens(['remedy', 'fw.asa', '--disable', '--commands'], world);
    expect([code, out, err]).toEqual([0, expect.not.stringContaining('Caution'), expect.stringMatching(/^Caution: .*inspect http/)]);
  });

  it('nothing to do is an answer', async () => {
    const world = { files: { 'none.asa': `${ASA.replace('inspect esmtp', 'inspect dns')}: end\n` } };
    const { code, out, err } = await esmtpLens(['remedy', 'none.asa', '--disable'], world);
    expect([code, out, err]).toEqual([0, expect.stringMatching(/nothing to do\.\n$/), '']);
    const piped = await esmtpLens(['remedy', 'none.asa', '--disable', '--commands'], world);
    expect([piped.code, piped.out, piped.err]).toEqual([0, '', out]);
  });

  it.each([
    [['remedy', 'fw.asa'], 'say what is to be done'],
    [['remedy', 'fw.asa', '--disable', '--allow-tls'], 'cannot be used with'],
    [['remedy', 'fw.asa', '--disable', '--diff', '--write'], 'cannot be used with'],
    [['remedy', '-', '--disable', '--write'], 'standard input cannot be written to'],
    [['remedy', 'fw.asa', '--exempt', 'nobody'], 'nobody is no address, and no name of one host in this configuration'],
    [['remedy', 'pix.asa', '--exempt', '192.0.2.25'], 'knows no exemption for single hosts'],
  ])('%j is refused', async (argv, message) => {
    const { code, out, err } = await esmtpLens(argv, { files });
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(message)]);
  });
});

describe('rules', () => {
  it('lists all', async () => {
    const { out } = await esmtpLens(['rules']);
    for (const { name } of rules) expect(out).toContain(name);
    const listed = (await json('rules')).rules;
    expect(listed.map(({ name }: { name: string }) => name)).toEqual(rules.map(({ name }) => name));
  });

  it('shows the page of one, laid out', async () => {
    const { out } = await esmtpLens(['rules', 'class-map-match-address'], { columns: 60 });
    expect(out).toContain('\u001b[1mRemedy\u001b[22m');
    expect(out).not.toMatch(/^#|```|\|/m);
    const { rule } = await json('rules', 'class-map-match-address');
    expect(rule).toMatchObject({
      name: 'class-map-match-address',
      severity: 'error',
      remedies: ['match-access-list'],
      page: expect.stringContaining('# class-map-match-address'),
    });
  });

  it('knows what was probably meant', async () => {
    const { code, err } = await esmtpLens(['rules', 'fixup-smpt']);
    expect([code, err]).toEqual([2, 'esmtp-lens: there is no rule "fixup-smpt", did you mean fixup-smtp?\n']);
  });
});
