/**
 * The grammar colours a document as it opens, the server's semantic tokens some moments later. What a token is shown as is the scope that
 * the manifest gives its type: the one of the grammar there, or a more general one, in whatever theme. So nothing changes its colour.
 */
import { beforeAll, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { configurationFeatures } from '../../server/src/features/configuration/features.ts';
import type { Document } from '../../server/src/features/document.ts';
import { SEMANTIC_TOKEN_TYPES, type SemanticToken } from '../../server/src/features/features.ts';
import { transcriptFeatures } from '../../server/src/features/transcript/features.ts';
import { everyDocument } from '../support/documents.ts';
import { Grammars, tokenize } from '../support/grammars.ts';

const contributed = new Map(
  manifest.contributes.semanticTokenScopes.map(({ language, scopes }) => [language, new Map(Object.entries(scopes))]),
);

/** What only the server reads, as it takes more than the line: the grammar has no colour there, and the token brings one. */
const SERVER_ALONE: readonly (readonly [fixture: RegExp, why: string])[] = [
  [/ncat-x|hexdump-C|tshark-follow-hex|tcpdump-X|openssl-debug/, 'a dump: a word may begin in the row above'],
  [/tcpdump-A|ngrep|tshark-O/, 'what a packet has before what was said'],
  [/msmtp-serverinfo|nmap/, 'a list of keywords without replies'],
  [/three-letters|own-machine|half-an-address/, 'a verb that is cut off, and so none'],
  [/openssl-then-lines|text-of-the-rfc/, '`OK` in the place of a keyword'],
  [/hand-iis|hand-mailenable/, 'a log in columns: which of them was said'],
  [/one-line/, 'a dialogue on one line: where a command begins in it'],
];

let grammars: Grammars;
beforeAll(async () => {
  grammars = await Grammars.load();
});

const tokensOf = (document: Document): SemanticToken[] =>
  (document.language === 'cisco-asa' ? configurationFeatures.semanticTokens?.(document) : transcriptFeatures.semanticTokens?.(document)) ??
  [];

/** Per document: tokens whose scope is another than the grammar's there, and those where the grammar has none. */
async function compare(document: Document): Promise<{ changed: string[]; gained: string[]; same: number }> {
  const lines = [...document.lines.all].map(({ text }) => text);
  const scoped = tokenize(await grammars.of(document.language), lines);
  const found = { changed: [] as string[], gained: [] as string[], same: 0 };
  for (const { line, start, length, type } of tokensOf(document)) {
    const scope = contributed.get(document.language)?.get(type)?.[0];
    const under = (scoped[line] ?? []).filter((it) => it.startIndex < start + length && it.endIndex > start);
    const inner = under.map(({ scopes }) =>
      scopes
        .slice(1)
        .filter((it) => !it.startsWith('meta.'))
        .at(-1),
    );
    const told = `${line + 1}: ${type} ${lines[line]?.slice(start, start + length)}: ${inner}`;
    if (inner.every((it) => it === undefined)) found.gained.push(told);
    else if (inner.every((it) => it?.startsWith(`${scope}.`))) found.same++;
    else found.changed.push(told);
  }
  return found;
}

test('no colour changes once the server has read a document', async () => {
  const changed: string[] = [];
  const gained: string[] = [];
  let same = 0;
  for (const [name, document] of everyDocument()) {
    const each = await compare(document);
    changed.push(...each.changed.map((it) => `${name}:${it}`));
    gained.push(...each.gained.map((it) => `${name}:${it}`));
    same += each.same;
  }
  expect(changed).toEqual([]);
  expect(gained.filter((it) => !SERVER_ALONE.some(([fixture]) => fixture.test(it)))).toEqual([]);
  expect(same).toBeGreaterThan(4000);
});

test('each type has one scope, the same in both languages', () => {
  expect([...contributed.keys()].sort()).toEqual(['cisco-asa', 'smtp-transcript']);
  for (const scopes of contributed.values()) {
    expect([...scopes.keys()].sort()).toEqual([...SEMANTIC_TOKEN_TYPES].sort());
    for (const each of scopes.values()) expect(each).toHaveLength(1);
  }
  expect(contributed.get('cisco-asa')).toEqual(contributed.get('smtp-transcript'));
});
