/** Access-lists: their lines in the order in which the device holds them, read as entries when somebody asks for these. */
import { sure } from '../../text/at.ts';
import { firstInOrder, firstWhere } from '../../text/in-order.ts';
import { Sequence } from '../../text/sequence.ts';
import type { AccessList, Ace, Definition, Statement } from '../model.ts';
import type { StatementNode } from '../statement.ts';
import type { Log } from './carry-out.ts';
import { EntryLine, nameIndex, type Vocabulary } from './entries.ts';
import { Cursor } from './specs.ts';

/**
 * The list that some statements make; undefined when the last of them took all of it back.
 *
 * @param before the list in an earlier state of the document
 */
export function accessList(
  name: string,
  log: Log,
  vocabulary: Vocabulary,
  definitions: Sequence<Definition>,
  before?: { readonly value: AccessList | undefined },
): AccessList | undefined {
  const list = new HeldList(name, log, vocabulary, definitions, before?.value instanceof HeldList ? before.value : undefined);
  // Only a `no` at the end can leave the list empty; the lines are not looked at before somebody asks for them.
  return log.at(-1)?.form === 'no' && list.isEmpty ? undefined : list;
}

/** The lines of `conduit` are one list, which has no other name; undefined where there are none. */
export function conduits(log: Log, vocabulary: Vocabulary): AccessList | undefined {
  const since = log.replaced(0, log.findLastIndex(({ form }) => form === 'clear') + 1, []);
  return since.length === 0 ? undefined : accessList('conduit', since, vocabulary, Sequence.of<Definition>([]));
}

/** The lines of a list as they are written, and what the device holds of them. */
interface Held {
  readonly written: Sequence<EntryLine>;
  /** The device holds the lines as they are written: none moves, takes back or repeats another. Most lists are so. */
  readonly inPlace: boolean;
  readonly meanings: Meanings;
  readonly kind: AccessList['kind'];
  /** The lines as the device holds them. */
  readonly held: Sequence<EntryLine>;
  readonly rejected: Sequence<Ace>;
  readonly unread: Sequence<StatementNode>;
}

class HeldList implements AccessList {
  readonly name: string;
  readonly definitions: Sequence<Definition>;
  private readonly log: Log;
  private readonly vocabulary: Vocabulary;
  /** Let go as soon as this list has been read itself. */
  private before: HeldList | undefined;
  private read: Held | undefined;
  private entriesRead: Sequence<Ace> | undefined;
  private placesRead: readonly number[] | undefined;

  constructor(name: string, log: Log, vocabulary: Vocabulary, definitions: Sequence<Definition>, before: HeldList | undefined) {
    this.name = name;
    this.log = log;
    this.vocabulary = vocabulary;
    this.definitions = definitions;
    // A list that nobody asked for is passed over, so that a chain of them never grows.
    this.before = before?.read === undefined ? before?.before : before;
  }

  get kind() {
    return this.held.kind;
  }

  get entries() {
    // What an earlier state of the list has of them is taken over as the list is read.
    const { held } = this.held;
    this.entriesRead ??= Sequence.of(those(held, ({ ace }) => ace));
    return this.entriesRead;
  }

  *entriesIn(isMeant: (text: string) => boolean): Iterable<Ace> {
    for (const line of this.held.held) if (isMeant(line.statement.text) && line.ace !== undefined) yield line.ace;
  }

  get places() {
    this.placesRead ??= placesIn(this.held.held);
    return this.placesRead;
  }

  get rejected() {
    return this.held.rejected;
  }

  get unread() {
    return this.held.unread;
  }

  get isEmpty(): boolean {
    const { inPlace, written } = this.held;
    return (inPlace ? written : inOrder(written)).length === 0;
  }

  private get held(): Held {
    this.read ??= this.before === undefined ? readAll(this.log, this.vocabulary) : this.readAgain(this.before);
    this.before = undefined;
    return this.read;
  }

  private readAgain({ log: old, vocabulary: words, read: before, entriesRead }: HeldList): Held {
    const { log, vocabulary } = this;
    const head = log.sameBefore(old);
    const tail = log.sameBehind(old, Math.min(old.length, log.length) - head);
    const middle = log.slice(head, log.length - tail).map((line) => new EntryLine(line, vocabulary));
    const { written } = sure(before);
    const sameWords = words === vocabulary || written.every((line) => line.by(vocabulary) === line);
    const asMeant = sameWords ? written : Sequence.of(written.map((line) => line.by(vocabulary)));
    const now = asMeant.replaced(head, written.length - tail, middle);
    if (!sameWords || !sure(before).inPlace || !sure(before).meanings.areNew(middle, log)) return heldOf(now, new Meanings(now));
    const changed = new Changed(written, head, tail, middle);
    if (entriesRead !== undefined)
      this.entriesRead = changed.in(
        entriesRead,
        ({ ace }) => ace,
        ({ statement }) => statement,
      );
    return changedInPlace(sure(before), now, changed);
  }
}

function readAll(log: Log, vocabulary: Vocabulary): Held {
  const written = Sequence.of(log.map((line) => new EntryLine(line, vocabulary)));
  return heldOf(written, new Meanings(written));
}

function heldOf(written: Sequence<EntryLine>, meanings: Meanings): Held {
  const inPlace = !written.some(({ moves }) => moves) && meanings.areUnique;
  const held = inPlace ? written : Sequence.of(inOrder(written));
  return {
    written,
    inPlace,
    meanings,
    kind: kindOf(held),
    held,
    rejected: Sequence.of(those(held, rejectedIn)),
    unread: Sequence.of(those(held, unreadIn)),
  };
}

/** What is made of lines, of each one thing or nothing. */
function those<T>(lines: Iterable<EntryLine>, made: (line: EntryLine) => T | undefined): T[] {
  const found: T[] = [];
  for (const line of lines) {
    const one = made(line);
    if (one !== undefined) found.push(one);
  }
  return found;
}

function rejectedIn(line: EntryLine): Ace | undefined {
  return line.isRejected ? line.ace : undefined;
}

function unreadIn({ isRemark, isEntry, statement }: EntryLine): StatementNode | undefined {
  return isRemark || isEntry ? undefined : statement;
}

/** The numbers of the entries among all lines, from 1. */
function placesIn(held: Sequence<EntryLine>): readonly number[] {
  return held.flatMap(({ isEntry }, index) => (isEntry ? [index + 1] : []));
}

/** A list that is held as it is written, when some of its lines have changed. */
function changedInPlace({ meanings, rejected, unread }: Held, written: Sequence<EntryLine>, changed: Changed): Held {
  return {
    written,
    inPlace: true,
    meanings,
    kind: kindOf(written),
    held: written,
    rejected: changed.in(rejected, rejectedIn, ({ statement }) => statement),
    unread: changed.in(unread, unreadIn, (statement) => statement),
  };
}

/** Lines in the place of those between the first `head` and the last `tail` ones. */
class Changed {
  private readonly first: number;
  private readonly end: number;
  private readonly by: readonly EntryLine[];

  constructor(before: Sequence<EntryLine>, head: number, tail: number, by: readonly EntryLine[]) {
    const orderOf = (index: number) => before.get(index)?.statement.order ?? Number.POSITIVE_INFINITY;
    this.first = orderOf(head);
    this.end = orderOf(before.length - tail);
    this.by = by;
  }

  /** What is made of all lines now, by what was made of those before. */
  in<T>(all: Sequence<T>, made: (line: EntryLine) => T | undefined, placed: (item: T) => Statement): Sequence<T> {
    const from = firstWhere(all, (item) => placed(item).order >= this.first);
    const to = firstWhere(all, (item) => placed(item).order >= this.end);
    return all.replaced(from, to, those(this.by, made));
  }
}

/**
 * Which lines mean what. It only ever learns: what a line means stays true in every state of the document, and whether the line is in a
 * state, the state's log tells.
 */
class Meanings {
  private readonly first = new Map<string, StatementNode>();
  /** All of those that mean what another one means, too. */
  private readonly others = new Map<string, Set<StatementNode>>();
  private readonly most: number;
  private known = 0;

  constructor(written: Sequence<EntryLine>) {
    this.most = 2 * written.length + 1000;
    for (const line of written) this.learn(line);
  }

  /** No two of the lines mean the same. */
  get areUnique(): boolean {
    return this.others.size === 0;
  }

  /** Whether each of the lines simply comes to those of a log: it moves none, and no other line of the log means the same. */
  areNew(lines: readonly EntryLine[], log: Log): boolean {
    if (this.known + lines.length > this.most) return false;
    for (const line of lines) this.learn(line);
    return lines.every(({ statement, meaning, moves }) => {
      const same = [this.first.get(meaning), ...(this.others.get(meaning) ?? [])];
      return !moves && same.every((it) => it === undefined || it === statement || !isIn(log, it));
    });
  }

  /** Remarks, and lines that the device rejects, may well be repeated. */
  private learn({ meaning, statement, isRemark, isRejected }: EntryLine): void {
    if (isRemark || isRejected) return;
    this.known++;
    const first = this.first.get(meaning);
    if (first === undefined) this.first.set(meaning, statement);
    else if (first !== statement) this.others.set(meaning, (this.others.get(meaning) ?? new Set()).add(statement));
  }
}

function isIn(log: Log, statement: StatementNode): boolean {
  return log.get(firstInOrder(log, statement.order)) === statement;
}

/**
 * Lines as the device holds them: `line N` puts a line at its place (remarks count), `no` takes an equal one out. An entry that is there
 * already stays in its place and is not held twice; what the new line says of logging and `inactive` holds.
 */
function inOrder(written: Iterable<EntryLine>): readonly EntryLine[] {
  interface Slot {
    line: EntryLine;
  }
  const lines: Slot[] = [];
  const held = new Map<string, Slot>();
  for (const line of written) {
    const { statement, meaning, isRemark, isRejected } = line;
    const same = held.get(meaning);
    if (statement.form === 'no') {
      if (same !== undefined) lines.splice(lines.indexOf(same), 1);
      held.delete(meaning);
    } else if (same !== undefined && !isRemark && !isRejected) {
      same.line = line;
    } else {
      const place = { line };
      const number = lineNumber(statement);
      if (number === undefined || number > lines.length) lines.push(place);
      else lines.splice(Math.max(0, number - 1), 0, place);
      held.set(meaning, place);
    }
  }
  return lines.map(({ line }) => line);
}

function lineNumber(statement: StatementNode): number | undefined {
  const at = nameIndex(statement) + 1;
  return statement.word(at) === 'line' && /^\d{1,9}$/.test(statement.word(at + 1)) ? Number(statement.word(at + 1)) : undefined;
}

/** By the first line that is no remark. */
function kindOf(held: Sequence<EntryLine>): AccessList['kind'] {
  const statement = held.find(({ isRemark }) => !isRemark)?.statement;
  if (statement === undefined) return 'extended';
  if (statement.command === 'ipv6') return 'ipv6';
  const cursor = new Cursor(statement, new Map(), 2);
  if (cursor.take('line')) cursor.next();
  if (cursor.take('standard', 2)) return 'standard';
  if (cursor.take('ethertype', 2)) return 'ethertype';
  if (cursor.take('webtype', 1)) return 'webtype';
  return 'extended';
}
