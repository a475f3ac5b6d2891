/** Random configurations about who inspects a flow, over so few addresses and ports that their parts meet one another. */
import fc from 'fast-check';

export const HOSTS = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.129', '198.51.100.1', '198.51.100.2', '203.0.113.9'] as const;
export const V6_HOSTS = ['2001:db8::1', '2001:db8::2', '2001:db8:1::1'] as const;
export const PORTS = [25, 80, 587, 2525] as const;
export const INTERFACES = ['outside', 'inside', 'dmz'] as const;

const NETWORKS = ['192.0.2.0 255.255.255.0', '192.0.2.0 255.255.255.128', '198.51.100.0 255.255.255.0', '192.0.2.1 255.255.255.253'];
const OBJECTS = ['OBJECT0', 'OBJECT1', 'OBJECT2'];
const GROUPS = ['GROUP0', 'GROUP1'];
const LISTS = ['LIST0', 'LIST1', 'LIST2'];
const CLASSES = ['CLASS0', 'CLASS1', 'CLASS2', 'CLASS3'];
const POLICIES = ['POLICY0', 'POLICY1'];

const host = fc.constantFrom(...HOSTS);
const network = fc.constantFrom(...NETWORKS);
const port = fc.constantFrom(...PORTS);

const address = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('any', 'any4', 'any6') },
  { weight: 3, arbitrary: host.map((text) => `host ${text}`) },
  { weight: 2, arbitrary: network },
  { weight: 1, arbitrary: fc.constantFrom(...V6_HOSTS).map((text) => `host ${text}`) },
  { weight: 1, arbitrary: fc.constant('2001:db8::/32') },
  { weight: 2, arbitrary: fc.constantFrom(...OBJECTS).map((name) => `object ${name}`) },
  { weight: 2, arbitrary: fc.constantFrom(...GROUPS).map((name) => `object-group ${name}`) },
);

const ports = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  { weight: 3, arbitrary: port.map((number) => ` eq ${number}`) },
  { weight: 1, arbitrary: port.map((number) => ` neq ${number}`) },
  { weight: 1, arbitrary: port.map((number) => ` gt ${number}`) },
  { weight: 1, arbitrary: port.map((number) => ` range ${number} ${number + 100}`) },
);

const entry = fc
  .tuple(
    fc.constantFrom('permit', 'deny'),
    fc.constantFrom('tcp', 'tcp', 'tcp', 'ip', 'udp', 'object-group SERVICES'),
    address,
    fc.constantFrom('', '', '', '', ' eq 4000', ' lt 5000'),
    address,
    ports,
    fc.constantFrom('', '', '', '', '', '', ' inactive', ' time-range NIGHT'),
  )
  .map(([action, protocol, source, sourcePort, destination, destinationPort, option]) => {
    const plain = protocol === 'tcp' || protocol === 'udp';
    return `extended ${action} ${protocol} ${source}${plain ? sourcePort : ''} ${destination}${plain ? destinationPort : ''}${option}`;
  });

const list = (name: string) =>
  fc
    .array(fc.oneof({ weight: 12, arbitrary: entry }, { weight: 1, arbitrary: fc.constant('extended permit tcp any nonsense') }), {
      minLength: 1,
      maxLength: 6,
    })
    .map((lines) => lines.map((line) => `access-list ${name} ${line}\n`).join(''));

const objectLine = fc.oneof(
  { weight: 4, arbitrary: host.map((text) => ` host ${text}\n`) },
  { weight: 2, arbitrary: network.map((text) => ` subnet ${text}\n`) },
  { weight: 1, arbitrary: fc.constant(' range 192.0.2.2 192.0.2.130\n') },
  { weight: 1, arbitrary: fc.constant(' fqdn mail.example.com\n') },
  { weight: 1, arbitrary: fc.constant('') },
);

const side = fc.constantFrom(...INTERFACES, 'any');
const objectNat = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  {
    weight: 2,
    arbitrary: fc
      .tuple(side, side, host, fc.constantFrom('', '', ' service tcp 25 2525', ' service tcp 2525 25'))
      .map(([real, mapped, shown, service]) => ` nat (${real},${mapped}) static ${shown}${service}\n`),
  },
);

const objects = fc
  .tuple(...OBJECTS.map((name) => fc.tuple(objectLine, objectNat).map(([line, nat]) => `object network ${name}\n${line}${nat}`)))
  .map((texts) => texts.join(''));

const member = fc.oneof(
  host.map((text) => ` network-object host ${text}\n`),
  network.map((text) => ` network-object ${text}\n`),
  fc.constantFrom(...OBJECTS).map((name) => ` network-object object ${name}\n`),
  fc.constantFrom(...GROUPS).map((name) => ` group-object ${name}\n`),
);
const groups = fc
  .tuple(
    ...GROUPS.map((name) =>
      fc.array(member, { minLength: 1, maxLength: 3 }).map((lines) => `object-group network ${name}\n${lines.join('')}`),
    ),
  )
  .map((texts) => texts.join(''));

const SERVICES = `object-group service SERVICES
 service-object tcp destination eq 25
 service-object tcp source eq 4000 destination eq 587
 service-object udp destination eq 53
time-range NIGHT
 periodic daily 22:00 to 6:00
`;

const match = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...LISTS, 'UNDEFINED').map((name) => ` match access-list ${name}\n`) },
  { weight: 2, arbitrary: port.map((number) => ` match port tcp eq ${number}\n`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ' match any\n',
      ' match any\n',
      ' match any\n',
      ' match dscp ef\n',
      ' match port udp eq 25\n',
      ' match address LIST0\n',
      '',
    ),
  },
  { weight: 2, arbitrary: fc.constant(' match default-inspection-traffic\n') },
  { weight: 2, arbitrary: fc.constantFrom(...LISTS).map((name) => ` match default-inspection-traffic\n match access-list ${name}\n`) },
);
const classMaps = fc
  .tuple(
    ...CLASSES.map((name) =>
      fc
        .tuple(fc.constantFrom('', 'match-any ', 'match-all '), fc.array(match, { minLength: 1, maxLength: 2 }))
        .map(([mode, lines]) => `class-map ${mode}${name}\n${lines.join('')}`),
    ),
  )
  .map((texts) => texts.join(''));

const actions = fc.constantFrom(
  '  inspect esmtp\n',
  '  inspect esmtp\n',
  '  inspect esmtp GENTLE\n',
  '  inspect http\n',
  '  inspect ftp\n  inspect esmtp\n',
  '  inspect icmp\n',
  '  inspect im\n',
  '  set connection conn-max 10\n',
  '  set connection advanced-options tcp-state-bypass\n',
  '  no inspect esmtp\n',
);
const policyClass = fc.tuple(fc.constantFrom(...CLASSES, 'class-default'), actions).map(([name, lines]) => ` class ${name}\n${lines}`);
const policyMaps = fc
  .tuple(
    ...POLICIES.map((name) =>
      fc.array(policyClass, { minLength: 1, maxLength: 4 }).map((lines) => `policy-map ${name}\n${lines.join('')}`),
    ),
  )
  .map((texts) => `policy-map type inspect esmtp GENTLE\n parameters\n  allow-tls\n${texts.join('')}`);

const servicePolicies = fc
  .subarray(['global', 'interface outside', 'interface inside'])
  .chain((scopes) =>
    fc.tuple(
      ...scopes.map((scope) => fc.constantFrom(...POLICIES, ...POLICIES, 'NOWHERE').map((name) => `service-policy ${name} ${scope}\n`)),
    ),
  )
  .map((texts) => texts.join(''));

const NETWORK_OF: Readonly<Record<(typeof INTERFACES)[number], string>> = {
  outside: '198.51.100.254 255.255.255.0',
  inside: '192.0.2.126 255.255.255.128',
  dmz: '192.0.2.254 255.255.255.128',
};
const interfaces = fc
  .subarray([...INTERFACES], { minLength: 1 })
  .map((names) => names.map((name, i) => `interface GigabitEthernet0/${i}\n nameif ${name}\n ip address ${NETWORK_OF[name]}\n`).join(''));
const routes = fc
  .subarray([
    'route outside 0.0.0.0 0.0.0.0 198.51.100.253 1\n',
    'route dmz 203.0.113.0 255.255.255.0 192.0.2.253 1\n',
    'route inside 203.0.113.0 255.255.255.0 192.0.2.125 1\n',
  ])
  .map((texts) => texts.join(''));

const statics = fc
  .array(
    fc.oneof(
      fc.tuple(host, host).map(([mapped, real]) => `static (inside,outside) ${mapped} ${real} netmask 255.255.255.255\n`),
      fc.constant('static (dmz,outside) tcp 198.51.100.2 25 192.0.2.129 2525 netmask 255.255.255.255\n'),
      fc.constant('static (inside,dmz) 198.51.100.0 192.0.2.0 netmask 255.255.255.0\n'),
      fc.constant('static (inside,outside) tcp 198.51.100.1 4000 192.0.2.1 4000 netmask 255.255.255.255\n'),
      fc.tuple(host, fc.constantFrom(...LISTS)).map(([mapped, name]) => `static (inside,outside) ${mapped} access-list ${name}\n`),
      fc
        .tuple(side, fc.constantFrom(0, 1, 2), fc.oneof(network, fc.constant('0 0')))
        .map((words) => `nat (${words[0]}) ${words[1]} ${words[2]}\n`),
      fc
        .tuple(side, fc.constantFrom(0, 0, 1), fc.constantFrom(...LISTS, 'EXEMPT'))
        .map(([at, pool, name]) => `nat (${at}) ${pool} access-list ${name}\n`),
      fc.constantFrom('interface', '198.51.100.1', '198.51.100.1-198.51.100.2').map((pool) => `global (outside) 1 ${pool}\n`),
    ),
    { maxLength: 4 },
  )
  .map(
    (texts) =>
      `access-list EXEMPT extended permit ip host 192.0.2.1 198.51.100.0 255.255.255.0\naccess-list EXEMPT extended permit ip 192.0.2.0 255.255.255.128 host 203.0.113.9\n${texts.join('')}`,
  );
const TWICE_OBJECTS = `object network REAL
 host 192.0.2.1
object network SHOWN
 host 198.51.100.2
object network ELSEWHERE
 host 192.0.2.129
object network HIDDEN
 host 198.51.100.1
object network PARTNER
 host 203.0.113.9
object network NET
 subnet 198.51.100.0 255.255.255.0
object network NAMED
 fqdn mail.example.com
`;
const twice = fc
  .shuffledSubarray([
    'nat (inside,outside) source static any any destination static SHOWN REAL\n',
    'nat (outside,dmz) source static NET NET destination static NAMED NAMED\n',
    'nat (dmz,inside) source dynamic PARTNER interface destination static HIDDEN ELSEWHERE\n',
    'nat (inside,outside) after-auto source static ELSEWHERE SHOWN destination static NET NET\n',
    'nat (inside,outside) 1 source static REAL HIDDEN destination static NAMED PARTNER\n',
    'nat (any,outside) source static ELSEWHERE SHOWN unidirectional\n',
    'nat (inside,outside) source static REAL SHOWN\n',
    'nat (any,any) source static ELSEWHERE HIDDEN destination static PARTNER PARTNER\n',
    'nat (dmz,outside) source static OBJECT1 OBJECT2 destination static OBJECT0 OBJECT0\n',
  ])
  .map((texts) => TWICE_OBJECTS + texts.join(''));

const PIX = fc
  .subarray(['fixup protocol smtp 25\n', 'fixup protocol smtp 2500-2600\n', 'fixup protocol http 80\n', 'no fixup protocol smtp 25\n'])
  .map((texts) => `PIX Version 6.3(5)\n${texts.join('')}`);
const OLD = fc.tuple(fc.constantFrom('8.2(5)', '7.2(2)'), statics).map(([version, texts]) => `ASA Version ${version}\n${texts}`);
const NEW = fc.tuple(fc.constantFrom('8.4(2)', '9.1(5)', '9.12(4)'), twice).map(([version, texts]) => `ASA Version ${version}\n${texts}`);
const FRAGMENT = fc.constant('');

/** The text of a configuration. */
export const configurationText = fc
  .tuple(
    fc.oneof(
      { weight: 1, arbitrary: PIX },
      { weight: 3, arbitrary: OLD },
      { weight: 5, arbitrary: NEW },
      { weight: 1, arbitrary: FRAGMENT },
    ),
    fc.oneof({ weight: 4, arbitrary: interfaces }, { weight: 1, arbitrary: fc.constant('') }),
    routes,
    objects,
    groups,
    fc.tuple(...LISTS.map(list)).map((texts) => texts.join('')),
    classMaps,
    policyMaps,
    servicePolicies,
  )
  .map(
    ([version, ifcs, routeLines, objectLines, groupLines, lists, maps, policies, service]) =>
      version + ifcs + objectLines + groupLines + SERVICES + lists + maps + policies + service + routeLines,
  );
