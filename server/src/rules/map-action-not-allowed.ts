/**
 * The device rejects the line.
 *
 * ## What the mail administrator sees
 * A limit or an exception that was agreed on has no effect.
 *
 * ## What the firewall administrator sees
 * An error such as `ERROR: % Invalid input detected` when the line is entered; the running configuration lacks it.
 *
 * ## What causes it
 * `mask` can follow `match ehlo-reply-parameter` and `match cmd verb` only, `rate-limit` can follow `match cmd verb` only. There is no
 * `class-map type inspect esmtp` either: inspection class maps are for DNS, FTP, H.323, HTTP, IM and SIP.
 *
 * Under `parameters` stand `allow-tls`, `mail-relay`, `mask-banner` and `special-character`, and nothing else that the guides know. In a
 * whole running configuration nothing is said of another one: there the device has taken it.
 *
 * ```asa bad
 * policy-map type inspect esmtp GENTLE
 *  match header line length gt 998
 *   mask log
 * ```
 *
 * ```asa good
 * policy-map type inspect esmtp GENTLE
 *  match header line length gt 998
 *   log
 *  match ehlo-reply-parameter others
 *   mask
 * ```
 *
 * ## Remedy
 * Choose an action that the match takes: `log` keeps the mail, `drop-connection` and `reset` lose it. On the device:
 *
 * ```asa
 * policy-map type inspect esmtp GENTLE
 *  match header line length gt 998
 *   log
 * ```
 *
 * The way back is `no match header line length gt {{limit header line length}}` in the same map.
 *
 * ## How to verify
 * `show running-config policy-map type inspect esmtp GENTLE`, then `show service-policy inspect esmtp` after a new session.
 *
 * ## Sources
 * - CG9 (documented): the matches of the map, and `mask` for ehlo-reply-parameter and cmd verb only. It adds that not all actions are
 *   available for each match: what it does not say is left alone here.
 * - CG9, CG93 (documented): the parameters. What later releases may have added is not told there, so a finding of it is `likely`.
 * - ASDM guide (documented): the protocols of inspection class maps.
 */

import type { Configuration, InspectMap, InspectMatch, InspectParameter, Statement } from '../asa/model.ts';
import { spanOf, spanOfWords } from '../asa/spans.ts';
import { cite } from '../facts/fact.ts';
import { ACTION_TAKERS, MAP_PARAMETERS } from '../facts/map-actions.ts';
import { sure } from '../text/at.ts';
import { listed } from '../text/listed.ts';
import { those } from '../text/sequence.ts';
import type { ConfigurationRule, Report } from './rule.ts';

export const rule: ConfigurationRule = {
  name: 'map-action-not-allowed',
  language: 'cisco-asa',
  severity: 'error',
  summary: 'An ESMTP inspection map holds a `match` or a parameter that does not exist, or an action that its match does not take.',
  advice: 'Take it out, or ask what it was meant to do',
  *check(context, configuration) {
    for (const map of context.inspectMaps.values()) {
      if (map.protocol !== 'esmtp') continue;
      for (const match of map.matches) yield* ofMatch(match);
      if (!context.whole) for (const parameter of map.parameters) yield* ofParameter(map, parameter);
    }
    // No model holds what does not exist; the lines of all contexts are looked at once.
    if (context === configuration.contexts[0]) yield* classMaps(configuration);
  },
};

function* ofMatch({ statement, words, kind, action }: InspectMatch): Iterable<Report> {
  if (kind === '') {
    yield {
      range: words.length > 0 ? spanOfWords(statement, words) : spanOf(statement),
      message:
        'An ESMTP inspection map has no match of this kind: the device rejects the line, and the mail it was meant for is treated as without it.',
      confidence: 'likely',
    };
    return;
  }
  const takers = action && ACTION_TAKERS.value[action.kind];
  if (takers === undefined || takers.includes(kind)) return;
  yield {
    range: spanOf(sure(action).statement),
    message: `\`match ${kind}\` does not take \`${sure(action).kind}\`, only ${takers.map((taker) => `\`match ${taker}\``).join(' and ')} ${takers.length === 1 ? 'does' : 'do'}: the device rejects the line, and the match does nothing.`,
    advice: 'Write `log`, which keeps the mail, or ask what was meant',
    related: [{ range: spanOf(statement), message: 'The match' }],
  };
}

/** Only in the maps of 7.2 and later, and only of what is a word and no placeholder of a template. */
function* ofParameter({ definitions }: InspectMap, { statement, kind }: InspectParameter): Iterable<Report> {
  if (MAP_PARAMETERS.value.includes(kind) || !/^[a-z][a-z0-9-]*$/.test(kind)) return;
  if (definitions.some(({ statement: { command } }) => command !== 'policy-map')) return;
  const known = listed(
    MAP_PARAMETERS.value.map((name) => `\`${name}\``),
    'and',
  );
  yield {
    range: spanOf(statement),
    severity: 'warning',
    message: `No parameter of an ESMTP map has this name: the guides know ${known} (${cite(MAP_PARAMETERS)}). The device rejects the line, and it does nothing.`,
    confidence: 'likely',
    advice: 'Take it out, or ask what it was meant to do: limits are told by `match` lines',
  };
}

const definitions = those('definitions of class maps', ({ command, form }: Statement) => command === 'class-map' && form === 'set');

function* classMaps({ lines, statements }: Configuration): Iterable<Report> {
  for (const statement of definitions(lines, statements)) {
    const [type, inspect, protocol] = statement.words.slice(statement.head + 1).map(({ text }) => text.toLowerCase());
    if (type !== 'type' || inspect !== 'inspect' || protocol !== 'esmtp') continue;
    yield {
      range: spanOf(statement),
      message: 'There are no inspection class maps for ESMTP: the device rejects the line.',
      advice: 'Write the matches in a `policy-map type inspect esmtp`',
    };
  }
}
