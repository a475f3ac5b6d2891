/**
 * What a remedy is. One remedy, one file. A remedy proposes only what the evaluator has shown to do what it says: the hosts it
 * names are no longer inspected (or TLS is let through ...), and every other flow gets the verdict it had.
 */
import type { Configuration, Context } from '../asa/model.ts';
import type { Reading } from '../facts/readings.ts';
import type { Finding } from '../rules/finding.ts';
import type { Intervals } from '../sets/intervals.ts';
import type { TextEdit } from '../text/lines.ts';

/** What was compared to be allowed to offer a proposal. */
export interface Proof {
  /** How many classes of flows (source x destination x ingress) were compared: all that the edit can reach (`policy/reach.ts`). */
  readonly flowsChecked: number;
  /** The flows whose verdict changes, in words an administrator can check: `tcp/25 from any to 192.168.1.1`. */
  readonly changed: readonly { readonly flow: string; readonly before: string; readonly after: string }[];
  /**
   * The readings of the documents under which it does what it promises, the likelier always among them (`facts/readings.ts`): one that
   * holds under both does not depend on which of them the device follows.
   */
  readonly readings: readonly Reading[];
  /** Lines of inspections of other protocols that take flows which are inspected as mail no more. */
  readonly handedTo?: readonly string[];
  /** Lines whose meaning is not in the file, taken to be the same before and after. */
  readonly assumes?: readonly string[];
  /** Everything else keeps its verdict. */
  readonly unchanged: boolean;
  /** The destination ports of the flows whose verdict changes. */
  readonly ports: Intervals<number>;
  /** One of the changed flows, to try on the device; undefined where the file names nobody whom it is for. */
  readonly example?: Example;
}

/** A flow by its first packet, and what becomes of it. */
export interface Example {
  readonly source: string;
  readonly destination: string;
  /** The destination as a class of this version names it: the real address from 8.3 on. */
  readonly named: string;
  readonly port: number;
  /** `nameif` of where it enters, where the file tells. */
  readonly ingress: string | undefined;
  readonly after: string;
}

/** What a remedy is called before anybody has made its edit. */
export interface Words {
  /** Stable: `exempt-hosts`, `exempt-hosts:192.168.1.1` */
  readonly id: string;
  /** Imperative, as it stands in the light-bulb menu. */
  readonly title: string;
  /** In its place where there is less room. */
  readonly short?: string;
  /** The one to take when in doubt. */
  readonly preferred?: boolean;
  /** `unsafe`: changes what the device does with traffic; `--fix` leaves it to the person. `safe`: mends a line the device rejects or that says the opposite. */
  readonly safety: 'safe' | 'unsafe';
  /** What the person should know before choosing it, a clause each: `switches off every inspection for these hosts`. */
  readonly cautions?: readonly string[];
  /** Set when the proposal cannot be made without an address that the person must give. */
  readonly asks?: 'address';
}

/** The cautions of a remedy in one clause; undefined where it has none. */
export function cautionOf({ cautions = [] }: Pick<Words, 'cautions'>): string | undefined {
  return cautions.join('; ') || undefined;
}

/**
 * What can be done about a finding, named and not yet proven: a proof compares all flows, and of the thousands of remedies that a report
 * may name a person takes one.
 */
export interface Offer extends Words {
  /** The context whose flows its proof compares: what it costs. */
  readonly context: Context;
  /** How many entries of access-lists it enters, where they may be thousands: they are read and compared, too. */
  readonly entries?: number;
  /** The remedy with its proof; undefined where no edit can be shown to do what the title says, and only that. Throws `TooLarge`. */
  readonly proven: () => Proposal | undefined;
}

export interface Proposal extends Words {
  /** All refer to the text the configuration was read from. */
  readonly edits: readonly TextEdit[];
  /** What to type on the device, from `configure terminal` on, without prompts; for an FTD the text of a FlexConfig object. */
  readonly commands: readonly string[];
  /** What takes `commands` back. */
  readonly rollback: readonly string[];
  /** An FTD has no configuration mode: `commands` and `rollback` are deployed by its management centre. */
  readonly flexConfig?: true;
  readonly proof: Proof | undefined;
}

export interface Remedy {
  readonly id: string;
  /** The rules whose findings it mends. */
  readonly rules: readonly string[];
  propose(configuration: Configuration, finding: Finding): readonly Offer[];
}

/** Why a remedy that a person asked for by name is not proposed: which line stands in the way, and what to do. */
export interface Refusal {
  readonly refused: string;
  /** Nothing needs to be done: what was asked for holds already. */
  readonly settled?: true;
}

export function isRefusal(answer: Proposal | Refusal): answer is Refusal {
  return 'refused' in answer;
}
