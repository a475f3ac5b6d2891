/** Go to definition, references and highlights of the names of a configuration. */
import { type DocumentHighlight, DocumentHighlightKind, type Location } from 'vscode-languageserver-types';
import type { Definition, NameUse } from '../../asa/model.ts';
import { compareNames, spanOfName } from '../../asa/spans.ts';
import type { Position } from '../../text/lines.ts';
import type { ConfigurationDocument } from '../document.ts';
import { nameAt } from './names.ts';

/** The first line that defines the name: an access-list's other entries are its references' company, not its definition. */
export function definition({ uri, lines, configuration }: ConfigurationDocument, at: Position): Location[] {
  const symbol = nameAt(configuration, at)?.symbol;
  return symbol === undefined ? [] : symbol.definitions.slice(0, 1).map((place) => ({ uri, range: lines.rangeOf(spanOfName(place)) }));
}

export function references({ uri, lines, configuration }: ConfigurationDocument, at: Position, includeDeclaration: boolean): Location[] {
  const symbol = nameAt(configuration, at)?.symbol;
  if (symbol === undefined) return [];
  const places = includeDeclaration ? inOrder([...symbol.definitions, ...symbol.references]) : symbol.references;
  return places.map((place) => ({ uri, range: lines.rangeOf(spanOfName(place)) }));
}

export function documentHighlights({ lines, configuration }: ConfigurationDocument, at: Position): DocumentHighlight[] {
  const symbol = nameAt(configuration, at)?.symbol;
  if (symbol === undefined) return [];
  return [
    ...symbol.definitions.map((place) => ({ range: lines.rangeOf(spanOfName(place)), kind: DocumentHighlightKind.Write })),
    ...symbol.references.map((place) => ({ range: lines.rangeOf(spanOfName(place)), kind: DocumentHighlightKind.Read })),
  ];
}

function inOrder(places: (Definition | NameUse)[]): (Definition | NameUse)[] {
  return places.sort(compareNames);
}
