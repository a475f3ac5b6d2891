/**
 * Patterns of commands, in the notation of Cisco's command references, and the automaton that reads words by them.
 *
 *   keyword                  `<kind>` an argument · `<kind:define>` a word that defines a name · `<kind:label>` with a label of its own
 *   [a|b] optional           {a|b} one of            a trailing `...` repeats      `$name` a fragment
 *
 * A pattern becomes a Glushkov automaton: every keyword and argument is a position, and each knows which may follow. Reading is
 * linear in the words and never goes back: at each word the best kind of position takes it (see `Argument`).
 */
import { itemAt, sure } from '../../text/at.ts';
import { ARGUMENTS, type Argument, never, shapeOf, type WordClass } from './arguments.ts';

/** A keyword or an argument at its place in a pattern. `C` is the command that the pattern belongs to. */
export interface Position<C> {
  readonly id: number;
  readonly owner: C;
  /** Lower case; undefined for an argument. */
  readonly keyword: string | undefined;
  readonly argument: Argument | undefined;
  readonly define: boolean;
  readonly label: string;
  /** Columns in the pattern as a person is shown it (`formOf`), for signatures; a fragment's positions all have the fragment's. */
  readonly start: number;
  readonly end: number;
  readonly follow: ReadonlySet<Position<C>>;
  /** A command may end here. */
  readonly last: boolean;
}

/** A position while its pattern is read. */
interface Open<C> extends Position<C> {
  readonly follow: Set<Position<C>>;
  last: boolean;
}

interface Part<C> {
  readonly first: Open<C>[];
  readonly last: Open<C>[];
  readonly empty: boolean;
}

/** The keyword that a pattern begins with, unless it repeats. */
const HEAD = /^[^\s[\]{}|<>$]+(?=$| (?!\.\.\.))/;

const TOKEN = /\s*(\$[\w-]+|<[^>]+>|\.\.\.|[[\]{}|]|[^\s[\]{}|<>]+)/y;

/** Reads patterns into positions; ids are given in order of reading. */
export class PatternCompiler<C> {
  private readonly fragments: Readonly<Record<string, string>>;
  private tokens: { text: string; start: number; end: number }[] = [];
  private at = 0;
  private nextId = 0;
  private owner!: C;

  constructor(fragments: Readonly<Record<string, string>>) {
    this.fragments = fragments;
  }

  /**
   * The positions with which a command of this pattern can begin. What follows its first keyword is read when that is first asked for: a document
   * has few of the commands that there are, and whoever starts a program waits for all that is read before.
   */
  compile(pattern: string, owner: C): readonly Position<C>[] {
    const head = HEAD.exec(pattern)?.[0];
    if (head !== undefined) return [new Head(this.nextId++, owner, head, () => this.command(pattern, owner, 1))];
    return this.command(pattern, owner, 0).first;
  }

  /** A command from one of its tokens on, to its end. */
  private command(pattern: string, owner: C, from: number): Part<C> {
    this.owner = owner;
    const part = this.read(pattern, from);
    for (const position of part.last) position.last = true;
    return part;
  }

  private read(pattern: string, from = 0): Part<C> {
    const saved = { tokens: this.tokens, at: this.at };
    this.tokens = tokenize(pattern);
    this.at = from;
    const part = from === 0 ? this.alternatives() : this.sequence();
    if (this.at < this.tokens.length) throw new Error(`pattern ends early: ${pattern}`);
    this.tokens = saved.tokens;
    this.at = saved.at;
    return part;
  }

  private alternatives(): Part<C> {
    const parts = [this.sequence()];
    while (this.tokens[this.at]?.text === '|') {
      this.at++;
      parts.push(this.sequence());
    }
    return {
      first: parts.flatMap((part) => part.first),
      last: parts.flatMap((part) => part.last),
      empty: parts.some((part) => part.empty),
    };
  }

  private sequence(): Part<C> {
    let whole: Part<C> = { first: [], last: [], empty: true };
    while (this.at < this.tokens.length && !['|', ']', '}'].includes(itemAt(this.tokens, this.at).text)) {
      whole = join(whole, this.repeated());
    }
    return whole;
  }

  private repeated(): Part<C> {
    const part = this.single();
    if (this.tokens[this.at]?.text !== '...') return part;
    this.at++;
    link(part.last, part.first);
    return part;
  }

  private single(): Part<C> {
    const token = itemAt(this.tokens, this.at++);
    if (token.text === '[' || token.text === '{') {
      const part = this.alternatives();
      this.at++;
      return token.text === '[' ? { ...part, empty: true } : part;
    }
    if (token.text.startsWith('$')) return this.fragment(token.text.slice(1), token.start, token.end);
    const position = this.position(token.text, token.start, token.end);
    return { first: [position], last: [position], empty: false };
  }

  private fragment(name: string, start: number, end: number): Part<C> {
    const text = this.fragments[name];
    if (text === undefined) throw new Error(`no fragment ${name}`);
    const from = this.nextId;
    const part = this.read(text);
    for (const position of reachable(part.first)) {
      if (position.id >= from) Object.assign(position, { start, end });
    }
    return part;
  }

  private position(text: string, start: number, end: number): Open<C> {
    const common = { id: this.nextId++, owner: this.owner, start, end, follow: new Set<Position<C>>(), last: false };
    if (!text.startsWith('<')) return { ...common, keyword: text.toLowerCase(), argument: undefined, define: false, label: text };
    const [kind = '', detail] = text.slice(1, -1).split(':');
    const argument = ARGUMENTS.get(kind);
    if (argument === undefined) throw new Error(`no argument ${kind}`);
    const define = detail === 'define';
    const position: Open<C> = { ...common, keyword: undefined, argument, define, label: define ? kind : (detail ?? kind) };
    if (kind === 'text') position.follow.add(position);
    return position;
  }
}

/** The keyword that begins a command. */
class Head<C> implements Position<C> {
  readonly id: number;
  readonly owner: C;
  readonly keyword: string;
  readonly argument = undefined;
  readonly define = false;
  readonly label: string;
  readonly start = 0;
  readonly end: number;
  private readonly read: () => Part<C>;
  private rest: { readonly follow: ReadonlySet<Position<C>>; readonly empty: boolean } | undefined;

  constructor(id: number, owner: C, text: string, read: () => Part<C>) {
    this.id = id;
    this.owner = owner;
    this.keyword = text.toLowerCase();
    this.label = text;
    this.end = text.length;
    this.read = read;
  }

  get follow(): ReadonlySet<Position<C>> {
    return this.after().follow;
  }

  get last(): boolean {
    return this.after().empty;
  }

  private after() {
    if (this.rest === undefined) {
      const { first, empty } = this.read();
      this.rest = { follow: new Set(first), empty };
    }
    return this.rest;
  }
}

/** A pattern as a person is shown it: an argument or a fragment by its name alone, in angle brackets. */
export function formOf(pattern: string): string {
  return pattern.replace(/\$[\w-]+|<[^>]+>/g, shown);
}

function shown(token: string): string {
  if (token.startsWith('$')) return `<${token.slice(1)}>`;
  return token.startsWith('<') ? token.replace(':define>', '>').replace(/^<[^:>]+:/, '<') : token;
}

/** The columns are those of the form that is shown. */
function tokenize(pattern: string): { text: string; start: number; end: number }[] {
  const tokens: { text: string; start: number; end: number }[] = [];
  let shift = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(pattern); match !== null; match = TOKEN.exec(pattern)) {
    const text = itemAt(match, 1);
    const { length } = shown(text);
    const start = TOKEN.lastIndex - text.length + shift;
    tokens.push({ text, start, end: start + length });
    shift += length - text.length;
  }
  return tokens;
}

function join<C>(a: Part<C>, b: Part<C>): Part<C> {
  link(a.last, b.first);
  return {
    first: a.empty ? [...a.first, ...b.first] : a.first,
    last: b.empty ? [...a.last, ...b.last] : b.last,
    empty: a.empty && b.empty,
  };
}

function link<C>(from: readonly Open<C>[], to: readonly Position<C>[]): void {
  for (const position of from) {
    for (const next of to) position.follow.add(next);
  }
}

function reachable<C>(first: readonly Position<C>[]): Set<Position<C>> {
  const seen = new Set<Position<C>>(first);
  for (const position of seen) {
    for (const next of position.follow) seen.add(next);
  }
  return seen;
}

/** What taking a word led to. */
export interface Step<C> {
  readonly state: State<C>;
  /** What took the word; the first is what it means where several could. */
  readonly positions: readonly Position<C>[];
  /** It was taken as the beginning of a keyword. */
  readonly abbreviated: boolean;
}

/** Abbreviations remembered in a state; a bound, so that a document's own words cannot fill the memory. */
const REMEMBERED = 256;

/** A point in reading: the positions that may take the next word. States and steps are built as they are met, and shared. */
export class State<C> {
  readonly expected: readonly Position<C>[];
  /** The command may end here. */
  readonly complete: boolean;
  private readonly keywords = new Map<string, Position<C>[]>();
  /** The keys of `keywords`. */
  private readonly spelled: readonly string[];
  private readonly typed: readonly Position<C>[];
  private readonly early: readonly Position<C>[];
  private readonly late: readonly Position<C>[];
  private readonly steps = new Map<string | number, Step<C>>();
  private readonly pool: Map<string, State<C>>;

  private constructor(expected: readonly Position<C>[], complete: boolean, pool: Map<string, State<C>>) {
    this.expected = expected;
    this.complete = complete;
    this.pool = pool;
    for (const position of expected) {
      if (position.keyword === undefined) continue;
      const same = this.keywords.get(position.keyword);
      if (same === undefined) this.keywords.set(position.keyword, [position]);
      else same.push(position);
    }
    this.spelled = [...this.keywords.keys()];
    const whose = (test: (argument: Argument) => boolean) => expected.filter(({ argument }) => argument !== undefined && test(argument));
    this.typed = whose(({ takes }) => takes !== never);
    this.early = whose(({ open }) => open === 'early');
    this.late = whose(({ open }) => open === 'late');
  }

  static start<C>(first: readonly Position<C>[]): State<C> {
    return new State(first, false, new Map());
  }

  /** Takes one word; undefined where nothing here takes it. */
  step(text: string): Step<C> | undefined {
    const word = text.toLowerCase();
    const known = this.steps.get(word);
    if (known !== undefined) return known;
    const keyword = this.keywords.get(word);
    if (keyword !== undefined) return this.to(word, keyword, false);
    const shape = shapeOf(text);
    const taking = this.typed.length > 0 ? this.takers(shape, text) : 0;
    if (taking !== 0) return this.steps.get(taking) ?? this.to(taking, this.takersOf(taking), false);
    if (this.early.length > 0) return this.steps.get(' early') ?? this.to(' early', this.early, false);
    const short = shape === 'word' ? this.abbreviated(word) : undefined;
    if (short !== undefined) return short;
    return this.late.length > 0 ? (this.steps.get(' late') ?? this.to(' late', this.late, false)) : undefined;
  }

  /** The typed arguments that take a word, as bits; no state has more of them than bits. */
  private takers(shape: WordClass, text: string): number {
    let bits = 0;
    for (let i = 0; i < this.typed.length; i++) {
      if (sure(itemAt(this.typed, i).argument).takes(shape, text)) bits |= 1 << i;
    }
    return bits;
  }

  private takersOf(bits: number): readonly Position<C>[] {
    return this.typed.filter((_, index) => (bits & (1 << index)) !== 0);
  }

  private abbreviated(word: string): Step<C> | undefined {
    let positions: Position<C>[] | undefined;
    // By index, and nothing made before one fits: every name in a document comes here, and hardly one begins a keyword.
    for (let i = 0; i < this.spelled.length; i++) {
      const keyword = itemAt(this.spelled, i);
      if (keyword.startsWith(word)) positions = [...(positions ?? []), ...sure(this.keywords.get(keyword))];
    }
    return positions && this.to(this.steps.size < REMEMBERED ? word : undefined, positions, true);
  }

  /** The step to what follows these positions, remembered by a key. */
  private to(key: string | number | undefined, positions: readonly Position<C>[], abbreviated: boolean): Step<C> {
    const ids = positions.map((position) => position.id).join();
    let state = this.pool.get(ids);
    if (state === undefined) {
      const expected = new Set(positions.flatMap((position) => [...position.follow]));
      const complete = positions.some((position) => position.last);
      state = new State([...expected], complete, this.pool);
      this.pool.set(ids, state);
    }
    const step: Step<C> = { state, positions, abbreviated };
    if (key !== undefined) this.steps.set(key, step);
    return step;
  }
}
