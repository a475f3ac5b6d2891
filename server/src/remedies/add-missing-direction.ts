/** The entry for the other direction of an exempt host. */

import { inspectedFlows, meeting } from '../mail/inspections.ts';
import { oneWayEntries } from '../rules/exemption-one-way.ts';
import { isEmpty, parseAddress, single, subtract, union } from '../sets/addresses.ts';
import { sure } from '../text/at.ts';
import { addressText, insertEntries, portText } from './access-lists.ts';
import { proposeProven } from './proposing.ts';
import type { Remedy } from './remedy.ts';

export const remedy: Remedy = {
  id: 'add-missing-direction',
  rules: ['exemption-one-way'],
  propose(configuration, { subject }) {
    if (subject?.kind !== 'entry') return [];
    const { context } = subject;
    const oneWay = oneWayEntries(context).find(({ entry }) => entry.ace === subject.ace);
    if (oneWay === undefined) return [];
    const { ace, accessList, works } = oneWay.entry;
    const [source, destination] = [addressText(ace.destination), addressText(ace.source)];
    const protocol = ace.protocol.kind === 'protocol' ? ace.protocol.name : `${ace.protocol.kind} ${ace.protocol.use.name}`;
    if (source === undefined || destination === undefined) return [];
    // The port stays at the destination: both directions are mail to port 25.
    const mirror = `${ace.action} ${protocol} ${source}${portText(ace.sourcePort)} ${destination}${portText(ace.destinationPort)}`;
    const after = accessList.entries.indexOf(ace) + 1;
    const hosts = oneWay.hosts;
    const own = union(...hosts.flatMap(({ addresses }) => addresses.map((text) => single(sure(parseAddress(text))))));
    return proposeProven(
      configuration,
      context,
      insertEntries(configuration.lines, accessList, after, [mirror]),
      {
        allows: (flows) => flows.after.inspected === false && [flows.source, flows.destination].some((set) => isEmpty(subtract(set, own))),
        holds: (changed, reading) => !works || !hosts.some(meeting(inspectedFlows(changed, reading).surely)),
      },
      { id: 'add-missing-direction', title: `Add the other direction: ${mirror}`, safety: 'unsafe', preferred: true },
    );
  },
};
