import { itemAt } from '../../text/at.ts';
import type { Row } from '../front.ts';
import type { Speaker } from '../model.ts';
import { isPlainlySmtp } from '../protocol.ts';
import { type Dialect, type Surroundings, speakerOf } from './dialect.ts';
import { assembler, dumpRow } from './dump.ts';

const ROW = /^\[?(?:0x)?[0-9a-fA-F]{4,8}\]?:? {1,3}[0-9a-fA-F]{2}(?: ?[0-9a-fA-F]{2}){0,15}(?![0-9a-zA-Z])/;
const PROOF_ROWS = 24;

/** A bare dump, as `ncat -x`, xxd and `hexdump -C` print it. Directions are not told: each chunk that begins at 0 or is a line of its own tells. */
export const hexdump: Dialect = {
  name: 'hex dump',
  viewpoint: 'unknown',
  wholeReplies: true,
  tls: 'hidden',
  sign: (text) => ROW.test(text),
  confirm: isMail,
  reader() {
    const bytes = assembler();
    let chunk = 0;
    let expected = 0;
    let speaker: Speaker = 'server';
    return {
      read(row) {
        const dump = dumpRow(row);
        if (dump === undefined) return row.text === '' || /^\*$/.test(row.text) ? [] : undefined;
        if (dump.offset !== expected) {
          chunk++;
          speaker = speakerOf(textOf(dump.bytes)) ?? 'client';
        } else if (expected === 0) speaker = speakerOf(textOf(dump.bytes)) ?? 'client';
        expected = dump.offset + dump.bytes.length;
        return bytes.push(row, String(chunk), dump.bytes, speaker);
      },
      end: () => bytes.rest(),
    };
  },
};

function textOf(bytes: readonly { readonly value: number }[]): string {
  const text = bytes.map(({ value }) => String.fromCharCode(value)).join('');
  return itemAt(text.split(/[\r\n]/, 1), 0);
}

function isMail(row: Row, around: Surroundings): boolean {
  // Asked at the first row of a dump only: a dump that is no mail is long.
  const before = around.row(row.line - 1);
  if (before !== undefined && ROW.test(before.text) && dumpRow(row)?.offset !== 0) return false;
  let text = '';
  for (let line = row.line; line < row.line + PROOF_ROWS; line++) {
    const next = around.row(line);
    const dump = next === undefined ? undefined : dumpRow(next);
    if (dump === undefined) break;
    text += dump.bytes.map(({ value }) => String.fromCharCode(value)).join('');
  }
  return text.split(/\r?\n/).some(isPlainlySmtp);
}
