import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupsOf } from '../../../server/src/smtp/logs/groups.ts';
import { LiteralSearch } from '../../../server/src/smtp/logs/literal-search.ts';
import { LONGEST_LINE, readLogRecords, triggers } from '../../../server/src/smtp/logs/records.ts';
import { LogScan } from '../../../server/src/smtp/logs/stream.ts';
import { Lines } from '../../../server/src/text/lines.ts';

const SAMPLES = [
  'Nov 22 10:00:00 fw %ASA-4-108004: ESMTP Classification: Dropped connection for ESMTP Request from outside:192.0.2.7/1025 to inside:198.51.100.25/25; matched Class 4: header line length gt 998',
  'Thu Aug 14 11:04:31 2014 Info: New SMTP ICID 7 interface Data 1 (192.0.2.1) address 203.0.113.9 reverse dns host unknown verified no',
  'Thu Aug 14 11:04:51 2014 Info: Start MID 14 ICID 7',
  'Thu Aug 14 11:05:36 2014 Info: ICID 7 lost',
  'Thu Aug 14 11:05:36 2014 Info: Message aborted MID 14 Receiving aborted',
  // The reasons of delivery reports go on in the next lines.
  'Diagnostic-Code: X-Postfix; TLS is required, but was not offered by host\n    mx.example.com[192.0.2.1]',
  'Diagnostic-Code: X-Postfix; TLS is\r\n required, but was not offered by host\r\n mx.example.com[192.0.2.1]',
  '<user@example.com>: TLS is required, but was not offered by host\r    mx.example.com[192.0.2.1]',
  'größe 😀 postfix/smtp[1]: 4F: enabling PIX workarounds: disable_esmtp delay_dotcrlf for mail.example.com[192.0.2.9]:25',
];
const part = fc.oneof(
  fc.constantFrom(...SAMPLES, ...triggers),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('\n', '\r\n', '\r', '\r\r\n', '\n\n', ' ', 'é', '😀'),
);
const text = fc.oneof(
  fc.array(part, { maxLength: 30 }).map((parts) => parts.join('')),
  // Lines beyond what is looked at, with a record on each side of the border.
  fc
    .tuple(
      fc.integer({ min: LONGEST_LINE - 40, max: LONGEST_LINE * 4 }),
      fc.constantFrom(...SAMPLES),
      fc.constantFrom('\r', '\n', '\r\n', ''),
    )
    .map(([n, sample, eol]) => `é${'x'.repeat(n)}${sample}${eol}${sample}${'y'.repeat(n)}\r${sample}`),
);

function scan(bytes: Uint8Array, cuts: readonly number[]): LogScan {
  const log = new LogScan();
  let from = 0;
  for (const cut of [...cuts, bytes.length].map((it) => Math.min(it, bytes.length)).sort((a, b) => a - b)) {
    // The buffer is overwritten after each call, as a reader of files does.
    const chunk = bytes.slice(from, cut);
    log.feed(chunk);
    chunk.fill(0x58);
    from = cut;
  }
  return log;
}

test('a streamed log gives the groups, lines and columns of an open document, however it is cut', () => {
  fc.assert(
    fc.property(
      text,
      fc.array(fc.nat(70_000), { maxLength: 6 }),
      fc.array(fc.nat(200), { maxLength: 6 }),
      fc.boolean(),
      (content, far, near, mark) => {
        // As UTF-8 holds it (a lone surrogate becomes U+FFFD); a mark at the beginning is no part of the text.
        const written = new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(content)).replace(/^\uFEFF+/, '');
        const log = scan(new TextEncoder().encode((mark ? '\uFEFF' : '') + written), [...far, ...near]);
        const lines = Lines.read(written);
        expect(log.end()).toEqual(groupsOf(readLogRecords(lines).records));
        expect(log.lines).toBe(lines.count);
      },
    ),
    { numRuns: 500 },
  );
});

test('a log cut at every byte', () => {
  const written = `${SAMPLES.join('\r\n')}\r${SAMPLES.join('\n')}`;
  const expected = groupsOf(readLogRecords(Lines.read(written)).records);
  const bytes = new TextEncoder().encode(written);
  for (let cut = 0; cut <= bytes.length; cut++) expect(scan(bytes, [cut]).end()).toEqual(expected);
  expect(scan(bytes, [...bytes.keys()]).end()).toEqual(expected);
});

test('the search finds what a search for each literal finds', () => {
  const literal = fc.stringMatching(/^[abAB ]{2,6}$/);
  fc.assert(
    fc.property(
      fc.array(literal, { minLength: 1, maxLength: 5 }),
      fc.stringMatching(/^[abAB ]{0,200}$/),
      fc.nat(20),
      (literals, haystack, from) => {
        const found = literals.map((it) => haystack.indexOf(it, from)).filter((at) => at >= 0);
        const bytes = new TextEncoder().encode(haystack);
        expect(new LiteralSearch(literals).next(bytes, from, bytes.length)).toBe(found.length === 0 ? -1 : Math.min(...found));
      },
    ),
  );
});
