/**
 * A session written down as one end saw it, in the form of a tool that marks each line with who spoke it and stands at that end: swaks at the
 * client, Exim at the server. So `check`, `unmask` and `picture` know whose view it is. What authenticates the client is hidden
 * (`smtp/secrets.ts`).
 */

import { replyForm } from '../../smtp/protocol.ts';
import { hide, Secrets } from '../../smtp/secrets.ts';

/** Octets of a line that are kept. */
const LONGEST_LINE = 4096;
/** Characters of a session that are kept. */
const LONGEST = 256 * 1024;
const LF = 10;

interface Form {
  readonly client: string;
  readonly server: string;
  opened(server: string): readonly string[];
  readonly encrypted: readonly string[];
  ended(how: string, cut: boolean): string;
}

const FORMS: Readonly<Record<'client' | 'server', Form>> = {
  client: {
    client: ' -> ',
    server: '<-  ',
    opened: (server) => [`=== Connected to ${server}.`],
    encrypted: ['=== TLS started: what follows is encrypted.'],
    ended: (how, cut) => (cut ? `*** Remote host closed connection unexpectedly: ${how}.` : `=== Connection closed: ${how}.`),
  },
  server: { client: 'SMTP<< ', server: 'SMTP>> ', opened: () => [], encrypted: [], ended: (how) => `SMTP(close)>> ${how}` },
};

export class Recording {
  private readonly form: Form;
  private text = '';
  private unwritten = 0;
  private readonly client = new LineOctets((line) => this.clientLine(line));
  private readonly server = new LineOctets((line) => this.serverLine(line));
  private readonly secrets = new Secrets();
  /** The server asked for mail data, or for a line of AUTH. */
  private asked: 'data' | 'answer' | undefined;
  private verb = '';
  private encrypted = false;

  /**
   * @param end which end of the session sees it
   * @param server what was connected to, as the record calls it
   */
  constructor(end: 'client' | 'server', server: string) {
    this.form = FORMS[end];
    for (const line of this.form.opened(server)) this.note(line);
  }

  clientSays(octets: Uint8Array): void {
    if (!this.encrypted) this.client.feed(octets);
  }

  serverSays(octets: Uint8Array): void {
    if (!this.encrypted) this.server.feed(octets);
  }

  /** @param how a sentence about the end of the session; `cut`: it was not the client that ended it */
  end(how: string, cut: boolean): string {
    this.client.end();
    this.server.end();
    if (this.unwritten > 0) this.note(`=== ${this.unwritten} more lines are not recorded.`);
    this.note(this.form.ended(how, cut));
    return this.text;
  }

  private clientLine(line: string): void {
    if (this.encrypted || this.isFull()) return;
    if (this.asked === 'data') {
      if (line === '.') this.asked = undefined;
      this.note(this.form.client + line);
      return;
    }
    const secretAt = this.secrets.begin(line, this.asked === 'answer');
    this.asked = undefined;
    this.verb = (/^\S*/.exec(line)?.[0] ?? '').toUpperCase();
    this.note(this.form.client + (secretAt === undefined ? line : hide(line, secretAt)));
  }

  private serverLine(line: string): void {
    if (this.encrypted || this.isFull()) return;
    this.note(this.form.server + this.secrets.hideIn(line));
    const form = replyForm(line);
    if (form === undefined || form.separator === '-') return;
    this.asked = form.code === 354 ? 'data' : form.code === 334 ? 'answer' : this.asked === 'data' ? 'data' : undefined;
    if (form.code === 235) this.secrets.accepted();
    if (form.code === 220 && this.verb === 'STARTTLS') {
      this.encrypted = true;
      for (const note of this.form.encrypted) this.note(note);
    }
  }

  /** A line that is not kept is counted. */
  private isFull(): boolean {
    const full = this.text.length > LONGEST;
    if (full) this.unwritten++;
    return full;
  }

  private note(line: string): void {
    this.text += `${line}\n`;
  }
}

/** The lines of one direction, one character an octet, however the octets were cut; control characters are shown as `?`. */
class LineOctets {
  private held = '';
  private readonly line: (line: string) => void;

  constructor(line: (line: string) => void) {
    this.line = line;
  }

  feed(octets: Uint8Array): void {
    for (let from = 0; from < octets.length; ) {
      const lf = octets.indexOf(LF, from);
      const end = lf < 0 ? octets.length : lf;
      const room = LONGEST_LINE - this.held.length;
      if (room > 0) this.held += Buffer.from(octets.buffer, octets.byteOffset + from, Math.min(end - from, room)).toString('latin1');
      if (lf >= 0) this.flush();
      from = end + 1;
    }
  }

  /** What never got a line end. */
  end(): void {
    if (this.held !== '') this.flush();
  }

  private flush(): void {
    const text = this.held.replace(/\r$/, '').replace(CONTROL, '?');
    this.held = '';
    this.line(text);
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is meant
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/g;
