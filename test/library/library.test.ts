/** The library: the answers of the command line, from text alone, where there is nothing but JavaScript, and the encodings of text that browsers, workers, Node, Deno and Bun all have. */
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';
import { type LensDocument, openLens, QuestionError } from '../../server/src/library/main.ts';
import { esmtpLens, ROOT, removeFolders } from '../cli/run.ts';

afterAll(removeFolders);

const ASA = `ASA Version 9.1(5)
hostname fw
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
const SESSION = `220 *************************
EHLO client.example.net
250-mail.example.com
250-8BITMIME
250-SIZE 14680064
250 XXXXXXXA
STARTTLS
500 #5.5.1 command not recognized
`;
/** The same server on the inside, on a connection that the recording tells. */
const INSIDE = `12:00:00.000001 IP 192.0.2.25.25 > 203.0.113.9.40000: Flags [P.], seq 1:6, ack 1, win 1, length 35: SMTP: 220 mail.example.com ESMTP
12:00:00.000002 IP 203.0.113.9.40000 > 192.0.2.25.25: Flags [P.], seq 1:6, ack 1, win 1, length 25: SMTP: EHLO client.example.net
12:00:00.000003 IP 192.0.2.25.25 > 203.0.113.9.40000: Flags [P.], seq 6:9, ack 1, win 1, length 22: SMTP: 250-mail.example.com
12:00:00.000004 IP 192.0.2.25.25 > 203.0.113.9.40000: Flags [P.], seq 9:12, ack 1, win 1, length 14: SMTP: 250 STARTTLS
`;
const ROUTER = `version 15.2
hostname r1
ip cef
interface FastEthernet0/0
 ip nat outside
router ospf 1
line vty 0 4
 login
`;
const FLOW = 'tcp 203.0.113.9 -> 192.0.2.25:25 on outside';

const lens = openLens();
const router = lens.read(ROUTER, { path: 'r1.asa' });
const firewall = lens.read(ASA, { path: 'fw.asa' });
const session = lens.read(SESSION, { path: 'session.smtp' });
const inside = lens.read(INSIDE, { path: 'inside.smtp' });

const DUMP = '0000   32 32 30 20 6d 61 69 6c 2e 65 78 61 6d 70 6c 65   220 mail.example';

/** As JSON tells it: what is undefined is not there. */
const told = (answer: unknown) => JSON.parse(JSON.stringify(answer));

const FILES = { 'fw.asa': ASA, 'session.smtp': SESSION, 'inside.smtp': INSIDE, 'r1.asa': ROUTER };

async function program(...argv: string[]) {
  const { out } = await esmtpLens([...argv, '--format', 'json'], { files: FILES });
  return JSON.parse(out);
}

describe('its answers are those of the command line', () => {
  test.each([
    ['check', () => firewall.check(), ['check', 'fw.asa']],
    ['check of a session', () => session.check(), ['check', 'session.smtp']],
    ['explain', () => firewall.explain(FLOW), ['explain', 'fw.asa', '--flow', FLOW]],
    ['explain all', () => firewall.explain(), ['explain', 'fw.asa']],
    ['unmask', () => session.unmask(), ['unmask', 'session.smtp']],
    [
      'note',
      () => session.note({ to: 'firewall', language: 'de', firewall }),
      ['note', 'session.smtp', '--to', 'firewall', '--language', 'de', '--config', 'fw.asa'],
    ],
    ['remedy', () => firewall.remedy({ exempt: ['192.0.2.25'] }), ['remedy', 'fw.asa', '--exempt', '192.0.2.25']],
    ['survey', () => lens.survey([firewall, session, router]), ['survey', 'fw.asa', 'session.smtp', 'r1.asa']],
    ['predict', () => session.predict(firewall, { flow: FLOW }), ['predict', 'fw.asa', 'session.smtp', '--flow', FLOW]],
    ['predict as recorded', () => inside.predict(firewall), ['predict', 'fw.asa', 'inside.smtp']],
    ['compare', () => inside.compare(session), ['compare', 'inside.smtp', 'session.smtp']],
    ['compare through', () => inside.compare(session, { firewall }), ['compare', 'inside.smtp', 'session.smtp', '--config', 'fw.asa']],
    [
      'compare on a flow',
      () => inside.compare(session, { firewall, flow: FLOW }),
      ['compare', 'inside.smtp', 'session.smtp', '--config', 'fw.asa', '--flow', FLOW],
    ],
    ['picture', () => session.picture(), ['picture', 'session.smtp']],
    ['picture through', () => inside.picture({ firewall }), ['picture', 'inside.smtp', '--config', 'fw.asa']],
    [
      'picture of a flow',
      () => session.picture({ firewall, flow: FLOW }),
      ['picture', 'session.smtp', '--config', 'fw.asa', '--flow', FLOW],
    ],
    ['scrub', () => session.scrub(), ['scrub', 'session.smtp']],
    ['scrub of a firewall', () => firewall.scrub(), ['scrub', 'fw.asa']],
    ['rules', () => lens.rules(), ['rules']],
  ])('%s', async (_, answer, argv) => {
    expect(told(answer())).toEqual(await program(...argv));
  });
});

test.each(['svg', 'mermaid'] as const)('a session is drawn as the command line draws it: %s', async (form) => {
  const { out } = await esmtpLens(['picture', 'inside.smtp', '--config', 'fw.asa', '--format', form], { files: FILES });
  expect(inside.drawn(form, { firewall })).toBe(out);
  expect(out).toContain('XXXXXXXA');
});

test('what the firewall does to a session is told with its line', () => {
  const { outcome, inspected, edits } = inside.predict(firewall);
  expect([outcome, inspected]).toEqual(['passes', true]);
  const line = ASA.split('\n').indexOf('  inspect esmtp') + 1;
  expect(edits).toContainEqual(
    expect.objectContaining({ line: 4, before: '250 STARTTLS', after: '250 XXXXXXXA', configPath: 'fw.asa', configLine: line }),
  );
  expect(inside.compare(session)).toMatchObject({ verdict: 'part', sessions: 1, alone: 0, played: [] });
  expect(inside.compare(session, { firewall }).played).toEqual([
    `Mail is inspected by "inspect esmtp", line ${line}, map _default_esmtp_map: TLS not let through, banner masked.`,
  ]);
});

test('the language is told by the name, by the text, or by whoever asks', () => {
  expect(lens.read(ASA).language).toBe('cisco-asa');
  expect(lens.read(SESSION).language).toBe('smtp-transcript');
  expect(lens.read('Dear all,\n').language).toBe('smtp-transcript');
  expect(lens.read('inspect esmtp\n', { path: 'a.asa' }).language).toBe('cisco-asa');
  expect(lens.read('inspect esmtp\n', { language: 'cisco-asa' }).language).toBe('cisco-asa');
});

test('a remedy is a text that needs it no more', () => {
  const { edits, commands } = firewall.remedy({ disable: true });
  expect(commands.length).toBeGreaterThan(0);
  const mended = lens.read(firewall.edited(edits), { path: 'fw.asa' });
  expect(mended.text).toBe(ASA.replace('  inspect esmtp\n', ''));
  expect(mended.explain(FLOW).inspected).toBe(false);
  expect(mended.remedy({ disable: true })).toMatchObject({ settled: expect.any(String), edits: [], commands: [], proof: null });
});

test('settings are those of esmtp-lens.json', () => {
  const { rule } = firewall.check().files[0]!.findings[0]!;
  const silenced = openLens({ severity: { [rule]: 'off' } }).read(ASA, { path: 'fw.asa' });
  expect(silenced.check().files[0]!.findings.map((finding) => finding.rule)).not.toContain(rule);
  const assuming = openLens({ asaVersion: 'PIX 6.3(5)' }).read('fixup protocol smtp 25\n', { path: 'a.asa' });
  expect(assuming.explain().classes[0]!.inspected).toBe(true);
});

describe('what cannot be answered as asked is told in one line', () => {
  const twice = lens.read(`changeto context a\n${ASA}changeto context b\n${ASA}`, { path: 'fw.asa' });
  test.each([
    ['flow', () => firewall.explain('25'), /tcp SOURCE|flow/i],
    ['flow', () => firewall.explain(`${FLOW}r`), 'there is no interface "outsider"; there are outside, inside'],
    ['context', () => twice.explain(), 'choose one of a, b'],
    ['context', () => twice.remedy({ disable: true }, { context: 'c' }), 'there is no context "c"; there are a, b'],
    ['exempt', () => firewall.remedy({ exempt: ['mail'] }), 'mail is no address'],
    ['flow', () => session.predict(firewall), 'session.smtp does not tell the addresses of the session at line 1'],
    ['flow', () => session.picture({ firewall, flow: 'mail' }), /tcp SOURCE|flow/i],
    ['flow', () => session.picture({ flow: FLOW }), 'a flow says nothing without a firewall'],
    ['context', () => inside.compare(session, { context: 'a' }), 'a context says nothing without a firewall'],
    ['context', () => inside.predict(twice), 'choose one of a, b'],
    ['session', () => firewall.predict(firewall, { flow: FLOW }), 'fw.asa: no SMTP session is in it'],
    ['session', () => session.compare(firewall), 'nothing to compare: fw.asa: no SMTP session is in it'],
    ['context', () => inside.compare(session, { firewall: twice }), 'choose one of a, b'],
    ['flow', () => inside.compare(session, { firewall, flow: `${FLOW}r` }), 'there is no interface "outsider"'],
    ['firewall', () => inside.compare(session, { firewall: router }), 'there is nothing to play'],
    ['session', () => session.picture({ session: 2 }), 'session.smtp: it has 1 session, and no session 2'],
    ['firewall', () => inside.picture({ firewall: router }), 'there is nothing to play'],
    ['text', () => lens.read(`${SESSION}\n${DUMP}`).scrub(), 'is a dump in hexadecimal'],
    ['settings', () => openLens({ asaVersion: 'nine' }), '"nine" is not a version'],
    ['settings', () => openLens({ severity: { nothing: 'off' } as object }), 'there is no rule "nothing"'],
  ] as const)('%s', (asked, ask, message) => {
    expect(ask).toThrow(message);
    expect(ask).toThrow(QuestionError);
    expect(ask).toThrow(expect.objectContaining({ asked }));
  });
});

test('it needs nothing but JavaScript and its text encodings: no Node, no page, no timer, no console', async () => {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['server/src/library/main.ts'],
    bundle: true,
    write: false,
    platform: 'neutral',
    format: 'iife',
    globalName: 'library',
  });
  const script = `${outputFiles[0]!.text}
    const lens = library.openLens();
    JSON.stringify((${allAnswers})(lens.read(ASA, { path: 'fw.asa' }), lens.read(SESSION), lens.read(INSIDE), FLOW));`;
  const answers = JSON.parse(runInNewContext(script, { ASA, SESSION, INSIDE, FLOW, TextEncoder, TextDecoder }));
  expect(answers).toEqual(told(allAnswers(firewall, lens.read(SESSION), lens.read(INSIDE), FLOW)));
  expect(answers[0].summary.files).toBe(1);
});

/** Every question, as plain JavaScript: it is asked here and where there is nothing else. */
function allAnswers(firewall: LensDocument, session: LensDocument, inside: LensDocument, flow: string): unknown[] {
  return [
    firewall.check(),
    firewall.explain(flow),
    firewall.explain(),
    firewall.remedy({ exempt: ['192.0.2.25'] }),
    firewall.scrub(),
    session.check(),
    session.unmask(),
    session.note({ firewall }),
    session.predict(firewall, { flow }),
    session.scrub(),
    inside.compare(session),
    inside.compare(session, { firewall, flow }),
    inside.picture({ firewall }),
    inside.drawn('svg', { firewall }),
    inside.drawn('mermaid'),
  ];
}
