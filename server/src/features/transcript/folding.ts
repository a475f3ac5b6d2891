/** Folding of a transcript: sessions, headers, body, replies of several lines. */

import type { FoldingRange } from 'vscode-languageserver-types';
import { placeOf, type Utterance } from '../../smtp/model.ts';
import { itemAt, lastOf } from '../../text/at.ts';
import type { TranscriptDocument } from '../document.ts';
import { rangeSaid } from './walk.ts';

export function foldingRanges({ transcript }: TranscriptDocument): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const fold = (startLine: number, endLine: number) => {
    if (endLine > startLine) ranges.push({ startLine, endLine });
  };
  const foldLines = (utterances: readonly Utterance[]) => {
    if (utterances.length > 0) fold(placeOf(itemAt(utterances, 0)).start.line, placeOf(lastOf(utterances)).end.line);
  };
  for (const session of transcript.sessions) {
    fold(session.first, session.last);
    for (const event of session.events) {
      if (event.kind !== 'reply') continue;
      const { start, end } = rangeSaid(event);
      fold(start.line, end.line);
    }
    for (const { headers, body } of session.messages) {
      foldLines(headers.flatMap((field) => field.lines));
      foldLines(body);
    }
  }
  return ranges;
}
