/**
 * A session through the engine, written down: `C ` and `S ` say who sends a line. `«a*998»` is 998 times `a`, `«1..101»` makes a line for
 * each number, `␊` at the end is a bare line feed, `⊣` that the line has no end, and `C. ` sends its octets one by one, as keys in a terminal.
 * Line ends are CR LF.
 */
import { readConfiguration } from '../../server/src/asa/read.ts';
import type { EngineEvent } from '../../server/src/masking/events.ts';
import { type Inspection, inspectionOf, type Readings } from '../../server/src/masking/inspection.ts';
import { latin1, type Output } from '../../server/src/masking/output.ts';
import { InspectedSession } from '../../server/src/masking/session.ts';
import { syslogOf, UNTOLD } from '../../server/src/masking/syslog.ts';
import { explainFlow, parseFlow } from '../../server/src/policy/verdict.ts';
import { Lines } from '../../server/src/text/lines.ts';

export interface Said {
  readonly by: 'C' | 'S';
  readonly octets: Uint8Array;
  readonly keys: boolean;
}

/** The inspection of tcp/25 through a configuration. */
export function inspection(configuration: string, readings: Partial<Readings> = {}): Inspection {
  const context = readConfiguration(Lines.read(configuration)).contexts[0]!;
  const { settings } = explainFlow(context, parseFlow('tcp 203.0.113.9 -> 192.0.2.25:25'));
  if (settings === undefined) throw new Error('the configuration does not inspect mail');
  return inspectionOf(context, settings, readings);
}

/** A policy around what an ESMTP map holds; '' for the default map. */
export function policy(map = '', version = 'ASA Version 9.1(5)'): string {
  const lines = map.trim() === '' ? '' : `policy-map type inspect esmtp MAP\n${map}\n`;
  return `${version}\n${lines}class-map MAIL\n match port tcp eq smtp\npolicy-map P\n class MAIL\n  inspect esmtp${lines === '' ? '' : ' MAP'}\nservice-policy P global\n`;
}

export function octets(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Reads a written session. */
export function script(text: string): Said[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => {
      const [, by, keys, rest] = /^([CS])(\.?) ?(.*)$/s.exec(line)!;
      return expanded(rest!).map((each) => ({
        by: by as 'C' | 'S',
        octets: octets(ended(each)),
        keys: keys === '.',
      }));
    });
}

function ended(line: string): string {
  const [text, last] = [line.slice(0, -1), line.at(-1)];
  return last === '␊' ? `${text}\n` : last === '⊣' ? text : `${line}\r\n`;
}

function expanded(line: string): string[] {
  const text = line.replace(/«(.)\*(\d+)»/g, (_, character: string, times: string) => character.repeat(Number(times)));
  const range = /«(\d+)\.\.(\d+)»/.exec(text);
  if (range === null) return [text];
  const [first, last] = [Number(range[1]), Number(range[2])];
  return Array.from({ length: last - first + 1 }, (_, i) => text.replace(range[0], String(first + i)));
}

export interface Played {
  readonly toServer: string;
  readonly toClient: string;
  readonly events: readonly EngineEvent[];
  readonly closed: 'closed' | 'reset' | undefined;
}

/** Plays what was said, each line as one segment or cut by `cut`. */
export function play(
  engine: Inspection,
  said: readonly Said[],
  cut: (octets: Uint8Array) => readonly Uint8Array[] = (all) => [all],
): Played {
  const session = new InspectedSession(engine);
  let [toServer, toClient] = ['', ''];
  const events: EngineEvent[] = [];
  const take = (out: Output) => {
    events.push(...out.events);
    return out.octets.map((each) => latin1(each)).join('');
  };
  for (const { by, octets: all, keys } of said) {
    const segments = keys ? Array.from(all, (octet) => Uint8Array.of(octet)) : cut(all);
    for (const segment of segments) {
      if (by === 'C') toServer += take(session.fromClient(segment));
      else toClient += take(session.fromServer(segment));
    }
  }
  toServer += take(session.endOfClient());
  toClient += take(session.endOfServer());
  return { toServer, toClient, events, closed: session.closed };
}

/** The same for people: each line with what left, what was done and by which line of the configuration, and the syslog of the device. */
export function told(configuration: string, dialogue: string, readings: Partial<Readings> = {}): string {
  const engine = inspection(configuration, readings);
  const session = new InspectedSession(engine);
  const rows: string[] = [];
  const show = (out: Output) => {
    const left = out.octets.map((each) => latin1(each)).join('');
    if (left !== '') rows.push(`  -> ${short(JSON.stringify(left).slice(1, -1))}`);
    for (const event of out.events) {
      const { statement, fact } = event.cause;
      const cause =
        statement === undefined
          ? fact === undefined
            ? '?'
            : `${fact.mark}: ${fact.sources.join(', ')}`
          : `line ${Lines.read(configuration).lineOf(statement) + 1}`;
      rows.push(`     ${event.outcome}: ${event.reason} [${cause}]${event.otherwise === undefined ? '' : `; ${event.otherwise}`}`);
      rows.push(...syslogOf(event, UNTOLD, engine.platform).map((line) => `     ${line}`));
    }
  };
  for (const { by, octets: all, keys } of script(dialogue)) {
    if (session.closed !== undefined) break;
    rows.push(`${by} ${short(JSON.stringify(latin1(all)).slice(1, -1))}`);
    for (const segment of keys ? Array.from(all, (octet) => Uint8Array.of(octet)) : [all]) {
      // All within one moment: `rate-limit` counts it.
      show(by === 'C' ? session.fromClient(segment, 0) : session.fromServer(segment));
    }
  }
  show(session.endOfClient());
  return `${rows.join('\n')}\n${session.closed === undefined ? '' : `the connection is ${session.closed}\n`}`;
}

function short(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 60)}… (${text.length} characters)`;
}
