/** What a server would have answered to a command that a firewall has overwritten: the recorded answer was to another. */

import { cite } from '../facts/fact.ts';
import { ANY_REFUSAL, NOOP_ANSWER, SERVERS, type ServerProfile } from '../facts/servers.ts';
import { fits } from '../masking/templates.ts';
import { type Guesser, guesser } from '../masking/unmask.ts';
import { lookAt, type Seen, sightOf } from '../masking/unmasking/sight.ts';
import type { Session, Transcript } from '../smtp/model.ts';
import { part } from '../text/analysis.ts';
import { sure } from '../text/at.ts';
import { firstWord } from '../text/first-word.ts';

export interface Refusal {
  /** The reply, one line with its code. */
  readonly text: string;
  /** Whose words these are: the end of a sentence. */
  readonly words: string;
}

/** What the server of a session answers to an overwritten command. */
export type Refuse = (session: Session, overwritten: string) => Refusal;

/** A guess that is less likely than this is none. */
const LIKELY = 0.5;

/**
 * How the servers of a transcript refuse a command that they do not know: in the words that the session itself shows, else in those of the
 * software, where it is told by the session, else in those of the standard.
 */
export const refusalsOf = part('refusals of servers', (transcript: Transcript): Refuse => {
  const guess = guesser();
  let seen: ReadonlyMap<Session, Seen> | undefined;
  return (session, overwritten) => {
    if (/^NOOP$/i.test(overwritten)) return { text: NOOP_ANSWER.value, words: `as it answers NOOP (${cite(NOOP_ANSWER)})` };
    const own = shownIn(session, overwritten);
    if (own !== undefined) return own;
    seen ??= new Map(lookAt(transcript).map((each) => [each.session, each]));
    const profile = softwareOf(seen.get(session), guess);
    const template = profile?.refusals.find((text) => !/\{(?!command\})/.test(text));
    if (template === undefined) return { text: ANY_REFUSAL.value, words: `in the words of the standard (${cite(ANY_REFUSAL)})` };
    return {
      text: template.replace('{command}', overwritten),
      words: `in the words of ${sure(profile).name}, which the session looks like`,
    };
  };
});

/** A refusal in the session itself, with the overwritten command in the place of the one it repeats. */
function shownIn({ commands }: Session, overwritten: string): Refusal | undefined {
  const refused = commands.find(({ reply, utterance }) => !utterance.tls && (reply?.code === 500 || reply?.code === 502));
  const [line] = refused?.reply?.lines ?? [];
  if (refused === undefined || line === undefined || sure(refused.reply).lines.length > 1) return undefined;
  const { text } = line.utterance;
  const repeated = [refused.utterance.text, refused.verb].find((each) => each !== '' && text.includes(each));
  const shown = repeated === undefined ? text : text.replace(repeated, overwritten);
  return { text: shown, words: 'in the words with which this server refuses another command' };
}

/** The software that names itself in the greeting. */
function namedIn({ greeting }: Session): ServerProfile | undefined {
  const text = greeting?.lines[0]?.text.trimEnd() ?? '';
  return SERVERS.find(({ name, greetings }) => greetings.some((template) => template.includes(firstWord(name)) && fits(template, text)));
}

function softwareOf(seen: Seen | undefined, guess: Guesser): ServerProfile | undefined {
  if (seen === undefined) return undefined;
  const named = namedIn(seen.session);
  if (named !== undefined) return named;
  const reply = seen.replies.find(({ tls }) => !tls) ?? seen.replies[0];
  const [best] = guess(sightOf(seen, reply), []);
  return best !== undefined && best.probability >= LIKELY ? best.profile : undefined;
}
