/**
 * ## What the mail administrator sees
 * Signed messages to some sites can fail at each try with a lost connection, while unsigned ones arrive.
 *
 * ## What the firewall administrator sees
 * Nothing; the session ends as if the sender had closed it.
 *
 * ## What causes it
 * A bug in the interpretation of repeated headers, in `fixup protocol smtp` and `inspect esmtp` alike. Signing stays recommended; the cure is
 * 7.2(3) or later, or no inspection.
 *
 * ```asa bad
 * PIX Version 6.3(5)
 * fixup protocol smtp 25
 * ```
 *
 * ```asa good
 * PIX Version 6.3(5)
 * no fixup protocol smtp 25
 * ```
 *
 * ## Remedy
 * Upgrade to 7.2(3) or later, or turn the inspection off. On the device:
 *
 * {{remedy no-fixup}}
 *
 * On PIX 7: `no inspect esmtp` in its class, and `inspect esmtp` to take it back.
 *
 * ## How to verify
 * `show version` shows 7.2(3) or later, or `show fixup` no smtp; send a signed message in a new session.
 *
 * ## Sources
 * - TAC 118550 (documented): the bug, its triggers, 7.2(3), and that signing stays recommended.
 */

import { spanOf } from '../asa/spans.ts';
import { HEADER_BUG_FIXED, hasHeaderBug } from '../facts/versions.ts';
import { inspectionsInForce } from '../mail/inspections.ts';
import { itemAt } from '../text/at.ts';
import type { ConfigurationRule } from './rule.ts';
import { confidenceIn } from './shared/confidence.ts';

export const rule: ConfigurationRule = {
  name: 'pix-signature-header-bug',
  language: 'cisco-asa',
  severity: 'warning',
  summary: `A PIX before ${HEADER_BUG_FIXED.value} with SMTP inspection ends sessions on repeated headers: signed mail can be lost.`,
  advice: `Upgrade to ${HEADER_BUG_FIXED.value} or later, or stop the SMTP inspection; keep signing`,
  *check(context) {
    const { version } = context;
    if (version === undefined || hasHeaderBug(version) !== true) return;
    const inForce = inspectionsInForce(context).filter(({ settled }) => !settled);
    if (inForce.length === 0) return;
    yield {
      // On the version, which is the cause; the inspection has findings of its own.
      range: spanOf(version.statement ?? itemAt(inForce, 0).statement),
      subject: { kind: 'version', context },
      message: `PIX ${version.text} ends SMTP sessions wrongly on repeated headers: mail signed with DKIM or DomainKeys can be lost.`,
      // The surest comes first.
      confidence: confidenceIn(itemAt(inForce, 0), 'certain'),
      related: inForce.map(({ statement }) => ({ range: spanOf(statement), message: 'The inspection that has this bug' })),
    };
  },
};
