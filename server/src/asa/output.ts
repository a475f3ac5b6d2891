/** What devices print between configurations: which `show` output is configuration, and how the rest is told from commands. */
import { readCommand } from './grammar.ts';
import type { Word } from './model.ts';

/** `configuration`: commands. `service-policy`: counters of policies. `output`: other text, passed over. */
export type Section = 'configuration' | 'service-policy' | 'output';

/** What follows a `show` command (all words, lower case, perhaps short); undefined where it is configuration. */
export function outputOf(words: readonly string[]): Section | undefined {
  const [, first = '', second = ''] = words.map((word) => word.toLowerCase());
  if (first === '') return 'output';
  if ((first.length >= 3 && 'running-config'.startsWith(first)) || (first.length >= 4 && 'startup-config'.startsWith(first))) {
    return second === 'errors' ? 'output' : undefined;
  }
  if (first === 'fixup' || first === 'config' || first === 'configuration') return undefined;
  if (first === 'tech-support' || first === 'tech') return undefined;
  if (first === 'service-policy') return 'service-policy';
  return 'output';
}

/** `show history` prints commands that were typed at some time, `show` among them: nothing in it tells where it ends. */
export function listsCommands([, first = '']: readonly string[]): boolean {
  return first.length >= 2 && 'history'.startsWith(first);
}

/** The headings with which `show service-policy` begins, with or without the command above them. */
export function startsServicePolicy(text: string, start: number): boolean {
  const rest = text.slice(start, start + 120);
  return /^(?:Global policy:\s*$|Interface [^\s:]+:\s*$|Service-policy: \S|Class-map: \S|Inspect: \S)/.test(rest);
}

const ACCESS_LIST_HEADING = /^access-list (?:[^\s;]+; \d+ elements?\b|cached ACL log flows\b)/;

/** Headings of other output that is told without its command: `show access-list`, `show route`. */
export function startsOutput(text: string, start: number): boolean {
  const rest = text.slice(start, start + 160);
  return ACCESS_LIST_HEADING.test(rest) || /^Codes: \w+ - /.test(rest);
}

/**
 * Lines of `packet-tracer`, but for those below `Config:`: the configuration that a phase met. It is read as configuration, for often
 * there is no other (TAC 225969).
 */
export function isTraced(text: string, start: number): boolean {
  return TRACED.test(text.slice(start, start + 80));
}

/** Whether what follows a line of `packet-tracer` is quoted from the configuration. */
export function quotesBelow(text: string, start: number): boolean {
  return text.slice(start).trimEnd() === 'Config:';
}

const TRACED =
  /^(?:Phase: ?\d+|Type: ?[A-Z][A-Z-]+|Subtype: ?\S*|Result: ?(?:ALLOW|DROP)?|Elapsed time: ?\d+ ns|Config:|Additional Information:|Implicit Rule|Action: ?(?:allow|drop)|Drop-reason: ?.*|(?:input|output)-(?:interface|status|line-status): ?.*|Time Taken: ?\d+ ns)\s*$/;

/** Lines of `show access-list`: an entry with its count or hash, or the heading of a list. */
export function isShownEntry(text: string): boolean {
  if (text.includes('(hitcnt=')) return true;
  const hash = text.lastIndexOf(' 0x');
  if (hash >= 0 && text.length - hash <= 13 && /^ 0x[0-9a-f]{6,8}\s*$/.test(text.slice(hash))) return true;
  const semicolon = text.indexOf(';');
  return (semicolon > 0 || text.startsWith('cached', 12)) && ACCESS_LIST_HEADING.test(text.slice(0, 160));
}

/** True for words that are surely a command: written in full, and a whole command of global mode (or the next `show`). */
export function startsConfiguration(words: readonly Word[]): boolean {
  const head = words[0]?.text === 'no' ? 1 : 0;
  const first = words[head]?.text;
  if (first === undefined) return false;
  if (head === 0 && (first === 'show' || first === 'sh') && words.length > 1) return true;
  const reading = readCommand('global', words, head);
  return (
    reading.name === first && reading.whole && reading.ends && !reading.positions.some((position) => position.argument?.kind === 'text')
  );
}
