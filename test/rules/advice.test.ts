/** Every finding ends in what to do next or whom to ask, in half a line, in every door. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { toDiagnostic } from '../../server/src/features/diagnostics.ts';
import { checkConfiguration, checkTranscript, toFinding } from '../../server/src/rules/check.ts';
import { type Finding, inFull } from '../../server/src/rules/finding.ts';
import type { ConfigurationRule } from '../../server/src/rules/rule.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines, rangeOn } from '../../server/src/text/lines.ts';
import { readFixture } from '../support/fixture.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../fixtures/rules');
const files = (readdirSync(folder, { recursive: true }) as string[]).filter((name) => /\.(?:asa|smtp|log)$/.test(name));

/** What a terminal of 80 columns shows on one row, with the indentation of a finding. */
const LONGEST = 90;

describe.each(files.sort())('%s', (file) => {
  const { lines } = readFixture(readFileSync(join(folder, file), 'utf8'));
  const found = file.endsWith('.asa') ? checkConfiguration(readConfiguration(lines)) : checkTranscript(readTranscript(lines));
  test('every finding ends in what to do', () => {
    for (const finding of found) {
      expect(finding.advice, `${finding.rule}: ${finding.message}`).toMatch(/^[A-Z`].*[^.;:,]$/);
      expect(finding.advice!.length, finding.advice).toBeLessThanOrEqual(LONGEST);
      // The message is whole without it, and does not say it twice.
      expect(finding.message).toMatch(/[.)]$/);
      expect(finding.message).not.toContain(finding.advice!);
      expect(inFull(finding)).not.toContain('..');
    }
  });

  test('what stands beside a finding has the mark that the finding has', () => {
    for (const finding of found) {
      const said = MARK.exec(finding.message)?.[0];
      const implied = (finding.related ?? []).filter(({ message }) => message.startsWith('The implied map'));
      if (said !== undefined) for (const { message } of implied) expect(message).toContain(said);
    }
  });
});

/** `(documented: CG9, TAC 117801)` */
const MARK = /\((?:documented|seen|inferred|unverified): [^)]*\)/;

test.each([
  ['FWSM Version 3.1(1)', 'smtp', 'inspection-drops-mail', 'unverified'],
  ['ASA Version 9.7(1)', 'esmtp', 'inspection-drops-mail', 'documented'],
  ['ASA Version 9.7(1)', 'esmtp', 'inspection-masks-banner', 'documented'],
  ['ASA Version 9.7(1)', 'esmtp', 'inspection-hides-starttls', 'unverified'],
])('each hazard of the default map rests on its own fact: %s, inspect %s, %s', (version, protocol, rule, mark) => {
  const finding = checkText(`${version}\n${policyWith(`inspect ${protocol}`)}`).find((it) => it.rule === rule)!;
  expect(finding.related?.find(({ message }) => message.startsWith('The implied map'))?.message).toContain(`(${mark}: `);
});

test('a default map that the file prints is told by its lines, not by the version', () => {
  const map =
    'policy-map type inspect esmtp _default_esmtp_map\n parameters\n  mask-banner\n  allow-tls\n match header line length gt 998\n  drop-connection log\n';
  for (const { related } of checkText(`${map}${policyWith('inspect esmtp _default_esmtp_map')}`))
    expect(related?.map(({ message }) => message)).toEqual(['The default map _default_esmtp_map']);
});

const policyWith = (inspection: string) =>
  `class-map inspection_default\n match default-inspection-traffic\npolicy-map global_policy\n class inspection_default\n  ${inspection}\nservice-policy global_policy global\n`;

const checkText = (text: string) => checkConfiguration(readConfiguration(Lines.read(text)));

const RULE: ConfigurationRule = {
  name: 'undefined-name',
  language: 'cisco-asa',
  severity: 'error',
  summary: 'A summary.',
  advice: 'Ask somebody',
  check: () => [],
};

test('a report says it in its own way, or leaves it to the rule', () => {
  const report = { range: rangeOn(0, 0, 1), message: 'It is broken.' };
  const finding: Finding = toFinding(RULE, report);
  expect(inFull(finding)).toBe('It is broken. Ask somebody.');
  expect(inFull(toFinding(RULE, { ...report, advice: 'Mend it' }))).toBe('It is broken. Mend it.');
  const { advice: _, ...silent } = RULE;
  expect(inFull(toFinding(silent, report))).toBe('It is broken.');
  expect(toDiagnostic({ ...finding, confidence: 'likely' }, 'file:///a.asa', undefined).message).toBe(
    'It is broken. Ask somebody. (likely)',
  );
});

const ENDS_LOGIN = 'This match ends the session at AUTH (`drop-connection`): no client can log in through this firewall';

test.each([
  ['AUTH', 'allow-tls', `${ENDS_LOGIN} unless it starts TLS first.`],
  ['EXPN auth', 'no mask-banner', `${ENDS_LOGIN}.`],
  ['EXPN', 'no mask-banner', 'This match loses mail with the commands it names (`drop-connection`).'],
])('a match that drops the command %s, with %s, says whether anybody can log in', (verbs, parameter, words) => {
  const map = `policy-map type inspect esmtp M\n parameters\n  ${parameter}\n match cmd verb ${verbs}\n  drop-connection log\n`;
  const found = checkText(`ASA Version 9.1(5)\n${map}${policyWith('inspect esmtp M')}`).filter(
    ({ rule }) => rule === 'inspection-drops-mail',
  );
  expect(found.map(({ message }) => message)).toEqual([expect.stringContaining(words)]);
});
