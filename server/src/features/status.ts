/** What the status items of both languages say of findings: an item never sounds better than what was found. */
import { type Finding, SEVERITIES } from '../rules/finding.ts';
import type { Status } from './features.ts';

export interface Found {
  /** All but hints. */
  readonly count: number;
  readonly severity: Status['severity'];
  /** `First of all: masked-banner, line 3.`; '' where there is nothing but hints. */
  readonly first: string;
}

export function foundIn(findings: readonly Finding[]): Found {
  const all = findings.filter(({ severity }) => severity !== 'hint');
  const [worst] = [...all].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  return {
    count: all.length,
    severity: worst?.severity === 'error' || worst?.severity === 'warning' ? 'warning' : 'information',
    first: worst === undefined ? '' : `First of all: ${worst.rule}, line ${worst.range.start.line + 1}.`,
  };
}

/** `2 findings`; '' of none */
export function count(n: number, what: string): string {
  if (n === 0) return '';
  return n === 1 ? `1 ${what}` : `${n} ${what}s`;
}
