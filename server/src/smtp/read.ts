/** Reads a transcript or a log: which tool printed it, what was said, and what it means as SMTP. */
import type { Lines } from '../text/lines.ts';
import { readDialogue } from './dialogue.ts';
import { readLogRecords } from './logs/records.ts';
import type { Transcript } from './model.ts';
import { sessionsOf } from './session.ts';

/** Any lines give a transcript; what no dialect understands is in no region. */
export function readTranscript(lines: Lines): Transcript {
  const { stretches, linesRead } = readDialogue(lines);
  const sessions = stretches.flatMap(sessionsOf);
  return {
    lines,
    regions: [...new Set(sessions.map(({ region }) => region))],
    sessions,
    records: readLogRecords(lines),
    linesRead,
  };
}
