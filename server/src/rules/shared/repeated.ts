/** The same hazard in each of a thousand sessions is one finding: how often, from which line to which. */
import { lastOf, type Some, some } from '../../text/at.ts';
import { grouped } from '../../text/grouped.ts';
import { comparePositions } from '../../text/lines.ts';
import type { Finding, Related } from '../finding.ts';

/** As many findings of one rule are told one by one. */
const SINGLY = 50;
/** Places that a finding for many points at, beside the first. */
const PLACES = 9;

/**
 * Where a rule found more than can be looked at, what says the same is told once; what is left over then is told in one finding.
 * @param findings in document order, as the result is
 * @param read the number of lines that were read for sessions; undefined: all. A count of what is in them must not look like one of all.
 */
export function tellRepeatedOnce(findings: Finding[], read?: number): Finding[] {
  if (findings.length <= SINGLY) return findings;
  const byRule = grouped(findings, ({ rule }) => rule);
  const told = byRule.flatMap((ofRule) => (ofRule.length <= SINGLY ? ofRule : toldOnce(ofRule, read)));
  return told.sort((a, b) => comparePositions(a.range.start, b.range.start) || a.rule.localeCompare(b.rule));
}

function toldOnce(findings: readonly Finding[], read: number | undefined): Finding[] {
  const groups = grouped(findings, ({ severity, confidence, message }) => `${severity}\n${confidence}\n${message}`);
  const most = groups.slice(0, SINGLY);
  const rest = groups.slice(SINGLY).flat();
  const told = most.map((group) => (group.length === 1 ? group[0] : forAll(group, 'Seen', read)));
  return rest.length === 0 ? told : [...told, forAll(some(rest), 'This and others like it:', read)];
}

/** @param seen what stands before `1,200 times, lines 7 to 90,000.` */
function forAll(findings: Some<Finding>, seen: string, read: number | undefined): Finding {
  const [first, ...others] = findings;
  const firstLine = first.range.start.line;
  const lastLine = lastOf(findings).range.start.line;
  const again = others.slice(0, PLACES).map(({ range }): Related => ({ range, message: 'The same again' }));
  const where = `lines ${number(firstLine + 1)} to ${number(lastLine + 1)}`;
  const until = read === undefined ? '' : `; sessions were read up to line ${number(read)} only`;
  const message = `${first.message} ${seen} ${number(findings.length)} times, ${where}${until}.`;
  return { ...first, message, related: [...first.related.slice(0, PLACES), ...again] };
}

function number(n: number): string {
  return n.toLocaleString('en-US');
}
