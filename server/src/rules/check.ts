/** Runs the rules over a model: reports become findings, settings and suppressions are applied. */

import type { Configuration } from '../asa/model.ts';
import { unquoted } from '../asa/quoting.ts';
import type { Transcript } from '../smtp/model.ts';
import { sure } from '../text/at.ts';
import { comparePositions, type Lines, type Range, type Span } from '../text/lines.ts';
import { firstTime } from '../text/once.ts';
import { ruleNamed } from './catalogue.ts';
import { configurationRules } from './configuration-rules.ts';
import { type Finding, SEVERITIES } from './finding.ts';
import type { CheckOptions, Report, Rule } from './rule.ts';
import { tellRepeatedOnce } from './shared/repeated.ts';
import * as suppressionWithoutReason from './suppression-without-reason.ts';
import { readSuppressions, suppress } from './suppressions.ts';
import { transcriptRules } from './transcript-rules.ts';
import * as unusedSuppression from './unused-suppression.ts';

/** A report as a finding, before it is known which of several on the same words says the circumstances. */
interface Found extends Finding, Pick<Report, 'circumstances' | 'doubts'> {}

export const DEFAULT_OPTIONS: CheckOptions = { severities: {} };

/** @returns the findings in document order */
export function checkConfiguration(configuration: Configuration, options: CheckOptions = DEFAULT_OPTIONS): Finding[] {
  return checkBoth({ configuration }, unquoted(configuration.lines), options);
}

/** @returns the findings in document order */
export function checkTranscript(transcript: Transcript, options: CheckOptions = DEFAULT_OPTIONS): Finding[] {
  return checkBoth({ transcript }, transcript.lines, options);
}

/**
 * Checks a document that holds both languages: a comment in it silences the rules of either.
 *
 * @param lines of the document, whose comments are looked at
 * @returns the findings in document order
 */
export function checkBoth(
  { configuration, transcript }: { readonly configuration?: Configuration | undefined; readonly transcript?: Transcript | undefined },
  lines: Lines,
  options: CheckOptions = DEFAULT_OPTIONS,
): Finding[] {
  const findings = configuration === undefined ? [] : foundIn(configuration);
  if (transcript === undefined) return settle(findings, lines, options);
  for (const rule of transcriptRules) collect(findings, rule, rule.check(transcript), transcript.lines);
  const settled = settle(findings, lines, options);
  const { linesRead, lines: read } = transcript;
  const until = linesRead < read.count ? linesRead : undefined;
  if (configuration === undefined) return tellRepeatedOnce(settled, until);
  return toldOnce(settled, until);
}

/** What the rules find in a configuration, before any setting. */
export function foundIn(configuration: Configuration): Found[] {
  const findings: Found[] = [];
  for (const rule of configurationRules) {
    for (const context of configuration.contexts) collect(findings, rule, rule.check(context, configuration), configuration.lines);
  }
  return findings;
}

/**
 * What is said of sessions over and over is told once; a line of a configuration is mended one by one, however many there are.
 *
 * @param until the line at which the reading for sessions ended; undefined: all was read
 * @returns the findings in document order
 */
export function toldOnce(settled: readonly Finding[], until: number | undefined): Finding[] {
  const isOfSession = ({ rule }: Finding) => ruleNamed(rule)?.language === 'smtp-transcript';
  const others = settled.filter((finding) => !isOfSession(finding));
  return [...tellRepeatedOnce(settled.filter(isOfSession), until), ...others].sort(inOrder);
}

function collect(findings: Found[], rule: Rule, reports: Iterable<Report>, lines: Lines): void {
  for (const report of reports) findings.push(toFinding(rule, report, lines));
}

/**
 * A rule's report as a finding, before any setting.
 *
 * @param lines those of the document, for spans; undefined where the report has none
 */
export function toFinding({ name, severity, advice }: Rule, report: Report, lines?: Lines): Found {
  const rangeOf = (place: Range | Span) => ('order' in place ? sure(lines).rangeOf(place) : place);
  return {
    rule: name,
    severity,
    confidence: 'certain',
    ...(advice === undefined ? {} : { advice }),
    ...report,
    range: rangeOf(report.range),
    related: (report.related ?? []).map(({ range, message }) => ({ range: rangeOf(range), message })),
  };
}

/** Applies suppressions and severities. Also for findings that were not made from a whole document (a streamed log has no lines). */
export function settle(found: readonly Found[], lines: Lines | undefined, options: CheckOptions): Finding[] {
  const suppressions = lines === undefined ? [] : readSuppressions(lines);
  const { kept, unused } = suppress(found, suppressions);
  const findings = [...kept];
  for (const suppression of suppressions) {
    if (suppression.reason === '') {
      const report = { range: suppression.comment, message: suppressionWithoutReason.message };
      findings.push(toFinding(suppressionWithoutReason.rule, report));
    }
  }
  for (const suppression of unused) {
    // A rule that a setting turned off cannot be expected to use its comments, and one that may find more beside other files is not done.
    if (options.severities[suppression.rule] === 'off' || ruleNamed(suppression.rule)?.looksAround === true) continue;
    const message = unusedSuppression.message(suppression, ruleNamed(suppression.rule) !== undefined);
    findings.push(
      toFinding(unusedSuppression.rule, {
        range: suppression.range,
        message,
        unnecessary: true,
        subject: { kind: 'suppression', suppression },
      }),
    );
  }
  return circumstancesOnce(withSeverities(findings, options).sort(inOrder));
}

/** What a rule says of a file beside others of its workspace: findings like those of the file alone. Comments in it, and settings, hold for both. */
export function settleAround(rule: Rule, reports: readonly Report[], lines: Lines, options: CheckOptions): readonly Finding[] {
  const { kept } = suppress(
    reports.map((report) => toFinding(rule, report, lines)),
    readSuppressions(lines),
  );
  return circumstancesOnce(withSeverities(kept, options));
}

/** Of several findings on the same words the first says the circumstances that they share. */
function circumstancesOnce(found: readonly Found[]): Finding[] {
  const isNew = firstTime<string>();
  return found.map(({ circumstances = [], doubts = [], ...finding }) => {
    const { start, end } = finding.range;
    const untold = circumstances.filter((sentence) => isNew(JSON.stringify([start, end, sentence])));
    return { ...finding, message: [finding.message, ...untold, ...doubts].join(' ') };
  });
}

function withSeverities(findings: readonly Found[], { severities }: CheckOptions): Found[] {
  return findings.flatMap((finding) => {
    const severity = severities[finding.rule];
    if (severity === 'off') return [];
    return severity === undefined ? [finding] : [{ ...finding, severity }];
  });
}

/** Document order; at one place the worst first, for a hover shows them in this order. */
export function inOrder(a: Finding, b: Finding): number {
  return (
    comparePositions(a.range.start, b.range.start) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    a.rule.localeCompare(b.rule)
  );
}
