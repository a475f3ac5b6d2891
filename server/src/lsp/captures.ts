/** Captures that a client hands over piece by piece: no message holds a whole file, and what is not finished does not stay. */
import { Capture, type CaptureText, isCaptureFile } from '../captures/capture.ts';
import type { CapturePiece } from '../features/protocol.ts';

/** Files that are read at one time; of more the one that was begun first is given up. */
const MOST = 4;

export class Captures {
  private readonly open = new Map<string, Capture>();

  /** @returns the transcript, with the last piece; undefined before, and for a file that is no capture */
  take({ id, octets, last }: CapturePiece): CaptureText | undefined {
    const piece = Uint8Array.from(octets, (octet) => octet.charCodeAt(0));
    const capture = this.open.get(id) ?? this.begin(id, piece);
    capture?.read(piece);
    if (!last) return undefined;
    this.open.delete(id);
    return capture?.end();
  }

  private begin(id: string, piece: Uint8Array): Capture | undefined {
    if (!isCaptureFile(piece)) return undefined;
    const capture = new Capture();
    this.open.set(id, capture);
    const [oldest = ''] = this.open.keys();
    if (this.open.size > MOST) this.open.delete(oldest);
    return capture;
  }
}
