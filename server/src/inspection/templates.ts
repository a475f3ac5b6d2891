/** Templates of server texts (see `facts/servers.ts`): does a text fit one, and what would a masked greeting have been. */
import type { BannerForm } from './facts/masking.ts';
import { maskGreetingText } from './masking.ts';

/** Dates as servers write them; `#` is a digit, `?` any character that is not one. RFC 5322 3.3, obsolete zone names included. */
const DATES = [
  '???, ## ??? 20## ##:##:## ?####',
  '???, # ??? 20## ##:##:## ?####',
  '???, ## ??? 20## ##:##:## ???',
  '???, # ??? 20## ##:##:## ???',
];

/** Whether a plain text can have been made from the template. */
export function fits(template: string, text: string): boolean {
  const literals = template.split(/\{[a-z]+\}/);
  const last = literals.length - 1;
  if (last === 0) return same(text, template);
  if (!same(text.slice(0, literals[0]!.length), literals[0]!)) return false;
  let at = literals[0]!.length;
  for (let i = 1; i < last; i++) {
    const found = text.toLowerCase().indexOf(literals[i]!.toLowerCase(), at + 1);
    if (found < 0) return false;
    at = found + literals[i]!.length;
  }
  const end = literals[last]!;
  return text.length - end.length > at && same(text.slice(text.length - end.length), end);
}

export interface Solution {
  /** The greeting; `…` for what cannot be told. */
  readonly text: string;
  /** True when every character was tested: nothing is left open. */
  readonly exact: boolean;
  /** How many `2` and `0` that survived were accounted for by known characters. */
  readonly tested: number;
}

/** The greeting that masking in this form would have turned into `shown`, if the template with this host name can be that; undefined if it cannot. */
export function solve(template: string, host: string | undefined, form: BannerForm, shown: string): Solution | undefined {
  let best: Solution | undefined;
  for (const date of template.includes('{date}') ? DATES : ['']) {
    // '\0' marks what is open: it has any length.
    const filled = template
      .replace('{date}', date)
      .replace('{host}', host ?? '\0')
      .replace(/\{[a-z]+\}/g, '\0');
    const solution = solveFilled(filled, form, shown, date !== '');
    if (solution !== undefined && (best === undefined || (solution.exact && !best.exact))) best = solution;
  }
  return best;
}

function solveFilled(filled: string, form: BannerForm, shown: string, dated: boolean): Solution | undefined {
  const first = filled.indexOf('\0');
  const last = filled.lastIndexOf('\0');
  const open = first >= 0;
  const head = open ? filled.slice(0, first) : filled;
  const tail = open ? filled.slice(last + 1) : '';
  const missing = shown.length - (filled.length - filled.split('\0').length + 1);
  if (open ? missing < filled.split('\0').length - 1 : missing !== 0) return undefined;
  const before = survivors(head, form, shown.slice(0, head.length), dated);
  const after = survivors(tail, form, shown.slice(shown.length - tail.length), dated);
  if (before === undefined || after === undefined) return undefined;
  return { text: readable(filled), exact: !open && !dated, tested: before + after };
}

/** The number of characters that survived and were foretold; undefined when one character contradicts. */
function survivors(text: string, form: BannerForm, shown: string, dated: boolean): number | undefined {
  if (text.length !== shown.length) return undefined;
  let tested = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    const s = shown[i]!;
    if (dated && c === '#') {
      if (!'*20'.includes(s) || (form === 'asterisks' && s !== '*')) return undefined;
      continue;
    }
    const masked = maskGreetingText(form, c);
    // Detectors in use allow a blank that survived; so does this.
    if (s !== masked && !(c === ' ' && s === ' ')) return undefined;
    if (s !== '*') tested++;
  }
  return tested;
}

function readable(filled: string): string {
  return filled.replace(/\?\?\?, #{1,2} \?\?\? 20## ##:##:## (?:\?####|\?\?\?)/, '(date)').replaceAll('\0', '…');
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
