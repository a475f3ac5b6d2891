/** Captures as inputs of every command that takes a transcript. */
import { afterAll, expect, test } from 'vitest';
import { asaDump, packetsOf, pcap, pcapng, type Sent } from '../captures/write.ts';
import { esmtpLens, removeFolders } from './run.ts';

afterAll(removeFolders);

const PLAIN: Sent[] = [
  { by: 'S', text: '220 mx.example.com ESMTP Postfix\r\n' },
  { by: 'C', text: 'EHLO client.example.net\r\n' },
  { by: 'S', text: '250-mx.example.com\r\n250-SIZE 10240000\r\n250 STARTTLS\r\n' },
  { by: 'C', text: 'QUIT\r\n' },
  { by: 'S', text: '221 2.0.0 Bye\r\n' },
];
const MASKED = PLAIN.map(({ by, text }) => ({
  by,
  text: text!.replace('STARTTLS', 'XXXXXXXA').replace('mx.example.com ESMTP Postfix', '*'.repeat(28)),
}));
const files = {
  'in.pcap': pcap(packetsOf(PLAIN)),
  'out.pcapng': pcapng(packetsOf(MASKED)),
  'out.txt': asaDump(packetsOf(MASKED)),
  'pix.asa': 'PIX Version 6.3(5)\nfixup protocol smtp 25\n',
};

test.each(['out.pcapng', 'out.txt'])('check %s', async (file) => {
  const { code, out } = await esmtpLens(['check', file, '--format', 'json'], { files });
  expect(code).toBe(1);
  const [checked] = JSON.parse(out).files;
  expect(checked.findings.map(({ rule }: { rule: string }) => rule)).toEqual(
    expect.arrayContaining(['masked-banner', 'masked-ehlo-keyword']),
  );
});

test.each(['out.pcapng', 'out.txt'])('unmask %s', async (file) => {
  const { out } = await esmtpLens(['unmask', file, '--format', 'json'], { files });
  expect(JSON.parse(out).masked.map(({ kind }: { kind: string }) => kind)).toEqual(['banner', 'keyword']);
});

test('compare: on this box it was taken away', async () => {
  const { out } = await esmtpLens(['compare', 'in.pcap', 'out.pcapng', '--format', 'json'], { files });
  expect(JSON.parse(out)).toMatchObject({ verdict: 'all', sessions: 1 });
});

test('predict: a capture tells the flow', async () => {
  const { out } = await esmtpLens(['predict', 'pix.asa', 'in.pcap', '--format', 'json'], { files });
  expect(JSON.parse(out)).toMatchObject({ flow: 'tcp 203.0.113.9:40000 -> 192.0.2.25:25', inspected: true });
});

test.each([
  ['9.1', '   2: 01:44:12.250000       203.0.113.9.40000 > 192.0.2.25.25: P 1:30(29) ack 1 win 8192'],
  ['with VLAN', '   2: 01:44:12.250000       802.1Q vlan#10 P0 203.0.113.9.40000 > 192.0.2.25.25: P 1:30(29) ack 1 win 8192'],
  ['9.16', '   2: 2026-11-28 01:44:12.250000       2001:db8::9.40000 > 2001:db8::25.25: P 1:30(29) ack 1 win 8192'],
])('packets without what they carry are told as that: %s', async (_, packet) => {
  const summary = { files: { 'cap.txt': `2 packets captured\n\n${packet}\n2 packets shown\n` } };
  for (const asked of ['check', 'unmask']) {
    const { err } = await esmtpLens([asked, 'cap.txt'], summary);
    expect(err).toContain('the packets of a capture without what they carry: "show capture NAME dump" prints that');
  }
});

test('a capture without mail is told', async () => {
  const web: Sent[] = [
    { by: 'C', text: 'GET / HTTP/1.1\r\n\r\n' },
    { by: 'S', text: 'HTTP/1.1 200 OK\r\n\r\n' },
  ];
  const { code, err } = await esmtpLens(['unmask', 'web.pcap'], {
    files: { 'web.pcap': pcap(packetsOf(web, { client: [203, 0, 113, 9], server: [192, 0, 2, 80], serverPort: 80 })) },
  });
  expect([code, err]).toEqual([0, 'esmtp-lens: web.pcap: a capture of 2 packets, none of a mail connection in which anything is said\n']);
});
