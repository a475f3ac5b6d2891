/** Counters of `show service-policy`, with an author's remarks between and behind them (TAC 117801) passed over. */
import { itemAt } from '../../text/at.ts';
import type { Lines } from '../../text/lines.ts';
import type { ShownCounter, ShownInspection } from '../model.ts';
import { ESMTP_MATCHES } from './esmtp-matches.ts';

const INSPECT = /^\s*Inspect: (\S+?)(?: ([^\s,]+))?, packets? (\d+)/i;
const ACTION = /^\s*((drop-connection|drop|reset|mask|log|rate-limit)\b(?: (?:send-protocol-error|log|\d+))*), packets? (\d+)/i;
const PARAMETER = /^\s*((mask-banner|allow-tls|mail-relay|special-character)\b[^,]*), count (\d+)/i;
const MATCH = /^\s*match (not )?(.*)$/i;

type OpenInspection = { -readonly [K in keyof ShownInspection]: ShownInspection[K] } & { counters: ShownCounter[] };
type OpenMatch = Pick<ShownCounter, 'kind' | 'negated' | 'limit' | 'matchLine'>;

/** Reads the given lines (those that belong to shown policies), in order. */
export function shownInspections(lines: Lines, numbers: readonly number[]): readonly ShownInspection[] {
  const found: ShownInspection[] = [];
  let place: string | undefined;
  let open: OpenInspection | undefined;
  let match: OpenMatch | undefined;
  for (const line of numbers) {
    const text = lines.text(line);
    const heading = /^\s*(?:Interface ([^\s:]+)|Global policy):/.exec(text);
    if (heading !== null) place = heading[1];
    if (heading !== null || /^\s*(?:Class-map|Inspect|Service-policy):/.test(text)) {
      open = inspection(text, line, place);
      match = undefined;
      if (open !== undefined) found.push(open);
      continue;
    }
    if (open === undefined) continue;
    const parameter = PARAMETER.exec(text);
    const action = ACTION.exec(text);
    if (parameter !== null) open.counters.push(parameterCounter(text, line, parameter));
    else if (action !== null && match !== undefined) {
      open.counters.push(actionCounter(text, line, action, match));
      match = undefined;
    } else match = matchOf(text, line) ?? match;
  }
  return found;
}

function inspection(text: string, line: number, place: string | undefined): OpenInspection | undefined {
  const head = INSPECT.exec(text);
  if (head === null || itemAt(head, 1).toLowerCase() !== 'esmtp') return undefined;
  const counter = (name: RegExp) => Number(name.exec(text)?.[1] ?? 0);
  return {
    line,
    map: head[2] ?? '',
    interface: place,
    packets: Number(head[3]),
    drops: counter(/, drop (\d+)/),
    resetDrops: counter(/reset-drop (\d+)/),
    counters: [],
  };
}

function matchOf(text: string, line: number): OpenMatch | undefined {
  const match = MATCH.exec(text);
  if (match === null) return undefined;
  const words = itemAt(match, 2).trim().toLowerCase().split(/\s+/);
  const known = ESMTP_MATCHES.find((each) => each.words.every((word, index) => word === words[index]));
  if (known === undefined) return undefined;
  const limit = words[known.words.length] === 'gt' ? Number(words[known.words.length + 1]) : Number.NaN;
  return { kind: known.kind, negated: match[1] !== undefined, limit: Number.isNaN(limit) ? undefined : limit, matchLine: line };
}

function actionCounter(text: string, line: number, action: RegExpExecArray, match: OpenMatch): ShownCounter {
  const start = text.indexOf(itemAt(action, 1));
  return {
    ...match,
    action: itemAt(action, 2).toLowerCase(),
    packets: Number(action[3]),
    line,
    start,
    end: start + action[0].trim().length,
  };
}

function parameterCounter(text: string, line: number, parameter: RegExpExecArray): ShownCounter {
  const start = text.indexOf(itemAt(parameter, 1));
  return {
    kind: itemAt(parameter, 2).toLowerCase(),
    negated: false,
    limit: undefined,
    action: 'count',
    packets: Number(parameter[3]),
    matchLine: line,
    line,
    start,
    end: start + parameter[0].trim().length,
  };
}
