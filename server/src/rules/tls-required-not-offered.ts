/**
 * ## What the mail administrator sees
 * `TLS is required, but was not offered by host H` (Postfix), `a TLS session is required, but the server did not offer TLS support` (Exim), `other side does not support STARTTLS` (sendmail), `No TLS achieved while ... exists` (qmail), `STARTTLS is required to send mail` (Exchange), `5.7.321 starttls-not-supported` (Exchange Online), `STARTTLS command not supported` (ESA), and a queue that grows until the mail
 * bounces.
 *
 * ## What the firewall administrator sees
 * `match ehlo-reply-parameter others` / `mask, packet N`, or `mask-banner, count N`, in `show service-policy inspect esmtp`.
 *
 * ## What causes it
 * A firewall masks STARTTLS in the EHLO reply, or masks the greeting, at which Postfix says HELO and never asks for TLS. Or the server does not offer TLS: a test from inside tells.
 *
 * ```smtp bad
 * Nov 22 01:43:28 client postfix/smtp[12195]: 5FBB22D06C3: to=<b@example.com>, relay=mx.example.com[198.51.100.25]:25, dsn=4.7.4, status=deferred (TLS is required, but was not offered by host mx.example.com[198.51.100.25])
 * ```
 *
 * ```smtp good
 * Nov 22 01:43:28 client postfix/smtp[12195]: 5FBB22D06C3: to=<b@example.com>, relay=mx.example.com[198.51.100.25]:25, dsn=2.0.0, status=sent (250 2.0.0 Ok)
 * ```
 *
 * ## Remedy
 * {{common exempt}}
 *
 * {{common allow-tls}}
 *
 * ## How to verify
 * {{common verify}}
 *
 * ## Sources
 * - Postfix, Exim, sendmail, qmail (documented): the messages.
 * - Exchange (seen), Exchange Online (documented): the messages; with `STARTTLS is required to send mail` the server’s certificate or the sender’s connector can also be at fault.
 * - SEC, TAC 118550 (documented): STARTTLS is masked without `allow-tls`.
 */

import { isOwnHost } from '../facts/own-hosts.ts';
import { groupsOf, isOwn, logGroups, type RecordGroup } from '../smtp/logs/groups.ts';
import type { LogRecord, Note, Session, Transcript } from '../smtp/model.ts';
import { rangeOn } from '../text/lines.ts';
import type { Report, TranscriptRule } from './rule.ts';
import { askForExemption, TEST_FROM_INSIDE } from './shared/advice.ts';
import { masksOf, mayBeStarttls, signsOfFirewall } from './shared/evidence.ts';
import { OWN_HOST, ownSiteOf, reportOf } from './shared/log-reports.ts';

/** Each of these texts stands in logs, of mail that waits, and in the bounce of mail that does so no more. */
const KINDS: Readonly<Record<string, string>> = {
  'postfix-tls-required': 'Postfix keeps or returns mail, because TLS is required and this server did not offer it or refused it.',
  'exim-tls-required': 'Exim keeps or returns mail, because TLS is required and this server did not offer it.',
  'sendmail-tls-required': 'Mail is kept or returned by sendmail, because TLS is required and the other side did not offer it.',
  'qmail-tls-required': 'Mail is kept or returned by qmail, because TLS is required and this server did not offer it.',
  'exchange-tls-required': 'Exchange keeps or returns mail, because its send connector requires TLS and this server did not offer it.',
  'exchange-tls-wanted':
    'Exchange keeps or returns mail: TLS is required on this way, and the sender was not offered it, or did not use it.',
  'exchange-tls-policy': 'Exchange Online keeps or returns mail, because DANE or MTA-STS asks for TLS and this server did not offer it.',
  'sendgrid-tls-required':
    'SendGrid drops mail, because TLS is enforced and this server did not offer it, or not the version or the certificate that is asked for.',
  'postini-tls-required':
    'The recipient’s filter takes this sender’s mail over TLS only: the sender was not offered it, or did not use it.',
  'esa-tls-required': 'TLS is required with this host, and no TLS came about: its mail is not taken or not sent.',
  'esa-starttls-not-supported': 'The mail waits: TLS is required, and this server did not offer STARTTLS.',
  'reported-tls-required': 'A provider keeps or returns mail, because its policy asks for TLS and this server did not offer it.',
  'reported-tls-policy': 'A sender reports that its policy asks for TLS (MTA-STS or DANE) and this server did not offer it.',
  'reported-no-tls': 'This server did not offer STARTTLS to a page that tests it: senders that ask for TLS keep their mail.',
};
/** Two servers of one organisation: what is missing between them is more than STARTTLS. */
const BETWEEN_EXCHANGE =
  'Exchange keeps mail, because it cannot log in at another Exchange server. A firewall that masks X-ANONYMOUSTLS and X-EXPS between the two is one cause, a receive connector without Exchange Server authentication another.';
const TEST_BETWEEN =
  'From the one server open port 25 of the other, and see what its EHLO reply lists; then look at its receive connectors';
/** Of a server that is not the one without TLS: it asks for it. */
const SENDER_WITHOUT = 'A firewall on the way that masks STARTTLS is one cause, a sender that does not use TLS another.';
const CAUSE = 'A firewall that masks STARTTLS or the greeting is one cause, a server that offers no TLS another.';

export const rule: TranscriptRule = {
  name: 'tls-required-not-offered',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'Mail is stuck: the sender must use TLS, and the server does not seem to offer it.',
  advice: TEST_FROM_INSIDE,
  *check(transcript) {
    for (const session of transcript.sessions) {
      const note = session.notes.find((it) => it.note === 'starttls-not-offered');
      if (note !== undefined && !isLogged(transcript, note)) yield reportNote(transcript, session, note);
    }
    yield* checkLog(newsOf(transcript));
  },
  checkLog,
};

/** The lines of a log without the replies of a server that does offer TLS: its client did not use it, and no firewall hides anything. */
function newsOf(transcript: Transcript): readonly RecordGroup[] {
  const { records, sessions } = transcript;
  const isOffered = (line: number) =>
    sessions.some(
      ({ first, last, offers }) =>
        first <= line && line <= last && offers.some(({ keywords }) => keywords.some(({ name }) => name === 'STARTTLS')),
    );
  const isNews = ({ kind, line }: LogRecord) => kind !== 'exchange-tls-wanted' || !isOffered(line);
  return records.every(isNews) ? logGroups(transcript) : groupsOf(records.filter(isNews));
}

function isLogged({ records }: Transcript, { line }: Note): boolean {
  return records.some((record) => record.line === line && record.kind in KINDS);
}

/** The tool itself says that TLS was asked for and not offered. */
function reportNote(transcript: Transcript, session: Session, { line, text }: Note): Report {
  const content = transcript.lines.text(line);
  const at = Math.max(0, content.indexOf(text));
  const range = rangeOn(line, at, text === '' ? content.length : Math.min(content.length, at + text.length));
  const masks = masksOf(transcript, session).filter(({ kind }) => kind !== 'command');
  const starttls = masks.find((mask) => mask.kind === 'keyword' && mayBeStarttls(mask));
  const related = masks.map((mask) => ({ range: mask.range, message: 'Masked by the firewall' }));
  if (starttls !== undefined)
    return {
      range,
      related,
      message:
        'TLS was asked for and is not offered: the keyword that may be STARTTLS is masked in the EHLO reply. The server offers TLS, and a firewall hides it.',
      confidence: 'likely',
      advice: askForExemption(starttls.where),
    };
  if (signsOfFirewall(transcript, session).length > 0)
    return {
      range,
      related,
      message: 'TLS was asked for and is not offered; a firewall masks other texts of this session, and most likely this too.',
      confidence: 'likely',
      advice: askForExemption(masks[0]?.where ?? { side: 'unknown' }),
    };
  return {
    range,
    message: `TLS was asked for and is not offered. Nothing in this session is masked. ${isOwnHost(session.host) ? OWN_HOST : CAUSE}`,
    severity: 'information',
    confidence: 'possible',
  };
}

function* checkLog(groups: readonly RecordGroup[]): Iterable<Report> {
  for (const group of groups) {
    if (group.kind === 'exchange-authentication') yield reportOf(group, BETWEEN_EXCHANGE, { confidence: 'possible', advice: TEST_BETWEEN });
    const message = KINDS[group.kind];
    if (message === undefined || (group.kind === 'esa-starttls-not-supported' && group.first.fields['what'] !== 'deferring')) continue;
    if (isOwn(group.first)) {
      yield reportOf(group, `${message} ${OWN_HOST}`, {
        confidence: 'certain',
        advice: 'Take that host out of the TLS policy, or offer TLS there',
      });
      continue;
    }
    const why = ownSiteOf(group);
    const cause = group.kind === 'postini-tls-required' || group.kind === 'exchange-tls-wanted' ? SENDER_WITHOUT : CAUSE;
    yield reportOf(group, `${message} ${cause}${why === undefined ? '' : ` It would stand at the client’s own site: ${why}.`}`, {
      confidence: 'likely',
    });
  }
}
