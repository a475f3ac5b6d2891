/** Parts that several commands share. */
export const FRAGMENTS: Readonly<Record<string, string>> = {
  endpoint:
    '{any|any4|any6|host <address>|object <network-object>|object-group <network-group>|object-group-network-service <object-group>|interface <interface>|<prefix>|<address> [<mask>]}',
  service: '{<protocol>|object <service-object>|object-group <protocol-group>}',
  ports: '{eq <port>|neq <port>|lt <port>|gt <port>|range <port> <port>|object-group <port-group>}',
  'value-ports': '{eq <port>|neq <port>|lt <port>|gt <port>|range <port> <port>}',
  who: '{user <word>|user-group <word>|object-group-user <user-group>|security-group {name <word>|tag <number>}|object-group-security <security-group>}',
  'ace-options':
    '{log [{disable|default|<number:level>|emergencies|alerts|critical|errors|warnings|notifications|informational|debugging}] [interval <number:seconds>]|time-range <time-range>|inactive}',
  limits: '[dns] [norandomseq] [[tcp] <number:connections> [<number:embryonic>]] [udp <number:connections>] [norandomseq] [dns]',
  'nat-source': '{<network-object-or-group>|any|interface|pat-pool <network-object-or-group>}',
};
