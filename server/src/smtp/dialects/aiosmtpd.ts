import type { Utterance } from '../model.ts';
import { type Dialect, note } from './dialect.ts';
import { sayQuoted } from './quoted.ts';

const LINE = /\('([^']{1,80})', (\d{1,5})\) (<<|>>) b(?=['"])/;
const NOTE = /\('([^']{1,80})', (\d{1,5})\) (handling connection|connection lost|EOF received)/;

/** The same line as it came, with its end; logged just before, without the peer. */
const ARRIVED = /\b_handle_client readline: b(?=['"])/;

/** aiosmtpd's own log, the server's side: `('203.0.113.9', 40163) << b'250 OK'` was sent, `>>` was received. */
export const aiosmtpd: Dialect = {
  name: 'aiosmtpd',
  viewpoint: 'server',
  wholeReplies: true,
  tls: 'inferred',
  sign: (text) => (text.includes(') << b') || text.includes(') >> b')) && LINE.test(text),
  reader() {
    let arrived: readonly Utterance[] = [];
    return {
      read(row) {
        const found = LINE.exec(row.text);
        if (found !== null) {
          const connection = `${found[1]}:${found[2]}`;
          const said = sayQuoted(row, found[3] === '<<' ? 'server' : 'client', row.column + found.index + found[0].length, { connection });
          const same = found[3] === '>>' && arrived[0]?.text === said[0]?.text ? arrived : [];
          arrived = [];
          return same.length > 0 ? same.map((line) => ({ ...line, connection })) : said;
        }
        const line = ARRIVED.exec(row.text);
        if (line !== null) {
          arrived = sayQuoted(row, 'client', row.column + line.index + line[0].length);
          return [];
        }
        const told = NOTE.exec(row.text);
        if (told === null) return /\bmail\.log: /.test(row.text) ? [] : undefined;
        const connection = `${told[1]}:${told[2]}`;
        return [note(row, told[3] === 'handling connection' ? 'connected' : 'closed', undefined, connection)];
      },
    };
  },
};
