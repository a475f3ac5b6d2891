/**
 * ## What the mail administrator sees
 * `enabling PIX workarounds: disable_esmtp delay_dotcrlf for HOST[IP]:25` in the mail log, and mail to that host without TLS, or `TLS is required, but was not offered`.
 *
 * ## What the firewall administrator sees
 * `mask-banner, count N` in `show service-policy inspect esmtp`.
 *
 * ## What causes it
 * Postfix takes a greeting of `2`, `0`, `*` and blanks for a PIX. `disable_esmtp` makes it say HELO, so it never sees STARTTLS, even where the firewall lets it through; `delay_dotcrlf` sends the final dot in a packet of its own.
 *
 * ```smtp bad
 * Nov 22 01:43:28 client postfix/smtp[12195]: 5FBB22D06C3: enabling PIX workarounds: disable_esmtp delay_dotcrlf for mx.example.com[198.51.100.25]:25
 * ```
 *
 * ```smtp good
 * Nov 22 01:43:28 client postfix/smtp[12195]: 5FBB22D06C3: to=<b@example.com>, relay=mx.example.com[198.51.100.25]:25, delay=1, dsn=2.0.0, status=sent (250 2.0.0 Ok)
 * ```
 *
 * ## Remedy
 * {{common exempt}}
 *
 * {{common allow-tls}}
 *
 * On the Postfix side, `smtp_pix_workarounds = delay_dotcrlf` keeps EHLO and so TLS where STARTTLS is let through; back with `postconf -X smtp_pix_workarounds` and `postfix reload`.
 *
 * ## How to verify
 * {{common verify}}
 *
 * ## Sources
 * - Postfix (documented): postconf(5), `smtp_pix_workarounds`, `smtp_pix_workaround_maps`.
 * - TAC 117801 (documented): `mask-banner`.
 */
import { POSTFIX_SAYS_HELO } from '../facts/workarounds.ts';
import { isOwn, logGroups, type RecordGroup } from '../smtp/logs/groups.ts';
import type { Report, TranscriptRule } from './rule.ts';
import { askForExemption } from './shared/advice.ts';
import { OWN_HOST, ownSiteOf, reportOf } from './shared/log-reports.ts';

export const rule: TranscriptRule = {
  name: 'pix-workarounds-enabled',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'Postfix met a masked greeting and works around the firewall behind it, which costs TLS.',
  advice: askForExemption({ side: 'unknown' }),
  check: (transcript) => checkLog(logGroups(transcript)),
  checkLog,
};

function* checkLog(groups: readonly RecordGroup[]): Iterable<Report> {
  for (const group of groups) {
    if (group.kind !== 'postfix-pix-workarounds') continue;
    const { workarounds } = group.first.fields;
    const own = isOwn(group.first);
    const cost =
      workarounds === undefined || workarounds.includes('disable_esmtp')
        ? workarounds === undefined
          ? `This is a Postfix before ${POSTFIX_SAYS_HELO.value}, which keeps EHLO.`
          : `disable_esmtp makes it say HELO: the mail goes without TLS${own ? '' : ', even if the firewall would let STARTTLS through'}.`
        : 'It keeps EHLO, so this costs no TLS by itself.';
    const what = own
      ? 'Postfix took the greeting of a server of its own for a masked one, and works around a firewall that is not there.'
      : 'Postfix saw a masked greeting and works around a firewall.';
    const why = ownSiteOf(group);
    const where = own ? ` ${OWN_HOST}` : why === undefined ? '' : ` The firewall stands at the client’s own site: ${why}.`;
    const advice = own ? 'See what that server greets with' : askForExemption({ side: why === undefined ? 'unknown' : 'own site' });
    yield reportOf(group, `${what} ${cost} ${delivery(group)}${where}`, { advice });
  }
}

/** Whether the mail arrived in the end, as the log tells behind these lines. */
function delivery({ mails, fates: { delivered, bounced, divided } }: RecordGroup): string {
  const told = delivered + bounced + divided;
  if (told === 0) return 'This file does not show that the mail was delivered.';
  if (mails === 1)
    return delivered === 1
      ? 'The mail was delivered.'
      : bounced === 1
        ? 'The mail bounced.'
        : 'The mail was delivered to some of its recipients, and bounced for others.';
  if (delivered === mails) return `All ${count(mails)} mails were delivered.`;
  const parts = [
    delivered > 0 ? `${count(delivered)} delivered` : '',
    bounced > 0 ? `${count(bounced)} bounced` : '',
    divided > 0 ? `${count(divided)} delivered to some recipients and bounced for others` : '',
  ].filter((part) => part !== '');
  return `Of ${count(mails)} mails: ${parts.join(', ')}${told < mails ? '; of the rest this file does not show it' : ''}.`;
}

function count(n: number): string {
  return n.toLocaleString('en-US');
}
