/** Which words are names. A use that the grammar's table does not know would be left behind by a rename. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { nodeOf } from '../../server/src/asa/statement.ts';
import { Lines } from '../../server/src/text/lines.ts';

/** In the lines below a name is spelled by its kind: `ACL` is an access-list wherever it stands. */
const KINDS = {
  IFC: 'interface',
  IFC2: 'interface',
  NAME: 'name',
  NET: 'network-object',
  SVC: 'service-object',
  GRP: 'object-group',
  ACL: 'access-list',
  CMAP: 'class-map',
  PMAP: 'policy-map',
  IMAP: 'inspect-map',
  ICMAP: 'inspect-class-map',
  REGEX: 'regex',
  RCMAP: 'regex-class-map',
  TIME: 'time-range',
  TMAP: 'tcp-map',
  ZONE: 'zone',
} as const;
const SPELLED = new RegExp(`\\b(?:${Object.keys(KINDS).sort().reverse().join('|')})\\b`, 'g');

/** Global commands; ` / ` stands between a command and a line of the block that it opens. */
const USES = `
nameif ethernet0 IFC security0
interface Ethernet0 / nameif IFC
interface Ethernet0 / zone-member ZONE
interface Ethernet0 / igmp access-group ACL
interface Ethernet0 / igmp forward interface IFC
interface Ethernet0 / multicast boundary ACL filter-autorp
interface Ethernet0 / pim neighbor-filter ACL
interface Ethernet0 / pim bidir-neighbor-filter ACL
interface Loopback1 / ip unnumbered IFC
interface Tunnel1 / tunnel source interface IFC
interface Tunnel1 / tunnel protection ipsec policy ACL
ip address IFC 192.0.2.1 255.255.255.0
ip verify reverse-path interface IFC
ip audit interface IFC POLICY
ip-client IFC
fxos https permit 192.0.2.0 255.255.255.0 IFC
static (IFC,IFC2) tcp NAME smtp NAME smtp netmask 255.255.255.255
static (IFC,IFC2) 192.0.2.1 access-list ACL
global (IFC) 1 interface
nat (IFC) 0 access-list ACL outside
nat (IFC,IFC2) source static NET NET destination static GRP GRP service SVC SVC
nat (any,IFC2) after-auto source dynamic any pat-pool NET interface
alias (IFC) NAME NAME 255.255.255.255
conduit permit tcp object-group GRP eq smtp host NAME
apply (IFC) 1 outgoing_src
outbound 1 deny 0 0 0 tcp
object network NET / nat (IFC,IFC2) static NET
object network NET / nat (IFC,IFC2) dynamic pat-pool NET interface
object-group network GRP / network-object object NET
object-group network GRP / group-object GRP
object-group service GRP / service-object object SVC
object-group service GRP tcp / group-object GRP
route IFC 0 0 NAME 1 track 1
ipv6 route IFC ::/0 2001:db8::1
ipv6 icmp permit any IFC
ipv6 neighbor 2001:db8::2 IFC 0000.5e00.5301
ipv6 enforce-eui64 IFC
ipv6 dhcprelay server 2001:db8::2 IFC
ipv6 dhcprelay enable IFC
icmp permit any echo-reply IFC
mtu IFC 1500
monitor-interface IFC
arp IFC NAME 0000.5e00.5301
arp-inspection IFC enable no-flood
mac-learn IFC disable
mac-address-table static IFC 0000.5e00.5301
fragment size 200 IFC
sysopt noproxyarp IFC
priority-queue IFC / queue-limit 100
service resetinbound interface IFC
rip IFC default version 2
routing interface IFC / ospf cost 10
mroute 192.0.2.0 255.255.255.0 IFC dense IFC2
mroute NAME 255.255.255.255 IFC 5
multicast interface IFC / igmp access-group ACL
igmp access-group ACL
pim neighbor-filter ACL
multicast boundary ACL
pim rp-address NAME ACL bidir
pim accept-register list ACL
pim spt-threshold infinity group-list ACL
pim bsr-candidate IFC 10
router ospf 1 / distribute-list ACL in interface IFC
router eigrp 1 / passive-interface IFC
router eigrp 1 / offset-list ACL in 10 IFC
router eigrp 1 / default-information in ACL
router rip / distribute-list ACL out
router bgp 1 / neighbor NAME distribute-list ACL in
router bgp 1 / neighbor NAME update-source IFC
router ospf 1 / neighbor NAME interface IFC
route-map R permit 10 / match ip address ACL
route-map R permit 10 / match ip next-hop ACL
route-map R permit 10 / match ipv6 next-hop ACL
route-map R permit 10 / match interface IFC IFC2
route-map R permit 10 / set interface IFC IFC2
route-map R permit 10 / set adaptive-interface cost IFC IFC2
access-group ACL in interface IFC
access-group ACL global
access-list ACL extended permit tcp any interface IFC eq smtp time-range TIME
access-list ACL extended permit object SVC object NET object-group GRP object-group GRP
access-list ACL extended permit tcp object-group-user GRP any host NAME eq smtp
access-list ACL rename ACL
aaa authentication match ACL IFC GROUP
aaa accounting include tcp/25 IFC 0 0 0 0 GROUP
aaa authentication listener http IFC port 1080 redirect
aaa-server GROUP (IFC) host NAME key
asdm location NAME 255.255.255.255 IFC
asdm group GRP IFC reference GRP
crypto map M 1 match address ACL
crypto map M 1 set peer NAME
crypto map M interface IFC
crypto map M 1 ipsec-isakmp / match address ACL
crypto dynamic-map M 1 match address ACL
crypto isakmp enable IFC
crypto ikev1 enable IFC
crypto ikev2 enable IFC client-services port 443
crypto ipsec df-bit clear-df IFC
crypto ca server / publish-crl IFC 80
crypto ca trustpoint T / ocsp interface IFC
isakmp enable IFC
dhcpd address 192.0.2.2-192.0.2.9 IFC
dhcpd enable IFC
dhcpd auto_config IFC vpnclient-wins-override interface IFC2
dhcpd dns 192.0.2.1 192.0.2.2 interface IFC
dhcpd option 3 ip 192.0.2.1 interface IFC
dhcpd update dns both override interface IFC
dhcpd reserve-address 192.0.2.2 0000.5e00.5301 IFC
dhcprelay server NAME IFC
dhcprelay enable IFC
dhcp-client client-id interface IFC
dns domain-lookup IFC
dns name-server 192.0.2.1 192.0.2.2 IFC
dns server-group D / name-server 192.0.2.1 192.0.2.2 IFC
dynamic-filter enable interface IFC classify-list ACL
dynamic-filter drop blacklist interface IFC action-classify-list ACL threat-level eq high
filter url http NAME 255.255.255.255 0 0 allow
failover link IFC Ethernet3
failover interface ip IFC 192.0.2.1 255.255.255.0 standby 192.0.2.2
failover mac address IFC 0000.5e00.5301 0000.5e00.5302
flow-export destination IFC NAME 2055
group-policy P attributes / vpn-filter value ACL
group-policy P attributes / split-tunnel-network-list value ACL
group-policy P attributes / vpn-access-hours value TIME
group-policy P attributes / client-firewall req cisco-integrated acl-in ACL acl-out ACL
group-policy P attributes / webvpn /  anyconnect firewall-rule client-interface public value ACL
group-policy P attributes / webvpn /  filter value ACL
dynamic-access-policy-record D / network-acl ACL
dynamic-access-policy-record D / webvpn /  appl-acl ACL
username U attributes / vpn-filter value ACL
username U attributes / vpn-access-hours value TIME
tunnel-group T general-attributes / address-pool (IFC) P
tunnel-group T general-attributes / ipv6-address-pool (IFC) P
tunnel-group T general-attributes / secondary-authentication-server-group (IFC) G
tunnel-group T general-attributes / nat-assigned-to-public-ip IFC
http 192.0.2.0 255.255.255.0 IFC
http redirect IFC 80
http authentication-certificate IFC
logging host IFC NAME 17/514
management-access IFC
ntp server NAME key 1 source IFC prefer
nve 1 / source-interface IFC
nve 1 / peer-group GRP
sla monitor 1 / type echo protocol ipIcmpEcho NAME interface IFC
snmp-server host IFC NAME community x
snmp-server host-group IFC GRP community x
snmp-server host-group IFC NET community x
ssh 192.0.2.0 255.255.255.0 IFC
ssl trust-point T IFC vpnlb-ip
ssl trust-point T domain example.com
ssl certificate-authentication interface IFC port 443
sunrpc-server IFC 0 0 service 1 protocol tcp port 111 timeout 0:30:00
telnet 192.0.2.0 255.255.255.0 IFC
tftp-server IFC NAME /x
threat-detection scanning-threat shun except object-group GRP
url-server (IFC) host NAME
user-identity monitor object-group-user GRP
vpdn enable IFC
vpn load-balancing / interface lbpublic IFC
vpngroup G split-tunnel ACL
wccp web-cache group-list ACL redirect-list ACL
wccp interface IFC web-cache redirect in
webvpn / enable IFC
webvpn / proxy-bypass interface IFC port 10443 target https://192.0.2.1
phone-proxy P / tftp-server address NAME interface IFC
media-termination M / address 192.0.2.9 interface IFC
ctl-provider P / client interface IFC address NAME
uc-ime U / mapping-service listening-interface IFC listening-port 8060 uc-ime-interface IFC2
class-map CMAP / match access-list ACL
class-map type management CMAP / match access-list ACL
class-map type regex match-any RCMAP / match regex REGEX
class-map type inspect http match-all ICMAP / match not request header host regex class RCMAP
class-map type inspect dns ICMAP / match domain-name regex REGEX
policy-map type inspect http IMAP / class ICMAP
policy-map type inspect http IMAP / match request header host regex REGEX
policy-map type inspect ftp IMAP / match filename regex class RCMAP
policy-map type inspect esmtp IMAP / match mime filetype regex class RCMAP
policy-map type inspect h323 IMAP / parameters /  hsi-group 1 /   endpoint 192.0.2.1 IFC
policy-map PMAP / class CMAP
policy-map PMAP / class CMAP /  inspect http IMAP
policy-map PMAP / class CMAP /  set connection advanced-options TMAP
policy-map PMAP / class CMAP /  service-policy PMAP
policy-map PMAP / class CMAP /  flow-export event-type all destination NAME
policy-map PMAP / clear configure policy-map PMAP
service-policy PMAP interface IFC
capture C interface IFC type raw-data access-list ACL buffer 1000
packet-tracer input IFC tcp 192.0.2.1 1 192.0.2.2 25
no access-list ACL extended permit ip any any
clear configure access-list ACL
clear configure class-map CMAP
`;

/** What is both an object's and a group's place is told by definitions. */
const DEFINITIONS = 'object network NET\nobject-group network GRP\n';

/** The names in a text as `kind NAME`, in order. */
function namesIn(text: string): string[] {
  const { lines, contexts } = readConfiguration(Lines.read(text + DEFINITIONS));
  const symbols = [...contexts[0]!.symbols.values()].flatMap((names) => [...names.values()]);
  return symbols
    .flatMap(({ kind, definitions, references }) =>
      [...definitions, ...references].map(({ word, statement }) => ({ kind, word, statement })),
    )
    .filter(({ statement }) => lines.lineOf(statement) < lines.count - 3)
    .sort((a, b) => a.statement.order - b.statement.order || a.word.start - b.word.start)
    .map(({ kind, word }) => `${kind} ${word.text}`);
}

describe('every name of a command is known', () => {
  test.each(USES.trim().split('\n'))('%s', (use) => {
    const spelled = [...use.matchAll(SPELLED)].map(([name]) => `${KINDS[name as keyof typeof KINDS]} ${name}`);
    expect(namesIn(`${use.replaceAll(' / ', '\n ')}\n`)).toEqual(spelled);
  });
});

test('an indented `clear configure` is a global command and leaves its block open', () => {
  const { statements } = readConfiguration(Lines.read('policy-map P\n class C\n clear configure policy-map Q\n class D\n'));
  expect(statements.map(({ mode, command }) => `${mode} ${command}`)).toEqual([
    'global policy-map',
    'policy-map class',
    'global policy-map',
    'policy-map class',
  ]);
});

describe('an entry that is read by its usual form has the names of a full reading', () => {
  const name = fc.constantFrom('NET', 'a.b-c', 'object', 'object-group', 'any', 'log', 'eq', 'host', '10', 'x/y', 'smtp');
  const thing = fc.tuple(fc.constantFrom('object', 'object-group'), name).map((words) => words.join(' '));
  const addresses = fc.oneof(fc.constantFrom('any', 'any4', 'host 192.0.2.1', 'host NAME', '192.0.2.0 255.255.255.0'), thing);
  const ports = fc.oneof(
    fc.constantFrom('', ' eq smtp', ' eq object', ' range 25 object-group', ' neq 25'),
    thing.map((words) => ` ${words}`),
  );
  const entry = fc
    .record({
      list: fc.oneof(name, fc.constant('ACL')),
      front: fc.constantFrom('', 'line 3 ', 'extended ', 'line 1 extended '),
      action: fc.constantFrom('permit', 'deny'),
      protocol: fc.oneof(fc.constantFrom('tcp', 'ip', 'icmp', 'gre'), thing),
      source: addresses,
      sourcePorts: ports,
      destination: addresses,
      destinationPorts: ports,
      options: fc.constantFrom('', ' log', ' inactive', ' log inactive  ', ' log disable', ' time-range T'),
    })
    .map(
      (e) =>
        `access-list ${e.list} ${e.front}${e.action} ${e.protocol} ${e.source}${e.sourcePorts} ${e.destination}${e.destinationPorts}${e.options}`,
    );
  // An entry that stands further in is read in full.
  const readIn = (text: string, indent: number) =>
    [...readConfiguration(Lines.read(text)).statements].flatMap((statement) =>
      nodeOf(statement).names.map((each) => `${each.kind} ${each.name} at ${each.word.start - indent}${each.defines ? ', defined' : ''}`),
    );

  test('whatever its parts are', () => {
    const isSame = (text: string) => {
      expect(readIn(text, 0)).toEqual(readIn(` ${text}`, 1));
    };
    fc.assert(fc.property(entry, isSame), { numRuns: 400 });
  });

  test.each(
    USES.trim()
      .split('\n')
      .filter((use) => use.startsWith('access-list ')),
  )('%s', (use) => {
    expect(readIn(use, 0)).toEqual(readIn(` ${use}`, 1));
  });
});
