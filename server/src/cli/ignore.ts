/**
 * The globs of `ignore`: matched against names that a walk has found. They come from a file of the folder that is checked, so they are
 * never looked up on the disk (`/proc/**` would have the program read there), and never become a regular expression: one can be written
 * on which matching takes for ever.
 */

import { isAbsolute, relative, resolve, sep } from 'node:path';
import { itemAt } from '../text/at.ts';
import { Failure } from './exit.ts';

export interface Ignored {
  file(path: string): boolean;
  /** All below it is. */
  folder(path: string): boolean;
}

/**
 * `*`, `?`, `[a-z]`, `[!a-z]`, `{a,b}` within a name, `**` for any number of folders, `\` before a character that means itself. A pattern that
 * names a folder means all below it; one that begins with `!` takes back what others leave out.
 *
 * @param cwd what patterns are relative to; nothing outside of it is ever left out
 * @returns for absolute paths
 * @throws Failure for a pattern that stands for too many
 */
export function ignoring(patterns: readonly string[], cwd: string): Ignored {
  const left = patterns.filter((pattern) => !pattern.startsWith('!')).flatMap((pattern) => globsOf(pattern, cwd));
  const kept = patterns.filter((pattern) => pattern.startsWith('!')).flatMap((pattern) => globsOf(pattern.slice(1), cwd));
  const file = (path: string) => {
    const near = relative(cwd, path);
    const names = near.split(sep);
    if (near === '' || names[0] === '..' || isAbsolute(near)) return false;
    return left.some((glob) => matches(glob, names)) && !kept.some((glob) => matches(glob, names));
  };
  return { file, folder: (path) => kept.length === 0 && file(path) };
}

/** What one character of a name may be; `*` for any number of any. */
type Sign = '*' | ((character: string) => boolean);
/** What the names of a path may be, folder by folder; `**` for any number of folders. */
type Glob = readonly ('**' | readonly Sign[])[];

function globsOf(pattern: string, cwd: string): Glob[] {
  // On Windows a backslash is the separator that a person types.
  const portable = sep === '\\' ? pattern.replaceAll('\\', '/') : pattern;
  const near = isAbsolute(portable) ? relative(cwd, resolve(portable)).replaceAll(sep, '/') : portable;
  const left: string[] = [];
  for (const alternative of alternatives(near, pattern)) {
    const names = alternative.split('/').filter((name) => name !== '' && name !== '.');
    // All below it, too.
    if (names.length > 0) left.push([...names, '**'].join('/'));
  }
  return left.map((names) => names.split('/').map((name) => (name === '**' ? name : signsOf(name))));
}

/** More would be no pattern that a person wrote. */
const MOST_ALTERNATIVES = 100;

function alternatives(text: string, pattern: string): string[] {
  let open = [text];
  const done: string[] = [];
  while (open.length > 0) {
    open = open.flatMap((it) => {
      const [, before, inner = '', after] = /^((?:\\.|[^\\{])*)\{((?:\\.|[^\\{}])*)\}(.*)$/s.exec(it) ?? [];
      if (before !== undefined) return inner.split(',').map((choice) => before + choice + after);
      done.push(it);
      return [];
    });
    if (open.length + done.length > MOST_ALTERNATIVES) throw new Failure(`"ignore": ${pattern} stands for too many patterns`);
  }
  return done;
}

function signsOf(name: string): Sign[] {
  const signs: Sign[] = [];
  for (let at = 0; at < name.length; at++) {
    const character = name.charAt(at);
    const end = name.indexOf(']', at + 2);
    if (character === '*') signs.push('*');
    else if (character === '?') signs.push(() => true);
    else if (character === '[' && end > 0) {
      signs.push(classOf(name.slice(at + 1, end)));
      at = end;
    } else {
      const itself = character === '\\' && at + 1 < name.length ? name.charAt(++at) : character;
      signs.push((other) => other === itself);
    }
  }
  return signs;
}

function classOf(text: string): Sign {
  const not = /^[!^]./.test(text);
  const of = not ? text.slice(1) : text;
  return (character) => {
    let found = false;
    for (let at = 0; at < of.length; at++) {
      const last = of[at + 1] === '-' && at + 2 < of.length ? of.charAt(at + 2) : of.charAt(at);
      found ||= of.charAt(at) <= character && character <= last;
      if (last !== of[at]) at += 2;
    }
    return found !== not;
  };
}

function matches(glob: Glob, names: readonly string[]): boolean {
  return fits(
    glob,
    names,
    '**',
    (signs, name) => signs !== '**' && fits(signs, name, '*', (sign, character) => sign !== '*' && sign(character)),
  );
}

/** Whether items agree a pattern in which `any` stands for any number of them: what the last `any` took is given back one by one, no more. */
function fits<P, T>(pattern: readonly P[], items: ArrayLike<T>, any: P, agree: (of: P, item: T) => boolean): boolean {
  let [at, here] = [0, 0];
  let [afterAny, taken] = [-1, 0];
  while (here < items.length) {
    if (at < pattern.length && pattern[at] === any) {
      afterAny = ++at;
      taken = here;
    } else if (at < pattern.length && agree(itemAt(pattern, at), itemAt(items, here))) {
      at++;
      here++;
    } else if (afterAny >= 0) {
      at = afterAny;
      here = ++taken;
    } else return false;
  }
  while (pattern[at] === any && at < pattern.length) at++;
  return at === pattern.length;
}
