import { bareReader } from './bare.ts';
import type { Dialect } from './dialect.ts';
import { sayQuoted } from './quoted.ts';

const SENDS = /^\++ (?:printf|echo)(?: -\w+)* (?=['"])/;

/** A script under `bash -x`: `+ printf 'EHLO x\r\n'` is what it sends, the server's lines stand bare. */
export const bashX: Dialect = {
  name: 'bash -x',
  viewpoint: 'client',
  wholeReplies: true,
  tls: 'hidden',
  adopts: true,
  sign: (text) => SENDS.test(text) && /['"](?:EHLO|HELO|MAIL FROM:|RCPT TO:|STARTTLS|QUIT|DATA|AUTH)\b/i.test(text),
  reader(around) {
    const lines = bareReader(around, { speaks: 'server', chatter: /^\++ / });
    return {
      read(row) {
        const found = SENDS.exec(row.text);
        return found === null ? lines.read(row) : sayQuoted(row, 'client', row.column + found[0].length);
      },
    };
  },
};
