import { itemAt, sure } from '../../text/at.ts';
import type { Speaker } from '../model.ts';
import { type Dialect, speakerOf } from './dialect.ts';
import { sayQuoted } from './quoted.ts';

const INJECTION = /^(?:\w+: )?(Sent to|Rcvd from) '([^']{1,100})': (?=')/;
const DOMAIN = /^(?:\w+: )?(\d{1,12}) (Sent|Rcvd): (?=')/;

/**
 * Debug logs of a Cisco ESA: of injection (`Info: Sent to '192.0.2.1': '220 mx ESMTP\015\012'`; the appliance is the server) and
 * of a domain (`Info: 1234 Rcvd: '250 ok'`; it is the client).
 */
export const esaDebug: Dialect = {
  name: 'ESA debug log',
  viewpoint: 'server',
  wholeReplies: true,
  tls: 'inferred',
  sign: (text) => INJECTION.test(text) || DOMAIN.test(text),
  reader() {
    const clients = new Set<string>();
    return {
      viewpoint: (connection) => (clients.has(connection) ? 'client' : 'server'),
      read(row) {
        const injection = INJECTION.exec(row.text);
        const found = injection ?? DOMAIN.exec(row.text);
        if (found === null) return undefined;
        const connection = injection === null ? itemAt(found, 1) : itemAt(found, 2);
        const out = sure(injection === null ? found[2] : found[1]).startsWith('Sent');
        if (injection === null) clients.add(connection);
        const column = row.column + found[0].length;
        const usual: Speaker = out === (injection !== null) ? 'server' : 'client';
        return sayQuoted(row, speakerOf(row.full.slice(column + 1)) ?? usual, column, { connection });
      },
    };
  },
};
