/** What the firewall that a session passed does to it: the verdict of its flow, or, where the file does not tell both ends, of all that it can be. */
import type { Context, Statement } from '../asa/model.ts';
import { mailFlows, receives } from '../mail/inspections.ts';
import { hostAt } from '../mail/mail-hosts.ts';
import { type VerdictTo, verdictsAmong } from '../mail/verdicts-to.ts';
import { endsOf, flowOf } from '../path/flow-of.ts';
import { type Flow, inspectingLine, type Verdict } from '../policy/flow.ts';
import { partition } from '../policy/partition.ts';
import { explainFlow } from '../policy/verdict.ts';
import { ALL } from '../sets/addresses.ts';
import type { Session } from '../smtp/model.ts';
import { areBeside, type How, nameOf, type Tie, type Untied } from './tie.ts';

export interface Passage {
  readonly tie: Tie;
  readonly context: Context;
  /** The session's own, where its file tells both ends. */
  readonly flow: Flow | undefined;
  /** First the one that most senders get; none where no flow of the configuration fits. */
  readonly verdicts: readonly VerdictTo[];
}

const SMTP = 25;

/** @param session undefined: mail as a whole. @returns undefined where it is not told which context, and where the session stays on one side */
export function passageOf(tie: Tie, session: Session | undefined): Passage | undefined {
  const { context } = tie;
  if (context === undefined) return undefined;
  const flow = session && flowOf(session);
  if (flow !== undefined) {
    if (areBeside(context, [flow.source, flow.destination])) return undefined;
    return { tie, context, flow, verdicts: [{ verdict: explainFlow(context, flow), sources: ALL }] };
  }
  const server = session && endsOf(session).server;
  if (server === undefined) return { tie, context, flow, verdicts: verdictsAmong(mailFlows(context)) };
  const host = hostAt(context, { address: server.address, label: undefined });
  const flows = server.port === SMTP ? mailFlows(context) : partition(context, server.port);
  return { tie, context, flow, verdicts: verdictsAmong(flows.filter((each) => receives(each, host))) };
}

/** `Through fw1.asa: inspected by global_policy, line 41`; of an uncertain tie `Perhaps through ...`, with the reason. */
export function passageInWords({ tie, context, verdicts }: Passage): string {
  const [most, ...others] = verdicts;
  const told = most === undefined ? 'which policy meets it, the file does not tell' : verdictInWords(context, most.verdict);
  const rest = others.length === 0 ? '' : '; from some senders otherwise';
  return `${throughInWords(tie)}: ${told}${rest}`;
}

/** `Through fw1.asa`, `Perhaps through fw1.asa, the only firewall here`. */
export function throughInWords({ firewall, how }: Tie): string {
  const name = nameOf(firewall);
  if (how.by === 'same file') return 'Through the firewall in this file';
  if (how.by === 'only one') return `Perhaps through ${name}, the only firewall here`;
  return how.by === 'address' && how.as === 'network' ? `Probably through ${name}` : `Through ${name}`;
}

/** How a tie is known, as a sentence without its full stop. */
export function howInWords(how: How): string {
  switch (how.by) {
    case 'same file':
      return 'Its configuration stands in the same file';
    case 'comment':
      return `The comment in line ${how.range.start.line + 1} names it`;
    case 'setting':
      return 'The setting "firewall" names it';
    case 'only one':
      return 'There is no other firewall here; a comment "# esmtp-lens: firewall=NAME" says it for certain';
    case 'address': {
      if (how.as === 'mail host') return `Its configuration names the mail host ${how.address}`;
      return how.as === 'translated'
        ? `Its configuration translates ${how.address}`
        : `${how.address} is in a network that it has a route to`;
    }
  }
}

/** Why a name that was told leads to no firewall. */
export function untiedInWords({ named, found }: Untied): string {
  return found.length === 0
    ? `No firewall "${named}" in this workspace`
    : `Several firewalls are named "${named}": ${found.map(({ uri }) => uri).join(', ')}`;
}

/** The line that inspects most of what passes; undefined where nothing does, or the file cannot tell. */
export function lineOfPassage({ verdicts: [most] }: Passage): Statement | undefined {
  return most && inspectingLine(most.verdict);
}

/** `inspected by global_policy, line 41` */
export function verdictInWords({ lines }: Context, verdict: Verdict): string {
  const { inspected, by, readings } = verdict;
  if (inspected === false) return 'not inspected';
  const line = inspectingLine(verdict);
  const who = by?.policyMap?.name ?? (by?.fixup && 'a fixup');
  const what =
    inspected === true ? 'inspected' : readings === undefined ? 'perhaps inspected' : 'inspected or not, as the documents are read';
  if (line === undefined || who === undefined) return inspected === true ? 'inspected, by which policy the file cannot tell' : what;
  return `${what} by ${who}, line ${lines.lineOf(line) + 1}`;
}
