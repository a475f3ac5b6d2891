/** Links from where a policy, a class or an access-list is applied to where it is written. */
import type { DocumentLink } from 'vscode-languageserver-types';
import type { SymbolKind } from '../../asa/model.ts';
import { spanOfName } from '../../asa/spans.ts';
import { comparePositions } from '../../text/lines.ts';
import type { ConfigurationDocument } from '../document.ts';

/** The chain that decides about mail. A link on every name of a configuration would be noise; go to definition serves the rest. */
const LINKED: readonly SymbolKind[] = ['policy-map', 'class-map', 'inspect-map', 'access-list'];
/** Commands in which the chain's names are used. */
const COMMANDS = new Set(['service-policy', 'class', 'match', 'inspect']);

export function documentLinks({ configuration: { contexts }, lines, uri }: ConfigurationDocument): DocumentLink[] {
  const links = contexts.flatMap(({ symbols }) =>
    LINKED.flatMap((kind) => [...(symbols.get(kind)?.values() ?? [])]).flatMap(({ definitions, references, kind }) => {
      const [definition] = definitions;
      if (definition === undefined) return [];
      const line = lines.lineOf(definition.statement);
      // `#L8,12`: line and column from 1, as VS Code reads them.
      const target = `${uri}#L${line + 1},${definition.word.start + 1}`;
      const tooltip = `${kind} on line ${line + 1}`;
      return references
        .filter((use) => COMMANDS.has(use.statement.command))
        .map((use) => ({ range: lines.rangeOf(spanOfName(use)), target, tooltip }));
    }),
  );
  return links.sort((a, b) => comparePositions(a.range.start, b.range.start));
}
