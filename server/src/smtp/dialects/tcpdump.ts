import type { Row } from '../front.ts';
import { isCommand, isPlainlySmtp, replyForm } from '../protocol.ts';
import { type Dialect, type Surroundings, sayAt } from './dialect.ts';
import { assembler, type DumpByte, dumpRow } from './dump.ts';
import { belowHeader, type Header, payloadReader } from './payload.ts';

const HEADER =
  /^(?:IP6? )?(\S{1,200}\.[\w-]{1,40}) > (\S{1,200}\.[\w-]{1,40}): Flags \[[^\]]{0,20}\].{0,600}?\blength (\d{1,10})(?:: SMTP: (.*))?$/;
const MAIL_PORT = /\.(?:25|465|587|2525|smtp|submissions?|urd)$/;

interface Packet extends Header {
  readonly connection: string;
  readonly length: number;
  /** The first line of the payload, as tcpdump decodes it. */
  readonly summary: string | undefined;
}

function packetOf(row: Row): Packet | undefined {
  const found = HEADER.exec(row.text);
  if (found === null) return undefined;
  const [, from = '', to = '', length, summary] = found;
  const speaker = MAIL_PORT.test(from) ? 'server' : MAIL_PORT.test(to) ? 'client' : undefined;
  return { from: from, speaker, connection: [from, to].sort().join(' '), length: Number(length), summary };
}

/**
 * tcpdump: alone, with `-A` (the payload as text, its first line behind the garbage of the IP and TCP headers), and with `-X`
 * (a hex dump of the packet). Alone it prints the first line of each packet only.
 */
export const tcpdump: Dialect = {
  name: 'tcpdump',
  viewpoint: 'unknown',
  wholeReplies: true,
  tls: 'hidden',
  sign: (text) => HEADER.test(text),
  confirm: isMail,
  reader(around) {
    const bytes = assembler();
    let packet: Packet | undefined;
    let head: Row | undefined;
    let dumped: DumpByte[] = [];
    let printed = false;
    const text = payloadReader({
      header: (row) => (row === head ? packet : undefined),
      textAt: (row, first, indent) => (first ? (payloadAt(row, packet?.summary) ?? onlyLineAt(row)) : belowHeader(row, first, indent)),
    });

    /** A packet of one line says by its length where the line begins: it ended with CR LF, of which nothing is printed. */
    function onlyLineAt(row: Row): number | undefined {
      const length = (packet?.length ?? 0) - 2;
      return length >= 0 && length <= row.full.length - row.start && around.row(row.line + 1)?.text === ''
        ? row.full.length - length
        : undefined;
    }

    /** What is held of the packet before the next one begins. */
    function finish() {
      const held = withoutPadding(dumped);
      dumped = [];
      if (packet === undefined || head === undefined || printed) return [];
      if (held.length > 0) return bytes.push(head, packet.from, held.slice(Math.max(0, held.length - packet.length)), packet.speaker);
      if (packet.summary === undefined) return [];
      const column = head.full.length - packet.summary.length;
      return [
        sayAt(head, packet.speaker ?? (replyForm(packet.summary) ? 'server' : 'client'), packet.summary, column, {
          connection: packet.connection,
        }),
      ];
    }

    return {
      read(row) {
        const next = packetOf(row);
        if (next !== undefined) {
          const held = finish();
          packet = next;
          head = row;
          printed = false;
          text.read(row);
          return held;
        }
        if (packet === undefined) return undefined;
        const dump = dumpRow(row);
        if (dump !== undefined && dump.offset === dumped.length) {
          dumped.push(...dump.bytes);
          return [];
        }
        if (packet.length === 0) return row.text === '' ? [] : packetNoise(row);
        const said = text.read(row);
        if (said !== undefined && said.length > 0) printed = true;
        return said;
      },
      end: () => [...finish(), ...bytes.rest()],
    };
  },
};

/** A frame that is shorter than Ethernet's shortest is filled up; the header of IP tells how long the packet is. */
function withoutPadding(dumped: readonly DumpByte[]): readonly DumpByte[] {
  const octet = (at: number) => dumped[at]?.value ?? 0;
  const isEthernet = octet(12) === 8 && octet(13) === 0;
  const from = isEthernet && octet(14) >> 4 === 4 ? 14 : 0;
  const end = from + octet(from + 2) * 256 + octet(from + 3);
  return octet(from) >> 4 === 4 && end > from + 20 && end < dumped.length ? dumped.slice(0, end) : dumped;
}

const PROOF_LINES = 20;
/** In the octets of packets, one behind the other. */
const PROOF = /220[ -].*SMTP|220[ -][*20 ]{8}|250-[A-Z0-9]{3}|(?:EHLO|HELO) [\w.[\]:-]{1,255}\r\n|MAIL FROM:.{0,320}\r\n/i;

/** A packet to or from a mail port, or one in which SMTP is plainly spoken. */
function isMail(row: Row, around: Surroundings): boolean {
  const first = packetOf(row);
  if (first?.speaker !== undefined || first?.summary !== undefined) return true;
  if (first === undefined || first.length === 0) return false;
  let dumped = '';
  for (let line = row.line + 1; line < row.line + PROOF_LINES; line++) {
    const next = around.row(line);
    if (next === undefined) break;
    const at = payloadAt(next, undefined);
    if (at !== undefined && isPlainlySmtp(next.full.slice(at))) return true;
    const bytes = dumpRow(next)?.bytes ?? [];
    dumped += bytes.map(({ value }) => String.fromCharCode(value)).join('');
    if (bytes.length > 0 && PROOF.test(dumped)) return true;
  }
  return false;
}

/** The headers of an empty packet, printed as text. */
function packetNoise(row: Row): [] | undefined {
  return /^[E`]/.test(row.text) || /\.{4}/.test(row.text) ? [] : undefined;
}

const STARTS = /[2-5]\d\d[ -]|(?:EHLO|HELO|MAIL FROM:|RCPT TO:|AUTH|VRFY|EXPN|NOOP|BDAT) ?|(?:STARTTLS|DATA|RSET|QUIT)$/gi;

/** Where the payload begins behind what the packet's headers look like as text. */
function payloadAt(row: Row, summary: string | undefined): number | undefined {
  if (summary !== undefined) {
    const at = row.full.lastIndexOf(summary);
    return at < row.start ? undefined : at;
  }
  for (const { index } of row.full.matchAll(STARTS)) {
    if (index < row.start) continue;
    const text = row.full.slice(index);
    if (replyForm(text) !== undefined || isCommand(text)) return index;
  }
  return undefined;
}
