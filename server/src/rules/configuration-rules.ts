/** The rules about configurations, in the order of the catalogue. */
import { rule as aceAddressWithoutMask } from './ace-address-without-mask.ts';
import { rule as classMapMatchAddress } from './class-map-match-address.ts';
import { rule as embryonicLimitAboveMaximum } from './embryonic-limit-above-maximum.ts';
import { rule as mailLossCounted } from './mail-loss-counted.ts';
import { rule as mapActionNotAllowed } from './map-action-not-allowed.ts';
import { rule as maskingCounted } from './masking-counted.ts';
import { rule as noFixupWithoutPort } from './no-fixup-without-port.ts';
import type { ConfigurationRule } from './rule.ts';
import { rule as undefinedName } from './undefined-name.ts';

export const configurationRules: readonly ConfigurationRule[] = [
  noFixupWithoutPort,
  classMapMatchAddress,
  aceAddressWithoutMask,
  undefinedName,
  mapActionNotAllowed,
  embryonicLimitAboveMaximum,
  mailLossCounted,
  maskingCounted,
];
