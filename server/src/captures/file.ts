/** Files of packets, as a stream: pcap (both byte orders, microseconds and nanoseconds) and pcapng. */

export interface Packet {
  /** `LINKTYPE_...`, as the registry of tcpdump.org numbers it. */
  readonly link: number;
  /** Seconds since 1970; undefined where the file does not tell. */
  readonly time: number | undefined;
  /** What was captured of it. Valid until the next is asked for. */
  readonly octets: Uint8Array;
}

/** Larger than any packet; a length beyond it is no length. */
const LARGEST = 1 << 20;
const SECTION = 0x0a0d0d0a;
const BYTE_ORDER = 0x1a2b3c4d;

const PCAP: Readonly<Record<number, { readonly fraction: number; readonly header: number }>> = {
  2712847316: { fraction: 1e6, header: 16 }, // a1b2c3d4
  2712812621: { fraction: 1e9, header: 16 }, // a1b23c4d
  2712849716: { fraction: 1e6, header: 24 }, // a1b2cd34, Kuznetzov's
};

/** Whether a file that begins so is a capture. */
export function isCaptureFile(head: Uint8Array): boolean {
  if (head.length < 24) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (view.getUint32(0) === SECTION) return [true, false].some((little) => view.getUint32(8, little) === BYTE_ORDER);
  return [true, false].some((little) => PCAP[view.getUint32(0, little)] !== undefined);
}

interface Interface {
  readonly link: number;
  readonly ticks: number;
}

/** Takes the octets of a file as they come. What is damaged ends the reading: what came before it stands. */
export class CaptureFile {
  /** The file is damaged, or is of a kind that is not read, from here on. */
  broken = false;
  private held = new Uint8Array(0);
  private kind: 'unknown' | 'pcap' | 'pcapng' = 'unknown';
  private little = true;
  private form = { fraction: 1e6, header: 16 };
  private link = 0;
  private interfaces: Interface[] = [];
  /** The header of a pcap file is behind. */
  private begun = false;

  /** @param chunk the next octets; may be reused by the caller afterwards */
  *read(chunk: Uint8Array): Generator<Packet> {
    // A Buffer's `slice` is no copy, that of a Uint8Array is.
    let octets = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (this.broken) return;
    if (this.held.length > 0) {
      octets = new Uint8Array(this.held.length + chunk.length);
      octets.set(this.held);
      octets.set(chunk, this.held.length);
    }
    const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
    let at = 0;
    while (!this.broken) {
      const length = this.lengthAt(view, at);
      if (length === undefined || at + length > octets.length) break;
      const packet = this.kind === 'pcap' ? this.record(octets, view, at) : this.block(octets, view, at, length);
      if (packet !== undefined) yield packet;
      at += length;
    }
    this.held = this.broken ? new Uint8Array(0) : octets.slice(at);
  }

  /** The length of the record or block that begins at `at`; undefined where too little of it is there. */
  private lengthAt(view: DataView, at: number): number | undefined {
    const left = view.byteLength - at;
    if (left < 28) {
      if (this.kind === 'unknown' || left < 12) return undefined;
    }
    if (this.kind === 'unknown') {
      if (view.getUint32(at) !== SECTION) return this.begin(view, at);
      this.kind = 'pcapng';
    }
    if (this.kind === 'pcap') {
      if (left < this.form.header) return undefined;
      return this.checked(view.getUint32(at + 8, this.little) + this.form.header);
    }
    if (view.getUint32(at) === SECTION) {
      this.little = view.getUint32(at + 8, true) === BYTE_ORDER;
      this.interfaces = [];
    }
    const length = view.getUint32(at + 4, this.little);
    return length < 12 || length % 4 !== 0 ? this.checked(LARGEST + 1) : this.checked(length);
  }

  private checked(length: number): number | undefined {
    if (length <= LARGEST) return length;
    this.broken = true;
    return undefined;
  }

  private begin(view: DataView, at: number): number | undefined {
    for (const little of [true, false]) {
      const form = PCAP[view.getUint32(at, little)];
      if (form === undefined) continue;
      this.kind = 'pcap';
      this.little = little;
      this.form = form;
      this.link = view.getUint32(at + 20, little) & 0xffff;
      return 24;
    }
    this.broken = true;
    return undefined;
  }

  private record(octets: Uint8Array, view: DataView, at: number): Packet | undefined {
    if (!this.begun) {
      this.begun = true;
      return undefined;
    }
    const time = view.getUint32(at, this.little) + view.getUint32(at + 4, this.little) / this.form.fraction;
    const from = at + this.form.header;
    return { link: this.link, time, octets: octets.subarray(from, from + view.getUint32(at + 8, this.little)) };
  }

  private block(octets: Uint8Array, view: DataView, at: number, length: number): Packet | undefined {
    const u16 = (offset: number) => view.getUint16(at + offset, this.little);
    const u32 = (offset: number) => view.getUint32(at + offset, this.little);
    switch (view.getUint32(at, this.little)) {
      case 1:
        if (length >= 20) this.interfaces.push({ link: u16(8), ticks: this.resolution(view, at + 16, at + length - 4) });
        return undefined;
      case 2:
      case 6: {
        if (length < 32) return undefined;
        const of = this.interfaces[view.getUint32(at, this.little) === 2 ? u16(8) : u32(8)];
        const captured = u32(20);
        if (of === undefined || captured > length - 32) return undefined;
        const time = (u32(12) * 2 ** 32 + u32(16)) / of.ticks;
        return { link: of.link, time, octets: octets.subarray(at + 28, at + 28 + captured) };
      }
      case 3: {
        const [of] = this.interfaces;
        if (of === undefined || length < 16) return undefined;
        return { link: of.link, time: undefined, octets: octets.subarray(at + 12, at + 12 + Math.min(u32(8), length - 16)) };
      }
      default:
        return undefined;
    }
  }

  /** Ticks of a second: option 9, `if_tsresol`; microseconds without it. */
  private resolution(view: DataView, from: number, to: number): number {
    for (let at = from; at + 4 <= to; ) {
      const code = view.getUint16(at, this.little);
      const length = view.getUint16(at + 2, this.little);
      if (code === 0) break;
      if (code === 9 && length === 1 && at + 5 <= to) {
        const value = view.getUint8(at + 4);
        return value & 0x80 ? 2 ** (value & 0x7f) : 10 ** value;
      }
      at += 4 + length + ((4 - (length % 4)) % 4);
    }
    return 1e6;
  }
}
