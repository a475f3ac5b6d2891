/** What a session shows of its server, and what that tells of a masked line beside its length. */

import { KEYWORDS, keywordNamed } from '../../facts/keywords.ts';
import type { BannerForm } from '../../facts/masking.ts';
import type { AnswerTo } from '../../facts/servers.ts';

/** A keyword line: its text, or only its length. */
export interface OfferedLine {
  /** With its parameters; undefined where masked. */
  readonly text: string | undefined;
  /** Its keyword, upper case; undefined where masked. */
  readonly name: string | undefined;
  readonly length: number;
}

/** What a session shows of its server. */
export interface Sight {
  readonly lines: readonly OfferedLine[];
  /** Set where the tool prints only the last line of a reply: how many masked lines went before, as the running letter tells. */
  readonly maskedBefore: number | undefined;
  readonly greeting: { readonly text: string; readonly form: BannerForm } | undefined;
  /** Text of the first line of the EHLO reply. */
  readonly hello: string | undefined;
  /** Replies to commands that the server did not know, with their codes. */
  readonly refusals: readonly string[];
  /** Answers to commands that every server knows, with their codes. */
  readonly answers: readonly { readonly to: AnswerTo; readonly text: string }[];
  /** Names that the server may have. */
  readonly hosts: readonly string[];
  /** Verbs of commands that the client sent and that were refused: it had reason to expect them. */
  readonly asked: ReadonlySet<string>;
  /** Verbs of commands that reached the server, which they would not have if the engine masked their keywords. */
  readonly passed: ReadonlySet<string>;
}

export type Listing = Pick<Sight, 'lines' | 'maskedBefore' | 'asked' | 'passed'>;

/** What else than its length tells what stands behind a mask. */
export interface Told {
  /** The keywords that stand in plain. */
  readonly plain: ReadonlySet<string>;
  /** Keywords that are to be expected: a client sent their command, and was refused; or another keyword needs them. */
  readonly expected: ReadonlySet<string>;
  /** See `Sight`. */
  readonly passed: ReadonlySet<string>;
  /** The old form of AUTH, as the reply itself spells it. */
  readonly repeated: string | undefined;
}

export function toldBy({ lines, asked, passed }: Listing): Told {
  const plain = new Set(lines.flatMap(({ name }) => name ?? []));
  const expected = KEYWORDS.filter(({ verb }) => verb !== undefined && asked.has(verb)).map(({ name }) => name);
  const needed = [...plain].flatMap((name) => keywordNamed(name)?.needs ?? []);
  return { plain, expected: new Set([...expected, ...needed]), passed, repeated: repeatedAuth(lines) };
}

/** `AUTH=` with the list of the AUTH line, where the reply shows that one in plain. */
export function repeatedAuth(lines: readonly OfferedLine[]): string | undefined {
  const auth = lines.find(({ name }) => name === 'AUTH')?.text;
  return auth === undefined || !auth.includes(' ') ? undefined : `AUTH=${auth.slice(auth.indexOf(' ') + 1)}`;
}
