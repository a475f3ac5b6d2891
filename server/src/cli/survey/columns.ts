/** The columns of a survey, in words: what every format that is not for programs is made from. */

import type { Firewall } from '../../answers/types.ts';
import { lastOf, sure } from '../../text/at.ts';
import { listed } from '../../text/listed.ts';
import { plural } from '../report.ts';
import { printable } from '../width.ts';

export interface Column {
  readonly title: string;
  readonly of: (firewall: Firewall) => string;
}

/** Hosts that a cell names; a person asks `explain` for the rest. */
const MOST_HOSTS = 4;

export const deviceOf = ({ device, context, path }: Firewall) =>
  context === null ? (device ?? lastOf(path.split('/'))) : `${device === null || device === context ? '' : `${device}/`}${context}`;

export const placeOf = ({ path, line }: Firewall) => (line === 1 ? path : `${path}:${line}`);

export const modeOf = ({ mode, transparent }: Firewall) => `${mode}${transparent ? ', transparent' : ''}`;

/** The maps by which mail is inspected; a fixup has none. */
export const mapsOf = ({ inspections }: Firewall) =>
  [...new Set(inspections.map(({ map, inspection, certain }) => `${map ?? inspection}${certain ? '' : ' (perhaps)'}`))].join(', ');

export const hostsOf = (hosts: Firewall['hosts']) => {
  const shown = hosts.slice(0, MOST_HOSTS).map(({ address, name }) => (name === null ? address : `${name} (${address})`));
  return [...shown, ...(hosts.length > MOST_HOSTS ? [`${hosts.length - MOST_HOSTS} more`] : [])].join(', ');
};

export const exemptOf = ({ hosts }: Firewall) => hosts.filter(({ exempt }) => exempt);

export const findingsOf = ({ findings: { error, warning, information, hint } }: Firewall) =>
  [
    error > 0 ? plural(error, 'error') : '',
    warning > 0 ? plural(warning, 'warning') : '',
    information > 0 ? `${information} information` : '',
    hint > 0 ? plural(hint, 'hint') : '',
  ]
    .filter((part) => part !== '')
    .join(', ');

export const firstOf = ({ first }: Firewall) => (first === null ? '' : `${first.todo} (${first.rule}, line ${first.line})`);

/** Names come from files: no cell has more than one line, or what a terminal obeys. */
const printed = (title: string, of: Column['of']): Column => ({ title, of: (firewall) => printable(of(firewall)) });

export const COLUMNS: readonly Column[] = [
  printed('Firewall', deviceOf),
  printed('File', placeOf),
  printed('Version', ({ version }) => version ?? 'not told'),
  printed('Mode', modeOf),
  printed('Mail inspected', ({ mail }) => mail),
  printed('By map', mapsOf),
  printed('STARTTLS', ({ tls }) => tls ?? ''),
  printed('Greeting', ({ banner }) => banner ?? ''),
  printed('Mail hosts', ({ hosts }) => hostsOf(hosts)),
  printed('Exempt', (firewall) => hostsOf(exemptOf(firewall))),
  printed('Drops mail with', ({ drops }) => drops.join('; ')),
  printed('Findings', findingsOf),
  printed('Do first', firstOf),
  printed('Which mail', ({ says }) => says.join(' ')),
];

/** `12 firewalls: 7 inspect all mail, 1 some, 3 none; of 1 it cannot be told.` */
export function summaryOf({ firewalls, all, some, none, unknown }: { readonly [member: string]: number }): string {
  const parts = [
    [all, 'all mail'],
    [some, 'some mail'],
    [none, 'no mail'],
  ].filter(([count]) => count !== 0);
  const told = listed(
    parts.map(([count, what]) => `${count} ${count === 1 ? 'inspects' : 'inspect'} ${what}`),
    'and',
  );
  const open = unknown === 0 ? '' : `of ${unknown} it cannot be told`;
  const inWords = [told, open].filter((part) => part !== '').join('; ');
  return `${plural(sure(firewalls), 'firewall')}${inWords === '' ? '' : `: ${inWords}`}.`;
}
