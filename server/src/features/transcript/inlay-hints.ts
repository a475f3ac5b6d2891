/** `XXXXXXXA` ◂ STARTTLS 94 %: what most likely stood behind a mask, beside it. */
import { type InlayHint, MarkupKind, type Range } from 'vscode-languageserver-types';
import { unmask } from '../../masking/unmask.ts';
import { shows, type TranscriptDocument } from '../document.ts';
import { explainMask } from './mask-hover.ts';

export function inlayHints(document: TranscriptDocument, range: Range): InlayHint[] {
  if (!shows(document, 'inlayHints.masks')) return [];
  return unmask(document.transcript).flatMap((mask) => {
    const { line } = mask.range.end;
    const [first] = mask.candidates;
    // A greeting's candidates are descriptions, not texts: beside the line they would say too little.
    // A command that the client's own log shows in plain needs no hint either.
    if (
      first === undefined ||
      mask.kind === 'banner' ||
      mask.shown === first.text ||
      mask.typedByHand ||
      line < range.start.line ||
      line > range.end.line
    )
      return [];
    const label = `◂ ${first.text} ${Math.round(first.probability * 100)} %`;
    return [
      { position: mask.range.end, label, paddingLeft: true, tooltip: { kind: MarkupKind.Markdown, value: explainMask(mask).join('\n\n') } },
    ];
  });
}
