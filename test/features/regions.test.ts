/** A page that holds both languages: each part is read as if it stood alone, whatever the page is named, and after any edit. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeActions } from '../../server/src/features/code-actions.ts';
import { configurationFeatures } from '../../server/src/features/configuration/features.ts';
import { detectLanguage } from '../../server/src/features/detect.ts';
import { diagnostics } from '../../server/src/features/diagnostics.ts';
import {
  changeDocument,
  configurationIn,
  type Document,
  type LanguageId,
  openDocument,
  partAt,
  transcriptIn,
} from '../../server/src/features/document.ts';
import { transcriptFeatures } from '../../server/src/features/transcript/features.ts';
import type { Finding } from '../../server/src/rules/finding.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { cpuMilliseconds } from '../support/cpu.ts';
import { hoverText, open } from '../support/cursor.ts';
import { shared } from '../support/shared.ts';

const SESSION = `220 ****2***0***
EHLO client.example.com
250-mx.example.com
250-8BITMIME
250 XXXXXXXA
`;
const LOG = `Nov 27 10:00:00 mx postfix/smtp[7]: 4F: enabling PIX workarounds: disable_esmtp for mx.example.com[192.0.2.1]:25
%ASA-4-108004: ESMTP Classification: Dropped connection for ESMTP Request from outside:192.0.2.1/1025 to inside:198.51.100.25/25; matched Class 4: header line length gt 998
`;
const EXEMPTION = `access-list esa_internal extended permit ip any 192.0.2.25
class-map esa
 match address esa_internal
policy-map global_policy
 class esa
  no inspect esmtp
`;
const COUNTERS = `Global policy:
Service-policy: global_policy
Class-map: inspection_default
Inspect: esmtp _default_esmtp_map, packet 104468, drop 0, reset-drop 0
mask-banner, count 639
match header line length gt 998
drop-connection log, packet 41
`;
const FIXUP = 'fixup protocol ftp 21\nfixup protocol smtp 25\n';

/** Of a thread: who writes, and what of the device is told in words, some of which are commands. */
const PROSE = [
  'We use inspect esmtp on the firewall, and the class of mail that matters most is lost.\n',
  '\nThe access list permits it, as far as I can see. Interface outside has the address.\n\n',
  'On 12 March it was 250 messages, 220 of which came back.\n',
];

const PAGES: readonly (readonly [what: string, language: LanguageId, blocks: readonly [LanguageId, string][]])[] = [
  [
    'a session, and the policy of the firewall',
    'smtp-transcript',
    [
      ['smtp-transcript', SESSION],
      ['cisco-asa', EXEMPTION],
    ],
  ],
  [
    'counters first, then the log',
    'smtp-transcript',
    [
      ['cisco-asa', COUNTERS],
      ['smtp-transcript', LOG],
    ],
  ],
  [
    'all of it',
    'smtp-transcript',
    [
      ['smtp-transcript', SESSION],
      ['cisco-asa', COUNTERS],
      ['smtp-transcript', LOG],
      ['cisco-asa', EXEMPTION],
    ],
  ],
  [
    'a PIX',
    'cisco-asa',
    [
      ['cisco-asa', FIXUP],
      ['smtp-transcript', SESSION],
    ],
  ],
  [
    'a firewall, with what it logged',
    'cisco-asa',
    [
      ['cisco-asa', EXEMPTION],
      ['smtp-transcript', LOG],
    ],
  ],
  [
    'a quoted session below a policy',
    'cisco-asa',
    [
      ['cisco-asa', EXEMPTION],
      ['smtp-transcript', SESSION.replace(/^/gm, '> ').slice(0, -2)],
    ],
  ],
];

/** `rule: the line`, for each finding of a document. */
function found(document: Document): string[] {
  return document.findings.map(({ rule, range }) => `${rule}: ${document.lines.text(range.start.line).replace(/^> /, '')}`).sort();
}

describe.each(['\n', '\r\n', '\r'])('line ends %j', (eol) => {
  const as = (text: string) => text.replaceAll('\n', eol);

  test.each(PAGES)('%s', (_, language, blocks) => {
    const page = open(as(blocks.map(([, text], i) => PROSE[i % PROSE.length] + text).join('') + PROSE[2]), language);
    const alone = blocks.flatMap(([of, text]) => found(open(as(text), of))).sort();
    expect(alone.length).toBeGreaterThan(1);
    expect(found(page)).toEqual(alone);
    expect(new Set(page.findings.map(({ range, rule }) => JSON.stringify([range, rule]))).size).toBe(page.findings.length);
  });
});

/** As the two source documents have them, in small: what each block of a page gives when somebody saves it as a file of its own. */
const BLOCKS: readonly (readonly [what: string, language: LanguageId, text: string, rules: readonly string[]])[] = [
  ['the end of a reply to EHLO', 'smtp-transcript', '250-8BITMIME\\\n250-SIZE 20971520\n250 XXXXXXXA\n', ['masked-ehlo-keyword']],
  ['one line of it', 'smtp-transcript', '250-XXXXXXXA\n', ['masked-ehlo-keyword']],
  ['a greeting', 'smtp-transcript', '220 ******2*****0***0**\n', ['masked-banner']],
  ['a quoted command', 'smtp-transcript', '500 5.5.1 Command unrecognized: "XXXXXXXX"\n', ['masked-command']],
  [
    'the log of an ESA',
    'smtp-transcript',
    '- Message aborted MID 77\n- Receiving aborted ICID 4711 lost\n- ICID 4711 close\n',
    ['receiving-aborted', 'receiving-aborted'],
  ],
  ['a log line of Postfix', 'smtp-transcript', LOG.slice(0, LOG.indexOf('\n') + 1), ['pix-workarounds-enabled']],
  ['a message of the firewall', 'smtp-transcript', LOG.slice(LOG.indexOf('%')), ['firewall-dropped-mail']],
  ['counters', 'cisco-asa', COUNTERS, ['mail-loss-counted', 'masking-counted']],
  ['counters, one inspection alone', 'cisco-asa', COUNTERS.slice(COUNTERS.indexOf('Inspect')), ['mail-loss-counted', 'masking-counted']],
  ['fixups', 'cisco-asa', `show fixup\n${FIXUP}`, ['fixup-smtp']],
  ['a class map', 'cisco-asa', 'class-map esa\nmatch address esa_internal\nexit\n', ['class-map-match-address']],
  ['a class that takes back', 'cisco-asa', 'policy-map global_policy\nclass esa\nno inspect esmtp\n', []],
  ['an access-list', 'cisco-asa', 'access-list esa extended permit ip any 192.0.2.25\n', ['ace-address-without-mask']],
  [
    'a translation with limits',
    'cisco-asa',
    'static (inside,outside) 198.51.100.25 192.0.2.25 netmask 255.255.255.255 tcp 40 90\n',
    ['connection-limit-throttles-mail', 'embryonic-limit-above-maximum'],
  ],
  [
    'what turns it off, typed',
    'cisco-asa',
    'pix(config)#policy-map p\npix(config-pmap)#class c\npix(config-pmap-c)#no inspect esmtp\n',
    [],
  ],
];

const rulesIn = (text: string, language: LanguageId) =>
  open(text, language)
    .findings.map(({ rule }) => rule)
    .sort();

describe.each(['', '> ', '  '])('a block alone, behind %j', (front) => {
  test.each(BLOCKS)('%s', (_, language, text, rules) => {
    const file = text.replace(/^(?=.)/gm, front);
    expect(detectLanguage('ticket.txt', file)).toBe(language);
    expect(rulesIn(file, language)).toEqual(rules);
    const [before, between, behind] = PROSE;
    expect(rulesIn(`${before}\n${file}${between}${behind}`, 'smtp-transcript')).toEqual(rules);
    expect(rulesIn(`${before}\n${file}${between}${behind}`, 'cisco-asa')).toEqual(rules);
  });
});

describe('in an editor', () => {
  const page = open(`${PROSE[0]}${SESSION}${PROSE[1]}${EXEMPTION}`, 'smtp-transcript');
  const line = (text: string) => page.lines.all.findIndex((each) => each.text === text);

  test('a line is asked of the reader that understands it', () => {
    const policy = partAt(page, line(' class esa'));
    expect(policy.language).toBe('cisco-asa');
    const at = { line: line('  no inspect esmtp'), character: 7 };
    expect(hoverText(configurationFeatures.hover!(policy as never, at))).toContain('Inspects SMTP');
    const session = partAt(page, line('250 XXXXXXXA'));
    expect(session).toBe(page);
    expect(hoverText(transcriptFeatures.hover!(session as never, { line: line('250 XXXXXXXA'), character: 6 }))).toContain('STARTTLS');
    const firewall = open(EXEMPTION + SESSION, 'cisco-asa');
    expect(partAt(firewall, 10).language).toBe('smtp-transcript');
    expect(partAt(firewall, 1)).toBe(firewall);
  });

  test('squiggles and remedies of both', () => {
    const wrong = diagnostics(page, undefined).find(({ code }) => code === 'class-map-match-address')!;
    const [action] = codeActions(page, wrong.range, [wrong], undefined);
    const edits = action!.edit!.changes!['file:///test']!;
    const mended = page.lines.edit(edits);
    expect(mended.toString()).toBe(page.lines.toString().replace(' match address esa_internal', ' match access-list esa_internal'));
    const masked = diagnostics(page, undefined).find(({ code }) => code === 'masked-ehlo-keyword')!;
    expect(codeActions(page, masked.range, [masked], undefined).some(({ title }) => title.startsWith('Commands for '))).toBe(true);
  });

  test('a comment silences the rules of either language, and is needed', () => {
    const silenced = open(
      `! esmtp-lens: ignore-file[masked-ehlo-keyword] known\n! esmtp-lens: ignore-file[fixup-smtp] known\n${FIXUP}${SESSION}`,
      'cisco-asa',
    );
    const rules = silenced.findings.map(({ rule }) => rule);
    expect(rules).toContain('masked-banner');
    for (const rule of ['masked-ehlo-keyword', 'fixup-smtp', 'unused-suppression']) expect(rules).not.toContain(rule);
  });
});

/** One list says what is a firewall's, alone in a file and below a session. */
describe.each(['', 'no '])('a command behind %j that tells the device tells its part of a page too', (no) => {
  const beside = (line: string) => open(`${SESSION}\n${line}\n`, 'smtp-transcript').other?.lines.all.map(({ text }) => text);

  test.each([
    'fixup protocol smtp 25',
    'route outside 0.0.0.0 0.0.0.0 192.0.2.1',
    'access-group OUTSIDE in interface outside',
    'access-list MAIL permit tcp any host 192.0.2.25 eq smtp',
    'tunnel-group 192.0.2.9 type ipsec-l2l',
    'service-policy global_policy global',
    'inspect esmtp',
  ])('%s', (command) => {
    const line = no + command;
    expect(detectLanguage('saved.txt', `${line}\n`)).toBe('cisco-asa');
    expect(beside(line)?.filter((text) => text !== '')).toEqual([line]);
  });

  test.each(['fixup protocol smtp', 'service-policy global_policy global', 'inspect esmtp', 'nameif outside'])(
    '%s in a sentence',
    (command) => {
      expect(beside(`${no}${command} is what our provider asks about.`)).toBeUndefined();
    },
  );
});

describe('what is of one language only', () => {
  const NONE: readonly (readonly [what: string, language: LanguageId, text: string])[] = [
    ['prose with words of commands', 'smtp-transcript', PROSE.join('')],
    ['a session', 'smtp-transcript', SESSION],
    ['a firewall', 'cisco-asa', `${EXEMPTION}service-policy global_policy global\n`],
    [
      'a firewall with numbers and a banner',
      'cisco-asa',
      'banner motd 250 seats, 220 taken\naccess-list A extended permit tcp any any eq 443 log\n',
    ],
    [
      'an IOS router',
      'smtp-transcript',
      `${SESSION}hostname r1\ninterface Gi0/1\n ip address 192.0.2.1 255.255.255.0\nclass-map match-any VOICE\n`,
    ],
    [
      'mail data that quotes a firewall',
      'smtp-transcript',
      `220 mx ESMTP\nEHLO a\n250 mx\nMAIL FROM:<a@example.com>\n250 ok\nRCPT TO:<b@example.com>\n250 ok\nDATA\n354 go\nSubject: x\n\n${EXEMPTION}.\n250 ok\n`,
    ],
  ];
  test.each(NONE)('%s', (_, language, text) => {
    expect(open(text, language).other).toBeUndefined();
  });
});

/** All but the thing that it is about, which is the document's own. */
const told = ({ subject, ...rest }: Finding) => ({ ...rest, about: subject?.kind });

test('after any edits all is as in a document that is opened afresh', () => {
  const block = fc.constantFrom(
    SESSION,
    LOG,
    EXEMPTION,
    COUNTERS,
    FIXUP,
    ...PROSE,
    'x',
    '',
    '\n',
    '250 XXXXXXXA\n',
    '  no inspect esmtp\n',
  );
  const edit = fc.tuple(fc.nat(40), fc.nat(20), fc.nat(6), fc.array(block, { maxLength: 2 }), fc.boolean());
  fc.assert(
    fc.property(
      fc.constantFrom<LanguageId>('cisco-asa', 'smtp-transcript'),
      fc.array(block, { maxLength: 6 }),
      fc.array(edit, { maxLength: 5 }),
      (language, blocks, edits) => {
        let document = openDocument('file:///x', language, Lines.read(blocks.join('')));
        for (const [line, character, removed, inserted, asked] of edits) {
          // Several edits may come before anybody asks.
          if (asked) found(document);
          document = changeDocument(document, [
            { range: { start: { line, character }, end: { line: line + removed, character: 0 } }, text: inserted.join('') },
          ]);
        }
        const fresh = openDocument('file:///x', language, Lines.read(document.lines.toString()));
        expect(document.findings.map(told)).toEqual(fresh.findings.map(told));
        expect(document.other?.lines.toString()).toEqual(fresh.other?.lines.toString());
        expect(transcriptIn(document)?.records).toEqual(transcriptIn(fresh)?.records);
        expect(configurationIn(document)?.statements.length).toEqual(configurationIn(fresh)?.statements.length);
      },
    ),
    { numRuns: 150 },
  );
});

test('twice the page takes about twice the time', () => {
  const page = (n: number) => Lines.read((PROSE[0] + LOG + EXEMPTION + PROSE[2]).repeat(n));
  const time = (n: number) => cpuMilliseconds(() => openDocument('file:///x', 'smtp-transcript', page(n)).other?.lines);
  time(100);
  expect(time(4000)).toBeLessThan(40 * Math.max(time(400), 2));
});

const seeds = path.join(shared, 'seeds');
describe.skipIf(!existsSync(seeds))('the two source documents', () => {
  const WANTED: readonly string[][] = [
    ['fixup-smtp', 'masked-ehlo-keyword', 'starttls-refused'],
    [
      'ace-address-without-mask',
      'ace-address-without-mask',
      'class-map-match-address',
      'connection-limit-throttles-mail',
      'delivery-timed-out',
      'embryonic-limit-above-maximum',
      'exemption-without-effect',
      'mail-loss-counted',
      'masking-counted',
      'masking-counted',
      'receiving-aborted',
      'receiving-aborted',
    ],
  ];
  /** Each block of code of the two, by its first and last line, and what it gives as a file of its own. */
  const ALONE: readonly (readonly [document: number, first: number, last: number, language: LanguageId, rules: readonly string[]])[] = [
    [0, 6, 8, 'smtp-transcript', ['masked-ehlo-keyword']],
    [0, 6, 10, 'smtp-transcript', ['masked-ehlo-keyword', 'starttls-refused']],
    [0, 20, 24, 'cisco-asa', []],
    [0, 28, 35, 'cisco-asa', ['fixup-smtp']],
    [1, 26, 49, 'cisco-asa', ['mail-loss-counted', 'masking-counted', 'masking-counted']],
    [1, 52, 56, 'smtp-transcript', ['delivery-timed-out', 'receiving-aborted', 'receiving-aborted']],
    [1, 60, 61, 'cisco-asa', ['ace-address-without-mask', 'ace-address-without-mask']],
    [1, 63, 64, 'cisco-asa', ['class-map-match-address']],
    // What it takes back it may have had: only the whole shows that it had nothing.
    [1, 66, 68, 'cisco-asa', []],
    [1, 72, 72, 'cisco-asa', ['connection-limit-throttles-mail', 'embryonic-limit-above-maximum']],
  ];
  const files = existsSync(seeds) ? readdirSync(seeds).sort() : [];
  test.each(ALONE)('document %i, lines %i to %i alone', (document, first, last, language, rules) => {
    const page = readFileSync(path.join(seeds, files[document] ?? ''), 'utf8');
    const block = page
      .split(/(?<=\n)/)
      .slice(first - 1, last)
      .join('');
    expect(detectLanguage('block.txt', block)).toBe(language);
    expect(rulesIn(block, language)).toEqual(rules);
    // And the page gives the same in these lines, but for what only the whole shows.
    const there = open(page, 'smtp-transcript').findings.filter(({ range }) => range.start.line >= first - 1 && range.start.line < last);
    expect(there.map(({ rule }) => rule)).toEqual(expect.arrayContaining([...rules]));
  });
  test.each<LanguageId>(['cisco-asa', 'smtp-transcript'])('as %s', (language) => {
    for (const [i, name] of files.entries()) {
      const document = open(readFileSync(path.join(seeds, name), 'utf8'), language);
      expect(document.findings.map(({ rule }) => rule).sort()).toEqual(WANTED[i]);
    }
  });
});
