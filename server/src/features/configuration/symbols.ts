/** The outline and the breadcrumbs of a configuration. */
import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import type { Context, Definition, Statement, Word } from '../../asa/model.ts';
import { rangeOn } from '../../text/lines.ts';
import type { ConfigurationDocument } from '../document.ts';
import { SYMBOL_KINDS } from '../workspace-symbols.ts';

export function documentSymbols({ configuration, lines }: ConfigurationDocument): DocumentSymbol[] {
  const symbolsOf = (context: Context) => new Outline((line) => lines.text(line).length).of(context);
  const [first] = configuration.contexts;
  if (configuration.contexts.length === 1) return symbolsOf(first!);
  return configuration.contexts.flatMap((context) => {
    const children = symbolsOf(context);
    const top = children.at(0);
    const end = children.at(-1);
    if (top === undefined || end === undefined) return [];
    const name = context.name ?? 'system';
    const range = { start: top.range.start, end: end.range.end };
    return [{ name, kind: SymbolKind.Namespace, range, selectionRange: top.selectionRange, children }];
  });
}

class Outline {
  private readonly lengthOf: (line: number) => number;

  constructor(lengthOf: (line: number) => number) {
    this.lengthOf = lengthOf;
  }

  of(context: Context): DocumentSymbol[] {
    const symbols = [
      ...context.interfaces.map((it) => this.statement(it.name ?? it.hardware, SymbolKind.Interface, it.statement, it.name && it.hardware)),
      ...[...(context.symbols.get('name')?.values() ?? [])].flatMap((it) => this.defined(it.name, 'name', it.definitions)),
      ...[...context.networkObjects.values()].flatMap((it) => this.defined(it.name, 'network-object', it.definitions)),
      ...[...context.serviceObjects.values()].flatMap((it) => this.defined(it.name, 'service-object', it.definitions)),
      ...[...context.objectGroups.values()].flatMap((it) => this.defined(it.name, 'object-group', it.definitions, it.kind)),
      ...[...context.accessLists.values()].flatMap((it) =>
        this.defined(it.name, 'access-list', it.definitions, entries(it.entries.length)),
      ),
      ...[...context.classMaps.values()].flatMap((it) => this.defined(it.name, 'class-map', it.definitions)),
      ...[...context.inspectMaps.values()].flatMap((it) => this.defined(it.name, 'inspect-map', it.definitions, `inspect ${it.protocol}`)),
      ...[...context.policyMaps.values()].flatMap((map) => {
        const classes = map.classes.map((it) => this.statement(it.use.name, SymbolKind.Class, it.statement, 'class', it.use.word));
        return this.defined(map.name, 'policy-map', map.definitions).map((symbol) => ({ ...symbol, children: within(symbol, classes) }));
      }),
      ...context.servicePolicies.map((it) => {
        const scope = it.scope.kind === 'global' ? 'global' : `interface ${it.scope.use.name}`;
        return this.statement(`service-policy ${it.policy.name}`, SymbolKind.Event, it.statement, scope, it.policy.word);
      }),
    ];
    return symbols.sort((a, b) => a.range.start.line - b.range.start.line);
  }

  private defined(
    name: string,
    kind: keyof typeof SYMBOL_KINDS,
    definitions: readonly Definition[],
    detail: string = kind,
  ): DocumentSymbol[] {
    const [first] = definitions;
    if (first === undefined) return [];
    const symbol = this.statement(name, SYMBOL_KINDS[kind], first.statement, detail, first.word);
    const end = this.endOf(definitions.at(-1)!.statement);
    return [end.line > symbol.range.end.line ? { ...symbol, range: { start: symbol.range.start, end } } : symbol];
  }

  private statement(
    name: string,
    kind: SymbolKind,
    statement: Statement,
    detail = '',
    word: Word = statement.words[statement.head]!,
  ): DocumentSymbol {
    const start = { line: statement.line, character: statement.words[0]!.start };
    const range = { start, end: this.endOf(statement) };
    return { name, kind, detail, range, selectionRange: rangeOn(statement.line, word.start, word.end) };
  }

  /** The end of the block that the statement opens. */
  private endOf(statement: Statement): { line: number; character: number } {
    let last = statement;
    while (last.children.length > 0) last = last.children.at(-1)!;
    return { line: last.line, character: this.lengthOf(last.line) };
  }
}

/** A class that a later line reopened elsewhere is not inside its policy-map's block; the outline wants children inside. */
function within(parent: DocumentSymbol, children: DocumentSymbol[]): DocumentSymbol[] {
  return children.filter(({ range }) => range.start.line >= parent.range.start.line && range.end.line <= parent.range.end.line);
}

function entries(count: number): string {
  return count === 1 ? '1 entry' : `${count} entries`;
}
