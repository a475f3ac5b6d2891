/** What a transcript can do in an editor. */
import type { TranscriptDocument } from '../document.ts';
import type { Features } from '../features.ts';
import { codeLenses } from './code-lens.ts';
import { foldingRanges } from './folding.ts';
import { hover } from './hover.ts';
import { inlayHints } from './inlay-hints.ts';
import { definition, documentHighlights, references } from './navigation.ts';
import { semanticTokens } from './semantic-tokens.ts';
import { status } from './status.ts';
import { documentSymbols } from './symbols.ts';

export const transcriptFeatures: Features<TranscriptDocument> = {
  hover,
  documentSymbols,
  foldingRanges,
  definition,
  references,
  documentHighlights,
  semanticTokens,
  inlayHints,
  codeLenses,
  status,
};
