/** Reads a transcript or a log: which tool printed it, what was said, and what it means as SMTP. */
import type { Lines } from '../text/lines.ts';
import { readDialogue } from './dialogue.ts';
import { readLogRecords } from './logs/records.ts';
import type { Transcript } from './model.ts';
import { sessionsOf } from './session.ts';

/** Any lines give a transcript; what no dialect understands is in no region. */
export function readTranscript(lines: Lines): Transcript {
  const { stretches, linesRead } = readDialogue(lines);
  const read = stretches.map((stretch) => ({ stretch, sessions: sessionsOf(stretch) })).filter(({ sessions }) => sessions.length > 0);
  return {
    lines,
    regions: read.map(({ stretch }) => stretch.region),
    sessions: read.flatMap(({ sessions }) => sessions),
    records: readLogRecords(lines),
    linesRead,
  };
}
