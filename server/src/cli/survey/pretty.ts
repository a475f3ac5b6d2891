/** A survey at a terminal: one line a firewall, and below it the file and what to do first. */

import stringWidth from 'string-width';
import type { Firewall, SurveyAnswer } from '../../answers/types.ts';
import { itemAt } from '../../text/at.ts';
import type { Colors, Style } from '../terminal.ts';
import { printable, prose } from '../width.ts';
import { deviceOf, exemptOf, findingsOf, firstOf, mapsOf, placeOf, summaryOf } from './columns.ts';

/** A cell, and what paints it. */
type Cell = readonly [text: string, paint?: ((text: string) => string) | undefined];

/** No column takes more of a line, but the last. */
const WIDEST = 28;

export function pretty({ firewalls, problems, summary }: SurveyAnswer, style: Style): string {
  const { colors } = style;
  const heads = ['FIREWALL', 'VERSION', 'MAIL', 'BY MAP', 'STARTTLS', 'GREETING', 'EXEMPT', 'FINDINGS'];
  const rows = firewalls.map((firewall) => cellsOf(firewall, colors));
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => stringWidth(cut(itemAt(row, at)[0])))));
  const line = (cells: readonly Cell[]) =>
    cells
      .map(
        ([text, paint = (plain: string) => plain], at) => `${paint(cut(text))}${' '.repeat(itemAt(widths, at) - stringWidth(cut(text)))}`,
      )
      .join('  ')
      .trimEnd();
  const out = [line(heads.map((head): Cell => [head, colors.dim]))];
  for (const [index, firewall] of firewalls.entries()) {
    out.push(line(itemAt(rows, index)));
    const below = [firstOf(firewall), firewall.mail === 'unknown' ? firewall.says.join(' ') : ''].filter((text) => text !== '').join('. ');
    out.push(...prose(`${placeOf(firewall)}${below === '' ? '' : ': '}${below}`, style.prose - 4).map((row) => `    ${row}`));
  }
  for (const { path, message } of problems) out.push(`${colors.red('not read:')} ${printable(path)}: ${printable(message)}`);
  return `${[...out, '', colors.bold(summaryOf(summary))].join('\n')}\n`;
}

function cellsOf(firewall: Firewall, { yellow, green, red, bold }: Colors): readonly Cell[] {
  const { mail, tls, banner, hosts, version } = firewall;
  const cells: readonly Cell[] = [
    [deviceOf(firewall), bold],
    [version ?? '-'],
    [mail, mail === 'none' ? green : yellow],
    [mapsOf(firewall) || '-'],
    [tls ?? '-', tls === 'hidden' ? red : undefined],
    [banner ?? '-', banner === 'masked' ? yellow : undefined],
    [hosts.length === 0 ? '-' : `${exemptOf(firewall).length} of ${hosts.length}`],
    [findingsOf(firewall) || 'none'],
  ];
  return cells.map(([text, paint]): Cell => [printable(text), paint]);
}

function cut(text: string): string {
  return text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text;
}
