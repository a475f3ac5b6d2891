/** Captures that a client hands over piece by piece: no message holds a whole file, and what is not finished does not stay. */
import { isAsaDump, readAsaDump } from '../captures/asa-dump.ts';
import { Capture, type CaptureText, isCaptureFile } from '../captures/capture.ts';
import type { CapturePiece } from '../features/protocol.ts';

/** Files that are read at one time; of more the one that was begun first is given up. */
const MOST = 4;

/** A file that is being read. */
interface Reading {
  read(octets: Uint8Array): void;
  end(): CaptureText;
}

export class Captures {
  private readonly open = new Map<string, Reading>();

  /** @returns the transcript, with the last piece; undefined before, and for a file that is no capture */
  take({ id, octets, last }: CapturePiece): CaptureText | undefined {
    const piece = Uint8Array.from(octets, (octet) => octet.charCodeAt(0));
    const reading = this.open.get(id) ?? this.begin(id, piece, octets);
    reading?.read(piece);
    if (!last) return undefined;
    this.open.delete(id);
    return reading?.end();
  }

  private begin(id: string, piece: Uint8Array, text: string): Reading | undefined {
    const reading = isCaptureFile(piece) ? new Capture() : isAsaDump(text) ? printed() : undefined;
    if (reading === undefined) return undefined;
    this.open.set(id, reading);
    const [oldest = id] = this.open.keys();
    if (this.open.size > MOST) this.open.delete(oldest);
    return reading;
  }
}

/** What `show capture NAME dump` printed: all of it is ASCII. */
function printed(): Reading {
  const decoder = new TextDecoder('latin1');
  const parts: string[] = [];
  return { read: (octets) => parts.push(decoder.decode(octets)), end: () => readAsaDump(parts.join('')) };
}
