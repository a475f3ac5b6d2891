/** Random configurations of sites with mail hosts: translations, access-lists, policies and exemptions as administrators write them. */
import fc from 'fast-check';

const INTERFACES = `interface GigabitEthernet0/0
 nameif outside
 security-level 0
 ip address 203.0.113.1 255.255.255.0
interface GigabitEthernet0/1
 nameif inside
 security-level 100
 ip address 192.0.2.1 255.255.255.0`;

const lines = (...parts: readonly (string | readonly string[])[]) => parts.flat().filter((part) => part !== '');

const host = fc.integer({ min: 2, max: 6 });
const hosts = fc.uniqueArray(host, { minLength: 0, maxLength: 3 });

/** The class that inspects: its class map, and other actions beside the inspection. */
const inspecting = fc.constantFrom(
  { name: 'inspection_default', map: ['class-map inspection_default', ' match default-inspection-traffic'], beside: ['  inspect dns'] },
  { name: 'inspection_default', map: ['class-map inspection_default', ' match default-inspection-traffic'], beside: [] },
  { name: 'MAIL', map: ['class-map MAIL', ' match port tcp eq smtp'], beside: [] },
  {
    name: 'MAIL',
    map: ['class-map MAIL', ' match port tcp range 20 600'],
    beside: ['  set connection conn-max 100 embryonic-conn-max 200'],
  },
  { name: 'ALL', map: ['class-map ALL', ' match any'], beside: ['  set connection conn-max 100'] },
  {
    name: 'LISTED',
    map: [
      'access-list LISTED extended deny tcp any host 192.0.2.9 eq smtp',
      'access-list LISTED extended permit tcp any any eq smtp',
      'class-map LISTED',
      ' match access-list LISTED',
    ],
    beside: [],
  },
  {
    name: 'OFF',
    map: [
      'access-list OFF extended deny tcp any host 192.0.2.4 eq smtp inactive',
      'access-list OFF extended deny tcp host 192.0.2.4 any eq smtp inactive',
      'access-list OFF extended permit tcp any any eq smtp',
      'class-map OFF',
      ' match access-list OFF',
    ],
    beside: [],
  },
  { name: 'class-default', map: [], beside: [] },
);

const inspection = fc.constantFrom(
  { line: '  inspect esmtp', map: [] },
  {
    line: '  inspect esmtp STRICT',
    map: ['policy-map type inspect esmtp STRICT', ' match header line length gt 998', '  drop-connection log'],
  },
  {
    line: '  inspect esmtp STRICT',
    map: ['policy-map type inspect esmtp STRICT', ' parameters', '  mask-banner', '  mail-relay example.com action drop-connection log'],
  },
);

/** A class that is meant to exempt, after the one that inspects or before it. */
const exemption = fc.constantFrom('none', 'before', 'after', 'gentle after');

const scope = fc.constantFrom(['global'], ['interface outside'], ['global', 'interface inside']);

export const mailSite: fc.Arbitrary<string> = fc
  .record({
    version: fc.constantFrom('8.2(5)', '9.1(5)', '9.16(4)'),
    hosts,
    inspecting,
    inspection,
    exemption,
    scope,
    /** One outside address for all hosts: mail is that of the first, submission that of the second. */
    forwarded: fc.constantFrom(false, false, true),
    eol: fc.constantFrom('\n', '\r\n'),
  })
  .map(({ version, hosts: named, inspecting: of, inspection: how, exemption: meant, scope: where, forwarded, eol }) => {
    const old = version.startsWith('8.2');
    const ports = [
      ['smtp', 'smtp'],
      ['587', '587'],
      ['2525', 'smtp'],
    ];
    const forwards = named.map((n, index) => {
      const [mapped, real] = ports[index] ?? [];
      return old
        ? [`static (inside,outside) tcp interface ${mapped} 192.0.2.${n} ${real} netmask 255.255.255.255`]
        : [`object network HOST${n}`, ` host 192.0.2.${n}`, ` nat (inside,outside) static interface service tcp ${real} ${mapped}`];
    });
    const translations = named.map((n) =>
      old
        ? [`static (inside,outside) 203.0.113.${n} 192.0.2.${n} netmask 255.255.255.255${n === 3 ? ' tcp 50 100' : ''}`]
        : [`object network HOST${n}`, ` host 192.0.2.${n}`, ` nat (inside,outside) static 203.0.113.${n}`],
    );
    const entries = named.map((n) => `access-list outside_in extended permit tcp any host ${old ? '203.0.113' : '192.0.2'}.${n} eq smtp`);
    const target = named[0] ?? 7;
    const exempts = meant !== 'none';
    const exempting = meant === 'gentle after' ? [' class EXEMPT', '  inspect esmtp GENTLE'] : [' class EXEMPT', '  no inspect esmtp'];
    const inspects = [` class ${of.name}`, ...of.beside, how.line];
    return lines(
      `ASA Version ${version}`,
      'hostname fw',
      INTERFACES.split('\n'),
      (forwarded ? forwards : translations).flat(),
      entries,
      exempts ? [`access-list EXEMPT extended permit tcp any host 192.0.2.${target} eq smtp`] : [],
      of.map,
      exempts ? ['class-map EXEMPT', ' match access-list EXEMPT'] : [],
      how.map,
      meant === 'gentle after' ? ['policy-map type inspect esmtp GENTLE', ' parameters', '  allow-tls', '  no mask-banner'] : [],
      'policy-map mail_policy',
      meant === 'before' ? [...exempting, ...inspects] : [...inspects, ...(exempts ? exempting : [])],
      where.map((each) => `service-policy mail_policy ${each}`),
      ': end',
      '',
    ).join(eol);
  });
