/** What every host of the rooms below the doors has, be it Node, a browser or a worker: the encodings of https://encoding.spec.whatwg.org, as far as they are used. */

declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(label?: string, options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
  decode(octets?: ArrayBufferView | ArrayBuffer, options?: { readonly stream?: boolean }): string;
}
