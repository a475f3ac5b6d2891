/**
 * What an inspection does to mail data, between the server's 354 and the final dot: limits of header and body, attachments. A header line
 * is held until it is whole, for a match can stop it; a body line passes as it comes where no match of the map can.
 */

import { fact } from '../facts/fact.ts';
import { HEADER_BUG_FIXED } from '../facts/versions.ts';
import { FILENAME_AS_SENT, FOLDED_LINES, LONGEST_HELD_LINE } from '../facts/watched.ts';
import { isNaming, longestNameIn } from '../smtp/mime.ts';
import { itemAt, sure } from '../text/at.ts';
import { doubtOf } from './events.ts';
import type { Inspection, Match, MatchesByKind } from './inspection.ts';
import { carryOut, exceeds, type Fate, type Line, stops } from './matching.ts';
import { between, joined, latin1, type Output } from './output.ts';

const LF = 10;
const CR = 13;
const DOT = 46;
const HYPHEN = 45;
const NOTHING = new Uint8Array(0);
/** What an event shows of a line; the rest is told by its length. */
const SHOWN = 200;
/** A field's text is looked through up to here. */
const LONGEST_FIELD = 65_536;

type Part = 'header' | 'body' | 'header of a part';

export class Content {
  /** The final dot has come. */
  ended = false;
  /** Lines read so far, the final dot included. */
  lines = 0;
  private readonly inspection: Inspection;
  private readonly byKind: MatchesByKind;
  /** Number of the first line of the content among the client's lines. */
  private readonly first: number;
  /** What MAIL declared with SIZE. */
  private readonly declared: number | undefined;
  private readonly holdsBody: boolean;
  private readonly longestHeld: number;
  private part: Part = 'header';
  /** The beginning of a line that is not whole yet, and is held. */
  private held: Uint8Array = NOTHING;
  /** Octets of a line that is not whole yet and passed as they came; undefined at the start of a line. */
  private streamed: number | undefined;
  private lastOctet = 0;
  /** The beginning of that line, as far as an event shows it. */
  private head = '';
  private size = 0;
  private headerSize = 0;
  private bodySize = 0;
  private toFields = 0;
  /** Octets of the header field so far, over its lines. */
  private fieldSize = 0;
  /** The MIME field that may go on in the next line, unfolded so far. */
  private field = '';
  private signatures = 0;
  private readonly told = new Set<Match>();

  constructor(inspection: Inspection, byKind: MatchesByKind, first: number, declared: number | undefined) {
    this.inspection = inspection;
    this.byKind = byKind;
    this.first = first;
    this.declared = declared;
    this.holdsBody = [...this.of('body line length'), ...this.of('body length')].some(stops);
    const limits = inspection.matches.filter(stops).map(({ limit }) => limit ?? 0);
    this.longestHeld = Math.max(LONGEST_HELD_LINE, ...limits.map((limit) => limit + 3));
  }

  private of(kind: string): readonly Match[] {
    return this.byKind.get(kind) ?? [];
  }

  /** @returns where it stopped: at the end of the octets, behind the final dot, or where a match ended the connection */
  read(octets: Uint8Array, from: number, out: Output): { readonly at: number; readonly fate: Fate } {
    let at = from;
    let passed = from;
    const pass = (to: number) => {
      out.pass(between(octets, passed, to));
      passed = to;
    };
    while (at < octets.length) {
      const lf = octets.indexOf(LF, at);
      const end = lf < 0 ? octets.length : lf + 1;
      if (this.streams(octets, at)) {
        const fate = this.stream(octets, at, end, lf >= 0, out);
        at = end;
        if (fate !== 'goes on') {
          pass(at);
          return { at, fate };
        }
        continue;
      }
      pass(at);
      this.held = joined(this.held, between(octets, at, end));
      at = end;
      passed = end;
      if (lf < 0 && this.held.length <= this.longestHeld) break;
      const fate = this.decide(lf >= 0, out);
      if (fate === 'closed' || fate === 'reset' || this.ended) return { at, fate };
    }
    pass(at);
    return { at, fate: 'goes on' };
  }

  /** What is held of a line that never became whole. */
  rest(): Uint8Array {
    return this.held;
  }

  private streams(octets: Uint8Array, at: number): boolean {
    if (this.streamed !== undefined) return true;
    if (this.held.length > 0 || this.part !== 'body' || this.holdsBody) return false;
    // A final dot and a boundary are told by the whole line.
    const octet = octets[at];
    return octet !== DOT && octet !== HYPHEN;
  }

  /** A body line, or the rest of a line too long to hold, that passes as it comes. */
  private stream(octets: Uint8Array, at: number, end: number, whole: boolean, out: Output): Fate {
    this.streamed = (this.streamed ?? 0) + end - at;
    this.size += end - at;
    if (this.part === 'body') this.bodySize += end - at;
    if (!whole) {
      this.lastOctet = itemAt(octets, end - 1);
      this.head += latin1(octets, at, Math.min(end, at + SHOWN - this.head.length));
      return 'goes on';
    }
    const before = end - at >= 2 ? octets[end - 2] : this.streamed >= 2 ? this.lastOctet : 0;
    const length = this.streamed - (before === CR ? 2 : 1);
    this.streamed = undefined;
    const text = () => (this.head + latin1(octets, at, Math.min(end, at + SHOWN - this.head.length))).slice(0, length);
    const fate = this.bodyLimits(length, text, out);
    this.head = '';
    this.lines++;
    return fate;
  }

  /** A held line: whole, or longer than any is held. */
  private decide(whole: boolean, out: Output): Fate {
    const octets = this.held;
    this.held = NOTHING;
    const ending = whole ? (octets.at(-2) === CR ? 2 : 1) : 0;
    const length = octets.length - ending;
    this.size += octets.length;
    if (whole && length === 1 && octets[0] === DOT) return this.end(octets, out);
    const fate = this.look(latin1(octets, 0, Math.min(length, LONGEST_FIELD)), octets.length, length, out);
    if (fate === 'goes on') {
      out.pass(octets);
      if (!whole) {
        this.streamed = octets.length;
        this.head = latin1(octets, 0, SHOWN);
        this.lastOctet = sure(octets.at(-1));
      }
    }
    if (whole) this.lines++;
    return fate;
  }

  private end(octets: Uint8Array, out: Output): Fate {
    out.pass(octets);
    const size = this.size - octets.length;
    const fate = this.finishField(out);
    this.ended = true;
    if (this.declared !== undefined && size > this.declared) {
      out.event({
        kind: 'size-exceeded',
        direction: 'request',
        line: this.first + this.lines,
        before: '.',
        after: '.',
        outcome: 'passed',
        reason: `the message has ${size} octets, and MAIL declared SIZE=${this.declared}: it is logged`,
        cause: { statement: undefined, fact: fact(undefined, 'documented', ['SYS']) },
        match: { number: this.declared, text: String(size) },
        log: true,
        otherwise: undefined,
      });
    }
    this.lines++;
    return fate;
  }

  private look(text: string, octets: number, length: number, out: Output): Fate {
    switch (this.part) {
      case 'header':
        return this.headerLine(text, octets, length, out);
      case 'header of a part': {
        this.bodySize += octets;
        if (text === '') this.part = 'body';
        const fate = this.fieldLine(text, out);
        return fate === 'goes on' ? this.bodyLimits(length, () => text.slice(0, SHOWN), out) : fate;
      }
      default:
        this.bodySize += octets;
        if (/^--\S/.test(text)) this.part = 'header of a part';
        return this.bodyLimits(length, () => text.slice(0, SHOWN), out);
    }
  }

  private headerLine(text: string, octets: number, length: number, out: Output): Fate {
    if (text === '') {
      this.part = 'body';
      return this.fieldLine(text, out);
    }
    this.headerSize += octets;
    const line = this.line(text.slice(0, SHOWN));
    const folded = /^[ \t]/.test(text);
    if (!folded && /^to\s*:/i.test(text)) this.toFields++;
    this.fieldSize = folded ? this.fieldSize + length : length;
    if (!folded) this.repeated(text, line, out);
    const takers: readonly (readonly [string, (match: Match) => string | undefined])[] = [
      ['header line length', (match) => (exceeds(match, length) ? `a header line of ${beyond(length, sure(match.limit))}` : undefined)],
      ['header length', (match) => this.sum(match, this.headerSize, 'a header', 'octets')],
      ['header to-fields count', (match) => this.sum(match, this.toFields, 'a header', 'To fields')],
    ];
    for (const [kind, takes] of takers) {
      const fate = carryOut(this.of(kind), takes, line, out);
      if (fate !== 'goes on') return fate;
    }
    if (folded) this.folded(line, length, out);
    return this.fieldLine(text, out);
  }

  /** A field that is longer than a limit on header lines, and of which no line is: told once for a message. */
  private folded(line: Line, length: number, out: Output): void {
    const match = this.of('header line length').find((each) => stops(each) && !each.negated);
    if (match?.limit === undefined || this.told.has(match) || length > match.limit || !exceeds(match, this.fieldSize)) return;
    this.told.add(match);
    out.event({
      kind: 'watched',
      direction: line.direction,
      line: line.number,
      before: line.text,
      after: line.text,
      outcome: 'passed',
      reason: `a folded header field of more than ${match.limit} octets, none of whose lines has so many: it passes`,
      cause: match.cause,
      match: undefined,
      log: false,
      otherwise: doubtOf(FOLDED_LINES),
    });
  }

  /** What is counted over many lines is told once, when it is exceeded. */
  private sum(match: Match, count: number, whose: string, unit: string): string | undefined {
    if (this.told.has(match) || !exceeds(match, count)) return undefined;
    this.told.add(match);
    return `${whose} of ${match.negated ? `${match.limit} ${unit} or fewer` : `more than ${match.limit} ${unit}`}`;
  }

  private bodyLimits(length: number, text: () => string, out: Output): Fate {
    const lines = this.of('body line length');
    const whole = this.of('body length');
    if (lines.length === 0 && whole.length === 0) return 'goes on';
    const takesLine = lines.some((match) => exceeds(match, length));
    const takesBody = whole.some((match) => exceeds(match, this.bodySize) && !this.told.has(match));
    if (!takesLine && !takesBody) return 'goes on';
    const line = this.line(text());
    const fate = carryOut(
      lines,
      (match) => (exceeds(match, length) ? `a body line of ${beyond(length, sure(match.limit))}` : undefined),
      line,
      out,
    );
    if (fate !== 'goes on') return fate;
    return carryOut(whole, (match) => this.sum(match, this.bodySize, 'a body', 'octets'), line, out);
  }

  private line(text: string): Line {
    return { direction: 'request', number: this.first + this.lines, text };
  }

  /** Collects the fields that name files; what one says is looked at when the next begins. */
  private fieldLine(text: string, out: Output): Fate {
    if (/^[ \t]/.test(text) && this.field !== '') {
      if (this.field.length < LONGEST_FIELD) this.field += text;
      return 'goes on';
    }
    const fate = this.finishField(out);
    const name = /^([\w-]{1,40})\s*:/.exec(text)?.[1];
    this.field = name !== undefined && (isNaming(name) || /^content-transfer-encoding$/i.test(name)) ? text : '';
    return fate;
  }

  private finishField(out: Output): Fate {
    const { field } = this;
    this.field = '';
    if (field === '') return 'goes on';
    const line = this.line(field.slice(0, SHOWN));
    const encoding = /^content-transfer-encoding\s*:\s*([^\s;]+)/i.exec(field)?.[1];
    if (encoding !== undefined) return carryOut(this.of('mime encoding'), (match) => takesEncoding(match, encoding), line, out);
    const name = longestNameIn(field);
    if (name === undefined) return 'goes on';
    const { length } = name.text;
    const fate = carryOut(
      this.of('mime filename length'),
      (match) => (exceeds(match, length) ? `the name of an attachment of ${beyond(length, sure(match.limit))}` : undefined),
      line,
      out,
      doubtOf(FILENAME_AS_SENT),
    );
    if (fate !== 'goes on') return fate;
    return carryOut(
      this.of('mime filetype'),
      (match) =>
        match.patterns.length > 0 && match.patterns.some((pattern) => pattern.test(name.text)) !== match.negated
          ? 'the type of an attachment'
          : undefined,
      line,
      out,
    );
  }

  /** PIX before 7.2(3) ends sessions on repeated headers; which it counts is not known, so this is told and not carried out. */
  private repeated(text: string, line: Line, out: Output): void {
    if (!this.inspection.headerBug || !/^(?:dkim|domainkey)-signature\s*:/i.test(text)) return;
    this.signatures++;
    if (this.signatures !== 2) return;
    out.event({
      kind: 'watched',
      direction: 'request',
      line: line.number,
      before: line.text,
      after: line.text,
      outcome: 'passed',
      reason: `signatures stand twice in this header, and PIX before ${HEADER_BUG_FIXED.value} ends sessions on repeated headers`,
      cause: { statement: undefined, fact: HEADER_BUG_FIXED },
      match: undefined,
      log: false,
      otherwise: 'which headers it counts is told by no source at hand: the session may end here',
    });
  }
}

const ENCODINGS: readonly string[] = ['7BIT', '8BIT', 'BASE64', 'BINARY', 'QUOTED-PRINTABLE'];

function takesEncoding({ values, negated }: Match, encoding: string): string | undefined {
  const upper = encoding.toUpperCase();
  const takes = values.some((value) => (value === 'OTHERS' ? !ENCODINGS.includes(upper) : value === upper));
  return takes !== negated ? `the encoding ${encoding}` : undefined;
}

function beyond(length: number, limit: number): string {
  return length > limit ? `more than ${limit} octets` : `${limit} octets or fewer`;
}
