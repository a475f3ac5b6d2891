/** The effective settings of an inspection as a table: each value, and where it comes from. */
import { cite } from '../../inspection/facts/fact.ts';
import type { LimitInForce, Settings, Told } from '../../inspection/flow.ts';
import { code, plain, table } from '../markdown.ts';

/** Paragraphs of Markdown. */
export function explainSettings(settings: Settings): string[] {
  return [
    table(['setting', 'value', 'what it does to mail', 'told by'], [...switches(settings), ...settings.limits.map(limit)]),
    ...remarks(settings),
  ];
}

function switches({ allowTls, maskBanner, mailRelay, specialCharacter, commands, engine }: Settings): string[][] {
  const rows = [
    ['TLS', onOff(allowTls.value, 'let through', 'not let through'), TLS[String(allowTls.value)]!, toldBy(allowTls)],
    [
      'greeting',
      onOff(maskBanner.value, 'masked', 'kept'),
      maskBanner.value ? 'becomes `220 ****2***0**`; Postfix falls back to HELO' : '–',
      toldBy(maskBanner),
    ],
    ['commands', `${commands.value.length} let through`, 'any other reaches the server as X’s', plain(cite(commands))],
  ];
  if (engine === 'fixup') return rows;
  if (mailRelay.value !== undefined)
    rows.push(['mail relay', code(mailRelay.value), 'acts on recipients of other domains', toldBy(mailRelay)]);
  if (specialCharacter.value)
    rows.push(['special characters', 'checked', 'acts on `|`, blank and NUL in addresses', toldBy(specialCharacter)]);
  return rows;
}

const TLS: Record<string, string> = {
  true: 'STARTTLS passes; inside TLS nothing is inspected',
  false: 'STARTTLS is masked in the EHLO reply and as a command: mail goes in the clear, or not at all',
  unknown: 'depends on how the device got its configuration: look at `show running-config all policy-map`',
};

function onOff(value: boolean | 'unknown', on: string, off: string): string {
  if (value === 'unknown') return 'not told by this file';
  return value ? on : off;
}

function toldBy({ statement, fact }: Told<unknown>): string {
  if (statement !== undefined) return `line ${statement.line + 1}`;
  return fact === undefined ? '–' : `default (${plain(cite(fact))})`;
}

const LOSES: Readonly<Record<string, string>> = {
  'cmd line length': 'long AUTH tokens (GSSAPI, NTLM, OAuth), long ORCPT',
  'cmd RCPT count': 'mail to many recipients: lists, newsletters',
  'body line length': 'long lines in the text',
  'body length': 'large messages',
  'header line length': 'long headers: DKIM, ARC, References, To:',
  'header length': 'messages with many headers',
  'header to-fields count': 'mail with many To: addresses',
  'sender-address length': 'long senders: VERP, SRS, BATV',
  'mime filename length': 'attachments with long, encoded names',
  'mime filetype': 'attachments of that kind',
  'mime encoding': 'attachments in that encoding',
  'invalid-recipients count': 'mail with many unknown recipients',
  'ehlo-reply-parameter': 'keywords vanish from EHLO replies: STARTTLS, CHUNKING, SMTPUTF8',
  'cmd verb': 'these commands',
  'sender-address regex': 'mail of these senders',
};

/** What a match of that kind costs mail, by its kind. '' for kinds we know nothing of. */
export function loses(kind: string): string {
  return LOSES[kind] ?? '';
}

function limit({ kind, negated, limit: above, values, action, log, match, fact }: LimitInForce): string[] {
  const what = [negated ? 'not' : '', kind, ...values, above === undefined ? '' : `over ${above}`].filter((word) => word !== '').join(' ');
  const does = [action, log && action !== 'log' ? 'log' : ''].filter((word) => word !== '').join(', ');
  const told = match === undefined ? (fact === undefined ? '–' : `default (${plain(cite(fact))})`) : `line ${match.statement.line + 1}`;
  return [plain(what), does === '' ? 'no action' : does, loses(kind), told];
}

function remarks({ allowTls, maskBanner, limits }: Settings): string[] {
  const facts = [allowTls.fact, maskBanner.fact, ...limits.map((it) => it.fact)];
  const texts = new Set(facts.flatMap((it) => (it?.remark === undefined ? [] : [it.remark])));
  return [...texts].map((text) => `*${plain(text)}*`);
}
