/**
 * The names of IP protocols in access-lists and service objects, with their IANA numbers. `ip` stands for all of them and has none.
 * Source: Cisco ASA general operations CLI guide, "Protocols and Applications".
 */
export const PROTOCOL_NUMBERS: ReadonlyMap<string, number | undefined> = new Map<string, number | undefined>([
  ['ip', undefined],
  ['icmp', 1],
  ['igmp', 2],
  ['igrp', 9],
  ['ipinip', 4],
  ['tcp', 6],
  ['udp', 17],
  ['gre', 47],
  ['pptp', 47],
  ['esp', 50],
  ['ipsec', 50],
  ['ah', 51],
  ['ahp', 51],
  ['icmp6', 58],
  ['eigrp', 88],
  ['ospf', 89],
  ['nos', 94],
  ['pim', 103],
  ['pcp', 108],
  ['snp', 109],
  ['sctp', 132],
  ['tcp-udp', undefined],
]);

/** A protocol as written, by name or number 0 to 255: its name and IANA number; undefined when it is neither. */
export function protocolOf(text: string): { readonly name: string; readonly number: number | undefined } | undefined {
  const name = text.toLowerCase();
  if (PROTOCOL_NUMBERS.has(name)) return { name, number: PROTOCOL_NUMBERS.get(name) };
  if (!/^\d{1,3}$/.test(text) || Number(text) > 255) return undefined;
  const number = Number(text);
  for (const [known, value] of PROTOCOL_NUMBERS) {
    if (value === number) return { name: known, number };
  }
  return { name: text, number };
}
