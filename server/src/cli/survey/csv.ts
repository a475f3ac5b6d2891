/** A survey as CSV (RFC 4180), for a spreadsheet: no cell is a formula, whatever a file or a host is called. */
import type { SurveyAnswer } from '../../answers/types.ts';
import { COLUMNS } from './columns.ts';

export function csv({ firewalls }: SurveyAnswer): string {
  const rows = [COLUMNS.map(({ title }) => title), ...firewalls.map((firewall) => COLUMNS.map(({ of }) => of(firewall)))];
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** What spreadsheets take for the beginning of a formula, in full width too; behind blanks some take it as well. */
const FORMULA = /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

function cell(text: string): string {
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return /[",;\r\n]|^\s|\s$/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
