/**
 * ## What the mail administrator sees
 * Whatever the device really does. This file does not tell it: perhaps mail is inspected, perhaps it is not.
 *
 * ## What the firewall administrator sees
 * An error when the line is entered, and no such line in `show running-config policy-map`.
 *
 * ## What causes it
 * The line was written by hand or copied from a page, or it is of an FWSM, which has `inspect smtp`. A PIX up to 6.x has
 * `fixup protocol smtp`, which became `inspect esmtp` with 7.0.
 *
 * ```asa bad
 * : Saved
 * ASA Version 9.8(2)
 * hostname gateway
 * class-map inspection_default
 *  match default-inspection-traffic
 * policy-map global_policy
 *  class inspection_default
 *   inspect smtp
 * service-policy global_policy global
 * : end
 * ```
 *
 * ```asa good
 * : Saved
 * ASA Version 9.8(2)
 * hostname gateway
 * class-map inspection_default
 *  match default-inspection-traffic
 * policy-map global_policy
 *  class inspection_default
 *   inspect dns
 * service-policy global_policy global
 * : end
 * ```
 *
 * ## Remedy
 * None is proposed: what to change depends on what the device has. Look there, and check that:
 *
 * ```asa
 * show running-config policy-map
 * ```
 *
 * Nothing is entered, so nothing has to be taken back.
 *
 * ## How to verify
 * `show service-policy inspect esmtp` lists each inspection of mail that is in force.
 *
 * ## Sources
 * - CG8 (inferred): the guides of PIX and ASA list `inspect esmtp`, and no `inspect smtp`. That the line is rejected was not tried.
 */

import { spanOf } from '../asa/spans.ts';
import { CALLS_IT_SMTP } from '../facts/inspections.ts';
import { MODULAR_POLICIES, versionText } from '../facts/versions.ts';
import { inspectSites, isUnknownThere } from '../mail/sites.ts';
import { sure } from '../text/at.ts';
import type { ConfigurationRule } from './rule.ts';
import { confidenceOf } from './shared/confidence.ts';

export const rule: ConfigurationRule = {
  name: 'inspect-smtp-unknown',
  language: 'cisco-asa',
  severity: 'warning',
  summary: `\`inspect smtp\` on a PIX or ASA from ${MODULAR_POLICIES.value} on: the inspection is called \`inspect esmtp\` there, so the device cannot have this line.`,
  advice: 'Look at `show running-config policy-map` on the device, and check that',
  *check(context) {
    for (const { action } of inspectSites(context)) {
      if (!isUnknownThere(context, action)) continue;
      yield {
        range: spanOf(action.statement),
        message: `${versionText(sure(context.version))} has no \`inspect smtp\`: the inspection is called \`inspect esmtp\`, so this file is not what the device runs. Read as that here.`,
        confidence: confidenceOf(CALLS_IT_SMTP),
      };
    }
  },
};
