/** Every rule's page holds what a reader looks for, and its examples are true: the bad ones have the hazard, the good ones have not. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { DEFAULT_MATCHES } from '../../server/src/facts/defaults.ts';
import { remedies } from '../../server/src/remedies/catalogue.ts';
import { rules } from '../../server/src/rules/catalogue.ts';
import { checkConfiguration, checkTranscript } from '../../server/src/rules/check.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** The doc comment at the head of the rule's file, without its stars: what the page is made from. */
function commentOf(name: string): string {
  const comment = /^\/\*\*([\s\S]*?)\*\//.exec(readFileSync(join(root, 'server/src/rules', `${name}.ts`), 'utf8'))?.[1];
  return comment?.replace(/^ \* ?/gm, '').trim() ?? '';
}

/** What a person reads in it: without blocks, sources, and code that tells no limit. */
const proseOf = (comment: string) =>
  comment.replace(/^```[\s\S]*?^```$|^## Sources[\s\S]*/gm, '').replace(/`[^`]*`/g, (code) => (code.includes(' gt ') ? code : ''));

interface Example {
  readonly language: string;
  readonly kind: string;
  readonly text: string;
}

function examplesOf(page: string): readonly Example[] {
  return [...page.matchAll(/^```(asa|smtp) (bad|good)\n([\s\S]*?)^```$/gm)].map(([, language, kind, text]) => ({
    language: language!,
    kind: kind!,
    text: text!,
  }));
}

function found({ language, text }: Example): readonly string[] {
  const lines = Lines.read(text);
  const findings = language === 'asa' ? checkConfiguration(readConfiguration(lines)) : checkTranscript(readTranscript(lines));
  return findings.map(({ rule }) => rule);
}

describe.each(rules)('$name', ({ name }) => {
  const comment = commentOf(name);
  const examples = examplesOf(comment);
  test('has an example of either kind', () => {
    expect(new Set(examples.map(({ kind }) => kind))).toEqual(new Set(['bad', 'good']));
  });

  test.each(examples.map((example, index) => ({ ...example, index })))('example $index is $kind', (example) => {
    if (example.kind === 'bad') expect(found(example)).toContain(name);
    else expect(found(example)).not.toContain(name);
  });
});

describe('what stands in several pages, and what a fact or a remedy says, is typed in none of them', () => {
  const comments = rules.map(({ name }) => ({ name, comment: commentOf(name) }));

  test('no paragraph and no block stands twice', () => {
    const pages = new Map<string, string[]>();
    for (const { name, comment } of comments) {
      // Two pages may well have an example in common: each is executed.
      for (const paragraph of comment.replace(/^```\w+ (?:bad|good)[\s\S]*?^```$/gm, '').split(/\n{2,}|^## .*$|(?=^```)/m)) {
        const text = paragraph.trim();
        if (text.length > LONG) pages.set(text, [...(pages.get(text) ?? []), name]);
      }
    }
    expect([...pages].filter(([, names]) => names.length > 1)).toEqual([]);
  });

  test('no default limit is typed', () => {
    const limits = DEFAULT_MATCHES.flatMap(({ value }) => value.limit ?? []);
    const typed = new RegExp(`(?<![\\d.])(?:${limits.join('|')})(?![\\d.]\\d|\\d)`);
    const found = comments.flatMap(({ name, comment }) =>
      proseOf(comment)
        .split('\n')
        .flatMap((line) => (typed.test(line) ? [`${name}: ${line}`] : [])),
    );
    expect('more than 998.').toMatch(typed);
    expect(found).toEqual([]);
  });

  test('what a remedy prints for the example is not typed below it', () => {
    const offered = new Set(remedies.flatMap((remedy) => remedy.rules));
    const byHand = comments.filter(({ name, comment }) => {
      const [, section = ''] = /^## Remedy\n([\s\S]*?)^## /m.exec(comment) ?? [];
      return offered.has(name) && /^```/m.test(section);
    });
    expect(byHand.map(({ name }) => name)).toEqual([]);
  });
});

/** Shorter ones are sentences that two pages may well have in common. */
const LONG = 200;
