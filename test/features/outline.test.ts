/** VS Code refuses a whole outline for one symbol without a name, or with a selection outside its range. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DocumentSymbol, Location } from 'vscode-languageserver-types';
import { callHierarchy } from '../../server/src/features/configuration/call-hierarchy.ts';
import { documentSymbols as configurationSymbols } from '../../server/src/features/configuration/symbols.ts';
import { documentSymbols as transcriptSymbols } from '../../server/src/features/transcript/symbols.ts';
import { workspaceSymbols } from '../../server/src/features/workspace-symbols.ts';
import { contains, type Range } from '../../server/src/text/lines.ts';
import { open } from '../support/cursor.ts';

const transcript = (text: string) => transcriptSymbols(open(text, 'smtp-transcript'));
const configuration = (text: string) => configurationSymbols(open(text, 'cisco-asa'));

function faultsOf(symbols: readonly DocumentSymbol[], parent?: DocumentSymbol): string[] {
  return symbols.flatMap((symbol) => [
    ...(symbol.name.trim() === '' ? [`no name at line ${symbol.range.start.line + 1}`] : []),
    ...(isWithin(symbol.selectionRange, symbol.range) ? [] : [`${symbol.name}: selection outside`]),
    ...(parent === undefined || isWithin(symbol.range, parent.range) ? [] : [`${symbol.name}: outside ${parent.name}`]),
    ...faultsOf(symbol.children ?? [], symbol),
  ]);
}

function isWithin({ start, end }: Range, outer: Range): boolean {
  return contains(outer, start) && contains(outer, end);
}

/** Lines of the fixtures, whole or cut off. */
function linesOf(extension: RegExp) {
  const folder = join(import.meta.dirname, '../fixtures');
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((file) => extension.test(file));
  const lines = [...new Set(files.flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n')))];
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...lines) },
    { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...lines), fc.nat(12)).map(([line, length]) => line.slice(0, length)) },
    { weight: 1, arbitrary: fc.constantFrom('250', '250-', '250 ', '250-h', '220', 'interface', 'interface ', 'EHLO x', '.', '') },
  );
}

test.each([
  ['smtp-sink ends its EHLO reply with an empty line', 'EHLO x.example\n250-h\n250-PIPELINING\n250 \n', ['EHLO', 'PIPELINING']],
  ['nothing but codes', 'EHLO x.example\n250-\n250-\n250\n', ['EHLO']],
])('%s', (_, text, names) => {
  const all = (symbols: readonly DocumentSymbol[]): string[] => symbols.flatMap(({ name, children }) => [name, ...all(children ?? [])]);
  expect(all(transcript(text)).slice(1)).toEqual(names);
});

test('an interface whose name is not typed yet is called by its keyword', () => {
  expect(configuration('interface\n').map(({ name }) => name)).toEqual(['interface']);
});

test.each([
  ['transcript', transcript, linesOf(/\.(?:smtp|log|eml)$/)],
  ['configuration', configuration, linesOf(/\.asa$/)],
] as const)('any %s has an outline that an editor takes', (_, symbolsOf, line) => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      expect(faultsOf(symbolsOf(lines.join('\n')))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('a search and a call hierarchy of any configuration show nothing without a name', () => {
  const line = fc.oneof(
    linesOf(/\.asa$/),
    fc.constantFrom('service-policy', 'policy-map ', ' class', 'changeto context', 'object network "" '),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const document = open(lines.join('\n'), 'cisco-asa');
      const found = workspaceSymbols([document], '');
      const items = found.flatMap(({ location }) => callHierarchy.prepare(document, (location as Location).range.start));
      const calls = items.flatMap((item) => [
        ...callHierarchy.incoming(document, item).map(({ from }) => from),
        ...callHierarchy.outgoing(document, item).map(({ to }) => to),
      ]);
      for (const { name } of [...found, ...items, ...calls]) expect(name.trim()).not.toBe('');
    }),
    { numRuns: 200 },
  );
});
