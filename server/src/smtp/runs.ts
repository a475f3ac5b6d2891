/**
 * Finds what stands in front of all lines of a run: mail quoting, times, the words of a log, numbers. One can stand behind another, as in
 * a quoted mail that holds a log. It is told by its shape alone, so that any dialect can follow.
 */
import { itemAt, sure } from '../text/at.ts';

/** What the runs are told from. */
export interface Written {
  /** The line as it shows; empty beyond the document. */
  readonly text: (line: number) => string;
  /** True where a server speaks, or a tool shows itself, in what stands from this column on. */
  readonly speaks: (line: number, column: number) => boolean;
}

/** For each line the column behind its front, and from where to where a time stands in that; one that ends at 0 is none. */
export interface Fronts {
  readonly starts: Uint32Array;
  readonly timeStarts: Uint32Array;
  readonly timeEnds: Uint32Array;
}

/** Fronts that can stand one behind another. */
const DEEPEST = 6;

/** @param count how many lines are looked at, from the first on */
export function frontsOf(written: Written, count: number): Fronts {
  const runs = new Runs(written, count);
  runs.takeOff(0, count, DEEPEST);
  return runs;
}

/** The columns where the lines of a run begin once its front is taken off, and the line behind the run. */
interface Run {
  readonly starts: readonly number[];
  readonly to: number;
}

const CLOCK = String.raw`\d\d:\d\d:\d\d(?:[.,]\d{1,9})?`;
const DAY = String.raw`[A-Z][a-z]{2} [ \d]\d ${CLOCK}`;
/** ISO 8601 and its like; a time of day; ctime's and syslog's; numbers for day and month first; seconds since 1970. */
const TIMES = [
  String.raw`\d{4}[-/]\d\d[-/]\d\d[T ]${CLOCK}(?:Z|[+-]\d\d:?\d\d)?`,
  `${CLOCK}(?: [AP]M)?`,
  String.raw`[A-Z][a-z]{2} ${DAY}(?: \d{4})?|${DAY}(?: (?:19|20)\d\d(?=:))?`,
  String.raw`\d{1,2}[/.]\d{1,2}[/.]\d{2,4} \d{1,2}:\d\d:\d\d(?: [AP]M)?`,
  String.raw`\d{10}\.\d{1,9}`,
];
const TIME = new RegExp(String.raw`[ \t]{0,80}\[?(?:${TIMES.map((form) => `(${form})`).join('|')})\]?(?=[ \t|-]|:(?!\d)|$)`, 'y');
const BEHIND_TIME = /[ \t]?[:|-](?=[ \t]|$)[ \t]?/y;
/**
 * Behind a time: a container's stream as Kubernetes keeps it; a host and a program, as syslog and the journal name them. One letter is no
 * program: `DEBUG C:` says who spoke.
 */
const TAG = /(?:std(?:out|err) [FP]|[\w.-]{1,100} [\w.@()-]{2,60}(?:\[\d{1,10}\]:|(:)))(?: |$)/y;
/** The lines of several containers in one list. */
const CONTAINER = /[ \t]{0,80}[\w.-]{1,80} {1,80}\|(?: |$)/y;
const NUMBER = /[ \t]{0,80}(\d{1,7})([:.)|\]]?)(?=[ \t]|$)[ \t]?/y;
/** What `grep -n` prints: the number of a line, the name of its file in front where there are several. */
const FOUND = /(?=[^\s:]{0,200}[A-Za-z])((?:[A-Za-z]:)?[^\s:]{1,200}):(\d{1,7}):|(\d{1,7}):(?!\d\d:\d\d(?!:\d))/y;
/** Numbers that count up, and names, are no accident in so many lines. */
const LEAST = 3;

class Runs implements Fronts {
  readonly starts: Uint32Array;
  readonly timeStarts: Uint32Array;
  readonly timeEnds: Uint32Array;
  private readonly written: Written;

  constructor(written: Written, count: number) {
    this.written = written;
    this.starts = new Uint32Array(count);
    this.timeStarts = new Uint32Array(count);
    this.timeEnds = new Uint32Array(count);
  }

  /** Takes fronts off the lines from `from` up to `to`, exclusive, which had the same fronts until now. */
  takeOff(from: number, to: number, deepest: number): void {
    if (deepest === 0) return;
    for (let line = from; line < to; ) {
      const first = this.firstOf(line);
      if (Number.isNaN(first)) {
        line++;
        continue;
      }
      const run = first === MARK ? this.quoted(line, to, deepest) : this.runAt(line, first, from, to);
      if (run !== undefined && first !== MARK) {
        this.starts.set(run.starts, line);
        this.takeOff(line, run.to, deepest - 1);
      }
      line = run?.to ?? line + 1;
    }
  }

  /** The run that begins on a line. Its first visible character tells which can. */
  private runAt(line: number, first: number, from: number, to: number): Run | undefined {
    const digit = first >= 48 && first <= 57;
    if (digit || first === 91 || (first >= 65 && first <= 90)) {
      const timed = this.timed(line, to);
      if (timed !== undefined) return timed;
    }
    if (digit) {
      const numbered = this.numbered(line, to);
      if (numbered !== undefined) return numbered;
    }
    return this.tagged(line, from, to) ?? this.contained(line, to) ?? this.found(line, to);
  }

  /** The code of a line's first visible character; NaN where there is none. */
  private firstOf(line: number): number {
    const text = this.written.text(line);
    return text.charCodeAt(behindBlanks(text, this.start(line)));
  }

  private start(line: number): number {
    return this.starts[line] ?? 0;
  }

  /** Asked of the first line of what may be a run, so that lines without a front, which are most of all lines, cost next to nothing. */
  private matches(form: RegExp, line: number): boolean {
    form.lastIndex = this.start(line);
    return form.test(this.written.text(line));
  }

  private match(form: RegExp, line: number, from = this.start(line)): RegExpExecArray | null {
    form.lastIndex = from;
    return form.exec(this.written.text(line));
  }

  /**
   * The lines from `from` on that go on in one way. Empty lines among them belong to them: they may have lost their front.
   * @param startOf the column behind the front of a line; undefined where the run has ended
   */
  private collect(from: number, end: number, startOf: (line: number) => number | undefined): Run & { readonly lines: number } {
    const starts: number[] = [];
    let lines = 0;
    let to = from;
    for (let line = from; line < end; line++) {
      const empty = this.start(line) >= this.written.text(line).length;
      const start = empty ? this.start(line) : startOf(line);
      if (start === undefined) break;
      starts.push(start);
      if (empty) continue;
      lines++;
      to = line + 1;
    }
    // Empty lines at its end may be anyone's.
    return { starts: starts.length === to - from ? starts : starts.slice(0, to - from), to, lines };
  }

  /** Mail quoting: lines that all begin with `>`, and among which somebody speaks once all fronts are taken off. */
  private quoted(from: number, end: number, deepest: number): Run {
    let depth = Number.POSITIVE_INFINITY;
    const run = this.collect(from, end, (line) => {
      const text = this.written.text(line);
      const { at, marks } = behindMarks(text, this.start(line), Number.POSITIVE_INFINITY);
      // A line with nothing but marks may be an empty line that lost its blank.
      if (marks > 0 && at < text.length) depth = Math.min(depth, marks);
      return marks > 0 ? at : undefined;
    });
    const { to } = run;
    if (depth === Number.POSITIVE_INFINITY || this.isAnswer(from, -1) || this.isAnswer(to - 1, 1)) return run;
    const before = [this.starts, this.timeStarts, this.timeEnds].map((columns) => columns.slice(from, to));
    this.starts.set(this.behindMarks(from, to, depth), from);
    this.takeOff(from, to, deepest - 1);
    for (let line = from; line < to; line++) if (this.written.speaks(line, this.start(line))) return run;
    for (const [i, columns] of [this.starts, this.timeStarts, this.timeEnds].entries()) columns.set(itemAt(before, i), from);
    return run;
  }

  /** Behind so many marks on each line, and behind the blank that all lines have there. */
  private behindMarks(from: number, to: number, depth: number): readonly number[] {
    const text = (i: number) => this.written.text(from + i);
    const starts = Array.from({ length: to - from }, (_, i) => behindMarks(text(i), this.start(from + i), depth).at);
    const blank = starts.every((at, i) => at >= text(i).length || text(i).charCodeAt(at) === 32);
    return blank ? starts.map((at, i) => Math.min(at + 1, text(i).length)) : starts;
  }

  /**
   * True where the next line beside a run is the other side's, of a tool that marks both: `< 250 ok` of curl, `<<< 250 ok` of a bounce. A
   * mail address is none.
   */
  private isAnswer(beside: number, step: 1 | -1): boolean {
    let line = beside + step;
    while (line > 0 && line < this.starts.length && Number.isNaN(this.firstOf(line))) line += step;
    const text = this.written.text(line);
    return /^<(?:[ <]|$)/.test(text.slice(behindBlanks(text, this.start(line))));
  }

  /** Times of one form, and the blanks or the sign that part all of them from the rest. */
  private timed(from: number, end: number): Run | undefined {
    if (!this.matches(TIME, from)) return undefined;
    let form: number | undefined;
    let parted = true;
    let blanks = Number.POSITIVE_INFINITY;
    const { starts, to } = this.collect(from, end, (line) => {
      const found = this.match(TIME, line);
      const group = found?.findIndex((text, i) => i > 0 && text !== undefined);
      if (found === null || (form !== undefined && group !== form)) return undefined;
      form = sure(group);
      const { lastIndex } = TIME;
      this.timeStarts[line] = found.index + found[0].indexOf(itemAt(found, form));
      this.timeEnds[line] = this.timeStarts[line] + itemAt(found, form).length;
      const text = this.written.text(line);
      if (lastIndex < text.length) {
        blanks = Math.min(blanks, behindBlanks(text, lastIndex) - lastIndex);
        parted &&= this.match(BEHIND_TIME, line, lastIndex) !== null;
      }
      return lastIndex;
    });
    return { starts: starts.map((at, i) => this.behindTime(from + i, at, parted, blanks)), to };
  }

  private behindTime(line: number, at: number, parted: boolean, blanks: number): number {
    const { length } = this.written.text(line);
    if (this.timeEnds[line] === 0 || at >= length) return at;
    if (!parted) return Math.min(at + blanks, length);
    return this.match(BEHIND_TIME, line, at) === null ? at : BEHIND_TIME.lastIndex;
  }

  /** What a log has behind the times of all lines; a program without a process number could also be a tool's own words. */
  private tagged(from: number, first: number, end: number): Run | undefined {
    if (this.timeEnds[from] === 0) return undefined;
    let sure = true;
    const { starts, to, lines } = this.collect(from, end, (line) => {
      if (this.timeEnds[line] === 0 || this.start(line) > itemAt(this.timeEnds, line) + TIME_GAP) return undefined;
      const found = this.match(TAG, line);
      // The whole of the lines is looked through from the first on only.
      if (found === null || (found[1] !== undefined && from !== first)) return undefined;
      if (found[1] !== undefined) sure = false;
      return TAG.lastIndex;
    });
    return lines > 0 && (sure || (to === end && lines > 1)) ? { starts, to } : undefined;
  }

  /** The names of containers, with a bar below the other. */
  private contained(from: number, end: number): Run | undefined {
    if (!this.matches(CONTAINER, from)) return undefined;
    let bar: number | undefined;
    return atLeast(
      this.collect(from, end, (line) => {
        if (this.match(CONTAINER, line) === null) return undefined;
        const at = this.written.text(line).indexOf('|', this.start(line)) - this.start(line);
        bar ??= at;
        return at === bar ? CONTAINER.lastIndex : undefined;
      }),
    );
  }

  /** Line numbers, which count up by one. */
  private numbered(from: number, end: number): Run | undefined {
    if (!this.matches(NUMBER, from)) return undefined;
    let next: number | undefined;
    let sign: string | undefined;
    return atLeast(
      this.collect(from, end, (line) => {
        const found = this.match(NUMBER, line);
        if (found === null || (next !== undefined && (Number(found[1]) !== next || found[2] !== sign))) return undefined;
        next = Number(found[1]) + 1;
        sign = found[2];
        return NUMBER.lastIndex;
      }),
    );
  }

  /** Lines that a search found in a file, whose numbers count up; by one, where the file is not named. */
  private found(from: number, end: number): Run | undefined {
    if (!this.matches(FOUND, from)) return undefined;
    let before: { readonly file: string | undefined; readonly number: number } | undefined;
    return atLeast(
      this.collect(from, end, (line) => {
        const found = this.match(FOUND, line);
        if (found === null) return undefined;
        const file = found[1];
        const number = Number(found[2] ?? found[3]);
        if (before !== undefined && (file !== before.file || (file === undefined ? number !== before.number + 1 : number <= before.number)))
          return undefined;
        before = { file, number };
        return FOUND.lastIndex;
      }),
    );
  }
}

function atLeast(run: Run & { readonly lines: number }): Run | undefined {
  return run.lines < LEAST ? undefined : run;
}

const MARK = 62;
/** A bracket, a sign that parts a time from the rest, blanks. */
const TIME_GAP = 4;

function behindBlanks(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at++;
  return at;
}

/** The column behind quoting marks, at most so many, and how many there are. */
function behindMarks(text: string, from: number, most: number): { at: number; marks: number } {
  let at = from;
  for (let marks = 0; ; marks++) {
    const next = marks < most ? behindBlanks(text, at) : -1;
    if (text.charCodeAt(next) !== MARK) return { at, marks };
    at = next + 1;
  }
}
