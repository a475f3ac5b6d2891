/** The outline of a transcript: sessions, and in each its phases. */

import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import type { Command, Message, Reply, Session } from '../../smtp/model.ts';
import { placeOf } from '../../smtp/model.ts';
import { sure } from '../../text/at.ts';
import { comparePositions, type Position, type Range } from '../../text/lines.ts';
import type { TranscriptDocument } from '../document.ts';
import { rangeSaid } from './walk.ts';

export function documentSymbols({ transcript, lines }: TranscriptDocument): DocumentSymbol[] {
  return transcript.sessions.map((session, index) => {
    const range = { start: { line: session.first, character: 0 }, end: { line: session.last, character: lines.text(session.last).length } };
    const children = phases(session).filter((it) => inside(it.range, range));
    const name = transcript.sessions.length > 1 ? `session ${index + 1}` : 'session';
    const detail = [session.host, session.region.dialect].filter((text) => text !== undefined && text !== '').join(', ');
    return { name, detail, kind: SymbolKind.Module, range, selectionRange: { start: range.start, end: range.start }, children };
  });
}

function phases(session: Session): DocumentSymbol[] {
  const symbols: DocumentSymbol[] = [];
  if (session.greeting !== undefined)
    symbols.push(symbol('greeting', firstLine(session.greeting), SymbolKind.Event, rangeSaid(session.greeting)));
  for (const command of session.commands) {
    if (command.verb === '' || ['MAIL', 'RCPT', 'DATA', 'BDAT'].includes(command.verb)) continue;
    const offer = session.offers.find((it) => it.command === command);
    const detail = command.reply === undefined ? '' : firstLine(command.reply);
    symbols.push({ ...symbol(command.verb, detail, SymbolKind.Function, exchange(command)), children: keywordSymbols(offer) });
  }
  for (const offer of session.offers) {
    if (offer.command !== undefined) continue;
    const children = keywordSymbols(offer);
    symbols.push({ ...symbol('EHLO reply', firstLine(offer.reply), SymbolKind.Event, rangeSaid(offer.reply)), children });
  }
  for (const message of session.messages) symbols.push(...messageSymbol(message));
  return symbols.sort((a, b) => comparePositions(a.range.start, b.range.start));
}

/** An editor refuses the whole outline for one symbol without a name: some servers end the reply with an empty line. */
function keywordSymbols(offer: Session['offers'][number] | undefined): DocumentSymbol[] {
  const named = offer?.keywords.filter(({ name }) => name.trim() !== '') ?? [];
  return named.map(({ name, parameters, line }) => symbol(name, parameters.join(' '), SymbolKind.Property, placeOf(line.utterance)));
}

function messageSymbol(message: Message): DocumentSymbol[] {
  const { mail, recipients, data, headers, body, end, endReplies } = message;
  const parts: Range[] = [mail, ...recipients, data].flatMap((it) => (it === undefined ? [] : [exchange(it)]));
  const headerRange = spanOf(headers.flatMap((it) => it.lines.map((line) => placeOf(line))));
  const bodyRange = spanOf(body.map((line) => placeOf(line)));
  const range = spanOf([
    ...parts,
    ...endReplies.map(rangeSaid),
    ...[headerRange, bodyRange, end && placeOf(end)].filter((it) => it !== undefined),
  ]);
  if (range === undefined) return [];
  const children = [
    ...(headerRange ? [symbol('headers', `${headers.length}`, SymbolKind.Array, headerRange)] : []),
    ...(bodyRange ? [symbol('body', `${body.length} lines`, SymbolKind.String, bodyRange)] : []),
  ];
  const to = recipients.length === 1 ? '1 recipient' : `${recipients.length} recipients`;
  return [{ ...symbol('message', to, SymbolKind.Object, range), children }];
}

/** A command with its reply, when the reply follows it. */
function exchange(command: Command): Range {
  const range = rangeSaid(command);
  return command.reply === undefined ? range : sure(spanOf([range, rangeSaid(command.reply)]));
}

function spanOf(ranges: readonly Range[]): Range | undefined {
  const [first] = ranges;
  if (first === undefined) return undefined;
  const earlier = (a: Position, b: Position) => (comparePositions(a, b) <= 0 ? a : b);
  const later = (a: Position, b: Position) => (comparePositions(a, b) >= 0 ? a : b);
  return ranges.reduce((span, it) => ({ start: earlier(span.start, it.start), end: later(span.end, it.end) }), first);
}

function symbol(name: string, detail: string, kind: SymbolKind, range: Range): DocumentSymbol {
  return { name, detail, kind, range, selectionRange: { start: range.start, end: range.start } };
}

function firstLine({ lines }: Reply): string {
  return lines[0]?.utterance.text ?? '';
}

function inside(inner: Range, outer: Range): boolean {
  return comparePositions(outer.start, inner.start) <= 0 && comparePositions(inner.end, outer.end) <= 0;
}
