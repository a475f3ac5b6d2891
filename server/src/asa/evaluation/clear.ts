/** What `clear configure` takes back of the things that have names. */
import type { StatementNode } from '../statement.ts';

/** How many words behind the command tell a kind: `object-group network`, `policy-map type inspect esmtp`. */
function kindWords(command: string, words: readonly string[]): number {
  const first = words[0] ?? '';
  if (command === 'object') return /^(?:network|service)$/.test(first) ? 1 : 0;
  if (command === 'object-group') return /^(?:network|service|protocol|icmp-type|user|security)$/.test(first) ? 1 : 0;
  if ((command === 'class-map' || command === 'policy-map') && first === 'type') return words[1] === 'inspect' ? 3 : 2;
  return 0;
}

/** Tells whether a `clear configure` means the thing of a name that a statement made: all of them, those of a kind, one by name. */
export function isCleared(clear: StatementNode): (name: string, made: StatementNode) => boolean {
  const words = clear.words.slice(clear.head + 1).map(({ text }) => text);
  const count = kindWords(
    clear.command,
    words.map((word) => word.toLowerCase()),
  );
  const kind = words.slice(0, count).map((word) => word.toLowerCase());
  const only = words.length > count ? words.at(-1) : undefined;
  return (name, made) => (only === undefined || name === only) && kind.every((word, index) => isShortFor(made.word(index + 1), word));
}

function isShortFor(written: string, keyword: string): boolean {
  return written !== '' && keyword.startsWith(written.toLowerCase());
}
