import { expect, test } from 'vitest';
import { groupsOf, isOwn } from '../../../server/src/smtp/logs/groups.ts';
import { readLogRecords } from '../../../server/src/smtp/logs/records.ts';
import { Lines } from '../../../server/src/text/lines.ts';

const groups = (lines: string[]) => groupsOf(readLogRecords(Lines.read(lines.join('\n'))));

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

test('a mail that Postfix worked around a firewall for is told to be delivered, by its own line and server', () => {
  const around = (id: string, host = 'mx.example.com[192.0.2.25]') =>
    `Aug 14 11:04:31 out postfix/smtp[1]: ${id}: enabling PIX workarounds: disable_esmtp for ${host}:25`;
  const sent = (id: string, host = 'mx.example.com[192.0.2.25]') =>
    `Aug 14 11:04:32 out postfix/smtp[1]: ${id}: to=<b@example.com>, relay=${host}:25, delay=1, dsn=2.0.0, status=sent (250 Ok)`;
  const delivered = (...lines: string[]) => groups(lines).map((it) => [it.count, it.delivered]);
  expect(delivered(around('4F1A2B3C4D'))).toEqual([[1, 0]]);
  expect(delivered(around('4F1A2B3C4D'), sent('4F1A2B3C4D'), sent('4F1A2B3C4D'))).toEqual([[1, 1]]);
  expect(delivered(around('4F1A2B3C4D'), sent('4F1A2B3C4D', 'other.example.com[192.0.2.26]'))).toEqual([[1, 0]]);
  expect(delivered(around('4F1A2B3C4D'), around('5F1A2B3C4D'), sent('5F1A2B3C4D'))).toEqual([[2, 1]]);
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
