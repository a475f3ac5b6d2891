import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../server/src/asa/model.ts';
import { printContext } from '../../server/src/asa/print.ts';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { StatementNode } from '../../server/src/asa/statement.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { corpus } from '../support/shared.ts';
import { configurationText } from './generate.ts';
import { propertiesOf } from './plain.ts';

function contextOf(text: string): Context {
  return readConfiguration(Lines.read(text)).contexts[0]!;
}

/** What a context means, without where it is written: no statements, columns, symbols, and no `no` lines that were carried out. */
function meaning(context: Context): unknown {
  const {
    analysis: _,
    lines: _l,
    symbols: _s,
    shown: _h,
    whole: _w,
    name: _n,
    fixupResets: _f,
    runs: _r,
    configuration: _c,
    ...rest
  } = context;
  return strip(rest);
}

const PLACES = new Set([
  'statement',
  'statements',
  'definition',
  'definitions',
  'word',
  'words',
  'limitWord',
  'keyword',
  'negations',
  'places',
  'start',
  'end',
]);

function strip(value: unknown): unknown {
  if (value instanceof StatementNode) return undefined;
  if (value instanceof Map) return [...value].map(([key, each]) => [key, strip(each)]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  if (Array.isArray(value)) return value.map(strip);
  if (typeof value !== 'object' || value === null) return value;
  if ('text' in value && 'start' in value) return value.text;
  return Object.fromEntries(
    propertiesOf(value)
      .filter((key) => !PLACES.has(key))
      .map((key) => [key, strip((value as Record<string, unknown>)[key])]),
  );
}

function expectIdentity(context: Context): void {
  expect(meaning(contextOf(printContext(context)))).toEqual(meaning(context));
}

describe('printing', () => {
  it('and reading again is the identity, for random configurations', () => {
    fc.assert(
      fc.property(configurationText, (text) => expectIdentity(contextOf(text))),
      { numRuns: 200 },
    );
  });

  it('carries out commands: what was taken back is not printed', () => {
    const text = printContext(
      contextOf(
        'policy-map p\nclass c\ninspect esmtp M\ninspect ftp\nno inspect esmtp\nservice-policy p global\naccess-list A permit ip any any\nno access-list A permit ip any any\n',
      ),
    );
    expect(text).toBe('no names\npolicy-map p\n class c\n  inspect ftp\nservice-policy p global\n');
  });
});

const folder = join(corpus, 'configs');

describe.skipIf(!existsSync(folder))('the corpus (skipped without ../shared/corpus)', () => {
  it.each(existsSync(folder) ? readdirSync(folder) : [])('%s means the same when it is printed', (name) => {
    for (const context of readConfiguration(Lines.read(readFileSync(join(folder, name), 'utf8'))).contexts) expectIdentity(context);
  });
});
