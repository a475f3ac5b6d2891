import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode, isBinary, toUtf8 } from '../../server/src/cli/encoding.ts';

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

describe('what a file is encoded in', () => {
  it.each([
    ['plain', bytes('hostname fw\r\n'), 'utf-8', false, 'hostname fw\r\n'],
    ['UTF-8', bytes('ä€😀'), 'utf-8', false, 'ä€😀'],
    ['UTF-8 with a mark', bytes([0xef, 0xbb, 0xbf], 'fw'), 'utf-8', true, 'fw'],
    ['UTF-16, little end first', bytes([0xff, 0xfe, 0x66, 0, 0x77, 0]), 'utf-16le', true, 'fw'],
    ['UTF-16, big end first', bytes([0xfe, 0xff, 0, 0x66, 0, 0x77]), 'utf-16be', true, 'fw'],
    ['Latin-1', bytes('B', [0xfc], 'ro'), 'latin1', false, 'Büro'],
    ['UTF-8 that breaks off', bytes('a', [0xe2, 0x82]), 'latin1', false, 'aâ\u0082'],
    ['half a UTF-16 character at the end', bytes([0xff, 0xfe, 0x66]), 'latin1', false, 'ÿþf'],
  ])('%s', (_, input, encoding, mark, text) => {
    expect(decode(input)).toEqual({ text, encoding, mark });
  });

  it('gives any bytes back as they were', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (input) => {
        expect(encode(decode(Buffer.from(input)))).toEqual(Buffer.from(input));
      }),
    );
  });

  it('changes nothing but the edit in bytes that are no text we know', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), fc.uint8Array({ maxLength: 50 }), (before, after) => {
        // A byte-order mark would say what the bytes are.
        fc.pre(before[0] !== 0xff && before[0] !== 0xfe && before[0] !== 0xef);
        const input = Buffer.concat([before, Buffer.from('\n host\n'), Buffer.from([0xfc]), after]);
        const decoded = decode(input);
        const edited = encode({ ...decoded, text: decoded.text.replace('\n host\n', '\n edited\n') });
        const at = input.indexOf('\n host\n');
        expect(edited).toEqual(Buffer.concat([input.subarray(0, at), Buffer.from('\n edited\n'), input.subarray(at + 7)]));
      }),
    );
  });
});

describe('what is not text', () => {
  it.each([
    ['a PNG', bytes([0x89], 'PNG\r\n', [0x1a, 10, 0, 0, 0, 13], 'IHDR', [0, 0, 0, 1]), true],
    ['zeros', Buffer.alloc(100), true],
    ['a telnet capture with CR NUL', bytes('220 mx.example.com ESMTP ready and waiting\r', [0], 'EHLO client.example.com\r', [0]), false],
    ['colours of a terminal', bytes([0x1b], '[31m250-XXXXXXXA', [0x1b], '[0m\n'), false],
    ['UTF-16', bytes([0xff, 0xfe], [0x66, 0, 0x77, 0]), false],
    ['nothing', Buffer.alloc(0), false],
  ])('%s', (_, input, binary) => {
    expect(isBinary(input)).toBe(binary);
  });
});

describe('a stream', () => {
  it.each([
    ['UTF-16', Buffer.concat([bytes([0xff, 0xfe]), Buffer.from('häuser 😀\n', 'utf16le')]), 'häuser 😀\n'],
    ['UTF-8', bytes('häuser\n'), 'häuser\n'],
  ])('of %s, cut anywhere', async (_, input, text) => {
    async function* chunks() {
      yield input.subarray(0, 5);
      yield input.subarray(5);
    }
    const out: Buffer[] = [];
    for await (const chunk of toUtf8(chunks())) out.push(chunk);
    expect(Buffer.concat(out).toString()).toBe(text);
  });
});
