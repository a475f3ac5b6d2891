/**
 * How much is proven for one answer. A light bulb and a report name remedies before anybody has chosen one: they prove as long as it
 * costs them little, and say of the others that they are not proven. Counted in steps, not in time, so that an answer is the same
 * on every machine.
 */
import type { Configuration, Context } from '../asa/model.ts';
import { openInterfaces } from '../policy/routing.ts';
import { TooLarge } from '../policy/work.ts';
import { part } from '../text/analysis.ts';
import type { Offer, Proposal, Refusal } from './remedy.ts';

/** About as many steps as a second of one core of today takes. */
const SECOND = 20_000;

/** For the menu of a light bulb: a person waits for it. */
export const FOR_A_MENU = SECOND / 10;
/** For the report on a file. */
export const FOR_A_REPORT = SECOND / 4;

/** Said beside a remedy that is named only. */
export const NOT_PROVEN = 'not proven: too large';

/** Why a remedy that was asked for is not made, and what to do. */
export const TOO_LARGE =
  'Not proven: the file tells too many flows apart that this change can reach. Ask about a file without the access-list entries and service policies that have nothing to do with this mail.';

export class Effort {
  private left: number;

  /** @param steps see `stepsOf` */
  constructor(steps: number) {
    this.left = steps;
  }

  /** @returns undefined when the proof was tried and failed, `unproven` when there is not enough effort left for it */
  proposal(configuration: Configuration, offer: Offer): Proposal | 'unproven' | undefined {
    const steps = offer.asks === undefined ? stepsOf(configuration, offer) : 0;
    if (steps > this.left) return 'unproven';
    this.left -= steps;
    return proposalOf(offer);
  }
}

/** What was chosen: proven, whatever it costs. @returns undefined when the proof failed, `unproven` when it was given up */
export function proposalOf(offer: Offer): Proposal | 'unproven' | undefined {
  try {
    return offer.proven();
  } catch (error) {
    if (error instanceof TooLarge) return 'unproven';
    throw error;
  }
}

/** What was asked for by name, or that comparing the flows would take more than `MOST_COMPARED` of `proof.ts` in the first way that was tried. */
export function unlessTooLarge(ask: () => Proposal | Refusal): Proposal | Refusal {
  try {
    return ask();
  } catch (error) {
    if (error instanceof TooLarge) return { refused: TOO_LARGE };
    throw error;
  }
}

/** So many lines that an edit leaves alone cost one step: they are not read again, but passed over. */
const LINES_PASSED_OVER = 128;

/** An entry that is entered is written, read, and compared at the ports of mail. */
const ENTERED = 2;

/** How many steps a proof takes, roughly: the edited lines are read again, and at each interface and port what decides is compared. */
function stepsOf(configuration: Configuration, { context, entries = 0 }: Offer): number {
  return configuration.lines.count / LINES_PASSED_OVER + ENTERED * entries + comparison(context);
}

/** Entries are carried back through translations: each costs as much as so many entries. */
const TRANSLATION = 16;

/** Looking at a port costs as much as so many entries; on one of many ways through the firewall less, for the ways share what they ask. */
const PORT = 16;
const PORT_ON_A_WAY = 11;

/** At each port all classes are looked at, most of them to pass them over: so many of them cost as much as an entry. */
const CLASSES = 8;

/** A port that an inspection knows by default costs as one that is named. */
const DEFAULT_PORTS = 16;

const comparison = part('steps of a comparison', (context: Context): number => {
  const { servicePolicies, policyMaps, classMaps, accessLists, fixups, translations } = context;
  const onInterfaces = servicePolicies.filter(({ scope }) => scope.kind === 'interface').length;
  const matches = [...classMaps.values()].flatMap((classMap) => classMap.matches);
  const lists = new Set(matches.flatMap((match) => (match.kind === 'access-list' ? [match.use.name] : [])));
  const entries = [...lists].reduce((sum, name) => sum + (accessLists.get(name)?.entries.length ?? 0), 0);
  const ports = DEFAULT_PORTS + fixups.length + matches.filter(({ kind }) => kind === 'port').length;
  // Only policies of interfaces ask where a flow enters and leaves.
  const ways = onInterfaces === 0 ? 1 : openInterfaces(context).length * (1 + onInterfaces);
  // A policy is met on one way of many.
  const longest = Math.max(0, ...servicePolicies.map(({ policy }) => policyMaps.get(policy.name)?.classes.length ?? 0));
  const perPort = (onInterfaces === 0 ? PORT : PORT_ON_A_WAY) + entries + TRANSLATION * translations.length + longest / CLASSES;
  return (ways * ports * perPort) / 16;
});
