/** `--shard` and `merge`: the reports of all shards make the report of one run, and of less they make none. */
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../server/src/cli/program.ts';
import { writeFleet } from '../support/fleet.mjs';
import { PAGES } from './run.ts';

const COUNT = 11;
const folder = mkdtempSync(join(tmpdir(), 'esmtp-lens-merge-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(() => {
  writeFleet(join(folder, 'fleet'), COUNT, 0);
  writeFileSync(join(folder, 'fleet', 'a & "b" <c>.smtp'), '220 ****************\nEHLO x\n250-mx.example.com\n250 XXXXXXXA\n');
  writeFileSync(join(folder, 'fleet', 'quiet.asa'), 'ASA Version 9.1(5)\nhostname quiet\n');
  writeFileSync(join(folder, 'fleet', 'router.cfg'), 'version 15.2\nboot-start-marker\nrouter bgp 65000\n');
  // A file that is there and cannot be read, by root neither.
  if (process.platform === 'linux') symlinkSync('/proc/self/mem', join(folder, 'fleet', 'm.asa'));
});

async function lens(...argv: string[]) {
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  const code = await run(argv, {
    stdin: (async function* () {})(),
    stdout: { write: (data) => out.push(Buffer.from(data)) },
    stderr: { write: (data) => err.push(Buffer.from(data)) },
    cwd: folder,
    env: {},
    pages: PAGES,
  });
  return { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
}

/** @returns the names of the reports of all shards, and how their runs ended */
async function shards(of: number, ...argv: string[]) {
  const ended: { name: string; code: number; err: string }[] = [];
  for (let number = 1; number <= of; number++) {
    const name = `${argv.join(' ').replace(/\W+/g, '-')}.${number}-of-${of}`;
    const { code, out, err } = await lens(...argv, '--shard', `${number}/${of}`);
    writeFileSync(join(folder, name), out);
    ended.push({ name, code, err });
  }
  return { names: ended.map(({ name }) => name), ended };
}

const NAMED = ['gone.asa', 'fleet'];

describe('merged, the reports of shards are that of one run, to the byte', () => {
  it.each([
    ['json', 1],
    ['json', 3],
    ['json', 40],
    ['sarif', 3],
    ['sarif', 40],
    ['junit', 1],
    ['junit', 4],
    ['junit', 40],
  ])(
    'check --format %s in %i',
    async (format, of) => {
      for (const [paths, failOn] of [
        [NAMED, 'never'],
        [['fleet/site000'], 'warning'],
        [['fleet/quiet.asa'], 'warning'],
        [['fleet/site000'], 'error'],
      ] as const) {
        const one = await lens('check', ...paths, '--format', format, '--fail-on', failOn);
        expect(one.out.length).toBeGreaterThan(50);
        // The shards end with 0, so that nobody takes what was found for a failure.
        const { names, ended } = await shards(of, 'check', ...paths, '--format', format, '--fail-on', 'never');
        const unread = ended.filter(({ code }) => code !== 0).length;
        expect(unread > 0).toBe(one.code === 2);
        const merged = await lens('merge', ...names.toReversed(), '--fail-on', failOn);
        expect(merged.out).toBe(one.out);
        expect(merged.code).toBe(one.code);
        if (one.code !== 2) continue;
        expect(merged.err).toContain('gone.asa: no such file');
        expect(ended.filter(({ err }) => err.includes('gone.asa')).length).toBe(1);
        if (process.platform === 'linux') expect(merged.err).toContain('m.asa: ');
      }
    },
    120_000,
  );

  it('survey, in whichever form it is then wanted', async () => {
    const { names } = await shards(3, 'survey', ...NAMED, '--format', 'json');
    for (const format of ['json', 'pretty', 'html', 'csv']) {
      const { code, out } = await lens('survey', ...NAMED, '--format', format);
      expect(await lens('merge', ...names, '--format', format)).toMatchObject({ code, out });
    }
    const { names: read } = await shards(3, 'survey', 'fleet/site000', '--format', 'json');
    expect(await lens('merge', ...read)).toMatchObject({ code: 0, out: (await lens('survey', 'fleet/site000', '--format', 'json')).out });
  });

  it('into a file, which is none of the inputs', async () => {
    const { names } = await shards(2, 'check', 'fleet/site000', '--format', 'json');
    const { out } = await lens('check', 'fleet/site000', '--format', 'json');
    expect(await lens('merge', ...names, '--output', 'whole')).toMatchObject({ code: 1, out: '' });
    expect(readFileSync(join(folder, 'whole'), 'utf8')).toBe(out);
    expect(await lens('merge', ...names, '--output', names[0]!)).toMatchObject({ code: 2, err: expect.stringContaining('is an input') });
    expect(readFileSync(join(folder, names[0]!), 'utf8')).toContain('"shard"');
  });

  it('nothing to check is told by the whole, not by a shard', async () => {
    const { names, ended } = await shards(2, 'check', 'fleet/router.cfg', '--format', 'json');
    expect(ended.map(({ code }) => code)).toEqual([0, 0]);
    expect((await lens('merge', ...names)).code).toBe(3);
    expect((await lens('merge', ...names, '--pass-with-no-files')).code).toBe(0);
  });
});

describe('merge refuses', () => {
  const FORMATS = ['json', 'sarif', 'junit'] as const;
  const reports: Record<string, string[]> = {};
  beforeAll(async () => {
    for (const format of FORMATS) {
      reports[format] = (await shards(3, 'check', 'fleet', '--format', format, '--fail-on', 'never')).names;
      reports[`${format} in 2`] = (await shards(2, 'check', 'fleet', '--format', format, '--fail-on', 'never')).names;
      reports[`${format} of others`] = (await shards(3, 'check', 'fleet/site000', '--format', format, '--fail-on', 'never')).names;
      writeFileSync(join(folder, `whole.${format}`), (await lens('check', 'fleet', '--format', format)).out);
      const cut = readFileSync(join(folder, reports[format][0]!), 'utf8').slice(0, -30);
      writeFileSync(join(folder, `cut.${format}`), cut);
    }
  });

  it.each(FORMATS)('what is not all shards of one run: %s', async (format) => {
    const [a, b, c] = reports[format] as [string, string, string];
    const other = FORMATS[(FORMATS.indexOf(format) + 1) % FORMATS.length]!;
    const refused: readonly (readonly [string[], string])[] = [
      [[a, c], 'not all shards are there: 2 of 3 missing'],
      [[a, b, c, b], `${b}: is shard 2/3, as is ${b}`],
      [[a, reports[`${format} in 2`]![1]!], 'is of 2 shards'],
      [[a, b, reports[`${format} of others`]![2]!], 'found other files'],
      [[a, b, reports[other]![2]!], 'is of another form'],
      [[a, b, `whole.${format}`], 'is the report of a run without --shard'],
      [[`cut.${format}`, b, c], 'no whole report'],
      [['fleet/quiet.asa'], 'no whole report'],
      [['gone.json'], 'gone.json: no such file'],
      [[a, b, c, '--format', 'html'], '--format is for surveys'],
    ];
    for (const [argv, why] of refused) {
      const { code, out, err } = await lens('merge', ...argv);
      expect({ argv, code, out, why: err.includes(why) ? why : err }).toEqual({ argv, code: 2, out: '', why });
    }
  });

  it('to tell information from hint where SARIF does not', async () => {
    expect(await lens('merge', ...reports['sarif']!, '--fail-on', 'information')).toMatchObject({ code: 2, out: '' });
  });

  it('a shard that cannot be', async () => {
    for (const odd of ['0/2', '3/2', '1', 'a/b', '1/2/3', '-1/2', '1/0'])
      expect((await lens('check', 'fleet', '--shard', odd)).code).toBe(2);
    for (const argv of [
      ['check', '-'],
      ['survey', '-'],
      ['check', 'fleet', '--baseline', 'b.json', '--update-baseline'],
    ])
      expect(await lens(...argv, '--shard', '1/2')).toMatchObject({ code: 2, err: expect.stringMatching(/shard/) });
  });
});
