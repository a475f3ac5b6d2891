/** `predict`: what a person is told, and what a program is. */
import { afterAll, describe, expect, test } from 'vitest';
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
policy-map type inspect esmtp MAP
 parameters
  mask-banner
 match ehlo-reply-parameter others
  mask log
class-map inspection_default
 match default-inspection-traffic
policy-map global_policy
 class inspection_default
  inspect esmtp MAP
service-policy global_policy global
`;
const SESSION = `S: 220 mx.example.com ESMTP Postfix
C: EHLO client.example.net
S: 250-mx.example.com
S: 250-SIZE 10240000
S: 250 STARTTLS
C: STARTTLS
S: 220 2.0.0 Ready to start TLS
C: EHLO client.example.net
S: 250 mx.example.com
`;
const FLOW = 'tcp 203.0.113.9 -> 192.0.2.25:25 on outside';
const files = {
  'fw.asa': ASA,
  's.smtp': SESSION,
  'default.asa': ASA.replace('esmtp MAP\nservice', 'esmtp\nservice').replace('9.1(5)', '9.8(1)'),
};

test('JSON: each edit has the line of the transcript and that of the configuration', async () => {
  const { code, out } = await esmtpLens(['predict', 'fw.asa', 's.smtp', '--flow', FLOW, '--format', 'json'], { files });
  expect(code).toBe(0);
  const { edits, transcript, ...rest } = JSON.parse(out);
  expect(rest).toMatchObject({ version: 1, flow: FLOW, inspected: true, outcome: 'passes', closedAt: null });
  expect(rest.notWhatWouldFollow).toMatchObject([{ line: 8, endLine: 9 }]);
  expect(edits.map(({ line, after, configPath, configLine }: Record<string, unknown>) => [line, after, configPath, configLine])).toEqual([
    [1, `220 ${'*'.repeat(28)}`, 'fw.asa', 15],
    [5, '250 XXXXXXXA', 'fw.asa', 16],
    [6, 'XXXXXXXX', 'fw.asa', 22],
    [7, '500 5.5.2 Error: command not recognized', null, null],
  ]);
  expect(transcript.split('\n').slice(-3)).toEqual(['C: XXXXXXXX', 'S: 500 5.5.2 Error: command not recognized', '']);
});

test('for a person: the summary, the diff, the reasons, what would not follow', async () => {
  const { out } = await esmtpLens(['predict', 'fw.asa', 's.smtp', '--flow', FLOW], { files });
  expect(out).toContain('Through fw.asa: greeting masked, STARTTLS masked, STARTTLS overwritten.');
  expect(out).toContain('- C: STARTTLS\n      + C: XXXXXXXX');
  expect(out).toContain('Not what would follow: line 8 to line 9.');
});

test('where the version does not tell whether TLS is allowed, both are told', async () => {
  const { out } = await esmtpLens(['predict', 'default.asa', 's.smtp', '--flow', FLOW, '--format', 'json'], { files });
  const { readings, edits } = JSON.parse(out);
  expect(readings.map(({ when, edits }: { when: string; edits: unknown[] }) => [when, edits.length])).toEqual([
    ['if TLS is not allowed, which the file cannot tell', 4],
    ['if TLS is allowed, which the file cannot tell', 1],
  ]);
  expect(edits.length).toBe(4);
});

test('what is not inspected passes as it is', async () => {
  const open = ASA.replace('  inspect esmtp MAP\n', '  inspect ftp\n');
  const { out } = await esmtpLens(['predict', 'fw.asa', 's.smtp', '--flow', FLOW, '--format', 'json'], {
    files: { ...files, 'fw.asa': open },
  });
  expect(JSON.parse(out)).toMatchObject({ inspected: false, edits: [], outcome: 'passes', transcript: SESSION });
});

describe('without --flow', () => {
  test('the transcript tells it', async () => {
    const dump = `12:00:00.000001 IP 192.0.2.25.25 > 203.0.113.9.40000: Flags [P.], seq 1:6, ack 1, win 1, length 33: SMTP: 220 mx.example.com ESMTP Postfix
12:00:00.000002 IP 203.0.113.9.40000 > 192.0.2.25.25: Flags [P.], seq 1:6, ack 1, win 1, length 26: SMTP: EHLO client.example.net
`;
    const { code, out } = await esmtpLens(['predict', 'fw.asa', '-', '--format', 'json'], { files, stdin: dump });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ flow: 'tcp 203.0.113.9:40000 -> 192.0.2.25:25', inspected: true });
  });

  test('else it is asked for', async () => {
    const { code, err } = await esmtpLens(['predict', 'fw.asa', 's.smtp'], { files });
    expect(code).toBe(2);
    expect(err).toContain(
      '--flow: s.smtp does not tell the addresses of the session at line 1: say which connection it is, "tcp CLIENT -> SERVER:25"',
    );
  });
});

test('a file without a session is told', async () => {
  const { code, err } = await esmtpLens(['predict', 'fw.asa', 'fw.asa', '--flow', FLOW], { files });
  expect([code, err]).toEqual([2, 'esmtp-lens: fw.asa: no SMTP session is in it\n']);
});

describe('--remedied: the session with the remedy that is proposed', () => {
  const argv = ['predict', 'fw.asa', 's.smtp', '--flow', FLOW, '--remedied'];

  test('says what is left of what is done to it, and by which remedy', async () => {
    const { out } = await esmtpLens(argv, { files });
    const [before, after] = out.split('With the proposed remedy: ');
    expect(before).toContain('STARTTLS masked');
    expect(after).toMatch(/^the session passes unchanged\.\n {2}Exempt 192\.0\.2\.25 /);
  });

  test('as JSON: its remedy, and a transcript in which nothing is masked', async () => {
    const { out } = await esmtpLens([...argv, '--format', 'json'], { files });
    const { remedied, transcript } = JSON.parse(out);
    expect(remedied).toMatchObject([
      { line: 1, remedy: { id: 'exempt-hosts:192.0.2.25' }, inspected: false, edits: [], outcome: 'passes' },
    ]);
    expect(transcript).toContain('XXXXXXXA');
    expect(remedied[0].transcript).toBe(SESSION);
  });

  test('of the second of two devices in one file', async () => {
    const two = { ...files, 'fw.asa': `ASA Version 9.1(5)\nhostname other\n: end\n${ASA.replace('\n', '\nhostname fw\n')}` };
    const { out } = await esmtpLens([...argv, '--context', 'fw'], { files: two });
    expect(out).toMatch(/With the proposed remedy: the session passes unchanged\.\n {2}Exempt 192\.0\.2\.25 /);
  });

  test('and that there is none, where nothing is inspected', async () => {
    const open = { ...files, 'fw.asa': ASA.replace('  inspect esmtp MAP\n', '') };
    expect((await esmtpLens(argv, { files: open })).out).toContain('No remedy is proven that makes a difference to this session.');
    expect(JSON.parse((await esmtpLens([...argv, '--format', 'json'], { files: open })).out).remedied).toEqual([]);
  });
});
