/** A session as a picture of client, firewall and server. */
import { causeInWords } from '../asa/citing.ts';
import { unmask } from '../masking/unmask.ts';
import { endsOf } from '../path/flow-of.ts';
import { type Picture, type PictureRow, pictureOf } from '../path/picture.ts';
import { predictSession } from '../path/predict.ts';
import { refusalsOf } from '../path/refusal.ts';
import type { Flow } from '../policy/flow.ts';
import type { Transcript } from '../smtp/model.ts';
import { refuseUnknown } from './explain.ts';
import { type Played, playedOf } from './played.ts';
import type { Firewall } from './predict.ts';
import { QuestionError } from './question.ts';
import type { SessionPicture } from './types.ts';

/** What is to be drawn. */
export interface AskedPicture {
  /** What the transcript is called in the title, and where there is nothing to draw. */
  readonly name: string;
  readonly transcript: Transcript;
  /** Which session of it, from 1. */
  readonly session: number;
  /** The firewall that the session is to pass; undefined: the masks that it shows are drawn. */
  readonly firewall: Firewall | undefined;
  /** undefined: the mail that the firewall inspects */
  readonly flow: Flow | undefined;
}

/** What is drawn, and what of the firewall is played in it. */
export interface Drawn {
  readonly picture: Picture;
  /** Sentences: which inspection it is, and what is in doubt about it. */
  readonly played: readonly string[];
}

/** @throws QuestionError where there is no such session, or the firewall does not tell what it does to it */
export function drawn({ name, transcript, session: number, firewall, flow }: AskedPicture): Drawn {
  const session = transcript.sessions[number - 1];
  if (session === undefined) {
    const count = transcript.sessions.length;
    throw new QuestionError('session', `${name}: it has ${count} ${count === 1 ? 'session' : 'sessions'}, and no session ${number}`);
  }
  if (firewall !== undefined && flow?.ingress !== undefined) refuseUnknown(flow.ingress, firewall.context);
  const played = firewall && playedOf(firewall.configuration, firewall.context, flow, firewall.choice, endsOf(session).server?.port);
  const title = firewall === undefined ? name : `${name} through ${firewall.path}`;
  const predicted = predictSession(session, played?.inspection, refusalsOf(transcript));
  const picture = pictureOf(title, predicted, unmask(transcript), ({ cause }) =>
    firewall === undefined ? '' : causeInWords(firewall.configuration.lines, cause, played?.line),
  );
  return { picture, played: played === undefined ? [] : sentencesOf(played) };
}

function sentencesOf({ words, doubts }: Played): readonly string[] {
  return [...words, ...doubts.map(({ says }) => `${says}.`)];
}

export function sessionPictureAnswer({ picture: { title, rows, end }, played }: Drawn): SessionPicture {
  return { version: 1, title, played, rows: rows.map(rowTold), end: end ?? null };
}

function rowTold({ line, by, said, heard, done, guessed }: PictureRow): SessionPicture['rows'][number] {
  return { line: line === undefined ? null : line + 1, by, said: said ?? null, heard: heard ?? null, done, guessed };
}
