/**
 * It does not turn it off.
 *
 * ## What the mail administrator sees
 * The firewall administrator says that the inspection is off, and EHLO, AUTH and STARTTLS still fail on port 25.
 *
 * ## What the firewall administrator sees
 * `show fixup` still lists `fixup protocol smtp 25` after `no fixup protocol smtp`.
 *
 * ## What causes it
 * Without a port the command means "back to the default". Only the port makes it take the inspection away.
 *
 * ```asa bad
 * PIX Version 6.3(5)
 * no fixup protocol smtp
 * ```
 *
 * ```asa good
 * PIX Version 6.3(5)
 * no fixup protocol smtp 25
 * ```
 *
 * ## Remedy
 * Add the port. On the device:
 *
 * {{remedy add-port}}
 *
 * ## How to verify
 * `show fixup` no longer lists smtp. Existing connections keep the inspection: test with a new session.
 *
 * ## Sources
 * - PIX command reference (documented): `no fixup protocol` without a port resets it.
 */

import { spanOf } from '../asa/spans.ts';
import type { ConfigurationRule } from './rule.ts';

export const rule: ConfigurationRule = {
  name: 'no-fixup-without-port',
  language: 'cisco-asa',
  severity: 'error',
  summary: '`no fixup protocol smtp` without a port puts the inspection back on port 25.',
  advice: 'Write `no fixup protocol smtp 25`',
  *check(context) {
    for (const statement of context.fixupResets) {
      yield {
        range: spanOf(statement),
        subject: { kind: 'fixup-reset', context, statement },
        message:
          'Without a port this puts the SMTP inspection back on port 25 instead of turning it off: EHLO, AUTH and STARTTLS stay blocked.',
      };
    }
  },
};
