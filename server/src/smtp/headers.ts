/** Mail data to header fields and body. */
import { itemAt } from '../text/at.ts';
import type { HeaderField, Message, Utterance } from './model.ts';

const FIELD = /^([!-9;-~]{1,200}):/;

/** Parts mail data into header fields and body (RFC 5322 2.2). */
export function withHeaders<M extends Pick<Message, 'body'>>(message: M): M & Pick<Message, 'headers'> {
  const headers: { name: string; lines: [Utterance, ...Utterance[]]; value: string }[] = [];
  let before = 0;
  for (const line of message.body) {
    const field = FIELD.exec(line.text);
    const last = headers[headers.length - 1];
    if (/^[ \t]/.test(line.text) && last !== undefined) {
      last.lines.push(line);
      last.value += line.text;
    } else if (field !== null) {
      headers.push({ name: itemAt(field, 1), lines: [line], value: line.text.slice(field[0].length).trimStart() });
    } else break;
    before++;
  }
  const blank = headers.length > 0 && message.body[before]?.text === '' ? 1 : 0;
  return { ...message, headers: headers satisfies HeaderField[], body: message.body.slice(before + blank) };
}
