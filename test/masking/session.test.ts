/** The engine for whole sessions: what it does is written down beside each fixture, and any segmentation of the octets gives the same. */
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIKELIEST } from '../../server/src/masking/inspection.ts';
import { inspection, octets, play, policy, script, told } from './play.ts';
import { FOLDER, WRITTEN, written } from './written.ts';

describe('what the engine does to a session', () => {
  test.each(WRITTEN)('%s', async (name) => {
    const { configuration, dialogue, readings } = written(name);
    await expect(told(configuration, dialogue, readings)).toMatchFileSnapshot(join(FOLDER, `${name}.told`));
  });
});

describe('any segmentation gives the same octets and events', () => {
  test.each(WRITTEN)('%s', (name) => {
    const { configuration, dialogue, readings } = written(name);
    const engine = inspection(configuration, readings);
    const said = script(dialogue);
    const whole = play(engine, said);
    fc.assert(
      fc.property(fc.infiniteStream(fc.integer({ min: 1, max: 40 })), (sizes) => {
        const cut = (all: Uint8Array) => {
          const parts: Uint8Array[] = [];
          for (let at = 0; at < all.length; ) {
            // A command that begins with a segment of one octet is one typed by hand.
            const size = Math.max(at === 0 ? 2 : 1, sizes.next().value);
            parts.push(all.subarray(at, at + size));
            at += size;
          }
          return parts;
        };
        expect(play(engine, said, cut)).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  test('of any octets, and nothing is lost where nothing is done', () => {
    const open = inspection(policy('parameters\n  no mask-banner\n  allow-tls'));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.uint8Array({ maxLength: 400 }), (client, server) => {
        const said = [
          { by: 'S', octets: server, keys: false },
          { by: 'C', octets: client, keys: false },
        ] as const;
        const { toClient } = play(open, said);
        expect(octets(toClient)).toEqual(server);
      }),
    );
  });
});

test('what is overwritten keeps its length', () => {
  const engine = inspection(policy());
  const line = fc.string({ unit: fc.constantFrom(...'ABEHLOSTX *250-'), minLength: 2, maxLength: 30 });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.array(line, { maxLength: 8 }), (client, server) => {
      const offer = server.map((text, i) => `S 250${i < server.length - 1 ? '-' : ' '}${text}`);
      const spoken = ['S 220 mx.example.com ESMTP', 'C EHLO client.example.net', 'S 250-mx.example.com', ...offer];
      const said = [...spoken, ...client.map((text) => `C ${text}`)].flatMap((each) => script(each));
      const { toClient, toServer } = play(engine, said);
      const sent = (by: string) => said.filter((each) => each.by === by).reduce((sum, each) => sum + each.octets.length, 0);
      expect([toClient.length, toServer.length]).toEqual([sent('S'), sent('C')]);
    }),
  );
});

describe('a masked keyword of which something is not known says what', () => {
  const masked = (configuration: string, keyword: string, readings = {}, before = '') =>
    play(inspection(configuration, readings), script(`S 220 mx\nC EHLO c\nS 250-mx\n${before}S 250 ${keyword}`)).events.find(
      (event) => event.kind === 'keyword-masked' && event.before.endsWith(keyword),
    )!.otherwise;

  test.each([
    ['whether TLS is allowed', masked(policy('', 'ASA Version 9.12(1)'), 'STARTTLS'), /if it is, STARTTLS stays \(unverified: SEC\)/],
    ['which versions keep it', masked(policy(), 'AUTH=LOGIN', { keepsSometimesKnown: false }), /^Captures differ/],
    ['the letter after Z', masked(policy(), 'CHUNKING', {}, 'S 250-X«1..26»\n'), /What follows Z is not known/],
    ['nothing', masked(policy(), 'STARTTLS'), /^undefined$/],
    ['nothing, of Z itself', masked(policy(), 'CHUNKING', {}, 'S 250-X«1..25»\n'), /^undefined$/],
  ])('%s', (_, otherwise, expected) => {
    expect(String(otherwise)).toMatch(expected);
  });
});

test('the likeliest readings are those of the facts', () => {
  expect(LIKELIEST).toEqual({ allowTls: false, invalidCharacter: 'blanked', otherCommands: 'overwritten', keepsSometimesKnown: true });
});
