/** SARIF 2.1.0 (OASIS), as code scanning services take it: findings, and the rules with their pages. */

import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { version } from '../../../../package.json';
import type { CheckedFile } from '../../answers/check.ts';
import { NOT_PROVEN } from '../../remedies/effort.ts';
import { rules } from '../../rules/catalogue.ts';
import { type Finding, inFull, type Severity } from '../../rules/finding.ts';
import { itemAt } from '../../text/at.ts';
import type { Range } from '../../text/lines.ts';
import { inPlainWords } from '../../text/markup.ts';
import type { Problem } from '../files.ts';
import { fingerprints } from '../fingerprint.ts';
import type { Pages } from '../pages.ts';
import { type Format, unjudgedIn, unreadIn } from '../report.ts';
import { toJson } from './json.ts';

const LEVELS: Record<Severity, string> = { error: 'error', warning: 'warning', information: 'note', hint: 'note' };
/** How GitHub shows it beside the result. */
const PRECISION: Record<Finding['confidence'], string> = { certain: 'very-high', likely: 'high', possible: 'medium' };

export function sarif(pages: Pages): Format {
  const indexes = new Map(rules.map(({ name }, index) => [name, index]));
  return ({ files, problems, shard }) =>
    toJson({
      $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'ESMTP Lens',
              version,
              rules: rules.map((rule) => ({
                id: rule.name,
                shortDescription: { text: rule.summary },
                help: { text: rule.summary, markdown: pages.page(rule.name) },
                defaultConfiguration: { level: LEVELS[rule.severity] },
                properties: { tags: ['mail', rule.language] },
              })),
            },
          },
          // What a reader has of one shard is not replaced by another: up to the last slash it is a category of its own.
          ...(shard && { automationDetails: { id: `esmtp-lens/${shard.number}-of-${shard.of}/${shard.list}` } }),
          columnKind: 'utf16CodeUnits',
          invocations: [
            {
              executionSuccessful: problems.length === 0,
              toolExecutionNotifications: [...problems.map((problem) => notification('error', problem)), ...files.flatMap(remarks)],
            },
          ],
          artifacts: files.map(({ path, language }) => ({ location: { uri: uriOf(path) }, sourceLanguage: language })),
          results: files.flatMap((file, artifact) => results(file, artifact, indexes)),
        },
      ],
    });
}

function results(file: CheckedFile, artifact: number, indexes: ReadonlyMap<string, number>) {
  const location = (range: Range) => ({ artifactLocation: { uri: uriOf(file.path), index: artifact }, region: region(range) });
  const prints = fingerprints(file);
  return file.findings.map((finding, index) => ({
    ruleId: finding.rule,
    ruleIndex: indexes.get(finding.rule),
    level: LEVELS[finding.severity],
    message: { text: inPlainWords(inFull(finding)) },
    locations: [{ physicalLocation: location(finding.range) }],
    relatedLocations: [
      ...finding.related.map((related) => ({ at: location(related.range), message: related.message })),
      ...(file.elsewhere?.(finding) ?? []).map(({ uri, range, message }) => ({
        at: { artifactLocation: { uri: uriOf(uri) }, region: region(range) },
        message,
      })),
    ].map(({ at, message }, id) => ({ id, physicalLocation: at, message: { text: inPlainWords(message) } })),
    partialFingerprints: { 'esmtpLens/v1': itemAt(prints, index) },
    properties: {
      precision: PRECISION[finding.confidence],
      confidence: finding.confidence,
      remedies: file.remedies(finding).map(({ title, proven }) => inPlainWords(proven ? title : `${title} (${NOT_PROVEN})`)),
    },
  }));
}

function region({ start, end }: Range) {
  return { startLine: start.line + 1, startColumn: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
}

function remarks(file: CheckedFile) {
  const message = unreadIn(file) ?? unjudgedIn(file);
  return message === undefined ? [] : [notification('note', { path: file.path, message })];
}

function notification(level: 'error' | 'note', { path, message }: Problem) {
  return { level, message: { text: message }, locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(path) } } }] };
}

/** Relative paths stay relative, to the root of the repository that the reader has. */
function uriOf(path: string): string {
  if (isAbsolute(path)) return pathToFileURL(path).href;
  return path.split('/').map(encodeURIComponent).join('/');
}
