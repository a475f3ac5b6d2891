/** What stands behind each masked text of a transcript. */
import { unmask } from '../masking/unmask.ts';
import type { Transcript } from '../smtp/model.ts';
import { inPlainWords } from '../text/markup.ts';
import { sessionsIn } from './check.ts';
import { point } from './places.ts';
import type { UnmaskAnswer } from './types.ts';

export function unmaskAnswer(transcript: Transcript): UnmaskAnswer {
  return {
    version: 1,
    sessionsIn: sessionsIn(transcript.linesRead, transcript.lines.count),
    masked: unmask(transcript).map(({ range, kind, shown, length, confidence, reasons, candidates, where }) => ({
      ...point(range),
      kind,
      shown,
      length,
      confidence,
      reasons: reasons.map(inPlainWords),
      candidates: candidates.map(({ text, probability, evidence }) => ({ text, probability, evidence: evidence.map(inPlainWords) })),
      where: { side: where.side, reasons: where.reasons.map(inPlainWords) },
    })),
  };
}
