/** A report with everything a format must cope with. */
import type { CheckedFile } from '../../../server/src/answers/check.ts';
import type { Report } from '../../../server/src/cli/report.ts';
import type { Finding } from '../../../server/src/rules/finding.ts';
import { rangeOn } from '../../../server/src/text/lines.ts';

const LINES = ['policy-map global_policy', ' class inspection_default', '  inspect esmtp', 'service-policy global_policy global'];

const hidden: Finding = {
  rule: 'inspection-hides-starttls',
  severity: 'warning',
  confidence: 'likely',
  message: 'STARTTLS is masked: 100% of mail, both ways.\nSee <map> & "default", a::b.',
  range: rangeOn(2, 2, 15),
  related: [{ range: rangeOn(3, 0, 35), message: 'applied here' }],
};

const hint: Finding = {
  rule: 'unused-suppression',
  severity: 'hint',
  confidence: 'certain',
  message: 'Silences nothing\u0007.',
  range: rangeOn(0, 0, 10),
  related: [],
};

export const file = (path: string, findings: readonly Finding[]): CheckedFile => ({
  path,
  language: 'cisco-asa',
  findings,
  isEmpty: false,
  sessionsIn: undefined,
  unjudged: undefined,
  textOf: (line) => LINES[line],
  remedies: ({ rule }) =>
    rule === hidden.rule
      ? [
          {
            id: 'exempt-hosts:192.0.2.1',
            title: 'Exempt 192.0.2.1 from ESMTP inspection',
            safety: 'unsafe',
            cautions: ['switches off every inspection for this host'],
            proven: true,
          },
        ]
      : [],
});

export const report: Report = {
  files: [file('a, b/fw:1%.asa', [hint, hidden]), file('/srv/clean.asa', [])],
  problems: [{ path: 'gone.asa', message: 'no such file or folder' }],
  known: 0,
  fixed: undefined,
  failOn: 'warning',
  shard: undefined,
};
