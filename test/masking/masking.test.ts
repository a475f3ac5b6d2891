import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Version } from '../../server/src/asa/model.ts';
import { readConfiguration } from '../../server/src/asa/read.ts';
import type { Settings } from '../../server/src/asa/settings.ts';
import { fact } from '../../server/src/facts/fact.ts';
import { KNOWN_KEYWORDS } from '../../server/src/facts/masking.ts';
import { type Engine, engineOf, maskCommand, maskEhloReply, maskGreetingLine } from '../../server/src/masking/masking.ts';
import { explainFlow, parseFlow } from '../../server/src/policy/verdict.ts';
import { Lines } from '../../server/src/text/lines.ts';

const ESMTP_COMMANDS = [
  'HELO',
  'MAIL',
  'RCPT',
  'DATA',
  'RSET',
  'NOOP',
  'QUIT',
  'AUTH',
  'EHLO',
  'ETRN',
  'HELP',
  'SAML',
  'SEND',
  'SOML',
  'VRFY',
];

function settings(change: Partial<Settings> = {}): Settings {
  const told = <T>(value: T) => ({ value, statement: undefined, fact: undefined });
  return {
    engine: 'esmtp',
    map: undefined,
    mapName: '_default_esmtp_map',
    allowTls: told(false),
    maskBanner: told(true),
    mailRelay: told(undefined),
    specialCharacter: told(false),
    limits: [keywordLimit(['others'])],
    commands: fact(ESMTP_COMMANDS, 'documented', ['TAC 117801']),
    key: '',
    ...change,
  };
}

function keywordLimit(values: readonly string[], negated = false, action = 'mask'): Settings['limits'][number] {
  return { kind: 'ehlo-reply-parameter', negated, limit: undefined, values, action, log: false, match: undefined, fact: undefined };
}

const pix = (...numbers: number[]): Version => ({ platform: 'PIX', text: numbers.join('.'), numbers, statement: undefined });

describe('greetings', () => {
  const line = '220 mx20.example.com ESMTP ready at 2:05';
  test.each([
    ['ASA', engineOf(settings()), '220 **20****************************2*0*'],
    ['no mask-banner', engineOf(settings({ maskBanner: { value: false, statement: undefined, fact: undefined } })), line],
    ['PIX 6.3', engineOf(settings({ engine: 'fixup' }), pix(6, 3)), '220 **20****************************2*0*'],
    ['PIX 5.1', engineOf(settings({ engine: 'fixup' }), pix(5, 1)), '220 **20****************************2*0*'],
    ['PIX 4.4', engineOf(settings({ engine: 'fixup' }), pix(4, 4)), `220 ${'*'.repeat(36)}`],
    ['PIX 4.1', engineOf(settings({ engine: 'fixup' }), pix(4, 1)), `220 SMTP/cmap ready${'_'.repeat(21)}`],
  ] satisfies [string, Engine, string][])('%s', (_, engine, expected) => {
    const shown = maskGreetingLine(engine, line);
    expect(shown).toBe(expected);
    expect(shown).toHaveLength(line.length);
  });

  test('a continuation line is masked too, code and separator stay', () => {
    expect(maskGreetingLine(engineOf(settings()), '220-Welcome, 2')).toBe('220-*********2');
  });
});

describe('EHLO replies', () => {
  const postfix = [
    '250-mx.example.com',
    '250-PIPELINING',
    '250-SIZE 10240000',
    '250-VRFY',
    '250-STARTTLS',
    '250-AUTH PLAIN',
    '250-XCLIENT NAME ADDR',
    '250 CHUNKING',
  ];

  test.each([
    ['others', settings(), ['XXXXXXXA', 'XXXXXXXXXXXXXXXXB', 'XXXXXXXC']],
    ['with allow-tls', settings({ allowTls: { value: true, statement: undefined, fact: undefined } }), ['XXXXXXXXXXXXXXXXA', 'XXXXXXXB']],
    ['size', settings({ limits: [keywordLimit(['size'])] }), ['XXXXXXXXXXXXA']],
    [
      'all but size',
      settings({ limits: [keywordLimit(['size'], true)] }),
      ['XXXXXXXXXA', 'XXXB', 'XXXXXXXC', 'XXXXXXXXXD', 'XXXXXXXXXXXXXXXXE', 'XXXXXXXF'],
    ],
    ['log only', settings({ limits: [keywordLimit(['others'], false, 'log')] }), []],
    ['no match', settings({ limits: [] }), []],
  ] satisfies [string, Settings, string[]][])('%s', (_, given, expected) => {
    const shown = maskEhloReply(engineOf(given), postfix);
    expect(shown.filter((line, i) => line !== postfix[i]).map((line) => line.slice(4))).toEqual(expected);
    expect(shown[0]).toBe(postfix[0]);
  });

  test('the reply of Exchange 2003 as a capture shows it', () => {
    // The capture masks VRFY and AUTH=; that depends on the version.
    const engine = { ...engineOf(settings()), knownKeywords: KNOWN_KEYWORDS.value };
    const reply = [
      '250-mail.example.com Hello [192.0.2.1]',
      '250-TURN',
      '250-SIZE',
      '250-ETRN',
      '250-PIPELINING',
      '250-DSN',
      '250-ENHANCEDSTATUSCODES',
      '250-8bitmime',
      '250-BINARYMIME',
      '250-CHUNKING',
      '250-VRFY',
      '250-X-EXPS GSSAPI NTLM LOGIN',
      '250-X-EXPS=LOGIN',
      '250-AUTH GSSAPI NTLM LOGIN',
      '250-AUTH=LOGIN',
      '250-X-LINK2STATE',
      '250-XEXCH50',
      '250 OK',
    ];
    expect(maskEhloReply(engine, reply).filter((line) => /^250.X+[A-Z]$/.test(line))).toEqual([
      '250-XXXA',
      '250-XXXXXXXB',
      '250-XXXC',
      '250-XXXXXXXXXXXXXXXXXXXXXXXD',
      '250-XXXXXXXXXXXE',
      '250-XXXXXXXXXF',
      '250-XXXXXXXXXXXG',
      '250-XXXXXXH',
      '250 XI',
    ]);
  });

  test('the length of every line is kept, and the letters run', () => {
    const line = fc.stringMatching(/^[!-~][ -~]{0,40}$/);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (texts) => {
        const reply = ['250-host', ...texts.map((text) => `250-${text}`)];
        const shown = maskEhloReply(engineOf(settings()), reply);
        const masked = shown.filter((text, i) => text !== reply[i]);
        expect(shown.map((text) => text.length)).toEqual(reply.map((text) => text.length));
        for (const text of masked) expect(text).toMatch(/^250-X*[A-Z]$/);
      }),
    );
  });
});

describe('commands', () => {
  const esmtp = engineOf(settings());
  test.each([
    [esmtp, 'EHLO client.example.net', 'EHLO client.example.net'],
    [esmtp, 'mail FROM:<a@example.com>', 'mail FROM:<a@example.com>'],
    [esmtp, 'STARTTLS', 'XXXXXXXX'],
    [esmtp, 'BDAT 86 LAST', 'XXXXXXXXXXXX'],
    [engineOf(settings({ commands: fact([...ESMTP_COMMANDS, 'STARTTLS'], 'documented', ['SEC']) })), 'STARTTLS', 'STARTTLS'],
    [
      engineOf(settings({ engine: 'fixup', commands: fact(ESMTP_COMMANDS.slice(0, 7), 'documented', ['KB Q295725']) }), pix(4, 4)),
      'EHLO x',
      'XXXXXX',
    ],
    [
      {
        ...engineOf(settings({ engine: 'fixup', commands: fact(ESMTP_COMMANDS.slice(0, 7), 'documented', ['KB Q295725']) }), pix(6, 3)),
        otherCommands: 'noop',
      },
      'EHLO x',
      'NOOP',
    ],
    [{ ...esmtp, otherCommands: 'argument kept' }, 'XYZZ ME', 'XXXX ME'],
    [engineOf(settings({ limits: [{ ...keywordLimit(['vrfy']), kind: 'cmd verb' }] })), 'VRFY user', 'XXXXXXXXX'],
  ] satisfies [Engine, string, string][])('command %#', (engine, command, expected) => {
    expect(maskCommand(engine, command)).toBe(expected);
  });
});

describe('the engine of a configuration', () => {
  const session = ['220 mx.example.com ESMTP', '250-mx.example.com', '250-SIZE 1000', '250-STARTTLS', '250 CHUNKING'];
  const pass = (engine: Engine) => [
    maskGreetingLine(engine, session[0]!),
    ...maskEhloReply(engine, session.slice(1)),
    maskCommand(engine, 'STARTTLS'),
  ];
  const inspected = (...lines: string[]) =>
    [
      ...lines,
      'interface Ethernet0',
      ' nameif outside',
      ' ip address 203.0.113.1 255.255.255.0',
      'class-map inspection_default',
      ' match default-inspection-traffic',
      'policy-map global_policy',
      ' class inspection_default',
      lines.some((line) => line.includes('GENTLE')) ? '  inspect esmtp GENTLE' : '  inspect esmtp',
      'service-policy global_policy global',
    ].join('\n');

  test.each([
    [
      'the default map of 8.2',
      inspected('ASA Version 8.2(1)'),
      ['220 ********************', '250-mx.example.com', '250-SIZE 1000', '250-XXXXXXXA', '250 XXXXXXXB', 'XXXXXXXX'],
    ],
    [
      'a map that allows TLS',
      inspected('ASA Version 9.1(5)', 'policy-map type inspect esmtp GENTLE', ' parameters', '  allow-tls', '  no mask-banner'),
      [...session, 'STARTTLS'],
    ],
    ['fixup', ['PIX Version 6.3(5)', 'fixup protocol smtp 25'].join('\n'), ['220 ********************', ...session.slice(1), 'XXXXXXXX']],
  ])('%s', (_, text, expected) => {
    const configuration = readConfiguration(Lines.read(text));
    const verdict = explainFlow(configuration.contexts[0]!, parseFlow('tcp 203.0.113.9 -> 192.168.1.1:25 on outside'));
    expect(verdict.settings).toBeDefined();
    expect(pass(engineOf(verdict.settings!, configuration.contexts[0]!.version))).toEqual(expected);
  });
});
