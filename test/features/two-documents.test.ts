/**
 * The examples of the two documents that this project began with (Cisco TAC 118550 and 117801), as they are printed there: what is found, explained
 * and offered, also with CR LF, and with the sentences around them pasted along.
 */
import { describe, expect, test } from 'vitest';
import { codeActions } from '../../server/src/features/code-actions.ts';
import { configurationFeatures } from '../../server/src/features/configuration/features.ts';
import { diagnostics } from '../../server/src/features/diagnostics.ts';
import type { LanguageId } from '../../server/src/features/document.ts';
import { transcriptFeatures } from '../../server/src/features/transcript/features.ts';
import { Lines, type Range } from '../../server/src/text/lines.ts';
import { hoverText, open } from '../support/cursor.ts';

const URI = 'file:///test';

/** What is found, as `rule: the marked text`; `mended` where the light bulb has more to offer than a comment. */
interface Block {
  readonly what: string;
  readonly language: LanguageId;
  readonly text: string;
  readonly found: readonly string[];
  readonly mended: boolean;
}

const EXEMPTION = `access-list ironport_esa_internal extended permit ip any 192.168.1.1
access-list ironport_esa_internal extended permit ip 192.168.1.1 any
class-map ironport_esa
match address ironport_esa_internal
policy-map global_policy
class ironport_esa
no inspect esmtp
`;

const COUNTERS = `Global policy:
Service-policy: global_policy
Class-map: inspection_default
Inspect: esmtp _default_esmtp_map, packet 104468, drop 0, reset-drop 0
mask-banner, count 639 obfuscate the SMTP banner greeting
match cmd line length gt 512 deny all SMTP commands (and close connection)
drop-connection log, packet 0
match cmd RCPT count gt 100 drop all messages (and connection) with more
than 100 recipients
drop-connection log, packet 0
match body line length gt 998 log all messages with lines > 998 chars
log, packet 0
match header line length gt 998 drop all messages (and connection)
with headers > 998 chars
drop-connection log, packet 41
match sender-address length gt 320 drop all messages (and connection) with
envelope sender > 320 bytes
drop-connection log, packet 0
match MIME filename length gt 255 drop all messages (and connection) with
MIME attachment filenames > 255 bytes
drop-connection log, packet 0
match ehlo-reply-parameter others obfuscate extended commands not explicitly
noted in the RFCs (such as STARTTLS)
mask, packet 2555
`;

const BLOCKS: readonly Block[] = [
  {
    what: 'the masked session',
    language: 'smtp-transcript',
    text: '250-8BITMIME\\\n250-SIZE 14680064\n250 XXXXXXXA\nSTARTTLS\n500 #5.5.1 command not recognized\n',
    found: ['masked-ehlo-keyword: XXXXXXXA', 'starttls-refused: 500'],
    mended: true,
  },
  {
    what: 'the greeting of asterisks',
    language: 'smtp-transcript',
    text: "220 ****2***0***\nEHLO client.example.com\n500 Command unknown: 'XXX'\n",
    found: ['masked-banner: ****2***0***', 'ehlo-refused: 500'],
    mended: true,
  },
  {
    what: 'mail_logs',
    language: 'smtp-transcript',
    text: `- Bericht afgebroken MID XXX
- 21916 geaborteerde ICID ontvangen is verloren
- ICID 21916 sluiten
- Verbindingsfout: DCID: XXX domein:example.com IP: 10.1.2.3 poort: 25 details: [Fout 60]
Time out-interface voor bediening: 10.10.10.1 reden: netwerkfout
`,
    found: [
      'receiving-aborted: Bericht afgebroken MID XXX',
      'receiving-aborted: 21916 geaborteerde ICID ontvangen is verloren',
      'delivery-timed-out: Verbindingsfout: DCID: XXX domein:example.com IP: 10.1.2.3 poort: 25 details: [Fout 60]',
    ],
    mended: false,
  },
  {
    what: 'the inspection taken out, with prompts',
    language: 'cisco-asa',
    text: `pix(config)#policy-map global_policy
pix(config-pmap)#class inspection_default
pix(config-pmap-c)#no inspect esmtp
pix(config-pmap-c)#exit
pix(config-pmap)#exit
`,
    found: [],
    mended: false,
  },
  {
    what: 'show fixup',
    language: 'cisco-asa',
    text: `show fixup
fixup protocol ftp 21
fixup protocol http 80
fixup protocol h323 1720
fixup protocol rsh 514
fixup protocol smtp 25
fixup protocol sqlnet 1521
fixup protocol sip 5060
`,
    found: ['fixup-smtp: fixup protocol smtp 25'],
    mended: true,
  },
  {
    what: 'the counters, with the author’s remarks',
    language: 'cisco-asa',
    text: COUNTERS,
    found: [
      'masking-counted: mask-banner, count 639',
      'mail-loss-counted: drop-connection log, packet 41',
      'masking-counted: mask, packet 2555',
    ],
    mended: false,
  },
  {
    what: 'the exemption',
    language: 'cisco-asa',
    text: EXEMPTION,
    found: [
      'ace-address-without-mask: 192.168.1.1',
      'ace-address-without-mask: 192.168.1.1',
      'class-map-match-address: address',
      'exemption-without-effect: no inspect esmtp',
    ],
    mended: true,
  },
  {
    what: 'the exemption in a whole configuration',
    language: 'cisco-asa',
    text: `ASA Version 9.1(5)
hostname fw
class-map inspection_default
match default-inspection-traffic
policy-map global_policy
class inspection_default
inspect esmtp
service-policy global_policy global
${EXEMPTION}`,
    found: [
      'inspection-hides-starttls: inspect esmtp',
      'inspection-drops-mail: inspect esmtp',
      'inspection-masks-banner: inspect esmtp',
      'ace-address-without-mask: 192.168.1.1',
      'ace-address-without-mask: 192.168.1.1',
      'class-map-match-address: address',
      'exemption-after-inspection: class ironport_esa',
      'exemption-without-effect: no inspect esmtp',
    ],
    mended: true,
  },
  {
    what: 'the static with limits',
    language: 'cisco-asa',
    text: 'static (inside,outside) 1.1.1.1 192.168.1.1 netmask 255.255.255.255 tcp 50 100\n',
    found: ['connection-limit-throttles-mail: tcp 50 100', 'embryonic-limit-above-maximum: tcp 50 100'],
    mended: true,
  },
];

const PROSE_BEFORE = 'Dit voorbeeld illustreert hoe u de standaardconfiguratie kunt afstemmen om een host vrij te stellen:\n';
const PROSE_BEHIND = 'Zugehörige Informationen\n';

const WAYS: readonly (readonly [string, (text: string) => string])[] = [
  ['as printed', (text) => text],
  ['with CR LF', (text) => text.replaceAll('\n', '\r\n')],
  ['between sentences', (text) => PROSE_BEFORE + text + PROSE_BEHIND],
];

describe.each(WAYS)('%s', (_, pasted) => {
  describe.each(BLOCKS)('$what', ({ language, text, found, mended }) => {
    const document = open(pasted(text), language);
    const shown = diagnostics(document, 'pages/');
    const marked = ({ start, end }: Range) => document.lines.text(start.line).slice(start.character, end.character);
    const actions = shown.flatMap((diagnostic) =>
      codeActions(document, diagnostic.range, [diagnostic], undefined)
        .filter(({ title, diagnostics: mends }) => !title.startsWith('Ignore') && mends?.includes(diagnostic))
        .map((action) => ({ action, diagnostic })),
    );

    test('is diagnosed', () => {
      expect(shown.map(({ code, range }) => `${code}: ${marked(range)}`)).toEqual(found);
    });

    test('is explained on hover', () => {
      for (const { range, code } of shown) {
        const hover =
          document.language === 'cisco-asa'
            ? configurationFeatures.hover?.(document, range.start)
            : transcriptFeatures.hover?.(document, range.start);
        expect(hoverText(hover).length, String(code)).toBeGreaterThan(60);
      }
    });

    test('has its code actions', () => {
      const helped = new Set(actions.map(({ diagnostic }) => diagnostic));
      expect(shown.filter((diagnostic) => !helped.has(diagnostic)).map(({ code }) => code)).toEqual(
        mended ? [] : found.map((it) => it.split(':')[0]),
      );
    });

    test('is rid of a finding by each edit, in its own line ends', () => {
      for (const { action, diagnostic } of actions) {
        const edits = action.edit?.changes?.[URI];
        if (edits === undefined) continue;
        const edited = document.lines.edit(edits).toString();
        if (document.lines.eol === '\r\n') expect(edited).not.toMatch(/[^\r]\n/);
        else expect(edited).not.toContain('\r');
        const left = diagnostics(open(edited, language), undefined).filter(({ code }) => code === diagnostic.code);
        expect(left.length, action.title).toBeLessThan(shown.filter(({ code }) => code === diagnostic.code).length);
      }
    });
  });
});

test('the exemption, once all is mended, leaves nothing to mend', () => {
  let text = EXEMPTION;
  for (let round = 0; round < 6; round++) {
    const document = open(text, 'cisco-asa');
    const [diagnostic] = diagnostics(document, undefined);
    if (diagnostic === undefined) break;
    const [best] = codeActions(document, diagnostic.range, [diagnostic], undefined).filter(({ isPreferred }) => isPreferred);
    text = Lines.read(text)
      .edit(best?.edit?.changes?.[URI] ?? [])
      .toString();
  }
  expect(diagnostics(open(text, 'cisco-asa'), undefined)).toEqual([]);
  expect(text).toContain('access-list ESMTP_INSPECT extended deny tcp host 192.168.1.1 any eq smtp\n');
});
