/** Captures that an editor hands over piece by piece. */
import { afterEach, describe, expect, it } from 'vitest';
import { hasSigns } from '../../client/src/signs.ts';
import { RECOGNIZE } from '../../server/src/features/protocol.ts';
import { Captures } from '../../server/src/lsp/captures.ts';
import { asaDump, packetsOf, pcap, pcapng, SYN } from '../captures/write.ts';
import { type Client, PULLS, startClient } from '../support/client.ts';

const PACKETS = packetsOf([
  { by: 'C', flags: SYN },
  { by: 'S', flags: SYN },
  { by: 'S', text: '220 mx.example.com ESMTP Postfix\r\n' },
  { by: 'C', text: 'EHLO client.example.net\r\n' },
  { by: 'S', text: '250-mx.example.com\r\n250 XXXXXXXA\r\n' },
]);
const characters = (file: Uint8Array) => [...file].map((octet) => String.fromCharCode(octet)).join('');

let client: Client | undefined;
afterEach(async () => {
  await client?.stop();
  client = undefined;
});

describe('a text that is opened', () => {
  it.each([
    ['of `show capture NAME dump`', asaDump(PACKETS), 'capture'],
    ['of the same behind the command and its prompt', `fw1# show capture OUT dump\n\n${asaDump(PACKETS)}fw1#\n`, 'capture'],
    ['of `show capture NAME`, which has no octets', asaDump(PACKETS).replace(/^0x.*\n/gm, ''), null],
    ['that has a dump of something else', '0x0000  4500 0030\n0x0010  0a01 0119\n', null],
  ])('%s: what is offered', async (_, text, offered) => {
    client = await startClient(PULLS);
    expect(await client.request(RECOGNIZE, { text })).toBe(offered);
    // The server is only asked about what may be ours.
    if (offered !== null) expect(hasSigns(text)).toBe(true);
  });
});

describe('a capture, piece by piece', () => {
  it.each([
    ['pcap', pcap(PACKETS)],
    ['pcapng', pcapng(PACKETS)],
    ['what a firewall printed', new TextEncoder().encode(asaDump(PACKETS))],
  ])('%s: the same transcript however it is cut, over the connection', async (_, file) => {
    client = await startClient(PULLS);
    const texts = new Set<string>();
    // What a text is, is told by its beginning.
    for (const size of [file[0] === 0x35 ? 300 : 24, 361, file.length]) {
      const all = characters(file);
      let made: { text: string; remarks: string[] } | null = null;
      for (let from = 0; from < all.length; from += size) {
        expect(made).toBeNull();
        made = await client.request('esmtpLens/capture', {
          id: String(size),
          octets: all.slice(from, from + size),
          last: from + size >= all.length,
        });
      }
      expect(made?.remarks).toEqual([]);
      texts.add(made!.text);
    }
    expect(texts.size).toBe(1);
    const [text] = texts;
    expect(text).toMatch(/^# capture: tcp 203\.0\.113\.9:40000 -> 192\.0\.2\.25:25$/m);
    expect(text).toMatch(/S: 250 XXXXXXXA$/m);
  });

  it('a file that is none gives nothing, one without mail says so', () => {
    const captures = new Captures();
    expect(captures.take({ id: 'a', octets: 'MZ\u0000 no capture, but long enough to be looked at', last: true })).toBeUndefined();
    const nothing = captures.take({ id: 'b', octets: characters(pcap([])), last: true });
    expect([nothing?.text, nothing?.remarks.length]).toEqual(['', 1]);
  });

  it('what is never finished is given up when others come', () => {
    const captures = new Captures();
    const file = characters(pcap(PACKETS));
    for (const id of ['1', '2', '3', '4', '5']) captures.take({ id, octets: file.slice(0, 40), last: false });
    expect(captures.take({ id: '5', octets: file.slice(40), last: true })?.text).toContain('EHLO');
    expect(captures.take({ id: '1', octets: file.slice(40), last: true })).toBeUndefined();
  });
});
