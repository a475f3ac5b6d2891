/** A log that was edited has the records of one that is read afresh, and lines that no edit touched keep theirs. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupsOf } from '../../../server/src/smtp/logs/groups.ts';
import { readLogRecords } from '../../../server/src/smtp/logs/records.ts';
import { Lines } from '../../../server/src/text/lines.ts';

const DROP =
  '%ASA-4-108004: ESMTP Classification: Dropped connection for ESMTP Request from outside:192.0.2.1/1025 to inside:198.51.100.25/25; matched Class 4: header line length gt 998';
const ENCODED = btoa(
  'Diagnostic-Code: X-Postfix; TLS is required, but was not offered by host\r\n    mx.example.com[192.0.2.1]\r\nThis goes on for some lines more.\r\n',
);
const anyLine = fc.constantFrom(
  ENCODED.slice(0, 76),
  ENCODED.slice(76, 152),
  ENCODED.slice(152),
  ENCODED.slice(0, 60),
  DROP,
  'Info: ICID 7 lost',
  'Info: Message aborted MID 12 Receiving aborted',
  'postfix/smtp[1]: A: enabling PIX workarounds: disable_esmtp for mx.example.com[192.0.2.1]:25',
  'nothing to see here',
  'Diagnostic-Code: X-Postfix; TLS is required, but was not offered by host',
  '    mx.example.com[192.0.2.1]',
  '<user@example.com>: TLS is required, but was not offered by host mx.examp=',
  'le.com[192.0.2.1]',
  '',
);

test('any edit', () => {
  fc.assert(
    fc.property(
      fc.array(anyLine, { maxLength: 30 }),
      fc.array(fc.tuple(fc.nat(30), fc.nat(60), fc.nat(4), fc.array(anyLine, { maxLength: 3 })), { minLength: 1, maxLength: 4 }),
      (texts, edits) => {
        let lines = Lines.read(texts.join('\n'));
        let read = readLogRecords(lines);
        for (const [line, character, removed, inserted] of edits) {
          const range = { start: { line, character }, end: { line: line + removed, character: 0 } };
          const edited = lines.change([{ range, text: inserted.join('\n') }]);
          read = readLogRecords(edited, { lines, recordsRead: read.recordsRead });
          lines = edited;
          const fresh = readLogRecords(Lines.read(lines.toString()));
          expect(read).toEqual(fresh);
          expect(groupsOf(read.records)).toEqual(groupsOf(fresh.records));
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('what no edit touched is kept', () => {
  const lines = Lines.read([DROP, 'nothing', DROP].join('\n'));
  const { records, recordsRead } = readLogRecords(lines);
  const typed = lines.change([{ range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }, text: 'x' }]);
  expect(readLogRecords(typed, { lines, recordsRead }).records).toBe(records);
  const longer = lines.change([{ range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }, text: `${DROP}\n` }]);
  const { records: reread } = readLogRecords(longer, { lines, recordsRead });
  expect(reread.map(({ line }) => line)).toEqual([0, 1, 3]);
  expect(reread[0]).toBe(records[0]);
});
