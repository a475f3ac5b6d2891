import type { Speaker } from '../model.ts';
import { type Dialect, say, speakerOf } from './dialect.ts';

const LINE = /^(C|S|R|client|server|sender|receiver)( ?[:>] ?)(.*)$/is;

/** `C: EHLO x` and `S: 250-mx`, as RFCs print a session. In RFC 821 `S:` is the sender, so the lines themselves tell who is who. */
export const labelled: Dialect = {
  name: 'C:/S:',
  viewpoint: 'client',
  wholeReplies: true,
  tls: 'inferred',
  sign(text) {
    const found = LINE.exec(text);
    return found !== null && speakerOf(found[3]!) !== undefined;
  },
  reader() {
    const speakers = new Map<string, Speaker>();
    return {
      read(row) {
        const found = LINE.exec(row.text);
        if (found === null) return undefined;
        const label = found[1]!.toUpperCase();
        const text = found[3]!;
        const speaker = speakers.get(label) ?? speakerOf(text) ?? usual(label);
        speakers.set(label, speaker);
        return [say(row, speaker, text)];
      },
    };
  },
};

function usual(label: string): Speaker {
  return label === 'S' || label === 'SERVER' || label === 'R' || label === 'RECEIVER' ? 'server' : 'client';
}
