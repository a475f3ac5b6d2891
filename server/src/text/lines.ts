/**
 * A document is lines. Positions are LSP's: zero-based line, zero-based character in UTF-16 code units. A line ends with
 * LF, CR LF or a lone CR, as LSP 3.17 (`EOL`) says, in the editor and on the command line alike.
 */

export type Eol = '\n' | '\r\n' | '\r' | '';

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

/** A change as `textDocument/didChange` tells it: without a range the whole text is replaced. */
export interface Change {
  readonly range?: Range;
  readonly text: string;
}

/** One line. The same object stays in place over edits elsewhere, so that what is derived from a line can be kept with it. */
export class Line {
  readonly text: string;
  readonly eol: Eol;

  constructor(text: string, eol: Eol) {
    this.text = text;
    this.eol = eol;
  }
}

/** The lines of a text; immutable. There is always at least one, and only the last has no line end. */
export class Lines {
  readonly all: readonly Line[];

  private constructor(all: readonly Line[]) {
    this.all = all;
  }

  /** Any string is read; nothing is lost: `Lines.read(s).toString() === s`. */
  static read(text: string): Lines {
    return new Lines(split(text));
  }

  get count(): number {
    return this.all.length;
  }

  /** The text of a line without its line end; empty beyond the end of the document. */
  text(line: number): string {
    return this.all[line]?.text ?? '';
  }

  /** The first line end of the document: what an inserted line should end with. LF for a document of one line. */
  get eol(): Exclude<Eol, ''> {
    for (const line of this.all) {
      if (line.eol !== '') return line.eol;
    }
    return '\n';
  }

  /** The text between two positions; positions outside are moved to the nearest one inside. */
  slice(range: Range): string {
    const start = this.clamp(range.start);
    const end = this.clamp(range.end);
    if (start.line === end.line) return this.text(start.line).slice(start.character, end.character);
    const parts = [this.text(start.line).slice(start.character) + this.all[start.line]!.eol];
    for (let i = start.line + 1; i < end.line; i++) parts.push(this.all[i]!.text + this.all[i]!.eol);
    parts.push(this.text(end.line).slice(0, end.character));
    return parts.join('');
  }

  /** Applies changes one after another, as `textDocument/didChange` orders them. Untouched lines keep their identity. */
  change(changes: readonly Change[]): Lines {
    let lines: Lines = this;
    for (const { range, text } of changes) {
      lines = range === undefined ? Lines.read(text) : lines.replace(range, text);
    }
    return lines;
  }

  /** Applies edits that all refer to this text and do not overlap (LSP's `TextEdit[]`), in any order. */
  edit(edits: readonly TextEdit[]): Lines {
    // From the end to the start, so that earlier positions stay true; edits at one place keep the order they are given in.
    const order = edits.map((edit, index) => ({ edit, index }));
    order.sort((a, b) => comparePositions(b.edit.range.start, a.edit.range.start) || b.index - a.index);
    return this.change(order.map(({ edit }) => ({ range: edit.range, text: edit.newText })));
  }

  /** Each line shown in another way; line numbers stay. */
  map(show: (line: Line, number: number) => Line): Lines {
    return new Lines(this.all.map(show));
  }

  toString(): string {
    return this.all.map((line) => line.text + line.eol).join('');
  }

  private clamp({ line, character }: Position): Position {
    if (line >= this.count) return { line: this.count - 1, character: this.text(this.count - 1).length };
    return { line: Math.max(0, line), character: Math.min(Math.max(0, character), this.text(line).length) };
  }

  private replace(range: Range, text: string): Lines {
    const start = this.clamp(range.start);
    const end = this.clamp(range.end);
    const last = this.all[end.line]!;
    const before = this.text(start.line).slice(0, start.character);
    const after = last.text.slice(end.character) + last.eol;
    let first = start.line;
    let head = before;
    // A line that ended with a lone CR and now meets an LF becomes one line that ends with CR LF.
    if (head === '' && first > 0 && this.all[first - 1]!.eol === '\r' && (text === '' ? after : text).startsWith('\n')) {
      first--;
      head = `${this.all[first]!.text}\r`;
    }
    const joined = split(head + text + after);
    // The line end of the last touched line makes `split` open an empty line that is the document's next one.
    if (last.eol !== '') joined.pop();
    return new Lines(this.all.slice(0, first).concat(joined, this.all.slice(end.line + 1)));
  }
}

/** How many lines at the beginning and at the end of two states of a document are the same objects; no line is counted twice. */
export function unchanged({ all: then }: Lines, { all: now }: Lines): { readonly before: number; readonly behind: number } {
  const most = Math.min(then.length, now.length);
  let before = 0;
  while (before < most && then[before] === now[before]) before++;
  let behind = 0;
  while (behind < most - before && then[then.length - 1 - behind] === now[now.length - 1 - behind]) behind++;
  return { before, behind };
}

/** Document order. */
export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

/** True where the position stands in the range; its end counts as inside, as an editor's cursor behind a word does. */
export function contains(range: Range, position: Position): boolean {
  return comparePositions(range.start, position) <= 0 && comparePositions(position, range.end) <= 0;
}

/** A range inside one line. */
export function rangeOn(line: number, start: number, end: number): Range {
  return { start: { line, character: start }, end: { line, character: end } };
}

function split(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10) {
      lines.push(new Line(text.slice(start, i), '\n'));
      start = i + 1;
    } else if (c === 13) {
      const crlf = text.charCodeAt(i + 1) === 10;
      lines.push(new Line(text.slice(start, i), crlf ? '\r\n' : '\r'));
      if (crlf) i++;
      start = i + 1;
    }
  }
  lines.push(new Line(text.slice(start), ''));
  return lines;
}
