/**
 * Who applies what: service-policy -> policy-map -> class-map and inspection map -> access-list -> object-group -> object.
 * An arrow is a name used inside the block that defines another name.
 */

import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type Range,
  SymbolKind,
} from 'vscode-languageserver-types';
import type { SymbolKind as AsaKind, Symbol as AsaSymbol, Context, NameUse, Statement } from '../../asa/model.ts';
import { compareNames, spanOfName } from '../../asa/spans.ts';
import { itemAt, sure } from '../../text/at.ts';
import { type Position, rangeOn } from '../../text/lines.ts';
import type { ConfigurationDocument } from '../document.ts';
import { SYMBOL_KINDS } from '../workspace-symbols.ts';
import { nameAt } from './names.ts';

/** Kinds that take part, and which statements of theirs may hold arrows to others. */
const KINDS: ReadonlySet<AsaKind> = new Set([
  'policy-map',
  'class-map',
  'inspect-map',
  'access-list',
  'object-group',
  'network-object',
  'service-object',
  'regex',
  'regex-class-map',
]);

/** What an item is, kept in the item for the questions that follow. */
interface Node {
  readonly context: number;
  readonly kind: AsaKind | 'service-policy';
  readonly name: string;
  /** Of a service policy, which has no name of its own: its place among them. */
  readonly index?: number;
}

export const callHierarchy = { prepare, incoming, outgoing };

function prepare(document: ConfigurationDocument, at: Position): CallHierarchyItem[] {
  const { contexts } = document.configuration;
  for (const [context, { servicePolicies }] of contexts.entries()) {
    const index = servicePolicies.findIndex(
      ({ statement, policy }) => document.lines.lineOf(statement) === at.line && at.character < policy.word.start,
    );
    if (index >= 0) return [servicePolicyItem(document, context, index)];
  }
  const occurrence = nameAt(document.configuration, at);
  if (occurrence === undefined || !KINDS.has(occurrence.symbol.kind) || occurrence.symbol.definitions.length === 0) return [];
  return [symbolItem(document, contexts.indexOf(occurrence.context), occurrence.symbol)];
}

/** What was given with an item, as it comes back. */
function nodeIn({ data }: CallHierarchyItem): Node {
  return data as Node;
}

function outgoing(document: ConfigurationDocument, item: CallHierarchyItem): CallHierarchyOutgoingCall[] {
  const node = nodeIn(item);
  const context = document.configuration.contexts[node.context];
  if (context === undefined) return [];
  const calls = new Map<AsaSymbol, Range[]>();
  for (const { symbol, use } of arrowsFrom(context, node))
    calls.set(symbol, [...(calls.get(symbol) ?? []), document.lines.rangeOf(spanOfName(use))]);
  return [...calls].map(([symbol, fromRanges]) => ({ to: symbolItem(document, node.context, symbol), fromRanges }));
}

function incoming(document: ConfigurationDocument, item: CallHierarchyItem): CallHierarchyIncomingCall[] {
  const node = nodeIn(item);
  const context = document.configuration.contexts[node.context];
  const symbol = node.kind === 'service-policy' ? undefined : context?.symbols.get(node.kind)?.get(node.name);
  if (context === undefined || symbol === undefined) return [];
  const calls = new Map<string, CallHierarchyIncomingCall>();
  for (const use of symbol.references) {
    const from = holderOf(document, node.context, context, use.statement);
    if (from === undefined) continue;
    const key = JSON.stringify(from.data);
    const call = calls.get(key) ?? { from, fromRanges: [] };
    call.fromRanges.push(document.lines.rangeOf(spanOfName(use)));
    calls.set(key, call);
  }
  return [...calls.values()];
}

/** The names used inside the lines that define a node. */
function arrowsFrom(context: Context, node: Node): { symbol: AsaSymbol; use: NameUse }[] {
  if (node.kind === 'service-policy') {
    const use = context.servicePolicies[sure(node.index)]?.policy;
    const symbol = use && context.symbols.get('policy-map')?.get(use.name);
    return symbol !== undefined && symbol.definitions.length > 0 ? [{ symbol, use: sure(use) }] : [];
  }
  const blocks = new Set(
    context.symbols
      .get(node.kind)
      ?.get(node.name)
      ?.definitions.map(({ statement }) => statement),
  );
  const arrows: { symbol: AsaSymbol; use: NameUse }[] = [];
  for (const kind of KINDS) {
    for (const symbol of context.symbols.get(kind)?.values() ?? []) {
      if (symbol.definitions.length === 0) continue;
      for (const use of symbol.references) if (isInside(use.statement, blocks)) arrows.push({ symbol, use });
    }
  }
  return arrows.sort((a, b) => compareNames(a.use, b.use));
}

function isInside(statement: Statement, blocks: ReadonlySet<Statement>): boolean {
  for (let it: Statement | undefined = statement; it !== undefined; it = it.parent) if (blocks.has(it)) return true;
  return false;
}

/** What a statement belongs to: the service policy that it is, or the name whose block it stands in. */
function holderOf(document: ConfigurationDocument, index: number, context: Context, statement: Statement): CallHierarchyItem | undefined {
  const policy = context.servicePolicies.findIndex((it) => it.statement === statement);
  if (policy >= 0) return servicePolicyItem(document, index, policy);
  for (const kind of KINDS) {
    for (const symbol of context.symbols.get(kind)?.values() ?? []) {
      if (isInside(statement, new Set(symbol.definitions.map((it) => it.statement)))) return symbolItem(document, index, symbol);
    }
  }
  return undefined;
}

function symbolItem({ uri, lines }: ConfigurationDocument, context: number, { kind, name, definitions }: AsaSymbol): CallHierarchyItem {
  const first = sure(definitions.get(0));
  const line = lines.lineOf(first.statement);
  const data: Node = { context, kind, name };
  return {
    name,
    detail: kind,
    kind: SYMBOL_KINDS[kind],
    uri,
    range: rangeOn(line, 0, lines.text(line).length),
    selectionRange: lines.rangeOf(spanOfName(first)),
    data,
  };
}

function servicePolicyItem({ uri, lines, configuration }: ConfigurationDocument, context: number, index: number): CallHierarchyItem {
  const { statement, policy, scope } = itemAt(itemAt(configuration.contexts, context).servicePolicies, index);
  const detail = scope.kind === 'global' ? 'global' : `interface ${scope.use.name}`;
  const data: Node = { context, kind: 'service-policy', name: policy.name, index };
  const line = lines.lineOf(statement);
  const range = rangeOn(line, 0, lines.text(line).length);
  const word = itemAt(statement.words, statement.head);
  return {
    name: `service-policy ${policy.name}`,
    detail,
    kind: SymbolKind.Event,
    uri,
    range,
    selectionRange: rangeOn(line, word.start, word.end),
    data,
  };
}
