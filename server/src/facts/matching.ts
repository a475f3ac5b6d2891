/** How the device finds the class that a flow takes, and what an inspection in it does then: the rules that traces quote. */
import { type Fact, fact } from './fact.ts';
import { REAL_ADDRESSES } from './versions.ts';

/** The first class that a flow matches and that has an action of the feature is used; one without such an action is passed over. */
export const FIRST_CLASS_WITH_AN_INSPECTION: Fact<true> = fact(true, 'documented', ['CG8', 'CG9']);

/** Application inspections are mostly mutually exclusive. */
export const ONE_INSPECTION_A_FLOW: Fact<true> = fact(true, 'documented', ['CG8']);

/** Only a class with `match default-inspection-traffic` takes several inspections, each for its own port. */
export const SEVERAL_INSPECTIONS_BY_DEFAULT_TRAFFIC: Fact<true> = fact(true, 'documented', ['CG8']);

/** The one pair of `match` lines that is allowed in a class map; what a device makes of others is told nowhere. */
export const PAIR_OF_MATCHES: Fact<readonly [string, string]> = fact(
  ['match default-inspection-traffic', 'match access-list'],
  'documented',
  ['ASDM6'],
);

/** A `deny` in the access-list of a class: not in this class, the next one is tried. */
export const DENY_IS_NO_MATCH: Fact<true> = fact(true, 'unverified', [], 'A certification book says so.');

/** `match address` belongs to crypto maps. */
export const MATCH_ADDRESS_IS_REJECTED: Fact<true> = fact(true, 'inferred', ['CG8']);

/** tcp state bypass takes flows past the inspections. */
export const BYPASS_SKIPS_INSPECTION: Fact<true> = fact(true, 'documented', ['CG84']);

/** A fixup acts on its port, wherever the flow enters. */
export const FIXUP_ON_EVERY_INTERFACE: Fact<true> = fact(true, 'documented', ['KB 320027']);

/** Before `REAL_ADDRESSES`, class maps name the addresses that are seen on the interface where the policy acts. */
export const INTERFACE_ADDRESSES: Fact<true> = fact(true, REAL_ADDRESSES.mark, REAL_ADDRESSES.sources);

/** A changed policy holds for connections that are opened after it. */
export const NEW_CONNECTIONS_ONLY: Fact<true> = fact(true, 'documented', ['CG8']);

/** A connection that begins while a policy is away keeps that: the policy that comes in is a change like any other. */
export const BEGUN_MEANWHILE: Fact<true> = fact(true, 'inferred', NEW_CONNECTIONS_ONLY.sources);
