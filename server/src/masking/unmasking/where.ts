/** On which side the firewall stands. */

import { OVERWRITTEN_COMMANDS } from '../../facts/commands.ts';
import { whyOwnSite } from '../../facts/providers.ts';
import type { Session } from '../../smtp/model.ts';
import type { Where } from '../masked.ts';

/** What the file tells about one masked session. */
export interface Surroundings {
  /** Names of the server, as the file tells them. */
  readonly hosts: readonly string[];
  /** Line, from 0, of a transcript of the same server in this file that is not masked. */
  readonly cleanTwin: number | undefined;
  /** How many clients the server's own view shows, if the commands of every one of them are overwritten. */
  readonly clients: number;
  /** The session is with the machine itself. */
  readonly loopback?: boolean;
}

/** No firewall stands before the machine itself: what masks is somewhere beyond. */
const LEADS_ON =
  'The session is with this machine itself: a tunnel or a forwarded port leads on from it, and the firewall stands beyond, or a test program imitates one.';

const FIND_OUT = 'Test the same server from inside and from outside, and compare.';

export function whereIs({ hosts, cleanTwin, clients, loopback }: Surroundings): Where {
  const reasons: string[] = [];
  const ownSite = hosts.map(whyOwnSite).find((why) => why !== undefined);
  if (cleanTwin !== undefined) {
    reasons.push(
      `The transcript at line ${cleanTwin + 1} shows the same server unmasked: the firewall stands between the two places where they were recorded.`,
    );
  }
  if (ownSite !== undefined) reasons.push(`${ownSite}.`);
  if (ownSite !== undefined) return { side: 'own site', reasons };
  if (cleanTwin !== undefined) return { side: 'between', reasons };
  if (clients > 1) {
    const reason = `The server’s own view shows overwritten commands of ${clients} clients, and of none whole: the firewall stands before the server.`;
    return { side: 'server site', reasons: [reason] };
  }
  if (loopback === true) return { side: 'unknown', reasons: [LEADS_ON], leadsOn: true };
  return { side: 'unknown', reasons: [`It can stand at the client’s site or at the server’s. ${FIND_OUT}`] };
}

/** How many clients had commands overwritten, as servers tell it; 0 if one of them sent whole what the engine overwrites. */
export function overwrittenClients(sessions: readonly Session[]): number {
  const clients = new Set<string>();
  for (const { region, commands } of sessions) {
    if (region.viewpoint !== 'server') continue;
    if (commands.some(({ verb }) => OVERWRITTEN_COMMANDS.value.includes(verb))) return 0;
    const name = commands.find(({ verb }) => verb === 'EHLO' || verb === 'HELO')?.argument;
    if (name !== undefined && commands.some(({ verb }) => /^X{4,}$/.test(verb))) clients.add(name.toLowerCase());
  }
  return clients.size;
}
