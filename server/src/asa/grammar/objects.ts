/** Names, objects, object groups, access-lists, and what applies them. */
import type { CommandRow, Table } from './command.ts';

const DESCRIPTION: CommandRow = ['description <text>', 'Free text.'];

export const OBJECTS: Table = {
  global: [
    ['names', 'Lets `name` names stand for addresses, and prints them in place of addresses.', { source: 'CR' }],
    [
      'name <literal-address> <name:define> [description <text>]',
      'Gives an address a name that can stand for it anywhere.',
      { source: 'CR' },
    ],
    [
      'object network <network-object:define> [rename <network-object>]',
      'A named address: one host, subnet, range or FQDN. Its own `nat` line translates it.',
      { opens: 'object-network', since: '8.3', source: 'CG9' },
    ],
    [
      'object service <service-object:define>',
      'A named protocol with its ports.',
      { opens: 'object-service', since: '8.3', source: 'CG9' },
    ],
    [
      'object-group network <network-group:define>',
      'A group of hosts, networks, objects and other groups.',
      { opens: 'object-group-network', source: 'CG9' },
    ],
    [
      'object-group service <service-group:define> [tcp|udp|tcp-udp]',
      'A group of services. With `tcp`, `udp` or `tcp-udp` it holds ports only (`port-object`) and stands where ports stand.',
      { opens: 'object-group-service', source: 'CG9' },
    ],
    ['object-group protocol <object-group:define>', 'A group of IP protocols.', { opens: 'object-group-protocol', source: 'CG9' }],
    ['object-group icmp-type <icmp-group:define>', 'A group of ICMP types.', { opens: 'object-group-icmp-type', source: 'CG9' }],
    [
      'object-group user <user-group:define>',
      'A group of users of the identity firewall.',
      { opens: 'object-group-user', since: '8.4(2)', source: 'CG9' },
    ],
    [
      'object-group security <security-group:define>',
      'A group of TrustSec security groups.',
      { opens: 'object-group-security', since: '9.0', source: 'CG9' },
    ],
    ['object-group-search {access-control|threshold}', 'Searches object groups in place of expanding them into entries.', { source: 'CR' }],
    [
      'access-list <access-list:define> [line <number>] [extended] {permit|deny} $service [$who...] $endpoint [$ports] [$who...] $endpoint [$ports] [<word:icmp-type>] [<number:icmp-code>] [$ace-options...]',
      'Adds one entry to an access-list. In the list of a class map, `permit` means "in this class" and `deny` means "not in this class, try the next". Masks are netmasks, not wildcards.',
      {
        source: 'CG9',
        keywords: {
          host: 'One address. An address without `host` needs a mask.',
          any: 'Every address, IPv4 and IPv6 (from 9.0; before, IPv4).',
          any4: 'Every IPv4 address (9.0 and later).',
          any6: 'Every IPv6 address (9.0 and later).',
          inactive: 'The entry stays in the list and does nothing.',
          'time-range': 'The entry holds at these times only.',
          line: 'The place of the entry in the list; the first is 1.',
          extended: 'Matches source, destination, protocol and ports; it may be left out.',
        },
      },
    ],
    [
      'access-list <access-list:define> [line <number>] advanced {permit|deny|trust} $service [ifc <interface>] [$who...] $endpoint [$ports] [ifc <interface>] [$who...] $endpoint [$ports] [rule-id <number>] [<text>]',
      'An entry as Firepower Threat Defense writes it: a rule of the access control policy. `trust` lets through without further inspection by Snort.',
      { keywords: { ifc: 'The interface, for the address behind it.' } },
    ],
    ['access-list <access-list:define> [line <number>] remark <text>', 'A comment in an access-list.', { source: 'CR' }],
    [
      'access-list <access-list:define> [line <number>] standard {permit|deny} {any|any4|host <address>|<address> [<mask>]}',
      'An entry that matches one address, for routing and split tunnels.',
      { source: 'CR' },
    ],
    [
      'access-list <access-list:define> ethertype {permit|deny} <text>',
      'An entry by Ethernet type, for transparent mode.',
      { source: 'CR' },
    ],
    ['access-list <access-list:define> webtype {permit|deny} <text>', 'An entry for clientless VPN.', { source: 'CR' }],
    ['access-list <access-list> rename <access-list:define>', 'Renames an access-list.', { source: 'CR' }],
    ['access-list {deny-flow-max|alert-interval|mode|commit} <text>', 'A setting for all access-lists.', { source: 'CR' }],
    [
      'ipv6 access-list <access-list:define> [line <number>] {permit|deny} $service $endpoint [$ports] $endpoint [$ports] [<word:icmp-type>] [$ace-options...]',
      'An entry of an IPv6 access-list, up to 8.4; from 9.0 `access-list` takes both families.',
      { until: '8.4', source: 'CR' },
    ],
    ['ipv6 access-list <access-list:define> [line <number>] remark <text>', 'A comment in an IPv6 access-list.'],
    [
      'access-group <access-list> {in|out} interface <interface> [per-user-override|control-plane]',
      'Filters the traffic of an interface by an access-list.',
      { source: 'CR' },
    ],
    ['access-group <access-list> global', 'Filters the traffic of every interface by an access-list.', { since: '8.3', source: 'CR' }],
    ['time-range <time-range:define>', 'Times at which access-list entries hold.', { opens: 'time-range', source: 'CR' }],
    ['regex <regex:define> <text:expression>', 'Gives a regular expression a name, for inspection maps.', { source: 'CG8' }],
    [
      'conduit {permit|deny} $service $endpoint [$ports] $endpoint [$ports] [<word:icmp-type>]',
      'The access rule of PIX before access-lists: the destination comes first.',
      { until: 'PIX 6.3', source: 'PIX6' },
    ],
    ['conduit {permit|deny} <text>', 'The access rule of PIX before access-lists.', { until: 'PIX 6.3', source: 'PIX6' }],
    ['outbound <number> <text>', 'The outbound rule of PIX before access-lists.', { until: 'PIX 6.3', source: 'PIX6' }],
    ['apply [<real-interface>] <number> <text>', 'Applies an `outbound` list.', { until: 'PIX 6.3', source: 'PIX6' }],
  ],
  'object-network': [
    DESCRIPTION,
    ['host <address>', 'One address.', { source: 'CG9' }],
    ['subnet {<prefix>|<address> <mask>}', 'A network.', { source: 'CG9' }],
    ['range <address> <address>', 'First and last address.', { source: 'CG9' }],
    [
      'fqdn [v4|v6] <domain>',
      'A name that the device looks up itself: the file cannot tell its addresses.',
      { since: '8.4(2)', source: 'CG9' },
    ],
    [
      'nat [<interfaces>] static {<network-object-or-group>|<literal-address>|interface [ipv6]} [net-to-net] [dns] [service {tcp|udp|sctp} <port> <port>] [no-proxy-arp] [route-lookup]',
      'Translates this object to a fixed address; `service` translates one port, the real one first.',
      { since: '8.3', source: 'CG9' },
    ],
    [
      'nat [<interfaces>] dynamic {pat-pool {<network-object-or-group>|<literal-address>}|<network-object-or-group>|<literal-address>|interface [ipv6]} [interface [ipv6]|dns|round-robin|extended|flat|include-reserve|block-allocation]...',
      'Translates this object to an address of a pool, or to one address with other ports.',
      { since: '8.3', source: 'CG9' },
    ],
  ],
  'object-service': [
    DESCRIPTION,
    ['service $service [source $value-ports] [destination $value-ports]', 'The protocol and the ports of this object.', { source: 'CG9' }],
    ['service {icmp|icmp6} [<word:icmp-type>] [<number:icmp-code>]', 'An ICMP type.', { source: 'CG9' }],
  ],
  'object-group-network': [
    DESCRIPTION,
    [
      'network-object {host <network-or-prefix>|object <network-object>|<prefix>|<address> <mask>|<address>}',
      'A member: a host, a network or an object.',
      { source: 'CG9' },
    ],
    ['group-object <network-group>', 'All members of another group of this kind.', { source: 'CG9' }],
  ],
  'object-group-service': [
    DESCRIPTION,
    ['port-object {eq <port>|range <port> <port>}', 'A port, or first and last.', { source: 'CG9' }],
    [
      'service-object {object <service-object>|{tcp|udp|tcp-udp|sctp} [source $value-ports] [destination $value-ports]|{tcp|udp|tcp-udp} $value-ports|<protocol> [<word:icmp-type>] [<number:icmp-code>]}',
      'A member: an object, or a protocol with ports.',
      { source: 'CG9' },
    ],
    ['group-object <service-group>', 'All members of another group of this kind.', { source: 'CG9' }],
  ],
  'object-group-protocol': [
    DESCRIPTION,
    ['protocol-object <protocol>', 'A protocol, by name or number.', { source: 'CG9' }],
    ['group-object <object-group>', 'All members of another group of this kind.', { source: 'CG9' }],
  ],
  'object-group-icmp-type': [
    DESCRIPTION,
    ['icmp-object <word:icmp-type>', 'An ICMP type.', { source: 'CG9' }],
    ['group-object <icmp-group>', 'All members of another group of this kind.', { source: 'CG9' }],
  ],
  'object-group-user': [
    DESCRIPTION,
    ['user <text>', 'A user.', { source: 'CG9' }],
    ['user-group <text>', 'A group of users.', { source: 'CG9' }],
    ['group-object <user-group>', 'All members of another group of this kind.', { source: 'CG9' }],
  ],
  'object-group-security': [
    DESCRIPTION,
    ['security-group {name <word>|tag <number>}', 'A security group.', { source: 'CG9' }],
    ['group-object <security-group>', 'All members of another group of this kind.', { source: 'CG9' }],
  ],
  'time-range': [
    ['absolute <text>', 'From one moment to another.', { source: 'CR' }],
    ['periodic <text>', 'At the same time of each day or week.', { source: 'CR' }],
  ],
};
