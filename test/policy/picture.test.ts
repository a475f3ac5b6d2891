import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { partition } from '../../server/src/policy/partition.ts';
import { flowsInWords, pictureOf } from '../../server/src/policy/picture.ts';
import { Lines } from '../../server/src/text/lines.ts';

const HEAD = `ASA Version 9.1(5)
interface GigabitEthernet0/0
 nameif outside
 ip address 198.51.100.1 255.255.255.0
interface GigabitEthernet0/1
 nameif inside
 ip address 192.168.1.254 255.255.255.0
`;

function sentences(acl: string, more = '', port = 25): readonly string[] {
  const text = `${HEAD}${more}${acl}class-map MAIL
 match access-list A
policy-map global_policy
 class MAIL
  inspect esmtp
service-policy global_policy global
`;
  return pictureOf(readConfiguration(Lines.read(text)).contexts[0]!, port).sentences;
}

const lines = (...entries: string[]) => entries.map((entry) => `access-list A extended ${entry}\n`).join('');
const ALL = 'permit tcp any any eq smtp';

describe('the whole picture in words', () => {
  test.each<[string, string[], string]>([
    ['all', [ALL], 'tcp/25: inspected from anywhere to anywhere'],
    ['none', ['permit tcp any any eq 587'], 'tcp/25: not inspected'],
    ['IPv4 only', ['permit tcp any4 any4 eq smtp'], 'tcp/25: over IPv4 inspected from anywhere to anywhere; over IPv6 not inspected'],
    [
      'one host in both directions',
      ['deny tcp host 192.168.1.1 any eq smtp', 'deny tcp any host 192.168.1.1 eq smtp', ALL],
      'tcp/25: inspected from anywhere to anywhere, except to and from 192.168.1.1',
    ],
    ['one direction', ['deny tcp any host 192.168.1.1 eq smtp', ALL], 'tcp/25: inspected from anywhere to anywhere, except to 192.168.1.1'],
    [
      'hosts of both families, a subnet as source',
      ['deny tcp any host 192.168.1.1 eq 25', 'deny tcp any host 2001:db8::25 eq 25', 'deny tcp 10.0.0.0 255.0.0.0 any eq 25', ALL],
      'tcp/25: inspected from anywhere to anywhere, except to 192.168.1.1, 2001:db8::25 and from 10.0.0.0/8',
    ],
    [
      'one pair',
      ['deny tcp host 203.0.113.9 host 192.168.1.1 eq smtp', ALL],
      'tcp/25: inspected from anywhere to anywhere, except from 203.0.113.9 to 192.168.1.1',
    ],
    [
      'only one host',
      ['permit tcp any host 192.168.1.1 eq smtp'],
      'tcp/25: not inspected from anywhere to anywhere, except to 192.168.1.1',
    ],
    [
      'source ports',
      ['deny tcp any eq 4000 any eq smtp', ALL],
      'tcp/25: from source port 0-3999, 4001-65535 inspected from anywhere to anywhere; from source port 4000 not inspected',
    ],
    [
      'what cannot be told',
      ['deny tcp any host 192.168.1.1 eq smtp time-range NIGHT', 'deny tcp any host 192.168.1.2 eq smtp', ALL],
      'tcp/25: cannot be told whether it is inspected to 192.168.1.1; not inspected to 192.168.1.2; otherwise inspected',
    ],
    [
      'an exception from what cannot be told',
      ['deny tcp any host 192.168.1.2 eq smtp', 'permit tcp any any eq smtp time-range NIGHT'],
      'tcp/25: not inspected to 192.168.1.2; otherwise cannot be told whether it is inspected',
    ],
  ])('%s', (_, acl, words) => {
    const [first, ...rest] = sentences(lines(...acl), 'time-range NIGHT\n periodic daily 22:00 to 6:00\n');
    expect(rest).toEqual([]);
    // What is told first of two exceptions of equal size does not matter.
    const parts = (sentence: string) => sentence.replace('tcp/25: ', '').split('; ');
    expect(parts(first!).sort()).toEqual(parts(words).sort());
    expect(parts(first!).at(-1)).toBe(parts(words).at(-1));
  });

  test('an address that a translation shows is another name, not another exception', () => {
    const nat = 'object network ESA\n host 192.168.1.1\n nat (inside,outside) static 198.51.100.25\n';
    expect(sentences(lines('deny tcp any host 192.168.1.1 eq smtp', ALL), nat)).toEqual([
      'tcp/25: inspected from anywhere to anywhere, except to 192.168.1.1',
    ]);
  });

  test('interfaces that differ are told apart', () => {
    const policy =
      'class-map ANY\n match any\npolicy-map inside_policy\n class ANY\n  inspect http\nservice-policy inside_policy interface inside\nroute outside 0 0 198.51.100.254\n';
    expect(sentences(lines(ALL), policy)).toEqual([
      // No route tells where IPv6 goes: of two interfaces, it leaves by the other.
      'tcp/25 entering on outside: over IPv4 inspected from anywhere to anywhere, except to 192.168.1.0/24; over IPv6 not inspected',
      'tcp/25 entering on inside: not inspected',
    ]);
  });

  test('the maps are named where there are several', () => {
    const text = `${HEAD}${lines('permit tcp any host 192.168.1.1 eq smtp')}policy-map type inspect esmtp GENTLE
 parameters
  allow-tls
class-map MAIL
 match access-list A
class-map inspection_default
 match default-inspection-traffic
policy-map global_policy
 class MAIL
  inspect esmtp GENTLE
 class inspection_default
  inspect esmtp
service-policy global_policy global
`;
    expect(pictureOf(readConfiguration(Lines.read(text)).contexts[0]!).sentences).toEqual([
      'tcp/25: inspected with GENTLE to 192.168.1.1; otherwise inspected with _default_esmtp_map',
    ]);
  });

  test('many hosts are counted', () => {
    const hosts = Array.from({ length: 20 }, (_, i) => `deny tcp any host 192.168.1.${2 * i + 1} eq smtp`);
    expect(sentences(lines(...hosts, ALL))[0]).toMatch(/except to 192\.168\.1\.1, .* and 12 more$/);
  });
});

test('the words for some classes', () => {
  const text = `${HEAD}${lines('deny tcp host 192.168.1.1 any eq smtp', 'deny tcp any host 192.168.1.1 eq smtp', ALL)}class-map MAIL
 match access-list A
policy-map P
 class MAIL
  inspect esmtp
service-policy P global
`;
  const exempt = partition(readConfiguration(Lines.read(text)).contexts[0]!).filter(({ verdict }) => verdict.inspected === false);
  expect(flowsInWords(exempt)).toBe('to and from 192.168.1.1');
});

describe('what the file leaves open', () => {
  const picture = (text: string) => pictureOf(readConfiguration(Lines.read(text)).contexts[0]!).sentences;
  const POLICY = 'class-map MAIL\n match port tcp eq 25\npolicy-map P\n class MAIL\n  inspect esmtp\n';

  test('inspected either way, and by which map is open', () => {
    const text = `${HEAD}object network NAMED
 fqdn mail.example.com
access-list A extended permit tcp any object NAMED eq smtp
class-map NAMED
 match access-list A
policy-map type inspect esmtp GENTLE
 parameters
  allow-tls
${POLICY.replace(' class MAIL', ' class NAMED\n  inspect esmtp GENTLE\n class MAIL')}service-policy P global
`;
    expect(picture(text)).toEqual(['tcp/25: inspected (by which map the file cannot tell) from anywhere to anywhere']);
  });

  test('the interfaces that a fragment does not name', () => {
    expect(picture(`${POLICY}service-policy P interface outside\n`)).toEqual([
      'tcp/25 entering on outside: inspected from anywhere to anywhere',
      'tcp/25 entering on any other interface: cannot be told whether it is inspected',
    ]);
  });
});
