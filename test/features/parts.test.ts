/** The parts of the analysis of a document: `docs/parts.md` says once which asks for which. `vitest -u` writes it anew. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { explainAll } from '../../server/src/answers/explain.ts';
import { mailPicture } from '../../server/src/features/configuration/mail-verdict.ts';
import { misnamed } from '../../server/src/features/detect.ts';
import { type Document, openDocument } from '../../server/src/features/document.ts';
import { inspectedFlows } from '../../server/src/mail/inspections.ts';
import { refusalsOf } from '../../server/src/path/refusal.ts';
import { explainFlow, parseFlow } from '../../server/src/policy/verdict.ts';
import { offersFor } from '../../server/src/remedies/catalogue.ts';
import { Effort, FOR_A_REPORT } from '../../server/src/remedies/effort.ts';
import { withoutUndecided } from '../../server/src/remedies/proof.ts';
import type { Analysed } from '../../server/src/text/analysis.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { firewallComments } from '../../server/src/workspace/tie.ts';
import { readFixture } from '../support/fixture.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const read = (path: string) => readFixture(readFileSync(join(root, path), 'utf8')).lines;

/** All that is shown of the policies is what one flow met. */
const TRACED = [
  'fw# packet-tracer input outside tcp 198.51.100.9 1234 192.0.2.25 25',
  'Phase: 4',
  'Type: INSPECT',
  'Subtype: inspect-esmtp',
  'Result: ALLOW',
  'Config:',
  'class-map inspection_default',
  ' match default-inspection-traffic',
  'policy-map global_policy',
  ' class inspection_default',
  '  inspect esmtp',
  'service-policy global_policy global',
  '',
].join('\n');
const LOG =
  'Aug 14 11:04:31 fw1 : %ASA-4-108004: ESMTP Classification: Dropped connection for ESMTP Request from outside:203.0.113.9/36459 to inside:198.51.100.25/25; matched Class 4: header line length gt 998\n';

const HEAD = `# Parts of an analysis

What is derived from a document, and which part asks for which while it is made ([how they are kept](../server/src/text/analysis.ts)). A test
writes this page: \`test/features/parts.test.ts\`. What a context is read from stands in [context.ts](../server/src/asa/context.ts).

| part | asks for |
|---|---|
`;

const PART = /= (?:part|partsBy|memo|memos|those|countOf)(?:<.*>)?\(\s*'([^']*)'/g;

/** All parts that there are, by the sources. */
const NAMED = (readdirSync(join(root, 'server/src'), { recursive: true }) as string[])
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => [...readFileSync(join(root, 'server/src', file), 'utf8').matchAll(PART)].map(([, name]) => name!));

/** Asks what can be asked of a document, as far as parts of its analyses come of it; gives all that has an analysis. */
function ask(document: Document): readonly Analysed[] {
  expect(document.findings).toBeDefined();
  firewallComments(document.lines);
  misnamed(document);
  if (document.language === 'smtp-transcript') {
    for (const session of document.transcript.sessions) refusalsOf(document.transcript)(session, 'XXXX');
    return [document.lines, document.transcript];
  }
  const { configuration } = document;
  for (const finding of document.findings.slice(0, 5)) {
    const effort = new Effort(FOR_A_REPORT);
    for (const offer of offersFor(configuration, finding)) effort.proposal(configuration, offer);
  }
  for (const context of configuration.contexts) {
    mailPicture(context);
    inspectedFlows(context);
    withoutUndecided(context);
    explainAll(context, configuration);
    explainFlow(context, parseFlow('tcp 198.51.100.9 -> 192.0.2.25:25'));
  }
  return [document.lines, ...configuration.contexts];
}

test('each part that the sources name is in docs/parts.md, with the parts that it asks for', async () => {
  const files = readdirSync(join(root, 'test/fixtures/remedies')).filter((file) => file.endsWith('.asa'));
  expect(files.length).toBeGreaterThan(3);
  const documents = [
    ...files.map((file) => openDocument(`file:///${file}`, 'cisco-asa', read(`test/fixtures/remedies/${file}`))),
    openDocument('file:///quoted.asa', 'cisco-asa', Lines.read('> policy-map P\n>  class inspection_default\n>   inspect esmtp\n')),
    openDocument('file:///traced.asa', 'cisco-asa', Lines.read(TRACED)),
    openDocument('file:///a.smtp', 'smtp-transcript', read('examples/masked-session.smtp')),
    openDocument('file:///a.log', 'smtp-transcript', Lines.read(LOG)),
  ];
  const asked = new Map<string, Set<string>>();
  for (const { analysis } of documents.flatMap(ask)) {
    for (const [name, others] of analysis.asked) asked.set(name, new Set([...(asked.get(name) ?? []), ...others]));
  }
  const rows = [...asked].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, others]) => `| ${name} | ${[...others].sort().join(', ')} |`);
  expect(NAMED.length).toBeGreaterThan(30);
  expect(NAMED.filter((name) => !asked.has(name))).toEqual([]);
  await expect(`${HEAD}${rows.join('\n')}\n`).toMatchFileSnapshot('../../docs/parts.md');
});
