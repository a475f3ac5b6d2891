/** What the engine writes over a greeting, an EHLO reply and a command: the facts behind `masking.ts` and `unmask.ts`. */
import { type Fact, fact } from './fact.ts';
import { compareVersions, type Release } from './versions.ts';

/** What becomes of the text of a greeting. */
export type BannerForm = 'kept' | 'cmap' | 'asterisks' | 'asterisks except 2 and 0';

/** What becomes of a command that is not let through. */
export type CommandForm = 'overwritten' | 'argument kept' | 'noop';

/** Keywords that `ehlo-reply-parameter others` leaves as they are, parameters included. */
export const KNOWN_KEYWORDS: Fact<readonly string[]> = fact(
  ['8BITMIME', 'AUTH', 'BINARYMIME', 'CHECKPOINT', 'DSN', 'ENHANCEDSTATUSCODES', 'ETRN', 'PIPELINING', 'SIZE'],
  'documented',
  ['TAC 117801', 'CG9', 'captures'],
  'A capture shows each of them kept, CHECKPOINT excepted.',
);

/** Kept in some captures and masked in another. `AUTH=` stands for the old form `AUTH=LOGIN`. */
export const SOMETIMES_KNOWN_KEYWORDS: Fact<readonly string[]> = fact(
  ['VRFY', 'AUTH='],
  'seen',
  ['captures'],
  'Captures differ, so this depends on the version; which version does what is not known.',
);

/** The names that `match ehlo-reply-parameter` takes, and the keyword each stands for; `others` is every other one. */
export const EHLO_REPLY_PARAMETERS: Fact<Readonly<Record<string, string>>> = fact(
  {
    '8bitmime': '8BITMIME',
    auth: 'AUTH',
    binarymime: 'BINARYMIME',
    binaryname: 'BINARYMIME',
    checkpoint: 'CHECKPOINT',
    dsn: 'DSN',
    ecode: 'ENHANCEDSTATUSCODES',
    enhancedstatuscodes: 'ENHANCEDSTATUSCODES',
    etrn: 'ETRN',
    pipelining: 'PIPELINING',
    size: 'SIZE',
    vrfy: 'VRFY',
  },
  'unverified',
  ['CG9'],
  'The guide and the devices spell some of these names differently.',
);

/** What a masked keyword line and an overwritten command are filled with. */
export const MASK_CHARACTER: Fact<string> = fact('X', 'seen', ['captures', 'TAC 118550']);

/** The last character of the first, second, ... masked line of one EHLO reply. */
export const RUNNING_LETTERS: Fact<string> = fact(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  'seen',
  ['captures', 'TAC 118550'],
  'Seen from A to I. What follows Z is not known; this program then writes no letter.',
);

/** Characters of a greeting that stay; the blank after the reply code and the line end stay too. */
export const BANNER_SURVIVORS: Fact<string> = fact(
  '20',
  'documented',
  ['TAC 117801', 'KB 320027', 'captures'],
  'The documents name "2", "0" and "0 "; the third is read as the blank after the code. One published example shows a blank inside the text. A published session of 2013 shows neither 2 nor 0 before a sendmail, whose greeting usually has a date.',
);

/**
 * A greeting of several lines: each line is masked. A vendor of mail servers reports firewalls that overwrite the code of the second
 * line too, so that clients wait for ever.
 */
export const SECOND_CODE_OVERWRITTEN: Fact<string> = fact(
  'The code of the second line is overwritten too, and clients wait for a last line that never comes.',
  'seen',
  ['public transcripts'],
  'Reported for "Mail Guard", without a version; captures of other versions keep the code.',
);

/** The greeting of the oldest versions; `_` fills the rest of the line. */
export const CMAP_BANNER: Fact<string> = fact('SMTP/cmap ready', 'documented', ['KB 320027', 'captures']);

/** Greetings that a server prints like this by itself. */
export const SELF_MADE_BANNERS: Fact<readonly string[]> = fact(
  ['********'],
  'seen',
  ['server runs'],
  "Postfix's test server, `smtp-sink -P`, which plays a PIX.",
);

/** What a sender makes of such a greeting: Postfix says HELO instead of EHLO, and so has no TLS. */
export const POSTFIX_SAYS_HELO: Fact<true> = fact(true, 'documented', ['Postfix']);

/** From which PIX version on a greeting gets which form; the last that is not newer than the device holds. ASA and FWSM: the last. */
export const BANNER_FORMS: readonly { readonly from: readonly number[]; readonly form: Fact<BannerForm> }[] = [
  { from: [4, 0], form: fact('cmap', 'documented', ['KB 320027', 'captures'], 'PIX 4.0 and 4.1') },
  { from: [4, 2], form: fact('asterisks', 'inferred', ['KB 320027'], 'The document names 4.4; 4.2 and 4.3 are taken to be like it.') },
  { from: [4, 4], form: fact('asterisks', 'documented', ['KB 320027']) },
  { from: [5, 1], form: fact('asterisks except 2 and 0', 'documented', ['TAC 117801', 'KB 320027', 'captures']) },
];

/** How a command that is not let through is overwritten. */
export const COMMAND_FORM: Fact<CommandForm> = fact(
  'overwritten',
  'documented',
  ['TAC 117801'],
  'The document says that every character of the packet becomes X; one capture shows the argument kept: "XXXX ME" for EHLO ME.',
);

/** The versions that can put NOOP in the place of such a command. */
export const NOOP_VERSIONS: Fact<string> = fact(
  'PIX 5.1 to 6.x',
  'documented',
  ['KB 320027', 'public transcripts'],
  'When they do, and when they overwrite it with X instead, is not known.',
);

/** Before this PIX no source tells of a NOOP. */
const FIRST_NOOP = [5, 1];

const FORMS_BEFORE_NOOP: Fact<readonly CommandForm[]> = fact(['overwritten'], 'documented', ['KB Q295725']);
const FORMS_OF_FWSM: Fact<readonly CommandForm[]> = fact(['noop'], 'documented', ['FWSM guide']);
const FORMS_OF_PIX: Fact<readonly CommandForm[]> = fact(
  ['overwritten', 'noop'],
  NOOP_VERSIONS.mark,
  NOOP_VERSIONS.sources,
  NOOP_VERSIONS.remark,
);

/** What a device with `fixup` can put in the place of such a command, the likelier first. @param version undefined: the file names none */
export function formsOfFixup(version: Release | undefined): Fact<readonly CommandForm[]> {
  if (version?.platform === 'FWSM') return FORMS_OF_FWSM;
  return version !== undefined && compareVersions(version.numbers, FIRST_NOOP) < 0 ? FORMS_BEFORE_NOOP : FORMS_OF_PIX;
}

/** The same for `inspect esmtp`. */
export const FORMS_OF_INSPECT: Fact<readonly CommandForm[]> = fact(
  ['overwritten', 'argument kept'],
  COMMAND_FORM.mark,
  COMMAND_FORM.sources,
  COMMAND_FORM.remark,
);
