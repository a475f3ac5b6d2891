/** Every rule's page holds what a reader looks for, and its examples are true: the bad ones have the hazard, the good ones have not. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { rules } from '../../server/src/rules/catalogue.ts';
import { checkConfiguration, checkTranscript } from '../../server/src/rules/check.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../server/src/rules');

const HEADINGS = [
  'What the mail administrator sees',
  'What the firewall administrator sees',
  'What causes it',
  'Remedy',
  'How to verify',
  'Sources',
];

/** The page: the doc comment at the head of the rule's file, without its stars. */
function pageOf(name: string): string | undefined {
  // Rules may stand in folders of their own; their file is named after them.
  const file = (readdirSync(folder, { recursive: true }) as string[]).find((path) => path === `${name}.ts` || path.endsWith(`/${name}.ts`));
  if (file === undefined || !existsSync(join(folder, file))) return undefined;
  const comment = /^\/\*\*([\s\S]*?)\*\//.exec(readFileSync(join(folder, file), 'utf8'))?.[1];
  return comment?.replace(/^ \* ?/gm, '').trim();
}

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
  const page = pageOf(name);

  test('has a page with its headings', () => {
    expect(page, `server/src/rules/${name}.ts`).toBeDefined();
    expect([...page!.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual(HEADINGS);
  });

  const examples = examplesOf(page ?? '');
  test('has an example of either kind', () => {
    expect(new Set(examples.map(({ kind }) => kind))).toEqual(new Set(['bad', 'good']));
  });

  test.each(examples.map((example, index) => ({ ...example, index })))('example $index is $kind', (example) => {
    if (example.kind === 'bad') expect(found(example)).toContain(name);
    else expect(found(example)).not.toContain(name);
  });
});
