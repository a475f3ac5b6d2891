/** Renames a name wherever its context writes it. */
import type { Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import type { SymbolKind } from '../../asa/model.ts';
import type { Position } from '../../text/lines.ts';
import type { ConfigurationDocument } from '../document.ts';
import { RenameRefused } from '../features.ts';
import { nameAt, rangeOf } from './names.ts';

/** Characters; CG9 and the command reference name these limits. Kinds that are not named here: 64. */
const LONGEST: Partial<Record<SymbolKind, number>> = {
  'class-map': 40,
  'policy-map': 40,
  'inspect-map': 40,
  'inspect-class-map': 40,
  'regex-class-map': 40,
  regex: 40,
  interface: 48,
  name: 63,
  'access-list': 241,
};

/** Names that the device defines itself. */
const BUILT_IN = new Set(['class-default', '_default_esmtp_map', 'any', 'any4', 'any6']);

export function prepareRename({ configuration }: ConfigurationDocument, at: Position): { range: Range; placeholder: string } | null {
  const occurrence = nameAt(configuration, at);
  // Without a definition the name belongs to the device or to another file: renaming it here would part the two.
  if (occurrence === undefined || occurrence.symbol.definitions.length === 0 || BUILT_IN.has(occurrence.symbol.name)) return null;
  return { range: rangeOf(occurrence.place), placeholder: occurrence.symbol.name };
}

export function rename(document: ConfigurationDocument, at: Position, newName: string): WorkspaceEdit | null {
  const { configuration, uri } = document;
  const occurrence = nameAt(configuration, at);
  if (occurrence === undefined || prepareRename(document, at) === null) return null;
  const { symbol, context } = occurrence;
  const longest = LONGEST[symbol.kind] ?? 64;
  if (!/^[^\s?"]+$/.test(newName)) throw new RenameRefused('A name is one word: no blanks, quotes or question marks.');
  if (newName.length > longest) throw new RenameRefused(`A name of this kind has at most ${longest} characters.`);
  const taken = context.symbols.get(symbol.kind)?.get(newName);
  if (newName !== symbol.name && taken !== undefined && taken.definitions.length > 0) {
    throw new RenameRefused(`There already is one called ${newName}, on line ${taken.definitions[0]!.statement.line + 1}.`);
  }
  const edits: TextEdit[] = [...symbol.definitions, ...symbol.references].map((place) => ({ range: rangeOf(place), newText: newName }));
  return { changes: { [uri]: edits } };
}
