/** What was understood of a transcript, for the status item. */
import { unmask } from '../../masking/unmask.ts';
import { misnamed } from '../detect.ts';
import type { TranscriptDocument } from '../document.ts';
import type { Status } from '../features.ts';
import { count, foundIn } from '../status.ts';

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
  const found = foundIn(document.findings);
  // A masked text is a finding: it is counted once.
  const others = masks === 0 ? found.count : foundIn(document.findings.filter(({ rule }) => !rule.startsWith('masked-'))).count;
  const more = count(others, masks === 0 ? 'finding' : 'other finding');
  const told = [count(masks, 'masked text'), more].filter((text) => text !== '').join(', ');
  // Logs without a mask may tell of mail that failed, and of a mask in other words.
  const nothing = sessions.length > 0 ? 'nothing masked' : count(document.findings.length, 'hint') || 'nothing found';
  const printed = dialects.length === 0 ? '' : `Read as: ${dialects.join(', ')}.`;
  const bounded =
    linesRead < lines.count
      ? ` Sessions were looked for in the first ${linesRead} of ${lines.count} lines, log records in all of them.`
      : '';
  const detail = [found.first, `${printed}${bounded}`.trim()].filter((text) => text !== '').join(' ');
  return { text: `${read}: ${told || nothing}`, detail, severity: masks > 0 ? 'warning' : found.severity };
}
