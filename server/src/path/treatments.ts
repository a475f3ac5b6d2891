/** How a firewall may treat a flow: one treatment where the configuration tells, several where it or the documents leave it open. */

import type { Context } from '../asa/model.ts';
import { type Settings, settingsKey } from '../asa/settings.ts';
import { type CommandForm, formsOfFixup } from '../facts/masking.ts';
import { type Inspection, inspectionOf } from '../masking/inspection.ts';
import { type Inspector, inspectingLine, type Verdict } from '../policy/flow.ts';
import { itemAt, sure } from '../text/at.ts';
import { grouped } from '../text/grouped.ts';
import { type Answer, type Choice, OPEN, readingsOf } from './open.ts';

export interface Treatment {
  /** When it is this one, a clause: `if TLS is allowed, which the file cannot tell`; undefined where it is the only one. */
  readonly when: string | undefined;
  /** undefined: the flow is not inspected */
  readonly inspection: Inspection | undefined;
  readonly by: Inspector | undefined;
  /** Of the inspection. */
  readonly settings: Settings | undefined;
  /** What is open and was answered so. */
  readonly answers: readonly Answer[];
  /** Among how many different inspections the file cannot choose; 1 where it can. */
  readonly among: number;
}

/**
 * @param choice what a person has decided: it stands in the answers, and nothing else is told of its question
 * @returns the likeliest first; empty where nothing in the file can be judged
 */
export function treatmentsOf(context: Context, verdict: Verdict, choice: Choice = {}): readonly Treatment[] {
  const { readings } = verdict;
  const all =
    readings === undefined
      ? treated(context, verdict, choice)
      : answersTo('classes', choice).flatMap((answer) => {
          const read = sure(readings.find(({ reading }) => reading === answer.reading));
          return treated(context, read, choice).map((each) => under(answer, each));
        });
  return all.length === 1 ? [{ ...itemAt(all, 0), when: undefined }] : all;
}

/** The answers that are possible: what was decided, else all of them or those that are meant. */
function answersTo(question: Answer['question'], choice: Choice, meant: (answer: Answer) => boolean = () => true): readonly Answer[] {
  const chosen = choice[question];
  return chosen === undefined ? OPEN[question].filter(meant) : [chosen];
}

/** The same, if the answer is this one. */
function under(answer: Answer, treatment: Treatment, when = answer.when): Treatment {
  return { ...treatment, when: joined(when, treatment.when), answers: [answer, ...treatment.answers] };
}

function joined(...clauses: readonly (string | undefined)[]): string | undefined {
  return clauses.filter((clause) => clause !== undefined && clause !== '').join(', and ') || undefined;
}

const NOT_INSPECTED: Treatment = { when: undefined, inspection: undefined, by: undefined, settings: undefined, answers: [], among: 1 };

function treated(context: Context, verdict: Omit<Verdict, 'readings'>, choice: Choice): readonly Treatment[] {
  if (verdict.inspected === false) return [NOT_INSPECTED];
  if (verdict.inspected === true) return inspected(context, verdict, choice);
  const found = answersTo('inspected', choice).map((answer) =>
    answer.inspected === true ? inspected(context, verdict, choice).map((each) => under(answer, each, '')) : [under(answer, NOT_INSPECTED)],
  );
  // That it is not inspected says nothing where no inspection is known that could be meant, unless a person has decided so.
  return itemAt(found, 0).length === 0 ? [] : found.flat();
}

/** One for each inspection that it may be, and each answer that its settings and the documents leave open. */
function inspected(
  context: Context,
  { inspected: sure, by, settings, candidates }: Omit<Verdict, 'readings'>,
  choice: Choice,
): Treatment[] {
  const possible = by !== undefined && settings !== undefined ? [{ by, settings }] : candidates;
  const distinct = grouped(possible, (each) => settingsKey(each.settings)).map(([first]) => first);
  return distinct.flatMap((each) => {
    const at = inspectingLine(each);
    const line = at === undefined ? '' : ` by line ${context.lines.lineOf(at) + 1}`;
    const which = sure === 'unknown' || distinct.length > 1 ? `if it is inspected${line}` : undefined;
    return openIn(context, each.settings, choice).map((answers) => ({
      when: joined(which, ...answers.map(({ when }) => when)),
      inspection: inspectionOf(context, each.settings, { ...readingsOf(Object.values(choice)), ...readingsOf(answers) }),
      by: each.by,
      settings: each.settings,
      answers,
      among: distinct.length,
    }));
  });
}

/** Each way to answer what the settings leave open; of a fixup, what it puts in the place of a command. */
function openIn({ version }: Context, settings: Settings, choice: Choice): readonly (readonly Answer[])[] {
  if (settings.engine === 'fixup') {
    const forms: readonly (CommandForm | undefined)[] = formsOfFixup(version).value;
    return answersTo('commands', choice, ({ readings }) => forms.includes(readings?.otherCommands)).map((answer) => [answer]);
  }
  return settings.allowTls.value === 'unknown' ? answersTo('tls', choice).map((answer) => [answer]) : [[]];
}
