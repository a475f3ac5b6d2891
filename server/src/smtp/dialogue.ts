/** Lines to dialogue: finds the stretches that a dialect understands, in one pass, and has each read by its dialect. */
import { memos, type Table } from '../text/analysis.ts';
import { sure } from '../text/at.ts';
import type { Line, Lines } from '../text/lines.ts';
import { ourCommentIn } from '../text/our-comments.ts';
import { type Dialect, note, type Reader, type Surroundings } from './dialects/dialect.ts';
import { DIALECTS } from './dialects/index.ts';
import { raw } from './dialects/terminal.ts';
import { Front, type Row } from './front.ts';
import type { DialectRegion, Event, Note, Viewpoint } from './model.ts';
import { isPlainlySmtp, replyForm } from './protocol.ts';

/**
 * How much is read for the dialogue, from the first line on. A log of 50 MB has more; what is masked shows in every session of a firewall
 * alike, so that the first ones tell it. Log records are read from all lines.
 */
export interface Bounds {
  readonly lines: number;
  /** Greetings after which no more is read. */
  readonly greetings: number;
}

/** For a program that may take its time. */
export const UNHURRIED: Bounds = { lines: 100_000, greetings: Number.POSITIVE_INFINITY };
/** For an editor, in which all of it is read again after each keystroke. */
export const AS_TYPED: Bounds = { lines: 100_000, greetings: 200 };

/** A stretch of lines, its dialect, and what was heard in it. */
export interface Stretch {
  readonly dialect: Dialect;
  readonly events: readonly Event[];
  /** The region as a session of this connection sees it: a log may have both sides of connections of its own. */
  readonly region: (connection: string) => DialectRegion;
}

/** Mail data is looked through for its end only so far; without one it ends at the next reply. */
const DATA_LINES = 20_000;
/** How far the proof that a line is SMTP may be away. */
const PROOF_LINES = 40;

/** Which dialects a line may begin. Kept with the line, so that reading again after an edit costs only what changed. */
const signs = memos<Line, { readonly start: number; readonly dialects: readonly Dialect[] }>('signs of dialects');
const NONE: readonly Dialect[] = [];

function signsOf(lines: Lines, line: Line, row: Row): readonly Dialect[] {
  const known = signs(lines);
  const kept = known.get(line);
  if (kept !== undefined && kept.start === row.start) return kept.dialects;
  const dialects = dialectsOf(row);
  known.set(line, { start: row.start, dialects });
  return dialects;
}

function dialectsOf({ text }: Row): readonly Dialect[] {
  if (text === '') return NONE;
  const fitting = DIALECTS.filter((dialect) => dialect.sign(text));
  return fitting.length > 0 ? fitting : NONE;
}

/** Where a server speaks or a tool shows itself. A command by itself is no sign: `> EHLO x` is curl's own. Kept as `signs` are. */
const spoken = memos<Line, Spoken>('where a server speaks');

interface Spoken {
  readonly column: number;
  readonly speaks: boolean;
}

function speaks(known: Table<Line, Spoken>, line: Line, text: string, column: number): boolean {
  const kept = known.get(line);
  if (kept?.column === column) return kept.speaks;
  const said = text.slice(column).trimStart();
  const found = said !== '' && (replyForm(said) !== undefined || DIALECTS.some((dialect) => dialect !== raw && dialect.sign(said)));
  known.set(line, { column, speaks: found });
  return found;
}

/** Finds the next line that passes a test, at most so many lines away. Asked again and again, it looks at each line once. */
class Finder {
  private readonly passes: (line: number) => boolean;
  private readonly reach: number;
  /** No line from `from` up to `to`, exclusive, passes. */
  private from = 0;
  private to = 0;

  constructor(reach: number, passes: (line: number) => boolean) {
    this.reach = reach;
    this.passes = passes;
  }

  first(line: number, count: number): number | undefined {
    const end = Math.min(count, line + this.reach);
    if (line < this.from || line > this.to) {
      this.from = line;
      this.to = line;
    }
    while (this.to < end && !this.passes(this.to)) this.to++;
    return this.to < end ? this.to : undefined;
  }
}

class Around implements Surroundings {
  readonly front: Front;
  private readonly count: number;
  private readonly dots = new Finder(DATA_LINES, (line) => this.isDot(line));
  private readonly plains = new Finder(PROOF_LINES, (line) => isPlainlySmtp(sure(this.row(line)).text));
  private recent: Row | undefined;

  constructor(lines: Lines, count: number) {
    this.count = count;
    const known = spoken(lines);
    this.front = new Front(lines, count, (line, text, column) => speaks(known, sure(lines.all.get(line)), text, column));
  }

  row(line: number): Row | undefined {
    if (line < 0 || line >= this.count) return undefined;
    if (this.recent?.line !== line) this.recent = this.front.row(line);
    return this.recent;
  }

  dot(line: number): number | undefined {
    return this.dots.first(line, this.count);
  }

  plain(line: number): number | undefined {
    return this.plains.first(line, this.count);
  }

  private isDot(line: number): boolean {
    const text = this.front.text(line).trimEnd();
    return text.endsWith('.') && text.slice(this.front.start(line)).trimStart() === '.';
  }
}

/** Finds and reads all stretches within the bounds. */
export function readDialogue(lines: Lines, bounds: Bounds): { readonly stretches: readonly Stretch[]; readonly linesRead: number } {
  const count = Math.min(lines.count, bounds.lines);
  const around = new Around(lines, count);
  const stretches: Stretch[] = [];
  let open: Open | undefined;
  let heading: Note | undefined;
  let greetings = 0;

  const close = () => {
    const stretch = open?.close(around.front);
    if (stretch !== undefined) stretches.push(stretch);
    greetings += open?.greetings ?? 0;
    open = undefined;
  };

  const isHalf = (at: number) => isHalfOfLineEnd(lines, at, around.front);
  const above = (at: number) => (isHalf(at - 1) ? at - 2 : at - 1);

  let line = 0;
  for (; line < count && greetings + (open?.greetings ?? 0) <= bounds.greetings; line++) {
    if (isHalf(line) || around.front.isRest(line)) continue;
    const row = sure(around.row(line));
    if (open?.read(row, heading) === true) {
      if (open.heard) heading = undefined;
      continue;
    }
    const signing = around.front.isBroken(line) ? dialectsOf(row) : signsOf(lines, sure(lines.all.get(line)), row);
    const next = signing.find((dialect) => dialect.confirm?.(row, around) ?? true);
    if (next !== undefined && next !== open?.dialect) {
      const adopted = next.adopts === true && open !== undefined && open.isBareUpTo(above(line)) ? open.first : line;
      if (adopted < line) open = undefined;
      close();
      open = new Open(next, around);
      for (let each = adopted; each <= line; each++) open.read(sure(around.row(each)), each === line ? heading : undefined);
      heading = undefined;
    } else if (isHeading(row.text, around.row(above(line))?.text ?? '')) heading = note(row, 'label');
    if (open?.isOver(row) === true) close();
  }
  close();
  return { stretches, linesRead: line };
}

/** Also the go-ahead for TLS; near enough for a bound. */
const GREETING = /^220[ -]/;

/** A stretch that is being read. */
class Open {
  readonly dialect: Dialect;
  /** The line that was read last said something. */
  heard = false;
  greetings = 0;
  /** The line on which it begins; -1 before that. */
  first = -1;
  private readonly reader: Reader;
  private readonly events: Event[] = [];
  private last = -1;
  private others = 0;

  constructor(dialect: Dialect, around: Surroundings) {
    this.dialect = dialect;
    this.reader = dialect.reader(around);
  }

  /** True for a line of this dialect. `heading` goes in front of what it says. */
  read(row: Row, heading: Note | undefined): boolean {
    const heard = this.reader.read(row);
    if (heard === undefined) return false;
    this.heard = heard.length > 0;
    if (this.heard || row.text !== '') {
      if (this.first < 0) this.first = row.line;
      this.last = row.line;
      this.others = 0;
    }
    if (this.heard && heading !== undefined) this.events.push(heading);
    for (const event of heard) {
      this.events.push(event);
      if (event.kind === 'utterance' && event.speaker === 'server' && GREETING.test(event.text)) this.greetings++;
    }
    return true;
  }

  /** True for a short stretch of bare server's lines that ends with this line. */
  isBareUpTo(line: number): boolean {
    return this.dialect === raw && this.last === line && line - this.first < ADOPTED && this.events.every(isServers);
  }

  /** Told of a line that is not of this dialect: true when the stretch is over. */
  isOver(row: Row): boolean {
    if (this.last !== row.line && row.text !== '') this.others++;
    return this.dialect.patience !== undefined && this.others > this.dialect.patience;
  }

  close(front: Front): Stretch | undefined {
    for (const event of this.reader.end?.() ?? []) this.events.push(event);
    if (this.first < 0) return undefined;
    const { name, wholeReplies, whole = false, viewpoint } = this.dialect;
    const regions = new Map<Viewpoint, DialectRegion>();
    const region = (connection: string) => {
      const side = this.reader.viewpoint?.(connection) ?? viewpoint;
      const known = regions.get(side) ?? { dialect: name, first: this.first, last: this.last, viewpoint: side, wholeReplies, whole };
      regions.set(side, known);
      return known;
    };
    return { dialect: this.dialect, events: this.events.map((event) => front.placed(event)), region };
  }
}

/** A greeting and an EHLO reply, and some more. */
const ADOPTED = 60;

function isServers(event: Event): boolean {
  return event.kind === 'utterance' && event.speaker === 'server';
}

/**
 * A terminal that turns LF into CR LF makes CR CR LF of a server's line end: one line end, not two. Nor are CR and LF with nothing but
 * a change of colour between them.
 */
function isHalfOfLineEnd(lines: Lines, line: number, front: Front): boolean {
  if (line <= 0 || sure(lines.all.get(line - 1)).eol !== '\r') return false;
  const { text, eol } = sure(lines.all.get(line));
  return text === '' ? eol === '\r\n' : text.startsWith('\x1b') && front.text(line) === '';
}

const HEADING_LENGTH = 80;
const PLACES =
  /\b(?:inside|outside|internal|external|internally|externally|behind|bypass|bypassing|direct|directly|through|without|firewall|asa|pix|fwsm|dmz|lan|wan|before|after)\b/i;

/** A line with which a person tells what comes next: `# from inside`, `outside:`, `--- through the firewall ---`. */
function isHeading(text: string, before: string): boolean {
  if (text.length === 0 || text.length > HEADING_LENGTH || !/[A-Za-z]/.test(text) || ourCommentIn(text) !== undefined) return false;
  if (/^(?:#{1,6} |={2,}|-{2,}|\*{2,}|;)/.test(text)) return PLACES.test(text) || /^#{1,6} /.test(text);
  if (PLACES.test(text) && text.length <= 50 && /^[A-Z#][\w (),'/-]*:?$/i.test(text)) return true;
  return before === '' && /^[A-Za-z][\w (),'/.-]*:\**$/.test(text);
}
