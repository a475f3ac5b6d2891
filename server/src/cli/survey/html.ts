/** A survey as one page by itself, for a screen and for paper: no script, no network, and every name is text. */

import type { Firewall, SurveyAnswer } from '../../answers/types.ts';
import { sure } from '../../text/at.ts';
import { printable } from '../width.ts';
import { COLUMNS, summaryOf } from './columns.ts';

const STYLE = `
:root { color-scheme: light dark; --line: #c9d3d8; --quiet: #5a6a72; --bad: #b3261e; --warn: #8a5300; --good: #1b6e3c; --head: #eef3f5; }
@media (prefers-color-scheme: dark) { :root { --line: #3a474e; --quiet: #9fb0b8; --bad: #ff8a80; --warn: #ffc66b; --good: #7ddba0; --head: #1d272c; } }
body { font: 14px/1.45 system-ui, sans-serif; margin: 2rem; }
h1 { font-size: 1.4rem; margin: 0 0 .3rem; }
p { max-width: 70ch; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .45rem .6rem; text-align: left; vertical-align: top; }
thead th { background: var(--head); position: sticky; top: 0; white-space: nowrap; }
tbody th { font-weight: 600; }
td, tbody th { overflow-wrap: anywhere; min-width: 4.5rem; }
small { color: var(--quiet); display: block; font-weight: 400; }
.first { min-width: 16rem; } .wide, .drops { min-width: 8.5rem; } .drops { font-size: .85em; color: var(--quiet); } .words { overflow-wrap: normal; }
.bad { color: var(--bad); font-weight: 600; } .warn { color: var(--warn); font-weight: 600; } .good { color: var(--good); }
@page { size: A4 landscape; margin: 12mm; }
@media print {
  :root { color-scheme: light; --line: #999; --quiet: #444; --bad: #900; --warn: #640; --good: #050; --head: #eee; }
  body { font-size: 9px; margin: 0; } .table { overflow: visible; } thead th { position: static; white-space: normal; } thead { display: table-header-group; }
  tr { break-inside: avoid; } td, tbody th { min-width: 0; padding: .25rem .3rem; } .first, .wide, .drops { min-width: 0; }
}`;

export function html({ firewalls, problems, summary }: SurveyAnswer): string {
  const of = new Map(COLUMNS.map((column) => [column.title, column.of]));
  const cell = (firewall: Firewall, title: string) => text(sure(of.get(title))(firewall));
  const small = (shown: string) => (shown === '' ? '' : `<small>${shown}</small>`);
  const row = (firewall: Firewall) =>
    [
      `<tr><th scope="row">${cell(firewall, 'Firewall')}${small(cell(firewall, 'File'))}</th>`,
      `<td>${cell(firewall, 'Version')}${small(cell(firewall, 'Mode'))}</td>`,
      `<td class="wide"><span class="${{ all: 'warn', some: 'warn', unknown: 'warn', none: 'good' }[firewall.mail]}">${firewall.mail}</span>${small(cell(firewall, 'By map'))}</td>`,
      `<td class="${firewall.tls === 'hidden' ? 'bad' : firewall.tls === 'unknown' ? 'warn' : ''}">${cell(firewall, 'STARTTLS')}</td>`,
      `<td class="${firewall.banner === 'masked' ? 'warn' : ''}">${cell(firewall, 'Greeting')}</td>`,
      `<td class="wide">${cell(firewall, 'Mail hosts')}${small(prefixed('exempt: ', cell(firewall, 'Exempt')))}</td>`,
      `<td class="drops">${cell(firewall, 'Drops mail with')}</td>`,
      `<td class="words">${cell(firewall, 'Findings')}</td>`,
      `<td class="first">${cell(firewall, 'Do first')}${small(cell(firewall, 'Which mail'))}</td></tr>`,
    ].join('');
  const heads = ['Firewall', 'Version', 'Mail inspected', 'STARTTLS', 'Greeting', 'Mail hosts', 'Drops mail with', 'Findings', 'Do first'];
  const unread = problems.map(({ path, message }) => `<li>${text(printable(path))}: ${text(printable(message))}</li>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>What the firewalls do to mail</title>
<style>${STYLE}
</style>
</head>
<body>
<h1>What the firewalls do to mail</h1>
<p>${text(summaryOf(summary))} The worst come first. <small>“Mail inspected” is tcp/25; STARTTLS and greeting are told at their worst.</small></p>
<div class="table"><table>
<thead><tr>${heads.map((title) => `<th scope="col">${title}</th>`).join('')}</tr></thead>
<tbody>
${firewalls.map(row).join('\n')}
</tbody>
</table></div>
${unread.length === 0 ? '' : `<h2>Not read</h2>\n<ul>\n${unread.join('\n')}\n</ul>\n`}</body>
</html>
`;
}

function prefixed(prefix: string, shown: string): string {
  return shown === '' ? '' : prefix + shown;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function text(plain: string): string {
  return plain.replace(/[&<>"']/g, (sign) => sure(ENTITIES[sign]));
}
