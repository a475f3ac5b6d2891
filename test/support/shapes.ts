/** Firewalls that are dense in one thing, in any size: what costs too much shows when it is doubled. */

export const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));

/** @returns the address number `index` of a /16 */
export const address = (network: string, index: number) => `${network}.${index >> 8}.${index & 255}`;

const text = (...lines: readonly (string | readonly string[])[]) => `${lines.flat().join('\n')}\n`;

const INTERFACES = ['outside', 'inside'].flatMap((name, index) => [
  `interface Ethernet0/${index}`,
  ` nameif ${name}`,
  ` security-level ${index * 100}`,
  ` ip address 10.255.${index}.1 255.255.255.0`,
]);

const FACTORY_CLASS = ['class-map inspection_default', ' match default-inspection-traffic'];
const INSPECTS = [
  ...FACTORY_CLASS,
  'policy-map global_policy',
  ' class inspection_default',
  '  inspect esmtp',
  'service-policy global_policy global',
];
const MAIL_CLASS = [
  'class-map mail',
  ' match access-list mail',
  'policy-map global_policy',
  ' class mail',
  '  inspect esmtp',
  'service-policy global_policy global',
];

/** Published mail hosts: a static translation and an entry for each. */
export const published = (count: number) =>
  text(
    'ASA Version 8.2(5)',
    INTERFACES,
    times(count, (i) => `static (inside,outside) ${address('198.18', i)} ${address('10.7', i)} netmask 255.255.255.255`),
    times(count, (i) => `access-list from_outside extended permit tcp any host ${address('198.18', i)} eq smtp`),
    'access-group from_outside in interface outside',
    INSPECTS,
  );

/** Tunnels: hosts that are not translated to networks, which are nested. */
export const tunnels = (count: number) =>
  text(
    'ASA Version 9.6(2)',
    INTERFACES,
    times(count, (i) => [`object-group network far_${i}`, ` network-object 172.${i >> 8}.${i & 255}.0 255.255.255.0`]).flat(),
    times(count, (i) => [`object network near_${i}`, ` host ${address('10.8', i)}`]).flat(),
    times(
      count,
      (i) => `nat (inside,outside) source static near_${i} near_${i} destination static far_${i} far_${i} no-proxy-arp route-lookup`,
    ),
    INSPECTS,
  );

/** A large firewall: mostly access lists that decide nothing about mail, and one line in a hundred is twice NAT. */
export const large = (count: number) =>
  text(
    'ASA Version 9.6(2)',
    INTERFACES,
    times(Math.ceil(count / 10), (i) => [`object network near_${i}`, ` host ${address(`10.${i >> 16}`, i & 65535)}`]).flat(),
    times(Math.ceil(count / 40), (i) => [`object-group network far_${i}`, ` network-object 172.20.${i & 255}.0 255.255.255.0`]).flat(),
    times(
      Math.ceil((count * 3) / 4),
      (i) =>
        [
          `access-list from_inside extended permit tcp object near_${i % Math.ceil(count / 10)} any eq https`,
          `access-list from_outside extended permit tcp any host ${address(`10.${i >> 16}`, i & 65535)} eq www`,
          `access-list from_inside extended deny ip object-group far_${i % Math.ceil(count / 40)} any`,
          `access-list tunnel_${i % 50} extended permit ip 10.${i & 255}.0.0 255.255.0.0 172.${16 + (i % 16)}.0.0 255.255.0.0`,
        ][i % 4]!,
    ),
    times(Math.ceil(count / 100), (i) => {
      const far = `far_${i % Math.ceil(count / 40)}`;
      return `nat (inside,outside) source static near_${i} near_${i} destination static ${far} ${far} no-proxy-arp`;
    }),
    times(5, (i) => `access-list mail extended deny tcp any host ${address('10.0', i)} eq smtp`),
    'access-list mail extended permit tcp any any eq smtp',
    'access-list from_outside extended permit tcp any host 10.0.1.5 eq smtp',
    'access-group from_outside in interface outside',
    'access-group from_inside in interface inside',
    MAIL_CLASS,
  );

export const guards = (count: number) =>
  text(
    'PIX Version 6.3(4)',
    times(count, (i) => `fixup protocol smtp ${i + 1}`),
  );

export const undefinedNames = (count: number) =>
  text(
    'ASA Version 9.6(2)',
    INTERFACES,
    times(count, (i) => `access-group gone_${i} in interface zone_${i}`),
    INSPECTS,
  );

/** Hosts that are exempt in both directions from a class that inspects all other mail. */
export const exempt = (count: number) =>
  text(
    'ASA Version 9.6(2)',
    INTERFACES,
    times(count, (i) => [
      `access-list mail extended deny tcp any host ${address('10.9', i)} eq smtp`,
      `access-list mail extended deny tcp host ${address('10.9', i)} any eq smtp`,
    ]).flat(),
    'access-list mail extended permit tcp any any eq smtp',
    MAIL_CLASS,
  );

/** Hosts that are exempt in one direction only: a finding for each. */
export const halfExempt = (count: number) =>
  text(
    'ASA Version 9.6(2)',
    INTERFACES,
    times(count, (i) => `access-list mail extended deny tcp any host ${address('10.9', i)} eq smtp`),
    'access-list mail extended permit tcp any any eq smtp',
    MAIL_CLASS,
  );

/** Exempt pairs of hosts before a class takes everything. */
export const pairs = (count: number) =>
  text(
    'ASA Version 9.6(2)',
    INTERFACES,
    times(count, (i) => `access-list mail extended deny tcp host ${address('10.9', i)} host ${address('172.16', i)} eq smtp`),
    'access-list mail extended permit tcp any any',
    MAIL_CLASS,
  );

/** The exempt hosts, translated. */
export const translated = (count: number) =>
  text(
    'ASA Version 9.6(2)',
    times(count, (i) => [
      `object network real_${i}`,
      ` host ${address('10.9', i)}`,
      `object network shown_${i}`,
      ` host ${address('198.18', i)}`,
    ]).flat(),
    times(count, (i) => `nat (inside,outside) source static real_${i} shown_${i}`),
    exempt(count).replace('ASA Version 9.6(2)\n', '').trimEnd(),
  );

/** A policy of its own on each of so many interfaces. */
export const interfacePolicies = (count: number) =>
  text(
    'ASA Version 9.6(2)',
    INTERFACES,
    times(count, (i) => [
      `policy-map policy_${i}`,
      ' class inspection_default',
      '  inspect esmtp',
      `service-policy policy_${i} interface zone_${i}`,
    ]).flat(),
    FACTORY_CLASS,
  );
