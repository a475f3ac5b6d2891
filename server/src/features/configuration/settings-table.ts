/** The effective settings of an inspection as a table: each value, and where it comes from. */

import type { LimitInForce, Settings, Told } from '../../asa/settings.ts';
import { cite, type Fact } from '../../facts/fact.ts';
import { SPECIAL_CHARACTERS, SPECIAL_CHARACTERS_IN_WORDS } from '../../facts/watched.ts';
import { losesMail, lostMail, whatIsLost } from '../../mail/lost-mail.ts';
import { itemAt, sure } from '../../text/at.ts';
import type { Lines } from '../../text/lines.ts';
import { listed } from '../../text/listed.ts';
import { code, plain, table } from '../markdown.ts';

/** Limits that are named before the rest is only counted. */
const NAMED = 2;

export const NO_COST = 'STARTTLS passes, and no limit loses mail.';

/** What the settings cost, worst first: sentences, none where they harm no mail that we know of. */
export function costsOf({ allowTls, maskBanner, limits, specialCharacter, mailRelay }: Settings): string[] {
  const losing = limits.filter(({ action }) => losesMail(action));
  const lost = losing.map(({ kind, limit: above, negated }) => `${negated ? 'all but ' : ''}${whatIsLost(kind, above) ?? kind}`);
  return [
    ...(allowTls.value === true ? [] : [sure(TLS[String(allowTls.value)])]),
    ...(maskBanner.value ? ['the greeting is masked: Postfix falls back to HELO, without TLS'] : []),
    ...(lost.length === 0 ? [] : [`mail is lost with ${plain(listed(named(lost), 'or'))}`]),
    ...(mailRelay.value === undefined ? [] : [`acts on recipients of other domains than ${code(mailRelay.value)}`]),
    ...(specialCharacter.value ? ['acts on some characters in addresses'] : []),
  ];
}

function named(lost: readonly string[]): readonly string[] {
  const more = lost.length - NAMED;
  return more < 2 ? lost : [...lost.slice(0, NAMED), `over ${more} more limits`];
}

/** Paragraphs of Markdown. */
export function explainSettings(settings: Settings, lines: Lines): string[] {
  const sources = new Sources(lines);
  const rows = [...switches(settings, sources), ...settings.limits.map((it) => limit(it, settings, sources))];
  return [table(['setting', 'value', 'what it does to mail', 'told by'], rows), ...sources.paragraphs()];
}

/** Facts cited in a table: the same source under every row would hide what differs, so each is told once, below. */
class Sources {
  private readonly lines: Lines;
  private readonly cited: string[] = [];
  private readonly remarks = new Set<string>();

  constructor(lines: Lines) {
    this.lines = lines;
  }

  /** `default ¹`, or the line. */
  of({ statement, fact }: Pick<Told<unknown>, 'statement' | 'fact'>): string {
    if (statement !== undefined) return `line ${this.lines.lineOf(statement) + 1}`;
    return fact === undefined ? '–' : `default ${this.mark(fact)}`;
  }

  mark(fact: Fact<unknown>): string {
    const text = cite(fact);
    if (!this.cited.includes(text)) this.cited.push(text);
    if (fact.remark !== undefined) this.remarks.add(fact.remark);
    return String.fromCodePoint(...[...String(this.cited.indexOf(text) + 1)].map((digit) => itemAt(SUPERSCRIPT, Number(digit))));
  }

  paragraphs(): string[] {
    const marks = this.cited.map((text, i) => `${String.fromCodePoint(itemAt(SUPERSCRIPT, (i + 1) % 10))} ${plain(text)}`);
    return [`*${[...marks, ...[...this.remarks].map(plain)].join('. ')}*`];
  }
}

const SUPERSCRIPT = [0x2070, 0xb9, 0xb2, 0xb3, 0x2074, 0x2075, 0x2076, 0x2077, 0x2078, 0x2079];

function switches({ allowTls, maskBanner, mailRelay, specialCharacter, commands, engine }: Settings, sources: Sources): string[][] {
  const rows = [
    ['TLS', onOff(allowTls.value, 'let through', 'not let through'), sure(TLS[String(allowTls.value)]), sources.of(allowTls)],
    [
      'greeting',
      onOff(maskBanner.value, 'masked', isTold(maskBanner) ? 'kept' : 'kept, likely'),
      maskBanner.value ? 'becomes `220 ****2***0**`; Postfix falls back to HELO' : isTold(maskBanner) ? '–' : NOT_SAID,
      sources.of(maskBanner),
    ],
    ['commands', `${commands.value.length} let through`, 'any other reaches the server as X’s', `engine ${sources.mark(commands)}`],
  ];
  if (engine === 'fixup') return rows;
  if (mailRelay.value !== undefined)
    rows.push(['mail relay', code(mailRelay.value), 'acts on recipients of other domains', sources.of(mailRelay)]);
  if (specialCharacter.value)
    rows.push([
      'special characters',
      'checked',
      `acts on some characters in addresses, likely ${SPECIAL_CHARACTERS_IN_WORDS} (${cite(SPECIAL_CHARACTERS)})`,
      sources.of(specialCharacter),
    ]);
  return rows;
}

const TLS: Record<string, string> = {
  true: 'STARTTLS passes; inside TLS nothing is inspected',
  false: 'STARTTLS is masked in the EHLO reply and as a command: mail goes in the clear, or not at all',
  unknown: 'depends on how the device got its configuration: look at `show running-config all policy-map`',
};

const NOT_SAID = 'the map has no line about it; `show service-policy inspect esmtp` tells, by `mask-banner, count`';

/** By a line of the file or a document, not by what follows from examples. */
function isTold({ statement, fact }: Told<unknown>): boolean {
  return statement !== undefined || fact?.mark === 'documented';
}

function onOff(value: boolean | 'unknown', on: string, off: string): string {
  if (value === 'unknown') return 'not told by this file';
  return value ? on : off;
}

function limit(it: LimitInForce, settings: Settings, sources: Sources): string[] {
  const { kind, negated, limit: above, values, action, rate, log, match, fact } = it;
  const what = [negated ? 'not' : '', kind, ...values, above === undefined ? '' : `over ${above}`].filter((word) => word !== '').join(' ');
  const does = [rate === undefined ? action : `${action} ${rate}`, log && action !== 'log' ? 'log' : '']
    .filter((word) => word !== '')
    .join(', ');
  return [plain(what), does === '' ? 'no action' : does, plain(effect(it, settings)), sources.of({ statement: match?.statement, fact })];
}

function effect({ kind, action, limit: above, negated }: LimitInForce, { allowTls }: Settings): string {
  if (losesMail(action)) return `loses ${lostMail(kind, above, negated) ?? 'mail'}`;
  if (action === 'mask' && kind === 'ehlo-reply-parameter') {
    return `${allowTls.value === true ? '' : 'STARTTLS, '}CHUNKING, SMTPUTF8 and others vanish from EHLO replies`;
  }
  if (action === 'log') return 'nothing is lost, only logged';
  return '–';
}
