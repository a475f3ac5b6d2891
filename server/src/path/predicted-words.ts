/** What a firewall does to a recorded session, in a few words: for a person who looks at many. */

import { type EngineEvent, isOverwriting } from '../masking/events.ts';
import { firstWord } from '../text/first-word.ts';
import type { PredictedLine, PredictedSession } from './predict.ts';
import { lineOf } from './wire.ts';

/** `greeting masked, STARTTLS masked, the connection is dropped at line 214`; no capital, no full stop. */
export function predictedInWords(predicted: PredictedSession): string {
  const events = predicted.lines.flatMap((line) => line.events);
  const of = (kind: EngineEvent['kind']) => events.filter((event) => event.kind === kind);
  const hidden = of('keyword-masked').map(({ before }) => /^\d{3}[ -]([^ =]*)/.exec(before)?.[1] ?? before);
  const overwritten = [...new Set(events.filter(isOverwriting).map(({ before }) => firstWord(before)))];
  const lost = events.filter(({ outcome }) => outcome === 'dropped').length;
  const at = closedAt(predicted);
  const parts = [
    ...(of('greeting-masked').length > 0 ? ['greeting masked'] : []),
    ...(hidden.length > 0 ? [`${hidden.join(', ')} masked`] : []),
    ...(overwritten.length > 0 ? [`${overwritten.join(', ')} overwritten`] : []),
    ...(of('address-changed').length > 0 ? ['an address changed'] : []),
    ...(lost > 0 ? [`${lost} ${lost === 1 ? 'line' : 'lines'} dropped`] : []),
    ...(at === undefined ? [] : [`the connection is ${predicted.ended === 'reset' ? 'reset' : 'dropped'} at line ${at + 1}`]),
  ];
  return parts.length === 0 ? 'the session passes unchanged' : parts.join(', ');
}

/** What stands in the place of a recorded answer that cannot stand, and why; undefined where the recorded one does. */
export function predictedReply({ predicted, left, said }: PredictedLine): string | undefined {
  if (predicted === undefined || left === said.text) return undefined;
  return `predicted: the server answers what the firewall left of the command, ${predicted}`;
}

/** The line of the file with which the firewall ends the connection, from 0 on; undefined where it does not. */
export function closedAt({ lines, ended }: PredictedSession): number | undefined {
  const last = lines.at(-1);
  return ended === undefined ? undefined : ((last && lineOf(last.said)) ?? 0);
}
