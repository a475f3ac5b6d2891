/** What `show service-policy inspect esmtp` has counted, in words of a mail administrator. */
import type { ShownCounter, ShownInspection } from '../../asa/model.ts';
import { losesMail, lostMail } from '../../mail/lost-mail.ts';
import { code, list, plain, table } from '../markdown.ts';

/** Paragraphs of Markdown: about the counter on a line, or about all of them where the line is not about one. `told`: those that count. */
export function explainCounters(
  { line: heading, map, interface: on, packets, counters }: ShownInspection,
  line: number,
): { readonly told: readonly string[]; readonly whole: readonly string[] } {
  const [one] = line === heading ? [] : counters.filter((counter) => counter.matchLine <= line && line <= counter.line);
  const chosen = one === undefined ? counters : [one];
  const counted = one === undefined ? counters.filter((each) => each.packets > 0) : [one];
  const rows = counted.map(row).map(([what, number, does]) => `${number} × ${what}: ${does}`);
  const head = [
    '### Counters of the ESMTP inspection',
    `${where(on)} with the map ${code(map)}: ${packets} packets of mail sessions looked at.`,
  ];
  return {
    told: [...head, list(rows), ...(counted.length === chosen.length ? [] : ['The others count nothing.']), SINCE],
    whole: [...head, table(['where', 'packets', 'what it does to mail'], chosen.map(row)), SINCE],
  };
}

const SINCE =
  'Packets, not messages, since the device started or `clear service-policy`. Note them, send a mail, and look again: what grew took that mail.';

function where(on: string | undefined): string {
  return on === undefined ? 'The global policy' : `The policy of the interface ${code(on)}`;
}

function row({ kind, negated, limit, action, packets }: ShownCounter): string[] {
  const what = [negated ? 'not' : '', kind, limit === undefined ? '' : `over ${limit}`].filter((word) => word !== '').join(' ');
  return [plain(what), String(packets), plain(effect(kind, action, limit, negated))];
}

function effect(kind: string, action: string, limit: number | undefined, negated: boolean): string {
  if (losesMail(action)) return `loses ${lostMail(kind, limit, negated) ?? 'mail'}`;
  if (kind === 'mask-banner') return 'greetings overwritten with asterisks: Postfix falls back to HELO, without TLS';
  if (action === 'mask' && kind === 'ehlo-reply-parameter') return 'EHLO keywords overwritten with X (STARTTLS, where TLS is not allowed)';
  if (action === 'mask') return 'commands overwritten with X, which the server refuses';
  return action === 'log' ? 'nothing is lost, only logged' : 'counted';
}
