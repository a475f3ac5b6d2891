/** Output of real tools as people paste it: what was said stays the same, whatever stands around it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { placeOf } from '../../../server/src/smtp/model.ts';
import { read, saidIn } from '../print.ts';

const folder = join(import.meta.dirname, '../../fixtures/dialects');
const files = readdirSync(folder).filter((name) => /\.(?:smtp|log|eml)$/.test(name));

const two = (n: number) => String(n % 60).padStart(2, '0');

/** As Go and many pages write it: what HTML gives a meaning is escaped. */
const inJson = (text: string) => JSON.stringify(text).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);

/** What tools put in front of every line, or around it; the front is all that changes, whatever dialect stands behind it. */
const EACH_LINE: Readonly<Record<string, (line: string, i: number) => string>> = {
  indented: (line) => `    ${line}`,
  'indented by a tab': (line) => `\t${line}`,
  'indented by no-break spaces': (line) => `\u00a0\u00a0${line}`,
  quoted: (line) => `> ${line}`,
  'quoted twice': (line) => `>> ${line}`,
  'quoted twice, apart': (line) => `> > ${line}`,
  'quoted without a blank': (line) => `>${line}`,
  numbered: (line, i) => `${String(i + 1).padStart(6)}\t${line}`,
  'grep -n': (line, i) => `${i + 1}:${line}`,
  'grep -n in files': (line, i) => `/var/log/session.log:${i + 1}:${line}`,
  'ts: syslog time': (line, i) => `Nov 22 05:${two(i >> 2)}:${two(i)} ${line}`,
  'ts -s: time since the start': (line, i) => `00:00:${two(i)} ${line}`,
  'ts %.s: seconds since 1970': (line, i) => `1795324800.${100000 + i} ${line}`,
  'date and time': (line, i) => `2026-11-22 05:10:${two(i)}.123456 ${line}`,
  'time in brackets': (line, i) => `[05:10:${two(i)}] ${line}`,
  'date and time in brackets': (line, i) => `[2026-11-22 05:10:${two(i)}] ${line}`,
  'time with AM': (line, i) => `05:10:${two(i)} AM  ${line}`,
  'date with points': (line, i) => `22.11.2026 05:10:${two(i)} ${line}`,
  logger: (line, i) => `Nov 22 05:10:${two(i)} web1 root: ${line}`,
  'logger with a process number': (line, i) => `Nov 22 05:10:${two(i)} web1 python3[4711]: ${line}`,
  'journalctl -o short-iso': (line, i) => `2026-11-22T05:10:${two(i)}+0100 web1 python3[4711]: ${line}`,
  'journalctl -o short-precise': (line, i) => `Nov 22 05:10:${two(i)}.123456 web1 sh[77]: ${line}`,
  'docker logs -t': (line, i) => `2026-11-22T05:10:${two(i)}.123456789Z ${line}`,
  'docker compose logs': (line) => `app-1  | ${line}`,
  'docker compose logs -t': (line, i) => `app-1  | 2026-11-22T05:10:${two(i)}.123456789Z ${line}`,
  'docker: a record of JSON': (line) => `{"log":${inJson(`${line}\n`)},"stream":"stdout","time":"2026-11-22T05:10:00.1Z"}`,
  'journalctl -o json': (line) => `{"_HOSTNAME":"web1","SYSLOG_IDENTIFIER":"sh","MESSAGE":${inJson(line)},"PRIORITY":"6"}`,
  'a container of Kubernetes': (line, i) => `2026-11-22T05:10:${two(i)}.123456789Z stdout F ${line}`,
  'a log, quoted': (line, i) => `> Nov 22 05:10:${two(i)} web1 python3[4711]: ${line}`,
  'a log, numbered and quoted': (line, i) => `> ${i + 7}: Nov 22 05:10:${two(i)} web1 python3[4711]: ${line}`,
  coloured: (line) => `\x1b[32m${line}\x1b[0m`,
  'coloured to the edge': (line) => `\x1b[1;31m${line}\x1b[0m\x1b[K`,
  'behind a character without width': (line) => `\u200b${line}`,
  'with no-break spaces': (line) => line.replaceAll(' ', '\u00a0'),
  'with every other blank a no-break space': (line) => line.replaceAll('  ', ' \u00a0'),
  'filled with blanks': (line) => line.padEnd(100),
};

describe.each(Object.entries(EACH_LINE))('each line %s', (_, change) => {
  test.each(files)('%s', (file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const lines = text.split(/(?<=\n)/).map((line, i) => line.replace(/^[^\r\n]*/, (shown) => change(shown, i)));
    expect(saidIn(lines.join(''))).toEqual(saidIn(text));
  });
});

describe.each([
  ['as a block of code', (text: string) => text.replace(/^(?=.)/gm, '    ')],
  ['between fences', (text: string) => `This is what I see:\n\`\`\`\n${text}\n\`\`\`\nWhat is wrong?\n`],
  ['with a byte order mark', (text: string) => `\ufeff${text}`],
] as const)('%s', (_, change) => {
  /** Commands, replies and mail data, in order. A person's own words may be a heading, or stand behind what a tool printed last. */
  const spoken = (text: string) => saidIn(text).flatMap((session) => session.filter((line) => /^[CSD] /.test(line)));

  test.each(files)('%s', (file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(spoken(change(text))).toEqual(spoken(text));
  });
});

describe('places in a line that shows otherwise than it stands', () => {
  const keywordOf = (text: string) => {
    const transcript = read(text);
    const { line } = transcript.sessions[0]!.offers[0]!.keywords[0]!;
    const range = placeOf(line.utterance, line.textAt);
    return [transcript.lines.slice(range), range.start.character];
  };

  test.each([
    ['colour around the line', '\x1b[32mS: 250-mx\x1b[0m\n\x1b[32mS: 250 XXXXXXXA\x1b[0m', 'XXXXXXXA', 12],
    ['colour around the keyword', 'S: 250-mx\nS: 250 \x1b[1mXXXXXXXA\x1b[m', 'XXXXXXXA', 11],
    ['colour inside the keyword', 'S: 250-mx\nS: 250 XXX\x1b[1mXXXXA', 'XXX\x1b[1mXXXXA', 7],
    ['a link in the line', 'S: 250-mx\nS: \x1b]8;;http://a\x07250\x1b]8;;\x07 XXXXXXXA', 'XXXXXXXA', 27],
    ['no-break spaces', '<-\u00a0\u00a0250-mx\n<- \u00a0250\u00a0XXXXXXXA', 'XXXXXXXA', 8],
    ['a character without width', 'S: 250-mx\n\u200b\u200bS: 250 XXXXXXXA', 'XXXXXXXA', 9],
    ['a byte order mark', '\ufeff250-XXXXXXXA\n250 DSN', 'XXXXXXXA', 5],
  ])('%s', (_, text, shown, column) => {
    expect(keywordOf(text)).toEqual([shown, column]);
  });

  test('colour inside a text parts it', () => {
    const [{ utterance } = {}] = read('220 mx ESMTP\nEH\x1b[7mLO\x1b[0m \x1b[4mme.example\x1b[0m').sessions[0]!.commands;
    expect(utterance).toMatchObject({
      text: 'EHLO me.example',
      pieces: [
        { at: 0, line: 1, column: 0, length: 2 },
        { at: 2, line: 1, column: 6, length: 2 },
        { at: 4, line: 1, column: 12, length: 1 },
        { at: 5, line: 1, column: 17, length: 10 },
      ],
    });
  });
});

describe('a front is none', () => {
  const lines = (...all: string[]) => all.join('\n');

  test.each([
    ['arrows of curl', lines('< 220 mx ESMTP', '> EHLO x', '< 250-mx', '< 250 DSN', '> QUIT', '< 221 bye'), 'curl'],
    [
      'arrows of sendmail, pipelined',
      lines(
        '220 mx ESMTP',
        '>>> EHLO x',
        '250-mx',
        '250 PIPELINING',
        '>>> MAIL From:<a@b.example>',
        '>>> RCPT To:<c@d.example>',
        '>>> DATA',
      ),
      'sendmail -v',
    ],
    [
      'arrows of Exchange 5.5',
      lines('>>> 220 mx ESMTP', '<<< IO: |EHLO x', '<<< EHLO x', '>>> 250-mx', '>>> 250-DSN', '>>> 250 SIZE', '<<< QUIT', '>>> 221 bye'),
      'Exchange 5.5 IMS log',
    ],
    [
      'arrows of Exchange 5.5 with empty lines between',
      lines('>>> 220 mx ESMTP', '', '<<< EHLO x', '', '>>> 250-mx', '', '>>> 250 SIZE', '', '<<< QUIT', '', '>>> 221 bye'),
      'Exchange 5.5 IMS log',
    ],
    [
      'words of a tool behind a time, as host and program are in a log',
      lines(
        '2026-11-22 05:10:00 DEBUG SMTP: trying to connect to host "mx", port 25',
        '2026-11-22 05:10:01 DEBUG SMTP: a',
        '2026-11-22 05:10:01 220 mx ESMTP',
        '2026-11-22 05:10:02 EHLO x',
        '2026-11-22 05:10:03 250 mx',
      ),
      'JavaMail',
    ],
  ])('%s', (_, text, dialect) => {
    const { sessions } = read(text);
    expect(sessions.map(({ region }) => region.dialect)).toEqual([dialect]);
    expect(sessions[0]!.commands.length).toBeGreaterThan(0);
    expect(sessions[0]!.greeting?.code).toBe(220);
  });

  test('a quoted mail in mail data stays as it is', () => {
    const text = lines(
      '220 mx ESMTP',
      'EHLO x',
      '250 mx',
      'DATA',
      '354 go',
      'Subject: a',
      '',
      '> was it you?',
      '> I think so',
      '.',
      '250 ok',
    );
    expect(saidIn(text)[0]).toContain('D > was it you?');
  });
});
