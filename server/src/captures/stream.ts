/** One direction of a tcp connection put together again: whatever was lost, sent twice, cut short or came out of order. */
import { sure } from '../text/at.ts';
import type { Room } from './room.ts';

/** Segments that are held because they came before their turn, and their octets. */
const MOST_EARLY = 512;
const MOST_HELD = 1 << 18;
/** Sequence numbers wrap around. */
const WRAP = 2 ** 32;

/** How far a sequence number is behind another: negative where it is before it. */
function distance(from: number, to: number): number {
  const ahead = (to - from + WRAP) % WRAP;
  return ahead < WRAP / 2 ? ahead : ahead - WRAP;
}

export interface Receiver {
  /** Octets that follow what came before. */
  take(octets: Uint8Array): void;
  /** So many octets are not in the capture. */
  lose(count: number): void;
}

interface Early {
  readonly sequence: number;
  readonly octets: Uint8Array;
  readonly length: number;
}

export class Stream {
  private next: number | undefined;
  private early: Early[] = [];
  private held = 0;
  private readonly room: Room;

  constructor(room: Room) {
    this.room = room;
  }

  /** The sequence number that the first octet has. */
  begin(sequence: number): void {
    if (this.next === undefined) this.next = sequence % WRAP;
  }

  get begun(): boolean {
    return this.next !== undefined;
  }

  add(sequence: number, octets: Uint8Array, length: number, to: Receiver): void {
    this.next ??= sequence;
    if (distance(this.next, sequence) > 0) {
      if (this.room.hold(octets.length)) {
        this.early.push({ sequence, octets: octets.slice(), length });
        this.held += octets.length;
        if (this.held > MOST_HELD || this.early.length > MOST_EARLY) this.skip(to);
        return;
      }
      this.end(to);
      to.lose(distance(this.next, sequence));
      this.next = sequence;
      this.give({ sequence, octets, length }, to);
      return;
    }
    this.give({ sequence, octets, length }, to);
    this.drain(to);
  }

  /** The other side has all up to here: what is missing before it was lost by the capture alone. */
  acknowledged(sequence: number, to: Receiver): void {
    while (this.early.length > 0 && this.next !== undefined && distance(this.next, sequence) > 0) this.skip(to);
  }

  /** Nothing more comes. */
  end(to: Receiver): void {
    while (this.early.length > 0) this.skip(to);
  }

  private skip(to: Receiver): void {
    const nearest = this.early.reduce((first, each) => (distance(first.sequence, each.sequence) < 0 ? each : first));
    to.lose(distance(sure(this.next), nearest.sequence));
    this.next = nearest.sequence;
    this.drain(to);
  }

  private drain(to: Receiver): void {
    for (;;) {
      const at = this.early.findIndex(({ sequence }) => distance(sure(this.next), sequence) <= 0);
      if (at < 0) return;
      for (const segment of this.early.splice(at, 1)) {
        this.held -= segment.octets.length;
        this.room.letGo(segment.octets.length);
        this.give(segment, to);
      }
    }
  }

  private give({ sequence, octets, length }: Early, to: Receiver): void {
    const known = distance(sequence, sure(this.next));
    if (known >= length) return;
    if (known < octets.length) to.take(octets.subarray(known));
    const cut = length - Math.max(known, octets.length);
    if (cut > 0) to.lose(cut);
    this.next = (sequence + length) % WRAP;
  }
}
