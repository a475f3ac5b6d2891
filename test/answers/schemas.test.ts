/** The schemas that are shipped: every answer has their shape, and they say all that is in it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import pc from 'picocolors';
import { afterAll, describe, expect, it } from 'vitest';
import { SCHEMAS } from '../../server/src/answers/shapes.ts';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { type Happening, inJson } from '../../server/src/cli/lab/telling.ts';
import { UNTOLD } from '../../server/src/masking/syslog.ts';
import { rules } from '../../server/src/rules/catalogue.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { esmtpLens, ROOT, removeFolders } from '../cli/run.ts';
import { inspection, play, policy, script } from '../masking/play.ts';

afterAll(removeFolders);

const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });

/** A member that a schema does not tell is a fault here; other programs must expect new ones. */
function closed(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(closed);
  const parts = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in parts && parts['type'] === 'object' ? { ...parts, additionalProperties: false } : parts;
}

const read = (name: string) => JSON.parse(readFileSync(join(ROOT, 'schemas', `${name}.schema.json`), 'utf8'));
const validators = new Map<string, ValidateFunction>(Object.keys(SCHEMAS).map((name) => [name, ajv.compile(closed(read(name)) as object)]));

/** Schemas that an answer was held against. */
const held = new Set<string>();

function faultsOf(name: string, answer: unknown): string[] {
  held.add(name);
  const validate = validators.get(name)!;
  return validate(answer)
    ? []
    : validate.errors!.map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
}

async function answerOf(argv: readonly string[], files: Readonly<Record<string, string | Buffer>> = {}) {
  const { out, err } = await esmtpLens([...argv, '--format', 'json'], { files });
  if (out === '') throw new Error(err);
  return JSON.parse(out);
}

const FIXTURES = join(ROOT, 'test/fixtures/rules');
/** Every text that the rules are tested on: each kind of finding, of remedy and of verdict is among the answers. */
const texts = (readdirSync(FIXTURES, { recursive: true }) as string[])
  .filter((file) => /\.(asa|smtp)$/.test(file))
  .map((file): [string, string] => [file.replaceAll(/[\\/]/g, '-'), readFileSync(join(FIXTURES, file), 'utf8')]);
const ofKind = (kind: string) => texts.filter(([name]) => name.endsWith(kind));

describe('answers have the shape of their schema', () => {
  it('check', async () => {
    expect(texts.length).toBeGreaterThan(100);
    const files = Object.fromEntries(texts);
    const answer = await answerOf(['check', ...Object.keys(files)], files);
    expect(answer.files).toHaveLength(texts.length);
    expect(faultsOf('check', answer)).toEqual([]);
  });

  it('explain, of all mail and of one flow', async () => {
    for (const [name, text] of ofKind('.asa')) {
      for (const flow of [[], ['--flow', 'tcp 203.0.113.9 -> 192.0.2.25:25']]) {
        const { out } = await esmtpLens(['explain', name, ...flow, '--format', 'json'], { files: { [name]: text } });
        // Of several contexts one must be named: told on standard error.
        if (out !== '') expect([name, faultsOf('explain', JSON.parse(out))]).toEqual([name, []]);
      }
    }
  });

  it('survey', async () => {
    expect(faultsOf('survey', await answerOf(['survey', '.'], Object.fromEntries(ofKind('.asa'))))).toEqual([]);
  });

  it('unmask', async () => {
    for (const [name, text] of ofKind('.smtp'))
      expect([name, faultsOf('unmask', await answerOf(['unmask', name], { [name]: text }))]).toEqual([name, []]);
  });

  it('check, line by line: files, what cannot be read, and the summary', async () => {
    const files = Object.fromEntries(texts.slice(0, 20));
    const { out } = await esmtpLens(['check', ...Object.keys(files), 'gone.asa', '--format', 'ndjson'], { files });
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(Object.keys(files).length + 2);
    expect(lines.flatMap((line) => faultsOf('check-line', line))).toEqual([]);
  });

  const FIREWALL = policy();
  const transcripts = ofKind('.smtp');
  it('predict: what passes, what is closed, several readings', async () => {
    const firewalls = {
      'a.asa': FIREWALL,
      'b.asa': policy('', 'ASA Version 9.8(2)'),
      'c.asa': policy(' match cmd line length gt 20\n  drop-connection'),
    };
    const seen = new Set<string>();
    for (const [index, [name, text]] of transcripts.entries()) {
      const firewall = Object.keys(firewalls)[index % 3]!;
      const files = { ...firewalls, [name]: text };
      const { out } = await esmtpLens(['predict', firewall, name, '--flow', 'tcp 203.0.113.9 -> 192.0.2.25:25', '--format', 'json'], {
        files,
      });
      // Not every transcript has a session.
      if (out === '') continue;
      const answer = JSON.parse(out);
      seen.add(answer.outcome).add(`readings ${answer.readings !== undefined}`);
      expect([name, faultsOf('predict', answer)]).toEqual([name, []]);
    }
    expect([...seen].sort()).toEqual(['closed', 'passes', 'readings false', 'readings true']);
  });

  it('compare: each transcript with the next', async () => {
    const seen = new Set<string>();
    for (const [index, [name, text]] of transcripts.entries()) {
      const [other, otherText] = transcripts[(index + 1) % transcripts.length]!;
      const { out } = await esmtpLens(['compare', name, other, '--format', 'json'], { files: { [name]: text, [other]: otherText } });
      if (out === '') continue;
      const answer = JSON.parse(out);
      seen.add(answer.verdict);
      expect([name, other, faultsOf('compare', answer)]).toEqual([name, other, []]);
    }
    expect(seen.size).toBeGreaterThan(1);
  });

  it('picture, with a firewall and without; scrub; note', async () => {
    for (const [index, [name, text]] of transcripts.entries()) {
      const files = { [name]: text, 'fw.asa': FIREWALL };
      const firewall = index % 2 === 0 ? [] : ['--config', 'fw.asa'];
      for (const [schema, argv] of [
        ['picture', ['picture', name, ...firewall]],
        ['scrub', ['scrub', name]],
        ['note', ['note', name]],
      ] as const) {
        const { out } = await esmtpLens([...argv, '--format', 'json'], { files });
        if (out !== '') expect([name, schema, faultsOf(schema, JSON.parse(out))]).toEqual([name, schema, []]);
      }
    }
  });

  it('lab, line by line', () => {
    const configuration = readConfiguration(Lines.read(FIREWALL));
    const teller = { configuration, platform: 'ASA', style: { colors: pc.createColors(false), prose: 80, width: 80 } } as const;
    const session = inspection(FIREWALL);
    const { events } = play(
      session,
      script('S 220 mx.example.com ESMTP\nC EHLO a\nS 250-mx\nS 250 STARTTLS\nC STARTTLS\nC MAIL FROM:<a|b@example.com>'),
    );
    expect(events.length).toBeGreaterThan(2);
    const happenings: Happening[] = [
      { kind: 'opened', client: { address: '127.0.0.1', port: 4711 } },
      ...events.map((event) => ({ kind: 'event', event, connection: UNTOLD }) as const),
      { kind: 'more' },
      { kind: 'ended', end: 'idle', changed: 1 },
      { kind: 'ended', end: { side: 'server', error: Object.assign(new Error('gone'), { code: 'ECONNRESET' }) }, changed: 0 },
    ];
    for (const happening of happenings) {
      const line = JSON.parse(inJson(1, happening, teller));
      expect([line, faultsOf('lab-line', line)]).toEqual([line, []]);
    }
  });

  it('remedy: a proof, and nothing to do', async () => {
    const wishes = [['--exempt', '192.0.2.25'], ['--disable'], ['--allow-tls']];
    const seen = new Set<string>();
    for (const [name, text] of ofKind('.asa')) {
      for (const wish of wishes) {
        const { out } = await esmtpLens(['remedy', name, ...wish, '--format', 'json'], { files: { [name]: text } });
        if (out === '') continue;
        const answer = JSON.parse(out);
        seen.add(answer.settled === null ? `proof ${answer.proof !== null}` : 'settled');
        expect([name, wish, faultsOf('remedy', answer)]).toEqual([name, wish, []]);
      }
    }
    expect([...seen].sort()).toEqual(['proof true', 'settled']);
  });

  it('rules, and one rule', async () => {
    expect(faultsOf('rules', await answerOf(['rules']))).toEqual([]);
    expect(faultsOf('rules', await answerOf(['rules', rules[0]!.name]))).toEqual([]);
  });

  it('every schema is held by one of these', () => {
    expect([...held].sort()).toEqual(
      Object.keys(SCHEMAS)
        .filter((name) => name !== 'settings')
        .sort(),
    );
  });
});

describe('the schema of esmtp-lens.json says what the program accepts', () => {
  const cases: readonly (readonly [unknown, boolean])[] = [
    [{}, true],
    [{ $schema: 'x', severity: { 'bare-line-feed': 'off' }, asaVersion: '9.1(5)', failOn: 'never', ignore: ['a/**'] }, true],
    ...['9.1(5)', 'PIX 6.3', 'asa 9.1(5)12', 'FTD 7.0', 'Version 9.16(4)', ' 8.4(7.25) '].map(
      (asaVersion) => [{ asaVersion }, true] as const,
    ),
    ...['', 'nine', '9.1x', 'IOS 12.4'].map((asaVersion) => [{ asaVersion }, false] as const),
    ...rules.map(({ name, severity }) => [{ severity: { [name]: severity } }, true] as const),
    [{ severity: { 'no-such-rule': 'off' } }, false],
    [{ severity: { 'bare-line-feed': 'fatal' } }, false],
    [{ severity: [] }, false],
    [{ severities: {} }, false],
    [{ failOn: 'off' }, false],
    [{ ignore: 'a' }, false],
    [[], false],
  ];
  it.each(cases)('%j: %s', async (settings, accepted) => {
    const validate = ajv.getSchema('settings') ?? ajv.compile({ ...read('settings'), $id: 'settings' });
    const { code, err } = await esmtpLens(['check', 'a.smtp'], {
      files: { 'a.smtp': '220 mx.example.com ESMTP\n', 'esmtp-lens.json': JSON.stringify(settings) },
    });
    expect([validate(settings), code, err]).toEqual([
      accepted,
      accepted ? 0 : 2,
      accepted ? '' : expect.stringContaining('esmtp-lens.json: '),
    ]);
  });
});
