import { describe, expect, it } from 'vitest';
import type { AddressSpec, Context, NameUse, PortSpec, SymbolKind } from '../../server/src/asa/model.ts';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { spanOfName } from '../../server/src/asa/spans.ts';
import { Lines } from '../../server/src/text/lines.ts';

function contextOf(text: string): Context {
  return readConfiguration(Lines.read(text)).contexts[0]!;
}

function endpoint(spec: AddressSpec): string {
  switch (spec.kind) {
    case 'any':
    case 'any4':
    case 'any6':
      return spec.kind;
    case 'host':
    case 'bare':
      return `${spec.kind} ${spec.address.value}`;
    case 'network':
      return `${spec.address.value}/${spec.prefixLength}`;
    case 'range':
      return `${spec.first.value}-${spec.last.value}`;
    case 'fqdn':
      return `fqdn ${spec.word.text}`;
    default:
      return `${spec.kind} ${spec.use.name}`;
  }
}

function ports(spec: PortSpec | undefined): string {
  if (spec === undefined) return '';
  if (spec.kind === 'object-group') return `group ${spec.use.name}`;
  return spec.ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

/** `action protocol source[:ports] -> destination[:ports]` of each entry of the list A; `?` for a line that is no entry. */
function entries(text: string): readonly string[] {
  const list = contextOf(text).accessLists.get('A');
  if (list === undefined) return [];
  const read = list.entries.map((ace) => {
    const protocol = ace.protocol.kind === 'protocol' ? ace.protocol.name : `${ace.protocol.kind} ${ace.protocol.use.name}`;
    const side = (spec: AddressSpec, port: PortSpec | undefined) => endpoint(spec) + (port === undefined ? '' : `:${ports(port)}`);
    const flags = [
      ace.inactive ? 'inactive' : '',
      ace.timeRange === undefined ? '' : `at ${ace.timeRange.name}`,
      ace.identity ? 'identity' : '',
    ];
    return [ace.action, protocol, side(ace.source, ace.sourcePort), '->', side(ace.destination, ace.destinationPort), ...flags]
      .filter(Boolean)
      .join(' ');
  });
  return [...read, ...list.unread.map(() => '?')];
}

describe('entries of access-lists', () => {
  it.each<readonly [string, string]>([
    ['extended permit tcp any any eq smtp', 'permit tcp any -> any:25'],
    ['permit tcp any host 192.0.2.25 eq smtp', 'permit tcp any -> host 192.0.2.25:25'],
    ['extended deny tcp 192.0.2.0 255.255.255.0 gt 1023 any4 range 25 587', 'deny tcp 192.0.2.0/24:1024-65535 -> any4:25-587'],
    ['extended permit 6 any6 2001:DB8:0::/32 lt 26', 'permit tcp any6 -> 2001:db8::/32:0-25'],
    ['extended permit tcp any any neq 25', 'permit tcp any -> any:0-24,26-65535'],
    ['extended permit tcp host 2001:db8::0025 any', 'permit tcp host 2001:db8::25 -> any'],
    ['extended permit object-group P object S object-group D', 'permit object-group P object S -> object-group D'],
    [
      'extended permit tcp object-group S object-group SP object-group D object-group DP',
      'permit tcp object-group S:group SP -> object-group D:group DP',
    ],
    ['extended permit tcp object-group S object-group D', 'permit tcp object-group S -> object-group D'],
    ['extended permit tcp object-group S object-group D eq 25', 'permit tcp object-group S -> object-group D:25'],
    ['extended permit object SVC any any', 'permit object SVC any -> any'],
    ['extended permit tcp any interface outside eq smtp log 6 interval 300 inactive', 'permit tcp any -> interface outside:25 inactive'],
    ['extended permit tcp any any time-range NIGHT', 'permit tcp any -> any at NIGHT'],
    ['extended permit tcp user EXAMPLE\\mail any any', 'permit tcp any -> any identity'],
    ['extended permit tcp security-group name a any security-group tag 7 any', 'permit tcp any -> any identity'],
    ['extended permit icmp any any echo-reply', 'permit icmp any -> any'],
    ['ext perm tcp any h 192.0.2.25 eq 25', 'permit tcp any -> host 192.0.2.25:25'],
    ['standard permit 192.0.2.0 255.255.255.0', 'permit ip any -> 192.0.2.0/24'],
    ['standard permit host 192.0.2.1', 'permit ip any -> host 192.0.2.1'],
    ['extended permit ip 0 0 any', 'permit ip 0.0.0.0/0 -> any'],
    ['line 1 extended permit ip any any', 'permit ip any -> any'],
    ['extended permit ip any 192.0.2.1', 'permit ip any -> bare 192.0.2.1'],
    ['extended permit ip 192.0.2.1 any', 'permit ip bare 192.0.2.1 -> any'],
    ['extended permit ip any', '?'],
    // What is half understood is not understood.
    ['extended permit tcp any any eq nosuchport', '?'],
    ['extended permit tcp any any eq 70000', '?'],
    ['extended permit tcp any any eq 25 eq 26', '?'],
    ['extended permit tcp any nonsense', '?'],
    ['extended permit tcp any any eq 25 sometimes', '?'],
    ['standard permit host 192.0.2.1 eq 25', '?'],
    // Words as short as a device takes them.
    ['extended permit tcp any any ra 587 588', 'permit tcp any -> any:587-588'],
    ['extended permit tcp any e 4000 any g 587 ina', 'permit tcp any:4000 -> any:588-65535 inactive'],
    ['extended permit tcp any any eq 25 log notif int 300 time N', 'permit tcp any -> any:25 at N'],
    ['extended permit tcp any any log disable', 'permit tcp any -> any'],
    ['extended permit icmp any any 3 4 log inactive', 'permit icmp any -> any inactive'],
    ['ethertype permit bpdu', '?'],
    // FTD's LINA output
    ['advanced permit tcp any any eq smtp rule-id 9998 event-log both', 'permit tcp any -> any:25'],
    ['advanced trust tcp ifc outside any ifc inside host 192.0.2.25 eq 25 rule-id 268434432', 'permit tcp any -> host 192.0.2.25:25'],
    ['advanced deny tcp ifc outside object-group S object M object-group MAIL rule-id 7', 'deny tcp object-group S -> object M:group MAIL'],
  ])('%s', (text, expected) => {
    expect(entries(`access-list A ${text}`)).toEqual([expected]);
  });

  it('the two lines of TAC 117801 have a bare address, as printed', () => {
    const context = contextOf(
      'access-list ironport_esa_internal extended permit ip any 192.168.1.1\naccess-list ironport_esa_internal extended permit ip 192.168.1.1 any\n',
    );
    const [first, second] = context.accessLists.get('ironport_esa_internal')!.entries;
    expect([endpoint(first!.destination), endpoint(second!.source)]).toEqual(['bare 192.168.1.1', 'bare 192.168.1.1']);
  });

  it.each<readonly [string, string, string]>([
    ['the kind of the group behind the source tells', 'object-group network H', 'permit tcp any -> object-group H:group P'],
    ['a group of ports', 'object-group service H tcp', 'permit tcp any:group H -> object-group P'],
    ['a group that is not in the file', 'object-group network OTHER', 'permit tcp any:group H -> object-group P'],
    ['a group that was taken back', 'object-group network H\nno object-group network H', 'permit tcp any:group H -> object-group P'],
  ])('two groups behind the source: %s', (_, group, expected) => {
    const line = 'access-list A extended permit tcp any object-group H object-group P\n';
    expect([entries(`${group}\n${line}`), entries(`${line}${group}\n`)]).toEqual([[expected], [expected]]);
  });

  it.each<readonly [string, readonly string[], readonly string[]]>([
    [
      'no takes one line back',
      ['permit tcp any any', 'permit udp any any'],
      ['access-list A line 1 permit udp any any', 'no access-list A extended permit tcp any any'],
    ],
    [
      'no without effect takes nothing',
      ['permit tcp any any', 'permit udp any any'],
      ['access-list A permit udp any any', 'access-list A permit tcp any any', 'no access-list A permit icmp any any']
        .toSorted()
        .slice(0, 2),
    ],
  ])('%s', (_, want, lines) => {
    const got = entries(
      lines[0]!.startsWith('access-list A line') ? `access-list A permit tcp any any\n${lines.join('\n')}` : lines.join('\n'),
    );
    expect(got.map((text) => text.split(' ')[1]).toSorted()).toEqual(
      (lines[0]!.startsWith('access-list A line') ? ['udp'] : want.map((text) => text.split(' ')[1]!)).toSorted(),
    );
  });
});

describe('commands act on what came before', () => {
  const order = (text: string) => entries(text).map((entry) => entry.split(' ')[1]);

  it.each<readonly [string, string, readonly string[]]>([
    ['line N puts an entry in its place', 'access-list A permit tcp any any\naccess-list A line 1 permit udp any any', ['udp', 'tcp']],
    [
      'remarks have a number as well',
      'access-list A remark x\naccess-list A permit tcp any any\naccess-list A line 2 permit udp any any',
      ['udp', 'tcp'],
    ],
    ['a number beyond the end', 'access-list A permit tcp any any\naccess-list A line 9 permit udp any any', ['tcp', 'udp']],
    [
      'no with another spelling',
      'access-list A permit tcp any any\naccess-list A permit udp any any\nno access-list A ext perm tcp any any',
      ['udp'],
    ],
    ...(
      [
        ['eq 25', 'eq smtp'],
        ['host 192.0.2.1', '192.0.2.1 255.255.255.255'],
        ['host mx1', 'host 192.0.2.1'],
        ['0.0.0.0 0.0.0.0', 'any4'],
        ['host 2001:DB8::0001', '2001:db8::1/128'],
        ['any range 25 26 log', 'any range smtp 26'],
        ['any eq 25 log 6 interval 300 inactive', 'any eq 25'],
      ] as const
    ).flatMap(([written, taken]): [string, string, readonly string[]][] =>
      [
        [written, taken],
        [taken, written],
      ].map(([a, b]) => {
        const whole = (end: string) => `access-list A permit tcp any ${/^(?:eq|range)/.test(end) ? `any ${end}` : end}`;
        return [
          `no means the entry however it is written: ${a}, ${b}`,
          `name 192.0.2.1 mx1\naccess-list A permit udp any any\n${whole(a!)}\nno ${whole(b!)}`,
          ['udp'],
        ];
      }),
    ),
    ['no of another type of ICMP', 'access-list A permit icmp any any echo\nno access-list A permit icmp any any echo-reply', ['icmp']],
    ['no of another user', 'access-list A permit tcp user L\\a any any\nno access-list A permit tcp user L\\b any any', ['tcp']],
    [
      'an entry that is there is not held twice',
      'access-list A permit tcp any any eq 25\naccess-list A permit udp any any\naccess-list A permit tcp any any eq smtp',
      ['tcp', 'udp'],
    ],
    [
      'a list printed again, then no',
      'access-list A permit tcp any any\naccess-list A permit udp any any\nfw# show run access-list\naccess-list A permit tcp any any\naccess-list A permit udp any any\nfw(config)# no access-list A permit tcp any any',
      ['udp'],
    ],
    ['no of an entry that is not there', 'access-list A permit tcp any any\nno access-list A permit udp any any', ['tcp']],
    ['no of the whole list', 'access-list A permit tcp any any\nno access-list A', []],
    [
      'clear configure access-list',
      'access-list A permit tcp any any\nclear configure access-list\naccess-list A permit udp any any',
      ['udp'],
    ],
    ['clear configure access-list A', 'access-list A permit tcp any any\nclear configure access-list A', []],
    ['clear configure access-list B', 'access-list A permit tcp any any\nclear configure access-list B', ['tcp']],
    ['clear configure all', 'access-list A permit tcp any any\nclear configure all', []],
    ['PIX 6: clear access-list', 'PIX Version 6.3(5)\naccess-list A permit tcp any any\nclear access-list A', []],
    [
      'ASA: clear access-list counters is no configuration',
      'ASA Version 9.1(5)\naccess-list A permit tcp any any\nclear access-list A counters',
      ['tcp'],
    ],
  ])('%s', (_, text, expected) => {
    expect(order(text)).toEqual(expected);
  });

  it('any is every IPv4 address before 9.0, and both families since', () => {
    const text = 'access-list A permit tcp any 0 0\naccess-list A permit udp any any\nno access-list A permit tcp 0.0.0.0 0.0.0.0 any';
    expect(order(`ASA Version 8.2(5)\n${text}`)).toEqual(['udp']);
    expect(order(`ASA Version 9.1(5)\n${text}`)).toEqual(['tcp', 'udp']);
  });

  it('an entry written again says anew whether it is in force', () => {
    const inactive = (text: string) =>
      contextOf(text)
        .accessLists.get('A')!
        .entries.map((ace) => ace.inactive);
    expect(inactive('access-list A permit tcp any any inactive\naccess-list A permit tcp any any')).toEqual([false]);
    expect(inactive('access-list A permit tcp any any\naccess-list A permit tcp any any log inactive')).toEqual([true]);
  });

  it.each<readonly [string, string]>([
    ['service S tcp', 'port-object eq 25 | no port-object eq smtp'],
    ['service S', 'service-object tcp destination eq smtp | no service-object tcp destination eq 25'],
    ['service S', 'service-object tcp eq smtp | no service-object tcp destination eq 25'],
    ['network N', 'network-object host 192.0.2.1 | no network-object 192.0.2.1 255.255.255.255'],
    ['network N', 'network-object host mx1 | no network-object host 192.0.2.1'],
    ['network N', 'network-object obj M | no network-object object M'],
    ['protocol P', 'protocol-object 6 | no protocol-object tcp'],
    ['network N', 'network-object host 192.0.2.1 | network-object 192.0.2.1 255.255.255.255 | no network-object host 192.0.2.1'],
    ['network N', 'group-object G | group-object G | no group-object G'],
  ])('no takes a member back by its meaning: object-group %s: %s', (opener, lines) => {
    const text = `name 192.0.2.1 mx1\nobject-group ${opener}\n ${lines.replaceAll(' | ', '\n ')}`;
    expect(contextOf(text).objectGroups.get(opener.split(' ')[1]!)!.members).toEqual([]);
  });

  it.each([
    'port-object eq 70000',
    'service-object tcp destination eq mailfoo',
    'service-object tcp eq 25 sometimes',
    'network-object foo',
  ])('a member that is half understood is not understood: %s', (line) => {
    const kind = line.startsWith('network') ? 'network G' : line.startsWith('port') ? 'service G tcp' : 'service G';
    const text = `object-group ${kind}\n ${line}`;
    expect(
      contextOf(text)
        .objectGroups.get('G')!
        .members.map((member) => member.kind),
    ).toEqual(['other']);
  });

  it('a service object with a port that is none has no value', () => {
    const value = (service: string) => contextOf(`object service S\n service ${service}`).serviceObjects.get('S')!.value;
    expect(value('tcp destination eq mailfoo')).toBeUndefined();
    expect(ports(value('tcp source gt 1023 destination ra 25 26')!.destination)).toBe('25-26');
    expect(value('icmp echo 0')).toBeDefined();
  });

  const names = (text: string) => {
    const { networkObjects, serviceObjects, objectGroups, accessLists, classMaps, policyMaps, inspectMaps, translations } = contextOf(text);
    const maps = [networkObjects, serviceObjects, objectGroups, accessLists, classMaps, policyMaps, inspectMaps];
    return [...maps.flatMap((map) => [...map.keys()]), ...translations.map(({ kind }) => kind)];
  };

  it.each<readonly [string, readonly string[]]>([
    ['object-group network', ['S', 'P']],
    ['object-group service', ['N', 'P']],
    ['object-group protocol', ['N', 'S']],
    ['object-group icmp-type', ['N', 'S', 'P']],
    ['object-group N', ['S', 'P']],
    ['object-group', []],
  ])('clear configure %s', (what, left) => {
    expect(names(`object-group network N\nobject-group service S tcp\nobject-group protocol P\nclear configure ${what}`)).toEqual(left);
  });

  it.each<readonly [string, readonly string[]]>([
    ['network', ['S']],
    ['network N', ['M', 'S', 'object']],
    ['service', ['N', 'M', 'object', 'object']],
    ['', []],
  ])('clear configure object %s', (what, left) => {
    const object = (name: string) => `object network ${name}\n host 192.0.2.1\n nat (inside,outside) static 203.0.113.1\n`;
    const text = `${object('N')}${object('M')}object service S\n service tcp\nclear configure object ${what}`;
    expect(names(text)).toEqual(left);
  });

  it.each<readonly [string, readonly string[]]>([
    ['policy-map type inspect', ['c', 'r', 'p']],
    ['policy-map type inspect esmtp', ['c', 'r', 'p', 'd']],
    ['policy-map type inspect esmtp m', ['c', 'r', 'p', 'd']],
    ['policy-map p', ['c', 'r', 'm', 'd']],
    ['class-map type regex', ['c', 'p', 'm', 'd']],
    ['class-map type inspect http', ['c', 'r', 'p', 'm', 'd']],
    ['class-map', ['p', 'm', 'd']],
  ])('clear configure %s', (what, left) => {
    const maps =
      'class-map c\nclass-map type regex match-any r\npolicy-map p\npolicy-map type inspect esmtp m\npolicy-map type inspect dns d\n';
    expect(names(`${maps}clear configure ${what}`)).toEqual(left);
  });

  it('rename carries a thing on under another name', () => {
    const text =
      'access-list A permit tcp any any eq 25\naccess-list A rename B\naccess-list B deny ip any any\nclass-map x\n match any\n rename y\npolicy-map p\n class y\n  inspect esmtp\n rename q';
    const context = contextOf(text);
    expect(names(text)).toEqual(['B', 'y', 'q']);
    expect(context.accessLists.get('B')!.entries.map(({ action }) => action)).toEqual(['permit', 'deny']);
    expect([...context.accessLists.get('B')!.unread]).toEqual([]);
    expect(context.classMaps.get('y')!.matches).toHaveLength(1);
    expect(context.policyMaps.get('q')!.classes).toHaveLength(1);
    const definitions = [context.accessLists.get('B')!, context.classMaps.get('y')!, context.policyMaps.get('q')!];
    expect(definitions.map((each) => each.definitions.map(({ statement }) => context.lines.lineOf(statement)))).toEqual([[1, 2], [5], [9]]);
  });

  it('a name that is taken is no new name', () => {
    const text = 'access-list A permit tcp any any\naccess-list B permit udp any any\naccess-list A rename B';
    expect(names(text)).toEqual(['A', 'B']);
  });

  it.each([
    'static (inside,outside) 203.0.113.5 192.0.2.5 netmask 255.255.255.255 | no static (inside,outside) 203.0.113.5 192.0.2.5',
    'static (inside,outside) 203.0.113.5 mx1 50 100 | no static (inside,outside) 203.0.113.5 192.0.2.5',
    'static (inside,outside) tcp interface smtp mx1 25 | no static (inside,outside) tcp interface 25 mx1 smtp',
    'nat (inside,outside) source static MX PUB | no nat (inside,outside) 1 source static MX PUB',
    'nat (inside,outside) source static MX PUB | no nat (inside,outside) sour stat MX PUB',
    'nat (inside,outside) 1 source static MX PUB description mail | no nat (inside,outside) source static MX PUB',
    'nat (inside,outside) source static MX PUB service A B unidirectional | no nat (inside,outside) source static MX PUB serv A B unidir',
    'nat (inside) 1 0 0 | no nat (inside) 1 0.0.0.0 0.0.0.0',
    'global (outside) 1 interface | no global (outside) 1 interface',
  ])('taken back: %s', (lines) => {
    expect(contextOf(`name 192.0.2.5 mx1\n${lines.replace(' | ', '\n')}`).translations).toEqual([]);
  });

  it.each([
    'static (i,o) tcp interface 25 192.0.2.5 25 | no static (i,o) tcp interface 25 192.0.2.5 26',
    'static (i,o) 203.0.113.5 access-list A | no static (i,o) 203.0.113.5 access-list B',
    'nat (i,o) source static MX PUB | no nat (i,o) after-auto source static MX PUB',
    'nat (i,o) source static MX PUB | no nat (i,o) source static MX PUB destination static D D',
    'nat (i,o) source static MX PUB service A A | no nat (i,o) source static MX PUB service A B',
    'nat (i,o) source static MX PUB | no nat (i,o) source dynamic MX PUB',
    'nat (i) 0 access-list A | no nat (i) 0 access-list B',
    'nat (i) 1 0 0 | no nat (i) 2 0 0',
  ])('of another meaning, not taken back: %s', (lines) => {
    expect(contextOf(lines.replace(' | ', '\n')).translations).toHaveLength(1);
  });

  it.each([
    'class-map c\n match port tcp eq 25\n no match port tcp eq smtp',
    'class-map c\n match access-list A\nclass-map c\n match access-list A\n no match access-list A',
    'class-map c\n match default-inspection-traffic\n no match default',
  ])('no match: %s', (text) => {
    expect(contextOf(text).classMaps.get('c')!.matches).toEqual([]);
  });

  it.each([
    'mime filename length gt 10 | MIME filename length gt 10',
    'cmd verb AUTH | cmd verb auth',
    'cmd RCPT count gt 5 | cmd rcpt count gt 05',
  ])('no match in an inspection map: %s', (lines) => {
    const [set, no] = lines.split(' | ');
    const text = `policy-map type inspect esmtp m\n match ${set}\n  log\n no match ${no}`;
    expect(contextOf(text).inspectMaps.get('m')!.matches).toEqual([]);
  });

  const classes = (text: string) =>
    contextOf(text)
      .policyMaps.get('p')
      ?.classes.map((each) => [
        each.use.name,
        each.actions.map((action) => (action.feature === 'inspect' ? `${action.protocol} ${action.map?.name ?? '-'}` : action.feature)),
        each.negations.map((negation) => negation.effective),
      ]);

  it.each<readonly [string, string, unknown]>([
    [
      'no inspect takes back',
      'policy-map p\n class c\n  inspect esmtp\n  inspect ftp\npolicy-map p\n class c\n  no inspect esmtp',
      [['c', ['ftp -'], [true]]],
    ],
    ['no inspect without effect (TAC 117801)', 'policy-map p\n class c\n  no inspect esmtp', [['c', [], [false]]]],
    [
      'another map for an inspection that has one',
      'policy-map p\n class c\n  inspect esmtp M\n  inspect esmtp N',
      [['c', ['esmtp M'], []]],
    ],
    [
      'another map after the first was taken back',
      'policy-map p\n class c\n  inspect esmtp M\n  no inspect esmtp M\n  inspect esmtp N',
      [['c', ['esmtp N'], [true]]],
    ],
    ['no inspect of another map', 'policy-map p\n class c\n  inspect esmtp M\n  no inspect esmtp N', [['c', ['esmtp M'], [false]]]],
    [
      'a new class comes last',
      'policy-map p\n class a\n  inspect ftp\n class b\n  inspect esmtp',
      [
        ['a', ['ftp -'], []],
        ['b', ['esmtp -'], []],
      ],
    ],
    [
      'class-default stays last',
      'policy-map p\n class class-default\n  inspect ftp\n class b\n  inspect esmtp',
      [
        ['b', ['esmtp -'], []],
        ['class-default', ['ftp -'], []],
      ],
    ],
    ['no class', 'policy-map p\n class a\n  inspect ftp\n no class a', []],
    ['no policy-map', 'policy-map p\n class a\nno policy-map p', undefined],
    ['h323 has two engines', 'policy-map p\n class a\n  inspect h323 h225\n  inspect h323 ras', [['a', ['h323 h225 -', 'h323 ras -'], []]]],
  ])('%s', (_, text, expected) => {
    expect(classes(text)).toEqual(expected);
  });

  it.each([
    [
      'each limit with the line that says it',
      ['conn-max 5 embryonic-conn-max 10', 'random-sequence-number disable'],
      { 'conn-max': [5, 2], 'embryonic-conn-max': [10, 2] },
    ],
    ['the last one said of each', ['conn-max 5 per-client-max 3', 'conn-max 0'], { 'conn-max': [0, 3], 'per-client-max': [3, 2] }],
    ['no with words takes back what they name', ['conn-max 5 per-client-max 3', 'no conn-max 5'], { 'per-client-max': [3, 2] }],
    ['no with other words leaves the limits', ['conn-max 5', 'no random-sequence-number disable'], { 'conn-max': [5, 2] }],
    ['no without words takes all of it back', ['conn-max 5 per-client-max 3', 'no '], undefined],
  ] as const)('set connection: %s', (_, lines, expected) => {
    const written = lines.map((line) =>
      (line.startsWith('no ') ? `  no set connection ${line.slice(3)}` : `  set connection ${line}`).trimEnd(),
    );
    const context = contextOf(`policy-map p\n class c\n${written.join('\n')}`);
    const action = context.policyMaps.get('p')!.classes[0]!.actions.find(({ feature }) => feature === 'connection');
    const limits =
      action?.feature === 'connection'
        ? [...action.limits].map(([name, { value, statement }]) => [name, [value, context.lines.lineOf(statement)]])
        : undefined;
    expect(limits && Object.fromEntries(limits)).toEqual(expected);
  });

  it('service policies', () => {
    const text = 'service-policy a global\nservice-policy b interface outside\nno service-policy a global\nservice-policy c global';
    expect(contextOf(text).servicePolicies.map((each) => [each.policy.name, each.scope.kind])).toEqual([
      ['b', 'interface'],
      ['c', 'global'],
    ]);
  });

  it.each<readonly [string, string, readonly (readonly [string, number, number])[], number]>([
    ['a fixup', 'fixup protocol smtp 25', [['smtp', 25, 25]], 0],
    [
      'ranges and engines',
      'fixup protocol smtp 25-26\nfixup protocol h323 ras 1718-1719',
      [
        ['smtp', 25, 26],
        ['h323 ras', 1718, 1719],
      ],
      0,
    ],
    ['no with its port', 'fixup protocol smtp 25\nno fixup protocol smtp 25', [], 0],
    [
      'no without a port puts 25 back',
      'no fixup protocol smtp 25\nfixup protocol smtp 2525\nno fixup protocol smtp',
      [['smtp', 25, 25]],
      1,
    ],
    ['clear fixup', 'PIX Version 6.3(5)\nno fixup protocol smtp 25\nclear fixup', [['smtp', 25, 25]], 0],
    [
      'show fixup',
      'show fixup\nfixup protocol ftp 21\nfixup protocol smtp 25',
      [
        ['ftp', 21, 21],
        ['smtp', 25, 25],
      ],
      0,
    ],
  ])('%s', (_, text, expected, resets) => {
    const context = contextOf(text);
    expect(context.fixups.map((fixup) => [fixup.protocol, fixup.first, fixup.last])).toEqual(expected);
    expect(context.fixupResets.length).toBe(resets);
  });
});

describe('class maps and inspection maps', () => {
  it('matches', () => {
    const text =
      'class-map c\n match access-list A\n match port tcp range 25 smtp\n match default-inspection-traffic\n match address A\n match dscp ef\n match any';
    const map = contextOf(text).classMaps.get('c')!;
    expect(map.matches.map((match) => match.kind)).toEqual([
      'access-list',
      'port',
      'default-inspection-traffic',
      'address',
      'other',
      'any',
    ]);
    expect(map.type).toBe('layer3-4');
  });

  it.each<readonly [string, string, string, string | undefined]>([
    ['class-map c', 'layer3-4', 'match-all', undefined],
    ['class-map match-any c', 'layer3-4', 'match-any', undefined],
    ['class-map type inspect http match-any c', 'inspect', 'match-any', 'http'],
    ['class-map type regex match-any c', 'regex', 'match-any', undefined],
  ])('%s', (text, type, mode, protocol) => {
    expect(contextOf(text).classMaps.get('c')).toMatchObject({ type, mode, protocol });
  });

  it.each<readonly [string, string, number | undefined, readonly string[]]>([
    ['match body line length gt 998', 'body line length', 998, []],
    ['match body length gt 1000000', 'body length', 1000000, []],
    ['match cmd line length gt 512', 'cmd line length', 512, []],
    ['match cmd RCPT count gt 100', 'cmd RCPT count', 100, []],
    ['match cmd verb AUTH VRFY', 'cmd verb', undefined, ['AUTH', 'VRFY']],
    ['match ehlo-reply-parameter others', 'ehlo-reply-parameter', undefined, ['others']],
    ['match header length gt 5', 'header length', 5, []],
    ['match header line length gt 998', 'header line length', 998, []],
    ['match header to-fields count gt 9', 'header to-fields count', 9, []],
    ['match invalid-recipients count gt 20', 'invalid-recipients count', 20, []],
    ['match MIME filename length gt 255', 'mime filename length', 255, []],
    ['match mime encoding base64', 'mime encoding', undefined, ['base64']],
    ['match mime filetype regex exe', 'mime filetype', undefined, ['exe']],
    ['match sender-address length gt 320', 'sender-address length', 320, []],
    ['match sender-address regex class senders', 'sender-address regex', undefined, ['senders']],
    ['match tea', '', undefined, []],
  ])('%s', (line, kind, limit, values) => {
    const map = contextOf(`policy-map type inspect esmtp m\n ${line}\n  drop-connection log`).inspectMaps.get('m')!;
    const [match] = map.matches;
    expect([match!.kind, match!.limit, match!.values.map((word) => word.text)]).toEqual([kind, limit, values]);
    expect(match!.action).toMatchObject({ kind: 'drop-connection', log: true });
  });

  it('parameters: the last one said of a kind holds', () => {
    const text =
      'policy-map type inspect esmtp m\n parameters\n  allow-tls\n  no mask-banner\n  mail-relay example.com action drop-connection log\n  special-character action log\n  no allow-tls\n';
    expect(contextOf(text).inspectMaps.get('m')!.parameters).toMatchObject([
      { kind: 'mask-banner', on: false },
      { kind: 'mail-relay', on: true, action: 'drop-connection', log: true, value: 'example.com' },
      { kind: 'special-character', on: true, action: 'log', log: true },
      { kind: 'allow-tls', on: false },
    ]);
  });
});

describe('objects', () => {
  it.each<readonly [string, string]>([
    ['host 192.0.2.25', 'host 192.0.2.25'],
    ['subnet 192.0.2.0 255.255.255.128', '192.0.2.0/25'],
    ['subnet 2001:db8::/48', '2001:db8::/48'],
    ['range 192.0.2.1 192.0.2.9', '192.0.2.1-192.0.2.9'],
    ['fqdn v4 mail.example.com', 'fqdn mail.example.com'],
  ])('object network: %s', (line, expected) => {
    expect(endpoint(contextOf(`object network o\n ${line}`).networkObjects.get('o')!.value!)).toBe(expected);
  });

  it('object service', () => {
    const { value } = contextOf('object service s\n service tcp source gt 1023 destination eq smtp').serviceObjects.get('s')!;
    expect([ports(value!.source), ports(value!.destination)]).toEqual(['1024-65535', '25']);
  });

  it('groups of every kind', () => {
    const text = [
      'object-group network N\n network-object host 192.0.2.1\n network-object 192.0.2.0 255.255.255.0\n network-object object o\n group-object M',
      'object-group service S tcp\n port-object eq smtp\n port-object range 587 588',
      'object-group service T\n service-object tcp destination eq smtp\n service-object tcp eq 465\n service-object object s\n service-object icmp echo',
      'object-group protocol P\n protocol-object tcp\n protocol-object 17',
      'object-group icmp-type I\n icmp-object echo',
      'object-group user U\n user EXAMPLE\\a',
    ].join('\n');
    const groups = contextOf(text).objectGroups;
    const kinds = (name: string) => groups.get(name)!.members.map((member) => member.kind);
    expect(['N', 'S', 'T', 'P', 'I', 'U'].map((name) => [groups.get(name)!.kind, kinds(name)])).toEqual([
      ['network', ['address', 'address', 'address', 'group']],
      ['service', ['port', 'port']],
      ['service', ['service', 'service', 'service', 'service']],
      ['protocol', ['protocol', 'protocol']],
      ['icmp-type', ['other']],
      ['user', ['other']],
    ]);
    expect(groups.get('S')!.protocol).toBe('tcp');
  });

  it('reopening adds, no takes back', () => {
    const text =
      'object-group network N\n network-object host 192.0.2.1\nobject-group network N\n network-object host 192.0.2.2\n no network-object host 192.0.2.1';
    const { members } = contextOf(text).objectGroups.get('N')!;
    expect(members.map((member) => member.kind === 'address' && endpoint(member.address))).toEqual(['host 192.0.2.2']);
  });

  it('a name stands for its address', () => {
    const text = 'names\nname 192.0.2.25 mailhost\naccess-list A permit tcp any host mailhost eq smtp';
    expect(entries(text)).toEqual(['permit tcp any -> host 192.0.2.25:25']);
    expect(entries('access-list A permit tcp any host nobody')).toEqual(['permit tcp any -> host undefined']);
  });
});

describe('interfaces, routes, translations', () => {
  it('interfaces of 7.0 and later', () => {
    const text =
      'interface GigabitEthernet0/0\n nameif outside\n security-level 0\n ip address 192.0.2.1 255.255.255.0 standby 192.0.2.2\n ipv6 address 2001:db8::1/64\n zone-member z\ninterface GigabitEthernet0/1\n shutdown\n no nameif';
    const [first, second] = contextOf(text).interfaces;
    expect(first).toMatchObject({
      hardware: 'GigabitEthernet0/0',
      name: 'outside',
      securityLevel: 0,
      prefixes: ['2001:db8::1/64'],
      shutdown: false,
    });
    expect(first!.address).toMatchObject({ address: { value: '192.0.2.1' }, mask: '255.255.255.0' });
    expect(first!.zone?.name).toBe('z');
    expect(second).toMatchObject({ name: undefined, shutdown: true });
  });

  it('interfaces of PIX 6', () => {
    const text =
      'interface ethernet0 auto\nnameif ethernet0 outside security0\nnameif ethernet1 inside security100\nip address inside 10.1.1.1 255.255.255.0';
    expect(contextOf(text).interfaces).toMatchObject([
      { hardware: 'ethernet0', name: 'outside', securityLevel: 0 },
      { hardware: 'ethernet1', name: 'inside', securityLevel: 100, address: { address: { value: '10.1.1.1' } } },
    ]);
  });

  it('routes', () => {
    const text =
      'route outside 0.0.0.0 0.0.0.0 192.0.2.254 1\nroute inside 10.0.0.0 255.0.0.0 10.1.1.2 5\nipv6 route outside ::/0 2001:db8::1\nno route inside 10.0.0.0 255.0.0.0 10.1.1.2 5';
    expect(contextOf(text).routes.map((route) => [route.interface.name, endpoint(route.destination), route.metric])).toEqual([
      ['outside', '0.0.0.0/0', 1],
      ['outside', '::/0', 1],
    ]);
  });

  it('access groups', () => {
    const text =
      'access-group A in interface outside\naccess-group B in interface outside\naccess-group C global\naccess-group D out interface inside\nno access-group D out interface inside';
    expect(contextOf(text).accessGroups.map((group) => [group.accessList.name, group.direction, group.interface?.name])).toEqual([
      ['B', 'in', 'outside'],
      ['C', 'global', undefined],
    ]);
  });

  const translation = (text: string) => {
    const [first] = contextOf(text).translations;
    if (first === undefined) return undefined;
    const { kind, real, mapped, realInterface, mappedInterface, service, limits, isStatic, conditional, policy } = first;
    return [
      kind,
      isStatic,
      `${realInterface?.name}>${mappedInterface?.name}`,
      real ? endpoint(real) : policy && `access-list ${policy.name}`,
      mapped && endpoint(mapped),
      service && `${service.protocol} ${service.realPort} ${service.mappedPort}`,
      limits && `${limits.connections}/${limits.embryonic}`,
      conditional,
    ];
  };

  it.each<readonly [string, readonly unknown[]]>([
    [
      'static (inside,outside) 1.1.1.1 192.168.1.1 netmask 255.255.255.255 tcp 50 100',
      ['static', true, 'inside>outside', 'host 192.168.1.1', 'host 1.1.1.1', undefined, '50/100', false],
    ],
    [
      'static (inside,outside) 192.0.2.1 10.1.1.25 netmask 255.255.255.255 0 0',
      ['static', true, 'inside>outside', 'host 10.1.1.25', 'host 192.0.2.1', undefined, '0/0', false],
    ],
    [
      'static (inside,outside) 192.0.2.1 10.1.1.25 netmask 255.255.255.255 tcp 50 100 udp 7',
      ['static', true, 'inside>outside', 'host 10.1.1.25', 'host 192.0.2.1', undefined, '50/100', false],
    ],
    [
      'static (inside,outside) tcp 192.0.2.1 25 10.1.1.25 smtp netmask 255.255.255.255 50 100',
      ['static', true, 'inside>outside', 'host 10.1.1.25', 'host 192.0.2.1', 'tcp 25 25', '50/100', false],
    ],
    [
      'static (inside,outside) tcp interface smtp 10.1.1.25 2525',
      ['static', true, 'inside>outside', 'host 10.1.1.25', 'interface outside', 'tcp 2525 25', undefined, false],
    ],
    [
      'static (inside,outside) 192.0.2.0 10.1.1.0 netmask 255.255.255.0',
      ['static', true, 'inside>outside', '10.1.1.0/24', '192.0.2.0/24', undefined, undefined, false],
    ],
    [
      'static (inside,outside) 192.0.2.1 access-list A',
      ['static', true, 'inside>outside', 'access-list A', 'host 192.0.2.1', undefined, undefined, false],
    ],
    [
      'global (outside) 1 192.0.2.10-192.0.2.20 netmask 255.255.255.0',
      ['dynamic', false, 'undefined>outside', undefined, '192.0.2.10-192.0.2.20', undefined, undefined, false],
    ],
    ['nat (inside) 1 10.0.0.0 255.0.0.0', ['dynamic', false, 'inside>undefined', '10.0.0.0/8', undefined, undefined, undefined, false]],
    ['nat (inside) 0 access-list A', ['dynamic', false, 'inside>undefined', 'access-list A', undefined, undefined, undefined, false]],
    [
      'object network o\n host 10.1.1.25\n nat (inside,outside) static 192.0.2.25',
      ['object', true, 'inside>outside', 'object o', 'host 192.0.2.25', undefined, undefined, false],
    ],
    [
      'object network o\n host 10.1.1.25\n nat (inside,outside) static interface service tcp 2525 smtp',
      ['object', true, 'inside>outside', 'object o', 'interface outside', 'tcp 2525 25', undefined, false],
    ],
    [
      'object network o\n subnet 10.0.0.0 255.0.0.0\n nat (any,outside) dynamic interface',
      ['object', false, 'undefined>outside', 'object o', 'interface outside', undefined, undefined, false],
    ],
    ['nat (inside,outside) source static r m', ['twice', true, 'inside>outside', 'object r', 'object m', undefined, undefined, false]],
    [
      'nat (inside,outside) after-auto 2 source dynamic any interface',
      ['twice', false, 'inside>outside', 'any', 'interface outside', undefined, undefined, false],
    ],
    [
      'nat (inside,outside) 1 source static r m destination static d d',
      ['twice', true, 'inside>outside', 'object r', 'object m', undefined, undefined, false],
    ],
    [
      'object-group network r\n network-object host 10.1.1.1\nnat (inside,outside) source static r m',
      ['twice', true, 'inside>outside', 'object-group r', 'object m', undefined, undefined, false],
    ],
    [
      'object service a\n service tcp source eq smtp\nobject service b\n service tcp source eq 2525\nnat (inside,outside) source static r m service a b',
      ['twice', true, 'inside>outside', 'object r', 'object m', 'tcp 25 2525', undefined, false],
    ],
  ])('%s', (text, expected) => {
    expect(translation(text)).toEqual(expected);
  });

  it.each([
    'static (a,b) 192.0.2.1 10.1.1.1\nno static (a,b) 192.0.2.1 10.1.1.1',
    'static (a,b) 192.0.2.1 10.1.1.1\nclear configure static',
    'object network o\n host 10.1.1.1\n nat (a,b) static 192.0.2.1\nno object network o',
    'nat (a,b) source static r m inactive',
  ])('taken back: %j', (text) => {
    expect(translation(text)).toBeUndefined();
  });
});

describe('versions', () => {
  it.each<readonly [string, string, string, readonly number[]]>([
    ['ASA Version 9.1(5)12', 'ASA', '9.1(5)12', [9, 1, 5, 12]],
    ['PIX Version 6.3(1)', 'PIX', '6.3(1)', [6, 3, 1]],
    ['PIX Version 7.2(2)', 'PIX', '7.2(2)', [7, 2, 2]],
    ['FWSM Version 3.1(4) <context>', 'FWSM', '3.1(4)', [3, 1, 4]],
    ['NGFW Version 6.2.0', 'FTD', '6.2.0', [6, 2, 0]],
    ['Cisco Adaptive Security Appliance Software Version 9.8(1)', 'ASA', '9.8(1)', [9, 8, 1]],
    ['Cisco PIX Firewall Version 6.3(4)', 'PIX', '6.3(4)', [6, 3, 4]],
  ])('%s', (text, platform, version, numbers) => {
    expect(contextOf(text).version).toMatchObject({ platform, text: version, numbers });
  });

  it('a header comes before show version', () => {
    expect(contextOf('Cisco Adaptive Security Appliance Software Version 9.8(1)\nASA Version 9.8(4)\n').version?.text).toBe('9.8(4)');
  });
});

describe('show service-policy', () => {
  it('the copy of TAC 117801, remarks included', () => {
    const text = [
      'Global policy:',
      'Service-policy: global_policy',
      'Class-map: inspection_default',
      'Inspect: esmtp _default_esmtp_map, packet 104468, drop 0, reset-drop 0',
      'mask-banner, count 639 obfuscate the SMTP banner greeting',
      'match cmd line length gt 512 deny all SMTP commands (and close connection)',
      'drop-connection log, packet 0',
      'match cmd RCPT count gt 100 drop all messages (and connection) with more',
      'than 100 recipients',
      'drop-connection log, packet 0',
      'match body line length gt 998 log all messages with lines > 998 chars',
      'log, packet 0',
      'match header line length gt 998 drop all messages (and connection)',
      'with headers > 998 chars',
      'drop-connection log, packet 41',
      'match sender-address length gt 320 drop all messages (and connection) with',
      'envelope sender > 320 bytes',
      'drop-connection log, packet 0',
      'match MIME filename length gt 255 drop all messages (and connection) with',
      'MIME attachment filenames > 255 bytes',
      'drop-connection log, packet 0',
      'match ehlo-reply-parameter others obfuscate extended commands not explicitly',
      'noted in the RFCs (such as STARTTLS)',
      'mask, packet 2555',
      'access-list A permit ip any any',
    ].join('\n');
    const context = contextOf(text);
    expect(context.shown).toMatchObject([
      { line: 3, map: '_default_esmtp_map', interface: undefined, packets: 104468, drops: 0, resetDrops: 0 },
    ]);
    expect(
      context.shown[0]!.counters.map((counter) => [
        counter.kind,
        counter.limit,
        counter.action,
        counter.packets,
        counter.matchLine,
        counter.line,
      ]),
    ).toEqual([
      ['mask-banner', undefined, 'count', 639, 4, 4],
      ['cmd line length', 512, 'drop-connection', 0, 5, 6],
      ['cmd RCPT count', 100, 'drop-connection', 0, 7, 9],
      ['body line length', 998, 'log', 0, 10, 11],
      ['header line length', 998, 'drop-connection', 41, 12, 14],
      ['sender-address length', 320, 'drop-connection', 0, 15, 17],
      ['mime filename length', 255, 'drop-connection', 0, 18, 20],
      ['ehlo-reply-parameter', undefined, 'mask', 2555, 21, 23],
    ]);
    expect(context.shown[0]!.counters[4]).toMatchObject({ start: 0, end: 'drop-connection log, packet 41'.length });
    expect([...context.accessLists.keys()]).toEqual(['A']);
    expect([...context.classMaps.keys()]).toEqual([]);
  });

  it('newer output, by interface, other inspections passed over', () => {
    const text = [
      'asa# show service-policy',
      'Interface outside:',
      '  Service-policy: p',
      '    Class-map: c',
      '      Inspect: ftp, packet 7, lock fail 0, drop 0, reset-drop 0',
      '      Inspect: esmtp GENTLE, packet 12, lock fail 0, drop 3, reset-drop 1, 5-min-pkt-rate 0 pkts/sec, v6-fail-close 0',
      '        allow-tls, count 5',
      '        match not cmd verb others',
      '          rate-limit 3, packet 2',
    ].join('\n');
    expect(contextOf(text).shown).toMatchObject([
      {
        map: 'GENTLE',
        interface: 'outside',
        packets: 12,
        drops: 3,
        resetDrops: 1,
        counters: [
          { kind: 'allow-tls', action: 'count', packets: 5 },
          { kind: 'cmd verb', negated: true, action: 'rate-limit', packets: 2 },
        ],
      },
    ]);
  });
});

describe('names', () => {
  /** Every place of a name as `line:text`, definitions with an asterisk. */
  function places(text: string, kind: SymbolKind, name: string): readonly string[] {
    const { lines, symbols } = contextOf(text);
    const symbol = symbols.get(kind)?.get(name);
    const show = (mark: string) => (use: NameUse) => `${lines.lineOf(use.statement)}${mark}${lines.slice(lines.rangeOf(spanOfName(use)))}`;
    return [...(symbol?.definitions ?? []).map(show('*')), ...(symbol?.references ?? []).map(show(':'))];
  }

  it.each<readonly [SymbolKind, string, string, number, number]>([
    [
      'interface',
      'outside',
      'interface Ethernet0\n nameif outside\nstatic (inside,outside) 192.0.2.1 10.1.1.1\nnat (outside) 1 0 0\nglobal (outside) 1 interface\naccess-group A in interface outside\nservice-policy p interface outside\nroute outside 0 0 192.0.2.2\nmtu outside 1500\nhttp 10.0.0.0 255.0.0.0 outside\nssh 10.0.0.0 255.0.0.0 outside\ncrypto map m interface outside\naccess-list A permit tcp any interface outside eq 25\nobject network o\n nat (inside,outside) static interface\nip address outside 192.0.2.1 255.255.255.0\nlogging host outside 192.0.2.9\nntp server 192.0.2.9 source outside\nsnmp-server host outside 192.0.2.9\nicmp permit any outside\nno service-policy p interface outside\naccess-list F advanced permit tcp ifc inside any ifc outside any eq smtp rule-id 1',
      1,
      19,
    ],
    [
      'access-list',
      'A',
      'access-list A remark x\naccess-list A permit ip any any\naccess-group A in interface outside\nclass-map c\n match access-list A\n match address A\nnat (inside) 0 access-list A\nstatic (a,b) 192.0.2.1 access-list A\ncrypto map m 10 match address A\ncapture x access-list A interface outside\ngroup-policy g attributes\n vpn-filter value A\n split-tunnel-network-list value A\nroute-map r permit 10\n match ip address A\naaa authentication match A outside LOCAL\nno access-list A permit ip any any',
      2,
      12,
    ],
    [
      'object-group',
      'G',
      'object-group network G\nobject-group network H\n group-object G\naccess-list A permit tcp object-group G any\naccess-list A permit tcp any object-group G eq 25\nnat (a,b) source static G G',
      1,
      5,
    ],
    [
      'network-object',
      'o',
      'object network o\n host 192.0.2.1\nobject-group network G\n network-object object o\naccess-list A permit ip object o object o\nnat (a,b) source static o interface',
      1,
      4,
    ],
    [
      'service-object',
      's',
      'object service s\nobject-group service S\n service-object object s\naccess-list A permit object s any any\nnat (a,b) source static x y service s s',
      1,
      4,
    ],
    ['class-map', 'c', 'class-map c\npolicy-map p\n class c\nno class-map c', 1, 2],
    ['policy-map', 'p', 'policy-map p\npolicy-map p\nservice-policy p global', 2, 1],
    ['inspect-map', 'm', 'policy-map type inspect esmtp m\npolicy-map p\n class c\n  inspect esmtp m\n  no inspect esmtp m', 1, 2],
    [
      'regex',
      'r',
      'regex r "a b"\nclass-map type regex match-any R\n match regex r\npolicy-map type inspect esmtp m\n match sender-address regex r',
      1,
      2,
    ],
    ['regex-class-map', 'R', 'class-map type regex match-any R\npolicy-map type inspect esmtp m\n match mime filetype regex class R', 1, 1],
    ['inspect-class-map', 'H', 'class-map type inspect http match-all H\npolicy-map type inspect http m\n class H', 1, 1],
    ['time-range', 'T', 'time-range T\naccess-list A permit ip any any time-range T', 1, 1],
    ['tcp-map', 't', 'tcp-map t\npolicy-map p\n class c\n  set connection advanced-options t', 1, 1],
    ['zone', 'z', 'zone z\ninterface Ethernet0\n zone-member z', 1, 1],
    [
      'name',
      'mailhost',
      'name 192.0.2.25 mailhost\naccess-list A permit tcp any host mailhost eq smtp\nstatic (a,b) mailhost 10.1.1.1\nroute a mailhost 255.255.255.255 192.0.2.1\npdm location mailhost 255.255.255.255 inside\nobject-group network G\n network-object host mailhost\n network-object mailhost 255.255.255.255',
      1,
      6,
    ],
  ])('every place of %s %s', (kind, name, text, definitions, references) => {
    const found = places(text, kind, name);
    expect(found.every((place) => place.endsWith(name))).toBe(true);
    expect([found.filter((place) => place.includes('*')).length, found.filter((place) => place.includes(':')).length]).toEqual([
      definitions,
      references,
    ]);
  });

  it('upper and lower case are different names; keywords are the same', () => {
    const context = contextOf('Access-List a permit ip any any\naccess-list A permit ip any any');
    expect([...context.accessLists.keys()]).toEqual(['a', 'A']);
  });
});
