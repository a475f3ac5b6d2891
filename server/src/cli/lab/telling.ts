/** What the lab says of its sessions as they go: for people, or a line of JSON for each thing that happens. */

import type { LabEnded, LabEvent, LabMore, LabOpened } from '../../answers/types.ts';
import { sourceOf, textOf } from '../../asa/citing.ts';
import type { Configuration } from '../../asa/model.ts';
import type { Platform } from '../../facts/versions.ts';
import type { EngineEvent, Outcome } from '../../masking/events.ts';
import { type Connection, syslogOf } from '../../masking/syslog.ts';
import { printEndpoint } from '../../policy/verdict.ts';
import { reasonOf } from '../exit.ts';
import type { Style } from '../terminal.ts';
import { printable, prose } from '../width.ts';
import type { Endpoint } from './endpoint.ts';
import type { End } from './proxy.ts';

/** How many things are told of one session: a hostile one could fill the screen, or a disk. */
export const MOST_TOLD = 1000;

export type Happening =
  | { readonly kind: 'opened'; readonly client: Endpoint }
  | { readonly kind: 'event'; readonly event: EngineEvent; readonly connection: Connection }
  | { readonly kind: 'more' }
  | { readonly kind: 'ended'; readonly end: End; readonly changed: number };

export interface Teller {
  readonly configuration: Configuration;
  readonly platform: Platform;
  readonly style: Style;
}

/** Rows of a terminal. @param session its number, from 1 on */
export function inRows(session: number, happening: Happening, teller: Teller): string[] {
  const { colors } = teller.style;
  const head = colors.dim(`#${session}`);
  switch (happening.kind) {
    case 'opened':
      return [`${head}  connection from ${printEndpoint(happening.client)}`];
    case 'event':
      return eventRows(head, happening, teller);
    case 'more':
      return [`${head}  more happens in this session: not told from here on`];
    case 'ended':
      return prose(
        `${endInWords(happening.end)}; ${happening.changed === 0 ? 'nothing was done to it' : `${happening.changed === 1 ? 'once' : `${happening.changed} times`} something was done to it`}`,
        teller.style.prose - 6,
      ).map((row, index) => (index === 0 ? `${head}  ${row}` : `    ${row}`));
  }
}

function eventRows(head: string, { event, connection }: Extract<Happening, { kind: 'event' }>, teller: Teller): string[] {
  const { style } = teller;
  const { colors } = style;
  const paint: Readonly<Record<Outcome, (text: string) => string>> = {
    passed: colors.cyan,
    changed: colors.yellow,
    dropped: colors.red,
    closed: colors.red,
    reset: colors.red,
  };
  const [says, hears] = event.direction === 'request' ? ['client says  ', 'server hears '] : ['server says  ', 'client hears '];
  const changed = event.after !== undefined && event.after !== event.before;
  const lines = [
    `${colors.dim(says)}${cut(event.before, style)}`,
    ...(changed ? [`${colors.dim(hears)}${cut(event.after, style)}`] : []),
    ...prose(`by ${causeOf(event, teller)}`, style.prose - INDENT.length).map((row) => colors.dim(row)),
    ...(event.otherwise === undefined
      ? []
      : prose(`Not sure: ${event.otherwise}.`, style.prose - INDENT.length).map((row) => colors.magenta(row))),
    ...syslogOf(event, connection, teller.platform).map((line) => colors.cyan(printable(line))),
  ];
  const [first = '', ...more] = prose(event.reason, style.prose - INDENT.length);
  return [`${head}  ${paint[event.outcome](event.outcome.padEnd(8))}${first}`, ...[...more, ...lines].map((row) => INDENT + row)];
}

const INDENT = ' '.repeat(12);

function cut(text: string, { width }: Style): string {
  const room = width - INDENT.length - 13;
  const shown = printable(text.slice(0, room));
  return text.length > room ? `${shown.slice(0, -1)}…` : shown;
}

/** `"inspect esmtp", line 31`, or the fact about the version. */
function causeOf({ cause }: EngineEvent, { configuration }: Teller): string {
  const { statement } = cause;
  return statement === undefined
    ? sourceOf(configuration.lines, cause)
    : `"${textOf(configuration.lines, statement)}", line ${configuration.lines.lineOf(statement) + 1}`;
}

/** How a session ended, without a full stop. */
export function endInWords(end: End): string {
  if (typeof end !== 'string')
    return `ended: the ${end.side}${end.side === 'server' && end.error.syscall === 'connect' ? ' cannot be reached' : '’s connection broke'} (${reasonOf(end.error)})`;
  const words = {
    'by the client': 'ended by the client',
    'by the server': 'ended by the server',
    'dropped by the inspection': 'the firewall dropped the connection',
    'reset by the inspection': 'the firewall reset the connection',
    idle: 'ended: nobody said anything for too long',
    stopped: 'ended: the lab was stopped',
  };
  return words[end];
}

/** One line of JSON. */
export function inJson(session: number, happening: Happening, teller: Teller): string {
  const line: LabOpened | LabEvent | LabMore | LabEnded = { version: 1, session, ...bodyOf(happening, teller) };
  return `${JSON.stringify(line)}\n`;
}

/** What a line tells, but for whose it is. */
type Told<Line> = Omit<Line, 'version' | 'session'>;

function bodyOf(
  happening: Happening,
  { configuration, platform }: Teller,
): Told<LabOpened> | Told<LabEvent> | Told<LabMore> | Told<LabEnded> {
  switch (happening.kind) {
    case 'opened':
      return { happened: 'opened', client: printEndpoint(happening.client) };
    case 'more':
      return { happened: 'more' };
    case 'ended':
      return { happened: 'ended', how: typeof happening.end === 'string' ? happening.end : 'broken', words: endInWords(happening.end) };
    case 'event': {
      const { kind, direction, line, before, after, outcome, reason, cause, otherwise } = happening.event;
      const { statement } = cause;
      return {
        happened: kind,
        direction,
        outcome,
        line: line + 1,
        before,
        after: after ?? null,
        reason,
        configLine: statement === undefined ? null : configuration.lines.lineOf(statement) + 1,
        configText: statement === undefined ? null : textOf(configuration.lines, statement),
        source: sourceOf(configuration.lines, cause),
        otherwise: otherwise ?? null,
        syslog: syslogOf(happening.event, happening.connection, platform),
      };
    }
  }
}
