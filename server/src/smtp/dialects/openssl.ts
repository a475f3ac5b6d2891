import { itemAt } from '../../text/at.ts';
import type { Row } from '../front.ts';
import { replyForm } from '../protocol.ts';
import { bareReader } from './bare.ts';
import { type Dialect, type NoteRule, noteOf, sayPieces } from './dialect.ts';
import { assembler, type DumpByte, dumpBytes, dumpRow } from './dump.ts';

const NOTES: readonly NoteRule[] = [
  [/^Didn't (?:find|found) STARTTLS in server response/i, 'starttls-not-offered'],
  [/^CONNECTED\(/, 'connected'],
  [/^(?:New, |SSL-Session:|SSL handshake has read [1-9]\d* bytes and written [1-9])/, 'chatter'],
  [/:error:[0-9A-F]*:|wrong version number/, 'tls-failed'],
  [/^(?:connect|Connecting|BIO_connect).*(?:timed out|errno=110)/i, 'timeout'],
  [/errno=104|reset by peer/, 'reset'],
  [/^(?:closed|DONE)$/, 'closed'],
];
const HEADER = /^(read from|write to) 0x[0-9a-fA-F]+/;
const RECORD = /^(<<<|>>>) (.*)$/;
const RECORD_ROW = /^(?:[0-9a-f]{2}(?: |$)){1,16}$/;
const CHATTER =
  /^(?:---|-----|depth=|verify |subject=|issuer=|Certificate chain|Server certificate|No client certificate|no peer certificate|Early data|Verif|\d s:|[ia]:|v:)/;

/**
 * `openssl s_client -starttls smtp`. Of the plain dialogue it prints the last line of the EHLO reply only, bare, after the
 * handshake; what is typed and answered later is inside TLS. With `-debug` the octets are dumped; with `-msg` records that are
 * not TLS show what the server said in their place (`<<<` and `>>>` are records here, not sides of SMTP).
 */
export const openssl: Dialect = {
  name: 'openssl s_client',
  viewpoint: 'client',
  wholeReplies: false,
  tls: 'marked',
  sign: (text) =>
    /^CONNECTED\([0-9A-Fa-f]+\)|^Didn't find STARTTLS in server response|^(?:read from|write to) 0x[0-9a-fA-F]+ \[|^\s{0,4}Verify return code: \d{1,3} \(/.test(
      text,
    ),
  reader(around) {
    const bytes = assembler();
    const lines = bareReader(around);
    let side: 'server' | 'client' | undefined;
    let record = false;
    let recorded: DumpByte[] = [];
    let recordRow: Row | undefined;
    let plainSeen = false;
    let encrypted = false;
    let failed = false;

    function endRecord() {
      const held = recorded;
      recorded = [];
      record = false;
      return held.length === 0 || recordRow === undefined ? [] : notTls(recordRow, held);
    }

    return {
      read(row) {
        // Without TLS nothing more is said here: a greeting belongs to a session of another tool.
        if (failed && replyForm(row.text)?.code === 220) return undefined;
        const header = HEADER.exec(row.text);
        if (header !== null) {
          side = header[1] === 'read from' ? 'server' : 'client';
          return endRecord();
        }
        if (side !== undefined) {
          const dump = dumpRow(row);
          if (dump !== undefined) return bytes.push(row, side, dump.bytes, side);
          side = undefined;
        }
        const marked = RECORD.exec(row.text);
        if (marked !== null && speaksTls(itemAt(marked, 2))) {
          const before = endRecord();
          record = marked[1] === '<<<' && /^(?:Not TLS|\?\?\?)/.test(itemAt(marked, 2));
          recordRow = row;
          return before;
        }
        if (record && RECORD_ROW.test(row.text)) {
          const dump = dumpBytes(row, row.column, 0);
          if (dump !== undefined) {
            recorded.push(...dump.bytes);
            return [];
          }
        }
        const before = endRecord();
        const told = noteOf(row, NOTES);
        failed ||= told?.note === 'tls-failed';
        if (told !== undefined) return [...before, told];
        if (CHATTER.test(row.text)) return before;
        const said = lines.read(row);
        if (said === undefined) return before.length > 0 ? before : undefined;
        return [
          ...before,
          ...said.map((event) => {
            if (event.kind !== 'utterance') return event;
            // A last line of a reply that comes first is what was left of the plain dialogue; anything else was said inside TLS.
            if (!plainSeen) encrypted = !isLastLine(event.text);
            const tls = plainSeen || encrypted;
            plainSeen = true;
            return { ...event, tls };
          }),
        ];
      },
      end: () => [...endRecord(), ...bytes.rest()],
    };
  },
};

function isLastLine(text: string): boolean {
  const form = replyForm(text);
  return form?.code === 250 && form.separator !== '-';
}

function speaksTls(text: string): boolean {
  return /^(?:TLS|SSL|DTLS|Not TLS|\?\?\?)/.test(text);
}

/** Octets that came where a TLS record should have: printable, they are the beginning of what the server said. */
function notTls(row: Row, held: readonly DumpByte[]) {
  const text = held.map((byte) => String.fromCharCode(byte.value)).join('');
  if (!/^[2-5]\d\d/.test(text) || /[^\x20-\x7e\r\n]/.test(text)) return [];
  const pieces = held.map((byte, at) => ({ at, line: byte.line, column: byte.column, length: 1 }));
  return [sayPieces(row, 'server', text.trimEnd(), pieces)];
}
