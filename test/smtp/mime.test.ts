/** File names of attachments: where they stand and how many octets they have as they are sent. */
import { expect, test } from 'vitest';
import { fileNames } from '../../server/src/smtp/mime.ts';
import { read } from './print.ts';

function names(...data: string[]): [line: string, size: number][] {
  const { sessions } = read(
    ['MAIL FROM:<a@b.example>', '250 Ok', 'RCPT TO:<c@d.example>', '250 Ok', 'DATA', '354 Go', ...data, '.', '250 Ok'].join('\n'),
  );
  return fileNames(sessions[0]!.messages[0]!).map(({ line, size }) => [line.text, size]);
}

test.each<[string, string[], [string, number][]]>([
  ['quoted', ['Content-Type: a/b; name="report.pdf"'], [['Content-Type: a/b; name="report.pdf"', 10]]],
  [
    'bare',
    ['Content-Disposition: attachment; filename=report.pdf; size=3'],
    [['Content-Disposition: attachment; filename=report.pdf; size=3', 10]],
  ],
  ['octets, not characters', ['Content-Type: a/b; name="ü.pdf"'], [['Content-Type: a/b; name="ü.pdf"', 6]]],
  ['a semicolon in quotes', ['Content-Type: a/b; name="a;b;c.pdf"; x=y'], [['Content-Type: a/b; name="a;b;c.pdf"; x=y', 9]]],
  ['an escaped quote', [String.raw`Content-Type: a/b; name="a\"b.pdf"`], [[String.raw`Content-Type: a/b; name="a\"b.pdf"`, 8]]],
  ['folded before it', ['Content-Type: a/b;', '\tname="report.pdf"'], [['\tname="report.pdf"', 10]]],
  ['folded within it', ['Content-Type: a/b;', ' name="=?utf-8?Q?a?=', ' =?utf-8?Q?b?="'], [[' name="=?utf-8?Q?a?=', 27]]],
  [
    'in pieces, on one line and over lines',
    ["Content-Disposition: attachment; filename*0*=utf-8''aaa; filename*1*=bbb;", ' filename*2="ccc"'],
    [["Content-Disposition: attachment; filename*0*=utf-8''aaa; filename*1*=bbb;", 16]],
  ],
  [
    'the longest of several forms',
    ['Content-Disposition: attachment; filename="a.pdf"; filename*=utf-8\'\'%C3%A4.pdf'],
    [['Content-Disposition: attachment; filename="a.pdf"; filename*=utf-8\'\'%C3%A4.pdf', 17]],
  ],
  ['of a part', ['Subject: x', '', '--b', 'content-type: a/b; NAME="p.pdf"', '', 'x'], [['content-type: a/b; NAME="p.pdf"', 5]]],
  ['not in the text of a part', ['Subject: x', '', '--b', '', 'Content-Type: a/b; name="p.pdf"'], []],
  ['nor in plain text', ['Subject: x', '', 'Content-Type: a/b; name="p.pdf"'], []],
  ['no parameter of that name', ['Content-Type: a/b; surname="x"', 'Subject: a; name=b'], []],
])('%s', (_, data, expected) => {
  expect(names(...data)).toEqual(expected);
});
