/** Each fact says who says so, and somebody asks for it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Fact, SOURCES } from '../../server/src/facts/fact.ts';

const source = join(import.meta.dirname, '../../server/src');
const codeOf = (file: string) => readFileSync(join(source, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const tables = files.filter((name) => /^facts[/\\]/.test(name));
const MARKS = ['documented', 'seen', 'inferred', 'unverified'];

type Marked = Pick<Fact<unknown>, 'mark' | 'sources' | 'remark'>;

function isMarked(value: object): value is Marked {
  return 'mark' in value && 'sources' in value && Array.isArray(value.sources);
}

/** Every fact inside a value, however deep it stands. */
function* factsIn(value: unknown, where: string, seen = new Set<unknown>()): Iterable<readonly [where: string, fact: Marked]> {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (isMarked(value)) yield [where, value];
  const inner = value instanceof Map || value instanceof Set ? [...value].entries() : Object.entries(value);
  for (const [key, each] of inner) yield* factsIn(each, `${where}.${key}`, seen);
}

/** What is wrong with facts, a line each. */
function faultsOf(facts: Iterable<readonly [where: string, fact: Marked]>): string[] {
  return [...facts].flatMap(([where, { mark, sources, remark }]) => [
    ...(MARKS.includes(mark) ? [] : [`${where}: ${mark} is no mark`]),
    // Unverified is what no source at hand confirms; what is inferred may tell what from.
    ...(sources.length > 0 || mark === 'unverified' || (mark === 'inferred' && remark !== undefined)
      ? []
      : [`${where}: is ${mark}, and has no source`]),
    ...sources.filter((name) => !(name in SOURCES)).map((name) => `${where}: ${name} is no source`),
  ]);
}

const all = (await Promise.all(tables.map(async (file) => [...factsIn(await import(join(source, file)), file)]))).flat();

test('each fact has a mark and a source that is known', () => {
  expect(all.length).toBeGreaterThan(100);
  expect(faultsOf(all)).toEqual([]);
});

test('a fact without a source is found, wherever it stands', () => {
  const rows = new Map([['x', [{ value: 1, mark: 'documented', sources: [] }]]]);
  expect(faultsOf(factsIn({ rows }, 'table'))).toEqual(['table.rows.0.1.0: is documented, and has no source']);
});

/** How often a name stands in a text as a word. */
const count = (text: string, name: string) => text.match(new RegExp(`(?<![\\w'])${name}(?![\\w'])`, 'g'))?.length ?? 0;

test('each is asked for', () => {
  const texts = new Map(files.map((file) => [file, codeOf(file)]));
  const declared = tables.flatMap((file) =>
    [...(texts.get(file) ?? '').matchAll(/^(?:export )?(?:const|function) (\w+)/gm)].flatMap(([, name]) =>
      name === undefined ? [] : [{ file, name }],
    ),
  );
  expect(declared.length).toBeGreaterThan(100);
  const idle = declared.filter(({ name }) => [...texts.values()].reduce((sum, text) => sum + count(text, name), 0) < 2);
  expect(idle.map(({ file, name }) => `${file}: nobody uses ${name}`)).toEqual([]);
});

test('each source is cited', () => {
  const text = files
    .filter((file) => !file.endsWith('fact.ts'))
    .map(codeOf)
    .join('');
  const idle = Object.keys(SOURCES).filter((name) => !new RegExp(`(?<!\\w)${name}(?!\\w)`).test(text));
  expect(idle).toEqual([]);
});
