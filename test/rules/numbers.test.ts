/** Numbers and limits in messages come from the facts: one edit there corrects them everywhere. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { parseAst } from 'vitest/node';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { DEFAULT_MATCHES } from '../../server/src/facts/defaults.ts';
import { SOURCES } from '../../server/src/facts/fact.ts';
import { checkConfiguration, checkTranscript } from '../../server/src/rules/check.ts';
import { inFull } from '../../server/src/rules/finding.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { readFixture } from '../support/fixture.ts';

const OTHER = vi.hoisted((): Readonly<Record<number, number>> => ({ 512: 611, 100: 77, 998: 777, 320: 333, 255: 299 }));

vi.mock('../../server/src/facts/defaults.ts', async (importOriginal) => {
  const facts = await importOriginal<typeof import('../../server/src/facts/defaults.ts')>();
  const changed = (matches: typeof facts.DEFAULT_MATCHES) =>
    matches.map((fact) => ({ ...fact, value: { ...fact.value, limit: OTHER[fact.value.limit ?? 0] } }));
  return {
    ...facts,
    DEFAULT_MATCHES: changed(facts.DEFAULT_MATCHES),
    DEFAULT_MATCHES_BEFORE_MAPS: changed(facts.DEFAULT_MATCHES_BEFORE_MAPS),
  };
});

const here = dirname(fileURLToPath(import.meta.url));

describe('where the device had other limits, all messages would say these', () => {
  const folder = join(here, '../fixtures/rules');
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((name) => /\.(?:asa|smtp|log)$/.test(name)).sort();
  const checked = files.map((file) => {
    const { lines } = readFixture(readFileSync(join(folder, file), 'utf8'));
    const found = file.endsWith('.asa') ? checkConfiguration(readConfiguration(lines)) : checkTranscript(readTranscript(lines));
    const messages = found.map((finding) => [inFull(finding), ...finding.related.map(({ message }) => message)].join('\n'));
    // What is counted of the file: its own numbers, and how long its lines are.
    const inFile = new Set([...numbersIn(lines.toString()), ...lines.all.map(({ text }) => String(text.length))]);
    return { file, messages, inFile };
  });

  test('the facts are changed', () => {
    expect(DEFAULT_MATCHES.flatMap(({ value }) => value.limit ?? [])).toEqual([611, 77, 777, 777, 333, 299]);
  });

  test.each(checked)('$file', ({ messages, inFile }) => {
    for (const message of messages) {
      const typed = numbersIn(message).filter((number) => number in OTHER && !inFile.has(number));
      expect(typed, message).toEqual([]);
    }
  });

  test('and they do say them', () => {
    const said = new Set(checked.flatMap(({ messages }) => messages.flatMap(numbersIn)));
    for (const limit of Object.values(OTHER)) expect(said, `${limit} in any message`).toContain(String(limit));
  });
});

function numbersIn(text: string): readonly string[] {
  return text.match(/(?<![\d.])\d+(?![\d.]*\d)/g) ?? [];
}

/** Numbers that are names, of documents and messages, of replies, of the port of SMTP: not how much, how long, or from when on. */
const NAMES = new RegExp(
  [
    ...Object.keys(SOURCES).sort((a, b) => b.length - a.length),
    String.raw`RFC \d+`,
    String.raw`[Ss]yslog \d{6}(?: and \d{6})?`,
    String.raw`\b(?:220|221|250|354)\b`,
    String.raw`\bport 25\b`,
    String.raw`\bfixup protocol smtp 25\b`,
    'base64',
    String.raw`\bany[46]\b`,
  ].join('|'),
  'g',
);

/** What the code of a file has in quotes, without what it imports: `parseAst` gives plain objects. */
function textsIn(node: unknown, found: string[] = []): readonly string[] {
  if (Array.isArray(node)) for (const each of node) textsIn(each, found);
  else if (typeof node === 'object' && node !== null) {
    const { type, value } = node as { readonly type?: unknown; readonly value?: unknown };
    if (type === 'ImportDeclaration') return found;
    if (type === 'Literal' && typeof value === 'string') found.push(value);
    else if (type === 'TemplateElement') found.push((value as { readonly cooked: string }).cooked);
    else for (const each of Object.values(node)) textsIn(each, found);
  }
  return found;
}

describe('no number is typed into a message', () => {
  const folder = join(here, '../../server/src/rules');
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith('.ts')).sort();

  test.each(files)('%s', (file) => {
    const texts = textsIn(parseAst(readFileSync(join(folder, file), 'utf8'), { lang: 'ts' }).body);
    // Words of a sentence: names of kinds and of fields have no blank.
    const sentences = texts.filter((text) => /\s/.test(text));
    expect(sentences.flatMap((text) => (/\d/.test(text.replace(NAMES, '')) ? [text] : []))).toEqual([]);
  });
});
