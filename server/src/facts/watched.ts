/** What the engine watches in a session besides its maps, and what the documents say becomes of it. */
import { type Fact, fact } from './fact.ts';

/** Characters that a command has at least. */
export const SHORTEST_COMMAND: Fact<number> = fact(4, 'documented', ['TAC 117801']);

/** A command ends with CR LF. */
export const ENDS_WITH_CRLF: Fact<undefined> = fact(undefined, 'documented', ['TAC 117801']);

/** Commands that are cut short are watched for. */
export const TRUNCATED_IS_WATCHED: Fact<undefined> = fact(undefined, 'documented', ['TAC 117801']);

/** What becomes of a command that ends without CR LF, or with the connection. */
export const INCOMPLETE_COMMAND: Fact<'discarded'> = fact(
  'discarded',
  'documented',
  ['CG90'],
  'The guide says that incomplete commands are discarded; what it does to one that ends in a bare line feed is told by no source at hand.',
);

/** A command waits for the reply to the one before it; what becomes of one that does not is told nowhere, and PIPELINING stays in EHLO replies. */
export const ONE_AT_A_TIME: Fact<undefined> = fact(
  undefined,
  'documented',
  ['TAC 117801'],
  'That it is watched is documented, what becomes of the session is not.',
);

/** What becomes of a `|` in the address of MAIL or RCPT, and of another character that cannot stand there. The documents disagree. */
export type InvalidCharacter = 'blanked' | 'closed';

export const PIPE_IN_ADDRESS: Fact<InvalidCharacter> = fact(
  'blanked',
  'documented',
  ['ASDM6', 'CG84', 'SYS'],
  'ASDM’s guide and the CLI guides say that it is changed to a blank (syslog 108002); TAC 117801 says that the session is closed and that this cannot be configured (syslog 108003).',
);

/** `<` and `>` that are not around an address. */
export const STRAY_BRACKET: Fact<InvalidCharacter> = fact(
  'blanked',
  'documented',
  ['ASDM6', 'TAC 117801'],
  'The documents name it beside the pipe; syslog has a blank in its place (108002) and the end of the session (108003).',
);

/** Characters that can stand in no address, besides `|`, `<` and `>`. */
export const INVALID_IN_ADDRESS: Fact<RegExp> = fact(
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is meant
  /[\u0000-\u001f\u007f]/,
  'unverified',
  ['SYS'],
  'Syslog 108002 speaks of an invalid character that a blank replaces; which characters are invalid is told by no source at hand.',
);

/** What `special-character` looks for in an address. */
export const SPECIAL_CHARACTERS: Fact<readonly string[]> = fact(
  ['|', '`', '\u0000'],
  'unverified',
  [],
  'No source at hand lists them: pipe, back quote and NUL are common knowledge.',
);

/** The same for a sentence. */
export const SPECIAL_CHARACTERS_IN_WORDS = 'pipe, back quote and NUL';

/** How the lines of a folded header field are counted. */
export const FOLDED_LINES: Fact<'each'> = fact(
  'each',
  'inferred',
  [],
  'Whether a device counts the lines of a folded field one by one or together is told by no source at hand.',
);

/** What of an attachment's name is counted. */
export const FILENAME_AS_SENT: Fact<'as sent'> = fact(
  'as sent',
  'inferred',
  [],
  'What a device counts of a name is told by no source at hand; counted is what is sent, encoded.',
);

/** After the server's 220 to STARTTLS the connection is passed on as it is. */
export const TLS_IS_NOT_INSPECTED: Fact<undefined> = fact(undefined, 'documented', ['SYS'], 'Syslog 108007.');

/** One key a packet: each is overwritten by itself. */
export const KEYS_ARE_OVERWRITTEN: Fact<undefined> = fact(undefined, 'documented', ['TAC 113423']);

/** How many octets of a line the engine of this program holds before it decides; no fact about a device. */
export const LONGEST_HELD_LINE = 16_384;

/** What a mail server notices of it: deliveries that time out or end in the middle. */
export const ABORTS_DELIVERIES: Fact<undefined> = fact(undefined, 'documented', ['TAC 117801']);
