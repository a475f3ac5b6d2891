import { itemAt } from '../../text/at.ts';
import { payload } from './payload.ts';

const HEADER = /^T (?:\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d+ )?(\S+) -> (\S+) \[/;

/** `ngrep -W byline`: `T 198.51.100.25:25 -> 203.0.113.9:55798 [AP] #4`, then the lines, CR as a dot. */
export const ngrep = payload({
  name: 'ngrep',
  viewpoint: 'unknown',
  sign: (text) => HEADER.test(text),
  header: (row) => {
    const found = HEADER.exec(row.text);
    return found === null ? undefined : { from: itemAt(found, 1), connection: [itemAt(found, 1), itemAt(found, 2)].sort().join(' ') };
  },
  chatter: /^#+$|^exit$|^\d+ received, \d+ dropped/,
  carriageReturn: '.',
});
