/** What `show service-policy inspect esmtp` has counted, in words of a mail administrator. */
import type { ShownCounter, ShownInspection } from '../../asa/model.ts';
import { losesMail, lostMail } from '../../mail/lost-mail.ts';
import { code, plain, table } from '../markdown.ts';

/** Paragraphs of Markdown: about the counter on a line, or about all of them where the line is not about one. */
export function explainCounters({ line: heading, map, interface: on, packets, counters }: ShownInspection, line: number): string[] {
  const [one] = line === heading ? [] : counters.filter((counter) => counter.matchLine <= line && line <= counter.line);
  const chosen = one === undefined ? counters : [one];
  return [
    '### Counters of the ESMTP inspection',
    `${where(on)} with the map ${code(map)}: ${packets} packets of mail sessions looked at.`,
    table(['where', 'packets', 'what it does to mail'], chosen.map(row)),
    SINCE,
  ];
}

const SINCE =
  'They count packets, not messages, since the device started or `clear service-policy`. Note them, send a mail, and look again: what grew took that mail.';

function where(on: string | undefined): string {
  return on === undefined ? 'The global policy' : `The policy of the interface ${code(on)}`;
}

function row({ kind, negated, limit, action, packets }: ShownCounter): string[] {
  const what = [negated ? 'not' : '', kind, limit === undefined ? '' : `over ${limit}`].filter((word) => word !== '').join(' ');
  return [plain(what), String(packets), plain(effect(kind, action, limit, negated))];
}

function effect(kind: string, action: string, limit: number | undefined, negated: boolean): string {
  if (losesMail(action)) return `loses ${lostMail(kind, limit, negated) ?? 'mail'}: the session ends, and the sender tries again in vain`;
  if (kind === 'mask-banner') return 'greetings overwritten with asterisks: Postfix falls back to HELO, without TLS';
  if (action === 'mask' && kind === 'ehlo-reply-parameter') return 'EHLO keywords overwritten with X (STARTTLS, where TLS is not allowed)';
  if (action === 'mask') return 'commands overwritten with X, which the server refuses';
  return action === 'log' ? 'nothing is lost, only logged' : 'counted';
}
