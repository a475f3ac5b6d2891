/** Hover of a transcript: first what a mask hides, then what a line of a log says, else what a code, a command or a keyword means. */
import type { Hover } from 'vscode-languageserver-types';
import { keywordNamed } from '../../inspection/facts/keywords.ts';
import { unmask } from '../../inspection/unmask.ts';
import { placeOf } from '../../smtp/model.ts';
import { contains, type Position } from '../../text/lines.ts';
import type { TranscriptDocument } from '../document.ts';
import { code, markdownHover, plain } from '../markdown.ts';
import { explainMask } from './mask-hover.ts';
import { explainRecord, recordAt } from './record-hover.ts';
import { COMMANDS, enhancedCode, REPLY_CODES } from './reference.ts';
import { type Spoken, spokenAt } from './walk.ts';

export function hover({ transcript }: TranscriptDocument, at: Position): Hover | null {
  const masks = unmask(transcript);
  const mask = masks.find(({ range }) => contains(range, at));
  if (mask !== undefined) return markdownHover(mask.range, explainMask(mask));
  const reported = recordAt(transcript, at);
  if (reported !== undefined) return markdownHover(reported.range, explainRecord(reported.record));
  const spoken = spokenAt(transcript, at);
  if (spoken === undefined) return null;
  const found = spoken.utterance.speaker === 'client' ? command(spoken) : (replyCode(spoken) ?? enhanced(spoken) ?? keyword(spoken));
  return found ?? null;
}

function command({ command, at, utterance }: Spoken): Hover | undefined {
  if (command === undefined || at > command.verb.length) return undefined;
  const known = COMMANDS.get(command.verb);
  if (known === undefined) return undefined;
  const range = placeOf(utterance, 0, command.verb.length);
  return markdownHover(range, [`**${command.verb}**: ${plain(known.meaning)}.`, `*${known.rfc}*`, answered(command)]);
}

function answered({ reply }: NonNullable<Spoken['command']>): string {
  if (reply === undefined) return 'No reply to it is in this file.';
  return `Answered: ${code(reply.lines[0]!.utterance.text)}`;
}

function replyCode({ reply, at, utterance, command }: Spoken): Hover | undefined {
  if (reply === undefined || at > 3) return undefined;
  const known = REPLY_CODES.get(reply.code);
  const meaning = known === undefined ? 'No RFC for SMTP defines this code' : plain(known.meaning);
  const answers = command === undefined || command.verb === '' ? '' : `Answers ${code(command.verb)}.`;
  return markdownHover(placeOf(utterance, 0, 3), [`**${reply.code}**: ${meaning}.`, known ? `*${known.rfc}*` : '', answers]);
}

function enhanced({ reply, at, utterance }: Spoken): Hover | undefined {
  const match = /^\d{3}[ -]#?(\d\.\d{1,3}\.\d{1,3})/.exec(utterance.text);
  if (reply === undefined || match === null) return undefined;
  const start = match[0].length - match[1]!.length;
  if (at < start || at > match[0].length) return undefined;
  const known = enhancedCode(match[1]!);
  return (
    known && markdownHover(placeOf(utterance, start, match[0].length), [`**${match[1]}**: ${plain(known.meaning)}.`, `*${known.rfc}*`])
  );
}

function keyword({ session, utterance, at }: Spoken): Hover | undefined {
  const offered = session.offers.flatMap((offer) => offer.keywords).find(({ line }) => line.utterance === utterance);
  if (offered === undefined) return undefined;
  const { textAt } = offered.line;
  const end = textAt + offered.name.length;
  const known = keywordNamed(offered.name);
  if (at < textAt || at > end || known === undefined) return undefined;
  return markdownHover(placeOf(utterance, textAt, end), [`**${known.name}**: ${plain(known.use)}.`, `*${plain(known.reference)}*`]);
}
