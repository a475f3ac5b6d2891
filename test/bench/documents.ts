/** The documents that `npm run bench` measures with, in any size. */
import { address, times } from '../support/shapes.ts';

const INSPECTS = [
  'class-map inspection_default',
  ' match default-inspection-traffic',
  'policy-map global_policy',
  ' class inspection_default',
  '  inspect esmtp',
  'service-policy global_policy global',
];
const text = (lines: readonly string[]) => `${lines.join('\n')}\n`;

/** One access-list on the outside interface, one entry in seven for a mail host. */
export const plain = (lines: number) =>
  text([
    'ASA Version 9.1(5)',
    ...times(lines - 2 - INSPECTS.length, (i) => {
      const host = `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`;
      return `access-list outside_in extended permit tcp any host ${host} eq ${i % 7 ? 'https' : 'smtp'}`;
    }),
    'access-group outside_in in interface outside',
    ...INSPECTS,
  ]);

/** A large site: groups nested three deep, many access-lists, translations, few mail hosts. `size` entries, a sixtieth of them in each list. */
export const enterprise = (size: number, mailHosts = 30) =>
  text([
    'ASA Version 9.8(2)',
    ...['outside', 'inside', 'dmz'].flatMap((name, i) => [
      `interface GigabitEthernet0/${i}`,
      ` nameif ${name}`,
      ` security-level ${[0, 100, 50][i]}`,
      ` ip address 10.255.${i}.1 255.255.255.0`,
    ]),
    ...times(size / 400, (i) => [
      `object-group network site_${i}`,
      ...times(4, (j) => ` network-object host ${address('10.20', i * 4 + j)}`),
      `object-group network region_${i}`,
      ` group-object site_${i}`,
      `object-group network all_${i}`,
      ` group-object region_${i}`,
    ]).flat(),
    ...times(size / 20, (i) => [`object network host_${i}`, ` host ${address('10.30', i)}`]).flat(),
    ...times(mailHosts, (i) => `access-list list_0 extended permit tcp any host ${address('10.40', i)} eq smtp`),
    ...times(size, (i) => {
      const to = i % 3 === 0 ? `object-group all_${i % (size / 400)}` : `object host_${i % (size / 20)}`;
      return `access-list list_${i % 60} extended permit tcp any ${to} eq ${1024 + (i % 5000)}`;
    }),
    ...times(size / 20, (i) => `nat (inside,outside) source static host_${i} host_${i} no-proxy-arp`),
    'access-group list_0 in interface outside',
    'access-group list_1 in interface inside',
    ...INSPECTS,
  ]);

/** Sessions behind an inspection, one after the other. */
export const transcript = (lines: number) =>
  times(lines / 10, (i) =>
    [
      '220 **************************',
      `EHLO client${i}.example.org`,
      '250-mx.example.com',
      '250-SIZE 52428800',
      '250 XXXXXXXA',
      'STARTTLS',
      '500 5.5.1 Command unrecognized: "XXXXXXXX"',
      'QUIT',
      '221 2.0.0 Bye',
      '',
    ].join('\n'),
  ).join('\n');

/** What a peer is given: as many lines of its own language. */
export const json = (lines: number) =>
  `{\n${times(lines - 2, (i) => `  "host_${i}": "${address('10.9', i)} permit tcp any eq 25"`).join(',\n')}\n}\n`;
