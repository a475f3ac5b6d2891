/** The light bulb: what it offers where, what it edits, and what it leaves alone. */
import { describe, expect, test } from 'vitest';
import { ALONE } from '../../server/src/features/around.ts';
import { codeActions, type Way } from '../../server/src/features/code-actions.ts';
import { diagnostics } from '../../server/src/features/diagnostics.ts';
import { FIX_ALL } from '../../server/src/features/features.ts';
import { WRITE_NOTE } from '../../server/src/features/protocol.ts';
import { Lines, type Range } from '../../server/src/text/lines.ts';
import { open } from '../support/cursor.ts';

const URI = 'file:///test';
const whole: Range = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
const ASA = `ASA Version 9.1(5)
hostname fw
access-list outside_in extended permit tcp any host 192.0.2.25 eq smtp
access-list outside_in extended permit tcp any host 192.0.2.26 eq smtp
access-group outside_in in interface outside
class-map inspection_default
 match default-inspection-traffic
policy-map global_policy
 class inspection_default
  inspect esmtp
service-policy global_policy global
`;
/** TAC 117801's exemption, as it is printed. */
const REJECTED = `access-list ironport_esa_internal extended permit ip any 192.168.1.1
access-list ironport_esa_internal extended permit ip 192.168.1.1 any
class-map ironport_esa
match address ironport_esa_internal
`;

function actions(text: string, range = whole, only?: readonly string[]) {
  const document = open(text, 'cisco-asa');
  return codeActions(document, range, diagnostics(document, undefined), only);
}

const on = (line: number): Range => ({ start: { line, character: 2 }, end: { line, character: 2 } });
const titles = (text: string, range?: Range) => actions(text, range).map(({ title }) => title);

describe('on inspect esmtp', () => {
  const offered = titles(ASA, on(9));

  test.each([
    /^Exempt the mail hosts 192\.0\.2\.25 and 192\.0\.2\.26 from/,
    /^Stop ESMTP inspection for every host$/,
    /^Keep inspecting, but let STARTTLS and the greeting through \(!\)$/,
    /^Show the change sheet/,
    /^Ignore these 3 findings here, with a reason$/,
  ])('offers %s', (title) => {
    expect(offered.filter((it) => title.test(it))).toHaveLength(1);
  });

  test('the preferred one stands first, the sheet and the comment last', () => {
    expect(offered[0]).toMatch(/^Exempt the mail hosts/);
    expect(offered.slice(-2)).toEqual(['Show the change sheet', expect.stringMatching(/^Ignore /)]);
  });

  test('prefers one, and the sheets have every remedy, with its whole title, the commands and the way back', () => {
    const all = actions(ASA, on(9));
    const preferred = all.filter(({ isPreferred }) => isPreferred);
    expect(preferred).toHaveLength(1);
    expect(preferred[0]?.title).toMatch(/^Exempt the mail hosts/);
    const ways = (all.find(({ command }) => command?.command === 'esmtpLens.showSheet')?.command?.arguments ?? []) as Way[];
    const told = ways.map(({ title }) => title);
    expect(told).toEqual(
      expect.arrayContaining([expect.stringMatching(/^Exempt 192\.0\.2\.25 from/), expect.stringMatching(/^Exempt 192\.0\.2\.26 from/)]),
    );
    expect(told.join()).toContain('(no inspect esmtp in class inspection_default)');
    expect(ways.map(({ title }) => title).join()).toMatch(/^Exempt the mail hosts.*Stop ESMTP inspection.*Keep inspecting/);
    for (const { commands, rollback } of ways) {
      expect(commands[0]).toBe('configure terminal');
      expect(rollback.join('\n')).toContain('inspect esmtp');
    }
    expect(ways[0]!.commands.join('\n')).toContain('host 192.0.2.25');
    expect(ways[0]!.sheet).toMatch(/^# Exempt the mail hosts.*\n## 4\. Verify/s);
  });

  test('a client that shows no sheet is told the caution in the title', () => {
    const document = open(ASA, 'cisco-asa');
    const shown = codeActions(document, on(9), [], undefined, false, ALONE, false).map(({ title }) => title);
    expect(shown).toContain(
      'Keep inspecting, but let STARTTLS and the greeting through (a map of its own) (the limits of the default map no longer hold)',
    );
  });

  test('links an action to the diagnostics it mends', () => {
    const [first] = actions(ASA, on(9));
    expect(first?.diagnostics?.map(({ code }) => code)).toContain('inspection-hides-starttls');
  });
});

test('nothing is offered where nothing is wrong', () => {
  expect(titles(ASA, on(1))).toEqual([]);
});

test('the same mend on two lines is two actions', () => {
  expect(titles(REJECTED).filter((it) => it === 'Write host 192.168.1.1')).toHaveLength(2);
});

test('fix all mends every line that the device rejects, and only on request', () => {
  expect(actions(REJECTED).some(({ kind }) => kind === FIX_ALL)).toBe(false);
  const [action] = actions(REJECTED, whole, ['source.fixAll']);
  const fixed = Lines.read(REJECTED)
    .edit(action?.edit?.changes?.[URI] ?? [])
    .toString();
  expect(fixed).toBe(REJECTED.replaceAll('192.168.1.1', 'host 192.168.1.1').replace('match address', 'match access-list'));
});

test.each([
  [
    'of what is asked about',
    ['inspection-hides-starttls'],
    'Ignore inspection-hides-starttls here, with a reason',
    'inspection-hides-starttls',
  ],
  [
    'of all that is found there',
    [],
    'Ignore these 3 findings here, with a reason',
    'inspection-hides-starttls, inspection-drops-mail, inspection-masks-banner',
  ],
])('a comment that silences keeps the indentation and asks for the reason: %s', (_, asked, title, rules) => {
  const document = open(ASA, 'cisco-asa');
  const wanted = diagnostics(document, undefined).filter(({ code }) => asked.includes(String(code)));
  const action = codeActions(document, on(9), wanted, undefined).find((each) => each.title === title);
  expect(action?.edit?.changes?.[URI]).toEqual([
    {
      range: { start: { line: 9, character: 0 }, end: { line: 9, character: 0 } },
      newText: `  ! esmtp-lens: ignore[${rules}] reason: \n`,
    },
  ]);
  const silenced = open(Lines.read(ASA).edit(action!.edit!.changes![URI]!).toString(), 'cisco-asa');
  const left = silenced.findings.map(({ rule }) => rule);
  for (const rule of rules.split(', ')) expect(left).not.toContain(rule);
});

describe('a comment that silences nothing', () => {
  test.each([
    ['is removed', '! esmtp-lens: ignore[fixup-smtp] gone since change 4711\nhostname fw\n', 'hostname fw\n'],
    ['with its CR LF', 'hostname fw\r\n  ! esmtp-lens: ignore[fixup-smtp] gone\r\nend\r\n', 'hostname fw\r\nend\r\n'],
    [
      'loses the one of its names, where others are used',
      '! esmtp-lens: ignore[pix-signature-header-bug, fixup-smtp] x\nPIX Version 6.3(5)\nfixup protocol http 80\nfixup protocol smtp 25\n',
      '! esmtp-lens: ignore[pix-signature-header-bug] x\nPIX Version 6.3(5)\nfixup protocol http 80\nfixup protocol smtp 25\n',
    ],
    [
      'also the first',
      '! esmtp-lens: ignore[fixup-smtp, pix-signature-header-bug] x\nPIX Version 6.3(5)\nfixup protocol smtp 25\n',
      '! esmtp-lens: ignore[pix-signature-header-bug] x\nPIX Version 6.3(5)\nfixup protocol smtp 25\n',
    ],
  ])('%s', (_, before, after) => {
    const [action, ...others] = actions(before).filter(({ diagnostics: mends }) =>
      mends?.some(({ code }) => code === 'unused-suppression'),
    );
    expect(others).toEqual([]);
    expect(action?.isPreferred).toBe(true);
    const edited = Lines.read(before).edit(action?.edit?.changes?.[URI] ?? []);
    expect(edited.toString()).toBe(after);
  });

  test('is removed in a transcript too', () => {
    const text = '# esmtp-lens: ignore[masked-banner] x\n220 mail.example.com ESMTP\n';
    const document = open(text, 'smtp-transcript');
    expect(codeActions(document, whole, [], undefined).map(({ title }) => title)).toEqual(['Remove the comment that silences nothing']);
  });
});

describe('a transcript', () => {
  const offered = (text: string) => {
    const document = open(text, 'smtp-transcript');
    return codeActions(document, whole, diagnostics(document, undefined), undefined);
  };

  test('of a masked session has the commands for each kind of firewall, once, each with the way back', () => {
    const all = offered('250-8BITMIME\n250 XXXXXXXA\nSTARTTLS\n500 no\n').filter(({ command }) => command !== undefined);
    expect(all.filter(({ command }) => command!.command === WRITE_NOTE).map(({ title }) => title)).toEqual(['Write a note about it']);
    const shown = all.filter(({ command }) => command!.command !== WRITE_NOTE);
    expect(shown.map(({ title }) => title)).toEqual([
      'Commands for an ASA or PIX from 7.2(3) on: Let STARTTLS through (!)',
      'Commands for an ASA or PIX from 7.0 on: Stop ESMTP inspection',
      'Commands for a PIX up to 6.x: Turn Mailguard off on port 25',
    ]);
    for (const { command, diagnostics: mended } of shown) {
      const [{ commands, rollback }] = command!.arguments as [Way];
      expect([commands[0], rollback[0]]).toEqual(['configure terminal', 'configure terminal']);
      expect(mended?.map(({ code }) => code)).toEqual(['masked-ehlo-keyword', 'starttls-refused']);
    }
    expect((shown[1]!.command!.arguments![0] as Way).commands).toContain('  no inspect esmtp');
    expect((shown[2]!.command!.arguments![0] as Way).commands).toContain('no fixup protocol smtp 25');
    const { sheet } = shown[1]!.command!.arguments![0] as Way;
    expect(sheet).toContain('For an ASA or PIX from 7.0 on with the factory-default policy: compare its names with yours.');
    expect(sheet).toContain('Proven on the factory-default policy, not on the device');
    // Nobody has given a file.
    expect(sheet).not.toMatch(/the file (?:says|names|does not)|stands in the file/);
  });

  test('whose file tells the server exempts that one first, and nobody where it is the own machine', () => {
    const session = (host: string) =>
      `Trying ${host}...\nConnected to ${host}.\n220 ${'*'.repeat(26)}\nEHLO a\n250-mx.example.com\n250 XXXXXXXA\n`;
    const [first] = offered(session('198.51.100.25'));
    expect(first?.title).toBe('Commands for an ASA or PIX from 7.0 on: Exempt 198.51.100.25 (!)');
    const { commands, sheet } = first!.command!.arguments![0] as Way;
    expect(commands.filter((line) => line.includes('198.51.100.25'))).toHaveLength(2);
    expect(sheet).toContain('if it translates 198.51.100.25: from 8.3 on the real address stands in its place');
    expect(
      offered(session('127.0.0.1'))
        .map(({ title }) => title)
        .filter((title) => title.includes('Exempt')),
    ).toEqual([]);
  });

  test('of a server that offers no TLS blames no firewall', () => {
    const text = '220 mail.example.com ESMTP\nEHLO client.example.net\n250-mail.example.com\n250 HELP\nSTARTTLS\n502 no\n';
    expect(offered(text).map(({ title }) => title)).toEqual(['Ignore starttls-refused here, with a reason']);
  });
});

test('comments silence a finding of a transcript', () => {
  const document = open('250-8BITMIME\n250 XXXXXXXA\nSTARTTLS\n500 no\n', 'smtp-transcript');
  const offered = codeActions(document, whole, [], undefined).filter(({ edit }) => edit !== undefined);
  expect(offered.map(({ title }) => title)).toEqual(['Ignore these 2 findings here, with a reason']);
  expect(offered[0]!.edit!.changes![URI]!.map(({ range, newText }) => [range.start.line, newText])).toEqual([
    [1, '# esmtp-lens: ignore[masked-ehlo-keyword] reason: \n'],
    [3, '# esmtp-lens: ignore[starttls-refused] reason: \n'],
  ]);
});
