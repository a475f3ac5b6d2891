/** Random configurations: texts that a device could hold, and edits that a person could make. For property tests of every floor. */
import fc from 'fast-check';

const HOSTS = ['192.0.2.10', '192.0.2.25', '198.51.100.25', '203.0.113.9', '10.1.1.25', '2001:db8::25'] as const;
const V4_HOSTS = HOSTS.filter((host) => !host.includes(':'));
const NETWORKS = [
  ['192.0.2.0', '255.255.255.0'],
  ['198.51.100.0', '255.255.255.128'],
  ['10.0.0.0', '255.0.0.0'],
  ['203.0.113.8', '255.255.255.252'],
] as const;
const PORTS = ['smtp', '25', '587', 'https', 'www', '465', '2525'] as const;

/** The names that a random configuration uses; each is defined at most once. */
export const NAMES = {
  interfaces: ['outside', 'inside', 'dmz'],
  objects: ['mail', 'relay', 'NET-A'],
  services: ['SMTP-IN', 'SUBMIT'],
  networkGroups: ['MAILHOSTS', 'PARTNERS'],
  serviceGroups: ['MAILPORTS', 'MAIL-SERVICES'],
  accessLists: ['ESMTP', 'outside_in', 'EXEMPT'],
  classMaps: ['inspection_default', 'mail-class', 'C2'],
  inspectMaps: ['GENTLE', 'STRICT'],
  policyMaps: ['global_policy', 'outside-policy'],
} as const;

const of = <T>(values: readonly T[]) => fc.constantFrom(...values);
const joined = (...parts: readonly fc.Arbitrary<string>[]) =>
  fc.tuple(...parts).map((texts) => texts.filter((text) => text !== '').join(' '));
const word = (text: string) => fc.constant(text);
const maybe = (part: fc.Arbitrary<string>) => fc.oneof({ weight: 2, arbitrary: word('') }, { weight: 1, arbitrary: part });

const network = of(NETWORKS).map(([address, mask]) => `${address} ${mask}`);
const endpoint = fc.oneof(
  { weight: 3, arbitrary: word('any') },
  { weight: 3, arbitrary: of(HOSTS).map((host) => `host ${host}`) },
  { weight: 2, arbitrary: network },
  { weight: 1, arbitrary: of(['any4', 'any6', '2001:db8::/32']) },
  { weight: 1, arbitrary: of(NAMES.objects).map((name) => `object ${name}`) },
  { weight: 1, arbitrary: of(NAMES.networkGroups).map((name) => `object-group ${name}`) },
  { weight: 1, arbitrary: of(NAMES.interfaces).map((name) => `interface ${name}`) },
);
const ports = fc.oneof(
  of(PORTS).map((port) => `eq ${port}`),
  fc.tuple(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 0, max: 600 })).map(([first, more]) => `range ${first} ${first + more}`),
  fc.tuple(of(['lt', 'gt', 'neq']), fc.integer({ min: 1, max: 65000 })).map(([operator, port]) => `${operator} ${port}`),
);
const service = fc.oneof(
  { weight: 4, arbitrary: joined(word('tcp'), endpoint, maybe(ports), endpoint, maybe(fc.oneof(ports, word('object-group MAILPORTS')))) },
  { weight: 2, arbitrary: joined(word('ip'), endpoint, endpoint) },
  { weight: 1, arbitrary: joined(word('tcp any object-group'), of([...NAMES.networkGroups, 'MAILPORTS']), word('object-group MAILPORTS')) },
  { weight: 1, arbitrary: joined(of(['object SMTP-IN', 'object-group MAIL-SERVICES']), endpoint, endpoint) },
);

/** One entry of an access-list, without its name: `permit tcp any host 192.0.2.25 eq smtp`. */
export const entry: fc.Arbitrary<string> = joined(
  of(['permit', 'permit', 'deny']),
  service,
  maybe(of(['inactive', 'log', 'time-range NIGHT'])),
);

const block = (opener: string, lines: readonly string[]): string => [opener, ...lines.map((line) => ` ${line}`)].join('\n');

function subset<T>(values: readonly T[]): fc.Arbitrary<T[]> {
  return fc.subarray([...values]);
}

const interfaces = subset(NAMES.interfaces).map((names) =>
  names.map((name, index) =>
    block(`interface GigabitEthernet0/${index}`, [
      `nameif ${name}`,
      `security-level ${name === 'outside' ? 0 : 100 - index}`,
      `ip address ${['198.51.100.1', '10.1.1.1', '192.0.2.1'][index]} 255.255.255.0`,
    ]),
  ),
);

const objectLines = fc.oneof(
  of(HOSTS).map((host) => `host ${host}`),
  network.map((text) => `subnet ${text}`),
  word('range 192.0.2.20 192.0.2.30'),
  word('fqdn mail.example.com'),
);
const objects = fc.tuple(...NAMES.objects.map((name) => objectLines.map((line) => block(`object network ${name}`, [line]))));
const services = fc.constant([
  block('object service SMTP-IN', ['service tcp destination eq smtp']),
  block('object service SUBMIT', ['service tcp source gt 1023 destination eq 587']),
]);
const member = fc.oneof(
  of(V4_HOSTS).map((host) => `network-object host ${host}`),
  network.map((text) => `network-object ${text}`),
  of(NAMES.objects).map((name) => `network-object object ${name}`),
);
const networkGroups = fc
  .tuple(fc.array(member, { minLength: 1, maxLength: 4 }), fc.array(member, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([first, second, nested]) => [
    block('object-group network MAILHOSTS', first),
    block('object-group network PARTNERS', nested ? [...second, 'group-object MAILHOSTS'] : second),
  ]);
const serviceGroups = fc.array(of(PORTS), { minLength: 1, maxLength: 3 }).map((some) => [
  block(
    'object-group service MAILPORTS tcp',
    some.map((port) => `port-object eq ${port}`),
  ),
  block('object-group service MAIL-SERVICES', [
    'service-object object SMTP-IN',
    ...some.map((port) => `service-object tcp destination eq ${port}`),
  ]),
]);
const accessLists = fc
  .tuple(...NAMES.accessLists.map((name) => fc.array(entry, { minLength: 1, maxLength: 5 }).map((entries) => ({ name, entries }))))
  .map((lists) => lists.flatMap(({ name, entries }) => entries.map((text) => `access-list ${name} extended ${text}`)));

const match = fc.oneof(
  { weight: 3, arbitrary: of(NAMES.accessLists).map((name) => `match access-list ${name}`) },
  { weight: 1, arbitrary: of(['match any', 'match port tcp eq 25', 'match port tcp range 25 587']) },
);
const classMaps = fc
  .tuple(match, match)
  .map(([first, second]) => [
    block('class-map inspection_default', ['match default-inspection-traffic']),
    block('class-map mail-class', [first]),
    block('class-map C2', [second]),
  ]);

const parameters = fc.uniqueArray(of(['allow-tls', 'no allow-tls', 'allow-tls action log', 'mask-banner', 'no mask-banner']), {
  maxLength: 2,
});
const esmtpMatch = fc.oneof(
  fc
    .tuple(
      of(['body line length', 'cmd line length', 'cmd RCPT count', 'header line length', 'sender-address length']),
      fc.integer({ min: 1, max: 4000 }),
    )
    .chain(([kind, limit]) => of(['log', 'drop-connection log', 'reset']).map((action) => [`match ${kind} gt ${limit}`, ` ${action}`])),
  word('others').map((value) => [`match ehlo-reply-parameter ${value}`, ' mask']),
);
const inspectMaps = fc
  .tuple(parameters, fc.array(esmtpMatch, { maxLength: 2 }))
  .map(([lines, matches]) => [
    block('policy-map type inspect esmtp GENTLE', ['parameters', ...lines.map((line) => ` ${line}`)]),
    block('policy-map type inspect esmtp STRICT', ['parameters', ' no allow-tls', ...matches.flat()]),
  ]);

const action = of([
  'inspect esmtp',
  'inspect esmtp GENTLE',
  'inspect esmtp STRICT',
  'inspect ftp',
  'inspect dns',
  'no inspect esmtp',
  'set connection conn-max 50 embryonic-conn-max 100',
]);
const policyClass = fc.tuple(of([...NAMES.classMaps, 'class-default']), fc.array(action, { maxLength: 3 }));
const policyMaps = fc
  .tuple(...NAMES.policyMaps.map((name) => fc.array(policyClass, { minLength: 1, maxLength: 3 }).map((classes) => ({ name, classes }))))
  .map((policies) =>
    policies.map(({ name, classes }) =>
      block(
        `policy-map ${name}`,
        classes.flatMap(([use, actions]) => [`class ${use}`, ...actions.map((line) => ` ${line}`)]),
      ),
    ),
  );
const servicePolicies = subset([
  'service-policy global_policy global',
  'service-policy outside-policy interface outside',
  'service-policy outside-policy interface inside',
]);

/** A whole ASA 9 configuration with interfaces, objects, groups, access-lists, class maps, policy maps and service policies. */
export const configurationText: fc.Arbitrary<string> = fc
  .tuple(
    of(['9.1(5)', '9.8(2)', '9.16(3)', '8.4(2)']),
    interfaces,
    objects,
    services,
    networkGroups,
    serviceGroups,
    accessLists,
    classMaps,
    inspectMaps,
    policyMaps,
    servicePolicies,
  )
  .map(([version, ...parts]) =>
    [
      ': Saved',
      `ASA Version ${version}`,
      '!',
      'hostname fw',
      ...parts.flat(2),
      block('time-range NIGHT', ['periodic daily 22:00 to 6:00']),
      ': end',
      '',
    ].join('\n'),
  );

/** Lines that people and devices put between others: each of them can change what the lines behind it mean. */
const strayLine = fc.oneof(
  entry.map((text) => `access-list ESMTP extended ${text}`),
  entry.map((text) => `no access-list ESMTP extended ${text}`),
  entry.map((text) => `access-list ESMTP line 2 extended ${text}`),
  of([
    '',
    '!',
    'policy-map global_policy',
    ' class C2',
    'class C2',
    'no inspect esmtp',
    '  inspect esmtp GENTLE',
    'class-map C2',
    'no class-map C2',
    ' match any',
    'clear configure access-list',
    'clear configure all',
    'clear configure object-group network',
    'access-list ESMTP rename OTHER',
    ' rename C9',
    'object network mail',
    ' nat (inside,outside) static 203.0.113.25',
    'nat (inside,outside) source static mail MAILHOSTS',
    'object-group network mail',
    'object-group service MAILHOSTS tcp',
    'no object-group network MAILHOSTS',
    'name 192.0.2.25 mailhost',
    'access-list ESMTP extended permit tcp any host mailhost eq smtp',
    'names',
    'static (inside,outside) 192.0.2.1 10.1.1.25 netmask 255.255.255.255 tcp 50 100',
    'fixup protocol smtp 25',
    'no fixup protocol smtp',
    'asa(config)# policy-map global_policy',
    'asa(config-pmap)# class C2',
    'asa(config-pmap-c)# no inspect esmtp',
    'asa# show service-policy inspect esmtp',
    'asa/ctx(config)# access-list ESMTP permit ip any any',
    'changeto context other',
    'changeto system',
    ': Saved',
    'ASA Version 9.1(5)',
    'PIX Version 6.3(5)',
    ': end',
    'show service-policy',
    '      Inspect: esmtp GENTLE, packet 12, drop 0, reset-drop 0',
    '        match header line length gt 998',
    '          drop-connection log, packet 4',
    'crypto ca certificate chain TP',
    ' certificate 01ab',
    '  quit',
    'banner motd ^C',
    '^C',
    'exit',
    'some unknown line',
    '  an unknown line inside',
    'the end of a sentence.',
  ]),
);

/** An edit as a part of the document: where it starts, how many lines it replaces, and what stands there then. */
export interface RandomEdit {
  readonly at: number;
  readonly lines: number;
  readonly text: string;
}

/** Edits by fractions of the document, so that they fit any text: see `applied`. */
export const edits: fc.Arbitrary<readonly RandomEdit[]> = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    lines: fc.integer({ min: 0, max: 3 }),
    text: fc.array(strayLine, { maxLength: 3 }).map((lines) => lines.map((line) => `${line}\n`).join('')),
  }),
  { minLength: 1, maxLength: 6 },
);
