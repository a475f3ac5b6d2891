/** The rules about configurations, in the order of the catalogue. */
import { rule as aceAddressWithoutMask } from './ace-address-without-mask.ts';
import { rule as classMapMatchAddress } from './class-map-match-address.ts';
import { rule as connectionLimitThrottlesMail } from './connection-limit-throttles-mail.ts';
import { rule as embryonicLimitAboveMaximum } from './embryonic-limit-above-maximum.ts';
import { rule as exemptionAfterInspection } from './exemption-after-inspection.ts';
import { rule as exemptionOneWay } from './exemption-one-way.ts';
import { rule as exemptionTooWide } from './exemption-too-wide.ts';
import { rule as exemptionUsesMappedAddress } from './exemption-uses-mapped-address.ts';
import { rule as exemptionWithoutEffect } from './exemption-without-effect.ts';
import { rule as fixupSmtp } from './fixup-smtp.ts';
import { rule as inspectSmtpUnknown } from './inspect-smtp-unknown.ts';
import { rule as inspectionDropsMail } from './inspection-drops-mail.ts';
import { rule as inspectionHidesStarttls } from './inspection-hides-starttls.ts';
import { rule as inspectionMasksBanner } from './inspection-masks-banner.ts';
import { rule as inspectionNeverApplied } from './inspection-never-applied.ts';
import { rule as inspectionTakesAuth } from './inspection-takes-auth.ts';
import { rule as mailLossCounted } from './mail-loss-counted.ts';
import { rule as mapActionNotAllowed } from './map-action-not-allowed.ts';
import { rule as maskingCounted } from './masking-counted.ts';
import { rule as noFixupWithoutPort } from './no-fixup-without-port.ts';
import { rule as pixSignatureHeaderBug } from './pix-signature-header-bug.ts';
import type { ConfigurationRule } from './rule.ts';
import { rule as undefinedName } from './undefined-name.ts';

export const configurationRules: readonly ConfigurationRule[] = [
  inspectionHidesStarttls,
  inspectionMasksBanner,
  inspectionDropsMail,
  inspectionTakesAuth,
  inspectionNeverApplied,
  inspectSmtpUnknown,
  fixupSmtp,
  noFixupWithoutPort,
  pixSignatureHeaderBug,
  exemptionWithoutEffect,
  exemptionAfterInspection,
  exemptionOneWay,
  exemptionTooWide,
  exemptionUsesMappedAddress,
  classMapMatchAddress,
  aceAddressWithoutMask,
  undefinedName,
  mapActionNotAllowed,
  connectionLimitThrottlesMail,
  embryonicLimitAboveMaximum,
  mailLossCounted,
  maskingCounted,
];
