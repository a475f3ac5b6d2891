/** Findings for a person at a terminal: what is wrong, the lines that cause it, what can be done. */

import { among, type CheckedFile, countsOf, type NamedRemedy } from '../../answers/check.ts';
import type { Elsewhere } from '../../features/related.ts';
import { NOT_PROVEN } from '../../remedies/effort.ts';
import type { Finding, Severity } from '../../rules/finding.ts';
import { inFull, placeKey, SEVERITIES } from '../../rules/finding.ts';
import { itemAt } from '../../text/at.ts';
import { grouped } from '../../text/grouped.ts';
import { comparePositions } from '../../text/lines.ts';
import { listed } from '../../text/listed.ts';
import { firstTime } from '../../text/once.ts';
import { frame, type Mark } from '../frame.ts';
import { type Format, plural, type Report, STDIN, unjudgedIn, unreadIn } from '../report.ts';
import type { Colors, Style } from '../terminal.ts';
import { printable, prose } from '../width.ts';

/** Related places shown with a finding; more would push the next finding off the screen. */
const MOST_RELATED = 8;
/** Of those that say the same. */
const MOST_ALIKE = 2;
/** Remedies listed with a finding; the editor and `--format json` have all. */
export const MOST_REMEDIES = 4;
/** Files named that tell nothing for the same reason. */
const MOST_SILENT = 3;

export const pretty: Format = (report, style) => {
  const blocks = report.files.flatMap((file) => blocksOf(file, style));
  return `${[...blocks, summary(report, style)].join('\n')}`;
};

/** Findings alone, each with an empty line behind it: nothing is at its end yet. */
export function prettyFindings(file: CheckedFile, style: Style): string {
  return blocksOf(file, style)
    .map((text) => `${text}\n`)
    .join('');
}

/** Of several findings on the same words the first, which is the worst, tells what the others would repeat. */
function blocksOf(file: CheckedFile, style: Style): string[] {
  return grouped(worstFirst(file.findings), ({ range }) => JSON.stringify(range)).flatMap((same) => {
    const isNew = firstTime<string>();
    return same.map((finding, index) => {
      const related = finding.related.filter((place) => isNew(placeKey(place)));
      const others = (file.elsewhere?.(finding) ?? []).filter((place) => isNew(placeKey(place)));
      const isShown = index > 0 && related.length === 0;
      return [
        ...head(file, finding, style),
        ...(isShown ? [] : lines(file, { ...finding, related }, style)),
        ...others.flatMap((place) => inOtherFile(place, style)),
        ...remedies(file.remedies(finding, MOST_REMEDIES), isNew, style),
        '',
      ].join('\n');
    });
  });
}

/** In document order; of those on one place the worst first. */
function worstFirst(findings: readonly Finding[]): Finding[] {
  const rank = ({ severity }: Finding) => SEVERITIES.indexOf(severity);
  return [...findings].sort((a, b) => comparePositions(a.range.start, b.range.start) || rank(a) - rank(b));
}

function head(file: CheckedFile, finding: Finding, style: Style): string[] {
  const { colors } = style;
  const { line, character } = finding.range.start;
  const sure = finding.confidence === 'certain' ? '' : `, ${finding.confidence}`;
  const severity = painter(finding.severity, colors)(finding.severity);
  return [
    `${colors.bold(`${printable(file.path)}:${line + 1}:${character + 1}`)} ${severity}${sure} ${colors.dim(`[${finding.rule}]`)}`,
    ...prose(inFull(finding), style.prose - 2).map((row) => `  ${row}`),
  ];
}

function inOtherFile({ uri, range, message }: Elsewhere, style: Style): string[] {
  return hanging(`  ${style.colors.cyan('see:')} `, 7, `${printable(uri)}:${range.start.line + 1}: ${message}`, style);
}

function lines(file: CheckedFile, finding: Finding, style: Style): string[] {
  const alike = grouped(finding.related, ({ message }) => message).flatMap((group) => group.slice(0, MOST_ALIKE));
  const shown = alike.slice(0, MOST_RELATED);
  const marks: Mark[] = [
    { range: finding.range, label: '', primary: true },
    ...shown.map(({ range, message }) => ({ range, label: message, primary: false })),
  ];
  const rows = frame(file.textOf, marks, { ...style, width: style.width - 2 }, painter(finding.severity, style.colors)).map(
    (row) => `  ${row}`,
  );
  const hidden = finding.related.length - shown.length;
  if (hidden > 0) rows.push(style.colors.dim(`  and ${plural(hidden, 'more related place')}`));
  return rows;
}

/** @param isNew tells whether what has this id was not told above, of another finding on the same words */
function remedies(named: readonly NamedRemedy[], isNew: (id: string) => boolean, style: Style): string[] {
  const shown = named.slice(0, MOST_REMEDIES).filter(({ id }) => isNew(id));
  // What must be minded with each of them is said once, behind the last.
  const common =
    shown.length < 2
      ? []
      : (itemAt(shown, 0).cautions ?? []).filter((caution) => shown.every(({ cautions }) => cautions?.includes(caution)));
  const rows = shown.flatMap((remedy) => {
    const own = (remedy.cautions ?? []).filter((caution) => !common.includes(caution));
    const remark = [...own, ...(remedy.proven ? [] : [NOT_PROVEN]), ...(remedy.safety === 'safe' ? ['--fix does it'] : [])].join('; ');
    return hanging(`  ${style.colors.green('remedy:')} `, 10, remark === '' ? remedy.title : `${remedy.title} (${remark})`, style);
  });
  const hidden = named.length - MOST_REMEDIES;
  if (hidden > 0) rows.push(style.colors.dim(`          and ${hidden} more: see them in the editor, or with --format json`));
  for (const caution of common) rows.push(...hanging('  with each: ', 13, caution, style));
  return rows;
}

/** Wrapped text behind a label, all rows starting below the first. */
function hanging(label: string, indent: number, text: string, style: Style): string[] {
  return prose(text, style.prose - indent).map((row, index) => (index === 0 ? label : ' '.repeat(indent)) + row);
}

function summary({ files, known, fixed }: Report, style: Style): string {
  // That nothing was checked is said elsewhere.
  if (files.length === 0) return '';
  const { colors } = style;
  const counts = countsOf(files);
  const parts = SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) =>
    painter(severity, colors)(plural(counts[severity], severity, severity === 'information' ? severity : undefined)),
  );
  const found = parts.length === 0 ? colors.green('Nothing found') : parts.join(', ');
  const { empty } = among(files);
  // That nothing was found in them would be taken for good news.
  const silent = files.filter((file) => unjudgedIn(file) !== undefined);
  const judged = files.length - empty - silent.length;
  const rows = judged > 0 ? [`${found} in ${plural(judged, 'file')}.`] : [];
  if (empty > 0) rows.push(`Nothing to check in ${plural(empty, 'empty file')}.`);
  rows.push(...silentRows(silent, style));
  for (const file of files) {
    const unread = unreadIn(file);
    if (unread !== undefined) rows.push(...prose(`${printable(file.path)}: ${unread}.`, style.prose));
  }
  if (known > 0) rows.push(`${plural(known, 'finding')} of the baseline not shown.`);
  if (fixed !== undefined && fixed.places > 0) rows.push(`${plural(fixed.places, 'place')} mended in ${plural(fixed.files, 'file')}.`);
  const [worst] = files.flatMap(({ findings }) => worstFirst(findings));
  if (worst !== undefined) rows.push(colors.dim(`"esmtp-lens rules ${worst.rule}" explains a finding.`));
  for (const { path, findings, remedies } of files) {
    const mendable = path === STDIN ? undefined : findings.find((finding) => optionsFor(remedies(finding, MOST_REMEDIES)) !== undefined);
    if (mendable === undefined) continue;
    const how = `"esmtp-lens remedy ${path}" with ${optionsFor(remedies(mendable, MOST_REMEDIES))} makes the fix.`;
    rows.push(...prose(how, style.prose).map((row) => colors.dim(row)));
    break;
  }
  return `${rows.join('\n')}\n`;
}

/** A sentence for those that tell nothing for the same reason: a folder may be full of them. */
function silentRows(files: readonly CheckedFile[], style: Style): string[] {
  return grouped(files, (file) => unjudgedIn(file) ?? '').flatMap((alike) => {
    const names = alike.slice(0, MOST_SILENT).map(({ path }) => printable(path));
    const all = alike.length > MOST_SILENT ? [...names, `${alike.length - MOST_SILENT} more`] : names;
    return prose(`${listed(all, 'and')}: ${unjudgedIn(alike[0])}.`, style.prose);
  });
}

/** With which options `esmtp-lens remedy` makes one of these; undefined where it makes none. A PIX up to 6.x can only turn the inspection off. */
function optionsFor(remedies: readonly NamedRemedy[]): string | undefined {
  const ids = new Set(remedies.map(({ id }) => itemAt(id.split(':'), 0)));
  if (ids.has('exempt-hosts') || ids.has('allow-tls-map')) return '--exempt HOST, --disable or --allow-tls';
  return ids.has('no-inspect-esmtp') || ids.has('no-fixup') ? '--disable' : undefined;
}

export function painter(severity: Severity, colors: Colors): (text: string) => string {
  const paint = { error: colors.red, warning: colors.yellow, information: colors.cyan, hint: colors.magenta }[severity];
  return (text) => colors.bold(paint(text));
}
