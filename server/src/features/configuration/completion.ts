/** Completion by mode: commands, keywords, and names of the kind that fits. One table, the grammar's, serves it and the hovers. */
import { type CompletionItem, CompletionItemKind, MarkupKind } from 'vscode-languageserver-types';
import { type Expectation, expectedAfter } from '../../asa/grammar.ts';
import type { Context, SymbolKind } from '../../asa/model.ts';
import { PORT_NAMES } from '../../asa/ports.ts';
import type { Position } from '../../text/lines.ts';
import type { ConfigurationDocument } from '../document.ts';
import { commandLineAt } from './cursor.ts';
import { explainCommand } from './explain-command.ts';
import { contextOn } from './names.ts';

const KINDS: Partial<Record<SymbolKind, CompletionItemKind>> = {
  interface: CompletionItemKind.Interface,
  'access-list': CompletionItemKind.Function,
  'class-map': CompletionItemKind.Class,
  'policy-map': CompletionItemKind.Module,
  'inspect-map': CompletionItemKind.Module,
  'object-group': CompletionItemKind.Struct,
};

export function completion(document: ConfigurationDocument, at: Position): CompletionItem[] {
  const line = commandLineAt(document, at);
  if (line === undefined) return [];
  const context = contextOn(document.configuration, at.line);
  const items = new Map<string, CompletionItem>();
  const add = (item: CompletionItem) => {
    if (!items.has(item.label)) items.set(item.label, { ...item, textEdit: { range: line.range, newText: item.label } });
  };
  for (const [rank, mode] of line.modes.entries()) {
    for (const expectation of expectedAfter(mode, line.before)) {
      for (const item of itemsOf(expectation, context, line.before)) add({ ...item, sortText: `${rank}${item.sortText ?? item.label}` });
    }
  }
  if (line.before.length === 0 && !line.negated) add({ label: 'no', kind: CompletionItemKind.Operator, detail: 'takes a command back' });
  return [...items.values()];
}

function itemsOf(expectation: Expectation, context: Context, before: readonly string[]): CompletionItem[] {
  if (expectation.kind === 'end') return [];
  if (expectation.kind === 'keyword') {
    const { keyword, command, documentation } = expectation;
    const value = explainCommand(command, documentation);
    return [
      { label: keyword, kind: CompletionItemKind.Keyword, documentation: { kind: MarkupKind.Markdown, value }, sortText: `1${keyword}` },
    ];
  }
  const { argument } = expectation;
  // Also where a name is defined: a block is opened again, a list gets another entry, `no` takes a thing back.
  if (argument.symbol !== undefined)
    return names(context, argument.symbol).filter(({ label }) => fits(label, expectation, context, before));
  if (argument.kind === 'port') return ports();
  return [];
}

/** `inspect esmtp` takes no map of another protocol; the protocol may be written short. */
function fits(
  name: string,
  { argument, command }: Extract<Expectation, { kind: 'argument' }>,
  context: Context,
  before: readonly string[],
): boolean {
  if (argument.symbol !== 'inspect-map' || command.name !== 'inspect') return true;
  return context.inspectMaps.get(name)?.protocol.startsWith(before[1]?.toLowerCase() ?? '') === true;
}

/** A name of one context means nothing in another. */
function names({ symbols }: Context, kind: SymbolKind): CompletionItem[] {
  return (
    [...(symbols.get(kind)?.values() ?? [])]
      .filter(({ definitions }) => definitions.length > 0)
      // What the file defines comes before the keywords: it is what a person is looking for.
      .map(({ name }) => ({ label: name, kind: KINDS[kind] ?? CompletionItemKind.Variable, detail: kind, sortText: `0${name}` }))
  );
}

function ports(): CompletionItem[] {
  return [...PORT_NAMES.tcp].map(([name, number]) => ({
    label: name,
    kind: CompletionItemKind.Constant,
    detail: `tcp ${number}`,
    // Mail first: it is what this program is about.
    sortText: name === 'smtp' ? '00' : `2${name}`,
  }));
}
