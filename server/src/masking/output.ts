/** What one step of the engine lets out: octets in their direction, and what was done to them. */
import type { EngineEvent } from './events.ts';

export class Output {
  /** In order; parts of what came in where nothing was changed. */
  readonly octets: Uint8Array[] = [];
  readonly events: EngineEvent[] = [];

  pass(octets: Uint8Array): void {
    if (octets.length > 0) this.octets.push(octets);
  }

  /** One character an octet. */
  text(text: string): void {
    const octets = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at++) octets[at] = text.charCodeAt(at);
    this.pass(octets);
  }

  /** What a later step let out. */
  add({ octets, events }: Output): void {
    this.octets.push(...octets);
    this.events.push(...events);
  }

  event(event: EngineEvent): void {
    this.events.push(event);
  }
}

/** A stretch of octets. Where it is all of them it is they: what was not changed can be told by that, and a view of octets costs more than a line. */
export function between(octets: Uint8Array, from: number, to = octets.length): Uint8Array {
  return from === 0 && to >= octets.length ? octets : octets.subarray(from, to);
}

/** One character for each octet. */
export function latin1(octets: Uint8Array, from = 0, to = octets.length): string {
  // Most are lines without their ends: the end is cut off the text, for a view of the octets costs more than that.
  if (from === 0 && octets.length <= AT_ONCE && octets.length - to <= LINE_END) return spelled(octets).slice(0, to);
  let text = '';
  for (let at = from; at < to; at += AT_ONCE) text += spelled(between(octets, at, Math.min(to, at + AT_ONCE)));
  return text;
}

/** As many arguments as a call takes anywhere. */
const AT_ONCE = 8192;
/** CR LF. */
const LINE_END = 2;

function spelled(octets: Uint8Array): string {
  // Spread, they would be walked one by one.
  return Reflect.apply(String.fromCharCode, undefined, octets);
}

/** The octets of two stretches in a row; the second alone where the first is empty. */
export function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
