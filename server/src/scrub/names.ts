/**
 * Names in place of others, one to one and of the same length: what stands behind a masked greeting is told by its length. A domain ends
 * with `.example` or `.test` (RFC 2606) where it is long enough for it.
 */

import { providerOf } from '../facts/providers.ts';
import { lastOf, sure } from '../text/at.ts';

/** What says what a host is for, and not whose it is. */
const GENERIC =
  /^(?:e?mail|mx|smtps?|relay|mta|gw|gateway|www|ns|imap|pop3?|webmail|autodiscover|client|server|host|localhost|localdomain|local|in|out|inbound|outbound|edge|exchange|exch)\d*$/i;
/** For documentation already (RFC 2606), or nobody's. */
const NOBODYS = /(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid|localhost|localdomain|arpa)$/i;
/** What has a dot and is no domain. */
const FILE = /\.(?:bin|cfg|conf|txt|log|html?|xml|zip|t?gz|tar|pkg|asa|smtp|js|so|exe|docx?|pdf|c|h|py|rb|pl|cf|sys|dll|pem|crt)$/i;
const DOMAIN = /(?<![\w.@-])(?:[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?![\w-]|\.\w)/gi;
const ADDRESS = /(?<![\w.@+-])([\w.+=%-]{1,64})@((?:[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z]{2,24})(?![\w-]|\.\w)/gi;
/** Mailboxes that every site has (RFC 2142). */
const EVERYBODYS = /^(?:postmaster|mailer-daemon|abuse|root|nobody|double-bounce|user|me|test)$/i;

/** Ends of domains that are no country's; with other words behind a dot (`smtplib.SMTP`) a name is somebody's program. */
const ENDS =
  /\.(?:[a-z]{2}|com|net|org|edu|gov|mil|int|info|biz|name|mail|email|cloud|online|shop|site|app|dev|tech|company|group|local|lan|corp|intern|internal|intra|home|domain|private)$/i;

/** Gives each name another of its length, the same for the same name. */
export class Pseudonyms {
  private readonly given = new Map<string, string>();
  private readonly used: Set<string>;
  private readonly counts = new Map<number, number>();

  /** @param text no name that stands in it is given to another */
  constructor(text: string) {
    this.used = new Set(text.toLowerCase().match(/[a-z0-9_]+/g));
  }

  /** @param name compared without case; what is given is in lower case, or in upper where the name is. @param length of what is given */
  of(name: string, length = name.length): string {
    const key = name.toLowerCase();
    const given = this.given.get(key) ?? this.next(length);
    this.given.set(key, given);
    return name === name.toUpperCase() && name !== key ? given.toUpperCase() : given;
  }

  private next(length: number): string {
    for (;;) {
      const count = this.counts.get(length) ?? 0;
      this.counts.set(length, count + 1);
      const name = spelled(count, length);
      if (this.used.has(name)) continue;
      this.used.add(name);
      return name;
    }
  }

  /** Domains, and mailboxes before them. */
  inText(text: string): string {
    return text
      .replace(ADDRESS, (_, mailbox: string, domain: string) => `${this.mailbox(mailbox)}@${this.domain(domain)}`)
      .replace(DOMAIN, (domain) => (FILE.test(domain) || !ENDS.test(domain) ? domain : this.domain(domain)));
  }

  private mailbox(mailbox: string): string {
    return EVERYBODYS.test(mailbox) ? mailbox : mailbox.replace(/[a-z0-9]+/gi, (part) => this.of(part));
  }

  private domain(domain: string): string {
    if (NOBODYS.test(domain) || providerOf(domain) !== undefined) return domain;
    const labels = domain.split('.');
    // `example.co.uk`: the country's second level is nobody's name.
    const own = lastOf(labels).length === 2 && labels.length > 2 && sure(labels.at(-2)).length <= 3 ? 3 : 2;
    const hosts = labels.slice(0, -own).map((label) => (GENERIC.test(label) ? label : this.of(label)));
    const registered = labels.slice(-own).join('.');
    const end = ['.example', '.test'].find((suffix) => registered.length >= suffix.length + 3);
    const renamed =
      end === undefined ? `${this.of(sure(labels.at(-own)))}.${labels.slice(1 - own).join('.')}` : this.inside(registered, end);
    return [...hosts, renamed].join('.');
  }

  private inside(registered: string, end: string): string {
    return this.of(registered, registered.length - end.length) + end;
  }
}

const LETTERS = 'abcdefghijklmnopqrstuvw';

/** The nth name of a length: its number in letters, filled with a letter that no number has. */
function spelled(count: number, length: number): string {
  let digits = '';
  let rest = count;
  do {
    digits = LETTERS.charAt(rest % LETTERS.length) + digits;
    rest = Math.floor(rest / LETTERS.length);
  } while (rest > 0);
  return digits.length >= length ? digits : digits + 'z'.repeat(length - digits.length);
}
