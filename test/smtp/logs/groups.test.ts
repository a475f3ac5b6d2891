import { describe, expect, test } from 'vitest';
import { groupsOf, isOwn } from '../../../server/src/smtp/logs/groups.ts';
import { readLogRecords } from '../../../server/src/smtp/logs/records.ts';
import { Lines } from '../../../server/src/text/lines.ts';

const groups = (lines: string[]) => groupsOf(readLogRecords(Lines.read(lines.join('\n'))).records);

function drop(client: string, match: string, direction: 'Request' | 'Response' = 'Request'): string {
  const [from, to] =
    direction === 'Request' ? [`outside:${client}/1025`, 'inside:198.51.100.25/25'] : ['inside:198.51.100.25/25', `outside:${client}/1025`];
  return `%ASA-4-108004: ESMTP Classification: Dropped connection for ESMTP ${direction} from ${from} to ${to}; matched Class 4: ${match}`;
}

test('one group for each match, with its count, its first and last line, and the hosts hit most', () => {
  const lines: string[] = [];
  for (let i = 0; i < 40_000; i++) lines.push(drop(i % 4 === 0 ? '192.0.2.1' : `203.0.113.${i % 250}`, 'header line length gt 998'));
  lines.push(drop('192.0.2.9', 'cmd line length gt 512'));
  const [header, command, ...none] = groups(lines);
  expect(none).toEqual([]);
  expect(header).toMatchObject({ kind: 'asa-108004', count: 40_000, first: { line: 0 }, last: { line: 39_999 } });
  expect(header!.peers[0]).toEqual({ peer: '192.0.2.1 -> 198.51.100.25', count: 10_000 });
  expect(command).toMatchObject({ count: 1, first: { line: 40_000 } });
});

test('who sends and who receives does not depend on the side that the firewall looked at', () => {
  const [group] = groups([drop('192.0.2.1', 'header line length gt 998'), drop('192.0.2.1', 'header line length gt 998', 'Response')]);
  expect(group!.peers).toEqual([{ peer: '192.0.2.1 -> 198.51.100.25', count: 2 }]);
});

test('a frequent host is found among more hosts than are kept apart', () => {
  const lines: string[] = [];
  for (let i = 0; i < 30_000; i++)
    lines.push(drop(i % 3 === 0 ? '192.0.2.1' : `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, 'header line length gt 998'));
  const [first] = groups(lines)[0]!.peers;
  expect(first!.peer).toBe('192.0.2.1 -> 198.51.100.25');
  expect(first!.count).toBeLessThanOrEqual(10_000);
});

test('a log full of different texts keeps a bounded number of groups and loses no count', () => {
  const lines = Array.from({ length: 5000 }, (_, i) => drop('192.0.2.1', `class ${i}`));
  const all = groups(lines);
  expect(all.length).toBe(65);
  expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(5000);
});

test('mail_logs: the client of an aborted message is the one that its connection came from', () => {
  const [lost, aborted] = groups([
    'Info: New SMTP ICID 10293 interface Management (198.51.100.1) address 203.0.113.9 reverse dns host ns.example.com verified no',
    'Info: New SMTP ICID 10294 interface Management (198.51.100.1) address 203.0.113.77 reverse dns host unknown verified no',
    'Info: Start MID 1404 ICID 10293',
    'Info: ICID 10293 lost',
    'Info: Message aborted MID 1404 Receiving aborted',
    'Info: Message finished MID 1404 aborted',
    'Info: ICID 10293 close',
  ]);
  expect(lost).toMatchObject({ kind: 'esa-connection-lost', count: 1, peers: [{ peer: '203.0.113.9', count: 1 }] });
  expect(aborted).toMatchObject({ kind: 'esa-message-aborted', count: 1, peers: [{ peer: '203.0.113.9', count: 1 }] });
});

describe('a mail that Postfix worked around a firewall for: what came of it, by its own lines and server', () => {
  const MX = 'mx.example.com[192.0.2.25]';
  const around = (id: string, host = MX, how = 'disable_esmtp') =>
    `Aug 14 11:04:31 out postfix/smtp[1]: ${id}: enabling PIX workarounds: ${how} for ${host}:25`;
  const to =
    (status: string) =>
    (id: string, host = MX) =>
      `Aug 14 11:04:32 out postfix/smtp[1]: ${id}: to=<b@example.com>, relay=${host}:25, delay=1, dsn=2.0.0, status=${status}`;
  const sent = to('sent (250 Ok)');
  const bounced = to('bounced (host mx.example.com[192.0.2.25] said: 550 5.1.1 no such user (in reply to RCPT TO command))');
  const lost = to(`deferred (conversation with ${MX} timed out while sending end of data -- message may be sent more than once)`);
  const A = '4F1A2B3C4D';
  const B = '5F1A2B3C4D';

  test.each([
    ['nothing', [around(A)], [1, 1, 0, 0, 0]],
    ['delivered, to two', [around(A), sent(A), sent(A)], [1, 1, 1, 0, 0]],
    ['to another server', [around(A), sent(A, 'other.example.com[192.0.2.26]')], [1, 1, 0, 0, 0]],
    ['one of two', [around(A), around(B), sent(B)], [2, 2, 1, 0, 0]],
    ['one mail, tried again', [around(A), lost(A), around(A), sent(A)], [2, 1, 1, 0, 0]],
    ['tried again for the rest', [around(A), sent(A), lost(A), around(A), sent(A)], [2, 1, 1, 0, 0]],
    ['bounced', [around(A), bounced(A), bounced(A)], [1, 1, 0, 1, 0]],
    ['divided', [around(A), sent(A), bounced(A), sent(A)], [1, 1, 0, 0, 1]],
    ['divided the other way', [around(A), bounced(A), sent(A)], [1, 1, 0, 0, 1]],
  ])('%s', (_, lines, expected) => {
    const [group] = groups(lines);
    const { count, mails, fates } = group!;
    expect([count, mails, fates.delivered, fates.bounced, fates.divided]).toEqual(expected);
  });

  test('of two groups, each counts it once', () => {
    const found = groups([around(A), around(A, MX, 'delay_dotcrlf'), around(A), sent(A)]);
    expect(found.map(({ count, mails, fates }) => [count, mails, fates.delivered])).toEqual([
      [2, 1, 1],
      [1, 1, 1],
    ]);
  });

  test('a bounce whose reason is a hazard of its own stays that', () => {
    const [quoted] = groups([to('bounced (host said: 500 5.5.1 Command unrecognized: "XXXXXXXX" (in reply to MAIL FROM command))')(A)]);
    expect(quoted).toMatchObject({ kind: 'quoted-masked-command' });
  });
});

test('one’s own machine is apart from other servers', () => {
  const tls = (host: string) => `TLS is required, but was not offered by host ${host}`;
  const found = groups([
    tls('mx.example.com[192.0.2.25]'),
    tls('127.0.0.1[127.0.0.1]:10026'),
    tls('filter[192.0.2.9]:10024'),
    tls('localhost[::1]'),
  ]);
  expect(found.map(({ count, first }) => [count, isOwn(first)])).toEqual([
    [1, false],
    [3, true],
  ]);
});
