/** Where the marks of lines and what stands in them contradict each other, or marks are lost, what is said decides. */
import { describe, expect, test } from 'vitest';
import type { Session } from '../../../server/src/smtp/model.ts';
import { readTranscript } from '../../../server/src/smtp/read.ts';
import { Lines } from '../../../server/src/text/lines.ts';

/** `verb → code` for each command, the greeting in front, keywords of offers behind. */
function told(session: Session): string[] {
  return [
    ...(session.greeting === undefined ? [] : [`${session.greeting.code}×${session.greeting.lines.length}`]),
    ...session.commands.map(({ verb, reply }) => `${verb} → ${reply?.code}`),
    ...session.offers.flatMap(({ keywords }) => keywords.map(({ name }) => name).join(' ') || []),
  ];
}

const read = (text: string) => readTranscript(Lines.read(text));

const SESSIONS: readonly (readonly [what: string, text: string, sessions: readonly string[][], viewpoint: string])[] = [
  [
    'Exim as a server, in its debug output',
    'SMTP>> 220 mx ESMTP Exim 4.96\nSMTP<< EHLO c\nSMTP>> 250-mx Hello c\n250-STARTTLS\n250 HELP\nSMTP<< XXXXXXXX\nSMTP>> 500 unrecognized command\nSMTP<< QUIT\nSMTP>> 221 mx closing connection\n',
    [['220×1', 'EHLO → 250', 'XXXXXXXX → 500', 'QUIT → 221', 'STARTTLS HELP']],
    'server',
  ],
  [
    'Exim as a server: replies that wait',
    ' 1234 SMTP>> 220 mx ESMTP Exim 4.96\n 1234 SMTP<< helo c\n 1234 SMTP>| 250 mx Hello\n 1234 SMTP<< mail from:<>\n 1234 SMTP>> 250 OK\n',
    [['220×1', 'HELO → 250', 'MAIL → 250']],
    'server',
  ],
  [
    'Exim as a client stays one',
    '  SMTP<< 220 mx ESMTP\n  SMTP>> EHLO c\n  SMTP<< 250-mx\n         250 SIZE\n  SMTP>> QUIT\n  SMTP<< 221 bye\n',
    [['220×1', 'EHLO → 250', 'QUIT → 221', 'SIZE']],
    'client',
  ],
  [
    'arrows of swaks, turned round by the author',
    ' -> 220 mx ESMTP\n<-  EHLO c\n -> 250-mx\n -> 250 XXXXXXXA\n<-  QUIT\n -> 221 bye\n',
    [['220×1', 'EHLO → 250', 'QUIT → 221', 'XXXXXXXA']],
    'client',
  ],
  [
    'arrows of curl, turned round by the author',
    '> 220 mx ESMTP\n< EHLO c\n> 250-mx\n> 250 XXXXXXXA\n< QUIT\n> 221 bye\n',
    [['220×1', 'EHLO → 250', 'QUIT → 221', 'XXXXXXXA']],
    'client',
  ],
  [
    'arrows of sendmail, turned round by the author: those of Exchange 5.5 without its words',
    '>>> 220 ***********\n<<< EHLO c\n>>> 250-mx\n>>> 250 XXXXXXXA\n<<< QUIT\n>>> 221 bye\n',
    [['220×1', 'EHLO → 250', 'QUIT → 221', 'XXXXXXXA']],
    'unknown',
  ],
  [
    'Exchange 5.5 as a server',
    'A connection was accepted from c.\n>>> 220 mx ready\n<<< IO: |EHLO c\n<<< EHLO c\n>>> 250-mx\n>>> 250 HELP\n<<< QUIT\n>>> 221 bye\n',
    [['220×1', 'EHLO → 250', 'QUIT → 221', 'HELP']],
    'server',
  ],
  [
    'mail data that looks like replies turns nothing round',
    '<-  220 mx ESMTP\n -> EHLO c\n<-  250 mx\n -> MAIL FROM:<a@example.com>\n<-  250 ok\n -> DATA\n<-  354 go\n -> 250 grams of sugar\n -> .\n<-  250 queued\n',
    [['220×1', 'EHLO → 250', 'MAIL → 250', 'DATA → 354']],
    'client',
  ],
  [
    'labels with what the program says of itself, and bare lines of a reply',
    's: 220-mx ESMTP\nc: Connected!\nc: ehlo c\\r\\n\ns: 250-mx\n250-SIZE 1000\n250 STARTTLS\nc: Info: STARTTLS is offered here\nc: STARTTLS\\r\\n\ns: 220 2.0.0 Ready\n',
    [['220×1', 'EHLO → 250', 'STARTTLS → 220', 'SIZE STARTTLS']],
    'client',
  ],
  [
    'labels: an unknown command is one, and mail data is kept',
    'S: 220 mx ESMTP\nC: EHLO c\nS: 250 mx\nC: FOO bar\nS: 500 what\nC: MAIL FROM:<a@example.com>\nS: 250 ok\nC: DATA\nS: 354 go\nC: Hello there\nC: and more\nC: .\nS: 250 ok\n',
    [['220×1', 'EHLO → 250', 'FOO → 500', 'MAIL → 250', 'DATA → 354']],
    'client',
  ],
  ['two blocks of a page are two replies', '250-STARTTLS\n\ninstead of:\n\n250-XXXXXXXA\n', [['STARTTLS'], ['XXXXXXXA']], 'client'],
  [
    'a hyphen that was overwritten with the greeting',
    '220***********\n220 ****2***0**\nEHLO c\n250-mx\n250 XXXXXXXA\n',
    [['220×2', 'EHLO → 250', 'XXXXXXXA']],
    'client',
  ],
  [
    'a protocol log of Exchange without its date',
    'To Office 365,08CEBBEB0715C1A2,0,,203.0.113.17:25,*,,attempting to connect\nTo Office 365,08CEBBEB0715C1A2,1,192.0.2.20:21243,203.0.113.17:25,+,,\nTo Office 365,08CEBBEB0715C1A2,2,192.0.2.20:21243,203.0.113.17:25,<,220 ****2***,\nTo Office 365,08CEBBEB0715C1A2,3,192.0.2.20:21243,203.0.113.17:25,>,EHLO c,\nTo Office 365,08CEBBEB0715C1A2,4,192.0.2.20:21243,203.0.113.17:25,<,250-mx,\nTo Office 365,08CEBBEB0715C1A2,5,192.0.2.20:21243,203.0.113.17:25,<,250 XXXXXXXA,\n',
    [['220×1', 'EHLO → 250', 'XXXXXXXA']],
    'client',
  ],
  [
    'a protocol log of Exchange from its session on, cut behind the data',
    '08CEBBEB0715C1A2,2,192.0.2.20:21243,203.0.113.17:25,>,220 mx ESMTP\n08CEBBEB0715C1A2,3,192.0.2.20:21243,203.0.113.17:25,<,EHLO c\n08CEBBEB0715C1A2,4,192.0.2.20:21243,203.0.113.17:25,>,250 mx\n08CEBBEB0715C1A2,5,192.0.2.20:21243,203.0.113.17:25,<,XXXXXXXX\n08CEBBEB0715C1A2,6,192.0.2.20:21243,203.0.113.17:25,>,500 5.3.3 Unrecognized command\n',
    [['220×1', 'EHLO → 250', 'XXXXXXXX → 500']],
    'server',
  ],
  [
    'a protocol log of Exchange from its endpoints on',
    '192.0.2.20:21243,203.0.113.17:25,<,220 mx ESMTP,\n192.0.2.20:21243,203.0.113.17:25,>,EHLO c,\n192.0.2.20:21243,203.0.113.17:25,<,250-mx,\n192.0.2.20:21243,203.0.113.17:25,<,250 XXXXXXXA,\n',
    [['220×1', 'EHLO → 250', 'XXXXXXXA']],
    'client',
  ],
  [
    'a protocol log of Exchange of which event and data are left',
    '+,,\n<,"220 mx, ESMTP",\n>,EHLO c,\n<,250-mx,\n<,250 XXXXXXXA,\n>,STARTTLS,\n<,500 5.3.3 Unrecognized command,\n-,,Remote\n',
    [['220×1', 'EHLO → 250', 'STARTTLS → 500', 'XXXXXXXA']],
    'client',
  ],
];

describe.each(['\n', '\r\n'])('line ends %j', (eol) => {
  test.each(SESSIONS)('%s', (_, text, sessions, viewpoint) => {
    const found = read(text.replaceAll('\n', eol)).sessions;
    expect(found.map(told)).toEqual(sessions);
    expect(found[0]!.region.viewpoint).toBe(viewpoint);
  });
});

test('a list between commas is no protocol log', () => {
  expect(read('<,250items,\n>,Helost,\n-,a,b\n').sessions).toEqual([]);
  expect(read('name,1,a,b,>,250 items\nname,2,a,b,<,220 items\n').sessions).toEqual([]);
});
