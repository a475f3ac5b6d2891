/** A bare address in an access-list entry gets its `host`. */
import type { Ace, AddressSpec } from '../asa/model.ts';
import { rangeOn } from '../text/lines.ts';
import { entryText } from './access-lists.ts';
import { proposeMended } from './proposing.ts';
import type { Remedy } from './remedy.ts';

export const remedy: Remedy = {
  id: 'host-keyword',
  rules: ['ace-address-without-mask'],
  propose(configuration, { subject }) {
    if (subject?.kind !== 'entry' || subject.address?.kind !== 'bare') return [];
    const { context, list, ace, address } = subject;
    const { word } = address.address;
    const entry = mended(ace);
    const change = {
      edits: [{ range: rangeOn(context.lines.lineOf(ace.statement), word.start, word.start), newText: 'host ' }],
      // The device rejected the old line: there is nothing to take out.
      commands: [`access-list ${list.name} extended ${entry}`],
      rollback: [`no access-list ${list.name} extended ${entry}`],
    };
    return proposeMended(configuration, context, change, {
      id: `host-keyword:${word.text}`,
      title: `Write host ${word.text}`,
      safety: 'safe',
      preferred: true,
    });
  },
};

function bareWords(ace: Ace) {
  return [ace.source, ace.destination].flatMap((spec: AddressSpec) => (spec.kind === 'bare' ? [spec.address.word] : []));
}

/** The entry with `host` before each bare address. */
function mended(ace: Ace): string {
  const bare = new Set(bareWords(ace).map(({ start }) => start));
  const words = ace.statement.words.map((word) => (bare.has(word.start) ? { ...word, text: `host ${word.text}` } : word));
  return entryText({ ...ace, statement: { ...ace.statement, words } });
}
