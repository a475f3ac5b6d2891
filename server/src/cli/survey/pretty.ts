/** A survey at a terminal: one line a firewall, and below it the file and what to do first. */

import type { Firewall, SurveyAnswer } from '../../answers/types.ts';
import { itemAt } from '../../text/at.ts';
import type { Colors, Style } from '../terminal.ts';
import { cutTo, printable, prose, widthOf } from '../width.ts';
import { deviceOf, exemptOf, findingsOf, firstOf, mapsOf, placeOf, summaryOf } from './columns.ts';

/** A cell, and what paints it. */
type Cell = readonly [text: string, paint?: ((text: string) => string) | undefined];

/** Names take no more of a line. */
const WIDEST = 28;
const NARROWEST = 8;
const GAP = '  ';
const HEADS = ['FIREWALL', 'VERSION', 'MAIL', 'BY MAP', 'STARTTLS', 'GREETING', 'EXEMPT', 'FINDINGS'] as const;
/** The columns of names: these are cut where a line is too short. */
const NAMES: readonly string[] = ['FIREWALL', 'BY MAP'];

export function pretty({ firewalls, problems, summary }: SurveyAnswer, style: Style): string {
  const { colors } = style;
  const table = [HEADS.map((head): Cell => [head, colors.dim]), ...firewalls.map((firewall) => cellsOf(firewall, colors))];
  const whole = laidOut(table, style);
  // What is found stands below where there is no room for it beside the rest.
  const beside = whole.every(({ width }) => width <= style.width);
  const [head, ...rows] = (
    beside
      ? whole
      : laidOut(
          table.map((cells) => cells.slice(0, -1)),
          style,
        )
  ).map(({ text }) => text);
  const out = [head ?? ''];
  for (const [index, firewall] of firewalls.entries()) {
    out.push(itemAt(rows, index));
    const found = beside ? '' : findingsOf(firewall);
    const place = [placeOf(firewall), found].filter((text) => text !== '').join(', ');
    const below = [firstOf(firewall), firewall.mail === 'unknown' ? firewall.says.join(' ') : ''].filter((text) => text !== '').join('. ');
    out.push(...prose(`${place}${below === '' ? '' : ': '}${below}`, style.prose - 4).map((row) => `    ${row}`));
  }
  for (const { path, message } of problems) out.push(`${colors.red('not read:')} ${printable(path)}: ${printable(message)}`);
  return `${[...out, '', ...prose(summaryOf(summary), style.prose).map((row) => colors.bold(row))].join('\n')}\n`;
}

/** Rows in columns as wide as their widest cell. @param table the first row has the heads */
function laidOut(table: readonly (readonly Cell[])[], style: Style): { readonly text: string; readonly width: number }[] {
  const heads = itemAt(table, 0).map(([head]) => head);
  const widest = heads.map((_, at) => Math.max(...table.map((cells) => widthOf(itemAt(cells, at)[0]))));
  const others = widest.filter((_, at) => !NAMES.includes(itemAt(heads, at))).reduce((sum, width) => sum + width, 0);
  const room = Math.floor((style.width - others - (heads.length - 1) * GAP.length) / NAMES.length);
  const most = Math.min(WIDEST, Math.max(NARROWEST, room));
  const widths = widest.map((width, at) => (NAMES.includes(itemAt(heads, at)) ? Math.min(width, most) : width));
  return table.map((cells) => {
    const cut = cells.map(([text], at) => cutTo(text, itemAt(widths, at)));
    const painted = cells.map(([, paint = (plain: string) => plain], at) => {
      const text = itemAt(cut, at);
      return `${paint(text)}${' '.repeat(Math.max(0, itemAt(widths, at) - widthOf(text)))}`;
    });
    const width = cut.reduce((sum, text, at) => sum + (at < cut.length - 1 ? itemAt(widths, at) + GAP.length : widthOf(text)), 0);
    return { text: painted.join(GAP).trimEnd(), width };
  });
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
