/** What a file or the documents leave open about an inspection, and the answers there are: the one table of them, for whoever plays one or tells all. */
import { NOOP_VERSIONS } from '../facts/masking.ts';
import { LIKELIER, READINGS, type Reading } from '../facts/readings.ts';
import type { Readings } from '../masking/inspection.ts';

export interface Answer {
  /** As `--reading` names it. */
  readonly name: string;
  readonly question: Question;
  /** A clause: `if TLS is allowed, which the file cannot tell`; '' for what no file brings up, only the documents do. */
  readonly when: string;
  /** What of it decides the flow, not the session. */
  readonly inspected?: boolean;
  readonly reading?: Reading;
  readonly readings?: Partial<Readings>;
}

export type Question = 'inspected' | 'classes' | 'tls' | 'character' | 'commands' | 'keywords';

const UNTOLD = 'which the file cannot tell';

const classes = READINGS.map((reading) => ({
  name: reading.replace(' ', '-'),
  reading,
  when: `if the documents are to be read ${reading}${reading === LIKELIER.value ? ', the likelier reading' : ''}`,
}));

/** Each question with its answers, the likelier first. */
export const OPEN: Readonly<Record<Question, readonly Answer[]>> = {
  inspected: to('inspected', [
    { name: 'inspected', inspected: true, when: 'if it is inspected' },
    { name: 'not-inspected', inspected: false, when: 'if it is not inspected' },
  ]),
  classes: to('classes', classes),
  tls: to('tls', [
    { name: 'no-tls', readings: { allowTls: false }, when: `if TLS is not allowed, ${UNTOLD}` },
    { name: 'tls', readings: { allowTls: true }, when: `if TLS is allowed, ${UNTOLD}` },
  ]),
  character: to('character', [
    { name: 'pipe-blanked', readings: { invalidCharacter: 'blanked' }, when: '' },
    { name: 'pipe-closes', readings: { invalidCharacter: 'closed' }, when: '' },
  ]),
  commands: to('commands', [
    { name: 'overwritten', readings: { otherCommands: 'overwritten' }, when: '' },
    { name: 'argument-kept', readings: { otherCommands: 'argument kept' }, when: '' },
    { name: 'noop', readings: { otherCommands: 'noop' }, when: `if it puts NOOP in their place, as ${NOOP_VERSIONS.value} can` },
  ]),
  keywords: to('keywords', [
    { name: 'vrfy-kept', readings: { keepsSometimesKnown: true }, when: '' },
    { name: 'vrfy-masked', readings: { keepsSometimesKnown: false }, when: '' },
  ]),
};

function to(question: Question, answers: readonly Omit<Answer, 'question'>[]): readonly Answer[] {
  return answers.map((answer) => ({ ...answer, question }));
}

/** What a person has decided, at most one answer to each question. */
export type Choice = Partial<Readonly<Record<Question, Answer>>>;

const ANSWERS = Object.values(OPEN).flat();

export const ANSWER_NAMES: readonly string[] = ANSWERS.map(({ name }) => name);

/** @param names of `ANSWER_NAMES`; of two that contradict each other the last holds */
export function choiceOf(names: readonly string[]): Choice {
  const chosen = names.flatMap((name) => ANSWERS.find((answer) => answer.name === name) ?? []);
  return Object.fromEntries(chosen.map((answer) => [answer.question, answer]));
}

/** How the engine is to be played. */
export function readingsOf(answers: readonly Answer[]): Partial<Readings> {
  return Object.assign({}, ...answers.map(({ readings }) => readings));
}
