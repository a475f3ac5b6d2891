/** Which names a statement defines and uses. */
import { itemAt, sure } from '../text/at.ts';
import { shapeOf } from './grammar/arguments.ts';
import { type Reading, symbolOf } from './grammar.ts';
import type { NameUse, SymbolKind, Word } from './model.ts';
import type { StatementNode } from './statement.ts';

/** One name at one place. A long configuration has very many of them: the word is made when somebody asks. */
export class Occurrence implements NameUse {
  readonly kind: SymbolKind;
  readonly name: string;
  readonly start: number;
  readonly statement: StatementNode;
  readonly defines: boolean;
  /** `nat ... source static A B`: an object or a group; which of them, the definitions tell. */
  readonly either: boolean;

  constructor(kind: SymbolKind, name: string, start: number, statement: StatementNode, defines: boolean, either: boolean) {
    this.kind = kind;
    this.name = name;
    this.start = start;
    this.statement = statement;
    this.defines = defines;
    this.either = either;
  }

  get word(): Word {
    return { text: this.name, start: this.start, end: this.start + this.name.length };
  }
}

/** An object or a group by its name. */
const THING = String.raw`object(?:-group)? [\w.-]+`;
const ADDRESSES = String.raw`(?:any[46]?|host \d[\d.]*|\d[\d.]* \d[\d.]*|${THING})`;
const PORT_GROUP = String.raw`object-group [\w.-]+`;
const PORTS = String.raw` (?:eq|lt|gt|neq) [\w-]+| range [\w-]+ [\w-]+`;
/**
 * An entry in which only its list, and objects and groups behind their keywords, can have names: every other word is a keyword or a literal. It
 * spares the usual line of a long access-list a full reading. Each part ends where the next begins, so it is linear.
 */
const PLAIN_ENTRY = new RegExp(
  String.raw`^(access-list [^\s;]+ (?:line \d+ )?(?:extended )?(?:permit|deny) (?:tcp|udp|ip|icmp) )(${ADDRESSES})((?:${PORTS})?) (${ADDRESSES})(?:${PORTS}| (${PORT_GROUP}))?(?: log| inactive)*\s*$`,
);
const REMARK = /^access-list \S+ (?:line \d+ )?remark /;
const AFTER_HEAD = 'access-list '.length;

export const NO_NAMES: readonly Occurrence[] = [];

/** The name of the list of an entry at the beginning of a line. */
export function entryName({ text }: StatementNode): string {
  const start = skipSpaces(text, AFTER_HEAD);
  const end = text.indexOf(' ', start);
  const name = end < 0 ? text.slice(start) : text.slice(start, end);
  // A tab ends a word, too.
  return /\s/.test(name) ? sure(/^\S*/.exec(name))[0] : name;
}

function skipSpaces(text: string, from: number): number {
  let i = from;
  while (text.charCodeAt(i) === 32) i++;
  return i;
}

/** The names in an entry whose usual form shows them; undefined where it must be read. */
export function namesOfEntry(statement: StatementNode): readonly Occurrence[] | undefined {
  const { text } = statement;
  const list = () => new Occurrence('access-list', entryName(statement), AFTER_HEAD, statement, true, false);
  const parts = PLAIN_ENTRY.exec(text);
  if (parts === null) return REMARK.test(text) ? [list()] : undefined;
  const [, head = '', source = '', ports = '', destination = '', group = ''] = parts;
  const names = [list()];
  const behind = head.length + source.length + ports.length + 1;
  for (const [words, start] of [
    [source, head.length],
    [destination, behind],
    [group, behind + destination.length + 1],
  ] as const) {
    const length = words.startsWith(OBJECT) ? OBJECT.length : words.startsWith(GROUP) ? GROUP.length : 0;
    const kind = length === OBJECT.length ? 'network-object' : 'object-group';
    if (length > 0) names.push(new Occurrence(kind, words.slice(length), start + length, statement, false, false));
  }
  return names;
}

const OBJECT = 'object ';
const GROUP = 'object-group ';

/** The names in a statement by its reading. */
export function occurrencesIn(statement: StatementNode, { positions }: Reading, words: readonly Word[]): readonly Occurrence[] {
  let found: Occurrence[] | undefined;
  for (const [index, position] of positions.entries()) {
    const kind = symbolOf(position);
    if (kind === undefined) continue;
    const word = itemAt(words, statement.head + index);
    const either = sure(position.argument).kind === 'network-object-or-group';
    const defines = position.define && statement.form === 'set';
    for (const part of namesIn(word, sure(position.argument).kind)) {
      if (isLiteral(part.text, kind)) continue;
      found ??= [];
      found.push(new Occurrence(kind, part.text, part.start, statement, defines, either));
    }
  }
  return found ?? NO_NAMES;
}

/** The names in a word: `(inside,outside)` holds two. */
function namesIn(word: Word, argument: string): readonly Word[] {
  if (argument !== 'interfaces' && argument !== 'real-interface') return [word];
  const names: Word[] = [];
  for (const match of word.text.matchAll(/[^(),\s]+/g)) {
    const start = word.start + match.index;
    names.push({ text: match[0], start, end: start + match[0].length });
  }
  return names;
}

/** Words in the place of a name that are none: addresses, `any`, the null interface. */
function isLiteral(text: string, kind: SymbolKind): boolean {
  if (kind === 'interface') return /^(?:any|null0)$/i.test(text);
  if (kind !== 'name') return false;
  const shape = shapeOf(text);
  return shape === 'ipv4' || shape === 'ipv6' || shape === 'prefix' || text === '0';
}
