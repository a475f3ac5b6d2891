/** A line's words, its prompt, and what terminals leave on it. Nothing here knows any command. */
import { itemAt } from '../text/at.ts';
import type { Word } from './model.ts';
import { afterPlaceholder } from './placeholders.ts';

/** Where the command of a line begins, once a byte-order mark, pager remains and a prompt are passed. */
export interface Layout {
  /** Column of the first character that is not blank, after the prompt. */
  readonly start: number;
  /** Blanks before the command on the screen; 0 behind a prompt. A tab counts as one. */
  readonly indent: number;
  readonly prompt: Prompt | undefined;
}

export interface Prompt {
  readonly word: Word;
  /** `config-pmap-c`; undefined at an exec prompt */
  readonly mode: string | undefined;
  /** `ctx` in `asa/ctx(config)#` */
  readonly context: string | undefined;
}

const MORE = '<--- More --->';
/** The blanks with which a pager wipes out its own text. */
const WIPE = ' '.repeat(MORE.length);
/** Parts of a prompt that tell the failover role or state (`prompt hostname priority state`), not a context. */
const ROLES: ReadonlySet<string> = new Set([
  'pri',
  'sec',
  'act',
  'stby',
  'actnofailover',
  'stbynofailover',
  'master',
  'slave',
  'control',
  'data',
]);

export function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 0xa0 || code === 11 || code === 12;
}

/** Finds the place of the command on a line. */
export function layout(text: string): Layout {
  const begin = afterRemains(text);
  let start = skipBlanks(text, begin);
  const indent = start - begin;
  const prompt = readPrompt(text, start);
  if (prompt === undefined) return { start, indent, prompt };
  start = skipBlanks(text, prompt.word.end);
  return { start, indent: 0, prompt };
}

/** The blank-separated words from a column on; text in double quotes is one word, its quotes included, and so is a placeholder of a template. */
export function wordsFrom(text: string, from: number): Word[] {
  const words: Word[] = [];
  let i = skipBlanks(text, from);
  while (i < text.length) {
    const start = i;
    const close = text.charCodeAt(i) === 34 ? text.indexOf('"', i + 1) : -1;
    if (close > 0) i = close + 1;
    while (i < text.length && !isBlank(text.charCodeAt(i))) i = afterPlaceholder(text, i) ?? i + 1;
    words.push({ text: text.slice(start, i), start, end: i });
    i = skipBlanks(text, i);
  }
  return words;
}

export function skipBlanks(text: string, from: number): number {
  let i = from;
  while (i < text.length && isBlank(text.charCodeAt(i))) i++;
  return i;
}

/**
 * The column behind a byte-order mark, form feeds (page breaks, and quote marks: `quoting.ts`), and the remains of a pager (`<--- More --->`,
 * then backspaces, CR or blanks over it).
 */
function afterRemains(text: string): number {
  let i = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (text.charCodeAt(i) === 12) i++;
  const more = text.lastIndexOf(MORE);
  if (more >= 0) {
    i = more + MORE.length;
    if (text.startsWith(WIPE, i)) i += WIPE.length;
  }
  // Backspaces can also stand alone, when the pager's text was filtered out and its wiping was not.
  const back = text.lastIndexOf('\b');
  return back >= i ? back + 1 : i;
}

// Anchored, each part bounded by a character that the next cannot be: linear. A host name can begin with a digit, but has a letter.
const PROMPT = /((?=[\d.-]{0,63}[A-Za-z])[A-Za-z\d][\w.-]{0,63}(?:\/[\w.-]{1,64}){0,4})(?:\(([a-z][a-z0-9-]{0,40})\))?[#>](?!>)/y;
/** FTD's LINA and its own shell print no host name: `> show running-config`, `firepower#`. */
const BARE_PROMPT = /> (?=[a-z])/y;

function readPrompt(text: string, start: number): Prompt | undefined {
  const first = text.charCodeAt(start) | 32;
  if (first === 62) {
    BARE_PROMPT.lastIndex = start;
    return BARE_PROMPT.test(text) ? { word: { text: '>', start, end: start + 1 }, mode: undefined, context: undefined } : undefined;
  }
  if ((first < 97 || first > 122) && (first < 48 || first > 57)) return undefined;
  // Most lines hold neither character; this spares them the regular expression.
  if (text.indexOf('#', start) < 0 && text.indexOf('>', start) < 0) return undefined;
  PROMPT.lastIndex = start;
  const match = PROMPT.exec(text);
  if (match === null) return undefined;
  const end = start + match[0].length;
  const next = text.charCodeAt(end);
  // `description>x`, a password `abc#def`: only a configuration prompt may be followed by its command without a blank.
  if (end < text.length && !isBlank(next) && match[2] === undefined && !/^(?:sh|wr|en|conf|ch|ex|more|ter)/.test(text.slice(end, end + 6)))
    return undefined;
  return { word: { text: match[0], start, end }, mode: match[2], context: contextOf(itemAt(match, 1)) };
}

function contextOf(host: string): string | undefined {
  return host
    .split('/')
    .slice(1)
    .find((part) => !ROLES.has(part.toLowerCase()));
}
