import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { Lines } from '../../server/src/text/lines.ts';

/** Each statement as `mode: form command`, a child behind as many dots as it is deep. */
function outline(text: string): readonly string[] {
  return readConfiguration(Lines.read(text)).statements.map((statement) => {
    let depth = 0;
    for (let each = statement.parent; each !== undefined; each = each.parent) depth++;
    return `${'.'.repeat(depth)}${statement.mode}: ${statement.form} ${statement.command || `(${statement.words[0]!.text})`}`;
  });
}

const POLICY = ['global: set policy-map', '.policy-map: set class', '..policy-map-class: no inspect'];

describe('blocks', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['by indentation', 'policy-map p\n class c\n  no inspect esmtp\n', POLICY],
    ['without indentation', 'policy-map p\nclass c\nno inspect esmtp\n', POLICY],
    ['by prompts (TAC 118550)', 'pix(config)#policy-map p\npix(config-pmap)#class c\npix(config-pmap-c)#no inspect esmtp\n', POLICY],
    ['with tabs', 'policy-map p\n\tclass c\n\t\tno inspect esmtp\n', POLICY],
    ['indented as a whole', '    policy-map p\n     class c\n      no inspect esmtp\n', POLICY],
    ['with a byte-order mark and CR LF', '\ufeffpolicy-map p\r\n class c\r\n  no inspect esmtp\r\n', POLICY],
    ['with lone CRs', 'policy-map p\r class c\r  no inspect esmtp\r', POLICY],
    ['with comments and blank lines', 'policy-map p\n!\nclass c\n\n! note\nno inspect esmtp\n', POLICY],
    [
      'with prose between lines that are not indented',
      'policy-map p\nclass c\nThen take it out:\nno inspect esmtp\n',
      [POLICY[0]!, POLICY[1]!, 'global: unknown (Then)', POLICY[2]!],
    ],
    [
      'in a pager',
      'policy-map p\n<--- More --->\r              \r class c\n<--- More --->\b\b\b\b\b\b\b\b\b\b\b\b\b\b              \b\b\b\b\b\b\b\b\b\b\b\b\b\b  no inspect esmtp\n',
      POLICY,
    ],
    [
      'both kinds in one file',
      'class-map a\n match any\npolicy-map p\nclass c\nno inspect esmtp\n',
      ['global: set class-map', '.class-map: set match', ...POLICY],
    ],
    [
      'the map of TAC 117801',
      'class-map c\nmatch address A\npolicy-map p\nclass c\nno inspect esmtp',
      ['global: set class-map', '.class-map: set match', ...POLICY],
    ],
    [
      'an inspection map without indentation',
      'policy-map type inspect esmtp m\nparameters\nno mask-banner\nmatch header line length gt 998\nlog\nmatch cmd RCPT count gt 100\nreset',
      [
        'global: set policy-map',
        '.inspect-map: set parameters',
        '..parameters: no mask-banner',
        '.inspect-map: set match',
        '..inspect-map-match: set log',
        '.inspect-map: set match',
        '..inspect-map-match: set reset',
      ],
    ],
    [
      'commands that a mode and global mode share',
      'object network o\nhost 192.0.2.1\nnat (inside,outside) static 198.51.100.1\nnat (inside,outside) source static o o\n',
      ['global: set object', '.object-network: set host', '.object-network: set nat', 'global: set nat'],
    ],
    [
      'PIX 6 interfaces: lines of global mode behind `interface`',
      'interface ethernet0 auto\nnameif ethernet0 outside security0\nmtu outside 1500\nip address outside 192.0.2.1 255.255.255.0\n',
      ['global: set interface', 'global: set nameif', 'global: set mtu', 'global: set ip'],
    ],
    [
      'exit and end',
      'policy-map p\nclass c\nexit\nclass d\nend\nservice-policy p global\n',
      [
        'global: set policy-map',
        '.policy-map: set class',
        'exec: exec exit',
        '.policy-map: set class',
        'exec: exec end',
        'global: set service-policy',
      ],
    ],
    [
      'unknown commands with lines inside',
      'frobnicate now\n access-list A permit ip any any\nhostname fw\n',
      ['global: unknown (frobnicate)', '.other: unknown (access-list)', 'global: set hostname'],
    ],
    ['a session that begins in the middle', 'asa(config-pmap-c)# no inspect esmtp\n', ['policy-map-class: no inspect']],
  ])('%s', (_, text, expected) => {
    expect(outline(text)).toEqual(expected);
  });
});

describe('abbreviations', () => {
  it.each<readonly [string, string]>([
    ['access-l A permit ip any any', 'access-list'],
    ['access-g A in interface outside', 'access-group'],
    ['serv gl', 'service-policy'],
    ['service-p P gl', 'service-policy'],
    ['pol global_policy', 'policy-map'],
    ['class-m C', 'class-map'],
    ['int GigabitEthernet0/1', 'interface'],
    ['obj net X', ''],
    ['sh run', 'show'],
    ['wr mem', 'write'],
    ['conf t', 'configure'],
    ['ACCESS-LIST A permit ip any any', 'access-list'],
    ['a', ''],
    ['ac', ''],
    ['In dit document wordt beschreven', ''],
    ['De opdracht esmtp', ''],
  ])('%s is %s', (text, command) => {
    const [statement] = readConfiguration(Lines.read(text)).statements;
    expect(statement!.command).toBe(command);
  });

  it('inside a class', () => {
    const [context] = readConfiguration(Lines.read('policy-map p\n cl c\n  insp es\n')).contexts;
    expect(context!.policyMaps.get('p')!.classes[0]!.actions[0]).toMatchObject({ feature: 'inspect', protocol: 'esmtp', map: undefined });
  });
});

describe('prompts', () => {
  it.each<readonly [string, string | undefined, string]>([
    ['pix(config)#policy-map x', 'pix(config)#', 'policy-map'],
    ['asa(config)# policy-map x', 'asa(config)#', 'policy-map'],
    ['asa# show version', 'asa#', 'show'],
    ['asa>enable 15', 'asa>', 'enable'],
    ['ciscoasa/ctx1(config)# hostname x', 'ciscoasa/ctx1(config)#', 'hostname'],
    ['fw/pri/act# show run', 'fw/pri/act#', 'show'],
    ['3f-fw(config)# policy-map x', '3f-fw(config)#', 'policy-map'],
    ['2-fw/ctx# show run', '2-fw/ctx#', 'show'],
    ['> show running-config', '>', 'show'],
    ['banner motd # keep out #', undefined, 'banner'],
  ])('%s', (text, prompt, command) => {
    const [statement] = readConfiguration(Lines.read(text)).statements;
    expect([statement!.prompt?.text, statement!.command]).toEqual([prompt, command]);
  });
});

describe('free text is never parsed as commands', () => {
  it.each<readonly [string, string]>([
    ['comments', '! access-list A permit ip any any\n: access-list A permit ip any any\n'],
    ['banners', 'banner motd access-list A permit ip any any\n'],
    ['descriptions', 'interface Vlan1\n description access-list A permit ip any any\n'],
    ['remarks', 'access-list B remark access-list A permit ip any any\n'],
    ['certificates', 'crypto ca certificate chain TP\n certificate 0a1b\n    access-list A permit ip any any\n  quit\n'],
    ['banners of many lines', 'banner motd ^C\naccess-list A permit ip any any\n^C\n'],
    [
      'certificates without indentation',
      'crypto ca certificate chain TP\ncertificate 0a1b\n30820122 300d0609\n<--- More --->\n  access-list A permit ip any any\nABCD\nquit\n',
    ],
    ['a certificate that is pasted', 'crypto ca authenticate TP\naccess-list A permit ip any any\nquit\n'],
    ['PEM', '-----BEGIN CERTIFICATE-----\naccess-list A permit ip any any\n-----END CERTIFICATE-----\n'],
    ['markup', '<html>access-list A permit ip any any</html>\n'],
    ['output behind a prompt', 'asa# show foo\naccess-list A permit ip any any\n'],
    ['commands that were typed at some time', 'show history\n  show running-config\n  access-list A permit ip any any\n'],
    [
      'show access-list',
      'access-list A; 1 elements; name hash: 0x1b2c3d4e\naccess-list A line 1 extended permit ip any any (hitcnt=0) 0x1b2c3d4e\n',
    ],
    ['show access-list without counts', 'access-list A line 1 extended permit ip any any 0x1b2c3d4e \n'],
    ['a section of show tech', '------------------ show blocks ------------------\naccess-list A permit ip any any\n'],
    ['messages of the device', 'ERROR: access-list A permit ip any any\n'],
  ])('%s', (_, text) => {
    const { contexts } = readConfiguration(Lines.read(text));
    expect(contexts.flatMap((context) => [...context.accessLists.keys()])).not.toContain('A');
  });

  it('what follows is configuration again', () => {
    const text = [
      'crypto ca certificate chain TP',
      ' certificate 0a1b',
      '    30820122',
      '  quit',
      'access-list A permit ip any any',
      'asa# show version',
      'access-list X permit ip any any',
      'asa# show running-config',
      ': Saved',
      'access-list B permit ip any any',
      '------------------ show blocks ------------------',
      'access-list X permit ip any any',
      '------------------ show running-config ------------------',
      'access-list C permit ip any any',
    ].join('\n');
    const lists = readConfiguration(Lines.read(text)).contexts.flatMap((context) => [...context.accessLists.keys()]);
    expect(lists).toEqual(['A', 'B', 'C']);
  });
});

describe('free text that has no end is none', () => {
  const list = 'access-list A permit ip any any';
  it.each<readonly [string, string]>([
    ['a banner with one line in each command', `banner motd ^C\nbanner motd Authorized\nbanner motd ^C\n${list}`],
    ['a certificate that was cut out', `crypto ca certificate chain TP\n certificate ca 01\n  <removed>\n${list}\nquit`],
    [
      'a certificate that was cut out, before another',
      `crypto ca certificate chain TP\n certificate ca 01\n${list}\ncrypto ca certificate chain UP\n certificate 02\n    3082\n  quit`,
    ],
    [
      'a certificate without indentation that was cut out',
      `crypto ca certificate chain TP\ncertificate ca 01\n<removed>\n${list}\nexit\nquit`,
    ],
    ['a pasted certificate that was cut out', `asa(config)# crypto ca authenticate TP\n<removed>\nasa(config)# ${list}\nquit`],
    ['a banner whose end stands too far below', `banner motd ^C\n${'text\n'.repeat(500)}^C\n${list}`],
  ])('%s', (_, text) => {
    expect(readConfiguration(Lines.read(text)).contexts.flatMap((context) => [...context.accessLists.keys()])).toContain('A');
  });

  it('a banner of many lines ends at its mark', () => {
    const text = `banner motd ^C\n  ${list}\n^C\n${list.replace('A', 'B')}`;
    const [context] = readConfiguration(Lines.read(text)).contexts;
    expect([...context!.accessLists.keys()]).toEqual(['B']);
  });
});

describe('contexts', () => {
  const listsOf = (text: string) =>
    readConfiguration(Lines.read(text)).contexts.map((context) => [context.name, [...context.accessLists.keys()]]);
  const list = (name: string) => `access-list ${name} permit ip any any`;

  it.each<readonly [string, string, readonly (readonly [string | undefined, readonly string[]])[]]>([
    ['one device', list('A'), [[undefined, ['A']]]],
    [
      'changeto',
      `${list('A')}\nchangeto context web\n${list('B')}\nchangeto system\n${list('C')}`,
      [
        [undefined, ['A', 'C']],
        ['web', ['B']],
      ],
    ],
    [
      'prompts',
      `asa(config)# ${list('A')}\nasa/web(config)# ${list('B')}\nasa(config)# ${list('C')}`,
      [
        [undefined, ['A', 'C']],
        ['web', ['B']],
      ],
    ],
    [
      'several configurations in one file',
      `: Saved\nASA Version 9.1(5) <system>\nhostname fw\n${list('A')}\n: end\n: Saved\nASA Version 9.1(5) <context>\nhostname web\n${list('B')}\n: end`,
      [
        ['system', ['A']],
        ['web', ['B']],
      ],
    ],
    [
      'one device, printed twice',
      `fw# show run\n: Saved\nASA Version 9.1(5)\nhostname fw\n${list('A')}\n: end\nfw# show running-config\n: Saved\nASA Version 9.1(5)\nhostname fw\n${list('B')}\n: end`,
      [
        ['fw#1', ['A']],
        ['fw#2', ['B']],
      ],
    ],
    [
      'two devices, and one without a name',
      `ASA Version 9.1(5)\nhostname fw1\n${list('A')}\nASA Version 9.1(5)\nhostname fw2\n${list('B')}\nASA Version 9.1(5)\n${list('C')}`,
      [
        ['fw1', ['A']],
        ['fw2', ['B']],
        ['#3', ['C']],
      ],
    ],
    [
      'a mark at the end is no configuration',
      `ASA Version 9.1(5)\nhostname fw\n${list('A')}\n: end\n: Saved`,
      [
        [undefined, ['A']],
        [undefined, []],
      ],
    ],
    ['`context` blocks belong to the system', `context web\n config-url disk0:/web.cfg\n${list('A')}`, [[undefined, ['A']]]],
  ])('%s', (_, text, expected) => {
    expect(listsOf(text)).toEqual(expected);
  });

  it.each<readonly [string, boolean, string]>([
    ['a saved configuration', true, ': Saved\nASA Version 9.1(5)\nhostname fw\n: end\n'],
    ['one with a checksum', true, 'ASA Version 9.1(5)\nhostname fw\nCryptochecksum:0123\n'],
    ['one that is cut off', false, ': Saved\nASA Version 9.1(5)\nhostname fw\n'],
    ['a script', false, 'access-list A permit ip any any\n'],
    ['an end without a beginning', false, 'hostname fw\n: end\n'],
  ])('%s is whole: %s', (_, whole, text) => {
    expect(readConfiguration(Lines.read(text)).contexts[0]!.whole).toBe(whole);
  });
});

describe('any text', () => {
  it.each([
    '',
    '\n',
    '\ufeff',
    '\r\r\n',
    'no',
    'clear',
    'clear configure',
    '!',
    ':',
    '(',
    'access-list ',
    'access-list',
    'no access-list',
    '   ',
    '\b\b',
    '"',
    'a "b c',
    '<--- More --->',
    'ASA Version',
    '\u0000\u0001',
    'policy-map',
    'object-group',
    'nat (',
    'static (a,b)',
    'route',
    'match',
    'ipv6 access-list',
  ])('%j is read', (text) => {
    expect(readConfiguration(Lines.read(text)).contexts.length).toBeGreaterThan(0);
  });

  it('random text made of command words, blanks and odd characters is read; words stand where they say', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'access-list',
        'no',
        'clear',
        'configure',
        'policy-map',
        'class',
        'inspect',
        'esmtp',
        'nat',
        '(a,b)',
        'source',
        'static',
        'object',
        'network',
        'any',
        'host',
        'line',
        '1',
      ),
      fc.constantFrom(
        ' ',
        '  ',
        '\t',
        '\n',
        '\r',
        '\r\n',
        '\b',
        '"',
        '#',
        '>',
        ':',
        '!',
        '(',
        ')',
        '<--- More --->',
        'asa(config)# ',
        ': Saved\n',
        'ASA Version 9.1(5)\n',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const lines = Lines.read(pieces.join(''));
        const { statements, contexts } = readConfiguration(lines);
        for (const statement of statements) {
          const { words, head } = statement;
          const line = lines.lineOf(statement);
          for (const word of words) expect(lines.text(line).slice(word.start, word.end)).toBe(word.text);
          expect(head).toBeLessThan(words.length);
        }
        for (const context of contexts)
          for (const list of context.accessLists.values()) expect(list.entries.length).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });
});
