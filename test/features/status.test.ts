/** The status item of every fixture and example: it never sounds better than what was found, and never says the same twice. */
import { expect, test } from 'vitest';
import { configurationFeatures } from '../../server/src/features/configuration/features.ts';
import type { Document } from '../../server/src/features/document.ts';
import type { Status } from '../../server/src/features/features.ts';
import { transcriptFeatures } from '../../server/src/features/transcript/features.ts';
import { mailFlows } from '../../server/src/mail/inspections.ts';
import { unmask } from '../../server/src/masking/unmask.ts';
import { open } from '../support/cursor.ts';
import { everyDocument } from '../support/documents.ts';

const statusOf = (document: Document): Status | undefined =>
  document.language === 'cisco-asa' ? configurationFeatures.status?.(document) : transcriptFeatures.status?.(document);

/** What a status says that was not so; undefined: nothing. */
function falseIn(document: Document, { text, severity }: Status): string | undefined {
  const severities = new Set(document.findings.map((finding) => finding.severity));
  if ((severities.has('error') || severities.has('warning')) && severity !== 'warning') return 'quiet beside a warning';
  if (text.includes('nothing found') && severities.size > 0) return 'something was found';
  if (text.includes('nothing masked') && document.findings.some((finding) => finding.severity !== 'hint')) return 'something was found';
  if (document.language === 'smtp-transcript')
    return text.includes('nothing masked') && unmask(document.transcript).length > 0 ? 'masks' : undefined;
  const inspected = new Set(document.configuration.contexts.flatMap(mailFlows).map(({ verdict }) => verdict.inspected));
  return text.includes(': mail is not inspected') && (inspected.has(true) || inspected.has('unknown')) ? 'mail is inspected' : undefined;
}

/** What is said twice: a clause, or the same in the words for a port. */
function repeatedIn({ text, detail }: Status): string[] {
  const said = [...text.split(/[:,;] /), ...detail.split('\n').map((row) => row.replace(/^[\w, -]+: (?=tcp)/, ''))];
  const again = text.endsWith('mail is not inspected') && detail.includes('tcp/25: not inspected\n') ? ['not inspected'] : [];
  return [...said.filter((clause, at) => said.indexOf(clause) < at), ...again];
}

test('no status gives a false all-clear, and none says the same twice', () => {
  const wrong = [...everyDocument()].flatMap(([name, document]) => {
    const status = statusOf(document);
    if (status === undefined) return [`${name}: none`];
    const told = [falseIn(document, status) ?? [], ...repeatedIn(status)].flat();
    return told.length === 0 ? [] : [`${name}: ${told}: ${JSON.stringify(status)}`];
  });
  expect(wrong).toEqual([]);
});

const POLICY = (classes: string) => `ASA Version 9.1(5)
access-list MX extended permit tcp any host 192.0.2.25 eq smtp
class-map MX
 match access-list MX
class-map inspection_default
 match default-inspection-traffic
policy-map P
${classes}service-policy P global
`;

test.each([
  ['one host of many', POLICY(' class MX\n  inspect esmtp\n'), 'some mail is inspected', 'warning'],
  ['none', POLICY(' class inspection_default\n  inspect dns\n'), 'mail is not inspected', 'information'],
  [
    'a fault beside it',
    `access-list OUT extended permit tcp any 192.0.2.9 eq smtp\n${POLICY(' class inspection_default\n  inspect dns\n')}`,
    'finding',
    'warning',
  ],
])('a configuration that inspects %s', (_, text, said, severity) => {
  const status = statusOf(open(text, 'cisco-asa'));
  expect(status).toMatchObject({ text: expect.stringContaining(said), severity });
});
