/** Templates of server texts (see `facts/servers.ts`): does a text fit one, and what would a masked greeting have been. */

import type { BannerForm } from '../facts/masking.ts';
import { itemAt } from '../text/at.ts';
import { maskGreetingText } from './masking.ts';

/** Dates as servers write them; `#` is a digit, `?` any character that is not one. RFC 5322 3.3, obsolete zone names included. */
const DATES = [
  '???, ## ??? 20## ##:##:## ?####',
  '???, # ??? 20## ##:##:## ?####',
  '???, ## ??? 20## ##:##:## ???',
  '???, # ??? 20## ##:##:## ???',
];

const PLAIN_DATE = /(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), +\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (?:[+-]\d{4}|[A-Z]{3})/;

/** A plain text as a template: its date, which is another each time, left open. */
export function dateOpen(text: string): string {
  return text.replace(PLAIN_DATE, '{date}');
}

/** Whether a plain text can have been made from the template. */
export function fits(template: string, text: string): boolean {
  const literals = template.split(/\{[a-z]+\}/);
  const last = literals.length - 1;
  if (last === 0) return same(text, template);
  if (!same(text.slice(0, itemAt(literals, 0).length), itemAt(literals, 0))) return false;
  let at = itemAt(literals, 0).length;
  for (let i = 1; i < last; i++) {
    const found = text.toLowerCase().indexOf(itemAt(literals, i).toLowerCase(), at + 1);
    if (found < 0) return false;
    at = found + itemAt(literals, i).length;
  }
  const end = itemAt(literals, last);
  return text.length - end.length > at && same(text.slice(text.length - end.length), end);
}

/** Whether anything but the names of the hosts stands in a template. */
export function hasWords(template: string): boolean {
  return template.replace(/\{[a-z]+\}/g, '').trim() !== '';
}

export interface Solution {
  /** The greeting; `…` for what cannot be told. */
  readonly text: string;
  /** True when nothing is left open. */
  readonly exact: boolean;
  /** How many `2` and `0` that survived were foretold by known characters. */
  readonly tested: number;
  /** Probability of the shown text if this is the greeting: 1 where every character is foretold. */
  readonly likelihood: number;
}

/** What stands where nothing is known: digits are few in a host name or a version, and common in a date. */
const OPEN = { '*': 0.96, digit: 0.02 } as const;
const DATE_DIGIT = { '*': 0.75, digit: 0.12 } as const;
/** The mean length of an open part; the longer, the rarer. */
const USUAL_LENGTH = 15;
/** A greeting of which nothing is known has any length up to here, one as likely as another; a longer one is rare. */
const LONGEST_USUAL = 80;

/** How likely a mask without 2 and 0 is the work of PIX 4.x, which overwrites these too. A judgement: they were replaced before the year 2000. */
const OLD_ENGINE = 0.001;

/**
 * The greeting that masking in this form would have turned into `shown`, if the template with this host name can be that; undefined if it cannot.
 * `asterisks`: no 2 and no 0 is to be seen, so there was hardly one.
 */
export function solve(template: string, host: string | undefined, form: BannerForm, shown: string): Solution | undefined {
  return solveWith(likelihoodOfGap, template, host, form, shown);
}

/** How likely such a mask is if all that is known of the greeting is a template of which any part can be long. */
export function likelihoodOfUnknown(template: string, host: string | undefined, form: BannerForm, shown: string): number {
  return solveWith(likelihoodOfOpen, template, host, form, shown)?.likelihood ?? 0;
}

function solveWith(
  likelihoodOfRest: (shown: string) => number,
  template: string,
  host: string | undefined,
  form: BannerForm,
  shown: string,
): Solution | undefined {
  if (form !== 'asterisks') return solveAs(likelihoodOfRest, template, host, form, shown);
  const now = solveAs(likelihoodOfRest, template, host, 'asterisks except 2 and 0', shown);
  if (now !== undefined) return now;
  const old = solveAs(likelihoodOfRest, template, host, 'asterisks', shown);
  return old === undefined ? undefined : { ...old, likelihood: old.likelihood * OLD_ENGINE };
}

function solveAs(
  likelihoodOfRest: (shown: string) => number,
  template: string,
  host: string | undefined,
  form: BannerForm,
  shown: string,
): Solution | undefined {
  let best: Solution | undefined;
  for (const date of template.includes('{date}') ? DATES : ['']) {
    // '\0' marks what is open: it has any length.
    const filled = template
      .replace('{date}', date)
      .replace('{host}', host ?? '\0')
      .replace(/\{[a-z]+\}/g, '\0');
    const solution = solveFilled(likelihoodOfRest, filled, form, shown, date !== '');
    if (solution !== undefined && solution.likelihood > (best?.likelihood ?? 0)) best = solution;
  }
  return best;
}

/** Probability of a masked text of which nothing is known. */
export function likelihoodOfOpen(shown: string): number {
  return charactersOfOpen(shown) / (shown.length > LONGEST_USUAL ? 1000 : LONGEST_USUAL);
}

/** Probability of what stands for an open part of a template. */
function likelihoodOfGap(shown: string): number {
  return (charactersOfOpen(shown) * Math.exp(-shown.length / USUAL_LENGTH)) / USUAL_LENGTH;
}

function charactersOfOpen(shown: string): number {
  let product = 1;
  for (const c of shown) product *= c === '*' || c === ' ' ? OPEN['*'] : OPEN.digit;
  return product;
}

function solveFilled(
  likelihoodOfRest: (shown: string) => number,
  filled: string,
  form: BannerForm,
  shown: string,
  dated: boolean,
): Solution | undefined {
  const gaps = filled.split('\0').length - 1;
  const missing = shown.length - (filled.length - gaps);
  if (gaps === 0 ? missing !== 0 : missing < gaps) return undefined;
  const headLength = gaps === 0 ? filled.length : filled.indexOf('\0');
  const tailLength = gaps === 0 ? 0 : filled.length - 1 - filled.lastIndexOf('\0');
  const head = compare(filled.slice(0, headLength), form, shown.slice(0, headLength), dated);
  const tail = compare(filled.slice(filled.length - tailLength), form, shown.slice(shown.length - tailLength), dated);
  if (head === undefined || tail === undefined) return undefined;
  const open = gaps === 0 ? 1 : likelihoodOfRest(shown.slice(headLength, shown.length - tailLength));
  return {
    text: readable(filled),
    exact: gaps === 0 && !dated,
    tested: head.tested + tail.tested,
    likelihood: head.likelihood * tail.likelihood * open,
  };
}

/** Known characters against shown ones; undefined when one contradicts. */
function compare(text: string, form: BannerForm, shown: string, dated: boolean): { tested: number; likelihood: number } | undefined {
  let tested = 0;
  let likelihood = 1;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    const s = shown.charAt(i);
    if (dated && c === '#') {
      if (!'*20'.includes(s) || (form === 'asterisks' && s !== '*')) return undefined;
      likelihood *= s === '*' ? DATE_DIGIT['*'] : DATE_DIGIT.digit;
      continue;
    }
    // Detectors in use allow a blank that survived; so does this.
    if (s !== maskGreetingText(form, c) && !(c === ' ' && s === ' ')) return undefined;
    if (s === '2' || s === '0') tested++;
  }
  return { tested, likelihood };
}

function readable(filled: string): string {
  return filled.replace(/\?\?\?, #{1,2} \?\?\? 20## ##:##:## (?:\?####|\?\?\?)/, '(date)').replaceAll('\0', '…');
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
