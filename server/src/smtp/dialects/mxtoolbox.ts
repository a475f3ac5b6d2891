import type { Row } from '../front.ts';
import { replyForm } from '../protocol.ts';
import { bareReader } from './bare.ts';
import type { Dialect } from './dialect.ts';

/** How long the reply took, behind its last line. */
const TOOK = / \[\d{1,7} ms\]$/;

/** The web page that tests a mail server: bare lines, and behind the last line of each reply how long it took. */
export const mxToolbox: Dialect = {
  name: 'MXToolbox',
  viewpoint: 'client',
  wholeReplies: true,
  tls: 'hidden',
  adopts: true,
  patience: 12,
  sign: (text) => TOOK.test(text) && replyForm(text) !== undefined,
  reader(around) {
    const lines = bareReader(around);
    return { read: (row) => lines.read(withoutTime(row)), end: () => lines.end?.() ?? [] };
  },
};

function withoutTime(row: Row): Row {
  const length = TOOK.exec(row.text)?.[0].length ?? 0;
  return length === 0 ? row : { ...row, full: row.full.slice(0, -length), text: row.text.slice(0, -length) };
}
