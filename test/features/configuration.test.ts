/** What a configuration can do in an editor: one text, one place, one answer. `‸` is the cursor. */
import { describe, expect, test } from 'vitest';
import type { DocumentSymbol, TextEdit } from 'vscode-languageserver-types';
import { configurationFeatures as features } from '../../server/src/features/configuration/features.ts';
import {
  type Annotation,
  type ConfigurationDocument,
  changeDocument,
  DEFAULT_SETTINGS,
  openDocument,
} from '../../server/src/features/document.ts';
import { RenameRefused } from '../../server/src/features/features.ts';
import { workspaceSymbols } from '../../server/src/features/workspace-symbols.ts';
import { comparePositions, Lines, type Range } from '../../server/src/text/lines.ts';
import { cursor, hoverText, open } from '../support/cursor.ts';

const URI = 'file:///test';
const CONFIGURATION = `: Saved
ASA Version 9.1(5)
hostname fw
interface GigabitEthernet0/0
 nameif outside
 security-level 0
 ip address 203.0.113.1 255.255.255.0
object network MAIL
 host 192.168.1.1
 nat (inside,outside) static 203.0.113.25
object-group network HOSTS
 network-object object MAIL
 network-object host 192.168.1.2
access-list outside_in extended permit tcp any object MAIL eq smtp
access-list outside_in extended permit tcp any host 192.168.1.3 eq 25
access-list outside_in extended deny ip any any
access-list EXEMPT extended deny tcp any object-group HOSTS eq smtp
access-list EXEMPT extended deny tcp object-group HOSTS any eq smtp
access-list EXEMPT extended permit tcp any any eq smtp
access-group outside_in in interface outside
class-map MAILCLASS
 match access-list EXEMPT
class-map inspection_default
 match default-inspection-traffic
policy-map type inspect esmtp GENTLE
 parameters
  allow-tls
policy-map global_policy
 class MAILCLASS
  inspect esmtp GENTLE
 class inspection_default
  inspect ftp
service-policy global_policy global
: end
`;
const document = () => open(CONFIGURATION, 'cisco-asa');
/** Line of the first text that begins so, and the column of a word in it. */
function at(begins: string, word: string) {
  const line = CONFIGURATION.split('\n').findIndex((text) => text.trim().startsWith(begins));
  return { line, character: CONFIGURATION.split('\n')[line]!.lastIndexOf(word) + 1 };
}

describe('hover', () => {
  test.each([
    ['an object', at('access-list outside_in extended permit tcp any object', 'MAIL'), ['MAIL', '192.168.1.1', 'Used by', 'line 14']],
    ['an object-group', at('access-list EXEMPT extended deny tcp any', 'HOSTS'), ['2 members', '192.168.1.1', '192.168.1.2']],
    [
      'an access-list',
      at('match access-list', 'EXEMPT'),
      ['access-list EXEMPT extended deny tcp any object-group HOSTS eq smtp', 'line 22'],
    ],
    ['a class map', at('class MAILCLASS', 'MAILCLASS'), ['match access-list EXEMPT', 'inspect esmtp GENTLE']],
    ['a policy map', at('service-policy', 'global_policy'), ['MAILCLASS', 'inspection_default', 'Applied globally']],
    ['an interface', at('access-group', 'outside'), ['GigabitEthernet0/0', 'security level 0', '203.0.113.1']],
    ['inspect esmtp', at('inspect esmtp', 'inspect'), ['let through', 'line 27', 'except to and from 192.168.1.1-192.168.1.2']],
    ['a keyword', at('match default-inspection-traffic', 'default-inspection-traffic'), ['default-inspection-traffic']],
    ['a keyword of the ESMTP map', at('allow-tls', 'allow-tls'), ['allow-tls', 'TLS']],
  ])('on %s', (_, position, said) => {
    const shown = hoverText(features.hover?.(document(), position));
    for (const words of said) expect(shown).toContain(words);
  });

  const COUNTERS = `Global policy:
  Service-policy: global_policy
    Class-map: inspection_default
      Inspect: esmtp _default_esmtp_map, packet 104468, drop 0, reset-drop 0
        mask-banner, count 639
        match header line length gt 998 drop all messages (and connection)
with headers > 998 chars
          drop-connection log, packet 41
`;
  test.each([
    ['a counter', COUNTERS.replace('packet 41', 'pack‸et 41'), ['_default_esmtp_map', '41', 'header lines of more than 998'], ['639']],
    ['the match it belongs to', COUNTERS.replace('match header', 'match hea‸der'), ['41', 'header lines of more than 998'], ['639']],
    ['the heading of counters', COUNTERS.replace('Inspect:', 'Insp‸ect:'), ['104468', '639', 'asterisks', '41'], []],
    [
      'a map of its own without a line about the greeting',
      'policy-map type inspect esmtp GEN‸TLE\n parameters\n  allow-tls\n',
      [
        'kept, likely',
        'the map has no line about it; `show service-policy inspect esmtp` tells',
        'how running-config prints it is not known',
      ],
      ['masked |'],
    ],
    ['a map that says it', 'policy-map type inspect esmtp GEN‸TLE\n parameters\n  no mask-banner\n', ['| kept |'], ['likely']],
    ['what is taken back', 'policy-map P\n class C\n  no insp‸ect esmtp\n', ['`no` takes this back', 'inspect esmtp [<inspect-map>]'], []],
    ['its no', 'policy-map P\n class C\n  n‸o inspect esmtp\n', ['`no` takes this back', 'inspect esmtp [<inspect-map>]'], []],
    [
      'a parameter of another inspection',
      'policy-map type inspect ip-options M\n parameters\n  router-a‸lert action allow\n',
      ['router-alert [<text>]', '`inspect ip-options`'],
      ['message-length', '|'],
    ],
    [
      'a parameter of several inspections',
      'policy-map type inspect netbios M\n parameters\n  protocol-viol‸ation action drop\n',
      ['`inspect http` and `inspect netbios`'],
      ['|'],
    ],
    ['an entry', 'access-list A permit i‸p any any\n', ['<endpoint>', 'IP protocol', 'Masks are netmasks'], ['$', ':define']],
    ['a number with a name', 'static (inside,outside) 1.1.1.1 2.2.2.2 tcp 5‸0 100\n', ['`50`: connections.', '<limits>'], ['$']],
    [
      'a version of PIX',
      'PIX Ver‸sion 6.3(5)\nfixup protocol smtp 25\n',
      [
        'PIX `6.3(5)`',
        '`fixup protocol smtp`',
        'STARTTLS is not let through',
        'KB Q295725',
        'repeated headers',
        '7.2(3)',
        'TAC 118550',
        'In this file',
      ],
      ['inspect esmtp', 'allow-tls'],
    ],
    [
      'a version with policies',
      'ASA Version 9.1‸(5)\n',
      ['`inspect esmtp`', '`_default_esmtp_map`', 'does not let STARTTLS through', 'documented: CG9'],
      ['fixup', 'repeated headers'],
    ],
    [
      'a version whose default is not known',
      'ASA Version 9.‸8(1)\n',
      ['may let STARTTLS through', 'unverified', 'The guides up to 9.4 say'],
      [],
    ],
    ['a version that follows another', ': Saved\nFWSM Vers‸ion 4.1(5)\n', ['rules of release 7.2', 'unverified'], ['no `allow-tls`']],
    ['a version without the command', 'PIX Version 7.2(‸2)\n', ['no `allow-tls`', 'CSM', 'repeated headers'], []],
    [
      'an address alone',
      'access-list A extended permit ip any 192.0.‸2.25\n',
      ['Neither `host` nor a mask', '`host 192.0.2.25`', 'unverified'],
      ['or a `name`'],
    ],
    ['a fixup', 'PIX Version 6.3(5)\nfix‸up protocol smtp 25\n', ['`show fixup`', 'PIX Mailguard'], ['show service-policy']],
  ])('on %s', (_, marked, said, unsaid) => {
    const { text, at: position } = cursor(marked);
    const shown = hoverText(features.hover?.(open(text, 'cisco-asa'), position));
    for (const words of said) expect(shown).toContain(words);
    for (const words of unsaid) expect(shown).not.toContain(words);
  });

  test.each([
    [
      'an object: through a group too',
      CONFIGURATION.replace('object network MAIL', 'object network MA‸IL'),
      ['line 12', 'line 14: `access-list outside_in', 'line 17: `access-list EXEMPT', 'line 18: `access-list EXEMPT'],
      ['line 15', 'line 16', 'line 19'],
    ],
    [
      'a name: by its address',
      'names\nname 192.0.2.25 mai‸ler\naccess-list A permit tcp any host 192.0.2.25 eq smtp\naccess-list A permit tcp 192.0.2.0 255.255.255.0 any\naccess-list A permit tcp any host mailer\naccess-list A permit tcp any host 192.0.2.26\n',
      ['line 3: ', 'line 4: ', 'line 5: '],
      ['line 6'],
    ],
    [
      'an interface: by its address',
      'interface e0\n nameif outs‸ide\n ip address 192.0.2.1 255.255.255.0\naccess-list A permit tcp any host 192.0.2.1 eq smtp\naccess-list A permit tcp any interface outside\n',
      ['line 4: ', 'line 5: '],
      [],
    ],
  ])('tells which entries hit %s', (_, marked, there, absent) => {
    const { text, at: position } = cursor(marked);
    const shown = hoverText(features.hover?.(open(text, 'cisco-asa'), position));
    expect(shown).toContain('Hit by');
    for (const words of there) expect(shown).toContain(words);
    for (const words of absent) expect(shown).not.toContain(words);
  });

  test.each([
    ['a comment', '! insp‸ect esmtp\n'],
    ['a banner', 'banner motd # inspect es‸mtp #\n'],
    ['a command we do not know', 'frobnicate ins‸pect\n'],
  ])('none on %s', (_, marked) => {
    const { text, at: position } = cursor(marked);
    expect(hoverText(features.hover?.(open(text, 'cisco-asa'), position))).not.toContain('ESMTP');
  });
});

describe('completion', () => {
  const labels = (marked: string) => {
    const { text, at: position } = cursor(marked);
    return (features.completion?.(open(text, 'cisco-asa'), position) ?? []).map((it) => it.label);
  };
  const BEFORE =
    'access-list MAIL extended permit tcp any any eq smtp\nclass-map C\n match access-list MAIL\npolicy-map P\n class C\n  inspect esmtp\n';

  test.each([
    ['commands of the global mode', `${BEFORE}‸\n`, ['service-policy', 'policy-map', 'no'], ['esmtp']],
    ['commands of a class-map', 'class-map C\n ‸\n', ['match', 'description'], ['service-policy', 'inspect']],
    ['commands of a class in a policy map', 'policy-map P\n class C\n  ‸\n', ['inspect', 'set', 'police'], ['match']],
    ['what can be inspected', 'policy-map P\n class C\n  inspect ‸\n', ['esmtp', 'dns'], []],
    ['after no', 'policy-map P\n class C\n  no inspect ‸\n', ['esmtp'], []],
    [
      'parameters of an ESMTP map',
      'policy-map type inspect esmtp M\n parameters\n  ‸\n',
      ['allow-tls', 'mask-banner', 'mail-relay', 'special-character'],
      ['match', 'message-length', 'id-randomization'],
    ],
    [
      'matches of an ESMTP map',
      'policy-map type inspect esmtp M\n match ‸\n',
      ['cmd', 'header', 'ehlo-reply-parameter', 'not'],
      ['request', 'uri'],
    ],
    ['parameters of another map', 'policy-map type inspect dns M\n parameters\n  ‸\n', ['message-length'], ['allow-tls', 'spoof-server']],
    ['settings of another map', 'policy-map type inspect http M\n ‸\n', ['match', 'parameters', 'class'], ['allow-tls']],
    ['names of access-lists', `${BEFORE}class-map D\n match access-list ‸\n`, ['MAIL'], ['C', 'P']],
    ['names of class maps', `${BEFORE}policy-map Q\n class ‸\n`, ['C'], ['MAIL', 'P']],
    ['names of policy maps', `${BEFORE}service-policy ‸\n`, ['P'], ['C', 'MAIL']],
    ['ports', 'access-list A extended permit tcp any any eq ‸\n', ['smtp', 'https'], []],
  ])('%s', (_, marked, there, absent) => {
    const found = labels(marked);
    expect(found).toEqual(expect.arrayContaining(there));
    for (const label of absent) expect(found).not.toContain(label);
  });

  test.each([
    ['below a blank line in an inspection map', 'policy-map type inspect esmtp M\n parameters\n\n  ‸\n', ['allow-tls'], ['match']],
    ['of a pasted session', 'asa(config)# policy-map P\nasa(config-pmap)# class C\nasa(config-pmap-c)# ‸\n', ['inspect'], ['match']],
    ['after no, of parameters', 'policy-map type inspect esmtp M\n parameters\n  no ‸\n', ['allow-tls', 'mask-banner'], ['match', 'no']],
    ['of things to take back', `${BEFORE}no class-map ‸\n`, ['C'], ['MAIL', 'P']],
    [
      'actions of a match',
      'policy-map type inspect esmtp M\n match body length gt 1\n  ‸\n',
      ['drop-connection', 'log', 'reset'],
      ['allow-tls'],
    ],
    ['verbs', 'policy-map type inspect esmtp M\n match cmd verb ‸\n', ['AUTH', 'ETRN', 'others'], []],
    ['keywords of EHLO', 'policy-map type inspect esmtp M\n match not ehlo-reply-parameter ‸\n', ['others', 'pipelining'], []],
    [
      'actions of mail-relay',
      'policy-map type inspect esmtp M\n parameters\n  mail-relay example.com action ‸\n',
      ['drop-connection', 'log'],
      [],
    ],
    ['in a banner: nothing', 'banner motd ‸\n', [], ['inspect', 'class-map', 'smtp']],
    [
      'maps of the protocol that is inspected',
      'policy-map type inspect dns D\npolicy-map type inspect esmtp E\npolicy-map P\n class C\n  inspect esmtp ‸\n',
      ['E'],
      ['D'],
    ],
    [
      'maps to take back',
      'policy-map type inspect dns D\npolicy-map type inspect esmtp E\npolicy-map P\n class C\n  no inspect es ‸\n',
      ['E'],
      ['D'],
    ],
    ['of interfaces', 'interface e0\n nameif dmz\naccess-group A in interface ‸\n', ['dmz'], ['A']],
    ['of objects in an entry', 'object network M\n host 192.0.2.1\naccess-list A extended permit tcp any object ‸\n', ['M'], ['A']],
  ])('%s', (_, marked, there, absent) => {
    const found = labels(marked);
    expect(found).toEqual(expect.arrayContaining(there));
    for (const label of absent) expect(found).not.toContain(label);
  });

  const MAPS =
    'policy-map type inspect dns D\npolicy-map type inspect esmtp E\nclass-map type inspect dns CD\n match domain-name regex R\nclass-map type inspect http CH\n match request method post\n';
  const GROUPS =
    'object network N\nobject service S\nobject-group network G\nobject-group network G2\nobject-group service SG tcp\nobject-group icmp-type IG\nobject-group protocol PG\n';
  test.each([
    ['maps to open again: of their protocol', `${MAPS}policy-map type inspect esmtp ‸\n`, ['E'], ['D']],
    ['maps to remove: of their protocol', `${MAPS}no policy-map type inspect esmtp ‸\n`, ['E'], ['D']],
    ['inspection classes to open again: of their protocol', `${MAPS}class-map type inspect http ‸\n`, ['CH'], ['CD']],
    ['classes of an inspection map: of its protocol', `${MAPS}policy-map type inspect http H\n class ‸\n`, ['CH'], ['CD']],
    ['members of a network group: no service group, not itself', `${GROUPS}object-group network G\n group-object ‸\n`, ['G2'], ['G', 'SG']],
    ['network groups to open again', `${GROUPS}object-group network ‸\n`, ['G', 'G2'], ['SG', 'IG', 'PG']],
    ['groups for an end', `${GROUPS}access-list A permit tcp object-group ‸\n`, ['G'], ['SG', 'IG', 'PG']],
    ['groups for a port or an end', `${GROUPS}access-list A permit tcp any object-group ‸\n`, ['G', 'SG', 'IG'], ['PG']],
    ['objects or groups to translate', `${GROUPS}nat (a,b) source static ‸\n`, ['N', 'G'], ['S', 'SG']],
    ['classes of a policy map: all other traffic too', `${BEFORE}policy-map Q\n class ‸\n`, ['C', 'class-default'], []],
    ['no class-default to define', `${BEFORE}class-map ‸\n`, ['C'], ['class-default']],
    ['no match that only crypto maps have', 'class-map C\n match ‸\n', ['access-list', 'port'], ['address']],
    [
      'actions that the match takes',
      'policy-map type inspect esmtp M\n match header line length gt 998\n  ‸\n',
      ['drop-connection', 'log', 'reset'],
      ['mask', 'rate-limit'],
    ],
    [
      'actions that the match takes, with one there',
      'policy-map type inspect esmtp M\n match header line length gt 998\n  dr‸ log\n',
      ['drop-connection'],
      ['mask', 'rate-limit'],
    ],
    ['actions of keywords', 'policy-map type inspect esmtp M\n match ehlo-reply-parameter others\n  ‸\n', ['mask', 'log'], ['rate-limit']],
    ['actions of commands', 'policy-map type inspect esmtp M\n match cmd verb AUTH\n  no ‸\n', ['mask', 'rate-limit'], []],
    ['protocols', 'access-list A extended permit ‸\n', ['tcp', 'ip', 'udp', 'icmp', 'object-group'], []],
  ])('%s', (_, marked, there, absent) => {
    const found = labels(marked);
    expect(found).toEqual(expect.arrayContaining(there));
    for (const label of absent) expect(found).not.toContain(label);
  });

  test.each([
    ['nat (‸', 'nat (outside'],
    ['nat ‸', 'nat (outside'],
    ['nat (out‸', 'nat (outside'],
    ['nat (‸)', 'nat (outside)'],
    ['nat (inside,‸', 'nat (inside,outside'],
    ['nat (inside,out‸)', 'nat (inside,outside)'],
    ['nat (in‸,outside) source static any any', 'nat (outside,outside) source static any any'],
    ['nat (inside,o‸) 1 source static any any', 'nat (inside,outside) 1 source static any any'],
    ['global (o‸', 'global (outside'],
    ['global ‸', 'global (outside'],
    ['aaa-server G (o‸) host 192.0.2.1', 'aaa-server G (outside) host 192.0.2.1'],
  ])('in brackets only the name at the cursor is replaced: %s', (marked, want) => {
    const { text, at: position } = cursor(`interface e0\n nameif outside\n${marked}\n`);
    const found = features.completion?.(open(text, 'cisco-asa'), position) ?? [];
    const edit = found.find((it) => it.label === 'outside')?.textEdit as TextEdit;
    expect(Lines.read(text).edit([edit]).text(2)).toBe(want);
    if (marked.includes('(')) expect(found.map((it) => it.label)).toEqual(['outside']);
  });

  test('nothing behind the brackets', () => {
    expect(labels('interface e0\n nameif outside\nnat (inside,outside)‸\n')).toEqual([]);
  });

  test('knows its mode under an assumed version too', () => {
    const { text, at: position } = cursor('policy-map type inspect esmtp M\n parameters\n\n  ‸\n');
    const document = openDocument(URI, 'cisco-asa', Lines.read(text), { severities: {}, asaVersion: '9.1(5)' });
    expect(features.completion?.(document as ConfigurationDocument, position).map((it) => it.label)).toContain('allow-tls');
  });

  test('replaces the word that is begun', () => {
    const { text, at: position } = cursor('policy-map P\n class C\n  inspect es‸\n');
    const item = features.completion?.(open(text, 'cisco-asa'), position).find((it) => it.label === 'esmtp');
    expect(item?.textEdit).toEqual({ range: { start: { line: 2, character: 10 }, end: { line: 2, character: 12 } }, newText: 'esmtp' });
  });

  test('nothing in a comment', () => {
    expect(labels('! pol‸\n')).toEqual([]);
  });
});

test('signature help marks what comes next in the ESMTP map', () => {
  const { text, at: position } = cursor('policy-map type inspect esmtp M\n match cmd line length ‸\n');
  const help = features.signatureHelp?.(open(text, 'cisco-asa'), position);
  const signature = help?.signatures[help.activeSignature ?? 0];
  const label = signature?.label ?? '';
  expect(label).toContain('line length');
  const [start, end] = (signature?.parameters?.[0]?.label ?? []) as [number, number];
  expect(label.slice(start, end)).toBe('gt');
});

test.each([
  ['parameters\n  allow-tls action ‸', 'allow-tls [action log]', 'log'],
  ['parameters\n  no mail-relay ‸', 'mail-relay <domain> action {drop-connection [log]|log}', '<domain>'],
  ['parameters\n  special-character action ‸', 'special-character action {drop-connection [log]|log}', 'drop-connection'],
  ['match not body length ‸', 'match [not] body {line length|length} gt <number>', 'gt'],
  ['match cmd RCPT count gt ‸', 'match [not] cmd {line length gt <number>|RCPT count gt <number>|verb', '<number>'],
  ['match ehlo-reply-parameter ‸', 'match [not] ehlo-reply-parameter {8bitmime|auth|', '8bitmime'],
  ['match header to-fields count ‸', 'match [not] header {line length|length|to-fields count} gt <number>', 'gt'],
  ['match invalid-recipients ‸', 'match [not] invalid-recipients count gt <number>', 'count'],
  ['match mime filetype regex ‸', 'match [not] mime {filetype {regex <regex>|regex class <regex-class-map>}|filename', '<regex>'],
  ['match sender-address ‸', 'match [not] sender-address {{regex <regex>|regex class <regex-class-map>}|length gt <number>}', 'regex'],
  [
    'match cmd verb AUTH\n  drop-connection ‸',
    '{drop-connection [log]|drop [send-protocol-error] [log]|reset [log]|mask [log]|log|rate-limit',
    'log',
  ],
])('signature help in the ESMTP map: %s', (marked, form, next) => {
  const { text, at: position } = cursor(`policy-map type inspect esmtp M\n ${marked}\n`);
  const help = features.signatureHelp?.(open(text, 'cisco-asa'), position);
  const signature = help?.signatures[help.activeSignature ?? 0];
  expect(signature?.label).toContain(form);
  const [start, end] = (signature?.parameters?.[0]?.label ?? []) as [number, number];
  expect(signature?.label.slice(start, end)).toBe(next);
});

describe('names', () => {
  const places = (locations: readonly { range: { start: { line: number } } }[] = []) => locations.map((it) => it.range.start.line + 1);

  test.each([
    ['an object', at('access-list outside_in extended permit tcp any object', 'MAIL'), [8], [8, 12, 14]],
    ['a class map', at('class MAILCLASS', 'MAILCLASS'), [21], [21, 29]],
    ['a policy map', at('service-policy', 'global_policy'), [28], [28, 33]],
    ['an inspection map', at('inspect esmtp', 'GENTLE'), [25], [25, 30]],
    ['an interface', at('access-group', 'outside'), [5], [5, 10, 20]],
  ])('%s: definition, references, highlights', (_, position, definition, all) => {
    expect(places(features.definition?.(document(), position))).toEqual(definition);
    expect(places(features.references?.(document(), position, true))).toEqual(all);
    expect(places(features.references?.(document(), position, false))).toEqual(all.filter((line) => !definition.includes(line)));
    expect(features.documentHighlights?.(document(), position)).toHaveLength(all.length);
  });

  test.each([
    ['an access-list with all its entries', at('match access-list', 'EXEMPT'), 'MAIL_OUT', 4],
    ['an object', at('object network', 'MAIL'), 'RELAY', 3],
    ['an interface', at('nameif', 'outside'), 'dmz', 3],
    ['a class map', at('class-map MAILCLASS', 'MAILCLASS'), 'MAIL_2', 2],
  ])('rename %s', (_, position, name, count) => {
    const edits = features.rename?.(document(), position, name)?.changes?.[URI] ?? [];
    expect(edits).toHaveLength(count);
    const renamed = Lines.read(CONFIGURATION).edit(edits).toString();
    expect(renamed.split(name).length - 1).toBe(count + (CONFIGURATION.split(name).length - 1));
  });

  test.each([
    ['blanks', at('class-map MAILCLASS', 'MAILCLASS'), 'two words'],
    ['a name that is taken', at('class-map MAILCLASS', 'MAILCLASS'), 'inspection_default'],
    ['a name that is too long', at('class-map MAILCLASS', 'MAILCLASS'), 'x'.repeat(41)],
  ])('rename refuses %s', (_, position, name) => {
    expect(() => features.rename?.(document(), position, name)).toThrow(RenameRefused);
  });

  const TAKEN =
    'interface e0\n nameif dm‸z\naccess-list A permit tcp any interface dmz\nmonitor-interface dmz\nnat (dmz,outside) source static A A\n';
  test.each([
    ['every interface', TAKEN, 'any'],
    ['every interface', TAKEN, 'ANY'],
    ['a word of the family', TAKEN, 'any4'],
    ['a word of the command', TAKEN, 'service-module'],
    ['two words in brackets', TAKEN, 'a,b'],
    ['a word of the command', 'object network N‸\n host 192.0.2.1\nnat (a,b) source static N N\n', 'pat-pool'],
    ['a word of the command', 'class-map C‸\npolicy-map P\n class C\n', 'match-any'],
    ['an address', 'names\nname 192.0.2.1 mail‸er\naccess-list A permit tcp any host mailer\n', '192.0.2.2'],
    ['a name that a group has', 'object network N‸\n host 192.0.2.1\nobject-group network G\n', 'G'],
    ['a name that another map has', 'policy-map P‸\npolicy-map type inspect esmtp M\n', 'M'],
  ])('rename refuses what means something else: %s, %s', (_, marked, name) => {
    const { text, at: position } = cursor(marked);
    expect(() => features.rename?.(open(text, 'cisco-asa'), position, name)).toThrow(RenameRefused);
    expect(features.rename?.(open(text, 'cisco-asa'), position, 'other')).not.toBeNull();
  });

  test('nothing to rename on a keyword or on a name that is not defined here', () => {
    expect(features.prepareRename?.(document(), at('inspect esmtp', 'inspect'))).toBeNull();
    const { text, at: position } = cursor('service-policy some‸where global\n');
    expect(features.prepareRename?.(open(text, 'cisco-asa'), position)).toBeNull();
  });
});

test('outline: each kind, with the classes inside their policy map', () => {
  const symbols = features.documentSymbols?.(document()) ?? [];
  expect(symbols.map((it) => it.name)).toEqual([
    'outside',
    'MAIL',
    'HOSTS',
    'outside_in',
    'EXEMPT',
    'MAILCLASS',
    'inspection_default',
    'GENTLE',
    'global_policy',
    'service-policy global_policy',
  ]);
  expect(symbols.find((it) => it.name === 'global_policy')?.children?.map((it) => it.name)).toEqual(['MAILCLASS', 'inspection_default']);
});

/** A `show tech` of two contexts. */
const CONTEXTS = `: Saved
:
ASA Version 9.1(5) <context>
hostname one
interface inside1
 nameif inside
object network MAIL
 host 192.0.2.1
access-list ONE extended permit tcp any object MAIL eq smtp
class-map ONE_MAIL
 match access-list ONE
: end
: Saved
:
ASA Version 9.1(5) <context>
hostname two
object network MAIL
 host 192.0.2.2
object network MAIL2
 host 192.0.2.3
access-list TWO extended permit tcp any object MAIL eq smtp
class-map TWO_MAIL
 match access-list TWO
object network MAIL
 nat (inside,outside) static 203.0.113.25
: end
`;

describe('contexts in one file', () => {
  const lines = CONTEXTS.split('\n');
  const inTwo = (text: string, word: string) => {
    const line = lines.findLastIndex((it) => it.trim() === text);
    return { line, character: lines[line]!.indexOf(word) + 1 };
  };

  test.each([
    ['the first', 'match access-list ONE', ['ONE'], 'TWO'],
    ['the second', 'match access-list TWO', ['TWO'], 'ONE'],
  ])('completion offers the names of %s only', (_, text, there, absent) => {
    const line = lines.findIndex((it) => it.trim() === text);
    const found = features.completion?.(open(CONTEXTS, 'cisco-asa'), { line, character: ' match access-list '.length }) ?? [];
    expect(found.map(({ label }) => label)).toEqual(expect.arrayContaining(there));
    expect(found.map(({ label }) => label)).not.toContain(absent);
  });

  test('hover, rename and definition stay in their context', () => {
    const doc = open(CONTEXTS, 'cisco-asa');
    const place = inTwo('access-list TWO extended permit tcp any object MAIL eq smtp', 'MAIL');
    const shown = hoverText(features.hover?.(doc, place));
    expect(shown).toContain('192.0.2.2');
    expect(shown).not.toContain('192.0.2.1');
    expect(features.definition?.(doc, place).map((it) => it.range.start.line + 1)).toEqual([17]);
    expect(features.rename?.(doc, place, 'RELAY')?.changes?.[URI]?.map((it) => it.range.start.line + 1)).toEqual([17, 21, 24]);
  });

  test('outline: a namespace for each, around all that is inside; breadcrumbs show the block that the cursor stands in', () => {
    const symbols = features.documentSymbols?.(open(CONTEXTS, 'cisco-asa')) ?? [];
    expect(symbols.map(({ name, range }) => [name, range.start.line + 1, range.end.line + 1])).toEqual([
      ['one', 1, 12],
      ['two', 13, 27],
    ]);
    expect(symbols[1]!.children!.map(({ name, range }) => [name, range.start.line + 1, range.end.line + 1])).toEqual([
      ['MAIL', 17, 18],
      ['MAIL2', 19, 20],
      ['TWO', 21, 21],
      ['TWO_MAIL', 22, 23],
      ['MAIL', 24, 25],
    ]);
  });
});

test('the outline of any configuration: what is inside stands inside, what stands beside does not overlap', () => {
  const text = `${CONFIGURATION.replace('service-policy', 'policy-map global_policy\n class class-default\n  set connection conn-max 9\nservice-policy')}`;
  const check = (symbols: readonly DocumentSymbol[], outer: Range | undefined) => {
    let end = outer?.start ?? { line: 0, character: 0 };
    for (const { range, selectionRange, children } of symbols) {
      expect(comparePositions(end, range.start)).toBeLessThanOrEqual(0);
      expect(comparePositions(range.start, selectionRange.start)).toBeLessThanOrEqual(0);
      expect(comparePositions(selectionRange.end, range.end)).toBeLessThanOrEqual(0);
      end = range.end;
      if (outer !== undefined) expect(comparePositions(range.end, outer.end)).toBeLessThanOrEqual(0);
      check(children ?? [], range);
    }
  };
  const symbols = features.documentSymbols?.(open(text, 'cisco-asa')) ?? [];
  check(symbols, undefined);
  const classes = symbols.filter(({ name }) => name === 'global_policy').map(({ children }) => children?.map(({ name }) => name));
  expect(classes).toEqual([['MAILCLASS', 'inspection_default', 'class-default']]);
});

test('folding: blocks and runs of an access-list', () => {
  const ranges = features.foldingRanges?.(document()).map((it) => [it.startLine + 1, it.endLine + 1]);
  expect(ranges).toEqual(
    expect.arrayContaining([
      [4, 7],
      [8, 10],
      [14, 16],
      [17, 19],
      [28, 32],
      [29, 30],
    ]),
  );
});

test('call hierarchy from the service policy down to the object', () => {
  const hierarchy = features.callHierarchy!;
  const doc = document();
  const path: string[] = [];
  let [item] = hierarchy.prepare(doc, at('service-policy', 'service-policy'));
  while (item !== undefined) {
    path.push(item.name);
    item = hierarchy.outgoing(doc, item)[0]?.to;
  }
  expect(path).toEqual(['service-policy global_policy', 'global_policy', 'MAILCLASS', 'EXEMPT', 'HOSTS', 'MAIL']);
  const [list] = hierarchy.prepare(doc, at('match access-list', 'EXEMPT'));
  expect(hierarchy.incoming(doc, list!).map((it) => it.from.name)).toEqual(['MAILCLASS']);
  const [policy] = hierarchy.prepare(doc, at('policy-map global_policy', 'global_policy'));
  expect(hierarchy.incoming(doc, policy!).map((it) => it.from.name)).toEqual(['service-policy global_policy']);
});

test('lenses on the service policy, its classes and the mail hosts', () => {
  const lenses = features.codeLenses?.(document()).map((it) => `${it.range.start.line + 1}: ${it.command?.title}`) ?? [];
  expect(lenses).toContain('14: mail to this host: exempt from inspection');
  expect(lenses).toContain(
    '15: mail to this host: inspected by class MAILCLASS, line 29; exempt from inspection from 192.168.1.1-192.168.1.2',
  );
  expect(lenses).toContain('29: inspects mail (tcp/25)');
  expect(lenses.find((it) => it.startsWith('33:'))).toContain('except to and from 192.168.1.1-192.168.1.2');
});

test('lenses of a disputed verdict name the readings, and which is likelier', () => {
  const text = `ASA Version 9.1(5)
interface GigabitEthernet0/0
 nameif outside
 ip address 203.0.113.1 255.255.255.0
access-list IN extended permit tcp any host 192.0.2.25 eq smtp
access-group IN in interface outside
class-map REST
 match any
class-map inspection_default
 match default-inspection-traffic
policy-map P
 class inspection_default
  inspect ftp
 class REST
  inspect esmtp
service-policy P global
`;
  const lenses = features.codeLenses?.(open(text, 'cisco-asa')).map((it) => `${it.range.start.line + 1}: ${it.command?.title}`) ?? [];
  expect(lenses).toEqual([
    '16: tcp/25: disputed (read by engine (likelier) inspected, read by class not inspected)',
    '14: disputed whether it inspects mail (tcp/25): read by engine (likelier) inspected, read by class not inspected',
    '5: mail to this host: disputed: inspected by class REST, line 14 (read by engine, the likelier), or exempt from inspection (read by class)',
  ]);
});

test('the lens of a class that may be the one', () => {
  const text = `class-map REST
 match port tcp eq smtp
class-map MAIL
 match access-list ELSEWHERE
policy-map P
 class MAIL
  inspect esmtp
 class REST
  inspect esmtp GENTLE
 class class-default
  inspect esmtp
service-policy P global
`;
  const lenses = features.codeLenses?.(open(text, 'cisco-asa')).map((it) => `${it.range.start.line + 1}: ${it.command?.title}`) ?? [];
  expect(lenses.slice(1)).toEqual([
    '6: may inspect mail (tcp/25): the file cannot tell',
    '8: may inspect mail (tcp/25): the file cannot tell',
    '10: inspects no mail: nothing on tcp/25 comes this far',
  ]);
});

test.each([
  ['host 192.0.2.25', 'this host'],
  ['192.0.2.25 255.255.255.255', 'this host'],
  ['object MX1', 'this host'],
  ['object-group ONE', 'this host'],
  ['object-group TWO', 'these hosts'],
  ['object NET', undefined],
  ['object-group MIXED', undefined],
  ['any', undefined],
])('a lens on the entry that lets mail to hosts: %s', (destination, whom) => {
  const text = `object network MX1
 host 192.0.2.25
object network NET
 subnet 192.0.2.0 255.255.255.0
object-group network ONE
 network-object host 192.0.2.25
object-group network TWO
 group-object ONE
 network-object host 192.0.2.26
object-group network MIXED
 group-object TWO
 network-object object NET
access-list A extended permit tcp any ${destination} eq smtp
access-group A in interface outside
policy-map P
 class inspection_default
  inspect esmtp
class-map inspection_default
 match default-inspection-traffic
service-policy P global
`;
  const titles = features.codeLenses?.(open(text, 'cisco-asa')).filter(({ range }) => range.start.line === 12) ?? [];
  expect(titles.map(({ command }) => command?.title)).toEqual(
    whom === undefined ? [] : [`mail to ${whom}: inspected by class inspection_default, line 16`],
  );
});

test('hints: ports both ways, an object’s value, TLS of an inspection', () => {
  const all = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const hints = features.inlayHints?.(document(), all).map((it) => `${it.position.line + 1}: ${it.label}`) ?? [];
  expect(hints).toEqual(expect.arrayContaining(['14: = 192.168.1.1', '14: 25', '15: smtp', '30: TLS let through: line 27']));
  const some = features.inlayHints?.(document(), { start: { line: 13, character: 0 }, end: { line: 13, character: 99 } }) ?? [];
  expect(some.every((it) => it.position.line === 13)).toBe(true);
});

test('hints: what a service object stands for', () => {
  const text = 'object service MAIL\n service tcp destination eq smtp\naccess-list A extended permit object MAIL any any\n';
  const all = { start: { line: 2, character: 0 }, end: { line: 99, character: 0 } };
  const hints = features.inlayHints?.(open(text, 'cisco-asa'), all).map((it) => `${it.position.line + 1}: ${it.label}`);
  expect(hints).toEqual(['3: = tcp destination eq smtp']);
});

test('outline: class maps of every type', () => {
  const text =
    'class-map type regex match-any R\n match regex X\nclass-map type inspect http H\nclass-map type management M\nclass-map C\n';
  const symbols = features.documentSymbols?.(open(text, 'cisco-asa')) ?? [];
  expect(symbols.map(({ name, range }) => `${name} ${range.end.line - range.start.line}`)).toEqual(['R 1', 'H 0', 'M 0', 'C 0']);
});

test('answers do not tell in which order a document was written', () => {
  const blocks = [
    'access-list B extended permit tcp any any eq smtp',
    'access-list A extended permit tcp any any eq smtp',
    'class-map D\n match access-list B',
    'class-map C\n match access-list A',
    'policy-map Q\n class D\n  inspect esmtp',
    'policy-map P\n class C\n  inspect esmtp',
    'service-policy P global',
    'object network O\n host 192.0.2.1',
    'object-group network O\n network-object host 192.0.2.2',
    'nat (a,b) source static O O',
    'class-map E\n match access-list ',
  ];
  const text = `${blocks.join('\n')}\n`;
  const answers = (document: ConfigurationDocument) => {
    const at = { line: document.lines.count - 2, character: 19 };
    return [
      workspaceSymbols([document], ''),
      features.documentLinks?.(document),
      features.completion?.(document, at),
      features.documentSymbols?.(document),
      features.callHierarchy?.prepare(document, { line: 1, character: 13 }).map((item) => features.callHierarchy?.incoming(document, item)),
    ];
  };
  const fresh = open(text, 'cisco-asa');
  let edited = open('', 'cisco-asa');
  for (const [index, block] of blocks.toReversed().entries()) {
    const start = { line: 0, character: 0 };
    edited = changeDocument(edited, [{ range: { start, end: start }, text: `${block}\n` }]) as ConfigurationDocument;
    // Each state is read, or the last would be a fresh reading.
    expect(edited.configuration.statements.length).toBeGreaterThan(index);
  }
  expect(edited.lines.toString()).toBe(text);
  expect(answers(edited)).toEqual(answers(fresh));
});

test('hints: only what matters for mail, and what is wanted', () => {
  const text = `ASA Version 9.1(5)
object network MX1
 host 192.0.2.25
object network WEB
 host 192.0.2.80
access-list A extended permit tcp any object WEB eq https
access-list A extended permit tcp any object MX1 eq 25
access-list A extended permit udp any any eq 587
policy-map P
 class inspection_default
  inspect esmtp
`;
  const all = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const shown = (...hidden: Annotation[]) =>
    features
      .inlayHints?.(openDocument(URI, 'cisco-asa', Lines.read(text), { ...DEFAULT_SETTINGS, hidden }) as ConfigurationDocument, all)
      .map((it) => `${it.position.line + 1}: ${it.label}`);
  const inspection = '11: TLS masked: the default of 9.1(5)';
  expect(shown()).toEqual(['7: smtp', '7: = 192.0.2.25', inspection]);
  expect(shown('inlayHints.ports', 'inlayHints.objects')).toEqual([inspection]);
  expect(shown('inlayHints.inspections')).toEqual(['7: smtp', '7: = 192.0.2.25']);
});

test('lenses: once a mail host', () => {
  const text = `access-list A extended permit tcp host 198.51.100.1 host 192.0.2.25 eq smtp
access-list A extended permit tcp host 198.51.100.2 host 192.0.2.25 eq smtp
access-list A extended permit tcp any host 192.0.2.26 eq smtp
access-group A in interface outside
policy-map P
 class inspection_default
  inspect esmtp
service-policy P global
`;
  const lines = (hidden: readonly Annotation[]) =>
    features
      .codeLenses?.(openDocument(URI, 'cisco-asa', Lines.read(text), { ...DEFAULT_SETTINGS, hidden }) as ConfigurationDocument)
      .map(({ range }) => range.start.line + 1);
  expect(lines([])).toEqual([8, 6, 1, 3]);
  expect(lines(['codeLens.policies'])).toEqual([1, 3]);
  expect(lines(['codeLens.mailHosts'])).toEqual([8, 6]);
});

test('hints: a number that is no port gets none', () => {
  const text =
    'class-map C\n match port tcp eq 25\npolicy-map type inspect esmtp M\n match cmd line length gt 512\n match body length gt 25\n';
  const all = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const hints = features.inlayHints?.(open(text, 'cisco-asa'), all).map((it) => `${it.position.line + 1}: ${it.label}`);
  expect(hints).toEqual(['2: smtp']);
});

test('links lead from where a name is applied to where it is written', () => {
  const links = features.documentLinks?.(document()).map((it) => `${it.range.start.line + 1} ${it.target}`);
  expect(links).toEqual(expect.arrayContaining([`33 ${URI}#L28,12`, `29 ${URI}#L21,11`, `22 ${URI}#L17,13`, `30 ${URI}#L25,31`]));
});

test('colours: names by kind, masks, ports, negation', () => {
  const text = 'access-list A extended permit tcp 192.0.2.0 255.255.255.0 any eq 25\nno access-list A\n';
  const tokens = features.semanticTokens?.(open(text, 'cisco-asa')) ?? [];
  const words = tokens.map((it) => `${it.line} ${it.type} ${text.split('\n')[it.line]!.slice(it.start, it.start + it.length)}`);
  expect(words).toEqual(['0 function A', '0 number 255.255.255.0', '0 number 25', '1 operator no', '1 function A']);
});

test.each([
  ['with exemptions', CONFIGURATION, 'ASA 9.1(5), single mode: mail is inspected', 'warning'],
  ['without policy', 'ASA Version 9.1(5)\n', 'ASA 9.1(5), single mode', 'information'],
  ['PIX', 'PIX Version 6.3(5)\nfixup protocol smtp 25\n', 'PIX 6.3(5), single mode: mail is inspected', 'warning'],
  ['a fragment', 'access-list A permit ip any any\n', 'version not told, single mode', 'information'],
  ['a session', '220 mx.example.com ESMTP\nEHLO a\n250-mx\n250 SIZE\nQUIT\n221 Bye\n', 'reads as an SMTP transcript', 'warning'],
  ['printed twice', `${CONFIGURATION}\n: end\n${CONFIGURATION}`, 'ASA 9.1(5), 2 configurations: mail is inspected', 'warning'],
])('status: %s', (_, text, said, severity) => {
  expect(features.status?.(open(text, 'cisco-asa'))).toMatchObject({ text: said, severity });
});
