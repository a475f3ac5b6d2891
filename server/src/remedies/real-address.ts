/** An exemption names the real address of a host in place of the translated one. */
import { hostAt, singleAddresses } from '../mail/mail-hosts.ts';
import { realAddresses, wordOf } from '../rules/exemption-uses-mapped-address.ts';
import { type AddressSet, isEmpty, parseAddress, single, subtract, union } from '../sets/addresses.ts';
import { itemAt, sure } from '../text/at.ts';
import { entryText, placeOf } from './access-lists.ts';
import { replaceWords } from './edits.ts';
import { proposeProven } from './proposing.ts';
import type { Remedy } from './remedy.ts';

export const remedy: Remedy = {
  id: 'real-address',
  rules: ['exemption-uses-mapped-address'],
  propose(configuration, { subject }) {
    if (subject?.kind !== 'entry' || subject.address === undefined) return [];
    const { context, list, ace, address: spec } = subject;
    const { statement } = ace;
    const named = singleAddresses(context, spec);
    const real = named.length === 1 ? realAddresses(context)(itemAt(named, 0).address) : undefined;
    if (real === undefined) return [];
    const last = wordOf(spec);
    const index = statement.words.findIndex(({ start }) => start === last.start);
    // `host A`, `object N`: two words; `A 255.255.255.255`: the address and its mask.
    const [first, end] = spec.kind === 'network' ? [index, index + 1] : [index - 1, index];
    const words = [...statement.words.slice(0, first), { ...last, text: `host ${real}` }, ...statement.words.slice(end + 1)];
    const now = entryText({ ...ace, statement: { ...statement, words } });
    const old = entryText(ace);
    const line = placeOf(list, list.entries.indexOf(ace));
    const host = hostAt(context, { address: real, label: undefined });
    const change = {
      edits: [replaceWords(context.lines, statement, itemAt(statement.words, first), itemAt(statement.words, end), `host ${real}`)],
      commands: [`access-list ${list.name} line ${line} extended ${now}`, `no access-list ${list.name} extended ${old}`],
      rollback: [`access-list ${list.name} line ${line} extended ${old}`, `no access-list ${list.name} extended ${now}`],
    };
    // Flows to the translated address as such (nobody sends them) are judged anew; every other flow keeps its verdict.
    return proposeProven(
      configuration,
      context,
      change,
      { allows: ({ source, destination }) => concerns(host.addresses, source, destination) },
      {
        id: `real-address:${real}`,
        title: `Name the real address ${real}`,
        safety: 'unsafe',
        preferred: true,
      },
    );
  },
};

function concerns(addresses: readonly string[], source: AddressSet, destination: AddressSet): boolean {
  const own = union(...addresses.map((text) => single(sure(parseAddress(text)))));
  return isEmpty(subtract(source, own)) || isEmpty(subtract(destination, own));
}
