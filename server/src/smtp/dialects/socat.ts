import { itemAt } from '../../text/at.ts';
import { payload } from './payload.ts';

const HEADER = /^([<>]) \d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d+)? +length=\d+ from=\d+ to=\d+/;

/** `socat -v`: `< 2026/11/22 01:32:34.000362899  length=70 from=0 to=69`, then the lines, CR as `\r`. */
export const socat = payload({
  name: 'socat',
  viewpoint: 'client',
  sign: (text) => HEADER.test(text),
  header: (row) => {
    const found = HEADER.exec(row.text);
    return found === null ? undefined : { from: itemAt(found, 1) };
  },
  carriageReturn: '\\r',
});
