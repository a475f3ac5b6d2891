/**
 * What the device itself says of a flow beats what we make of its configuration: the file may leave lines out, and documents may be read
 * in two ways. Where both are there they are held against one another.
 */
import { sameInterface } from '../asa/evaluation/interface-names.ts';
import type { Context, Observation, Statement } from '../asa/model.ts';
import type { Lines } from '../text/lines.ts';
import type { Flow, TraceStep, Verdict } from './flow.ts';
import { NOT_INSPECTED } from './program.ts';
import { isOfOneFlow } from './unjudged.ts';

/** The port of which `show service-policy` without a flow counts sessions: where the default class inspects mail. */
const SMTP = 25;

/** @returns the verdict in the light of what the device says of this flow, and the lines that say it; the same verdict without any */
export function weighed(context: Context, flow: Flow, verdict: Verdict): { verdict: Verdict; trace: readonly TraceStep[] } {
  const bare = !holdsPolicies(context);
  const { exact, nameless } = observationsOf(context, flow);
  const said = exact.length > 0 || bare ? [...exact, ...nameless] : [];
  const trace = said.map((each) => step(each.statement, sentence(context.lines, each)));
  const answers = new Set(said.map(({ inspects }) => inspects));
  if (answers.size > 1) {
    return {
      verdict,
      trace: [...trace, step(undefined, 'the device says both, at two times or of two packets: its word does not decide')],
    };
  }
  const [inspects] = answers;
  if (inspects === undefined)
    return bare
      ? unasked(context, flow, verdict)
      : { verdict, trace: nameless.map((each) => step(each.statement, sentence(context.lines, each))) };
  if (verdict.inspected === inspects && !bare)
    return { verdict, trace: [...trace, step(undefined, 'the configuration in this file says the same')] };
  const because =
    verdict.inspected === 'unknown'
      ? 'the configuration in this file leaves it open: the word of the device counts'
      : contradiction(verdict.inspected);
  return {
    verdict: inspects ? onItsWord(verdict) : NOT_INSPECTED,
    trace: [...trace, step(undefined, bare ? `${shownOf(context)}: the answer rests on the word of the device` : because)],
  };
}

function contradiction(inspected: boolean): string {
  return `this contradicts the configuration in this file, by which the flow is ${inspected ? 'inspected' : 'not inspected'}: the word of the device counts, and the file is of another time or not whole`;
}

/**
 * @param verdict by the configuration alone, of the flow of which the device speaks
 * @returns what is to be said where the two differ; undefined where they agree, or the configuration leaves it open
 */
export function contradictionOf({ inspects }: Observation, { inspected }: Verdict): string | undefined {
  return inspected === 'unknown' || inspected === inspects ? undefined : contradiction(inspected);
}

/** The device says that mail is inspected: by what the configuration could have it inspected, if it names anything. */
function onItsWord(verdict: Verdict): Verdict {
  const [only] = verdict.candidates;
  const told = verdict.candidates.length === 1 ? only : undefined;
  return { inspected: true, candidates: verdict.candidates, by: told?.by, settings: told?.settings };
}

/** Without a question about this flow nothing is decided: counters tell that mail is inspected, and not which. */
function unasked(context: Context, flow: Flow, verdict: Verdict): { verdict: Verdict; trace: readonly TraceStep[] } {
  const counted = countedByDevice(context, flow);
  if (counted !== undefined) return { verdict, trace: [step(undefined, counted)] };
  const others = context.observations.map((each) => step(each.statement, `of another flow: ${sentence(context.lines, each)}`));
  return { verdict, trace: others };
}

/** Mail that the device counts as inspected, which tells no flows apart; undefined where policies in the file could tell, or nothing is counted. */
export function countedByDevice(context: Context, { destinationPort }: Flow): string | undefined {
  const counted = holdsPolicies(context) ? undefined : context.shown.find(({ packets }) => packets > 0);
  if (counted === undefined || destinationPort !== SMTP) return undefined;
  const where = counted.interface === undefined ? 'on every interface' : `on interface ${counted.interface}`;
  return `line ${counted.line + 1}: the device counts ${counted.packets} packets of mail inspected ${where} with map ${counted.map || 'of its own'}, and tells no flows apart`;
}

/** What the device says of exactly this flow; and of runs whose command is not in the file: nothing tells which flow they are of. */
export function observationsOf({ observations }: Context, flow: Flow): { exact: readonly Observation[]; nameless: readonly Observation[] } {
  const exact = observations.filter(
    ({ flow: of }) =>
      of !== undefined &&
      of.source === flow.source &&
      of.destination === flow.destination &&
      of.destinationPort === flow.destinationPort &&
      (of.ingress === undefined || flow.ingress === undefined || sameInterface(of.ingress, flow.ingress)),
  );
  return { exact, nameless: flow.destinationPort === SMTP ? observations.filter(({ flow: of }) => of === undefined) : [] };
}

function shownOf(context: Context): string {
  return isOfOneFlow(context) ? 'the policies in this file are what one flow met' : 'there is no policy in this file';
}

/** Policies that tell of any flow. */
function holdsPolicies(context: Context): boolean {
  return (context.servicePolicies.length > 0 && !isOfOneFlow(context)) || context.fixups.length > 0;
}

/** `the device says so itself: inspected (packet-tracer)` */
export function sentence(lines: Lines, { source, inspects, command, flow }: Observation): string {
  const who = source === 'packet-tracer' ? 'packet-tracer' : 'show service-policy flow';
  const of =
    command === undefined || flow === undefined
      ? '; which flow it was asked about is not in the file'
      : `, line ${lines.lineOf(command) + 1}`;
  return `the word of the device (${who}${of}): ${inspects ? 'inspected as mail' : 'not inspected as mail'}`;
}

function step(statement: Statement | undefined, result: string): TraceStep {
  return { statement, result };
}
