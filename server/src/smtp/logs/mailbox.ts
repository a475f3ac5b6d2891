/**
 * A mailbox that is too big to be held: messages one after another, the reasons of whose reports are folded over lines or encoded. It is read in
 * blocks of whole messages, so that each gives what it gives in an open document; a message that is too long is cut at an empty line, which no field
 * and no encoded part goes over.
 */
import { Lines } from '../../text/lines.ts';
import { type RecordGroup, RecordGroups } from './groups.ts';
import { readLogRecords } from './records.ts';

const FIELD =
  /^(?:Return-Path|Received|Delivered-To|Envelope-To|Date|From|To|Subject|Message-ID|MIME-Version|Content-Type|X-[\w-]{1,60}):/i;
/** Lines of the beginning that are looked at. */
const HEAD = 12;

/** True for the beginning of a message (RFC 5322), or of a mailbox of them (RFC 4155). */
export function isMailbox(text: string): boolean {
  const [first = '', ...rest] = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/, HEAD);
  const fields = [first, ...rest].filter((line) => FIELD.test(line)).length;
  return fields >= 2 && (/^From \S/.test(first) || FIELD.test(first));
}

/** UTF-16 units that are held before a block is read. */
const BLOCK = 1 << 18;
/** No part of a message that we read is longer; what has no empty line is cut behind a line. */
const LONGEST = 1 << 22;

/** The same as `LogScan`, for a mailbox. */
export class MailboxScan {
  private readonly groups = new RecordGroups();
  private readonly decoder = new TextDecoder('utf-8');
  private held = '';
  /** Lines that were read, all of them ended. */
  private before = 0;
  private wanted = BLOCK;

  /** @param chunk UTF-8, cut anywhere; it may be reused by the caller afterwards */
  feed(chunk: Uint8Array): void {
    this.held += this.decoder.decode(chunk, { stream: true });
    if (this.held.length < this.wanted) return;
    const end = endOfBlock(this.held);
    if (end === 0) {
      this.wanted = this.held.length + BLOCK;
      return;
    }
    this.wanted = BLOCK;
    this.before += this.read(this.held.slice(0, end)) - 1;
    this.held = this.held.slice(end);
  }

  /** After the last chunk. @returns the groups, in the order of their first lines */
  end(): RecordGroup[] {
    this.held += this.decoder.decode();
    this.before += this.read(this.held) - 1;
    this.held = '';
    return this.groups.all();
  }

  /** How many lines were read, as editors count. */
  get lines(): number {
    return this.before + 1;
  }

  /** @returns how many lines the block has */
  private read(block: string): number {
    const lines = Lines.read(block);
    for (const record of readLogRecords(lines).records) this.groups.add({ ...record, line: record.line + this.before });
    return lines.count;
  }
}

const EMPTY_LINES = ['\n\n', '\n\r\n', '\r\r'];

/** Before the last message; where too much is held, behind the last empty line, or the last line; 0 where there is none of them. */
function endOfBlock(held: string): number {
  const message = Math.max(...EMPTY_LINES.map((empty) => behind(held, `${empty}From `) - 'From '.length));
  if (message > 0 || held.length < LONGEST) return Math.max(0, message);
  const empty = Math.max(behind(held, '\n\n'), behind(held, '\n\r\n'), behind(held.slice(0, -1), '\r\r'));
  return empty > 0 ? empty : behind(held, '\n');
}

function behind(held: string, end: string): number {
  const at = held.lastIndexOf(end);
  return at < 0 ? 0 : at + end.length;
}
