/** Sessions that lost their line ends: the cell of a table, a chat, a form; and lines that a mail program broke. */
import { describe, expect, test } from 'vitest';
import { unmask } from '../../../server/src/masking/unmask.ts';
import { read, saidIn } from '../print.ts';

const SAID = [
  '220 ****************2***0***',
  'EHLO client.example.com',
  '250-mx.example.org Hello client.example.com [192.0.2.44], pleased to meet you',
  '250-SIZE 10240000',
  '250-AUTH LOGIN PLAIN',
  '250-HELP',
  '250 XXXXXXXA',
  'STARTTLS',
  '500 5.5.1 Command unrecognized: "XXXXXXXX"',
  'MAIL FROM:<a@example.com> SIZE=250',
  '250 2.1.0 Ok',
  'RSET',
  '250 2.0.0 Ok',
  'QUIT',
  '221 Bye',
];
const heard = (lines: readonly string[]) => lines.map((text) => `${/^\d/.test(text) ? 'S' : 'C'} ${text}`);

describe('a session on one line', () => {
  test.each([
    ['blanks', (lines: readonly string[]) => lines.join(' ')],
    ['more blanks', (lines: readonly string[]) => lines.join('   ')],
    ['line ends of a program', (lines: readonly string[]) => `"output": "${lines.join('\\r\\n').replaceAll('"', "'")}\\r\\n",`],
    ['a text of a program', (lines: readonly string[]) => `const text = \`${lines.join('\\r\\n').replaceAll('"', "'")}\\r\\n\`);`],
    ['breaks of a page', (lines: readonly string[]) => `<td>${lines.join('<br/>')}</td>`],
    ['the cell of a table', (lines: readonly string[]) => `| telnet mx.example.org 25 | ${lines.join(' ')} |`],
    ['cells of a table', (lines: readonly string[]) => `| ${lines.join(' | ')} |`],
    ['a chat', (lines: readonly string[]) => `[10:12] jan: ${lines.join(' ')}`],
    ['a sentence in front', (lines: readonly string[]) => `This is what I get: ${lines.join(' ')}`],
    ['arrows', (lines: readonly string[]) => lines.map((line) => `${/^\d/.test(line) ? '<-' : '->'} ${line}`).join(' ')],
    ['labels', (lines: readonly string[]) => lines.map((line) => `${/^\d/.test(line) ? 'S' : 'C'}: ${line}`).join(' ')],
  ])('%s', (_, together) => {
    const same = (session: readonly string[] | undefined) => session?.map((line) => line.replaceAll("'", '"'));
    expect(saidIn(together(SAID)).map(same)).toEqual([heard(SAID)]);
    expect(saidIn(`Hello,\n\n${together(SAID)}\n\nWhat can we do?\n`).map(same)).toEqual([heard(SAID)]);
  });

  test.each([
    ['334 PDEyM+4z/QG14Pg==', '334 PDEyM+4z/QG14Pg=='],
    ['334 VXNlcm5hbWU6 | ', '334 VXNlcm5hbWU6'],
  ])('a challenge is one word: %s', (written, challenge) => {
    const text = `220 mx.example.org ESMTP EHLO a 250 AUTH CRAM-MD5 AUTH CRAM-MD5 ${written}`;
    expect(saidIn(text)).toEqual([['S 220 mx.example.org ESMTP', 'C EHLO a', 'S 250 AUTH CRAM-MD5', 'C AUTH CRAM-MD5', `S ${challenge}`]]);
  });

  test('what stands behind its last line end is nobody’s', () => {
    const text = `{"ticket": 4711, "body": "We see this:\\n${SAID.slice(0, 7).join('\\n')}\\nWhat now?"}`;
    expect(saidIn(text)).toEqual([heard(SAID.slice(0, 7))]);
  });

  test('without its commands', () => {
    const replies = SAID.slice(0, 7).filter((line) => /^\d/.test(line));
    expect(saidIn(replies.join(' '))).toEqual([heard(replies)]);
  });

  test('behind what telnet prints', () => {
    const [session] = saidIn(`Trying 192.0.2.1...\nEscape character is '^]'.\n${SAID.join(' ')}\n`);
    expect(session?.filter((line) => /^[SC]/.test(line))).toEqual(heard(SAID));
  });

  test('each text has its place', () => {
    const text = `| telnet | ${SAID.join(' ')} |`;
    const { lines, sessions } = read(text);
    const [keyword] = unmask(read(text)).filter(({ kind }) => kind === 'keyword');
    expect(sessions).toHaveLength(1);
    expect(keyword && lines.slice(keyword.range)).toBe('XXXXXXXA');
  });

  test('no password is shown', () => {
    const text =
      '220 mx ESMTP EHLO a 250-mx 250 AUTH LOGIN AUTH LOGIN 334 VXNlcm5hbWU6 amFu 334 UGFzc3dvcmQ6 Z2VoZWlt 235 2.7.0 ok QUIT 221 Bye';
    const told = saidIn(text).flat().join('\n');
    expect(told).toContain('S 235 2.7.0 ok');
    expect(told).not.toMatch(/Z2VoZWlt|amFu/);
    expect([...read(text).secrets]).toEqual([[0, text.indexOf('amFu')]]);
  });

  test.each([
    'Nov 22 05:10:00 mx postfix/smtp[7]: 4F: to=<a@b.example>, status=bounced (host mx[192.0.2.1] said: 550-5.7.1 Mail rejected 550-5.7.1 Ask 550 5.7.1 us (in reply to RCPT TO command))',
    'We sent 250 mails, 220 - 250 of them came back, and 220 more are waiting.',
    'Port 250 and 220 to 250 are open. Say EHLO first, then STARTTLS, and QUIT.',
    '250-mx.example.org',
    '250 2.1.0 Ok, 250 recipients',
    '220 mx.example.org ESMTP Postfix, 250 users',
  ])('none in: %s', (text) => {
    expect(read(text).sessions.filter(({ region }) => region.dialect === 'one line')).toEqual([]);
  });
});

describe('each line in the source of a page', () => {
  test.each([
    ['breaks, and the end of the block', (lines: readonly string[]) => `${lines.join('<br>\n')}</code></pre>`],
    ['list items', (lines: readonly string[]) => lines.map((line) => `${line}</li>`).join('\n')],
    ['rows of a table', (lines: readonly string[]) => lines.map((line, i) => `| 10:00:0${i % 10} | ${line} |`).join('\n')],
    ['rows of a wiki', (lines: readonly string[]) => lines.map((line, i) => `|| 10:00:0${i % 10} || ${line} ||`).join('\n')],
  ])('%s', (_, written) => {
    expect(saidIn(written(SAID))).toEqual([heard(SAID)]);
  });
});

describe('the list of packets', () => {
  const packets = [
    ['192.0.2.1', '198.51.100.7', 'S: 220 ****************'],
    ['198.51.100.7', '192.0.2.1', 'C: EHLO client.example.com'],
    ['192.0.2.1', '198.51.100.7', 'S: 250-mx.example.org | SIZE 10240000 | XXXXXXXA'],
  ] as const;

  test.each([
    ['printed', (from: string, to: string, info: string) => `    4 0.020000 ${from} → ${to} SMTP 90 ${info}`],
    ['copied', (from: string, to: string, info: string) => `4\t0.020000\t${from}\t${to}\tSMTP\t90\t${info}`],
    ['exported', (from: string, to: string, info: string) => `"4","0.020000","${from}","${to}","SMTP","90","${info}"`],
  ])('%s', (_, form) => {
    const text = packets.map(([from, to, info]) => form(from, to, info)).join('\n');
    const [masked] = unmask(read(text)).filter(({ kind }) => kind === 'keyword');
    expect(read(text).sessions.map(({ region }) => region.dialect)).toEqual(['tshark']);
    expect(masked && read(text).lines.slice(masked.range)).toBe('XXXXXXXA');
  });
});

describe('a reply on one line, its line ends written as marks', () => {
  const whole = [
    'S 220 mx ESMTP',
    'C EHLO a.example.com',
    'S 250-mx.example.org',
    'S 250-SIZE 250',
    'S 250 XXXXXXXA',
    'C QUIT',
    'S 221 Bye',
  ];

  test.each(['[nl]', '\\r\\n', '\\n', '<CR><LF>'])('%s', (end) => {
    const lines = [
      '220 mx ESMTP',
      'EHLO a.example.com',
      ['250-mx.example.org', '250-SIZE 250', '250 XXXXXXXA'].join(end),
      'QUIT',
      '221 Bye',
    ];
    const isReply = (line: string) => /^\d/.test(line);
    expect(saidIn(lines.join('\n'))).toEqual([whole]);
    expect(saidIn(lines.map((line) => `${isReply(line) ? 'S' : 'C'}: ${line}`).join('\n'))).toEqual([whole]);
    const logged = lines.map((line, i) => `"SMTPC"\t4711\t${i}\t"192.0.2.1"\t"${isReply(line) ? 'RECEIVED' : 'SENT'}: ${line}"`);
    expect(saidIn(logged.join('\n'))).toEqual([whole]);
  });

  test('no end of a line is taken for one of another reply', () => {
    expect(saidIn(`220 mx ESMTP\nEHLO a\n250 done[nl]550 not so\nQUIT\n221 Bye`)[0]?.[2]).toBe('S 250 done[nl]550 not so');
  });
});

describe('lines that a mail program broke', () => {
  const X58 = 'X'.repeat(58);
  const STARS = '*'.repeat(72);
  const session = (lines: readonly string[]) => [...lines, 'QUIT', '221 Bye'].join('\n');

  test.each([
    ['a greeting below its code', ['220', STARS], `220 ${STARS}`],
    [
      'a greeting below its code, with the digits that survived',
      ['220', `****2***${'*'.repeat(40)}0**`],
      `220 ****2***${'*'.repeat(40)}0**`,
    ],
    ['a greeting that a terminal broke', [`220 ${STARS}`, '***2**'], `220 ${STARS}***2**`],
    ['a greeting in three lines', [`220 ${STARS}`, STARS, '**'], `220 ${STARS}${STARS}**`],
  ])('%s', (_, lines, whole) => {
    const [first] = saidIn(session(lines));
    expect(first).toEqual([`S ${whole}`, 'C QUIT', 'S 221 Bye']);
    const quoted = session(lines).replaceAll(/^/gm, '> ');
    expect(saidIn(quoted)).toEqual([first]);
    // The mark of quoting is lost where a line is broken once more.
    const [upper = '', ...rest] = quoted.split('\n');
    expect(saidIn([upper, rest.join('\n').replace('> ', '')].join('\n'))).toEqual([first]);
  });

  test.each([
    ['a keyword below its code', ['250-', 'XXXXXXXA', '250 XXB'], ['250-XXXXXXXA', '250 XXB']],
    ['a keyword below a code without its hyphen', ['250-SIZE', '250', 'XXXXXXXA'], ['250-SIZE', '250 XXXXXXXA']],
    ['a keyword that a terminal broke', ['250-XXXA', `250 ${X58}`, 'XXXXXXB'], ['250-XXXA', `250 ${X58}XXXXXXB`]],
  ])('%s', (_, lines, whole) => {
    const text = session(['220 mx.example.org ESMTP', 'EHLO client.example.com', '250-mx.example.org', ...lines]);
    const [first] = saidIn(text);
    expect(first?.slice(3, -2)).toEqual(whole.map((line) => `S ${line}`));
    const marked = text.replaceAll(/^(?=\d)/gm, 'S: ').replaceAll(/^(?=EHLO|QUIT)/gm, 'C: ');
    expect(saidIn(marked)).toEqual([first]);
    const masked = unmask(read(text)).filter(({ kind }) => kind === 'keyword');
    expect(masked.map(({ shown, confidence }) => `${shown} ${confidence}`)).toEqual(
      whole.flatMap((line) => (line.includes('XX') ? [`${line.slice(4)} certain`] : [])),
    );
    expect(masked.map(({ range }) => read(text).lines.slice(range).replaceAll('\n', ''))).toEqual(masked.map(({ shown }) => shown));
  });

  test('a command that a server repeats', () => {
    const [first] = saidIn(['220 mx ESMTP', 'STARTTLS', '500 5.5.1 Command unrecognized:', '"XXXXXXXX"', 'QUIT', '221 Bye'].join('\n'));
    expect(first?.[2]).toBe('S 500 5.5.1 Command unrecognized: "XXXXXXXX"');
  });

  test.each([
    ['an ornament below a number', 'Messages: 220\n**************\nNone of them was lost.'],
    ['a bare number above an ornament', '220\n**************\nTotal'],
    [
      'the second line of a greeting, whose code the engine overwrote',
      '220-*************\n****************\nEHLO a.example.com\n250 mx.example.org',
    ],
  ])('stands for itself: %s', (_, text) => {
    const said = read(text).sessions.flatMap(({ greeting }) => greeting?.lines.map(({ text: shown }) => shown) ?? []);
    expect(said.every((shown) => shown.length < 14)).toBe(true);
  });
});

describe('the source of a page', () => {
  const [greeting = '', ...rest] = SAID;
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const marked = SAID.map((line) => `${/^\d/.test(line) ? '<-  ' : ' -> '}${line}`);
  test.each([
    ['a paragraph of code', `<p>I see:<br />\n<code>${SAID.map(escaped).join('<br />\n')}</code></p>\n<p>Why?</p>`],
    ['two lines of a paragraph', `<p>${greeting}<br>\n${rest.map(escaped).join('\n')}</p>`],
    ['the greeting apart', `<p>It greets:</p>\n<p><code>${greeting}</code></p>\n<pre><code>${rest.map(escaped).join('\n')}\n</code></pre>`],
    ['a block', `<pre class="code"><code>${SAID.map(escaped).join('\n')}</code></pre>`],
    ['breaks in front', `<div>\n${SAID.map((line) => `<br>${escaped(line)}`).join('\n')}\n</div>`],
    ['arrows', `<pre>\n${marked.map(escaped).join('\n')}\n</pre>`],
    ['items of a list', `<ul>\n${SAID.map((line) => `  <li>${escaped(line)}</li>`).join('\n')}\n</ul>`],
  ])('%s', (_, page) => {
    expect(saidIn(page)).toEqual([heard(SAID)]);
    const { lines } = read(page);
    const places = unmask(read(page)).map(({ range }) => lines.slice(range));
    expect(places).toEqual(expect.arrayContaining(['****************2***0***', 'XXXXXXXA']));
  });

  test('what a page says of prices is no reply', () => {
    expect(saidIn('<p>250 euros is what we paid.</p>\n<li>220 volts</li>\n<li>500 of them</li>')).toEqual([]);
  });
});

test('a mask in a record of JSON has its place', () => {
  const text = SAID.map(
    (line) => `{"log":"\\u001b[32m${/^\d/.test(line) ? '\\u003c-  ' : ' -\\u003e '}${line}\\u001b[0m\\n","stream":"stdout"}`,
  ).join('\n');
  const escaped = text.replaceAll('"XXXXXXXX"', '\\"XXXXXXXX\\"');
  expect(saidIn(escaped)).toEqual([heard(SAID)]);
  const { lines } = read(escaped);
  expect(unmask(read(escaped)).map(({ range }) => lines.slice(range))).toContain('XXXXXXXA');
});
