/** Where `unmask` says 70 %, it is right seven times of ten: on servers that were not used to set its parameters. */
import { describe, expect, test } from 'vitest';
import { KNOWN_KEYWORDS, SOMETIMES_KNOWN_KEYWORDS } from '../../server/src/facts/masking.ts';
import { SOMETHING_ELSE } from '../../server/src/masking/masked.ts';
import { maskEhloReply } from '../../server/src/masking/masking.ts';
import { shownOf } from '../../server/src/masking/software/slots.ts';
import { unmask } from '../../server/src/masking/unmask.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { bestGuesses } from '../support/best-guess.ts';
import { alteredServer, type GeneratedServer, inventedServer, knownServer, randomOf } from '../support/generated-servers.ts';
import { LISTS_COLLECTED_LAST, LISTS_COLLECTED_LATER, PUBLISHED_LISTS } from '../support/published-lists.ts';

/** A masked line: is the truth the first candidate, among three, and how sure was the best text that has a name. */
interface Told {
  readonly first: boolean;
  readonly amongThree: boolean;
  readonly said: number;
  readonly right: boolean;
}

const SOMETIMES = [...KNOWN_KEYWORDS.value, ...SOMETIMES_KNOWN_KEYWORDS.value];

function replyOf(texts: readonly string[]): string[] {
  return texts.map((text, i) => `250${i === texts.length - 1 ? ' ' : '-'}${text}`);
}

/** The lines of the reply as an engine lets them through that keeps these keywords. */
function masksOf(texts: readonly string[], known: readonly string[]): string[] {
  return maskEhloReply(
    {
      banner: 'kept',
      keywordMatches: [{ negated: false, values: ['others'] }],
      knownKeywords: known,
      commands: [],
      otherCommands: 'overwritten',
    },
    replyOf(texts),
  );
}

function tell({ hello, keywords }: GeneratedServer, known: readonly string[]): Told[] {
  const texts = [hello, ...keywords];
  const reply = replyOf(texts);
  const masked = masksOf(texts, known);
  const found = unmask(readTranscript(Lines.read(['EHLO client.example.net', ...masked].join('\n'))));
  return masked.flatMap((line, i) => {
    if (line === reply[i]) return [];
    const candidates = found.find(({ range }) => range.start.line === i + 1)?.candidates ?? [];
    const rank = candidates.findIndex(({ text }) => text === shownOf(texts[i] ?? ''));
    const named = candidates.find(({ text }) => text !== SOMETHING_ELSE);
    return [
      {
        first: rank === 0,
        amongThree: rank >= 0 && rank < 3,
        said: named?.probability ?? 0,
        right: named !== undefined && rank >= 0 && named.text === shownOf(texts[i] ?? ''),
      },
    ];
  });
}

function sample(make: (random: () => number) => GeneratedServer, count: number, seed: number): Told[] {
  const random = randomOf(seed);
  return Array.from({ length: count }, () => tell(make(random), random() < 0.5 ? KNOWN_KEYWORDS.value : SOMETIMES)).flat();
}

function rates(told: readonly Told[]) {
  const of = (which: (one: Told) => boolean) => told.filter(which).length / told.length;
  return { top1: of(({ first }) => first), top3: of(({ amongThree }) => amongThree) };
}

/** A row for each tenth: how many, what was said and what was so, in the mean. */
function calibration(told: readonly Told[]) {
  return Array.from({ length: 10 }, (_, i) => {
    const bin = told.filter(({ said }) => Math.min(9, Math.floor(said * 10)) === i);
    const mean = (value: (one: Told) => number) => bin.reduce((sum, one) => sum + value(one), 0) / bin.length;
    return { bin: i / 10, count: bin.length, said: mean(({ said }) => said), was: mean(({ right }) => (right ? 1 : 0)) };
  }).filter(({ count }) => count > 0);
}

/** Fewer say nothing about eight points. */
const ENOUGH = 60;

describe('held-out servers', () => {
  const known = sample(knownServer, 1000, 60611);
  const altered = sample(alteredServer, 2000, 61723);
  const invented = sample(inventedServer, 2000, 62837);
  const unprofiled = [...altered, ...invented];

  test('the probability that is said is the frequency that is observed, within 8 points in each tenth', () => {
    const table = calibration([...known, ...unprofiled]);
    for (const { bin, count, said, was } of table)
      console.info(`${bin.toFixed(1)}: ${count} lines, said ${(100 * said).toFixed(0)} %, was ${(100 * was).toFixed(0)} %`);
    const enough = table.filter(({ count }) => count >= ENOUGH);
    expect(enough.length).toBeGreaterThanOrEqual(6);
    for (const { bin, said, was } of enough) expect({ bin, off: Math.abs(said - was) <= 0.08 }).toEqual({ bin, off: true });
  });

  test.each([
    ['with a profile', known, 0.975, 0.995],
    ['altered', altered, 0.81, 0.95],
    ['without a profile', unprofiled, 0.7, 0.92],
    ['invented', invented, 0.575, 0.88],
  ] as const)('%s', (what, told, top1, top3) => {
    const measured = rates(told);
    console.info(
      `${what}: ${told.length} masked lines, first ${(100 * measured.top1).toFixed(1)} %, among three ${(100 * measured.top3).toFixed(1)} %`,
    );
    expect(measured.top1).toBeGreaterThan(top1);
    expect(measured.top3).toBeGreaterThan(top3);
  });
});

/** What stands in the way of more: keywords of one length. Less than two in three is the most that anybody can be right of. */
test('of invented servers little more can be told by one who knows how they were made', () => {
  const random = randomOf(73907);
  const lists = Array.from({ length: 150 }, () => ({
    server: inventedServer(random),
    known: random() < 0.5 ? KNOWN_KEYWORDS.value : SOMETIMES,
  }));
  const ours = rates(lists.flatMap(({ server, known }) => tell(server, known)));
  const best = rates(
    lists.flatMap(({ server: { keywords }, known }) => {
      const masked = masksOf(['mx.example.com', ...keywords], known).slice(1);
      const guesses = bestGuesses(masked.map((line) => line.slice(4)));
      return keywords.flatMap((text, i) => {
        if (masked[i]?.slice(4) === text) return [];
        const rank = guesses[i]?.indexOf(shownOf(text)) ?? -1;
        return [{ first: rank === 0, amongThree: rank >= 0 && rank < 3, said: 0, right: false }];
      });
    }),
  );
  const percent = (rate: number) => `${(100 * rate).toFixed(1)} %`;
  console.info(
    `at best: first ${percent(best.top1)}, among three ${percent(best.top3)}; ours: ${percent(ours.top1)}, ${percent(ours.top3)}`,
  );
  expect(best.top1).toBeLessThan(0.75);
  expect(ours.top1).toBeGreaterThan(best.top1 - 0.1);
  expect(ours.top3).toBeGreaterThan(best.top3 - 0.05);
});

const listed = (lists: readonly string[]): Told[] =>
  lists.flatMap((list) => {
    const server = { hello: 'mx.example.com', keywords: list.split(' | ') };
    return [...tell(server, KNOWN_KEYWORDS.value), ...tell(server, SOMETIMES)];
  });

describe('lists of real software that no profile has', () => {
  const samples = {
    'looked at while the parameters were set': listed(PUBLISHED_LISTS),
    'collected afterwards': listed(LISTS_COLLECTED_LATER),
    'collected last': listed(LISTS_COLLECTED_LAST),
  };

  test.each([
    ['looked at while the parameters were set', 0.7, 0.93],
    ['collected afterwards', 0.73, 0.93],
    ['collected last', 0.66, 0.94],
  ] as const)('%s', (what, least1, least3) => {
    const told = samples[what];
    const { top1, top3 } = rates(told);
    console.info(
      `real, ${what}: ${told.length} masked lines, first ${(100 * top1).toFixed(1)} %, among three ${(100 * top3).toFixed(1)} %`,
    );
    expect(top1).toBeGreaterThan(least1);
    expect(top3).toBeGreaterThan(least3);
  });

  test('what is said of them in the mean is so, within 8 points, and what is said to be nearly certain is', () => {
    const told = Object.values(samples).flat();
    const mean = (of: readonly Told[], value: (one: Told) => number) => of.reduce((sum, one) => sum + value(one), 0) / of.length;
    const right = ({ right }: Told) => (right ? 1 : 0);
    expect(Math.abs(mean(told, ({ said }) => said) - mean(told, right))).toBeLessThan(0.08);
    const sure = told.filter(({ said }) => said >= 0.9);
    expect(sure.length).toBeGreaterThanOrEqual(50);
    expect(mean(sure, right)).toBeGreaterThanOrEqual(0.92);
  });
});
