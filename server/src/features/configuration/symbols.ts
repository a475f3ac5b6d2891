/** The outline and the breadcrumbs of a configuration. */

import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import { calledAmong } from '../../asa/device.ts';
import type { Context, Definition, Statement, Word } from '../../asa/model.ts';
import { spanOfName } from '../../asa/spans.ts';
import { itemAt, lastOf } from '../../text/at.ts';
import { firstInOrder } from '../../text/in-order.ts';
import type { Lines } from '../../text/lines.ts';
import type { Sequence } from '../../text/sequence.ts';
import type { ConfigurationDocument } from '../document.ts';
import { SYMBOL_KINDS } from '../workspace-symbols.ts';

export function documentSymbols({ configuration, lines }: ConfigurationDocument): DocumentSymbol[] {
  const outline = new Outline(configuration);
  const [only, another] = configuration.contexts;
  if (another === undefined) return outline.of(only);
  return configuration.contexts.flatMap((context) => {
    const children = outline.of(context);
    const [top] = children;
    if (top === undefined) return [];
    const last = lastOf(context.runs)[1];
    const range = { start: { line: itemAt(context.runs, 0)[0], character: 0 }, end: { line: last, character: lines.text(last).length } };
    const name = calledAmong(configuration.contexts, context);
    return [{ name, kind: SymbolKind.Namespace, range, selectionRange: top.selectionRange, children }];
  });
}

/** Kinds that the model keeps by name alone. */
const ONLY_NAMED = ['name', 'inspect-class-map', 'regex-class-map'] as const;

class Outline {
  private readonly statements: ConfigurationDocument['configuration']['statements'];
  private readonly lines: Lines;

  constructor({ statements, lines }: ConfigurationDocument['configuration']) {
    this.statements = statements;
    this.lines = lines;
  }

  of(context: Context): DocumentSymbol[] {
    const symbols = [
      ...context.interfaces.map((it) => this.statement(it.name ?? it.hardware, SymbolKind.Interface, it.statement, it.name && it.hardware)),
      ...ONLY_NAMED.flatMap((kind) => [...(context.symbols.get(kind)?.values() ?? [])]).flatMap(({ name, kind, definitions }) =>
        this.defined(name, kind, definitions),
      ),
      ...[...context.networkObjects.values()].flatMap((it) => this.defined(it.name, 'network-object', it.definitions)),
      ...[...context.serviceObjects.values()].flatMap((it) => this.defined(it.name, 'service-object', it.definitions)),
      ...[...context.objectGroups.values()].flatMap((it) => this.defined(it.name, 'object-group', it.definitions, it.kind)),
      ...[...context.accessLists.values()].flatMap((it) =>
        this.defined(it.name, 'access-list', it.definitions, entries(it.entries.length)),
      ),
      ...[...context.classMaps.values()].flatMap((it) => this.defined(it.name, 'class-map', it.definitions)),
      ...[...context.inspectMaps.values()].flatMap((it) => this.defined(it.name, 'inspect-map', it.definitions, `inspect ${it.protocol}`)),
      ...[...context.policyMaps.values()].flatMap((map) => {
        const classes = map.classes.flatMap(({ use, statements }) =>
          statements.map((statement) => this.statement(use.name, SymbolKind.Class, statement, 'class', statement.words.at(-1))),
        );
        return this.defined(map.name, 'policy-map', map.definitions).map((symbol) => ({ ...symbol, children: within(symbol, classes) }));
      }),
      ...context.servicePolicies.map((it) => {
        const scope = it.scope.kind === 'global' ? 'global' : `interface ${it.scope.use.name}`;
        return this.statement(`service-policy ${it.policy.name}`, SymbolKind.Event, it.statement, scope, it.policy.word);
      }),
    ];
    return symbols.sort((a, b) => a.range.start.line - b.range.start.line);
  }

  /** One symbol for each block: two that stand apart, with other things between them, are two. */
  private defined(
    name: string,
    kind: keyof typeof SYMBOL_KINDS,
    definitions: Sequence<Definition>,
    detail: string = kind,
  ): DocumentSymbol[] {
    const blocks: DocumentSymbol[] = [];
    for (const { statement, word } of definitions) {
      const block = blocks.at(-1);
      if (block !== undefined && this.isNext(block.range.end.line, statement)) block.range.end = this.endOf(statement);
      else blocks.push(this.statement(name, SYMBOL_KINDS[kind], statement, detail, word));
    }
    return blocks;
  }

  /** Whether nothing stands between a line and a statement below it but comments. */
  private isNext(line: number, statement: Statement): boolean {
    const order = this.lines.orderOf(line + 1);
    return statement.order === order || this.statements.get(firstInOrder(this.statements, order)) === statement;
  }

  /** An editor refuses the whole outline for one symbol without a name: a statement without one yet is called by its keyword. */
  private statement(
    name: string,
    kind: SymbolKind,
    statement: Statement,
    detail = '',
    word: Word = itemAt(statement.words, statement.head),
  ): DocumentSymbol {
    const start = { line: this.lines.lineOf(statement), character: itemAt(statement.words, 0).start };
    const range = { start, end: this.endOf(statement) };
    return {
      name: name || itemAt(statement.words, statement.head).text,
      kind,
      detail,
      range,
      selectionRange: this.lines.rangeOf(spanOfName({ statement, word })),
    };
  }

  /** The end of the block that the statement opens. */
  private endOf(statement: Statement): { line: number; character: number } {
    let last = statement;
    while (last.children.length > 0) last = lastOf(last.children);
    const line = this.lines.lineOf(last);
    return { line, character: this.lines.text(line).length };
  }
}

/** Of the classes of a policy-map, those in one block of it. */
function within(parent: DocumentSymbol, children: DocumentSymbol[]): DocumentSymbol[] {
  return children.filter(({ range }) => range.start.line >= parent.range.start.line && range.end.line <= parent.range.end.line);
}

function entries(count: number): string {
  return count === 1 ? '1 entry' : `${count} entries`;
}
