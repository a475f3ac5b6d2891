/** What is asked of the engine about a configuration, and what it answers. */
import type { Fixup, PolicyAction, PolicyClass, PolicyMap, ServicePolicy, Statement } from '../asa/model.ts';
import type { Settings } from '../asa/settings.ts';
import type { Reading } from '../facts/readings.ts';
import type { AddressSet } from '../sets/addresses.ts';

/** A connection by its first packet. `tcp 203.0.113.9 -> 192.168.1.1:25 on outside` */
export interface Flow {
  readonly protocol: 'tcp';
  /** Canonical text; IPv4 or IPv6. */
  readonly source: string;
  /** undefined: any ephemeral port, 1024 to 65535 */
  readonly sourcePort: number | undefined;
  readonly destination: string;
  readonly destinationPort: number;
  /** `nameif` of the interface where its first packet enters; undefined: the one the routes tell, else all that could be. */
  readonly ingress: string | undefined;
}

export type Inspected = true | false | 'unknown';

/** One line of the reasoning, in the order in which the device decides. */
export interface TraceStep {
  /** undefined where a default, not a line, decides */
  readonly statement: Statement | undefined;
  /** What the device makes of it, in words: `first matching class that has an inspection` */
  readonly result: string;
  /** Set where it is this that leaves the verdict open. */
  readonly open?: true;
  /** Set where it is this line that keeps the flow from an inspection of mail. */
  readonly spares?: true;
}

/** What inspects a flow. */
export interface Inspector {
  readonly servicePolicy: ServicePolicy | undefined;
  readonly policyMap: PolicyMap | undefined;
  readonly policyClass: PolicyClass | undefined;
  readonly action: Extract<PolicyAction, { feature: 'inspect' }> | undefined;
  /** PIX up to 6.x, instead of the four above */
  readonly fixup: Fixup | undefined;
}

/** What inspects a flow, and how. */
export interface Candidate {
  readonly by: Inspector;
  readonly settings: Settings;
}

export interface Verdict {
  readonly inspected: Inspected;
  /** Everything in the file that could inspect the flow, in the order in which it is tried. */
  readonly candidates: readonly Candidate[];
  /** Set where only one inspector is possible: for certain when inspected, perhaps when `unknown`. */
  readonly by: Inspector | undefined;
  /** As `by`: a flow that one of several takes, with different settings, is inspected, and nothing tells how. */
  readonly settings: Settings | undefined;
  /** Set where the verdict depends on how the documents are read: the verdict under each reading, the likelier first. See `verdictUnder`. */
  readonly readings?: readonly ReadVerdict[];
}

/** The line that inspects, of a verdict or of what may inspect. */
export function inspectingLine({ by }: Pick<Verdict, 'by'>): Statement | undefined {
  return by?.action?.statement ?? by?.fixup?.statement;
}

/** The verdict that holds if the documents are to be read in one way. */
export type ReadVerdict = Omit<Verdict, 'readings'> & { readonly reading: Reading };

/** The verdict under one reading of the documents: itself, where all readings agree. */
export function verdictUnder(verdict: Verdict, reading: Reading): Verdict {
  return verdict.readings?.find((each) => each.reading === reading) ?? verdict;
}

export interface ExplainedVerdict extends Verdict {
  /** Why it is not known whether the flow is inspected, and what would tell; undefined where it is known. */
  readonly reason: string | undefined;
  readonly trace: readonly TraceStep[];
  /** The ingress interfaces considered, and whether they were told, inferred from routes, or all that could be. */
  readonly ingress: { readonly names: readonly string[]; readonly how: 'told' | 'connected' | 'route' | 'default route' | 'all' };
}

/** A class of flows that no line of the configuration tells apart. */
export interface FlowClass {
  /** The destination port that was asked about. */
  readonly port: number;
  readonly ingress: readonly string[];
  readonly source: AddressSet;
  readonly destination: AddressSet;
  readonly sourcePorts: readonly (readonly [number, number])[];
  readonly verdict: Verdict;
}
