/** What a firewall configuration can do in an editor. */
import type { ConfigurationDocument } from '../document.ts';
import type { Features } from '../features.ts';
import { callHierarchy } from './call-hierarchy.ts';
import { foldingRanges } from './folding.ts';
import { definition, documentHighlights, references } from './navigation.ts';
import { prepareRename, rename } from './rename.ts';
import { documentSymbols } from './symbols.ts';

export const configurationFeatures: Features<ConfigurationDocument> = {
  documentSymbols,
  foldingRanges,
  definition,
  references,
  documentHighlights,
  prepareRename,
  rename,
  callHierarchy,
};
