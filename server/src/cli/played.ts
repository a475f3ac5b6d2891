/** Which inspection a run of the engine plays: that of a flow, with a reading chosen wherever the file or the documents leave it open. */

import { sourceOf, textOf } from '../asa/citing.ts';
import type { Configuration, Context } from '../asa/model.ts';
import { settingsKey } from '../asa/settings.ts';
import { LIKELIER, type Reading } from '../facts/readings.ts';
import { type Inspection, inspectionOf, type Readings } from '../masking/inspection.ts';
import { type ExplainedVerdict, type Flow, inspectingLine, type Verdict, verdictUnder } from '../policy/flow.ts';
import { partition } from '../policy/partition.ts';
import { exampleOf, explainFlow, printFlow } from '../policy/verdict.ts';
import { grouped } from '../text/grouped.ts';
import type { Lines } from '../text/lines.ts';
import { Failure } from './exit.ts';

const SMTP = 25;

/** What `--reading` can name: each decides one thing that is open. */
const CHOICES = {
  inspected: { inspected: true },
  'not-inspected': { inspected: false },
  'by-engine': { reading: 'by engine' },
  'by-class': { reading: 'by class' },
  tls: { allowTls: true },
  'no-tls': { allowTls: false },
  'pipe-blanked': { invalidCharacter: 'blanked' },
  'pipe-closes': { invalidCharacter: 'closed' },
  overwritten: { otherCommands: 'overwritten' },
  'argument-kept': { otherCommands: 'argument kept' },
  noop: { otherCommands: 'noop' },
  'vrfy-kept': { keepsSometimesKnown: true },
  'vrfy-masked': { keepsSometimesKnown: false },
} as const satisfies Readonly<Record<string, Choice>>;

export type Choice = Partial<Readings> & { readonly inspected?: boolean; readonly reading?: Reading };

export const READING_NAMES = Object.keys(CHOICES);

/** @param names of `READING_NAMES`; of two that contradict each other the last holds */
export function choiceOf(names: readonly string[]): Choice {
  return Object.assign({}, ...names.map((name) => CHOICES[name as keyof typeof CHOICES]));
}

/** For `--help`. */
export const READINGS_HELP = `
--reading chooses where the file or the documents leave open what a device does (the likelier one is played otherwise):
  inspected, not-inspected             whether the flow is inspected at all, where the file cannot tell
  by-engine, by-class                  how the classes of a policy are read, where that decides
  no-tls, tls                          whether TLS is allowed, where neither the map nor the version tells
  pipe-blanked, pipe-closes            what becomes of a | in an address
  overwritten, argument-kept, noop     how a command that is not let through is written over
  vrfy-kept, vrfy-masked               the keywords VRFY and AUTH=, which versions treat differently`;

export interface Played {
  /** undefined: this mail is not inspected, and passes as it is. */
  readonly inspection: Inspection | undefined;
  readonly verdict: ExplainedVerdict;
  /** undefined where all mail that the file inspects is inspected alike, and no flow was named. */
  readonly flow: Flow | undefined;
  /** Sentences: what is played and by which line; then what is in doubt, and how to play the other. */
  readonly words: readonly string[];
}

/**
 * @param flow undefined: the mail that the file inspects, if it inspects it in one way only
 * @throws Failure where a flow must be named, or the file does not tell how the flow is inspected
 */
export function playedOf(configuration: Configuration, context: Context, flow: Flow | undefined, choice: Choice): Played {
  const { verdict, words } = flow === undefined ? inspectedMail(context) : { verdict: explainFlow(context, flow), words: [] };
  const subject = flow === undefined ? 'Mail' : printFlow(flow);
  const { read, doubts } = readAs(verdict, verdict.reason, choice);
  if (read.inspected === false)
    return {
      inspection: undefined,
      verdict,
      flow,
      words: [`${subject} is not inspected: sessions pass as they are.`, ...words, ...doubts],
    };
  const taken = read.settings === undefined ? read.candidates[0] : { by: read.by, settings: read.settings };
  if (taken === undefined) {
    const why =
      verdict.inspected === 'unknown'
        ? `is perhaps inspected: ${verdict.reason}`
        : 'is inspected, and the file does not tell by which line';
    throw new Failure(`${subject} ${why}; there is nothing to play`);
  }
  const inspection = inspectionOf(context, taken.settings, choice);
  const line = inspectingLine(taken);
  const by = line === undefined ? '' : ` by "${textOf(configuration.lines, line)}", line ${configuration.lines.lineOf(line) + 1}`;
  const { mapName, maskBanner } = taken.settings;
  const does = `${inspection.tls.allowed ? 'TLS let through' : 'TLS not let through'}, banner ${maskBanner.value ? 'masked' : 'shown'}`;
  const several =
    read.settings === undefined ? [`Which of ${read.candidates.length} inspections takes it the file cannot tell; played: the first.`] : [];
  return {
    inspection,
    verdict,
    flow,
    words: [
      `${subject} is inspected${by}, map ${mapName}: ${does}.`,
      ...words,
      ...doubts,
      ...several,
      ...openTls(configuration.lines, inspection),
    ],
  };
}

function openTls(lines: Lines, { tls: { isOpen, allowed, cause } }: Inspection): readonly string[] {
  if (!isOpen) return [];
  const [played, other] = allowed ? ['allowed', 'no-tls'] : ['not allowed', 'tls'];
  return [`Whether TLS is allowed the file cannot tell (${sourceOf(lines, cause)}); played: ${played}; the other: --reading ${other}.`];
}

/** The verdict that is played, never an unknown one, and what is to be said of it. */
function readAs(
  verdict: Verdict,
  reason: string | undefined,
  choice: Choice,
): { readonly read: Verdict; readonly doubts: readonly string[] } {
  if (verdict.readings !== undefined) {
    const reading = choice.reading ?? LIKELIER.value;
    const { readings: _, ...read } = verdictUnder(verdict, reading);
    const decided = readAs(read, undefined, choice);
    const likelier = choice.reading === undefined ? ', the likelier' : '';
    const other = reading === 'by engine' ? 'by-class' : 'by-engine';
    const doubt = `The documents can be read in two ways; played: read ${reading}${likelier}; the other: --reading ${other}.`;
    return { read: decided.read, doubts: [doubt, ...decided.doubts] };
  }
  if (verdict.inspected !== 'unknown') return { read: verdict, doubts: [] };
  const inspected = choice.inspected ?? true;
  const why = reason === undefined ? '' : ` (${reason})`;
  const [played, other] = inspected ? ['it is', 'not-inspected'] : ['it is not', 'inspected'];
  const doubt = `Whether it is inspected the file cannot tell${why}; played: ${played}; the other: --reading ${other}.`;
  return { read: { ...verdict, inspected }, doubts: [doubt] };
}

/** The verdict of all mail that the file inspects. @throws Failure where it inspects it in several ways */
function inspectedMail(context: Context): { readonly verdict: ExplainedVerdict; readonly words: readonly string[] } {
  const classes = partition(context, SMTP);
  const ways = (inspected: Verdict['inspected']) =>
    grouped(
      classes.filter(({ verdict }) => verdict.inspected === inspected),
      ({ verdict }) => `${inspectingLine(verdict)?.order} ${settingsKey(verdict.settings)}`,
    );
  const taken = [ways(true), ways('unknown'), ways(false).slice(0, 1)].find((some) => some.length > 0) ?? [];
  if (taken.length > 1) {
    const examples = taken.slice(0, MOST_EXAMPLES).map(([first]) => `--flow "${printFlow(exampleOf(first!, SMTP))}"`);
    throw new Failure(`the file inspects mail in ${taken.length} ways; say which is meant: ${examples.join(', or ')}`);
  }
  const [some] = taken;
  const example = exampleOf(some![0]!, SMTP);
  const rest =
    classes.length === some!.length
      ? []
      : [`Other mail this file treats otherwise; played is ${printFlow(example)} and what is treated alike; --flow names another.`];
  return { verdict: explainFlow(context, example), words: rest };
}

const MOST_EXAMPLES = 4;
