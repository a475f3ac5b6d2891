/** Completion by mode: commands, keywords, and names of the kind that fits. One table, the grammar's, serves it and the hovers. */
import { type CompletionItem, CompletionItemKind, MarkupKind } from 'vscode-languageserver-types';
import { type Argument, type ArgumentKind, type Command, type Expectation, expectedAfter } from '../../asa/grammar.ts';
import type { Context, Symbol as NamedSymbol, Statement, SymbolKind } from '../../asa/model.ts';
import { PORT_NAMES } from '../../asa/ports.ts';
import { PROTOCOL_NUMBERS } from '../../asa/protocols.ts';
import type { Block } from '../../asa/state.ts';
import { ACTION_TAKERS } from '../../facts/map-actions.ts';
import type { Position } from '../../text/lines.ts';
import type { ConfigurationDocument } from '../document.ts';
import { type CommandLine, commandLineAt } from './cursor.ts';
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

/** Names in brackets. */
const BRACKETED: readonly ArgumentKind[] = ['interfaces', 'real-interface'];

/** Where an expectation stands. */
interface CompletionPlace {
  readonly context: Context;
  readonly block: Block;
  /** Whole words before it, without `no`. */
  readonly before: readonly string[];
}

export function completion(document: ConfigurationDocument, at: Position): CompletionItem[] {
  const line = commandLineAt(document, at);
  if (line === undefined) return [];
  const context = contextOn(document.configuration, at.line);
  const items = new Map<string, CompletionItem>();
  const add = (item: CompletionItem | undefined) => {
    if (item !== undefined && !items.has(item.label)) items.set(item.label, item);
  };
  for (const [rank, block] of line.blocks.entries()) {
    const place: CompletionPlace = { context, block, before: line.before };
    for (const expectation of expectedAfter(block.mode, line.before)) {
      for (const item of itemsOf(expectation, place)) {
        add(withEdit({ ...item, sortText: `${rank}${item.sortText ?? item.label}` }, expectation, line));
      }
    }
  }
  if (line.before.length === 0 && !line.negated) {
    const textEdit = { range: line.range, newText: 'no' };
    add({ label: 'no', kind: CompletionItemKind.Operator, detail: 'takes a command back', textEdit });
  }
  return [...items.values()];
}

/** In brackets an item replaces the one name that the cursor stands in; undefined where nothing of its kind can stand in brackets. */
function withEdit(item: CompletionItem, expectation: Expectation, { range, bracketed, partial }: CommandLine): CompletionItem | undefined {
  const brackets = expectation.kind === 'argument' && BRACKETED.includes(expectation.argument.kind);
  // Where the bracket is not there yet it is opened; whether a comma or its end comes next, the person knows.
  if (!partial.startsWith('(')) return { ...item, textEdit: { range, newText: brackets ? `(${item.label}` : item.label } };
  return brackets && bracketed !== undefined ? { ...item, textEdit: { range: bracketed, newText: item.label } } : undefined;
}

function itemsOf(expectation: Expectation, place: CompletionPlace): CompletionItem[] {
  if (expectation.kind === 'end' || expectation.command.mistaken || !isOfMap(expectation.command, place)) return [];
  if (expectation.kind === 'keyword') {
    const { keyword, command, documentation } = expectation;
    if (!isTaken(keyword, place)) return [];
    const value = explainCommand(command, documentation);
    return [
      { label: keyword, kind: CompletionItemKind.Keyword, documentation: { kind: MarkupKind.Markdown, value }, sortText: `1${keyword}` },
    ];
  }
  const { argument, command } = expectation;
  // Also where a name is defined: a block is opened again, a list gets another entry, `no` takes a thing back.
  if (argument.symbol !== undefined) return names(argument.symbol, argument, command, place);
  if (argument.kind === 'port') return ports();
  if (argument.kind === 'protocol') return protocols();
  return [];
}

/** False for a parameter that the map of another protocol has. */
function isOfMap({ inspections }: Command, { block }: CompletionPlace): boolean {
  return (
    inspections === undefined || block.opener?.parent === undefined || inspections.includes(wordOf(block.opener.parent, 3).toLowerCase())
  );
}

/** False for an action that the match above does not take. */
function isTaken(keyword: string, { context, block, before }: CompletionPlace): boolean {
  const takers = block.mode === 'inspect-map-match' && before.length === 0 ? ACTION_TAKERS.value[keyword] : undefined;
  if (takers === undefined) return true;
  const matches = [...context.inspectMaps.values()].flatMap((map) => map.matches);
  const match = matches.find(({ statement }) => statement === block.opener);
  return match === undefined || takers.includes(match.kind);
}

/** The names that fit a place, in alphabetical order. A name of one context means nothing in another. */
function names(kind: SymbolKind, argument: Argument, command: Command, place: CompletionPlace): CompletionItem[] {
  const { symbols } = place.context;
  // Where an object can stand, a group of objects may as well.
  const kinds = new Set<SymbolKind>(argument.groups === undefined ? [kind] : [kind, 'object-group']);
  const items = [...kinds]
    .flatMap((each) => [...(symbols.get(each)?.values() ?? [])])
    .filter((symbol) => symbol.definitions.length > 0 && fits(symbol, argument, command, place))
    .map((symbol) => nameItem(symbol.name, symbol.kind));
  if (command.mode === 'policy-map' && kind === 'class-map') items.push(nameItem('class-default', kind));
  return items.sort((a, b) => (a.label < b.label ? -1 : 1));
}

/** What the file defines comes before the keywords: it is what a person is looking for. */
function nameItem(name: string, kind: SymbolKind): CompletionItem {
  return { label: name, kind: KINDS[kind] ?? CompletionItemKind.Variable, detail: kind, sortText: `0${name}` };
}

/** Maps and classes are of one protocol, groups of one kind; a group is no member of itself. */
function fits({ kind, name, definitions }: NamedSymbol, { groups }: Argument, command: Command, place: CompletionPlace): boolean {
  const { context, block } = place;
  switch (kind) {
    case 'inspect-map':
      return context.inspectMaps.get(name)?.protocol.startsWith(protocolAsked(command, place)) === true;
    case 'inspect-class-map':
      return definitions.some(({ statement }) => wordOf(statement, 3).toLowerCase().startsWith(protocolAsked(command, place)));
    case 'object-group': {
      const group = context.objectGroups.get(name);
      const itself = command.name === 'group-object' && wordOf(block.opener, 2) === name;
      return !itself && (groups === undefined || group === undefined || groups.includes(group.kind));
    }
    default:
      return true;
  }
}

/** The protocol whose maps or classes a place takes, perhaps written short; '' where it takes those of any. */
function protocolAsked({ name, mode }: Command, { block, before }: CompletionPlace): string {
  if (name === 'inspect') return before[1]?.toLowerCase() ?? '';
  if (name === 'policy-map' || name === 'class-map') return before[3]?.toLowerCase() ?? '';
  return mode === 'other-inspect-map' ? wordOf(block.opener, 3).toLowerCase() : '';
}

/** A word of a statement, counted from its first without `no`; '' where there is none. */
function wordOf(statement: Statement | undefined, index: number): string {
  return statement?.words[statement.head + index]?.text ?? '';
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

/** In which most entries are written. */
const USUAL_PROTOCOLS = ['tcp', 'ip', 'udp', 'icmp'];

function protocols(): CompletionItem[] {
  return [...PROTOCOL_NUMBERS].map(([name, number]) => {
    const usual = USUAL_PROTOCOLS.indexOf(name);
    const detail = number === undefined ? 'protocol' : `IP protocol ${number}`;
    return { label: name, kind: CompletionItemKind.Constant, detail, sortText: usual < 0 ? `2${name}` : `0 ${usual}` };
  });
}
