/** What was understood of a transcript, for the status item. */
import { unmask } from '../../masking/unmask.ts';
import { SEVERITIES } from '../../rules/finding.ts';
import { misnamed } from '../detect.ts';
import type { TranscriptDocument } from '../document.ts';
import type { Status } from '../features.ts';

/** The status item of a transcript: its sessions or log entries, what is masked in them, and what else was found. */
export function status(document: TranscriptDocument): Status {
  const { transcript } = document;
  const { sessions, records, regions, lines, linesRead } = transcript;
  const masks = unmask(transcript).length;
  const dialects = [...new Set(regions.map((region) => region.dialect))];
  if (misnamed(document) !== undefined) {
    return {
      text: 'reads as a firewall configuration',
      detail: 'No SMTP session and no mail log here: run "Treat this file as a firewall configuration", or name it .asa.',
      severity: 'warning',
    };
  }
  if (sessions.length === 0 && records.length === 0) {
    return { text: 'no SMTP session found', detail: 'Nothing here reads as an SMTP session or a mail log.', severity: 'information' };
  }
  const read = [count(sessions.length, 'session'), count(records.length, 'log record')].filter((text) => text !== '').join(', ');
  const findings = document.findings.filter(({ severity }) => severity !== 'hint');
  const [worst] = [...findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  // A masked text is a finding: it is counted once.
  const others = masks === 0 ? findings : findings.filter(({ rule }) => !rule.startsWith('masked-'));
  const more = count(others.length, masks === 0 ? 'finding' : 'other finding');
  const found = [count(masks, 'masked text'), more].filter((text) => text !== '').join(', ');
  // Logs without a mask may tell of mail that failed, and of a mask in other words.
  const told = found || (sessions.length === 0 ? 'nothing found' : 'nothing masked');
  const first = worst === undefined ? '' : `First of all: ${worst.rule}, line ${worst.range.start.line + 1}. `;
  const printed = dialects.length === 0 ? '' : `Read as: ${dialects.join(', ')}.`;
  const bounded =
    linesRead < lines.count
      ? ` Sessions were looked for in the first ${linesRead} of ${lines.count} lines, log records in all of them.`
      : '';
  const isWrong = masks > 0 || worst?.severity === 'error' || worst?.severity === 'warning';
  return { text: `${read}: ${told}`, detail: `${first}${printed}${bounded}`.trim(), severity: isWrong ? 'warning' : 'information' };
}

function count(n: number, what: string): string {
  if (n === 0) return '';
  return n === 1 ? `1 ${what}` : `${n} ${what}s`;
}
