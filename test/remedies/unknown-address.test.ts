import { expect, test } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { proposalsFor } from '../../server/src/remedies/catalogue.ts';
import { checkConfiguration } from '../../server/src/rules/check.ts';
import { Lines } from '../../server/src/text/lines.ts';

const TEXT = `ASA Version 9.1(5)
interface GigabitEthernet0/0
 nameif outside
 security-level 0
 ip address dhcp setroute
interface GigabitEthernet0/1
 nameif inside
 security-level 100
 ip address 192.168.1.254 255.255.255.0
object network mail
 host 192.168.1.1
 nat (inside,outside) static interface service tcp smtp smtp
class-map inspection_default
 match default-inspection-traffic
policy-map global_policy
 class inspection_default
  inspect esmtp
service-policy global_policy global
`;

test('a host behind an interface whose address the file does not tell can be exempted; the proof says what cannot be told', () => {
  const configuration = readConfiguration(Lines.read(TEXT));
  const [finding] = checkConfiguration(configuration).filter(({ rule }) => rule === 'inspection-hides-starttls');
  const proposal = proposalsFor(configuration, finding!).find(({ title }) => title.startsWith('Exempt mail (192.168.1.1)'));
  expect(proposal?.proof?.changed.map(({ before, after }) => [before, after])).toContainEqual([
    'inspected (_default_esmtp_map)',
    'unknown',
  ]);
});
