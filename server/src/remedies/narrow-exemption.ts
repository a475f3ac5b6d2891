/** An exemption that is too wide names the mail hosts instead. */

import { inspectedFlows, meeting } from '../mail/inspections.ts';
import { mailHosts } from '../mail/mail-hosts.ts';
import { resolverOf } from '../policy/resolve.ts';
import { isAny } from '../rules/exemption-too-wide.ts';
import { contains, parseAddress } from '../sets/addresses.ts';
import { sure } from '../text/at.ts';
import { addressText, entryText, portText, replaceEntry } from './access-lists.ts';
import { combine } from './change.ts';
import { proposeProven } from './proposing.ts';
import type { Remedy } from './remedy.ts';

export const remedy: Remedy = {
  id: 'narrow-exemption',
  rules: ['exemption-too-wide'],
  propose(configuration, { subject }) {
    if (subject?.kind !== 'entry') return [];
    const { context, list, ace } = subject;
    const resolver = resolverOf(context);
    const held = (spec: typeof ace.source) =>
      mailHosts(context).filter(({ addresses }) => {
        const { yes } = resolver.addresses(spec);
        return addresses.some((text) => contains(yes, sure(parseAddress(text))));
      });
    const protocol = ace.protocol.kind === 'protocol' ? ace.protocol.name : `${ace.protocol.kind} ${ace.protocol.use.name}`;
    const make = (source: string | undefined, destination: string | undefined) =>
      source === undefined || destination === undefined
        ? []
        : [`${ace.action} ${protocol} ${source}${portText(ace.sourcePort)} ${destination}${portText(ace.destinationPort)}`];
    const entries: string[] = [];
    const everybody = isAny(ace.source) && isAny(ace.destination);
    if (!isAny(ace.source) || everybody) {
      for (const { address } of held(ace.source)) entries.push(...make(`host ${address}`, addressText(ace.destination)));
    }
    if (!isAny(ace.destination) || everybody) {
      for (const { address } of held(ace.destination)) entries.push(...make(addressText(ace.source), `host ${address}`));
    }
    const known = new Set(list.entries.filter((it) => it !== ace).map(entryText));
    const missing = [...new Set(entries)].filter((entry) => !known.has(entry));
    // Without a mail host to name, nobody would be exempt: that is for a person to decide.
    if (entries.length === 0) return [];
    const hosts = mailHosts(context);
    return proposeProven(
      configuration,
      context,
      combine([replaceEntry(configuration.lines, list, ace, missing)]),
      {
        allows: ({ before, after }) => before.inspected === false && after.inspected === true,
        // A mail host that was exempt stays exempt.
        holds: (changed, reading) => {
          const before = meeting(inspectedFlows(context, reading).surely);
          const after = meeting(inspectedFlows(changed, reading).surely);
          return hosts.every((host) => before(host) || !after(host));
        },
      },
      {
        id: 'narrow-exemption',
        title: `Exempt only the mail hosts: ${missing.length > 0 ? missing.join(', ') : 'the other entries name them'}`,
        safety: 'unsafe',
        cautions: ['every other host is inspected again'],
      },
    );
  },
};
