/** Which inspection a run of the engine plays: that of a flow, with a reading chosen wherever the file or the documents leave it open. */

import { sourceOf, textOf } from '../asa/citing.ts';
import type { Configuration, Context, Statement } from '../asa/model.ts';
import { settingsKey } from '../asa/settings.ts';
import type { Inspection } from '../masking/inspection.ts';
import { type Answer, type Choice, OPEN } from '../path/open.ts';
import { type Treatment, treatmentsOf } from '../path/treatments.ts';
import { type ExplainedVerdict, type Flow, inspectingLine, type Verdict } from '../policy/flow.ts';
import { partition } from '../policy/partition.ts';
import { exampleOf, explainFlow, printFlow } from '../policy/verdict.ts';
import { grouped } from '../text/grouped.ts';
import type { Lines } from '../text/lines.ts';
import { QuestionError } from './question.ts';

const SMTP = 25;

export interface Played {
  /** undefined: this mail is not inspected, and passes as it is. */
  readonly inspection: Inspection | undefined;
  readonly verdict: ExplainedVerdict;
  /** The line that inspects; undefined where none does. */
  readonly line: Statement | undefined;
  /** undefined where all mail that the file inspects is inspected alike, and no flow was named. */
  readonly flow: Flow | undefined;
  /** Sentences: what is played, and by which line. */
  readonly words: readonly string[];
  readonly doubts: readonly Doubt[];
  /** Every way in which it may be treated, the one that is played first. */
  readonly treatments: readonly [Treatment, ...Treatment[]];
}

/** What the file, or the documents, leave open. */
export interface Doubt {
  /** A sentence without its full stop: what is open, and what is played. */
  readonly says: string;
  /** The name of the reading (`path/open.ts`) that plays the other; undefined where none can be named. */
  readonly other: string | undefined;
}

/**
 * @param flow undefined: the mail to `port` that the file inspects, if it inspects it in one way only
 * @throws QuestionError where a flow must be named, or the file does not tell how the flow is inspected
 */
export function playedOf(
  { lines }: Configuration,
  context: Context,
  flow: Flow | undefined,
  choice: Choice = {},
  port: number = SMTP,
): Played {
  const { verdict, words } = flow === undefined ? inspectedMail(context, port) : { verdict: explainFlow(context, flow), words: [] };
  const subject = flow === undefined ? (port === SMTP ? 'Mail' : `Mail to port ${port}`) : printFlow(flow);
  const [treatment, ...others] = treatmentsOf(context, verdict, choice);
  if (treatment === undefined) {
    const why =
      verdict.inspected === 'unknown'
        ? `is perhaps inspected: ${verdict.reason}`
        : 'is inspected, and the file does not tell by which line';
    throw new QuestionError('firewall', `${subject} ${why}; there is nothing to play`);
  }
  const { inspection, by, settings, answers, among } = treatment;
  const doubts = answers.flatMap((answer) => doubtOf(answer, { lines, verdict, treatment, choice }));
  const several = { says: `Which of ${among} inspections takes it the file cannot tell; played: the first`, other: undefined };
  const line = inspectingLine({ by });
  return {
    inspection,
    verdict,
    line,
    flow,
    words: [told(), ...words],
    doubts: among === 1 ? doubts : [...doubts, several],
    treatments: [treatment, ...others],
  };

  function told(): string {
    if (inspection === undefined || settings === undefined) return `${subject} is not inspected: sessions pass as they are.`;
    const where = line === undefined ? '' : ` by "${textOf(lines, line)}", line ${lines.lineOf(line) + 1}`;
    const does = `${inspection.tls.allowed ? 'TLS let through' : 'TLS not let through'}, banner ${settings.maskBanner.value ? 'masked' : 'shown'}`;
    // A fixup has no map.
    const map = settings.mapName === '' ? '' : `, map ${settings.mapName}`;
    return `${subject} is inspected${where}${map}: ${does}.`;
  }
}

interface Doubted {
  readonly lines: Lines;
  readonly verdict: ExplainedVerdict;
  readonly treatment: Treatment;
  readonly choice: Choice;
}

/** What is open, and which answer is played. */
function doubtOf({ question, name, reading }: Answer, { lines, verdict, treatment, choice }: Doubted): readonly Doubt[] {
  const other = OPEN[question].find((each) => each.name !== name)?.name;
  switch (question) {
    case 'classes': {
      const likelier = choice.classes === undefined ? ', the likelier' : '';
      return [{ says: `The documents can be read in two ways; played: read ${reading}${likelier}`, other }];
    }
    case 'inspected': {
      const why = verdict.readings !== undefined || verdict.reason === undefined ? '' : ` (${verdict.reason})`;
      return [
        { says: `Whether it is inspected the file cannot tell${why}; played: ${name === 'inspected' ? 'it is' : 'it is not'}`, other },
      ];
    }
    case 'tls': {
      const { inspection } = treatment;
      if (inspection === undefined) return [];
      const { allowed, cause } = inspection.tls;
      const why = sourceOf(lines, cause);
      return [{ says: `Whether TLS is allowed the file cannot tell (${why}); played: ${allowed ? 'allowed' : 'not allowed'}`, other }];
    }
    default:
      // What the documents alone leave open: `--help` tells it, and the event that it concerns.
      return [];
  }
}

/** The verdict of all mail that the file inspects. @throws QuestionError where it inspects it in several ways */
function inspectedMail(context: Context, port: number): { readonly verdict: ExplainedVerdict; readonly words: readonly string[] } {
  const classes = partition(context, port);
  const ways = (inspected: Verdict['inspected']) =>
    grouped(
      classes.filter(({ verdict }) => verdict.inspected === inspected),
      ({ verdict }) => `${inspectingLine(verdict)?.order} ${settingsKey(verdict.settings)}`,
    );
  const taken = [ways(true), ways('unknown'), ways(false).slice(0, 1)].find((some) => some.length > 0) ?? [];
  if (taken.length > 1) {
    const examples = taken
      .slice(0, MOST_EXAMPLES)
      .flatMap(([first]) => (first === undefined ? [] : `"${printFlow(exampleOf(first, port))}"`));
    throw new QuestionError('flow', `the file inspects mail in ${taken.length} ways; say which is meant: ${examples.join(', or ')}`);
  }
  const [[first, ...alike] = []] = taken;
  if (first === undefined) throw new QuestionError('firewall', 'no mail can be told from any other in it; there is nothing to play');
  const example = exampleOf(first, port);
  const rest =
    classes.length === alike.length + 1
      ? []
      : [`Other mail this file treats otherwise; played is ${printFlow(example)} and what is treated alike: name a flow to play another.`];
  return { verdict: explainFlow(context, example), words: rest };
}

const MOST_EXAMPLES = 4;
