/** Two recordings of sessions with one server as two texts to be laid beside each other: what differs each time is the same in both. */
import type { Session } from '../smtp/model.ts';
import { withoutPassing } from './align.ts';
import { agreeingLines, isPassingField } from './differences.ts';
import { transcriptText } from './predict.ts';
import { type Recorded, recordingOf } from './recording.ts';
import { lineOf, wireOf } from './wire.ts';

/**
 * Each session as this program reads one, a line for a line of the protocol. Of lines that say the same, times, addresses, ids and what the
 * clients call themselves are left out; a line that differs stays as it was recorded.
 */
export function sideBySide(inside: Session, outside: Session): { readonly inside: string; readonly outside: string } {
  const [one, other] = [recordingOf(inside), recordingOf(outside)];
  const same = agreeingLines(one, other).flatMap(([a, b]) => {
    const text = common(a, b, [one.client, other.client]);
    return text === undefined ? [] : [{ a, b, text }];
  });
  return {
    inside: textOf(inside, new Map(same.map(({ a, text }) => [a.line, text]))),
    outside: textOf(outside, new Map(same.map(({ b, text }) => [b.line, text]))),
  };
}

/** What both lines say; undefined where more than what passes differs. */
function common({ text }: Recorded, { text: other }: Recorded, clients: readonly (string | undefined)[]): string | undefined {
  if (text === other) return text;
  if (isPassingField(text, other)) return `${text.slice(0, text.indexOf(':'))}: {another each time}`;
  const [a, b] = [text, other].map((each, index) => withoutPassing(withoutClient(each, clients[index])));
  return a === b ? a : undefined;
}

function withoutClient(text: string, client: string | undefined): string {
  const at = client === undefined || client === '' ? -1 : text.toLowerCase().indexOf(client);
  return at < 0 || client === undefined ? text : `${text.slice(0, at)}{client}${text.slice(at + client.length)}`;
}

/** @param texts in place of what was recorded, by the line of the file */
function textOf(session: Session, texts: ReadonlyMap<number, string>): string {
  const lines = wireOf(session).flatMap((said) => {
    const line = lineOf(said);
    return line === undefined ? [] : [{ said, left: texts.get(line) ?? said.text, predicted: undefined, events: [] }];
  });
  return `${transcriptText({ lines })}\n`;
}
