/** What a recording shows of line ends and blanks at the end is what the engine is given: of captures, which show all of it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Capture } from '../../server/src/captures/capture.ts';
import { predictSession } from '../../server/src/path/predict.ts';
import { refusalsOf } from '../../server/src/path/refusal.ts';
import { onWire } from '../../server/src/path/wire.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { packetsOf, pcap } from '../captures/write.ts';
import { inspection, octets, play, policy } from '../masking/play.ts';
import { steadySession } from './sessions.ts';

/** What a line can have before its end that a reader of text is tempted to take off, and its end. */
const tail = fc.tuple(fc.constantFrom('', '', '', ' ', '\t', ' \t ', '\r', ' a\rb'), fc.constantFrom('\r\n', '\r\n', '\n'));

const session = fc.tuple(steadySession, fc.array(tail, { minLength: 200, maxLength: 200 })).map(([text, tails]) =>
  text.split('\n').map((line, i) => {
    const [before, end] = tails[i % tails.length] ?? ['', '\r\n'];
    // A dot alone ends a message, and refusals are foretold in the server's own words.
    const isBare = /^C: \.?$|^S: 500 /.test(line);
    return { by: line.startsWith('C') ? ('C' as const) : ('S' as const), text: `${line.slice(3)}${isBare ? '' : before}${end}` };
  }),
);

test('a prediction from a capture is the engine on its octets, line ends and blanks included', () => {
  const maps = [policy(), policy('parameters\n no mask-banner\nmatch cmd RCPT count gt 2\n drop-connection log\n')];
  fc.assert(
    fc.property(session, fc.constantFrom(...maps), (sent, configuration) => {
      const engine = inspection(configuration);
      const { toServer, toClient, events, closed } = play(
        engine,
        sent.map(({ by, text }) => ({ by, octets: octets(text), keys: false })),
      );
      const capture = new Capture();
      capture.read(pcap(packetsOf(sent)));
      const transcript = readTranscript(Lines.read(capture.end().text));
      expect(transcript.sessions.length).toBe(1);
      const run = predictSession(transcript.sessions[0]!, engine, refusalsOf(transcript));
      const of = (by: string) =>
        run.lines
          .flatMap(({ said, left }) =>
            said.by === by && left !== undefined ? [Buffer.from(onWire({ ...said, text: left })).toString('latin1')] : [],
          )
          .join('');
      expect([of('client'), of('server'), run.ended]).toEqual([toServer, toClient, closed]);
      const told = run.lines.flatMap((line) => line.events.map(({ reason }) => reason));
      expect(told.sort()).toEqual(events.map(({ reason }) => reason).sort());
    }),
    { numRuns: 60 },
  );
});
