/** What a line of a configuration is: a statement, a mark, or nothing. */
import { sure } from '../text/at.ts';
import type { Line } from '../text/lines.ts';
import { type Command, type Mode, type Reading, readCommand } from './grammar.ts';
import type { Statement, StatementForm, Word } from './model.ts';
import { NO_NAMES, namesOfEntry, type Occurrence, occurrencesIn } from './names.ts';
import { wordsFrom } from './words.ts';

const NO_CHILDREN: readonly StatementNode[] = [];

/**
 * A statement with all that stands inside it: a value. When a line inside it changes, it is another statement; where it stands, the
 * document tells. What many lines have in common is shared, not repeated in each.
 */
export class StatementNode implements Statement {
  readonly parent: StatementNode | undefined;
  /** What stands inside it, while it is read; undefined where nothing can. */
  private readonly inside: StatementNode[] | undefined;
  private readonly source: Line;
  private readonly place: LineStart;
  private readonly known: Known;
  private lexed: readonly Word[] | undefined;
  private named: readonly Occurrence[] | undefined;

  constructor(source: Line, place: LineStart, known: Known, parent?: StatementNode, reading?: Reading, words?: readonly Word[]) {
    this.source = source;
    this.place = place;
    this.known = known;
    this.parent = parent;
    this.lexed = words;
    this.inside = known.opens ? [] : undefined;
    if (words !== undefined) this.named = reading === undefined ? NO_NAMES : occurrencesIn(this, reading, words);
  }

  /** Puts statements that were just read into those that opened their modes. Nothing is put into one that was there before. */
  static nest(read: readonly StatementNode[]): void {
    for (const statement of read) statement.parent?.inside?.push(statement);
  }

  get children(): readonly StatementNode[] {
    return this.inside ?? NO_CHILDREN;
  }

  get order(): number {
    return this.source.order;
  }

  /** The statement of global mode in which it stands, or which it is. */
  get outermost(): StatementNode {
    let statement: StatementNode = this;
    while (statement.parent !== undefined) statement = statement.parent;
    return statement;
  }

  get indent(): number {
    return this.place.indent;
  }

  get prompt(): Word | undefined {
    return this.place.prompt;
  }

  /** Which device or context of the file it belongs to. */
  get context(): string {
    return this.place.context;
  }

  /** Output quotes it: a line of the configuration that one flow met, as `packet-tracer` prints it below `Config:`. */
  get quoted(): boolean {
    return this.place.quoted;
  }

  get form(): StatementForm {
    return this.known.form;
  }

  get head(): number {
    return this.known.head;
  }

  get command(): string {
    return this.known.command;
  }

  get mode(): Mode {
    return this.known.mode;
  }

  /** The table row it was read by; undefined for access-list entries at the beginning of a line, whose words are read on demand. */
  get row(): Command | undefined {
    return this.known.row;
  }

  get words(): readonly Word[] {
    this.lexed ??= wordsFrom(this.source.text, this.place.start);
    return this.lexed;
  }

  /** Its words, not kept where nobody has asked for them before: of a hundred thousand entries each is read once, and takes of its words what it needs. */
  get wordsNow(): readonly Word[] {
    return this.lexed ?? wordsFrom(this.source.text, this.place.start);
  }

  /** The text of its line. */
  get text(): string {
    return this.source.text;
  }

  /** Whether it is what stands on that line object. */
  isOn(line: Line): boolean {
    return this.source === line;
  }

  /** The names in it; read once, except where reading again costs less than keeping. */
  get names(): readonly Occurrence[] {
    if (this.named !== undefined) return this.named;
    const entry = namesOfEntry(this);
    if (entry === undefined) {
      // The words are not kept: most entries are never looked at again.
      const words = wordsFrom(this.text, 0);
      this.named = occurrencesIn(this, readCommand(this.mode, words), words);
    }
    return entry ?? sure(this.named);
  }

  /** The text of a word after the command's head; '' beyond the end. */
  word(index: number): string {
    return this.words[this.head + index]?.text ?? '';
  }

  /** True when the same line would become the same statement as the other. */
  equals(other: StatementNode): boolean {
    return (
      this.source === other.source &&
      this.parent === other.parent &&
      this.place.context === other.place.context &&
      this.place.quoted === other.place.quoted &&
      this.known.form === other.known.form &&
      this.known.mode === other.known.mode &&
      this.known.row === other.known.row &&
      this.known.opens === other.known.opens
    );
  }
}

/** How it stands on its line. */
export interface LineStart {
  readonly start: number;
  readonly indent: number;
  readonly prompt: Word | undefined;
  readonly context: string;
  readonly quoted: boolean;
}

/** What was found out about it as it was read. */
export interface Known {
  readonly form: StatementForm;
  readonly head: number;
  readonly command: string;
  readonly mode: Mode;
  readonly row: Command | undefined;
  readonly opens: boolean;
}

/** What a line is, when it is not a statement and yet says something. */
export interface Mark {
  readonly mark: 'saved' | 'end' | 'checksum' | 'service-policy' | 'code-block' | 'packet-tracer';
  readonly context: string;
}

export type Item = StatementNode | Mark | undefined;

/** The statement as this floor reads it: every statement is one. */
export function nodeOf(statement: Statement): StatementNode {
  if (statement instanceof StatementNode) return statement;
  throw new RangeError(`no statement: ${statement.command}`);
}
