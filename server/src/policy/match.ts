/** Whether a packet is in a class, and the lines that say so. */
import type { Context } from '../asa/model.ts';
import { cite } from '../facts/fact.ts';
import { DENY_IS_NO_MATCH, PAIR_OF_MATCHES } from '../facts/matching.ts';
import { printAddress } from '../sets/addresses.ts';
import { includes } from '../sets/intervals.ts';
import { agree, COMBINED, not, type Ternary } from '../sets/ternary.ts';
import { evaluate, type Seen } from './evaluate.ts';
import type { TraceStep } from './flow.ts';
import type { Formula } from './program.ts';
import { type Entry, resolverOf } from './resolve.ts';
import { openStep, step } from './steps.ts';

interface Match {
  readonly value: Ternary;
  readonly why: readonly TraceStep[];
}

export function matches(context: Context, formula: Formula, here: Seen): Match {
  switch (formula.kind) {
    case 'constant':
      return { value: formula.value, why: [(formula.value === 'unknown' ? openStep : step)(formula.statement, formula.reason)] };
    case 'port': {
      const value = agree(here.destination.map(({ port }) => includes(formula.ports, port)));
      const ports = [...new Set(here.destination.map(({ port }) => `tcp/${port}`))].join(' or ');
      return {
        value,
        why: [step(formula.statement, `${ports} ${value === false ? 'is not' : value === true ? 'is' : 'may be'} ${formula.reason}`)],
      };
    }
    case 'list':
      return matchesList(context, formula, here);
    case 'not': {
      const { value, why } = matches(context, formula.part, here);
      return { value: not(value), why };
    }
    default: {
      const parts = formula.parts.map((part) => matches(context, part, here));
      const value = COMBINED[formula.kind](parts.map((part) => part.value));
      const open = formula.kind === 'agree' && value === 'unknown' ? [openStep(formula.statement, SEVERAL)] : [];
      return { value, why: [...parts.flatMap((part) => part.why), ...open] };
    }
  }
}

const SEVERAL = `cannot be told: of several match lines, only ${PAIR_OF_MATCHES.value.join(' and ')} are known to stand together (${cite(PAIR_OF_MATCHES)})`;

function matchesList(context: Context, { name, statement, entries, anyService }: Extract<Formula, { kind: 'list' }>, here: Seen): Match {
  const { value, decisive, undecided } = evaluate(entries, here, anyService);
  const why = undecided.flatMap(doubtSteps);
  if (decisive === undefined) {
    const none =
      why.length > 0
        ? `no other line of access-list ${name} takes the flow`
        : `no line of access-list ${name} takes the flow: not in this class`;
    return { value, why: [...why, step(statement, none)] };
  }
  const words =
    decisive.action === 'permit'
      ? 'permit: the flow is in this class'
      : `deny: the flow is not in this class, a later class may take it (${cite(DENY_IS_NO_MATCH)})`;
  const unless = why.length > 0 ? 'unless a line above takes it, ' : '';
  const decides = step(decisive.statement, `${unless}${words}`);
  const told: TraceStep = decisive.action === 'deny' ? { ...decides, spares: true } : decides;
  return { value, why: [...why, told, ...memberSteps(context, decisive, here)] };
}

/** The entry that may take the flow, and the lines that leave it open whether it does. */
function doubtSteps({ statement, doubts }: Entry): readonly TraceStep[] {
  const elsewhere = doubts.filter((doubt) => doubt.statement !== statement);
  const here = doubts.filter((doubt) => doubt.statement === statement).map(({ reason }) => reason);
  const why =
    doubts.length === 0 ? ['whether the flow is as this line says'] : here.length > 0 ? here : ['whether this line takes the flow'];
  return [
    openStep(statement, `cannot be told: ${why.join('; ')}`),
    ...elsewhere.map((doubt) => openStep(doubt.statement, `cannot be told: ${doubt.reason}`)),
  ];
}

/** Through which members of objects and groups the addresses belong to the line. */
function memberSteps(context: Context, { ace }: Entry, here: Seen): readonly TraceStep[] {
  if (ace === undefined) return [];
  const sides = [
    { spec: ace.source, endpoints: here.source },
    { spec: ace.destination, endpoints: here.destination },
  ];
  return sides.flatMap(({ spec, endpoints: [endpoint] }) => {
    const address = endpoint?.address;
    if (address === undefined || (spec.kind !== 'object' && spec.kind !== 'object-group')) return [];
    return resolverOf(context)
      .members(spec, address)
      .map((member) => step(member, `${printAddress(address)} is in ${spec.kind} ${spec.use.name}`));
  });
}
