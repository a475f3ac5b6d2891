/** `--fix`: every safe remedy, until there is none left. */
import { safeEdits, safeProposals } from '../features/code-actions.ts';
import { configurationIn, type Document, openDocument } from '../features/document.ts';

/** One remedy can lay bare the place of another; no file needs more rounds than this. */
const ROUNDS = 10;

export interface Fixed {
  readonly document: Document;
  /** How many places were edited. */
  readonly places: number;
}

export function fix(document: Document): Fixed {
  let fixed = document;
  let places = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const edits = editsFor(fixed);
    if (edits.length === 0) break;
    places += edits.length;
    fixed = openDocument(fixed.uri, fixed.language, fixed.lines.edit(edits), fixed.settings, fixed);
  }
  return { document: fixed, places };
}

function editsFor(document: Document) {
  const configuration = configurationIn(document);
  return configuration === undefined ? [] : safeEdits(safeProposals(configuration, document.findings));
}
