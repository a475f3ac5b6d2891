/** Renames a name wherever its context writes it. */
import type { Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import type { Context, Definition, Symbol as NamedSymbol, NameUse, SymbolKind } from '../../asa/model.ts';
import { readConfiguration } from '../../asa/read.ts';
import { compareNames, spanOfName } from '../../asa/spans.ts';
import { symbolKey } from '../../asa/symbols.ts';
import type { Lines, Position } from '../../text/lines.ts';
import type { ConfigurationDocument } from '../document.ts';
import { RenameRefused } from '../features.ts';
import { nameAt } from './names.ts';

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

/** Kinds that share one set of names: a name of one is taken for the others. */
const SHARED: readonly (readonly SymbolKind[])[] = [
  ['network-object', 'service-object', 'object-group'],
  ['class-map', 'inspect-class-map', 'regex-class-map'],
  ['policy-map', 'inspect-map'],
];

/** Names that the device defines itself. */
const BUILT_IN = new Set(['class-default', '_default_esmtp_map', 'any', 'any4', 'any6', 'null0']);

export function prepareRename({ configuration, lines }: ConfigurationDocument, at: Position): { range: Range; placeholder: string } | null {
  const occurrence = nameAt(configuration, at);
  // Without a definition the name belongs to the device or to another file: renaming it here would part the two.
  if (occurrence === undefined || occurrence.symbol.definitions.length === 0 || BUILT_IN.has(occurrence.symbol.name)) return null;
  return { range: lines.rangeOf(spanOfName(occurrence.place)), placeholder: occurrence.symbol.name };
}

export function rename(document: ConfigurationDocument, at: Position, newName: string): WorkspaceEdit | null {
  const { configuration, lines, uri } = document;
  const occurrence = nameAt(configuration, at);
  if (occurrence === undefined || prepareRename(document, at) === null) return null;
  const { symbol, context } = occurrence;
  const longest = LONGEST[symbol.kind] ?? 64;
  if (!/^[^\s?"]+$/.test(newName)) throw new RenameRefused('A name is one word: no blanks, quotes or question marks.');
  if (newName.length > longest) throw new RenameRefused(`A name of this kind has at most ${longest} characters.`);
  if (BUILT_IN.has(newName.toLowerCase())) throw new RenameRefused(`The device itself gives a meaning to ${newName}.`);
  const taken =
    symbolKey(symbol.kind, newName) === symbolKey(symbol.kind, symbol.name) ? undefined : definitionOf(context, symbol, newName);
  if (taken !== undefined) throw new RenameRefused(`There already is one called ${newName}, on line ${lines.lineOf(taken.statement) + 1}.`);
  const edits: TextEdit[] = placesOf(symbol).map((place) => ({ range: lines.rangeOf(spanOfName(place)), newText: newName }));
  const edited = lines.edit(edits);
  const after = readConfiguration(edited, configuration).contexts[configuration.contexts.indexOf(context)];
  const lost = firstLost(lines, symbol, edited, after?.symbols.get(symbol.kind)?.get(symbolKey(symbol.kind, newName)));
  if (lost !== undefined)
    throw new RenameRefused(`On line ${lines.lineOf(lost.statement) + 1}, ${newName} would be read as something else.`);
  return { changes: { [uri]: edits } };
}

/** Where a name is defined that this one would be mixed up with. */
function definitionOf({ symbols }: Context, { kind }: NamedSymbol, name: string): Definition | undefined {
  const kinds = SHARED.find((some) => some.includes(kind)) ?? [kind];
  return kinds.map((each) => symbols.get(each)?.get(symbolKey(each, name))?.definitions.get(0)).find((each) => each !== undefined);
}

function placesOf({ definitions, references }: NamedSymbol): NameUse[] {
  return [...definitions, ...references].sort(compareNames);
}

/**
 * The first place at which the new name would not be read as this name: `any` in `nat (any,outside)` is no interface.
 *
 * @param edited the document in which the name is `renamed`; it has the same line numbers
 */
function firstLost(lines: Lines, symbol: NamedSymbol, edited: Lines, renamed: NamedSymbol | undefined): NameUse | undefined {
  const read = new Map<number, number>();
  for (const { statement } of renamed === undefined ? [] : placesOf(renamed)) {
    const line = edited.lineOf(statement);
    read.set(line, (read.get(line) ?? 0) + 1);
  }
  return placesOf(symbol).find(({ statement }) => {
    const line = lines.lineOf(statement);
    const left = read.get(line) ?? 0;
    read.set(line, left - 1);
    return left === 0;
  });
}
