/**
 * Draws docs/session.svg, the second picture of README.md: a session that the example firewall masks and ends, as `esmtp-lens picture` draws it.
 *   node scripts/run.mjs scripts/session-picture.ts [--check]     --check: writes nothing; exit code 1 when it is stale
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { causeInWords } from '../server/src/asa/citing.ts';
import { readConfiguration } from '../server/src/asa/read.ts';
import { pictureOf, toSvg } from '../server/src/path/picture.ts';
import { predictSession } from '../server/src/path/predict.ts';
import { refusalsOf } from '../server/src/path/refusal.ts';
import { treatmentsOf } from '../server/src/path/treatments.ts';
import { inspectingLine } from '../server/src/policy/flow.ts';
import { explainFlow, parseFlow } from '../server/src/policy/verdict.ts';
import { readTranscript } from '../server/src/smtp/read.ts';
import { Lines } from '../server/src/text/lines.ts';

const FIREWALL = 'examples/asa-9.1-before.asa';
const FLOW = 'tcp 203.0.113.9 -> 198.51.100.25:25 on outside';
/** A mail whose header has a long line, as signatures and lists of references make them. */
const SESSION = `S: 220 mail.example.com ESMTP Postfix
C: EHLO client.example.net
S: 250-mail.example.com
S: 250-SIZE 14680064
S: 250 STARTTLS
C: MAIL FROM:<alice@example.net>
S: 250 2.1.0 Ok
C: RCPT TO:<bob@example.com>
S: 250 2.1.5 Ok
C: DATA
S: 354 End data with <CR><LF>.<CR><LF>
C: From: alice@example.net
C: References: ${Array.from({ length: 40 }, (_, i) => `<2026112${i % 10}.${1000 + i}@example.net>`).join(' ')}
C: Subject: hello
`;
const PICTURE = 'docs/session.svg';

async function drawn(root: string): Promise<string> {
  const { lines, contexts } = readConfiguration(Lines.read(await readFile(join(root, FIREWALL), 'utf8')));
  const context = contexts[0]!;
  const [treatment] = treatmentsOf(context, explainFlow(context, parseFlow(FLOW)));
  const transcript = readTranscript(Lines.read(SESSION));
  const predicted = predictSession(transcript.sessions[0]!, treatment?.inspection, refusalsOf(transcript));
  return toSvg(
    pictureOf('Through fw1.asa', predicted, [], ({ cause }) => causeInWords(lines, cause, treatment && inspectingLine(treatment))),
  );
}

export async function main(argv: readonly string[], root: string): Promise<number> {
  const file = join(root, PICTURE);
  const fresh = await drawn(root);
  if (fresh === (await readFile(file, 'utf8').catch(() => ''))) return 0;
  if (argv.includes('--check')) {
    console.error(`${PICTURE} is stale; "npm run pictures" draws it`);
    return 1;
  }
  await writeFile(file, fresh);
  console.log(`${PICTURE} written`);
  return 0;
}
