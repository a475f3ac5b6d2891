import { expect, test } from 'vitest';
import { explainRecord, recordAt } from '../../../server/src/features/transcript/record-hover.ts';
import { readTranscript } from '../../../server/src/smtp/read.ts';
import { Lines } from '../../../server/src/text/lines.ts';

const DROP =
  'fw1 %ASA-4-108004: ESMTP Classification: Dropped connection for ESMTP Request from outside:203.0.113.9/36459 to inside:198.51.100.25/25; matched Class 4: header line length gt 998';
const transcript = readTranscript(Lines.read(['', 'Info: ICID 21916 close', 'nothing', DROP, '- Bericht afgebroken MID XXX'].join('\n')));

test.each([
  [3, 4, /108004[\s\S]*Match 4 of the default map[\s\S]*header line length gt 998[\s\S]*drop-connection[\s\S]*documented/],
  [3, DROP.length, /108004/],
  [1, 6, /every connection ends with this line/i],
  [4, 2, /ended while the message was being received/],
] as const)('line %i, column %i', (line, character, said) => {
  const found = recordAt(transcript, { line, character });
  expect(explainRecord(found!.record).join('\n')).toMatch(said);
});

test.each([
  [0, 0],
  [2, 3],
  [3, 3],
  [9, 0],
])('nothing at line %i, column %i', (line, character) => {
  expect(recordAt(transcript, { line, character })).toBeUndefined();
});
