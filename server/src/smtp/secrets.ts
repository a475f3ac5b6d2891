/**
 * What authenticates a client is hidden as a session is read (RFC 4954), so that nothing built upon a session can show it: the
 * initial response of AUTH, the lines of its dialogue, and what a server repeats of them. Hidden text keeps its length.
 */
import { sure } from '../text/at.ts';
import { decoded } from '../text/base64.ts';
import type { Transcript } from './model.ts';
import { isCommand, isVerb, verbOf } from './protocol.ts';

const HIDDEN = '*';

/** What its author has made unreadable already. */
const REDACTED = /^[\sXx*]+$/;

/** Hides a text from a character on. Blanks stay, and what its author hid: a firewall's X are told by them. */
export function hide(text: string, from = 0): string {
  const secret = text.slice(from);
  return REDACTED.test(secret) ? text : text.slice(0, from) + secret.replace(/\S/g, HIDDEN);
}

/** SASL mechanisms as the IANA registry and servers name them: behind AUTH, every other word may be a secret itself. */
const MECHANISM =
  /^(?:PLAIN|LOGIN|X?OAUTH2?|OAUTHBEARER|OAUTH10A|(?:CRAM|DIGEST)-MD5|NTLM|GSSAPI|GSS-SPNEGO|GS2-KRB5(?:-PLUS)?|SCRAM-SHA-?\d{1,3}(?:-PLUS)?|SCRAM-MD5|EXTERNAL|ANONYMOUS|KERBEROS_V[45]|OTP|SKEY|SECURID|SRP|EXCHANGEAUTH|EAP-AES128(?:-PLUS)?|SAML20|OPENID20|MSN)$/i;
const AUTHENTICATES = /^(?:AUTH|X-EXPS)\b/;
/** Four X in the place of AUTH, six in that of X-EXPS, as a server behind a firewall sees them. */
const OVERWRITTEN = /^X{4,6}$/;

/** A word that only an encoder writes: verbs are all upper or all lower case, and have none of Base64's signs. */
const ENCODED = /^(?=.*[+/=]|(?=.*[a-z]).+[A-Z])[A-Za-z0-9+/]{4,}={0,2}$/;

/** How many secrets are looked for in replies: a server repeats what it just got. */
const KNOWN = 16;
/** A longer one is no password. */
const LONGEST_PASSWORD = 2_000;
/** Parts of a word shorter than this say nothing. */
const SHORTEST_PART = 4;

/** The secrets of one session, line by line. */
export class Secrets {
  private authenticating = false;
  private known: string[] = [];
  /** Passwords and tokens as the client's base64 says them. */
  private plain: string[] = [];
  /** How many texts of one part were said since AUTH: of LOGIN the first is the user. */
  private answers = 0;

  /**
   * Where the secret of a client's line begins; undefined: it has none. From AUTH on every line that is no command is one, also
   * where AUTH was refused and the client went on.
   *
   * @param challenged the server asked for it, with 334
   */
  begin(text: string, challenged: boolean): number | undefined {
    const at = challenged ? 0 : this.beginOf(text);
    if (at !== undefined) this.learn(text.slice(at).trim());
    return at;
  }

  private beginOf(text: string): number | undefined {
    const { verb, argumentAt } = verbOf(text);
    const authenticates = AUTHENTICATES.test(verb);
    if (authenticates || OVERWRITTEN.test(verb)) {
      const [word] = sure(/^\S*/.exec(text.slice(argumentAt)));
      const mechanism = MECHANISM.test(word);
      if (authenticates || mechanism) {
        this.authenticating = true;
        this.answers = 0;
        const behind = mechanism ? argumentAt + word.length : argumentAt;
        const blanks = (/^\s*/.exec(text.slice(behind))?.[0] ?? '').length;
        return behind + blanks < text.length ? behind + blanks : undefined;
      }
      // Where the mechanism is overwritten as well, what an encoder wrote behind it is told all the same.
      const left = /\s(\S+)\s*$/.exec(text)?.[1];
      if (left !== undefined && ENCODED.test(left) && !REDACTED.test(left)) return text.lastIndexOf(left);
    }
    if (isCommand(text)) this.authenticating = false;
    else if (!REDACTED.test(text) && (this.authenticating || (ENCODED.test(text.trim()) && !isVerb(verb)))) return 0;
    return undefined;
  }

  /** The client is authenticated: nothing secret follows. */
  accepted(): void {
    this.authenticating = false;
  }

  private learn(secret: string): void {
    if (secret === '' || REDACTED.test(secret)) return;
    this.known.push(secret);
    if (this.known.length > KNOWN) this.known.shift();
    const plain = this.inPlain(secret);
    if (plain === undefined || plain.length < SHORTEST_PART) return;
    this.plain.push(plain);
    if (this.plain.length > KNOWN) this.plain.shift();
  }

  /** The password of PLAIN (RFC 4616) and LOGIN, the token of XOAUTH2 and OAUTHBEARER (RFC 7628). */
  private inPlain(secret: string): string | undefined {
    if (secret.length > LONGEST_PASSWORD || !ENCODED.test(secret)) return undefined;
    const parts = decoded(secret).replaceAll('\x01', '\0').split('\0');
    if (parts.length === 1 && this.answers++ === 0) return undefined;
    return parts.findLast((part) => part !== '')?.replace(/^auth=Bearer /i, '');
  }

  /** A line of a reply without the secrets in it, whole ones and what a server leaves of them when it shortens a line. */
  hideIn(text: string): string {
    let shown = hideRepeated(text);
    if (this.known.length === 0) return shown;
    if (this.plain.length > 0) shown = shown.replace(/[^\s"'<>()]+/g, (word) => (this.isPlain(word) ? hide(word) : word));
    for (const secret of this.known) {
      if (secret.length >= SHORTEST_PART && shown.includes(secret)) shown = shown.replaceAll(secret, hide(secret));
    }
    return shown.replace(/[A-Za-z0-9+/]{3,}=*/g, (word) => (this.isPart(word) ? hide(word) : word));
  }

  private isPlain(word: string): boolean {
    const bare = word.replace(/[.,:;!?]$/, '');
    return this.plain.includes(word) || this.plain.includes(bare);
  }

  private isPart(word: string): boolean {
    const upper = word.toUpperCase();
    return this.known.some((secret) => {
      if (word.length < SHORTEST_PART && word.length !== secret.length) return false;
      return secret.slice(0, word.length).toUpperCase() === upper || secret.slice(-word.length).toUpperCase() === upper;
    });
  }
}

/** Not the keyword of an EHLO reply, which lists mechanisms. */
const REPEATED = /(?<!250[ -])\b((?:AUTH|X-EXPS|X{4,})\b)((?:[ \t]+[^\s"'`<>()]+){1,2})/gi;

/** A refusal that says whom it refused, where the line that it repeats is not in the file: `535 5.7.8 Error: authentication failed: AGFs...`. */
const REFUSED = /(\bauthentication (?:failed|failure|error)\b[^:\n]{0,40}:[ \t]*["'<]?)([A-Za-z0-9+/]{4,}={0,2})(?![^\s"'>.,;])/gi;

/** What each of the two has. */
const MAY_REPEAT = /AUTH|X-EXPS|XXXX/i;

/** A text that quotes an AUTH command, whole or as a firewall left it, without its initial response; or one that quotes the response alone. */
export function hideRepeated(text: string): string {
  if (!MAY_REPEAT.test(text)) return text;
  const spared = text.replace(REFUSED, (whole, before: string, word: string) => (ENCODED.test(word) ? before + hide(word) : whole));
  return spared.replace(REPEATED, (_, verb: string, words: string) => {
    let named = false;
    const shown = words.replace(/\S+/g, (word) => {
      // A word of prose (`AUTH PLAIN mechanism`) is in lower case.
      const secret = ENCODED.test(word) || (named && !/^[a-z]+\W?$/.test(word));
      named = MECHANISM.test(word);
      return secret && !named ? hide(word) : word;
    });
    return verb + shown;
  });
}

/** Digits of a dump beside the text that they stand for. */
const DIGITS = /(?:[0-9a-f]{2}[ -]?){4,}/gi;

/** A line of a transcript as it may be shown: of a line with a secret only what stands before it. */
export function withoutSecrets({ lines, secrets }: Pick<Transcript, 'lines' | 'secrets'>, line: number): string {
  const text = lines.text(line);
  const from = secrets.get(line);
  return from === undefined
    ? hideRepeated(text)
    : hide(text.slice(0, from).replace(DIGITS, (digits) => hide(digits)) + text.slice(from), from);
}
