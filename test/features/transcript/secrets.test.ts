/** What a client authenticates with is shown nowhere: not in an editor, not in a report that somebody pastes into a ticket. */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { codeActions } from '../../../server/src/features/code-actions.ts';
import { diagnostics } from '../../../server/src/features/diagnostics.ts';
import type { TranscriptDocument } from '../../../server/src/features/document.ts';
import { transcriptFeatures as features } from '../../../server/src/features/transcript/features.ts';
import { unmask } from '../../../server/src/masking/unmask.ts';
import { rangeOn } from '../../../server/src/text/lines.ts';
import { esmtpLens, removeFolders } from '../../cli/run.ts';
import { open } from '../../support/cursor.ts';
import { type Dialogue, hex, SPELLINGS, spell } from '../../support/spellings.ts';

afterAll(removeFolders);

const SECRET = 'QUxJQ0VTRUNSRVRBTElDRQ==';
const OTHER = 'UEFTU1dPUkRQQVNTV09SRA==';

const MASKED: Dialogue = [
  ['S', '220 ***************2******0'],
  ['C', 'EHLO client.example.net'],
  ['S', '250-mail.example.com'],
  ['S', '250-AUTH PLAIN LOGIN'],
  ['S', '250 XXXXXXXA'],
];
const FIXUP: Dialogue = [
  ['S', '220 ***************2******0'],
  ['C', 'EHLO client.example.net'],
  ['S', '500 5.5.1 Command unrecognized: "XXXX XXXXXXXXXXXXXXXXXX"'],
  ['C', 'HELO client.example.net'],
  ['S', '250 mail.example.com'],
];
const BEGINNINGS = { masked: MASKED, fixup: FIXUP, none: [] as Dialogue };
const QUIT: Dialogue = [
  ['C', 'QUIT'],
  ['S', '221 bye'],
];

const x = (text: string) => 'X'.repeat(text.length);
const unrecognized = (text: string) => `500 5.5.1 Command unrecognized: "${text}"`;
/** What a server may say to a line of the client. */
const ANSWERS: Readonly<Record<string, (sent: string) => readonly string[]>> = {
  nothing: () => [],
  masked: (sent) => [unrecognized(x(sent))],
  'masked shorter': () => [unrecognized('XXXXXXXXXX')],
  'masked verb': (sent) => [unrecognized(sent.replace(/^\S+/, x))],
  whole: (sent) => [unrecognized(sent)],
  shortened: (sent) => [unrecognized(`${sent.slice(0, 18)}...${sent.slice(-8)}`)],
  'in two lines': (sent) => ['500-5.5.1 what is', `500 5.5.1 ${sent}?`],
  plain: () => ['502 5.5.2 Error: command not recognized'],
  noop: () => ['250 ok'],
  challenge: () => ['334 VXNlcm5hbWU6'],
  accepted: () => ['235 2.7.0 ok'],
  refused: () => ['535 5.7.8 Error: authentication failed'],
};

/** What a client may send, a line each. */
const ATTEMPTS: Readonly<Record<string, readonly string[]>> = {
  plain: [`AUTH PLAIN ${SECRET}`],
  'lower case': [`auth plain ${SECRET}`],
  tab: [`AUTH PLAIN\t${SECRET}`],
  tabs: [`AUTH\tPLAIN\t\t${SECRET} `],
  blanks: [`AUTH  PLAIN  ${SECRET}`],
  equals: [`AUTH=PLAIN ${SECRET}`],
  'no mechanism': [`AUTH ${SECRET}`],
  'a mechanism of its own': [`AUTH X-TOKEN ${SECRET}`],
  'line by line': ['AUTH LOGIN', SECRET, OTHER],
  'user at once': [`AUTH LOGIN ${SECRET}`, OTHER],
  'as a server sees it': ['XXXX LOGIN', SECRET, OTHER],
  'at once, as a server sees it': [`XXXX PLAIN ${SECRET}`],
  exchange: [`X-EXPS NTLM ${SECRET}`],
  'exchange, line by line': ['X-EXPS LOGIN', SECRET, OTHER],
  'the dialogue alone': [SECRET, OTHER],
};

function dialogueOf(beginning: Dialogue, attempt: readonly string[], answers: readonly string[], answersLast: boolean): Dialogue {
  const sent = attempt.map(
    (text, i) => [['C', text] as const, ANSWERS[answers[i % answers.length]!]!(text).map((reply) => ['S', reply] as const)] as const,
  );
  return [
    ...beginning,
    ...(answersLast
      ? [...sent.map(([command]) => command), ...sent.flatMap(([, replies]) => replies)]
      : sent.flatMap(([command, replies]) => [command, ...replies])),
    ...QUIT,
  ];
}

/** Everything that an editor shows of a document. */
function shownInEditor(document: TranscriptDocument): string {
  const { lines } = document;
  const all = { start: { line: 0, character: 0 }, end: { line: lines.count, character: 0 } };
  const hovers = lines.all.flatMap(({ text }, line) =>
    Array.from({ length: text.length + 1 }, (_, character) => features.hover!(document, { line, character })),
  );
  const found = diagnostics(document, undefined);
  return JSON.stringify([
    hovers,
    features.documentSymbols!(document),
    features.inlayHints!(document, all),
    features.status!(document),
    found,
    codeActions(document, rangeOn(0, 0, 0), found, undefined),
    found.map(({ range }) => codeActions(document, range, found, undefined)),
    unmask(document.transcript).map(({ shown, reasons, candidates, where }) => [shown, reasons, candidates, where]),
    document.findings.map(({ message, related }) => [message, related]),
  ]);
}

/** Ends of a secret say enough; case does not matter. */
const PARTS = [SECRET, OTHER].flatMap((secret) => [secret.slice(0, 6), secret.slice(-6), hex(secret.slice(0, 3))]);

function secretsIn(shown: string): string[] {
  const upper = shown.toUpperCase();
  return PARTS.filter((part) => upper.includes(part.toUpperCase())).map((part) => {
    const at = upper.indexOf(part.toUpperCase());
    return shown.slice(Math.max(0, at - 120), at + 40);
  });
}

const dialogueFor = (attempt: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...Object.values(BEGINNINGS)),
      fc.constant(attempt),
      fc.array(fc.constantFrom(...Object.keys(ANSWERS)), { minLength: 1, maxLength: 3 }),
      fc.boolean(),
    )
    .map((parts) => dialogueOf(...parts));
const spelling = fc.constantFrom(...Object.keys(SPELLINGS));

describe('a secret is shown', () => {
  test.each(Object.entries(ATTEMPTS))('in no editor: %s', (_, attempt) => {
    fc.assert(
      fc.property(dialogueFor(attempt), spelling, (said, by) => {
        expect(secretsIn(shownInEditor(open(spell(said, by), 'smtp-transcript')))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('in no report', async () => {
    const said = fc.sample(fc.tuple(fc.constantFrom(...Object.values(ATTEMPTS)).chain(dialogueFor), spelling), 100);
    const files = Object.fromEntries(said.map(([lines, spelling], i) => [`${i}.smtp`, spell(lines, spelling)]));
    for (const format of ['pretty', 'json', 'sarif', 'github', 'junit']) {
      const { out, err } = await esmtpLens(['check', '.', '--format', format, '--rule', 'masked-command=error'], { files, columns: 200 });
      expect(secretsIn(out + err), format).toEqual([]);
    }
    for (const [i, text] of Object.values(files).entries()) {
      if (i % 5 !== 0) continue;
      for (const format of ['pretty', 'json']) {
        const { out, err } = await esmtpLens(['unmask', '-', '--format', format], { stdin: text, columns: 200 });
        expect(secretsIn(out + err), text).toEqual([]);
      }
    }
  });
});

test.each(Object.keys(SPELLINGS))('%s is read', (by) => {
  const { transcript } = open(spell([...MASKED, ['C', `AUTH PLAIN ${SECRET}`], ['S', '502 no'], ...QUIT], by), 'smtp-transcript');
  expect(transcript.sessions.map(({ commands }) => commands.map(({ utterance }) => utterance.text))).toEqual([
    ['EHLO client.example.net', `AUTH PLAIN ${'*'.repeat(SECRET.length)}`, 'QUIT'],
  ]);
});

test('columns stay right where a frame hides a secret', async () => {
  const { out } = await esmtpLens(['unmask', '-'], {
    stdin: `220 ${'*'.repeat(30)}\nEHLO x.example\n500 unknown\nAUTH PLAIN ${SECRET}\n500 unknown\n`,
    columns: 120,
  });
  expect(out).toContain(`AUTH PLAIN ${'*'.repeat(SECRET.length)}\n`);
  expect(out).toContain('^'.repeat(`AUTH PLAIN ${SECRET}`.length));
});
