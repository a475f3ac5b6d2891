import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { corpus } from '../support/shared.ts';
import { configurationText, edits, type RandomEdit } from './generate.ts';
import { plain } from './plain.ts';

function edited(lines: Lines, { at, lines: replaced, text }: RandomEdit): Lines {
  const line = Math.floor(at * lines.count);
  return lines.change([{ range: { start: { line, character: 0 }, end: { line: line + replaced, character: 0 } }, text }]);
}

function expectSameAsFresh(text: string, changes: readonly RandomEdit[]): void {
  let lines = Lines.read(text);
  let configuration = readConfiguration(lines);
  for (const change of changes) {
    lines = edited(lines, change);
    configuration = readConfiguration(lines, configuration);
    expect(plain(configuration)).toEqual(plain(readConfiguration(Lines.read(lines.toString()))));
  }
}

/** Long enough for a machine that is busy with other tests. */

describe('reading again', () => {
  it('gives what a fresh read gives, after any edits', () => {
    fc.assert(
      fc.property(configurationText, edits, (text, changes) => expectSameAsFresh(text, changes)),
      { numRuns: 150 },
    );
  });

  it('gives what a fresh read gives, when keys are typed into any line', () => {
    const key = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      column: fc.integer({ min: 0, max: 30 }),
      text: fc.constantFrom('x', ' ', '\n', '!', 'no '),
    });
    fc.assert(
      fc.property(configurationText, fc.array(key, { minLength: 1, maxLength: 6 }), (text, keys) => {
        let lines = Lines.read(text);
        let configuration = readConfiguration(lines);
        for (const { at, column, text: typed } of keys) {
          const place = { line: Math.floor(at * lines.count), character: column };
          lines = lines.change([{ range: { start: place, end: place }, text: typed }]);
          configuration = readConfiguration(lines, configuration);
        }
        expect(plain(configuration)).toEqual(plain(readConfiguration(Lines.read(lines.toString()))));
      }),
      { numRuns: 150 },
    );
  });

  it('reads an entry again when a group that it names becomes another kind', () => {
    const text = 'object-group network H\n network-object host 192.0.2.25\naccess-list A permit tcp any object-group H object-group P\n';
    const change = (kind: string): RandomEdit => ({ at: 0, lines: 1, text: `object-group ${kind}\n` });
    expectSameAsFresh(text, ['service H tcp', 'network X', 'network H'].map(change));
  });

  it('keeps the statements and values that an edit did not touch', () => {
    const lines = Lines.read(
      'access-list A permit tcp any any eq smtp\nclass-map C\n match access-list A\naccess-list B permit ip any any\n',
    );
    const first = readConfiguration(lines);
    const list = first.contexts[0]!.accessLists.get('A');
    const map = first.contexts[0]!.classMaps.get('C');
    const statement = first.statements.get(1);
    const at = { line: 3, character: 12 };
    const second = readConfiguration(lines.change([{ range: { start: at, end: at }, text: 'x' }]), first);
    expect(second.contexts[0]!.accessLists.get('A')).toBe(list);
    expect(second.contexts[0]!.classMaps.get('C')).toBe(map);
    expect(second.statements.get(1)).toBe(statement);
    expect([...second.contexts[0]!.accessLists.keys()]).toEqual(['A', 'xB']);
  });

  it('does not go on to the end when a block opener changes', () => {
    const blocks = Array.from({ length: 50 }, (_, index) => `object network O${index}\n host 192.0.2.${index}\n`).join('');
    const lines = Lines.read(blocks);
    const first = readConfiguration(lines);
    const kept = first.contexts[0]!.networkObjects.get('O40');
    const at = { line: 2, character: 15 };
    const second = readConfiguration(lines.change([{ range: { start: at, end: at }, text: 'x' }]), first);
    expect(second.contexts[0]!.networkObjects.get('O40')).toBe(kept);
  });
});

const files = ['configs', 'show', 'syslog'].flatMap((folder) => {
  const path = join(corpus, folder);
  return existsSync(path) ? readdirSync(path).map((name) => join(path, name)) : [];
});

describe.skipIf(files.length === 0)('the corpus (skipped without ../shared/corpus)', () => {
  it.each(files)('%s is read, and read again after edits as if fresh', (file) => {
    const text = readFileSync(file, 'utf8');
    fc.assert(
      fc.property(edits, (changes) => expectSameAsFresh(text, changes.slice(0, 2))),
      { numRuns: 5 },
    );
  });
});
