/**
 * Each rule by which a device decides who inspects a flow, and its opposite. A row is a flow, whether it is inspected, by which class
 * (or fixup), and words that its trace must hold.
 */
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import type { Inspected } from '../../server/src/policy/flow.ts';
import { partition } from '../../server/src/policy/partition.ts';
import { interfaceNames, UNNAMED } from '../../server/src/policy/routing.ts';
import { explainFlow, parseFlow } from '../../server/src/policy/verdict.ts';
import { checkConfiguration } from '../../server/src/rules/check.ts';
import { contains, parseAddress } from '../../server/src/sets/addresses.ts';
import { includes } from '../../server/src/sets/intervals.ts';
import { Lines } from '../../server/src/text/lines.ts';

type Row = readonly [flow: string, inspected: Inspected, by: string, why: string];

const INTERFACES = `
interface GigabitEthernet0/0
 nameif outside
 security-level 0
 ip address 198.51.100.1 255.255.255.0
!
interface GigabitEthernet0/1
 nameif inside
 security-level 100
 ip address 192.168.1.254 255.255.255.0
!
interface GigabitEthernet0/2
 nameif dmz
 security-level 50
 ip address 192.0.2.254 255.255.255.0
!
`;
const DEFAULT_ROUTE = 'route outside 0.0.0.0 0.0.0.0 198.51.100.254 1\n';
const DEFAULT_CLASS = `class-map inspection_default
 match default-inspection-traffic
`;
const GLOBAL = 'service-policy global_policy global\n';

/** A saved configuration of a version; `network` stands before what the case is about. */
function asa(version: string, body: string, network = INTERFACES + DEFAULT_ROUTE): string {
  return `: Saved\nASA Version ${version}\nhostname fw\n${network}${body}: end\n`;
}

/** One class with a match, and ESMTP inspection in it. */
function classOf(match: string, before = ''): string {
  return `${before}class-map MAIL
 match ${match}
policy-map global_policy
 class MAIL
  inspect esmtp
${GLOBAL}`;
}

const FACTORY = `${DEFAULT_CLASS}policy-map global_policy
 class inspection_default
  inspect dns
  inspect ftp
  inspect esmtp
  inspect sip
${GLOBAL}`;

/** What translations name. */
const TWICE = `object network HOST1
 host 192.168.1.1
object network HOST2
 host 192.168.1.2
object network SHOWN
 host 198.51.100.25
object network PARTNER
 host 203.0.113.9
object network NAMED
 fqdn mail.example.com
`;

const TO_HOST = 'tcp 203.0.113.9 -> 192.168.1.1:25 on outside';
const TO_OTHER = 'tcp 203.0.113.9 -> 192.168.1.2:25 on outside';
const FROM_HOST = 'tcp 192.168.1.1 -> 203.0.113.9:25 on inside';

const CASES: readonly { name: string; text: string; rows: readonly Row[] }[] = [
  {
    name: 'factory default: the default ports of each inspection',
    text: asa('9.1(5)', FACTORY),
    rows: [
      [TO_HOST, true, 'inspection_default', 'first matching class that has an inspection'],
      [FROM_HOST, true, 'inspection_default', 'acts where the flow enters'],
      ['tcp 203.0.113.9 -> 192.168.1.1:587 on outside', false, '', 'no inspection of tcp/587'],
      ['tcp 203.0.113.9 -> 192.168.1.1:465 on outside', false, '', 'no inspection of tcp/465'],
      ['tcp 203.0.113.9 -> 192.168.1.1:2525 on outside', false, '', 'no inspection of tcp/2525'],
      ['tcp 203.0.113.9 -> 192.168.1.1:21 on outside', false, '', 'inspections exclude one another'],
      ['tcp 2001:db8::9 -> [2001:db8:1::25]:25 on outside', true, 'inspection_default', 'default port'],
    ],
  },
  {
    name: 'ingress: told, connected, routed, default route',
    text: asa('9.1(5)', `route inside 10.0.0.0 255.0.0.0 192.168.1.253 1\n${FACTORY}`),
    rows: [
      ['tcp 192.168.1.1 -> 203.0.113.9:25', true, 'inspection_default', 'enters on inside: its network holds the source'],
      ['tcp 192.0.2.25 -> 203.0.113.9:25', true, 'inspection_default', 'enters on dmz: its network holds the source'],
      ['tcp 10.1.1.1 -> 203.0.113.9:25', true, 'inspection_default', 'enters on inside: its route leads to the source'],
      ['tcp 203.0.113.9 -> 192.168.1.1:25', true, 'inspection_default', 'enters on outside: it has the default route'],
      ['tcp 203.0.113.9 -> 192.168.1.1:25 on nowhere', true, 'inspection_default', 'no interface of this file is called nowhere'],
    ],
  },
  {
    name: 'ingress: no route, and an interface policy on one of the interfaces',
    text: asa('9.1(5)', `${FACTORY.replace(GLOBAL, '')}service-policy global_policy interface dmz\n`, INTERFACES),
    rows: [
      ['tcp 203.0.113.9 -> 192.168.1.1:25', 'unknown', 'inspection_default', 'every interface is considered'],
      ['tcp 203.0.113.9 -> 192.168.1.1:25 on dmz', true, 'inspection_default', 'policy of the ingress interface dmz'],
      ['tcp 192.0.2.7 -> 192.168.1.1:25', true, 'inspection_default', 'enters on dmz'],
    ],
  },
  {
    name: 'no service-policy: nothing is inspected',
    text: asa('9.1(5)', FACTORY.replace(GLOBAL, '')),
    rows: [
      [TO_HOST, false, '', 'no service-policy in this file reaches the flow'],
      [FROM_HOST, false, '', 'not inspected'],
    ],
  },
  {
    name: 'a service-policy without ESMTP',
    text: asa('9.1(5)', FACTORY.replace('  inspect esmtp\n', '')),
    rows: [
      [TO_HOST, false, '', 'no inspection of tcp/25 in this class'],
      ['tcp 203.0.113.9 -> 192.168.1.1:21 on outside', false, '', 'takes the flow'],
    ],
  },
  {
    name: 'no inspect esmtp takes the inspection back',
    text: asa('9.1(5)', `${FACTORY}policy-map global_policy\n class inspection_default\n  no inspect esmtp\n`),
    rows: [[TO_HOST, false, '', 'no inspection of tcp/25 in this class']],
  },
  {
    name: 'a later command puts it back',
    text: asa(
      '9.1(5)',
      `${FACTORY}policy-map global_policy\n class inspection_default\n  no inspect esmtp\npolicy-map global_policy\n class inspection_default\n  inspect esmtp\n`,
    ),
    rows: [[TO_HOST, true, 'inspection_default', 'first matching class']],
  },
  {
    name: 'names mean nothing: a policy map called global-policy, a class called inspection_default that is something else',
    text: asa(
      '9.1(5)',
      `class-map inspection_default
 match port tcp eq 80
policy-map global_policy
 class inspection_default
  inspect http
policy-map global-policy
 class inspection_default
  inspect esmtp
service-policy global-policy global
`,
    ),
    rows: [
      [TO_HOST, false, '', 'tcp/25 is not'],
      ['tcp 203.0.113.9 -> 192.168.1.1:80 on outside', true, 'inspection_default', 'tcp/80 is'],
    ],
  },
  {
    name: 'the interface policy comes before the global one',
    text: asa(
      '9.1(5)',
      `${FACTORY}class-map OUT
 match port tcp eq smtp
policy-map outside_policy
 class OUT
  inspect esmtp
service-policy outside_policy interface outside
`,
    ),
    rows: [
      [TO_HOST, true, 'OUT', 'policy of the ingress interface outside'],
      [FROM_HOST, true, 'OUT', 'leaves by it'],
      ['tcp 192.0.2.25 -> 192.168.1.1:25 on dmz', true, 'inspection_default', 'does not leave by it'],
      ['tcp 192.168.1.1 -> 192.0.2.25:25 on inside', true, 'inspection_default', 'the global policy'],
      ['tcp 203.0.113.9 -> 192.168.1.1:21 on outside', false, '', 'takes the flow'],
    ],
  },
  {
    name: 'feature by feature: an interface policy without an inspection leaves the flow to the global one',
    text: asa(
      '9.1(5)',
      `${FACTORY}class-map CONN
 match any
policy-map outside_policy
 class CONN
  set connection conn-max 100
service-policy outside_policy interface outside
`,
    ),
    rows: [
      [TO_HOST, true, 'inspection_default', 'no inspection of tcp/25 in this class'],
      [FROM_HOST, true, 'inspection_default', 'acts where the flow enters'],
    ],
  },
  {
    name: 'an interface policy whose inspection takes the flow keeps the global one from it',
    text: asa(
      '9.1(5)',
      `${FACTORY}class-map ALL
 match any
policy-map outside_policy
 class ALL
  inspect http
service-policy outside_policy interface outside
`,
    ),
    rows: [
      [TO_HOST, false, '', 'inspections exclude one another'],
      [FROM_HOST, false, '', 'inspections exclude one another'],
      ['tcp 192.0.2.25 -> 192.168.1.1:25 on dmz', true, 'inspection_default', 'does not leave by it'],
    ],
  },
  {
    name: 'only an interface policy: both directions of that interface, and no other',
    text: asa('9.1(5)', FACTORY.replace(GLOBAL, 'service-policy global_policy interface inside\n')),
    rows: [
      [TO_HOST, true, 'inspection_default', 'policy of interface inside: the flow leaves by it'],
      [FROM_HOST, true, 'inspection_default', 'policy of the ingress interface inside'],
      ['tcp 203.0.113.9 -> 192.0.2.25:25 on outside', false, '', 'does not leave by it'],
    ],
  },
  {
    name: 'egress without routes: with three interfaces it cannot be told',
    text: asa('9.1(5)', FACTORY.replace(GLOBAL, 'service-policy global_policy interface outside\n'), INTERFACES),
    rows: [
      ['tcp 192.168.1.1 -> 203.0.113.9:25 on inside', 'unknown', 'inspection_default', 'may leave by it'],
      ['tcp 192.168.1.1 -> 192.0.2.25:25 on inside', false, '', 'does not leave by it'],
      ['tcp 192.168.1.1 -> 198.51.100.7:25 on inside', true, 'inspection_default', 'leaves by it'],
    ],
  },
  {
    name: 'one class per feature type: the first matching class that has an inspection',
    text: asa(
      '9.1(5)',
      `access-list HOST extended permit tcp any host 192.168.1.1 eq smtp
class-map HOST
 match access-list HOST
${DEFAULT_CLASS}policy-map type inspect esmtp GENTLE
 parameters
  allow-tls
policy-map global_policy
 class HOST
  inspect esmtp GENTLE
 class inspection_default
  inspect esmtp
${GLOBAL}`,
    ),
    rows: [
      [TO_HOST, true, 'HOST', 'permit: the flow is in this class'],
      [TO_OTHER, true, 'inspection_default', 'no line of access-list HOST takes the flow'],
      [FROM_HOST, true, 'inspection_default', 'not in this class'],
    ],
  },
  {
    name: 'a class without an inspection exempts nothing (TAC 117801)',
    text: asa(
      '9.1(5)',
      `access-list ESA extended permit ip any host 192.168.1.1
access-list ESA extended permit ip host 192.168.1.1 any
class-map ESA
 match access-list ESA
${DEFAULT_CLASS}policy-map global_policy
 class ESA
  no inspect esmtp
 class inspection_default
  inspect esmtp
${GLOBAL}`,
    ),
    rows: [
      [TO_HOST, true, 'inspection_default', 'no inspection of tcp/25 in this class'],
      [TO_HOST, true, 'inspection_default', 'exempts nothing'],
      [FROM_HOST, true, 'inspection_default', 'first matching class'],
    ],
  },
  {
    name: 'exclusive inspections: an earlier inspect http on the same traffic',
    text: asa(
      '9.1(5)',
      `class-map WEB
 match port tcp eq 25
${DEFAULT_CLASS}policy-map global_policy
 class WEB
  inspect http
 class inspection_default
  inspect esmtp
${GLOBAL}`,
    ),
    rows: [
      [TO_HOST, false, '', 'inspections exclude one another'],
      ['tcp 203.0.113.9 -> 192.168.1.1:80 on outside', false, '', 'tcp/80 is not'],
    ],
  },
  {
    name: 'an inspection of udp or icmp takes no tcp flow; by class it leaves none to the classes behind it',
    text: asa(
      '9.1(5)',
      `class-map ALL
 match any
${DEFAULT_CLASS}policy-map global_policy
 class ALL
  inspect icmp
 class inspection_default
  inspect esmtp
${GLOBAL}`,
    ),
    rows: [
      [TO_HOST, 'unknown', 'inspection_default', 'no inspection of tcp/25 in this class'],
      [TO_HOST, 'unknown', 'inspection_default', 'has other inspections (inspect icmp)'],
    ],
  },
  {
    name: 'an inspection that can stand beside another may take the flow or leave it',
    text: asa(
      '9.1(5)',
      `class-map ALL
 match any
${DEFAULT_CLASS}policy-map global_policy
 class ALL
  inspect im
 class inspection_default
  inspect esmtp
${GLOBAL}`,
    ),
    rows: [
      [TO_HOST, 'unknown', 'inspection_default', 'may take the flow'],
      ['tcp 203.0.113.9 -> 192.168.1.1:80 on outside', false, '', 'no inspection of tcp/80'],
    ],
  },
  {
    name: 'several inspections in a class that names the traffic itself',
    text: asa('9.1(5)', classOf('any').replace('  inspect esmtp', '  inspect ftp\n  inspect esmtp')),
    rows: [
      [TO_HOST, 'unknown', 'MAIL', 'takes several'],
      ['tcp 203.0.113.9 -> 192.168.1.1:21 on outside', 'unknown', 'MAIL', 'takes several'],
    ],
  },
  {
    name: 'match any: every port',
    text: asa('9.1(5)', classOf('any')),
    rows: [
      [TO_HOST, true, 'MAIL', 'takes all traffic'],
      ['tcp 203.0.113.9 -> 192.168.1.1:587 on outside', true, 'MAIL', 'takes all traffic'],
      ['tcp 2001:db8::9 -> [2001:db8:1::25]:25 on outside', true, 'MAIL', 'takes all traffic'],
    ],
  },
  {
    name: 'match port: one, a range, and udp',
    text: asa(
      '9.1(5)',
      `class-map UDP
 match port udp eq 25
class-map SUBMISSION
 match port tcp eq 587
class-map RANGE
 match port tcp range 2500 2600
policy-map global_policy
 class UDP
  inspect esmtp
 class SUBMISSION
  inspect esmtp
 class RANGE
  inspect esmtp
${GLOBAL}`,
    ),
    rows: [
      [TO_HOST, false, '', 'takes udp, not tcp'],
      ['tcp 203.0.113.9 -> 192.168.1.1:587 on outside', true, 'SUBMISSION', 'tcp/587 is'],
      ['tcp 203.0.113.9 -> 192.168.1.1:2500 on outside', true, 'RANGE', 'tcp/2500 is'],
      ['tcp 203.0.113.9 -> 192.168.1.1:2600 on outside', true, 'RANGE', 'tcp/2600 is'],
      ['tcp 203.0.113.9 -> 192.168.1.1:2601 on outside', false, '', 'tcp/2601 is not'],
      ['tcp 203.0.113.9 -> 192.168.1.1:2499 on outside', false, '', 'tcp/2499 is not'],
    ],
  },
  {
    name: 'class-default takes what no class before it took',
    text: asa(
      '9.1(5)',
      `class-map WEB
 match port tcp eq www
policy-map global_policy
 class WEB
  inspect http
 class class-default
  inspect esmtp
${GLOBAL}`,
    ),
    rows: [
      [TO_HOST, true, 'class-default', 'class-default takes all traffic'],
      ['tcp 203.0.113.9 -> 192.168.1.1:80 on outside', false, '', 'inspections exclude one another'],
    ],
  },
  {
    name: 'ACL with deny: form b, exempt one host in both directions',
    text: asa(
      '9.1(5)',
      `access-list ESMTP_INSPECT extended deny tcp host 192.168.1.1 any eq smtp
access-list ESMTP_INSPECT extended deny tcp any host 192.168.1.1 eq smtp
access-list ESMTP_INSPECT extended permit tcp any any eq smtp
class-map ESMTP_INSPECT
 match access-list ESMTP_INSPECT
${DEFAULT_CLASS}policy-map global_policy
 class inspection_default
  inspect dns
  inspect ftp
 class ESMTP_INSPECT
  inspect esmtp
${GLOBAL}`,
    ),
    rows: [
      [TO_HOST, false, '', 'deny: the flow is not in this class'],
      [FROM_HOST, false, '', 'deny: the flow is not in this class'],
      [TO_OTHER, 'unknown', 'ESMTP_INSPECT', 'permit: the flow is in this class'],
      ['tcp 192.168.1.2 -> 203.0.113.9:25 on inside', 'unknown', 'ESMTP_INSPECT', 'permit'],
      ['tcp 203.0.113.9 -> 192.168.1.2:587 on outside', false, '', 'no line of access-list ESMTP_INSPECT takes the flow'],
    ],
  },
  {
    name: 'a class of mail before the one of other inspections is used however the documents are read',
    text: asa(
      '9.1(5)',
      `access-list A extended permit tcp any any eq smtp
class-map A
 match access-list A
${DEFAULT_CLASS}policy-map global_policy
 class A
  inspect esmtp
 class inspection_default
  inspect dns
  inspect ftp
${GLOBAL}`,
    ),
    rows: [[TO_HOST, true, 'A', 'permit: the flow is in this class']],
  },
  {
    name: 'a port that is no default port is not disputed',
    text: asa(
      '9.1(5)',
      `class-map SUBMISSION
 match port tcp eq 587
${DEFAULT_CLASS}policy-map global_policy
 class inspection_default
  inspect ftp
 class SUBMISSION
  inspect esmtp
${GLOBAL}`,
    ),
    rows: [['tcp 203.0.113.9 -> 192.168.1.1:587 on outside', true, 'SUBMISSION', 'is the port that the class map names']],
  },
  {
    name: 'policies are told apart inspection by inspection: default ports that the one of an interface leaves alone are the global one’s',
    text: asa(
      '9.1(5)',
      `${FACTORY}policy-map DMZ
 class inspection_default
  inspect ftp
service-policy DMZ interface dmz
`,
    ),
    rows: [['tcp 192.0.2.25 -> 203.0.113.9:25 on dmz', true, 'inspection_default', 'the global policy']],
  },
  {
    name: 'a class of an interface that names mail and inspects something else has it, if a flow is taken class by class',
    text: asa(
      '9.1(5)',
      `${FACTORY}access-list A extended permit tcp any any eq smtp
class-map A
 match access-list A
policy-map DMZ
 class A
  inspect snmp
service-policy DMZ interface dmz
`,
    ),
    rows: [['tcp 192.0.2.25 -> 203.0.113.9:25 on dmz', 'unknown', 'inspection_default', 'has other inspections (inspect snmp)']],
  },
  {
    name: 'tcp state bypass: nothing is inspected, wherever the class stands; a tcp-map is none',
    text: asa(
      '9.1(5)',
      `access-list BY extended permit tcp any host 192.168.1.1 eq smtp
access-list NORM extended permit tcp any host 192.168.1.2 eq smtp
tcp-map tcp-state
class-map BYPASS
 match access-list BY
class-map NORM
 match access-list NORM
${DEFAULT_CLASS}policy-map global_policy
 class inspection_default
  inspect esmtp
 class BYPASS
  set connection advanced-options tcp-state-bypass
 class NORM
  set connection advanced-options tcp-state
policy-map DMZ
 class class-default
  set conn adv TCP-STATE-BYPASS
service-policy DMZ interface dmz
${GLOBAL}`,
    ),
    rows: [
      [TO_HOST, false, '', 'set connection advanced-options tcp-state-bypass: tcp state bypass: no inspection is applied'],
      [TO_OTHER, true, 'inspection_default', 'its default port'],
      [FROM_HOST, true, 'inspection_default', 'its default port'],
      ['tcp 192.0.2.25 -> 203.0.113.9:25 on dmz', false, '', 'set conn adv TCP-STATE-BYPASS: tcp state bypass'],
    ],
  },
  {
    name: 'deny means the next class is tried',
    text: asa(
      '9.1(5)',
      `access-list A extended deny tcp any host 192.168.1.1 eq smtp
access-list A extended permit tcp any any eq smtp
class-map A
 match access-list A
${DEFAULT_CLASS}policy-map global_policy
 class A
  inspect esmtp
 class inspection_default
  inspect esmtp
${GLOBAL}`,
    ),
    rows: [
      [TO_HOST, true, 'inspection_default', 'a later class may take it'],
      [TO_OTHER, true, 'A', 'permit'],
    ],
  },
  {
    name: 'form c: match access-list beside match default-inspection-traffic; ports and protocols of the ACL are ignored',
    text: asa(
      '9.1(5)',
      `access-list NOT_MAIL extended deny ip any host 192.168.1.1
access-list NOT_MAIL extended deny udp host 192.168.1.1 any eq 53
access-list NOT_MAIL extended permit tcp any any eq 80
class-map inspection_default
 match default-inspection-traffic
 match access-list NOT_MAIL
policy-map global_policy
 class inspection_default
  inspect dns
  inspect esmtp
${GLOBAL}`,
    ),
    rows: [
      [TO_HOST, false, '', 'deny'],
      [FROM_HOST, false, '', 'deny'],
      [TO_OTHER, true, 'inspection_default', 'permit'],
      ['tcp 203.0.113.9 -> 192.168.1.2:80 on outside', false, '', 'no inspection of tcp/80'],
    ],
  },
  {
    name: 'match-any and match-all',
    text: asa(
      '9.1(5)',
      `class-map match-any EITHER
 match port tcp eq 2525
 match port tcp eq 25
class-map match-all BOTH
 match port tcp eq 587
 match dscp ef
policy-map global_policy
 class EITHER
  inspect esmtp
 class BOTH
  inspect esmtp
${GLOBAL}`,
    ),
    rows: [
      [TO_HOST, true, 'EITHER', 'tcp/25 is'],
      ['tcp 203.0.113.9 -> 192.168.1.1:2525 on outside', true, 'EITHER', 'tcp/2525 is'],
      ['tcp 203.0.113.9 -> 192.168.1.1:587 on outside', 'unknown', 'BOTH', 'match dscp depends on more'],
      ['tcp 203.0.113.9 -> 192.168.1.1:588 on outside', 'unknown', 'BOTH', 'tcp/588 is not'],
    ],
  },
  {
    name: 'match address is rejected: the class takes nothing',
    text: asa(
      '9.1(5)',
      `access-list A extended permit tcp any any eq smtp
class-map A
 match address A
${DEFAULT_CLASS}policy-map global_policy
 class A
  inspect http
 class inspection_default
  inspect esmtp
${GLOBAL}`,
    ),
    rows: [[TO_HOST, true, 'inspection_default', 'match address belongs to crypto maps']],
  },
  {
    name: 'a class map without a match takes nothing',
    text: asa('9.1(5)', `class-map EMPTY\npolicy-map global_policy\n class EMPTY\n  inspect esmtp\n${GLOBAL}`),
    rows: [[TO_HOST, false, '', 'has no match']],
  },
  {
    name: 'addresses of an ACL: hosts, netmasks, ranges and any by family',
    text: asa(
      '9.1(5)',
      classOf(
        'access-list A',
        `object network RANGE
 range 192.168.1.10 192.168.1.20
access-list A extended deny tcp any4 192.168.1.64 255.255.255.192 eq smtp
access-list A extended permit tcp any4 192.168.1.0 255.255.255.128 eq smtp
access-list A extended permit tcp any object RANGE eq 2525
access-list A extended permit tcp any6 host 2001:db8::25 eq smtp
access-list A extended permit tcp 2001:db8:1::/48 2001:db8:2::/64 eq smtp
`,
      ),
    ),
    rows: [
      ['tcp 203.0.113.9 -> 192.168.1.63:25 on outside', true, 'MAIL', 'permit'],
      ['tcp 203.0.113.9 -> 192.168.1.64:25 on outside', false, '', 'deny'],
      ['tcp 203.0.113.9 -> 192.168.1.127:25 on outside', false, '', 'deny'],
      ['tcp 203.0.113.9 -> 192.168.1.128:25 on outside', false, '', 'no line of access-list A'],
      ['tcp 203.0.113.9 -> 192.168.1.9:2525 on outside', false, '', 'no line of access-list A'],
      ['tcp 203.0.113.9 -> 192.168.1.10:2525 on outside', true, 'MAIL', '192.168.1.10 is in object RANGE'],
      ['tcp 203.0.113.9 -> 192.168.1.20:2525 on outside', true, 'MAIL', 'permit'],
      ['tcp 203.0.113.9 -> 192.168.1.21:2525 on outside', false, '', 'no line of access-list A'],
      ['tcp 2001:db8::9 -> [2001:db8::25]:25 on outside', true, 'MAIL', 'permit'],
      ['tcp 2001:db8::9 -> [2001:db8::26]:25 on outside', false, '', 'no line of access-list A'],
      ['tcp 2001:db8:1:7::1 -> [2001:db8:2::1]:25 on outside', true, 'MAIL', 'permit'],
      ['tcp 2001:db8:3::1 -> [2001:db8:2::1]:25 on outside', false, '', 'no line of access-list A'],
    ],
  },
  {
    name: 'any before 9.0 means IPv4',
    text: asa('8.4(2)', classOf('access-list A', 'access-list A extended permit tcp any any eq smtp\n')),
    rows: [
      [TO_HOST, true, 'MAIL', 'permit'],
      ['tcp 2001:db8::9 -> [2001:db8::25]:25 on outside', false, '', 'no line of access-list A'],
    ],
  },
  {
    name: 'any from 9.0 on means both families',
    text: asa('9.0(1)', classOf('access-list A', 'access-list A extended permit tcp any any eq smtp\n')),
    rows: [['tcp 2001:db8::9 -> [2001:db8::25]:25 on outside', true, 'MAIL', 'permit']],
  },
  {
    name: 'port operators, of the destination and of the source',
    text: asa(
      '9.1(5)',
      classOf(
        'access-list A',
        `access-list A extended deny tcp any any gt 9000
access-list A extended permit tcp any any gt 8999
access-list A extended permit tcp any any lt 10
access-list A extended permit tcp any any range 24 26
access-list A extended permit tcp any eq 4000 any eq 587
access-list A extended permit tcp any host 192.168.1.9 neq 100
`,
      ),
    ),
    rows: [
      [TO_HOST, true, 'MAIL', 'permit'],
      ['tcp 203.0.113.9 -> 192.168.1.1:24 on outside', true, 'MAIL', 'permit'],
      ['tcp 203.0.113.9 -> 192.168.1.1:27 on outside', false, '', 'no line of access-list A'],
      ['tcp 203.0.113.9 -> 192.168.1.1:9 on outside', true, 'MAIL', 'permit'],
      ['tcp 203.0.113.9 -> 192.168.1.1:10 on outside', false, '', 'no line of access-list A'],
      ['tcp 203.0.113.9 -> 192.168.1.1:9000 on outside', true, 'MAIL', 'permit'],
      ['tcp 203.0.113.9 -> 192.168.1.1:9001 on outside', false, '', 'deny'],
      ['tcp 203.0.113.9:4000 -> 192.168.1.1:587 on outside', true, 'MAIL', 'permit'],
      ['tcp 203.0.113.9:4001 -> 192.168.1.1:587 on outside', false, '', 'no line of access-list A'],
      ['tcp 203.0.113.9 -> 192.168.1.1:587 on outside', 'unknown', 'MAIL', 'another source port'],
      ['tcp 203.0.113.9 -> 192.168.1.9:100 on outside', false, '', 'no line of access-list A'],
      ['tcp 203.0.113.9 -> 192.168.1.9:101 on outside', true, 'MAIL', 'permit'],
    ],
  },
  {
    name: 'objects and groups of every kind, nested, and in the place of the protocol',
    text: asa(
      '9.1(5)',
      classOf(
        'access-list A',
        `names
name 192.168.1.5 relay
object network ESA
 host 192.168.1.1
object-group network INNER
 network-object object ESA
object-group network MAILHOSTS
 network-object host relay
 network-object 192.0.2.0 255.255.255.0
 group-object INNER
object-group service SMTP_PORTS tcp
 port-object eq smtp
 port-object range 2525 2526
object-group service MAIL_SERVICES
 service-object tcp destination eq 587
 service-object udp destination eq 465
object service SUBMISSIONS
 service tcp destination eq 465
object-group protocol TCP_ONLY
 protocol-object tcp
access-list A extended permit tcp any object-group MAILHOSTS object-group SMTP_PORTS
access-list A extended permit object-group MAIL_SERVICES any host 192.168.1.77
access-list A extended permit object SUBMISSIONS any host 192.168.1.78
access-list A extended permit object-group TCP_ONLY any host 192.168.1.79 eq 25
access-list A extended permit udp any any
`,
      ),
    ),
    rows: [
      [TO_HOST, true, 'MAIL', '192.168.1.1 is in object-group MAILHOSTS'],
      ['tcp 203.0.113.9 -> 192.168.1.5:25 on outside', true, 'MAIL', '192.168.1.5 is in object-group MAILHOSTS'],
      ['tcp 203.0.113.9 -> 192.0.2.200:2526 on outside', true, 'MAIL', 'permit'],
      ['tcp 203.0.113.9 -> 192.0.2.200:2527 on outside', false, '', 'no line of access-list A'],
      [TO_OTHER, false, '', 'no line of access-list A'],
      ['tcp 203.0.113.9 -> 192.168.1.77:587 on outside', true, 'MAIL', 'permit'],
      ['tcp 203.0.113.9 -> 192.168.1.77:465 on outside', false, '', 'no line of access-list A'],
      ['tcp 203.0.113.9 -> 192.168.1.78:465 on outside', true, 'MAIL', 'permit'],
      ['tcp 203.0.113.9 -> 192.168.1.79:25 on outside', true, 'MAIL', 'permit'],
      ['tcp 203.0.113.9 -> 192.168.1.79:26 on outside', false, '', 'no line of access-list A'],
    ],
  },
  {
    name: 'entries that are not in force, or perhaps',
    text: asa(
      '9.1(5)',
      classOf(
        'access-list A',
        `time-range NIGHT
 periodic daily 22:00 to 6:00
time-range OVER
 absolute start 00:00 1 January 2004 end 00:00 1 February 2004
access-list A extended deny tcp any host 192.168.1.1 eq smtp inactive
access-list A extended deny tcp any host 192.168.1.2 eq smtp time-range NIGHT
access-list A extended deny tcp any host 192.168.1.3 eq smtp time-range OVER
access-list A extended permit tcp any any eq 587 time-range NIGHT
access-list A extended permit tcp any any eq smtp
`,
      ),
    ),
    rows: [
      [TO_HOST, true, 'MAIL', 'permit'],
      [TO_OTHER, 'unknown', 'MAIL', 'time-range NIGHT'],
      ['tcp 203.0.113.9 -> 192.168.1.3:25 on outside', true, 'MAIL', 'permit'],
      ['tcp 203.0.113.9 -> 192.168.1.3:587 on outside', 'unknown', 'MAIL', 'depends on the clock'],
      ['tcp 203.0.113.9 -> 192.168.1.3:588 on outside', false, '', 'no line of access-list A'],
    ],
  },
  {
    name: 'time ranges that hold today, or do not',
    text: asa(
      '9.1(5)',
      classOf(
        'access-list A',
        `time-range FUTURE
 absolute start 00:00 01 January 2999
time-range LONG
 absolute start 00:00 01 January 2001
time-range LONG_AND_NIGHTS
 absolute start 00:00 01 January 2001
 periodic daily 22:00 to 6:00
time-range ALWAYS
 periodic daily 22:00 to 6:00
 absolute end 00:00 01 January 2004
 no periodic daily 22:00 to 6:00
 no absolute
access-list A extended permit tcp any host 192.168.1.1 eq smtp time-range FUTURE
access-list A extended permit tcp any host 192.168.1.2 eq smtp time-range LONG
access-list A extended permit tcp any host 192.168.1.3 eq smtp time-range LONG_AND_NIGHTS
access-list A extended permit tcp any host 192.168.1.4 eq smtp time-range ALWAYS
`,
      ),
    ),
    rows: [
      [TO_HOST, false, '', 'no line of access-list A'],
      [TO_OTHER, true, 'MAIL', 'permit'],
      ['tcp 203.0.113.9 -> 192.168.1.3:25 on outside', 'unknown', 'MAIL', 'depends on the clock'],
      ['tcp 203.0.113.9 -> 192.168.1.4:25 on outside', true, 'MAIL', 'permit'],
    ],
  },
  {
    name: 'a wildcard mask is no netmask, and a host name can have one family only',
    text: asa(
      '9.1(5)',
      classOf(
        'access-list A',
        `object network CLOUD
 fqdn v6 mail.example.com
access-list A extended deny tcp any object CLOUD eq smtp
access-list A extended deny tcp any 192.168.1.0 0.0.0.255 eq 2525
access-list A extended permit tcp any any
`,
      ),
    ),
    rows: [
      [TO_HOST, true, 'MAIL', 'permit'],
      ['tcp 2001:db8::9 -> [2001:db8::25]:25', 'unknown', 'MAIL', 'mail.example.com is a host name'],
      ['tcp 203.0.113.9 -> 192.168.1.1:2525 on outside', 'unknown', 'MAIL', '0.0.0.255 is no netmask'],
    ],
  },
  {
    name: 'what the file cannot tell: host names, users',
    text: asa(
      '9.1(5)',
      classOf(
        'access-list A',
        `object network CLOUD
 fqdn mail.example.com
object network NOTHING
access-list A extended permit tcp any host 192.168.1.1 eq smtp
access-list A extended deny tcp any object CLOUD eq smtp
access-list A extended deny tcp user EXAMPLE\\alice any any eq 587
access-list A extended permit tcp any any eq smtp
access-list A extended permit tcp any any eq 587
access-list A extended permit tcp any object NOTHING eq 2525
`,
      ),
    ),
    rows: [
      [TO_HOST, true, 'MAIL', 'permit'],
      [TO_OTHER, 'unknown', 'MAIL', 'mail.example.com is a host name'],
      ['tcp 203.0.113.9 -> 192.168.1.1:587 on outside', 'unknown', 'MAIL', 'users or security groups'],
      ['tcp 203.0.113.9 -> 192.168.1.1:2525 on outside', 'unknown', 'MAIL', 'object NOTHING has no address'],
    ],
  },
  {
    name: 'an uncertain entry that says what the next one says changes nothing',
    text: asa(
      '9.1(5)',
      classOf(
        'access-list A',
        `object network CLOUD
 fqdn mail.example.com
access-list A extended permit tcp any object CLOUD eq smtp
access-list A extended permit tcp any any eq smtp
`,
      ),
    ),
    rows: [[TO_HOST, true, 'MAIL', 'permit']],
  },
  {
    name: 'names that are not defined',
    text: asa(
      '9.1(5)',
      `class-map GONE_ACL
 match access-list GONE
access-list G extended permit tcp any object-group GONE eq smtp
class-map GONE_GROUP
 match access-list G
policy-map outside_policy
 class GONE_ACL
  inspect esmtp
policy-map inside_policy
 class GONE_GROUP
  inspect esmtp
policy-map dmz_policy
 class GONE_CLASS
  inspect esmtp
service-policy outside_policy interface outside
service-policy inside_policy interface inside
service-policy dmz_policy interface dmz
`,
    ),
    rows: [
      ['tcp 203.0.113.9 -> 198.51.100.7:25 on outside', 'unknown', 'GONE_ACL', 'access-list GONE is not defined'],
      ['tcp 192.168.1.1 -> 192.168.1.2:25 on inside', 'unknown', 'GONE_GROUP', 'object-group GONE is not defined'],
      ['tcp 192.0.2.1 -> 192.0.2.2:25 on dmz', 'unknown', 'GONE_CLASS', 'class-map GONE_CLASS is not defined'],
    ],
  },
  {
    name: 'a bare address: the device rejects the line',
    text: asa(
      '9.1(5)',
      classOf(
        'access-list A',
        `access-list A extended deny ip any 192.168.1.1
access-list A extended permit tcp any any eq smtp
`,
      ),
    ),
    rows: [[TO_HOST, true, 'MAIL', 'permit']],
  },
  {
    name: 'lines by number, and lines taken back',
    text: asa(
      '9.1(5)',
      classOf(
        'access-list A',
        `access-list A extended permit tcp any any eq smtp
access-list A line 1 extended deny tcp any host 192.168.1.1 eq smtp
access-list A extended deny tcp any any eq 2525
no access-list A extended deny tcp any any eq 2525
access-list A extended permit tcp any any eq 2525
`,
      ),
    ),
    rows: [
      [TO_HOST, false, '', 'deny'],
      [TO_OTHER, true, 'MAIL', 'permit'],
      ['tcp 203.0.113.9 -> 192.168.1.1:2525 on outside', true, 'MAIL', 'permit'],
    ],
  },
  {
    name: 'an address in the nat line of an object is as large as the object',
    text: asa(
      '9.1(5)',
      classOf(
        'access-list A',
        `object network NET
 subnet 192.168.1.0 255.255.255.0
 nat (inside,outside) static 203.0.113.0
object network RANGE
 range 192.0.2.10 192.0.2.13
 nat (dmz,outside) static 198.51.100.40
access-list A extended deny tcp any host 192.168.1.1 eq smtp
access-list A extended deny tcp any host 192.0.2.13 eq smtp
access-list A extended permit tcp any any eq smtp
`,
      ),
    ),
    rows: [
      ['tcp 8.8.8.8 -> 203.0.113.1:25 on outside', false, '', '203.0.113.1 is matched as 192.168.1.1'],
      ['tcp 8.8.8.8 -> 203.0.113.2:25 on outside', true, 'MAIL', '203.0.113.2 is matched as 192.168.1.2'],
      ['tcp 8.8.8.8 -> 198.51.100.43:25 on outside', false, '', '198.51.100.43 is matched as 192.0.2.13'],
      ['tcp 8.8.8.8 -> 198.51.100.44:25 on outside', true, 'MAIL', 'permit'],
    ],
  },
  {
    name: '8.3 and later: ACLs name real addresses; object NAT',
    text: asa(
      '9.1(5)',
      classOf(
        'access-list A',
        `object network ESA
 host 192.168.1.1
 nat (inside,outside) static 198.51.100.25
object network NET
 subnet 192.0.2.0 255.255.255.0
 nat (dmz,outside) static 198.51.100.128 net-to-net
access-list A extended deny tcp any host 192.168.1.1 eq smtp
access-list A extended deny tcp any host 198.51.100.99 eq smtp
access-list A extended permit tcp any any eq smtp
`,
      ),
    ),
    rows: [
      [TO_HOST, false, '', 'deny'],
      ['tcp 203.0.113.9 -> 198.51.100.25:25 on outside', false, '', '198.51.100.25 is matched as 192.168.1.1'],
      ['tcp 192.0.2.5 -> 198.51.100.25:25 on dmz', true, 'MAIL', 'permit'],
      ['tcp 203.0.113.9 -> 198.51.100.26:25 on outside', true, 'MAIL', 'permit'],
    ],
  },
  {
    name: 'an exemption that names the mapped address does nothing from 8.3 on',
    text: asa(
      '8.4(2)',
      classOf(
        'access-list A',
        `object network ESA
 host 192.168.1.1
 nat (inside,outside) static 198.51.100.25
access-list A extended deny tcp any host 198.51.100.25 eq smtp
access-list A extended permit tcp any any eq smtp
`,
      ),
    ),
    rows: [['tcp 203.0.113.9 -> 198.51.100.25:25 on outside', true, 'MAIL', 'matched as 192.168.1.1']],
  },
  {
    name: 'before 8.3: ACLs name mapped addresses; static',
    text: asa(
      '8.2(5)',
      classOf(
        'access-list A',
        `static (inside,outside) 198.51.100.25 192.168.1.1 netmask 255.255.255.255
access-list A extended deny tcp any host 198.51.100.25 eq smtp
access-list A extended permit tcp any any eq smtp
`,
      ),
    ),
    rows: [
      ['tcp 203.0.113.9 -> 198.51.100.25:25 on outside', false, '', 'deny'],
      [TO_HOST, false, '', '192.168.1.1 is matched as 198.51.100.25: before 8.3'],
      [TO_OTHER, true, 'MAIL', 'permit'],
      [FROM_HOST, true, 'MAIL', 'permit'],
    ],
  },
  {
    name: 'before 8.3: the policy of the egress interface sees the mapped source',
    text: asa(
      '8.2(5)',
      classOf(
        'access-list A',
        `static (inside,outside) 198.51.100.25 192.168.1.1 netmask 255.255.255.255
access-list A extended deny tcp host 198.51.100.25 any eq smtp
access-list A extended permit tcp any any eq smtp
`,
      ).replace(GLOBAL, 'service-policy global_policy interface outside\n'),
    ),
    rows: [
      [FROM_HOST, false, '', '192.168.1.1 is matched as 198.51.100.25'],
      ['tcp 192.168.1.2 -> 203.0.113.9:25 on inside', true, 'MAIL', 'permit'],
    ],
  },
  {
    name: 'before 8.3: a host hidden behind the address of the egress interface is still one of any',
    text: asa(
      '8.2(5)',
      classOf(
        'access-list A',
        `nat (inside) 1 0 0
nat (inside) 0 192.0.2.64 255.255.255.192
nat (dmz) 2 0 0
global (outside) 1 interface
global (outside) 1 198.51.100.8-198.51.100.11
access-list A extended deny tcp host 203.0.113.77 any eq smtp
access-list A extended deny tcp host 198.51.100.9 host 203.0.113.10 eq smtp
access-list A extended deny tcp host 192.0.2.65 host 203.0.113.11 eq smtp
access-list A extended permit tcp any any eq smtp
`,
      ).replace(GLOBAL, 'service-policy global_policy interface outside\n'),
    ),
    rows: [
      [FROM_HOST, true, 'MAIL', '192.168.1.1 may be matched as an address that cannot be told, of 198.51.100.1, 198.51.100.8/30'],
      ['tcp 192.168.1.1 -> 203.0.113.10:25 on inside', 'unknown', 'MAIL', 'deny'],
      ['tcp 192.0.2.65 -> 203.0.113.11:25 on inside', false, '', 'deny'],
      ['tcp 192.0.2.1 -> 203.0.113.10:25 on dmz', true, 'MAIL', 'permit'],
    ],
  },
  {
    name: 'groups of several addresses, translated: any that one becomes is in the list, or none',
    text: asa(
      '9.1(5)',
      classOf(
        'access-list A',
        `object-group network REAL
 network-object host 192.168.1.1
 network-object host 192.168.1.7
object-group network SHOWN
 network-object host 198.51.100.5
 network-object host 198.51.100.9
nat (inside,outside) source static REAL SHOWN
access-list A extended deny tcp host 203.0.113.10 host 192.168.1.7 eq smtp
access-list A extended deny tcp any host 192.168.1.8 eq smtp
access-list A extended deny tcp host 203.0.113.11 object-group REAL eq smtp
access-list A extended permit tcp any4 any4 eq smtp
`,
      ),
    ),
    rows: [
      ['tcp 203.0.113.9 -> 198.51.100.5:25 on outside', true, 'MAIL', 'permit'],
      ['tcp 203.0.113.10 -> 198.51.100.5:25 on outside', 'unknown', 'MAIL', 'cannot be told'],
      ['tcp 203.0.113.11 -> 198.51.100.5:25 on outside', false, '', 'deny'],
    ],
  },
  {
    name: 'the address of the mapped interface is not in the file',
    text: asa(
      '9.1(5)',
      classOf(
        'access-list A',
        `object network ESA
 host 192.168.1.1
 nat (inside,outside) static interface service tcp smtp smtp
access-list A extended deny tcp any host 192.168.1.1 eq smtp
access-list A extended permit tcp any any eq smtp
`,
      ),
      `${INTERFACES.replace('ip address 198.51.100.1 255.255.255.0', 'ip address dhcp setroute')}`,
    ),
    rows: [
      [TO_HOST, false, '', 'deny'],
      ['tcp 203.0.113.9 -> 198.51.100.25:25 on outside', 'unknown', 'MAIL', '198.51.100.25 may be matched as 192.168.1.1'],
      ['tcp 203.0.113.9 -> 198.51.100.25:26 on outside', false, '', 'no line of access-list A'],
      ['tcp 192.168.1.2 -> 198.51.100.25:25 on inside', true, 'MAIL', 'permit'],
    ],
  },
  {
    name: 'before 8.3: an access-list tells whom nat hides, and from whom',
    text: asa(
      '8.2(5)',
      classOf(
        'access-list A',
        `access-list PARTNERS extended permit ip host 192.168.1.1 203.0.113.0 255.255.255.0
nat (inside) 2 access-list PARTNERS
global (outside) 2 198.51.100.5
access-list A extended permit tcp host 192.168.1.1 any eq smtp
`,
      ).replace(GLOBAL, 'service-policy global_policy interface outside\n'),
    ),
    rows: [
      [FROM_HOST, 'unknown', 'MAIL', '192.168.1.1 may be matched as 198.51.100.5'],
      ['tcp 192.168.1.1 -> 198.51.100.77:25 on inside', true, 'MAIL', 'permit'],
      ['tcp 192.168.1.2 -> 203.0.113.9:25 on inside', false, '', 'no line of access-list A'],
    ],
  },
  {
    name: 'before 8.3: an access-list exempts from every other translation',
    text: asa(
      '8.2(5)',
      classOf(
        'access-list A',
        `access-list NONAT extended permit ip host 192.168.1.1 10.0.0.0 255.0.0.0
access-list DOUBT extended deny ip host 192.168.1.2 host 10.1.1.1
access-list DOUBT extended permit ip host 192.168.1.2 10.0.0.0 255.0.0.0
nat (inside) 1 0 0
global (outside) 1 interface
static (inside,outside) 198.51.100.5 192.168.1.1 netmask 255.255.255.255
static (inside,outside) 198.51.100.6 192.168.1.2 netmask 255.255.255.255
nat (inside) 0 access-list NONAT
nat (inside) 0 access-list DOUBT
access-list A extended permit tcp host 192.168.1.1 any eq smtp
access-list A extended permit tcp any host 192.168.1.1 eq smtp
access-list A extended permit tcp host 198.51.100.6 any eq smtp
`,
      ).replace(GLOBAL, 'service-policy global_policy interface outside\n'),
    ),
    rows: [
      [FROM_HOST, false, '', '192.168.1.1 is matched as 198.51.100.5'],
      ['tcp 192.168.1.1 -> 10.1.1.1:25 on inside', true, 'MAIL', 'permit'],
      ['tcp 10.1.1.1 -> 192.168.1.1:25 on outside', true, 'MAIL', 'permit'],
      ['tcp 192.168.1.2 -> 203.0.113.9:25 on inside', true, 'MAIL', '192.168.1.2 is matched as 198.51.100.6'],
      ['tcp 192.168.1.2 -> 10.1.1.2:25 on inside', 'unknown', 'MAIL', 'may be matched as 192.168.1.2'],
    ],
  },
  {
    name: 'before 8.3: an access-list tells whom static shows, and to whom',
    text: asa(
      '8.2(5)',
      classOf(
        'access-list A',
        `access-list PARTNERS extended permit ip 192.168.1.0 255.255.255.240 203.0.113.0 255.255.255.0
static (inside,outside) 198.51.100.16 access-list PARTNERS
access-list A extended permit tcp host 198.51.100.17 any eq smtp
`,
      ).replace(GLOBAL, 'service-policy global_policy interface outside\n'),
    ),
    rows: [
      [FROM_HOST, true, 'MAIL', '192.168.1.1 is matched as 198.51.100.17'],
      ['tcp 192.168.1.1 -> 198.51.100.77:25 on inside', false, '', 'no line of access-list A'],
    ],
  },
  {
    name: 'before 8.3: a published port does not hide what its host opens',
    text: asa(
      '8.2(5)',
      classOf(
        'access-list A',
        `static (inside,outside) tcp interface smtp 192.168.1.1 smtp netmask 255.255.255.255
static (inside,outside) tcp interface 3389 192.168.1.1 3389 netmask 255.255.255.255
access-list A extended permit tcp host 192.168.1.1 host 203.0.113.9 eq smtp
`,
      ).replace(GLOBAL, 'service-policy global_policy interface outside\n'),
    ),
    rows: [[FROM_HOST, true, 'MAIL', 'permit']],
  },
  {
    name: 'no flow enters by an interface that is shut down',
    text: asa('9.1(5)', FACTORY, INTERFACES.replace(' nameif dmz\n', ' nameif dmz\n shutdown\n') + DEFAULT_ROUTE),
    rows: [
      ['tcp 192.0.2.7 -> 192.168.1.1:25 on dmz', false, '', 'shutdown: interface dmz is shut down'],
      ['tcp 192.0.2.7 -> 192.168.1.1:25 on dmz', false, '', 'nothing enters by an interface that is shut down: not inspected'],
      [TO_HOST, true, 'inspection_default', 'first matching class'],
    ],
  },
  {
    name: 'a default route that comes with the address',
    text: asa('9.1(5)', FACTORY, INTERFACES.replace('ip address 198.51.100.1 255.255.255.0', 'ip address dhcp setroute')),
    rows: [
      ['tcp 203.0.113.9 -> 192.168.1.1:25', true, 'inspection_default', 'the flow enters on outside: it has the default route'],
      ['tcp 192.168.1.1 -> 203.0.113.9:25', true, 'inspection_default', 'the flow enters on inside: its network'],
    ],
  },
  {
    name: 'a port that a translation changes',
    text: asa(
      '9.1(5)',
      `object network ESA
 host 192.168.1.1
 nat (inside,outside) static 198.51.100.25 service tcp smtp 2525
${FACTORY}`,
    ),
    rows: [
      ['tcp 203.0.113.9 -> 198.51.100.25:2525 on outside', true, 'inspection_default', 'port 2525 to 25'],
      ['tcp 203.0.113.9 -> 198.51.100.25:25 on outside', true, 'inspection_default', 'default port'],
      ['tcp 203.0.113.9 -> 198.51.100.26:2525 on outside', false, '', 'no inspection of tcp/2525'],
    ],
  },
  {
    name: 'twice NAT',
    text: asa(
      '9.1(5)',
      classOf(
        'access-list A',
        `object network REAL
 host 192.168.1.1
object network MAPPED
 host 198.51.100.25
object network REAL2
 host 192.168.1.2
object network MAPPED2
 host 198.51.100.26
object network PARTNER
 host 203.0.113.9
nat (inside,outside) source static REAL MAPPED
nat (inside,outside) source static REAL2 MAPPED2 destination static PARTNER PARTNER
access-list A extended deny tcp any host 192.168.1.1 eq smtp
access-list A extended deny tcp any host 192.168.1.2 eq smtp
access-list A extended permit tcp any any eq smtp
`,
      ),
    ),
    rows: [
      ['tcp 203.0.113.9 -> 198.51.100.25:25 on outside', false, '', 'matched as 192.168.1.1'],
      ['tcp 203.0.113.9 -> 198.51.100.26:25 on outside', false, '', 'matched as 192.168.1.2'],
      ['tcp 203.0.113.10 -> 198.51.100.26:25 on outside', true, 'MAIL', 'permit'],
      ['tcp 203.0.113.9 -> 198.51.100.27:25 on outside', true, 'MAIL', 'permit'],
    ],
  },
  {
    name: 'twice NAT holds for its peer; others meet the translation behind it',
    text: asa(
      '9.1(5)',
      classOf(
        'access-list A',
        `${TWICE}nat (inside,outside) source static HOST1 SHOWN destination static PARTNER PARTNER
nat (inside,outside) source static HOST2 SHOWN
access-list A extended permit tcp any host 192.168.1.2 eq smtp
`,
      ),
    ),
    rows: [
      ['tcp 203.0.113.9 -> 198.51.100.25:25 on outside', false, '', 'matched as 192.168.1.1'],
      ['tcp 203.0.113.10 -> 198.51.100.25:25 on outside', true, 'MAIL', 'matched as 192.168.1.2'],
    ],
  },
  {
    name: 'twice NAT for a peer that the file does not tell',
    text: asa(
      '9.1(5)',
      classOf(
        'access-list A',
        `${TWICE}nat (inside,outside) source static HOST1 SHOWN destination static NAMED NAMED
nat (inside,outside) source static HOST2 SHOWN
access-list A extended permit tcp any host 192.168.1.2 eq smtp
access-list A extended deny tcp any host 192.168.1.3 eq smtp
`,
      ),
    ),
    rows: [
      ['tcp 203.0.113.9 -> 198.51.100.25:25 on outside', 'unknown', 'MAIL', 'may be matched as 192.168.1.1, it cannot be told'],
      ['tcp 203.0.113.9 -> 198.51.100.25:25 on outside', 'unknown', 'MAIL', 'matched as 192.168.1.2'],
      ['tcp 203.0.113.9 -> 192.168.1.3:25 on outside', false, '', 'deny'],
    ],
  },
  {
    name: 'twice NAT translates the destination of what its real side sends',
    text: asa(
      '9.1(5)',
      classOf(
        'access-list A',
        `${TWICE}nat (inside,outside) source static any any destination static SHOWN PARTNER
access-list A extended permit tcp any host 203.0.113.9 eq smtp
`,
      ),
    ),
    rows: [
      ['tcp 192.168.1.1 -> 198.51.100.25:25 on inside', true, 'MAIL', 'matched as 203.0.113.9'],
      ['tcp 192.168.1.1 -> 203.0.113.9:25 on inside', true, 'MAIL', 'permit'],
      ['tcp 192.0.2.7 -> 198.51.100.25:25 on dmz', false, '', 'not in this class'],
    ],
  },
  {
    name: 'the destination of a dynamic twice NAT, one port of it',
    text: asa(
      '9.1(5)',
      classOf(
        'access-list A',
        `${TWICE}object service SMTP
 service tcp destination eq smtp
object service OTHER
 service tcp destination eq 2525
nat (inside,outside) source dynamic HOST1 interface destination static SHOWN PARTNER service SMTP OTHER
access-list A extended permit tcp any host 203.0.113.9 eq 2525
`,
      ),
    ),
    rows: [
      ['tcp 192.168.1.1 -> 198.51.100.25:25 on inside', true, 'MAIL', 'matched as 203.0.113.9, port 25 to 2525'],
      ['tcp 192.168.1.2 -> 198.51.100.25:25 on inside', false, '', 'not in this class'],
      ['tcp 203.0.113.9 -> 198.51.100.25:25 on outside', false, '', 'not in this class'],
    ],
  },
  {
    name: 'the destination of a twice NAT that the file does not tell',
    text: asa(
      '9.1(5)',
      classOf(
        'access-list A',
        `${TWICE}nat (inside,outside) source static any any destination static SHOWN NAMED
access-list A extended permit tcp any host 203.0.113.9 eq smtp
`,
      ),
    ),
    rows: [['tcp 192.168.1.1 -> 198.51.100.25:25 on inside', 'unknown', 'MAIL', 'an address that cannot be told']],
  },
  {
    name: 'order: twice NAT by its numbers, the translations of objects, after-auto',
    text: asa(
      '9.1(5)',
      classOf(
        'access-list A',
        `${TWICE}object network FIRST
 host 198.51.100.26
nat (inside,outside) after-auto source static HOST2 SHOWN
object network HOST1
 nat (inside,outside) static 198.51.100.25
nat (inside,outside) source static HOST2 FIRST
nat (inside,outside) 1 source static HOST1 FIRST
access-list A extended permit tcp any host 192.168.1.1 eq smtp
`,
      ),
    ),
    rows: [
      ['tcp 203.0.113.9 -> 198.51.100.25:25 on outside', true, 'MAIL', 'matched as 192.168.1.1'],
      ['tcp 203.0.113.9 -> 198.51.100.26:25 on outside', true, 'MAIL', 'matched as 192.168.1.1'],
    ],
  },
  {
    name: 'unidirectional: nothing is un-translated on the way in',
    text: asa(
      '9.1(5)',
      classOf(
        'access-list A',
        `${TWICE}nat (inside,outside) source static HOST1 SHOWN unidirectional
access-list A extended permit tcp any host 192.168.1.1 eq smtp
`,
      ),
    ),
    rows: [
      ['tcp 203.0.113.9 -> 198.51.100.25:25 on outside', false, '', 'not in this class'],
      ['tcp 203.0.113.9 -> 192.168.1.1:25 on outside', true, 'MAIL', 'permit'],
    ],
  },
  {
    name: '8.2: what nat and global show instead of a source is not followed',
    text: asa(
      '8.2(5)',
      `${classOf(
        'access-list A',
        `nat (inside) 1 192.168.1.0 255.255.255.0
global (outside) 1 198.51.100.30
access-list A extended permit tcp host 198.51.100.30 any eq smtp
`,
      ).replace(GLOBAL, 'service-policy global_policy interface outside\n')}`,
    ),
    rows: [
      ['tcp 192.168.1.1 -> 203.0.113.9:25 on inside', 'unknown', 'MAIL', 'may be matched as 198.51.100.30'],
      ['tcp 192.0.2.7 -> 203.0.113.9:25 on dmz', false, '', 'not in this class'],
    ],
  },
  {
    name: 'PIX 6: fixups act on their ports, on every interface',
    text: `: Saved
PIX Version 6.3(5)
nameif ethernet0 outside security0
nameif ethernet1 inside security100
fixup protocol http 80
fixup protocol smtp 25
fixup protocol smtp 2500-2510
ip address outside 198.51.100.1 255.255.255.0
ip address inside 192.168.1.254 255.255.255.0
route outside 0.0.0.0 0.0.0.0 198.51.100.254 1
`,
    rows: [
      [TO_HOST, true, 'fixup', 'tcp/25 is the port of the fixup'],
      [FROM_HOST, true, 'fixup', 'inspects the flow'],
      ['tcp 203.0.113.9 -> 192.168.1.1:2505 on outside', true, 'fixup', 'tcp/2505 is'],
      ['tcp 203.0.113.9 -> 192.168.1.1:2511 on outside', false, '', 'the fixup leaves the flow alone'],
      ['tcp 203.0.113.9 -> 192.168.1.1:80 on outside', false, '', 'tcp/80 is not'],
      ['tcp 192.168.1.1 -> 203.0.113.9:25', true, 'fixup', 'enters on inside'],
    ],
  },
  {
    name: 'PIX 6: no fixup protocol smtp 25 turns it off',
    text: 'PIX Version 6.3(5)\nfixup protocol smtp 25\nno fixup protocol smtp 25\n',
    rows: [['tcp 203.0.113.9 -> 192.168.1.1:25', false, '', 'no fixup of this file takes it as mail: not inspected']],
  },
  {
    name: 'PIX 6: no fixup protocol smtp without a port puts 25 back',
    text: 'PIX Version 6.3(5)\nfixup protocol smtp 2525\nno fixup protocol smtp\n',
    rows: [['tcp 203.0.113.9 -> 192.168.1.1:25', true, 'fixup', 'the port of the fixup']],
  },
  {
    name: 'no takes an entry back by what it means',
    text: asa(
      '9.1(5)',
      `${classOf('access-list A', 'access-list A extended permit tcp any host 192.168.1.1 eq 25\n')}no access-list A extended permit tcp any 192.168.1.1 255.255.255.255 eq smtp\n`,
    ),
    rows: [[TO_HOST, false, '', 'access-list A has no line left']],
  },
  {
    name: 'an entry that is half understood decides nothing',
    text: asa(
      '9.1(5)',
      classOf(
        'access-list A',
        'access-list A extended deny tcp any host 192.168.1.1 eq mailfoo\naccess-list A extended permit tcp any any eq 25\n',
      ),
    ),
    rows: [[TO_HOST, 'unknown', 'MAIL', 'this line could not be read']],
  },
  {
    name: 'a renamed list goes on under its new name',
    text: asa('9.1(5)', classOf('access-list B', 'access-list A extended permit tcp any host 192.168.1.1 eq 25\naccess-list A rename B\n')),
    rows: [
      [TO_HOST, true, 'MAIL', 'permit'],
      [TO_OTHER, false, '', 'no line of access-list B'],
    ],
  },
  {
    name: 'clear configure takes the service-policy away',
    text: asa('9.1(5)', `${FACTORY}clear configure service-policy\n`),
    rows: [[TO_HOST, false, '', 'no service-policy']],
  },
  {
    name: 'inspected either way, and only the map is open',
    text: asa(
      '9.1(5)',
      `${TWICE}access-list HOST extended permit tcp any object NAMED eq smtp
class-map HOST
 match access-list HOST
${DEFAULT_CLASS}policy-map type inspect esmtp GENTLE
 parameters
  allow-tls
policy-map global_policy
 class HOST
  inspect esmtp GENTLE
 class inspection_default
  inspect esmtp
${GLOBAL}`,
    ),
    rows: [
      [TO_HOST, true, '', 'inspected either way; by which map the file cannot tell'],
      [TO_HOST, true, '', 'mail.example.com is a host name'],
    ],
  },
  {
    name: 'several match lines that are not known to stand together',
    text: asa('9.1(5)', classOf('access-list A\n match port tcp eq 25', 'access-list A extended permit tcp any host 192.168.1.1\n')),
    rows: [
      [TO_HOST, true, 'MAIL', 'is the port'],
      [TO_OTHER, 'unknown', 'MAIL', 'of several match lines, only'],
      ['tcp 203.0.113.9 -> 192.168.1.2:587 on outside', false, '', 'not in this class'],
    ],
  },
  {
    name: 'a fragment that names one interface: there are others',
    text: `${FACTORY.replace(GLOBAL, '')}service-policy global_policy interface outside\n`,
    rows: [
      ['tcp 10.1.1.1 -> 10.2.2.2:25 on inside', 'unknown', 'inspection_default', 'may leave by it'],
      ['tcp 10.1.1.1 -> 10.2.2.2:25 on outside', true, 'inspection_default', 'policy of the ingress interface'],
      ['tcp 10.1.1.1 -> 10.2.2.2:25', 'unknown', 'inspection_default', 'if it enters on any other interface'],
    ],
  },
  {
    name: 'a fragment with a default route: a network that it does not show comes first',
    text: `${DEFAULT_ROUTE}${FACTORY.replace(GLOBAL, '')}service-policy global_policy interface outside\n`,
    rows: [
      ['tcp 10.1.1.1 -> 10.2.2.2:25 on inside', 'unknown', 'inspection_default', 'may leave by it'],
      ['tcp 203.0.113.9 -> 10.2.2.2:25', 'unknown', 'inspection_default', 'if it enters on any other interface'],
    ],
  },
  {
    name: 'nothing enters or leaves by an interface that is shut down',
    text: asa(
      '9.1(5)',
      `${FACTORY.replace(GLOBAL, '')}service-policy global_policy interface outside\n`,
      INTERFACES.replace(' nameif dmz\n', ' nameif dmz\n shutdown\n'),
    ),
    rows: [
      ['tcp 192.168.1.1 -> 203.0.113.9:25 on inside', true, 'inspection_default', 'leaves by it'],
      ['tcp 203.0.113.9 -> 203.0.113.10:25 on outside', true, 'inspection_default', 'policy of the ingress interface'],
    ],
  },
  {
    name: 'a fragment that ends in a service-policy',
    text: `${FACTORY}`,
    rows: [
      ['tcp 203.0.113.9 -> 192.168.1.1:25', true, 'inspection_default', 'first matching class'],
      ['tcp 203.0.113.9 -> 192.168.1.1:25 on outside', true, 'inspection_default', 'no interface of this file is called outside'],
    ],
  },
];

for (const { name, text, rows } of CASES) {
  describe(name, () => {
    const configuration = readConfiguration(Lines.read(text));
    const context = configuration.contexts.at(-1)!;

    test.each(rows)('%s: %s %s (%s)', (flow, inspected, by, why) => {
      const verdict = explainFlow(context, parseFlow(flow));
      const trace = verdict.trace.map(
        ({ statement, result }) => `${statement ? configuration.lines.text(configuration.lines.lineOf(statement)).trim() : '-'}: ${result}`,
      );
      const inspector = verdict.by?.fixup ? 'fixup' : (verdict.by?.policyClass?.use.name ?? '');
      expect({ inspected: verdict.inspected, by: inspector, trace }).toEqual({
        inspected,
        by,
        trace: expect.arrayContaining([expect.stringContaining(why)]),
      });
      expect(verdict.settings !== undefined).toBe(verdict.by !== undefined);
    });

    test('the exact partition says the same', () => {
      for (const [text] of rows) {
        const flow = { ...parseFlow(text), sourcePort: parseFlow(text).sourcePort ?? 40_000 };
        const { inspected, by, ingress, readings } = explainFlow(context, flow);
        const classes = partition(context, flow.destinationPort).filter(
          ({ source, destination, sourcePorts, ingress: names }) =>
            contains(source, parseAddress(flow.source)!) &&
            contains(destination, parseAddress(flow.destination)!) &&
            includes(sourcePorts, flow.sourcePort) &&
            (names.length === 0 || ingress.names.some((name) => names.includes(interfaceNames(context).includes(name) ? name : UNNAMED))),
        );
        // Without a told interface, several classes may hold the flow; one that a whole file does not know has none.
        if (ingress.how !== 'told' || classes.length === 0) continue;
        expect(classes).toHaveLength(1);
        const { verdict } = classes[0]!;
        expect([text, verdict.inspected, verdict.by, verdict.readings]).toEqual([text, inspected, by, readings]);
      }
    });
  });
}

describe('where the documents can be read in two ways', () => {
  const text = asa(
    '9.1(5)',
    `${DEFAULT_CLASS}policy-map global_policy
 class inspection_default
  inspect ftp
 class class-default
  inspect esmtp
${GLOBAL}`,
  );
  const context = readConfiguration(Lines.read(text)).contexts[0]!;

  test('the verdict says what each reading makes of it, the likelier first', () => {
    const { readings } = explainFlow(context, parseFlow(TO_HOST));
    expect(readings?.map(({ reading, inspected, by }) => [reading, inspected, by?.policyClass?.use.name])).toEqual([
      ['by engine', true, 'class-default'],
      ['by class', false, undefined],
    ]);
  });

  test('the trace tells both, what they share once', () => {
    const trace = explainFlow(context, parseFlow(TO_HOST)).trace.map(({ result }) => result);
    expect(trace.filter((result) => result.startsWith('read by'))).toEqual([
      'read by engine (the likelier reading; inferred: CG94, ASDM6):',
      'read by class (documented: CG84):',
    ]);
    expect(trace.filter((result) => result.startsWith('the flow enters') || result.startsWith('the global policy'))).toHaveLength(1);
    expect(trace.at(-1)).toMatch(/^the documents can be read in two ways, .*: unknown\./);
  });

  test('hazards that rest on it are likely, and say so', () => {
    const findings = checkConfiguration(readConfiguration(Lines.read(text)));
    const banner = findings.find(({ rule }) => rule === 'inspection-masks-banner');
    expect(banner?.confidence).toBe('likely');
    expect(banner?.message).toContain('Likely, not certain');
  });
});

describe('groups nested to any depth are read', () => {
  const DEPTH = 5000;
  const nested = (kind: string, first: string, tail = '') =>
    Array.from(
      { length: DEPTH },
      (_, i) => `object-group ${kind} ${kind}${i}${tail}\n ${i === DEPTH - 1 ? first : `group-object ${kind}${i + 1}`}\n`,
    ).join('');
  test.each([
    ['network', nested('network', 'network-object host 192.168.1.1'), 'tcp any object-group network0 eq smtp'],
    ['service', nested('service', 'service-object tcp destination eq smtp'), 'object-group service0 any host 192.168.1.1'],
    ['protocol', nested('protocol', 'protocol-object tcp'), 'object-group protocol0 any host 192.168.1.1'],
    ['ports', nested('service', 'port-object eq smtp', ' tcp'), 'tcp any host 192.168.1.1 object-group service0'],
  ])('%s', (_, groups, entry) => {
    const text = asa('9.1(5)', classOf('access-list A', `${groups}access-list A extended permit ${entry}\n`));
    const [context] = readConfiguration(Lines.read(text)).contexts;
    expect(explainFlow(context!, parseFlow(TO_HOST)).inspected).toBe(true);
    expect(explainFlow(context!, parseFlow(TO_OTHER)).inspected).toBe(false);
    expect(checkConfiguration(readConfiguration(Lines.read(text))).length).toBeGreaterThan(0);
  });
});

test('the table is as large as it must be', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(25);
  expect(CASES.flatMap(({ rows }) => rows).length).toBeGreaterThanOrEqual(120);
});
