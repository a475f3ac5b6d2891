import { itemAt } from '../../text/at.ts';
import { payload } from './payload.ts';

const HEADER = /^((?:\d{3}\.){3}\d{3}\.\d{5})-((?:\d{3}\.){3}\d{3}\.\d{5}):(?: |$)/;

/** `tcpflow -c`: addresses with zeros in front, the first line of what was sent behind them, the others bare below. */
export const tcpflow = payload({
  name: 'tcpflow',
  viewpoint: 'unknown',
  sign: (text) => HEADER.test(text),
  header: (row) => {
    const found = HEADER.exec(row.text);
    if (found === null) return undefined;
    return {
      from: itemAt(found, 1),
      connection: [itemAt(found, 1), itemAt(found, 2)].sort().join(' '),
      column: row.column + found[0].length,
    };
  },
});
