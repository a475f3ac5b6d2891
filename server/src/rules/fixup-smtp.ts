/**
 * ## What the mail administrator sees
 * EHLO answered `500` or by a bare `250 OK`, a greeting of asterisks, no TLS, no AUTH, no 8BITMIME, no SIZE.
 *
 * ## What the firewall administrator sees
 * `fixup protocol smtp 25` in `show fixup`; it is on by default.
 *
 * ## What causes it
 * Everything but HELO, MAIL, RCPT, DATA, RSET, NOOP and QUIT is overwritten on its way to the server.
 *
 * ```asa bad
 * PIX Version 6.3(5)
 * fixup protocol http 80
 * fixup protocol smtp 25
 * ```
 *
 * ```asa good
 * PIX Version 6.3(5)
 * fixup protocol http 80
 * no fixup protocol smtp 25
 * ```
 *
 * ## Remedy
 * Turn it off, with the port: without it the command puts port 25 back. On the device:
 *
 * {{remedy no-fixup}}
 *
 * ## How to verify
 * `show fixup` no longer lists smtp; a new session answers EHLO with its keywords.
 *
 * ## Sources
 * - KB Q295725, KB 320027 (documented): the seven commands, AUTH, the banner.
 * - TAC 118550 (documented): `show fixup` and its defaults.
 */

import type { Fixup, Statement } from '../asa/model.ts';
import { settingsOf } from '../asa/settings.ts';
import { spanOf } from '../asa/spans.ts';
import { cite } from '../facts/fact.ts';
import { MODULAR_POLICIES } from '../facts/versions.ts';
import { isSmtp } from '../mail/sites.ts';
import type { ConfigurationRule, Report } from './rule.ts';

export const rule: ConfigurationRule = {
  name: 'fixup-smtp',
  language: 'cisco-asa',
  severity: 'warning',
  summary: 'PIX `fixup protocol smtp` lets seven old commands through: EHLO, AUTH and STARTTLS are not among them.',
  *check(context) {
    // `no fixup protocol smtp` puts the fixup back; no-fixup-without-port tells that.
    const resets = new Set<Statement>(context.fixupResets);
    for (const fixup of context.fixups.filter(isSmtp)) {
      if (resets.has(fixup.statement)) continue;
      const settings = settingsOf(context, fixup);
      yield {
        range: spanOf(fixup.statement),
        subject: { kind: 'fixup', context, fixup },
        ...(settings.engine === 'fixup' ? ofOldEngine(fixup, settings.commands) : OF_NEW_ENGINE),
      };
    }
  },
};

type Told = Pick<Report, 'message' | 'advice'>;

function ofOldEngine({ first, last }: Fixup, commands: Parameters<typeof cite>[0] & { readonly value: readonly string[] }): Told {
  const ports = first === last ? `port ${first}` : `ports ${first} to ${last}`;
  return {
    message: `On ${ports} only ${commands.value.join(', ')} are let through (${cite(commands)}): EHLO, AUTH and STARTTLS are overwritten, and mail has neither TLS nor login.`,
    advice: `Turn it off with its port: \`no fixup protocol smtp ${first === last ? first : `${first}-${last}`}\``,
  };
}

const OF_NEW_ENGINE: Told = {
  message: `From ${MODULAR_POLICIES.value} on the device reads this as \`inspect esmtp\` with the default map: STARTTLS and the greeting are overwritten, and mail goes without TLS.`,
  advice: 'Look how the device holds it: `show running-config policy-map`',
};
