/** What is asked of the engine about a configuration, and what it answers. */
import type { Fixup, InspectMap, InspectMatch, PolicyAction, PolicyClass, PolicyMap, ServicePolicy, Statement } from '../asa/model.ts';
import type { AddressSet } from './addresses.ts';
import type { Fact } from './facts/fact.ts';

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
}

export interface ExplainedVerdict extends Verdict {
  readonly trace: readonly TraceStep[];
  /** The ingress interfaces considered, and whether they were told, inferred from routes, or all that could be. */
  readonly ingress: { readonly names: readonly string[]; readonly how: 'told' | 'connected' | 'route' | 'default route' | 'all' };
}

/** A value with what makes it so: a line, or a fact about the version. */
export interface Told<T> {
  readonly value: T;
  readonly statement: Statement | undefined;
  readonly fact: Fact<unknown> | undefined;
}

/** A `match` in force, from the named map or the version's default map. */
export interface LimitInForce {
  /** as `InspectMatch.kind` */
  readonly kind: string;
  readonly negated: boolean;
  readonly limit: number | undefined;
  readonly values: readonly string[];
  /** `drop-connection`, `reset`, `mask`, `log` ...; '' without an action */
  readonly action: string;
  readonly log: boolean;
  readonly match: InspectMatch | undefined;
  readonly fact: Fact<unknown> | undefined;
}

/** The effective settings of one inspection: what it does to a session. */
export interface Settings {
  /** `fixup`: PIX up to 6.x; `esmtp`: 7.0 and later */
  readonly engine: 'fixup' | 'esmtp';
  readonly map: InspectMap | undefined;
  /** Name as `show service-policy` prints it: `_default_esmtp_map` when no map is named. */
  readonly mapName: string;
  /** 'unknown' when the version (or an upgrade that is not in the file) decides. */
  readonly allowTls: Told<boolean | 'unknown'>;
  readonly maskBanner: Told<boolean>;
  readonly mailRelay: Told<string | undefined>;
  readonly specialCharacter: Told<boolean>;
  readonly limits: readonly LimitInForce[];
  /** Commands let through, upper case. */
  readonly commands: Fact<readonly string[]>;
}

/** A class of flows that no line of the configuration tells apart. */
export interface FlowClass {
  readonly ingress: readonly string[];
  readonly source: AddressSet;
  readonly destination: AddressSet;
  readonly sourcePorts: readonly (readonly [number, number])[];
  readonly verdict: Verdict;
}
