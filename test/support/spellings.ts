/** One dialogue as the tools print it: for properties that must hold whatever tool wrote a file. */

/** `C: EHLO x`, `S: 250 ok` */
export type Dialogue = readonly (readonly ['C' | 'S', string])[];

type Spell = (who: 'C' | 'S', text: string) => string;

const sides =
  (client: string, server: string, end = ''): Spell =>
  (who, text) =>
    (who === 'C' ? client : server) + text + end;

/** By a name of our own; what each is printed by is told in `server/src/smtp/dialects`. */
export const SPELLINGS: Readonly<Record<string, Spell>> = {
  swaks: (who, text) => (who === 'C' ? ` -> ${text}` : `<${text.startsWith('5') ? '**' : '- '} ${text}`),
  'swaks, client only': (who, text) => (who === 'C' ? ` -> ${text}` : ''),
  labelled: sides('C: ', 'S: '),
  telnet: sides('', ''),
  curl: sides('> ', '< '),
  smtplib: (who, text) => (who === 'C' ? `send: '${text}\\r\\n'` : `reply: b'${text}\\r\\n'`),
  nodemailer: sides('[2024-01-01 10:00:00] DEBUG [abc] C: ', '[2024-01-01 10:00:00] DEBUG [abc] S: '),
  msmtp: sides('--> ', '<-- '),
  'Net::SMTP': sides('Net::SMTP=GLOB(0x55)>>> ', 'Net::SMTP=GLOB(0x55)<<< '),
  ruby: sides('<- "', '-> "', '\\r\\n"'),
  phpmailer: sides('2024-01-01 10:00:00\tCLIENT -> SERVER: ', '2024-01-01 10:00:00\tSERVER -> CLIENT: '),
  exim: sides('  SMTP>> ', '  SMTP<< '),
  'posttls-finger': sides('posttls-finger: > ', 'posttls-finger: < '),
  'postfix client': sides(
    'Mar 14 09:00:00 mx postfix/smtp[123]: > mail.example.com[192.0.2.1]:25: ',
    'Mar 14 09:00:00 mx postfix/smtp[123]: < mail.example.com[192.0.2.1]:25: ',
  ),
  'postfix server': sides(
    'Mar 14 09:00:00 mx postfix/smtpd[123]: < client.example.com[192.0.2.1]: ',
    'Mar 14 09:00:00 mx postfix/smtpd[123]: > client.example.com[192.0.2.1]: ',
  ),
  'postfix notice': sides(' In:  ', ' Out: '),
  sendmail: sides('>>> ', ''),
  's-nail': sides('s-nail: >>> ', 's-nail: >>> SERVER: '),
  ssmtp: sides('[->] ', '[<-] '),
  aiosmtpd: sides("2024-01-01 INFO mail.log: ('192.0.2.1', 555) >> b'", "2024-01-01 INFO mail.log: ('192.0.2.1', 555) << b'", "'"),
  'sendmail -X': sides('01234 <<< ', '01234 >>> '),
  bounce: sides('>>> ', '<<< '),
  'curl --trace': (who, text) => `${who === 'C' ? '=> Send' : '<= Recv'} header, ${text.length + 2} bytes\n${dump(text)}`,
  tcpdump: (who, text) => {
    const [from, to] = who === 'C' ? ['198.51.100.1.5555', '192.0.2.1.25'] : ['192.0.2.1.25', '198.51.100.1.5555'];
    return `09:00:00.000000 IP ${from} > ${to}: Flags [P.], seq 1:10, ack 1, win 1, length ${text.length + 2}: SMTP: ${text}`;
  },
  tshark: (who, text) => `    1 0.1 198.51.100.1 → 192.0.2.1 SMTP 80 ${who}: ${text}`,
};

function dump(text: string): string {
  const octets = `${text}\r\n`;
  return Array.from({ length: Math.ceil(octets.length / 16) }, (_, row) => {
    const part = octets.slice(row * 16, row * 16 + 16);
    const offset = (row * 16).toString(16).padStart(4, '0');
    return `${offset}: ${hex(part).padEnd(47)} ${part.replace(/[^ -~]/g, '.')}`;
  }).join('\n');
}

/** `45 48` for `EH`. */
export function hex(text: string): string {
  return [...text].map((character) => character.charCodeAt(0).toString(16).padStart(2, '0')).join(' ');
}

export function spell(dialogue: Dialogue, spelling: string): string {
  return `${dialogue.map(([who, text]) => SPELLINGS[spelling]!(who, text)).join('\n')}\n`;
}
