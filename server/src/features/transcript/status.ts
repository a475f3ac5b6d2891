/** What was understood of a transcript, for the status item. */
import { unmask } from '../../masking/unmask.ts';
import { misnamed } from '../detect.ts';
import type { TranscriptDocument } from '../document.ts';
import type { Status } from '../features.ts';

/** The status item of a transcript: its sessions or log entries, and what is masked in them. */
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
  const hidden = masks === 0 ? 'nothing masked' : `${count(masks, 'masked text')}`;
  const printed = dialects.length === 0 ? '' : `Read as: ${dialects.join(', ')}.`;
  const bounded =
    linesRead < lines.count
      ? ` Sessions were looked for in the first ${linesRead} of ${lines.count} lines, log records in all of them.`
      : '';
  return { text: `${read}: ${hidden}`, detail: `${printed}${bounded}`.trim(), severity: masks === 0 ? 'information' : 'warning' };
}

function count(n: number, what: string): string {
  if (n === 0) return '';
  return n === 1 ? `1 ${what}` : `${n} ${what}s`;
}
