/**
 * Every file below test/fixtures/rules/ is checked, and its findings are compared with its caret lines (test/support/fixture.ts).
 *
 * The extension tells the language: `.asa` is a configuration, `.smtp` and `.log` are transcripts. Beside a configuration stand the goldens of
 * its remedies: `NAME.asa.PROPOSAL-ID.fixed` (a `:` or `/` of the id is written `_`) is the text after the edits of that proposal.
 * `UPDATE_GOLDEN=1 npx vitest run test/rules/fixtures.test.ts` rewrites goldens that exist; `touch` a new one to have it made.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { proposalsFor } from '../../server/src/remedies/catalogue.ts';
import { ruleNamed, rules } from '../../server/src/rules/catalogue.ts';
import { checkConfiguration, checkTranscript } from '../../server/src/rules/check.ts';
import type { Finding } from '../../server/src/rules/finding.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import type { Lines } from '../../server/src/text/lines.ts';
import { annotate, type Expectation, readFixture } from '../support/fixture.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../fixtures/rules');
const files = existsSync(folder) ? (readdirSync(folder, { recursive: true }) as string[]).sort() : [];

function place({ rule, range: { start, end } }: Finding, lines: Lines): Expectation {
  const stop = end.line === start.line ? end.character : lines.text(start.line).length;
  return { rule, line: start.line, start: start.character, end: Math.max(stop, start.character + 1) };
}

const inputs = files.filter((file) => /\.(asa|smtp|log)$/.test(file));

describe.each(inputs)('%s', (file) => {
  const { lines, only, expected } = readFixture(readFileSync(join(folder, file), 'utf8'));
  const configuration = file.endsWith('.asa') ? readConfiguration(lines) : undefined;
  const findings = configuration ? checkConfiguration(configuration) : checkTranscript(readTranscript(lines));

  test('finds what is marked, and nothing else', () => {
    for (const { rule } of expected) expect(ruleNamed(rule), `the rule ${rule}`).toBeDefined();
    const found = findings.filter(({ rule }) => only?.includes(rule) ?? true).map((finding) => place(finding, lines));
    expect(annotate(lines, found)).toBe(annotate(lines, expected));
  });

  for (const golden of files.filter((name) => name.startsWith(`${file}.`) && name.endsWith('.fixed'))) {
    const id = golden.slice(file.length + 1, -'.fixed'.length);
    test(`remedy ${id}`, () => {
      const proposals = findings.flatMap((finding) => proposalsFor(configuration!, finding));
      const proposal = proposals.find((it) => it.id.replaceAll(/[:/]/g, '_') === id);
      expect(proposal, `proposals: ${[...new Set(proposals.map((it) => it.id))].join(', ')}`).toBeDefined();
      const fixed = lines.edit(proposal!.edits).toString();
      if (process.env['UPDATE_GOLDEN']) writeFileSync(join(folder, golden), fixed);
      expect(fixed).toBe(readFileSync(join(folder, golden), 'utf8'));
    });
  }
});

test('every rule has a fixture', () => {
  const marked = new Set(inputs.flatMap((file) => readFixture(readFileSync(join(folder, file), 'utf8')).expected.map(({ rule }) => rule)));
  expect(rules.map(({ name }) => name).filter((name) => !marked.has(name))).toEqual([]);
});

test('every kind of proposal has a golden', () => {
  const kinds = new Set<string>();
  for (const file of inputs.filter((name) => name.endsWith('.asa'))) {
    const configuration = readConfiguration(readFixture(readFileSync(join(folder, file), 'utf8')).lines);
    const proposals = checkConfiguration(configuration).flatMap((finding) => proposalsFor(configuration, finding));
    for (const { id, asks } of proposals) if (asks === undefined) kinds.add(id.split(':')[0]!);
  }
  const goldens = new Set(files.flatMap((name) => /\.asa\.([a-z-]+)(?:_.*)?\.fixed$/.exec(name)?.[1] ?? []));
  expect([...goldens].sort()).toEqual([...kinds].sort());
});
