/** Files of a workspace for tests, written down. */
import { readConfiguration } from '../../server/src/asa/read.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';
import type { Asked, Firewall } from '../../server/src/workspace/tie.ts';

export const FACTORY = `class-map inspection_default
 match default-inspection-traffic
policy-map global_policy
 class inspection_default
  inspect esmtp
service-policy global_policy global
`;

/** One whose outside is `outside`, that stands before the mail host 192.168.1.1, translated to `mail`. */
export function withMailHost(hostname: string, outside: string, mail: string): string {
  return `ASA Version 9.1(5)
hostname ${hostname}
interface GigabitEthernet0/0
 nameif outside
 security-level 0
 ip address ${outside} 255.255.255.0
interface GigabitEthernet0/1
 nameif inside
 security-level 100
 ip address 192.168.1.254 255.255.255.0
object network MAILHOST
 host 192.168.1.1
 nat (inside,outside) static ${mail}
access-list OUT extended permit tcp any host 192.168.1.1 eq smtp
access-group OUT in interface outside
route outside 0.0.0.0 0.0.0.0 ${outside.replace(/\d+$/, '254')}
${FACTORY}`;
}

export function firewall(uri: string, text: string): Firewall {
  return { uri, configuration: readConfiguration(Lines.read(text)) };
}

export function transcript(uri: string, text: string, set?: string): Asked {
  return { uri, transcript: readTranscript(Lines.read(text)), set };
}
