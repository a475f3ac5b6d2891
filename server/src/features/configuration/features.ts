/** What a firewall configuration can do in an editor. */
import type { ConfigurationDocument } from '../document.ts';
import type { Features } from '../features.ts';
import { callHierarchy } from './call-hierarchy.ts';
import { codeLenses } from './code-lens.ts';
import { completion } from './completion.ts';
import { documentLinks } from './document-links.ts';
import { foldingRanges } from './folding.ts';
import { hover } from './hover.ts';
import { inlayHints } from './inlay-hints.ts';
import { definition, documentHighlights, references } from './navigation.ts';
import { prepareRename, rename } from './rename.ts';
import { semanticTokens } from './semantic-tokens.ts';
import { signatureHelp } from './signature-help.ts';
import { status } from './status.ts';
import { documentSymbols } from './symbols.ts';

export const configurationFeatures: Features<ConfigurationDocument> = {
  hover,
  completion,
  signatureHelp,
  documentSymbols,
  foldingRanges,
  definition,
  references,
  documentHighlights,
  prepareRename,
  rename,
  semanticTokens,
  inlayHints,
  codeLenses,
  documentLinks,
  callHierarchy,
  status,
};
