/**
 * What the engine does to one protocol line: a greeting, an EHLO reply, a command. Pure functions on lines without their line
 * end, one character for each octet (decode as Latin-1 where bytes are rewritten); what a reply carries from line to line is a
 * value that the caller keeps. `unmask.ts` is the inverse.
 */

import type { Version } from '../asa/model.ts';
import type { LimitInForce, Settings } from '../asa/settings.ts';
import { keywordOf } from '../facts/keywords.ts';
import {
  BANNER_FORMS,
  BANNER_SURVIVORS,
  type BannerForm,
  CMAP_BANNER,
  COMMAND_FORM,
  type CommandForm,
  EHLO_REPLY_PARAMETERS,
  KNOWN_KEYWORDS,
  MASK_CHARACTER,
  RUNNING_LETTERS,
  SOMETIMES_KNOWN_KEYWORDS,
} from '../facts/masking.ts';
import { compareVersions } from '../facts/versions.ts';
import { itemAt, lastOf } from '../text/at.ts';

/** A `match [not] ehlo-reply-parameter VALUES` whose action is `mask`. */
export interface KeywordMatch {
  readonly negated: boolean;
  /** As the command writes them: `others`, `size` */
  readonly values: readonly string[];
}

/** What an engine does to lines; plain data. */
export interface Engine {
  readonly banner: BannerForm;
  /** A keyword line is masked when one of these takes its keyword. */
  readonly keywordMatches: readonly KeywordMatch[];
  /** Keywords outside `others`, upper case; `AUTH=` for the old form. */
  readonly knownKeywords: readonly string[];
  /** Commands let through, upper case. */
  readonly commands: readonly string[];
  /** What becomes of every other command. */
  readonly otherCommands: CommandForm;
}

/** What an EHLO reply carries from line to line. */
export interface EhloReplyState {
  readonly lines: number;
  /** Lines masked so far: tells the next running letter. */
  readonly masked: number;
}

export const EHLO_REPLY_START: EhloReplyState = { lines: 0, masked: 0 };

/**
 * The engine that an inspection with these settings is. `version` matters for `fixup` only: the form of the banner. Where
 * `allow-tls` is not known, the caller decides first: `settings.commands` is taken as it is. PIX 5.1 to 6.x can put NOOP in the place
 * of a command (see `NOOP_VERSIONS`); when it does is not known, so that is left to the caller: `{ ...engine, otherCommands: 'noop' }`.
 */
export function engineOf(settings: Settings, version?: Version): Engine {
  const fixup = settings.engine === 'fixup';
  const maskedVerbs = settings.limits
    .filter(({ kind, action, negated }) => kind === 'cmd verb' && action === 'mask' && !negated)
    .flatMap(({ values }) => values.map((value) => value.toUpperCase()));
  return {
    banner: settings.maskBanner.value ? bannerForm(fixup ? version : undefined) : 'kept',
    keywordMatches: settings.limits.filter(masksKeywords).map(({ negated, values }) => ({ negated, values })),
    knownKeywords: [...KNOWN_KEYWORDS.value, ...SOMETIMES_KNOWN_KEYWORDS.value, ...(settings.allowTls.value === true ? ['STARTTLS'] : [])],
    commands: settings.commands.value.filter((command) => !maskedVerbs.includes(command)),
    otherCommands: COMMAND_FORM.value,
  };
}

/** A line of a greeting (`220 host ESMTP`, `220-...`) as it leaves the engine; its length is kept. */
export function maskGreetingLine({ banner }: Engine, line: string): string {
  const { code, text } = splitReplyLine(line);
  return code + maskGreetingText(banner, text);
}

/** The next line of an EHLO reply as it leaves the engine, and the state for the line after it. The first line is the server's own greeting and stays. */
export function maskEhloReplyLine(
  engine: Engine,
  line: string,
  state: EhloReplyState,
): { readonly line: string; readonly state: EhloReplyState } {
  const { code, text } = splitReplyLine(line);
  const stays = state.lines === 0 || text === '' || !masksKeyword(engine, text);
  const lines = state.lines + 1;
  if (stays) return { line, state: { lines, masked: state.masked } };
  return { line: code + maskKeyword(text, state.masked), state: { lines, masked: state.masked + 1 } };
}

/** A whole EHLO reply, its greeting line first. */
export function maskEhloReply(engine: Engine, lines: readonly string[]): string[] {
  let state = EHLO_REPLY_START;
  return lines.map((line) => {
    const next = maskEhloReplyLine(engine, line, state);
    state = next.state;
    return next.line;
  });
}

/** Whether a keyword line with this text (`AUTH PLAIN LOGIN`) is masked. */
export function masksKeyword(engine: Engine, text: string): boolean {
  return engine.keywordMatches.some((match) => takesKeyword(engine, match, text));
}

/** Whether a match takes the keyword line with this text. */
export function takesKeyword({ knownKeywords }: Engine, { negated, values }: KeywordMatch, text: string): boolean {
  const keyword = keywordOf(text);
  const known = knownKeywords.includes(keyword);
  const taken = values.some((value) => (value.toLowerCase() === 'others' ? !known : parameterKeyword(value) === keyword));
  return taken !== negated;
}

/**
 * A command as it leaves the engine. It stays if it is let through. Lines of an AUTH dialogue and of mail data are no commands:
 * the caller keeps them away.
 */
export function maskCommand(engine: Engine, line: string): string {
  const blank = line.indexOf(' ');
  const verb = blank < 0 ? line : line.slice(0, blank);
  return engine.commands.includes(verb.toUpperCase()) ? line : overwriteCommand(engine, line, verb);
}

/** What stands in the place of a command that is not let through. */
export function overwriteCommand({ otherCommands }: Engine, line: string, verb: string): string {
  if (otherCommands === 'noop') return 'NOOP';
  if (otherCommands === 'argument kept') return MASK_CHARACTER.value.repeat(verb.length) + line.slice(verb.length);
  return MASK_CHARACTER.value.repeat(line.length);
}

/** Whatever does not survive in a greeting. */
const OVERWRITTEN_IN_BANNER = new RegExp(`[^${BANNER_SURVIVORS.value}]`, 'g');

/** The text of a greeting, after the code, in the given form. */
export function maskGreetingText(form: BannerForm, text: string): string {
  switch (form) {
    case 'kept':
      return text;
    case 'cmap':
      return CMAP_BANNER.value.padEnd(text.length, '_').slice(0, text.length);
    case 'asterisks':
      return '*'.repeat(text.length);
    case 'asterisks except 2 and 0':
      return text.replace(OVERWRITTEN_IN_BANNER, '*');
  }
}

/** The text of the `masked`-th (from 0) masked keyword line of a reply: as long as what stood there. */
export function maskKeyword(text: string, masked: number): string {
  const letter = RUNNING_LETTERS.value[masked] ?? MASK_CHARACTER.value;
  return MASK_CHARACTER.value.repeat(text.length - 1) + letter;
}

/** `250-` and the rest; a line without a code is text as a whole. */
function splitReplyLine(line: string): { code: string; text: string } {
  const code = /^\d{3}[ -]?/.exec(line)?.[0] ?? '';
  return { code, text: line.slice(code.length) };
}

function masksKeywords({ kind, action }: LimitInForce): boolean {
  return kind === 'ehlo-reply-parameter' && action === 'mask';
}

function parameterKeyword(value: string): string {
  return EHLO_REPLY_PARAMETERS.value[value.toLowerCase()] ?? value.toUpperCase();
}

function bannerForm(version: Version | undefined): BannerForm {
  const newest = lastOf(BANNER_FORMS);
  if (version === undefined || version.platform !== 'PIX') return newest.form.value;
  return (BANNER_FORMS.findLast(({ from }) => compareVersions(version.numbers, from) >= 0) ?? itemAt(BANNER_FORMS, 0)).form.value;
}
