/**
 * Measures sessions a second through `predict`: the engine, and the whole way from the text of a transcript. Bundle and run with node:
 *   npx esbuild test/bench/predict.ts --bundle --platform=node --format=esm --outfile=dist/bench-predict.mjs && node dist/bench-predict.mjs
 */
import { predictSession, transcriptText } from '../../server/src/path/predict.ts';
import { refusalsOf } from '../../server/src/path/refusal.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { inspection, policy } from '../masking/play.ts';

const SESSIONS = 1000;
const ROUNDS = 15;

const one = (i: number) => `# capture: tcp 203.0.113.9:${1024 + i} -> 192.0.2.25:25
S: 220 mx.example.com ESMTP Postfix
C: EHLO client.example.net
S: 250-mx.example.com
S: 250-PIPELINING
S: 250-SIZE 10240000
S: 250-STARTTLS
S: 250-CHUNKING
S: 250 8BITMIME
C: STARTTLS
S: 500 5.5.2 Error: command not recognized
C: MAIL FROM:<a${i}@example.net>
S: 250 2.1.0 Ok
C: RCPT TO:<b@example.com>
S: 250 2.1.5 Ok
C: DATA
S: 354 End data with <CR><LF>.<CR><LF>
C: Subject: test
C: 
C: body
C: .
S: 250 2.0.0 Ok: queued as 4XyZ${i}
C: QUIT
S: 221 2.0.0 Bye
`;
const lines = Lines.read(Array.from({ length: SESSIONS }, (_, i) => one(i)).join('\n'));
const engine = inspection(policy());

function rate(name: string, run: () => number): void {
  const rates = Array.from({ length: ROUNDS }, () => {
    const before = process.cpuUsage();
    const sessions = run();
    const { user, system } = process.cpuUsage(before);
    return (sessions / (user + system)) * 1e6;
  }).sort((a, b) => a - b);
  console.log(`${name}: ${rates[ROUNDS >> 1]!.toFixed(0)} sessions a second of processor time (median of ${ROUNDS} rounds)`);
}

const known = readTranscript(lines);
rate('predicted', () => known.sessions.map((session) => transcriptText(predictSession(session, engine, refusalsOf(known)))).length);
rate('read and predicted', () => {
  const transcript = readTranscript(lines);
  return transcript.sessions.map((session) => transcriptText(predictSession(session, engine, refusalsOf(transcript)))).length;
});
