/** `unmask` is the inverse of the forward masking: random servers are masked by random engines, and the truth is looked for. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ESMTP_COMMANDS, ESMTP_COMMANDS_WITH_TLS } from '../../server/src/facts/commands.ts';
import { KEYWORDS } from '../../server/src/facts/keywords.ts';
import { KNOWN_KEYWORDS, SOMETIMES_KNOWN_KEYWORDS } from '../../server/src/facts/masking.ts';
import { SERVERS, type ServerProfile, type Slot } from '../../server/src/facts/servers.ts';
import type { MaskedText } from '../../server/src/masking/masked.ts';
import { type Engine, maskCommand, maskEhloReply, maskGreetingLine } from '../../server/src/masking/masking.ts';
import { listsOf } from '../../server/src/masking/software/lists.ts';
import { shownOf } from '../../server/src/masking/software/slots.ts';
import { unmask } from '../../server/src/masking/unmask.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';

interface Run {
  readonly server: string;
  readonly greeting: string;
  readonly reply: readonly string[];
  readonly refusal: string;
  readonly engine: Engine;
  /** The client sends STARTTLS after the EHLO reply. */
  readonly asks: boolean;
}

const HOST = 'mx20.example.com';
const ANY: Readonly<Record<string, string>> = {
  host: HOST,
  client: 'client.example.net',
  any: '8.17.1',
  date: 'Sun, 22 Nov 2026 01:44:56 +0000',
  command: 'XXXXXXXX',
};
const fill = (template: string) => template.replace(/\{([a-z]+)\}/g, (_, name: string) => ANY[name]!);

const engine: fc.Arbitrary<Engine> = fc.record({
  banner: fc.constantFrom('kept', 'asterisks', 'asterisks except 2 and 0'),
  keywordMatches: fc.constant([{ negated: false, values: ['others'] }]),
  knownKeywords: fc.constantFrom(
    KNOWN_KEYWORDS.value,
    [...KNOWN_KEYWORDS.value, ...SOMETIMES_KNOWN_KEYWORDS.value],
    [...KNOWN_KEYWORDS.value, ...SOMETIMES_KNOWN_KEYWORDS.value, 'STARTTLS'],
  ),
  commands: fc.constant(ESMTP_COMMANDS.value),
  otherCommands: fc.constant('overwritten' as const),
});

/** A reply as the profile's chances make it. */
function replyOf(profile: ServerProfile): fc.Arbitrary<readonly string[]> {
  return fc.oneof(
    ...listsOf(profile).map(({ share, slots }) => ({ arbitrary: replyFrom(profile, slots), weight: Math.ceil(100 * share) })),
  );
}

function replyFrom({ hellos }: ServerProfile, listed: readonly Slot[]): fc.Arbitrary<readonly string[]> {
  const slots = listed.map(({ chance, lines }) =>
    fc
      .tuple(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(...lines.flatMap((line, i) => Array.from({ length: lines.length - i }, () => line))),
      )
      .map(([p, line]) => (p < chance ? [line] : [])),
  );
  return fc.tuple(...slots).map((lines) => numbered([fill(hellos[0] ?? '{host}'), ...lines.flat()]));
}

/** Keywords in any order, the common ones more often: a server that nobody knows. */
const strangeReply: fc.Arbitrary<readonly string[]> = fc
  .uniqueArray(
    fc.oneof(
      ...KEYWORDS.map(({ name, lines, weight }) => ({
        arbitrary: fc.constantFrom(...lines.map((line) => ({ line, name }))),
        weight: Math.ceil(weight * 10),
      })),
    ),
    { minLength: 3, maxLength: 12, selector: ({ name }) => name },
  )
  .map((keywords) => numbered([HOST, ...keywords.map(({ line }) => line)]));

function numbered(texts: readonly string[]): string[] {
  return texts.map((text, i) => `250${i === texts.length - 1 ? ' ' : '-'}${text}`);
}

function runOf(profile: ServerProfile): fc.Arbitrary<Run> {
  return fc.record({
    server: fc.constant(profile.name),
    greeting: fc.constantFrom(...profile.greetings).map((template) => `220 ${fill(template)}`),
    reply: replyOf(profile),
    refusal: fc.constantFrom(...(profile.refusals.length > 0 ? profile.refusals : ['500 What?'])).map(fill),
    engine,
    asks: fc.boolean(),
  });
}

const totalWeight = SERVERS.reduce((sum, { weight }) => sum + weight, 0);
const knownServer = fc.oneof(
  ...SERVERS.map((profile) => ({ arbitrary: runOf(profile), weight: Math.ceil((profile.weight / totalWeight) * 1000) })),
);
/** A known server with a patch: a keyword that it does not have, at any place, and two neighbours that changed places. */
const patchedServer = fc
  .record({
    run: knownServer,
    extra: fc.constantFrom(...KEYWORDS.filter(({ weight }) => weight < 5).flatMap(({ lines }) => lines)),
    at: fc.nat(20),
    swap: fc.nat(20),
  })
  .map(({ run, extra, at, swap }): Run => {
    const [hello, ...keywords] = run.reply.map((line) => line.slice(4));
    keywords.splice(at % (keywords.length + 1), 0, extra);
    const i = swap % Math.max(1, keywords.length - 1);
    [keywords[i], keywords[i + 1]] = [keywords[i + 1] ?? keywords[i]!, keywords[i]!];
    return { ...run, reply: numbered([hello!, ...new Set(keywords)]) };
  });
const strangeServer: fc.Arbitrary<Run> = fc.record({
  server: fc.constant('unknown'),
  greeting: fc.constant(`220 ${HOST} ready`),
  reply: strangeReply,
  refusal: fc.constant('500 What?'),
  engine,
  asks: fc.boolean(),
});

/** The session as the client's side sees it, and what the engine did to the reply. */
function pass({ greeting, reply, refusal, engine, asks }: Run): {
  readonly found: readonly MaskedText[];
  readonly truth: readonly { readonly line: number; readonly text: string }[];
} {
  const masked = maskEhloReply(engine, reply);
  const lines = [
    maskGreetingLine(engine, greeting),
    'EHLO client.example.net',
    ...masked,
    ...(asks && maskCommand(engine, 'STARTTLS') !== 'STARTTLS' ? ['STARTTLS', refusal] : []),
    'QUIT',
    '221 Bye',
  ];
  const truth = masked.flatMap((line, i) => (line === reply[i] ? [] : [{ line: i + 2, text: reply[i]!.slice(4) }]));
  return { found: unmask(readTranscript(Lines.read(lines.join('\n')))), truth };
}

/** How often the truth is the first candidate, and among the first three. */
function rates(runs: readonly Run[]): {
  readonly all: number;
  readonly top1: number;
  readonly top3: number;
  readonly misses: Map<string, number>;
} {
  let [all, top1, top3] = [0, 0, 0];
  const misses = new Map<string, number>();
  for (const run of runs) {
    const { found, truth } = pass(run);
    for (const { line, text } of truth) {
      const rank =
        found
          .find((mask) => mask.kind === 'keyword' && mask.range.start.line === line)
          ?.candidates.findIndex((candidate) => candidate.text === shownOf(text)) ?? -1;
      all++;
      if (rank === 0) top1++;
      if (rank >= 0 && rank < 3) top3++;
      else misses.set(`${run.server}: ${text}`, (misses.get(`${run.server}: ${text}`) ?? 0) + 1);
    }
  }
  return { all, top1: top1 / all, top3: top3 / all, misses };
}

const percent = (p: number) => `${(p * 100).toFixed(1)} %`;

describe('unmask is the inverse of masking', () => {
  test('every masked line is found, nothing else, and the candidates add up to 1', () => {
    fc.assert(
      fc.property(fc.oneof(knownServer, patchedServer, strangeServer), (run) => {
        const { found, truth } = pass(run);
        // One character cannot be told from a letter, and one short line alone may be the server's own.
        const lines = found.filter(({ kind }) => kind === 'keyword').map(({ range }) => range.start.line);
        expect(lines).toEqual(truth.map(({ line }) => line));
        for (const { candidates } of found) {
          expect(candidates.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
          for (const { probability } of candidates) expect(probability).toBeGreaterThanOrEqual(0);
          expect(candidates.map(({ probability }) => probability)).toEqual(
            candidates.map(({ probability }) => probability).sort((a, b) => b - a),
          );
        }
      }),
      { numRuns: 200 },
    );
  });

  test('rates: known servers', () => {
    const { all, top1, top3, misses } = rates(fc.sample(knownServer, { numRuns: 600, seed: 6061 }));
    console.info(`known servers: ${all} masked lines, first ${percent(top1)}, among three ${percent(top3)}`);
    if (process.env['MISSES']) console.info([...misses].sort((a, b) => b[1] - a[1]).slice(0, 20));
    expect(top1).toBeGreaterThan(0.97);
    expect(top3).toBeGreaterThan(0.99);
  });

  test('rates: known servers with a foreign keyword and two that changed places', () => {
    const { all, top1, top3 } = rates(fc.sample(patchedServer, { numRuns: 500, seed: 6061 }));
    console.info(`patched servers: ${all} masked lines, first ${percent(top1)}, among three ${percent(top3)}`);
    // What is added is drawn evenly from rare keywords, which are rarer than that.
    expect(top1).toBeGreaterThan(0.82);
    expect(top3).toBeGreaterThan(0.9);
  });

  test('rates: any keywords in any order', () => {
    const { all, top1, top3 } = rates(fc.sample(strangeServer, { numRuns: 500, seed: 6061 }));
    console.info(`unknown servers: ${all} masked lines, first ${percent(top1)}, among three ${percent(top3)}`);
    expect(top1).toBeGreaterThan(0.4);
    expect(top3).toBeGreaterThan(0.82);
  });

  test('a command kept is never called masked', () => {
    const kept = { commands: ESMTP_COMMANDS_WITH_TLS.value };
    fc.assert(
      fc.property(knownServer, (run) => {
        const { found } = pass({ ...run, engine: { ...run.engine, ...kept } });
        expect(found.filter(({ kind }) => kind === 'command')).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
