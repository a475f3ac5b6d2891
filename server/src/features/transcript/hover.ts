/** Hover of a transcript: first what a mask hides, then what a line of a log says, else what a code, a command or a keyword means. */

import { keywordNamed } from '../../facts/keywords.ts';
import { unmask } from '../../masking/unmask.ts';
import { placeOf } from '../../smtp/model.ts';
import { itemAt } from '../../text/at.ts';
import { contains, type Position } from '../../text/lines.ts';
import type { TranscriptDocument } from '../document.ts';
import { code, type FirstScreen, markdownHover, plain } from '../markdown.ts';
import type { Surface } from '../surface.ts';
import { explainMask, firstAlike, maskInShort } from './mask-hover.ts';
import { explainRecord, recordAt } from './record-hover.ts';
import { COMMANDS, enhancedCode, PARAMETERS, REPLY_CODES } from './reference.ts';
import { type Spoken, spokenAt } from './walk.ts';

export function hover({ transcript }: TranscriptDocument, at: Position, surface?: Surface): FirstScreen | null {
  const masks = unmask(transcript);
  const mask = masks.find(({ range }) => contains(range, at));
  if (mask !== undefined) return markdownHover(mask.range, maskInShort(mask, firstAlike(mask, masks), surface), explainMask(mask));
  const reported = recordAt(transcript, at);
  if (reported !== undefined) return markdownHover(reported.range, explainRecord(reported.record));
  const spoken = spokenAt(transcript, at);
  if (spoken === undefined) return null;
  const found =
    spoken.utterance.speaker === 'client'
      ? (command(spoken) ?? parameter(spoken))
      : (replyCode(spoken) ?? enhanced(spoken) ?? keyword(spoken));
  return found ?? null;
}

function command({ asked, replies, at, utterance }: Spoken): FirstScreen | undefined {
  const word = wordOf(asked);
  const known = COMMANDS.get(word);
  if (known === undefined || at > word.length) return undefined;
  const range = placeOf(utterance, 0, word.length);
  return markdownHover(range, [`**${word}**: ${plain(known.meaning)}.`, `*${known.rfc}*`, answered(replies)]);
}

/** MAIL or RCPT with its path: parameters stand behind it. A quoted local part can have blanks and `>`. */
const PATH = /^(?:MAIL|RCPT)[ \t]+(?:FROM|TO):[ \t]*(?:<(?:"(?:[^"\\]|\\.)*"|[^">])*>|[^ \t]*)/i;

function parameter({ at, utterance, asked }: Spoken): FirstScreen | undefined {
  const path = asked?.kind === 'command' ? PATH.exec(utterance.text) : null;
  if (path === null) return undefined;
  const end = path[0].length;
  for (const { index, 0: word } of utterance.text.slice(end).matchAll(/\S+/g)) {
    const start = end + index;
    const [name = ''] = word.toUpperCase().split('=', 1);
    const known = PARAMETERS.get(name);
    if (known === undefined || at < start || at > start + word.length) continue;
    return markdownHover(placeOf(utterance, start, start + word.length), [`**${name}**: ${plain(known.meaning)}.`, `*${known.rfc}*`]);
  }
  return undefined;
}

/** The verb of a command, or the final dot; '' where there is neither. */
function wordOf(asked: Spoken['asked']): string {
  if (asked === undefined) return '';
  return asked.kind === 'command' ? asked.verb : asked.text;
}

function answered(replies: Spoken['replies']): string {
  if (replies.length === 0) return 'No reply to it is in this file.';
  return `Answered: ${replies.map(({ lines }) => code(lines[0].utterance.text)).join(', ')}`;
}

function replyCode({ replies: [reply], at, utterance, asked }: Spoken): FirstScreen | undefined {
  if (reply === undefined || at > 3) return undefined;
  const known = REPLY_CODES.get(reply.code);
  const meaning = known === undefined ? 'No RFC for SMTP defines this code' : plain(known.meaning);
  const word = wordOf(asked);
  const answers = word === '' ? '' : `Answers ${code(word)}${word === '.' ? ', the end of the message' : ''}.`;
  return markdownHover(placeOf(utterance, 0, 3), [`**${reply.code}**: ${meaning}.`, known ? `*${known.rfc}*` : '', answers]);
}

function enhanced({ replies: [reply], at, utterance }: Spoken): FirstScreen | undefined {
  const match = /^\d{3}[ -]#?(\d\.\d{1,3}\.\d{1,3})/.exec(utterance.text);
  if (reply === undefined || match === null) return undefined;
  const start = match[0].length - itemAt(match, 1).length;
  if (at < start || at > match[0].length) return undefined;
  const known = enhancedCode(itemAt(match, 1));
  return (
    known && markdownHover(placeOf(utterance, start, match[0].length), [`**${match[1]}**: ${plain(known.meaning)}.`, `*${known.rfc}*`])
  );
}

function keyword({ session, utterance, at }: Spoken): FirstScreen | undefined {
  const offered = session.offers.flatMap((offer) => offer.keywords).find(({ line }) => line.utterance === utterance);
  if (offered === undefined) return undefined;
  const { textAt } = offered.line;
  const end = textAt + offered.name.length;
  const known = keywordNamed(offered.name);
  if (at < textAt || at > end || known === undefined) return undefined;
  return markdownHover(placeOf(utterance, textAt, end), [`**${known.name}**: ${plain(known.use)}.`, `*${plain(known.reference)}*`]);
}
