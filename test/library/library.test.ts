/** The library: the answers of the command line, from text alone, where there is nothing but JavaScript, and the encodings of text that browsers, workers, Node, Deno and Bun all have. */
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';
import { openLens, QuestionError } from '../../server/src/library/main.ts';
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

/** As JSON tells it: what is undefined is not there. */
const told = (answer: unknown) => JSON.parse(JSON.stringify(answer));

async function program(...argv: string[]) {
  const { out } = await esmtpLens([...argv, '--format', 'json'], { files: { 'fw.asa': ASA, 'session.smtp': SESSION, 'r1.asa': ROUTER } });
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
    ['rules', () => lens.rules(), ['rules']],
  ])('%s', async (_, answer, argv) => {
    expect(told(answer())).toEqual(await program(...argv));
  });
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
    const firewall = lens.read(ASA, { path: 'fw.asa' });
    JSON.stringify([firewall.check(), firewall.explain(FLOW), firewall.explain(), firewall.remedy({ exempt: ['192.0.2.25'] }), lens.read(SESSION).unmask()]);`;
  const answers = JSON.parse(runInNewContext(script, { ASA, SESSION, FLOW, TextEncoder, TextDecoder }));
  expect(answers).toEqual(
    told([
      firewall.check(),
      firewall.explain(FLOW),
      firewall.explain(),
      firewall.remedy({ exempt: ['192.0.2.25'] }),
      lens.read(SESSION).unmask(),
    ]),
  );
  expect(answers[0].summary.files).toBe(1);
});
