import { itemAt } from '../../text/at.ts';
import type { Row } from '../front.ts';
import type { Event, Utterance } from '../model.ts';
import { isKeyword, replyForm } from '../protocol.ts';
import { type Details, type Dialect, note, sayAt, sayPieces } from './dialect.ts';
import { assembler, dumpRow } from './dump.ts';
import { payloadReader } from './payload.ts';

const FOLLOW = /^Follow: tcp,(ascii|hex|raw)/;
const FRAME = /^={20,}$|^Filter: |^Follow: |^Node [01]: /;

/**
 * `tshark -z follow,tcp,ascii` and `,hex`: chunks of the two nodes, the second node's headed or led by a TAB. Which of them is
 * the server is told by what it says.
 */
export const tsharkFollow: Dialect = {
  name: 'tshark follow',
  viewpoint: 'unknown',
  wholeReplies: true,
  tls: 'hidden',
  sign: (text) => FOLLOW.test(text),
  reader() {
    const bytes = assembler();
    let hex = false;
    let margin = 0;
    const indented = (row: Row) => row.indent.length > margin;
    const text = payloadReader({
      header: (row) => (/^\d{1,9}$/.test(row.text) ? { from: indented(row) ? '1' : '0', length: Number(row.text) } : undefined),
    });
    return {
      read(row) {
        const follow = FOLLOW.exec(row.text);
        if (follow !== null) {
          hex = follow[1] === 'hex';
          margin = row.indent.length;
        }
        if (FRAME.test(row.text)) return [note(row, 'chatter')];
        if (!hex) return text.read(row);
        const dump = dumpRow(row);
        return dump === undefined ? undefined : bytes.push(row, indented(row) ? '1' : '0', dump.bytes);
      },
      end: () => bytes.rest(),
    };
  },
};

/** As tshark prints it, and as Wireshark's list is copied or exported: columns apart by tabs, or in quotes. */
const SUMMARIES = [
  /^(?:\d+ +)?(?:[\d.]+ +)?(\S+) (?:->|\u2192) (\S+) +SMTP(?:\/IMF)? +\d+ ([SC]): (.*)$/,
  /^(?:\d+\t)?(?:[\d.]+\t)?([^\t]{2,60})\t([^\t]{2,60})\tSMTP(?:\/IMF)?\t\d+\t([SC]): (.*)$/,
  /^(?:"\d+",)?(?:"[\d.]+",)?"([^"]{2,60})","([^"]{2,60})","SMTP(?:\/IMF)?","\d+","([SC]): (.*)"$/,
];

function summaryOf(text: string): RegExpExecArray | undefined {
  for (const form of SUMMARIES) {
    const found = form.exec(text);
    if (found !== null) return found;
  }
  return undefined;
}

/** The list of packets: `... SMTP 253 S: 250-mx | PIPELINING | SIZE 10240000`, the lines of a reply joined. */
export const tsharkSummary: Dialect = {
  name: 'tshark',
  viewpoint: 'unknown',
  wholeReplies: true,
  tls: 'hidden',
  sign: (text) => summaryOf(text) !== undefined,
  reader: () => ({
    read(row) {
      const found = summaryOf(row.text);
      if (found === undefined) return undefined;
      const [, source = '', destination = '', side, text = ''] = found;
      const connection = [source.trim(), destination.trim()].sort().join(' ');
      const speaker = side === 'S' ? 'server' : 'client';
      // An overwritten command is no command to Wireshark, which then takes it for data and hides it.
      if (/^DATA fragment, \d+ bytes$/.test(text)) return [note(row, 'chatter', undefined, connection)];
      return joined(row, speaker, text, connection);
    },
  }),
};

/** The parts of a packet: several lines of a reply, or of pipelined commands, between bars. */
function joined(row: Row, speaker: Utterance['speaker'], text: string, connection: string): Event[] {
  const said: Event[] = [];
  let at = row.full.lastIndexOf(text);
  const parts = text.split(' | ');
  const code = speaker === 'server' ? replyForm(itemAt(parts, 0))?.code : undefined;
  for (const [i, part] of parts.entries()) {
    const bare = code !== undefined && i > 0 && replyForm(part) === undefined;
    const implied = bare ? ({ code, separator: i === parts.length - 1 ? ' ' : '-' } as const) : undefined;
    said.push(sayAt(row, speaker, part, at, { connection, implied }));
    at += part.length + 3;
  }
  return said;
}

const RESPONSE = /^Response: (.*?)(?:\\r)?(?:\\n)?$/;
const COMMAND = /^(?:Command Line|C): (.*?)(?:\\r)?(?:\\n)?$/;
const PARAMETER = /^Response parameter: (.*)$/;
const DATA_LINE = /^(.*?)(?:\\r)?(?:\\n)$/;

/**
 * `tshark -O smtp`, `-V`: `Response: 250-mx\r\n` and `Command Line: EHLO x\r\n`, each with its fields below. Of a reply it prints
 * the first line, and the text of each line, that one included, as a parameter.
 */
export const tsharkDetails: Dialect = {
  name: 'tshark -O smtp',
  viewpoint: 'unknown',
  wholeReplies: true,
  tls: 'hidden',
  sign: (text) => /^(?:Response: [2-5]\d\d[ -].*\\r\\n|Command Line: \S.*\\r\\n)$/.test(text),
  reader(around) {
    let code: number | undefined;
    let first = false;
    let data = false;

    const shown = (row: Row, speaker: Utterance['speaker'], text: string, at: number, more?: Details): Event[] => {
      const wireEnd = row.text.endsWith('\\r\\n') ? 'crlf' : row.text.endsWith('\\n') ? 'lf' : undefined;
      const pieces = [{ at: 0, line: row.line, column: row.column + at, length: text.length }];
      return [sayPieces(row, speaker, text, pieces, { wireEnd, ...more })];
    };

    return {
      read(row) {
        const response = RESPONSE.exec(row.text);
        if (response !== null) {
          const form = replyForm(itemAt(response, 1));
          code = form?.separator === '-' ? form.code : undefined;
          first = true;
          return shown(row, 'server', itemAt(response, 1), 'Response: '.length);
        }
        const parameter = PARAMETER.exec(row.text);
        if (parameter !== null) {
          const again = first;
          first = false;
          if (again || code === undefined) return [];
          const separator = PARAMETER.test(around.row(row.line + 1)?.text ?? '') ? '-' : ' ';
          return shown(row, 'server', itemAt(parameter, 1), 'Response parameter: '.length, { implied: { code, separator } });
        }
        const command = COMMAND.exec(row.text);
        if (command !== null) return shown(row, 'client', itemAt(command, 1), row.text.indexOf(': ') + 2);
        if (row.text.startsWith('Line-based text data')) {
          data = true;
          return [];
        }
        const line = data ? DATA_LINE.exec(row.text) : null;
        if (line !== null) return shown(row, 'client', itemAt(line, 1), 0, { data: true });
        if (row.text === '') data = false;
        return /^(?:Frame \d|Ethernet II|Internet Protocol|Transmission Control|Response|Request|Command|Simple Mail)/.test(row.text)
          ? []
          : undefined;
      },
    };
  },
};

/** Words of a reply whose lines were joined by blanks, parted where a keyword begins. Used by logs that join them so. */
export function startsKeyword(word: string): boolean {
  return isKeyword(/^[\w-]*/.exec(word)?.[0] ?? '') || /^X+[A-Z]$/.test(word) || /^X-/.test(word);
}
