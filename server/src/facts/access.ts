/** What lets a flow in where no access-list is applied to the interface where it enters. */
import { type Fact, fact } from './fact.ts';

export type ByLevel = 'permitted' | 'denied';

/** From an interface of a higher security level to one of a lower level, and the other way; equal levels go by `same-security-traffic`. */
export const BY_SECURITY_LEVEL: Readonly<Record<'to lower' | 'to higher' | 'to equal', Fact<ByLevel>>> = {
  'to lower': fact('permitted', 'documented', ['Access Rules']),
  'to higher': fact('denied', 'documented', ['Access Rules']),
  'to equal': fact('denied', 'documented', ['CG8'], '`same-security-traffic permit inter-interface` permits it.'),
};

/** FWSM drops what enters at an interface without an access-list, whatever the security levels. */
export const FWSM_NEEDS_AN_ACCESS_LIST: Fact<ByLevel> = fact('denied', 'documented', ['FWSM guide']);

/** `conduit` lets in what comes from an interface of a lower level, on every interface; the first line that takes the flow decides. */
export const CONDUITS_IN_ORDER = fact(true, 'documented', ['FN 26895', 'PDM guide']);

/** An access-list on an interface comes before `conduit` and `outbound`. */
export const ACCESS_LIST_BEFORE_CONDUIT = fact(true, 'unverified', [], 'Books and courses about PIX say so.');

/** From this version on there is neither `conduit` nor `outbound`. */
export const WITHOUT_CONDUITS = fact('7.0', 'documented', ['FN 26895']);

/** An entry of an access-list names one host by the word `host`, a network by its mask. */
export const HOST_OR_MASK: Fact<true> = fact(true, 'documented', ['CG8', 'CG9']);

/** What a device does with an address that has neither. */
export const BARE_ADDRESS_IS_REJECTED: Fact<true> = fact(true, 'unverified', []);
