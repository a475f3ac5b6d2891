/** Each dialect by a few lines, each front that handled text has, and what must not be taken for a session. */
import { describe, expect, test } from 'vitest';
import { placeOf } from '../../../server/src/smtp/model.ts';
import { read, said, saidIn } from '../print.ts';

const lines = (...all: string[]) => all.join('\n');

/** What every form below says. */
const SAID = ['S 220 mx.example.com ESMTP', 'C EHLO x', 'S 250-mx.example.com', 'S 250 XXXXXXXA', 'C STARTTLS', 'S 500 5.5.1 no'];

const FORMS: Record<string, string> = {
  raw: lines('220 mx.example.com ESMTP', 'EHLO x', '250-mx.example.com', '250 XXXXXXXA', 'STARTTLS', '500 5.5.1 no'),
  'C:/S:': lines('S: 220 mx.example.com ESMTP', 'C: EHLO x', 'S: 250-mx.example.com', 'S: 250 XXXXXXXA', 'C: STARTTLS', 'S: 500 5.5.1 no'),
  swaks: lines(
    '<-  220 mx.example.com ESMTP',
    ' -> EHLO x',
    '<-  250-mx.example.com',
    '<-  250 XXXXXXXA',
    ' -> STARTTLS',
    '<** 500 5.5.1 no',
  ),
  curl: lines('< 220 mx.example.com ESMTP', '> EHLO x', '< 250-mx.example.com', '< 250 XXXXXXXA', '> STARTTLS', '< 500 5.5.1 no'),
  msmtp: lines(
    '<-- 220 mx.example.com ESMTP',
    '--> EHLO x',
    '<-- 250-mx.example.com',
    '<-- 250 XXXXXXXA',
    '--> STARTTLS',
    '<-- 500 5.5.1 no',
  ),
  ssmtp: lines(
    '[<-] 220 mx.example.com ESMTP',
    '[->] EHLO x',
    '[<-] 250-mx.example.com',
    '[<-] 250 XXXXXXXA',
    '[->] STARTTLS',
    '[<-] 500 5.5.1 no',
  ),
  's-nail': lines(
    's-nail: >>> SERVER: 220 mx.example.com ESMTP',
    's-nail: >>> EHLO x',
    's-nail: >>> SERVER: 250-mx.example.com',
    's-nail: >>> SERVER: 250 XXXXXXXA',
    's-nail: >>> STARTTLS',
    's-nail: >>> SERVER: 500 5.5.1 no',
  ),
  smtplib: lines(
    String.raw`reply: b'220 mx.example.com ESMTP\r\n'`,
    String.raw`send: 'EHLO x\r\n'`,
    String.raw`reply: b'250-mx.example.com\r\n'`,
    String.raw`reply: b'250 XXXXXXXA\r\n'`,
    String.raw`send: 'STARTTLS\r\n'`,
    String.raw`reply: b"500 5.5.1 no\r\n"`,
  ),
  'Ruby Net::SMTP': lines(
    String.raw`-> "220 mx.example.com ESMTP\r\n"`,
    String.raw`<- "EHLO x\r\n"`,
    String.raw`-> "250-mx.example.com\r\n"`,
    String.raw`-> "250 XXXXXXXA\r\n"`,
    String.raw`<- "STARTTLS\r\n"`,
    String.raw`-> "500 5.5.1 no\r\n"`,
  ),
  'Net::SMTP': lines(
    'Net::SMTP=GLOB(0x5591)<<< 220 mx.example.com ESMTP',
    'Net::SMTP=GLOB(0x5591)>>> EHLO x',
    'Net::SMTP=GLOB(0x5591)<<< 250-mx.example.com',
    'Net::SMTP=GLOB(0x5591)<<< 250 XXXXXXXA',
    'Net::SMTP=GLOB(0x5591)>>> STARTTLS',
    'Net::SMTP=GLOB(0x5591)<<< 500 5.5.1 no',
  ),
  Exim: lines(
    '  SMTP<< 220 mx.example.com ESMTP',
    '  SMTP>> EHLO x',
    '  SMTP<< 250-mx.example.com',
    '         250 XXXXXXXA',
    '  SMTP>> STARTTLS',
    '  SMTP<< 500 5.5.1 no',
  ),
  PHPMailer: lines(
    'SERVER -> CLIENT: 220 mx.example.com ESMTP',
    'CLIENT -> SERVER: EHLO x',
    'SERVER -> CLIENT: 250-mx.example.com',
    '                  250 XXXXXXXA',
    'CLIENT -> SERVER: STARTTLS',
    'SERVER -> CLIENT: 500 5.5.1 no',
  ),
  'Postfix notice': lines(
    ' In:  220 mx.example.com ESMTP',
    ' Out: EHLO x',
    ' In:  250-mx.example.com',
    ' In:  250 XXXXXXXA',
    ' Out: STARTTLS',
    ' In:  500 5.5.1 no',
  ),
  'Postfix verbose log': lines(
    'Nov 22 01:43:28 h postfix/smtp[12]: < mx.example.com[198.51.100.25]:25: 220 mx.example.com ESMTP',
    'Nov 22 01:43:28 h postfix/smtp[12]: > mx.example.com[198.51.100.25]:25: EHLO x',
    'Nov 22 01:43:28 h postfix/smtp[12]: < mx.example.com[198.51.100.25]:25: 250-mx.example.com',
    'Nov 22 01:43:28 h postfix/smtp[12]: < mx.example.com[198.51.100.25]:25: 250 XXXXXXXA',
    'Nov 22 01:43:28 h postfix/smtp[12]: > mx.example.com[198.51.100.25]:25: STARTTLS',
    'Nov 22 01:43:28 h postfix/smtp[12]: < mx.example.com[198.51.100.25]:25: 500 5.5.1 no',
  ),
  'sendmail -v': lines('220 mx.example.com ESMTP', '>>> EHLO x', '250-mx.example.com', '250 XXXXXXXA', '>>> STARTTLS', '500 5.5.1 no'),
  bounce: lines(
    '<<< 220 mx.example.com ESMTP',
    '>>> EHLO x',
    '<<< 250-mx.example.com',
    '<<< 250 XXXXXXXA',
    '>>> STARTTLS',
    '<<< 500 5.5.1 no',
  ),
  'prefixed lines': lines(
    '[mail-1 rx] 220 mx.example.com ESMTP',
    '[mail-1 tx] EHLO x',
    '[mail-1 rx] 250-mx.example.com',
    '[mail-1 rx] 250 XXXXXXXA',
    '[mail-1 tx] STARTTLS',
    '[mail-1 rx] 500 5.5.1 no',
  ),
};

/** Forms that a tool has besides. */
const OTHER_FORMS: Record<string, readonly [dialect: string, text: string]> = {
  'Exim with process numbers': [
    'Exim',
    lines(
      '12345   SMTP<< 220 mx.example.com ESMTP',
      '12345   SMTP>> EHLO x',
      '12345   SMTP<< 250-mx.example.com',
      '12345          250 XXXXXXXA',
      '12345   SMTP>> STARTTLS',
      '12345   SMTP<< 500 5.5.1 no',
    ),
  ],
  'PHPMailer for a browser': [
    'PHPMailer',
    lines(
      'SERVER -> CLIENT: 220 mx.example.com ESMTP<br>',
      'CLIENT -> SERVER: EHLO x<br>',
      'SERVER -> CLIENT: 250-mx.example.com<br />',
      '                  250 XXXXXXXA<br>',
      'CLIENT -> SERVER: STARTTLS <br>',
      'SERVER -> CLIENT: 500 5.5.1 no<BR/>',
    ),
  ],
  'bare lines out of a page': ['raw', FORMS['raw']!.replaceAll(/$/gm, ' <br>')],
  hMailServer: [
    'prefixed lines',
    lines(
      '"SMTPC"\t1234\t5\t"2026-11-22 05:10:00.123"\t"198.51.100.25"\t"RECEIVED: 220 mx.example.com ESMTP"',
      '"SMTPC"\t1234\t5\t"2026-11-22 05:10:00.124"\t"198.51.100.25"\t"SENT: EHLO x"',
      '"SMTPC"\t1234\t5\t"2026-11-22 05:10:00.125"\t"198.51.100.25"\t"RECEIVED: 250-mx.example.com"',
      '"SMTPC"\t1234\t5\t"2026-11-22 05:10:00.125"\t"198.51.100.25"\t"RECEIVED: 250 XXXXXXXA"',
      '"SMTPC"\t1234\t5\t"2026-11-22 05:10:00.126"\t"198.51.100.25"\t"SENT: STARTTLS"',
      '"SMTPC"\t1234\t5\t"2026-11-22 05:10:00.127"\t"198.51.100.25"\t"RECEIVED: 500 5.5.1 no"',
    ),
  ],
};

test.for(Object.entries(OTHER_FORMS))('the same session: %s', ([, [dialect, text]]) => {
  expect(saidIn(text)).toEqual([SAID]);
  expect(read(text).sessions[0]!.region.dialect).toBe(dialect);
});

test('the address that Ncat connects to, of both families', () => {
  for (const host of ['198.51.100.25', '2001:db8::25', 'mx-1.example.com']) {
    expect(read(lines(`Ncat: Connected to ${host}:25.`, FORMS['raw']!)).sessions.map((session) => session.host)).toEqual([host]);
  }
});

test('a line break of HTML in a message stays', () => {
  const text = lines(FORMS['swaks']!, ' -> DATA', '<-  354 go', ' -> Subject: a', ' -> ', ' -> hello<br>', ' -> .');
  expect(saidIn(text)[0]).toContain('D hello<br>');
});

describe('the same session in the form of each tool', () => {
  test.for(Object.entries(FORMS))('%s', ([dialect, text]) => {
    const [session, ...more] = read(text).sessions;
    expect(more).toEqual([]);
    expect(session!.region.dialect).toBe(dialect);
    expect(said(session!)).toEqual(SAID);
    expect(session!.commands.map(({ reply }) => reply?.code)).toEqual([250, 500]);
  });

  test('the greeting decides who is who: in RFC 821 S: is the sender', () => {
    expect(saidIn(lines('R: 220 mx.example.com ESMTP', 'S: HELO a.example', 'R: 250 mx.example.com'))).toEqual([
      ['S 220 mx.example.com ESMTP', 'C HELO a.example', 'S 250 mx.example.com'],
    ]);
  });

  test("a server's own notice has In and Out the other way round", () => {
    const [session] = read(lines(' Out: 220 mx.example.com ESMTP', ' In:  EHLO x', ' Out: 250 XXXXXXXA')).sessions;
    expect(session!.region.viewpoint).toBe('server');
    expect(said(session!)).toEqual(['S 220 mx.example.com ESMTP', 'C EHLO x', 'S 250 XXXXXXXA']);
  });
});

/** What people and their tools put in front of a whole transcript. */
const FRONTS: Record<string, (line: string, i: number) => string> = {
  indentation: (line) => `    ${line}`,
  tabs: (line) => `\t${line}`,
  'mail quoting': (line) => `> ${line}`,
  'mail quoting twice': (line) => `>> ${line}`,
  'line numbers': (line, i) => `${String(i + 1).padStart(6)}\t${line}`,
  'line numbers with a colon': (line, i) => `${i + 41}: ${line}`,
  'time of day': (line, i) => `01:22:3${i}.123456 ${line}`,
  'date and time': (line, i) => `2026-11-22 01:22:3${i} ${line}`,
  'time in brackets': (line, i) => `[2026-11-22T01:22:3${i}Z] ${line}`,
  'syslog time': (line, i) => `Nov 22 01:22:3${i} ${line}`,
};

describe('fronts', () => {
  for (const [front, put] of Object.entries(FRONTS)) {
    // A reply's further lines are told by their indentation, or lead back to the tool's own prefix.
    test.for(Object.entries(FORMS).filter(([dialect]) => !/Exim|PHPMailer|notice|verbose|prefixed/.test(dialect)))(
      `${front} before %s`,
      ([, text]) => {
        expect(saidIn(text.split('\n').map(put).join('\n'))).toEqual([SAID]);
      },
    );
  }

  test('a byte order mark', () => expect(saidIn(`\ufeff${FORMS['raw']}`)).toEqual([SAID]));

  test('the time is kept', () => {
    const [session] = read('01:22:33.123456 220 mx.example.com ESMTP').sessions;
    expect(session!.greeting!.lines[0]!.utterance.time).toBe('01:22:33.123456');
  });

  test('CR CR LF, as a terminal makes it of CR LF', () => {
    expect(saidIn(FORMS['raw']!.replaceAll('\n', '\r\r\n'))).toEqual([SAID]);
  });
});

describe('mixed files', () => {
  test('a code fence with prose around', () => {
    const text = lines(
      'Hello all,',
      '',
      'our server says this:',
      '',
      '```',
      FORMS['raw']!,
      '```',
      '',
      'Any idea? It used to work before the firewall was replaced.',
    );
    expect(saidIn(text)).toEqual([['N label', ...SAID]]);
  });

  test('a shell prompt, the messages of telnet, and the prompt again', () => {
    const text = lines(
      'me@host:~$ telnet mx.example.com 25',
      'Trying 198.51.100.25...',
      'Connected to mx.example.com.',
      "Escape character is '^]'.",
      FORMS['raw']!,
      'QUIT',
      '221 Bye',
      'Connection closed by foreign host.',
      'me@host:~$ exit',
    );
    const [session, ...more] = read(text).sessions;
    expect(more).toEqual([]);
    expect(session).toMatchObject({ host: 'mx.example.com', region: { dialect: 'telnet' } });
    expect(session!.notes.map(({ note }) => note)).toContain('typed-by-hand');
  });

  test('two tools one after another', () => {
    const text = lines(FORMS['swaks']!, '', 'and with curl:', '', FORMS['curl']!);
    expect(read(text).sessions.map(({ region }) => region.dialect)).toEqual(['swaks', 'curl']);
    expect(saidIn(text).map((all) => all.filter((line) => !line.startsWith('N')))).toEqual([SAID, SAID]);
  });

  test('two sessions of one tool', () => {
    const text = lines(
      '=== Connected to a.example.com.',
      FORMS['swaks']!,
      '=== Connection closed with remote host.',
      '=== Connected to b.example.com.',
      FORMS['swaks']!,
    );
    expect(read(text).sessions.map(({ host }) => host)).toEqual(['a.example.com', 'b.example.com']);
  });

  test('an inside and an outside reply under their headings', () => {
    const text = lines(
      'inside:',
      '250-mx.example.com',
      '250-STARTTLS',
      '250 DSN',
      '',
      'outside:',
      '250-mx.example.com',
      '250-XXXXXXXA',
      '250 DSN',
    );
    const { sessions } = read(text);
    expect(sessions.map(({ offers }) => offers.flatMap(({ keywords }) => keywords.map(({ name }) => name)))).toEqual([
      ['STARTTLS', 'DSN'],
      ['XXXXXXXA', 'DSN'],
    ]);
    expect(sessions.map(({ notes }) => notes.map(({ text }) => text))).toEqual([['inside:'], ['outside:']]);
  });

  test('connections that a log interleaves', () => {
    const log = (pid: number, text: string) => `Nov 22 01:43:28 h postfix/smtpd[${pid}]: ${text}`;
    const text = lines(
      log(1, '> a[192.0.2.1]: 220 mx.example.com ESMTP'),
      log(2, '> b[192.0.2.2]: 220 mx.example.com ESMTP'),
      log(1, '< a[192.0.2.1]: XXXX a'),
      log(2, '< b[192.0.2.2]: EHLO b'),
      log(1, '> a[192.0.2.1]: 500 5.5.2 no'),
      log(2, '> b[192.0.2.2]: 250 mx'),
    );
    expect(saidIn(text)).toEqual([
      ['S 220 mx.example.com ESMTP', 'C XXXX a', 'S 500 5.5.2 no'],
      ['S 220 mx.example.com ESMTP', 'C EHLO b', 'S 250 mx'],
    ]);
    expect(read(text).sessions[0]!.region.viewpoint).toBe('server');
  });
});

describe('exact places', () => {
  const place = (text: string, name: string) => {
    const transcript = read(text);
    const keyword = transcript.sessions
      .flatMap(({ offers }) => offers.flatMap(({ keywords }) => keywords))
      .find((one) => one.name === name)!;
    return placeOf(keyword.line.utterance, keyword.line.textAt, keyword.line.textAt + name.length);
  };

  test('inside the escapes of a Python string', () => {
    const text = lines(
      String.raw`reply: b'250-\x6dx\r\n'`,
      String.raw`reply: b'250-\x53IZE 5\r\n'`,
      String.raw`reply: b'250 XXXXXXXA\r\n'`,
    );
    expect(place(text, 'XXXXXXXA')).toEqual({ start: { line: 2, character: 13 }, end: { line: 2, character: 21 } });
    expect(place(text, 'SIZE')).toEqual({ start: { line: 1, character: 13 }, end: { line: 1, character: 20 } });
  });

  test('in a hex dump, over two rows', () => {
    const text = lines(
      'Follow: tcp,hex',
      '\t00000000  32 35 30 2d 6d 78 0d 0a  32 35 30 20 58 58 58 58  250-mx.. 250 XXXX',
      '\t00000010  58 58 58 41 0d 0a                                 XXXA..',
    );
    expect(place(text, 'XXXXXXXA')).toEqual({ start: { line: 1, character: 74 }, end: { line: 2, character: 65 } });
  });

  test('in rows of curl --trace-ascii', () => {
    const keyword = 'XXXXXXXA';
    const first = `250 ${keyword}`.padEnd(64, 'Y');
    const { sessions } = read(lines('<= Recv header, 72 bytes (0x48)', `0000: ${first}`, '0040: YYYYYY', '<= Recv header, 4 bytes (0x4)'));
    expect(sessions[0]!.orphans[0]!.lines[0]!.utterance.text).toBe(`${first}YYYYYY`);
    expect(placeOf(sessions[0]!.orphans[0]!.lines[0]!.utterance)).toEqual({
      start: { line: 1, character: 6 },
      end: { line: 2, character: 12 },
    });
  });
});

describe('line ends that a tool shows', () => {
  test.for([
    ['smtplib', lines(String.raw`send: 'ehlo x\r\n'`, String.raw`send: 'noop\n'`), ['crlf', 'lf']],
    ['socat', lines('> 2026/11/22 01:32:34.000362899  length=8 from=0 to=7', String.raw`EHLO x\r`, 'NOOP'), ['crlf', 'lf']],
    ['curl', lines('> EHLO x', '> NOOP'), [undefined, undefined]],
  ] as const)('%s', ([, text, ends]) => {
    expect(read(text).sessions.flatMap(({ commands }) => commands.map(({ utterance }) => utterance.wireEnd))).toEqual(ends);
  });
});

const NO_SMTP: Record<string, string> = {
  'an FTP banner': '220 ProFTPD Server (Debian) [::ffff:192.0.2.1]',
  'an FTP session': lines(
    '220 (vsFTPd 3.0.3)',
    'USER anonymous',
    '331 Please specify the password.',
    'PASS x',
    '230 Login successful.',
    'SYST',
    '215 UNIX Type: L8',
    'QUIT',
    '221 Goodbye.',
  ),
  'an FTP session of curl': lines(
    '* Connected to ftp.example.com',
    '< 220 (vsFTPd 3.0.3)',
    '> USER anonymous',
    '< 331 Please specify the password.',
    '> PASS x',
    '< 230 Login successful.',
    '> PWD',
    '< 257 "/"',
    '> QUIT',
    '< 221 Goodbye.',
  ),
  'an FTP session behind a firewall that masks': lines(
    '* Connected to ftp.example.com (192.0.2.1) port 21 (#0)',
    '< 220 *******************************',
    '> AUTH TLS',
    '< 500 AUTH not understood',
    '> USER anonymous',
    '< 331 Anonymous login ok',
    '> QUIT',
    '< 221 Bye',
  ),
  'its log in FileZilla': lines(
    'Response:\t220 *****************************',
    'Command:\tAUTH TLS',
    'Response:\t502 Command not implemented.',
    'Command:\tUSER anonymous',
    'Response:\t331 Please specify the password.',
  ),
  'a masked greeting on port 21': lines(
    '$ nc -v ftp.example.com 21',
    'Connection to ftp.example.com (192.0.2.1) 21 port [tcp/ftp] succeeded!',
    '220 **********************************',
    'QUIT',
    '221 Bye',
  ),
  'a masked greeting of vsftpd': lines(
    '220 **********************',
    '500 OOPS: vsftpd: refusing to run with writable root inside chroot()',
  ),
  'a history of a shell': lines('#1700000000', 'telnet mx.example.com 25', '#1700000020', 'help', 'help set', '500', 'data', 'quit'),
  'an HTTP request of curl': lines(
    '*   Trying 192.0.2.1:80...',
    '> GET / HTTP/1.1',
    '> Host: example.com',
    '>',
    '< HTTP/1.1 200 OK',
    '< Content-Type: text/html',
  ),
  'a web log': lines(
    '192.0.2.1 - - [22/Nov/2026:01:00:00 +0000] "GET / HTTP/1.1" 200 1234',
    '192.0.2.1 - - [22/Nov/2026:01:00:01 +0000] "GET /220 HTTP/1.1" 404 250',
  ),
  'lines that begin with a status': lines('200 GET /index.html', '404 GET /nothing', '250 items found', '500 Internal Server Error'),
  'an NNTP session': lines(
    '200 news.example.com InterNetNews ready',
    'GROUP misc.test',
    '211 1234 3000234 3002322 misc.test',
    'QUIT',
    '205 bye',
  ),
  'source code': lines(
    "socket.write('220 test ESMTP\\r\\n');",
    "socket.write('250-STARTTLS\\r\\n');",
    'ehlo         bool',
    'ehlo := true',
    'data',
  ),
  prose: lines('HELP', 'is what I need. The server says 250 XXXXXXXA and I', 'QUIT', 'my job if this', 'DATA', 'is lost.'),
  'a number and text': '250 XXXXXXXA of them',
  nothing: '',
};

describe('no session', () => {
  test.for(Object.entries(NO_SMTP))('%s', ([, text]) => {
    expect(read(text)).toMatchObject({ sessions: [], regions: [] });
  });

  test('FTP words in a session that is SMTP change nothing', () => {
    expect(saidIn(lines('220 mx.example.com ESMTP', 'EHLO x', '250 mx', 'USER a', '500 no'))).toHaveLength(1);
  });

  test('SMTP answers HELP with codes of FTP', () => {
    expect(read(lines('220 ************', 'HELP', '214-Commands: HELO DATA', '214 End', 'QUIT', '221 Bye')).sessions).toHaveLength(1);
  });
});
