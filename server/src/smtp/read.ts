/** Reads a transcript or a log: which tool printed it, what was said, and what it means as SMTP. */
import { Analysis } from '../text/analysis.ts';
import type { Lines } from '../text/lines.ts';
import { type Bounds, readDialogue, UNHURRIED } from './dialogue.ts';
import { readLogRecords } from './logs/records.ts';
import type { Session, Transcript } from './model.ts';
import { sessionsOf } from './session.ts';

/**
 * Any lines give a transcript; what no dialect understands is in no region.
 * @param previous read from an earlier state of the same document: log lines that an edit did not touch are not read again
 */
export function readTranscript(lines: Lines, previous?: Transcript, bounds: Bounds = UNHURRIED): Transcript {
  const { stretches, linesRead } = readDialogue(lines, bounds);
  // The greeting at which the reading ended tells nothing of its session.
  const isBegun = ({ first }: Session) => first === linesRead - 1 && linesRead < lines.count;
  const sessions = stretches.flatMap(sessionsOf).filter((session) => !isBegun(session));
  return {
    analysis: new Analysis(previous?.analysis),
    lines,
    regions: [...new Set(sessions.map(({ region }) => region))],
    sessions,
    secrets: secretsOf(sessions),
    ...readLogRecords(lines, previous),
    linesRead,
  };
}

function secretsOf(sessions: readonly Session[]): Map<number, number> {
  const columns = new Map<number, number>();
  for (const { line, column } of sessions.flatMap(({ secrets }) => secrets))
    columns.set(line, Math.min(column, columns.get(line) ?? column));
  return columns;
}
