/** Names of all open configurations. The server reads no files: what is not open is not searched. */
import { type Location, SymbolKind, type WorkspaceSymbol } from 'vscode-languageserver-types';
import type { SymbolKind as AsaKind } from '../asa/model.ts';
import { spanOfName } from '../asa/spans.ts';
import { comparePositions } from '../text/lines.ts';
import type { Document } from './document.ts';

/** How an outline or a search shows each kind of name. */
export const SYMBOL_KINDS: Readonly<Record<AsaKind, SymbolKind>> = {
  interface: SymbolKind.Interface,
  name: SymbolKind.Constant,
  'network-object': SymbolKind.Object,
  'service-object': SymbolKind.Object,
  'object-group': SymbolKind.Array,
  'access-list': SymbolKind.Function,
  'class-map': SymbolKind.Class,
  'policy-map': SymbolKind.Method,
  'inspect-map': SymbolKind.Method,
  'inspect-class-map': SymbolKind.Class,
  regex: SymbolKind.String,
  'regex-class-map': SymbolKind.Class,
  'time-range': SymbolKind.Event,
  'tcp-map': SymbolKind.Struct,
  zone: SymbolKind.Namespace,
};

/** @param query letters that must appear in this order, case ignored, as LSP asks for (relaxed matching); empty: everything */
export function workspaceSymbols(documents: readonly Document[], query: string): WorkspaceSymbol[] {
  const found: WorkspaceSymbol[] = [];
  for (const document of documents) {
    if (document.language !== 'cisco-asa') continue;
    for (const context of document.configuration.contexts) {
      const inContext: (WorkspaceSymbol & { location: Location })[] = [];
      for (const names of context.symbols.values()) {
        for (const { kind, name, definitions } of names.values()) {
          const [definition] = definitions;
          if (definition === undefined || !inOrder(query, name)) continue;
          const range = document.lines.rangeOf(spanOfName(definition));
          inContext.push({
            name,
            kind: SYMBOL_KINDS[kind],
            location: { uri: document.uri, range },
            containerName: context.name === undefined ? kind : `${context.name}: ${kind}`,
          });
        }
      }
      found.push(...inContext.sort((a, b) => comparePositions(a.location.range.start, b.location.range.start)));
    }
  }
  return found;
}

function inOrder(query: string, name: string): boolean {
  const text = name.toLowerCase();
  let at = 0;
  for (const letter of query.toLowerCase()) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
