/**
 * What a finding is about: the thing of the model itself. Whoever mends or explains it need not look for it again by its line, and cannot
 * take one thing for another that stands on the same line.
 */
import type {
  AccessList,
  Ace,
  AddressSpec,
  ClassMap,
  ClassMatch,
  Context,
  Fixup,
  InspectMatch,
  InspectParameter,
  PolicyAction,
  PolicyClass,
  PolicyMap,
  Statement,
  Translation,
} from '../asa/model.ts';
import type { InspectionInForce } from '../mail/inspections.ts';
import type { MaskedText } from '../masking/masked.ts';
import type { Session } from '../smtp/model.ts';
import type { Suppression } from './suppressions.ts';

/** Of a configuration, each with the context in which it stands. */
export type ConfigurationSubject = { readonly context: Context } & (
  | {
      readonly kind: 'inspection';
      readonly inspection: InspectionInForce;
      /** The line of its map that the finding is about, where it is one. */
      readonly match?: InspectMatch;
      readonly parameter?: InspectParameter;
    }
  /** The inspections of a fragment that no service policy of it applies. */
  | { readonly kind: 'unapplied' }
  | { readonly kind: 'fixup'; readonly fixup: Fixup }
  /** `no fixup protocol smtp`, which names no port. */
  | { readonly kind: 'fixup-reset'; readonly statement: Statement }
  | { readonly kind: 'class'; readonly policyMap: PolicyMap; readonly policyClass: PolicyClass }
  | { readonly kind: 'class-match'; readonly classMap: ClassMap; readonly match: Extract<ClassMatch, { kind: 'address' }> }
  | {
      readonly kind: 'entry';
      readonly list: AccessList;
      readonly ace: Ace;
      /** The side of it that the finding is about, where it is one. */
      readonly address?: AddressSpec;
    }
  | { readonly kind: 'translation'; readonly translation: Translation }
  | {
      readonly kind: 'connection-limits';
      readonly policyMap: PolicyMap;
      readonly policyClass: PolicyClass;
      readonly action: Extract<PolicyAction, { feature: 'connection' }>;
    }
  /** What the device runs. */
  | { readonly kind: 'version' }
);

export type Subject =
  | ConfigurationSubject
  /** Of a session: what a firewall overwrote. */
  | { readonly kind: 'mask'; readonly mask: MaskedText }
  /** The session with the same server, in the same file, that shows what this one lacks. */
  | { readonly kind: 'other-side'; readonly inside: Session }
  /** A comment of ours. */
  | { readonly kind: 'suppression'; readonly suppression: Suppression };
