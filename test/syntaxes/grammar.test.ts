/**
 * The TextMate grammars, checked as VS Code runs them. The samples beside this file carry what is expected: a line of carets
 * names the scope of what stands above it, `<---` that of as many columns from the first on.
 *
 *     policy-map global_policy
 *     !          ^^^^^^^^^^^^^ entity.name.type.map
 *     !<--------- keyword.other.command
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { INITIAL } from 'vscode-textmate';
import { cpuMilliseconds } from '../support/cpu.ts';
import { Grammars, tokenize } from '../support/grammars.ts';

const root = path.resolve(import.meta.dirname, '../..');
const LANGUAGES = { '.asa': 'cisco-asa', '.smtp': 'smtp-transcript' } as const;
const ASSERTION = /^[!#](?: *(\^+)|(<-+)) +(\S.*)$/;

let grammars: Grammars;

beforeAll(async () => {
  grammars = await Grammars.load();
});

interface Expectation {
  /** Line of the sample, for the message; from 1. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
  /** Scopes that each of these columns has, `!scope` those it must not have. */
  readonly scopes: readonly string[];
}

function readSample(text: string): { line: string; expected: Expectation[] }[] {
  const lines: { line: string; expected: Expectation[] }[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const assertion = ASSERTION.exec(line);
    if (assertion === null) {
      lines.push({ line, expected: [] });
      continue;
    }
    const [, carets, arrow, names] = assertion;
    const start = carets === undefined ? 0 : line.indexOf('^');
    const end = start + (carets ?? arrow!).length;
    lines.at(-1)!.expected.push({ at: index + 1, start, end, scopes: names!.split(' ') });
  }
  return lines;
}

describe.each(readdirSync(import.meta.dirname).filter((name) => path.extname(name) in LANGUAGES))('%s', (name) => {
  const sample = readSample(readFileSync(path.join(import.meta.dirname, name), 'utf8'));

  test('carries expectations', () => {
    expect(sample.flatMap(({ expected }) => expected).length).toBeGreaterThan(20);
  });

  test('is scoped as its carets say', async () => {
    const grammar = await grammars.of(LANGUAGES[path.extname(name) as keyof typeof LANGUAGES]);
    const wrong: string[] = [];
    const scoped = tokenize(
      grammar,
      sample.map(({ line }) => line),
    );
    for (const [index, { line, expected }] of sample.entries()) {
      const tokens = scoped[index]!;
      for (const { at, start, end, scopes: wanted } of expected) {
        const under = tokens.filter((token) => token.startIndex < end && token.endIndex > start);
        const has = (scope: string) => (token: (typeof tokens)[number]) =>
          token.scopes.some((it) => it === scope || it.startsWith(`${scope}.`));
        const good = wanted.every((scope) =>
          scope.startsWith('!') ? !under.some(has(scope.slice(1))) : under.length > 0 && under.every(has(scope)),
        );
        if (!good) {
          const seen = under.map(
            (token) => `${JSON.stringify(line.slice(token.startIndex, token.endIndex))}: ${token.scopes.slice(1).join(' ')}`,
          );
          wrong.push(`${name}:${at} wants ${wanted.join(' ')}\n    ${seen.join('\n    ') || 'nothing there'}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe.each(Object.values(LANGUAGES))('%s', (language) => {
  // VS Code colours while a person scrolls: a line must not cost more than its length.
  test.each([
    ['blanks', ' '],
    ['digits and dots', '1.'],
    ['colons', 'a:'],
    ['X', 'X'],
    ['asterisks', '*2'],
    ['words', 'match '],
    ['brackets', '<a@'],
    ['signs of an address', '@', '<'],
    ['tabs', '\t'],
    ['asterisks behind a code', '*', '220 '],
    ['codes', '250-'],
    ['keywords', 'A1-'],
    ['programs', 'smtpd/'],
    ['braces', '{{', 'class '],
    ['quote marks', '> '],
    ['keywords in a row', 'DSN ', '250-'],
    ['names', 'mail '],
  ])('takes a long line of %s in linear time', async (_, part, before = '') => {
    const grammar = await grammars.of(language);
    const cost = (length: number) => {
      const line = `${before}${part.repeat(length / part.length)}x`;
      const times = Array.from({ length: 5 }, () =>
        cpuMilliseconds(() => expect(grammar.tokenizeLine(line, INITIAL, 20_000).stoppedEarly).toBe(false)),
      );
      // The quickest is what the grammar costs; the rest is what else the process did.
      return Math.min(...times);
    };
    cost(2_000);
    // Ten times the text: a hundred times the work would be quadratic.
    expect(cost(20_000)).toBeLessThan(50 * Math.max(cost(2_000), 2));
  });

  test('has a language configuration whose patterns compile', () => {
    const file = path.join(root, 'syntaxes', `${language}.language-configuration.json`);
    const { wordPattern, indentationRules, folding } = JSON.parse(readFileSync(file, 'utf8'));
    const patterns = [wordPattern, ...Object.values(indentationRules ?? {}), ...Object.values(folding.markers)];
    for (const pattern of patterns) expect(() => new RegExp(pattern as string)).not.toThrow();
  });
});

test.each([
  ['cisco-asa', 'nameif inside-net', ['nameif', 'inside-net']],
  ['cisco-asa', 'static (inside,outside) 192.0.2.1', ['static', 'inside', 'outside', '192.0.2.1']],
  ['cisco-asa', 'host 2001:db8::25', ['host', '2001:db8::25']],
  ['smtp-transcript', '250-XXXXXXXA', ['250', 'XXXXXXXA']],
  ['smtp-transcript', '220 ****2***0***', ['220', '****2***0***']],
  ['smtp-transcript', '250-X-EXPS GSSAPI', ['250', 'X-EXPS', 'GSSAPI']],
  ['smtp-transcript', '250-mx.example.com.', ['250', 'mx.example.com']],
])('%s: the words of %s', (language, line, words) => {
  const { wordPattern } = JSON.parse(readFileSync(path.join(root, 'syntaxes', `${language}.language-configuration.json`), 'utf8'));
  expect(line.match(new RegExp(wordPattern, 'g'))).toEqual(words);
});
