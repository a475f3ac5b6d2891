/** The examples of `npm run demo` show what they are there for. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { proposalsFor } from '../../server/src/remedies/catalogue.ts';
import { checkConfiguration, checkTranscript } from '../../server/src/rules/check.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';

const read = (name: string) => Lines.read(readFileSync(path.resolve(import.meta.dirname, '../../examples', name), 'utf8'));

describe('asa-9.1', () => {
  const before = readConfiguration(read('asa-9.1-before.asa'));
  const hazard = checkConfiguration(before).find(({ rule }) => rule === 'inspection-hides-starttls');

  test('before: the inspection hides STARTTLS', () => {
    expect(hazard?.severity).toBe('warning');
  });

  test('after: nothing is found but that the policy map kept as the way back is not applied', () => {
    const found = checkConfiguration(readConfiguration(read('asa-9.1-after.asa')));
    expect(found.map(({ rule, severity }) => [rule, severity])).toEqual([['inspection-never-applied', 'hint']]);
  });

  test('after is before with the proposed exemption', () => {
    const [proposal] = proposalsFor(before, hazard!).filter(({ preferred }) => preferred);
    expect(before.lines.edit(proposal!.edits).toString()).toBe(read('asa-9.1-after.asa').toString());
  });
});

test.each([
  ['pix-6.3.asa', ['fixup-smtp', 'pix-signature-header-bug']],
  ['asa-9.1-before.asa', ['inspection-hides-starttls']],
])('%s has the warnings %j', (name, rules) => {
  const warnings = checkConfiguration(readConfiguration(read(name))).filter(({ severity }) => severity === 'warning');
  expect([...new Set(warnings.map(({ rule }) => rule))].sort()).toEqual(rules);
});

test('masked-session.smtp is masked in its greeting and in one keyword, and STARTTLS fails', () => {
  const rules = checkTranscript(readTranscript(read('masked-session.smtp'))).map(({ rule }) => rule);
  expect(rules).toEqual(['masked-banner', 'masked-ehlo-keyword', 'starttls-refused']);
});
