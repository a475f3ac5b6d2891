/**
 * Every file of ../shared/corpus (or ESMTP_LENS_SHARED): read without a crash, by either reader, without one false error. Each finding at
 * warning or above was looked at once, in the file, and is right: they are all in findings.txt, so that a new one is looked at too.
 * `npx vitest run test/corpus -u` writes findings.txt anew.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { checkConfiguration, checkTranscript } from '../../server/src/rules/check.ts';
import type { Finding } from '../../server/src/rules/finding.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { corpus, present } from '../support/shared.ts';

const CONFIGURATIONS = ['configs', 'show'];
const TRANSCRIPTS = ['lab/transcripts', 'syslog', 'transcripts'];

const asConfiguration = (text: string) => checkConfiguration(readConfiguration(Lines.read(text)));
const asTranscript = (text: string) => checkTranscript(readTranscript(Lines.read(text)));

function filesIn(folder: string): string[] {
  return readdirSync(join(corpus, folder))
    .map((name) => `${folder}/${name}`)
    .filter((path) => statSync(join(corpus, path)).isFile())
    .sort();
}

function textOf(path: string): string {
  return new TextDecoder().decode(readFileSync(join(corpus, path)));
}

/** Rules and places only: nothing of the corpus is copied into the project. */
function row(path: string, { range, severity, rule }: Finding): string {
  return `${path}:${range.start.line + 1} ${severity} ${rule}\n`;
}

function rowsOf(path: string, findings: readonly Finding[]): string[] {
  const inOrder = [...findings].sort((a, b) => a.range.start.line - b.range.start.line || a.rule.localeCompare(b.rule));
  return inOrder.map((finding) => row(path, finding));
}

/** How a text comes out of editors, terminals and mails. No such change makes a right line wrong. */
const CHANGES: readonly (readonly [string, (text: string) => string])[] = [
  ['CR LF', (text) => text.replace(/\r?\n/g, '\r\n')],
  ['lone CR', (text) => text.replace(/\r?\n/g, '\r')],
  ['tabs', (text) => text.replace(/^ +/gm, (blanks) => '\t'.repeat(blanks.length))],
  ['prompts', (text) => text.replace(/^(?=\s*\S)/gm, 'ciscoasa(config)# ')],
  ['prompts, no indentation', (text) => text.replace(/^[ \t]*(?=\S)/gm, 'fw/act(config)# ')],
  ['no indentation', (text) => text.replace(/^[ \t]+/gm, '')],
  ['more indentation', (text) => text.replace(/^/gm, '    ')],
  ['blanks at the ends', (text) => text.replace(/\r?\n/g, '   \n')],
  ['--More--', (text) => text.replace(/((?:.*\n){23})/g, '$1<--- More --->\r              \r')],
  ['the first half', (text) => text.slice(0, text.indexOf('\n', text.length / 2) + 1)],
  ['the second half', (text) => text.slice(text.indexOf('\n', text.length / 2) + 1)],
  ['twice', (text) => `${text}\n${text}`],
];

describe.skipIf(!present)('the corpus (skipped without ../shared)', () => {
  const configurations = present ? CONFIGURATIONS.flatMap(filesIn) : [];
  const transcripts = present ? TRANSCRIPTS.flatMap(filesIn) : [];

  test('findings', async () => {
    const rows = [
      ...configurations.flatMap((path) => rowsOf(path, asConfiguration(textOf(path)))),
      ...transcripts.flatMap((path) => rowsOf(path, asTranscript(textOf(path)))),
    ];
    await expect(rows.join('')).toMatchFileSnapshot('findings.txt');
  });

  test.each([...configurations, ...transcripts])('%s: no error, whichever language it is taken for', (path) => {
    const text = textOf(path);
    expect([...asConfiguration(text), ...asTranscript(text)].filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test.each(CHANGES)('configurations with %s: no error', (_, change) => {
    for (const path of configurations) {
      const errors = asConfiguration(change(textOf(path))).filter(({ severity }) => severity === 'error');
      expect(rowsOf(path, errors)).toEqual([]);
    }
  });
});
