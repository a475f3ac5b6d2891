/** Text as a terminal shows it: what each character covers, what must not reach the terminal, where prose is wrapped. */
import stringWidth from 'string-width';
import { inPlainWords } from '../text/markup.ts';

const TAB = 8;
const UNSAFE = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/**
 * The first character of what the runner of a pipeline takes for a command to it in the log of a step: `::error ::text` at the beginning of a
 * line (GitHub), `##vso[task.complete]` and `##[error]` anywhere (Azure).
 */
const COMMAND = /(?<=^\s*):(?=:[a-z][a-z-]*(?: .*?)?::)|#(?=#(?:vso)?\[)/g;

/**
 * Text from a file must not move the cursor, colour the screen, turn the direction of writing, or command a pipeline: such characters are shown
 * as signs.
 */
export function printable(text: string): string {
  return text.replace(UNSAFE, sign).replace(COMMAND, '\ufffd');
}

function sign(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}

export interface Shown {
  /** One for each character as a person counts them (grapheme), tabs as blanks. */
  readonly cells: readonly { readonly text: string; readonly width: number }[];
  /** The screen column of each UTF-16 unit of the original, and of its end. */
  readonly columns: readonly number[];
}

const ASCII = /^\p{ASCII}*$/u;
const PLAIN = /^[ -~]*$/;

/** How many columns a text covers. Most texts are plain: what knows the others takes longer to be made ready than a short check takes. */
export const widthOf = (text: string): number => (PLAIN.test(text) ? text.length : stringWidth(text));

/** The characters of a line as a person counts them. */
function graphemes(line: string): Iterable<string> {
  if (ASCII.test(line)) return line;
  return Array.from(new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(line), ({ segment }) => segment);
}

/** A line of a file as it is printed. */
export function show(line: string): Shown {
  const cells: { text: string; width: number }[] = [];
  const columns: number[] = [];
  let column = 0;
  for (const part of graphemes(line)) {
    const text = part === '\t' ? ' '.repeat(TAB - (column % TAB)) : printable(part);
    const width = widthOf(text);
    for (let i = 0; i < part.length; i++) columns.push(column);
    cells.push({ text, width });
    column += width;
  }
  columns.push(column);
  return { cells, columns };
}

/** The text; where it is wider than so many columns its beginning, with a sign for the rest. */
export function cutTo(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let room = width - 1;
  for (const cell of show(text).cells) {
    room -= cell.width;
    if (room < 0) break;
    kept += cell.text;
  }
  return `${kept}…`;
}

/** Wraps plain text at blanks. A word that is wider than the line keeps a line of its own, so that an address or a command can be copied. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    let used = 0;
    for (const word of paragraph.split(' ')) {
      const size = widthOf(word);
      if (line !== '' && used + 1 + size > width) {
        lines.push(line);
        line = word;
        used = size;
      } else {
        line = line === '' ? word : `${line} ${word}`;
        used += (used === 0 ? 0 : 1) + size;
      }
    }
    lines.push(line);
  }
  return lines;
}

/** Wraps our own prose, which comes from a file in part: made printable first, and its markup plain words. */
export function prose(text: string, width: number): string[] {
  return wrap(inPlainWords(text).split('\n').map(printable).join('\n'), width);
}
