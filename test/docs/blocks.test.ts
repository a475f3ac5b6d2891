/**
 * Every block of the docs that a person would paste has run. The comment above a block says how:
 *   run                       its lines, one after the other, in the folder of `world.ts`; 1 is findings, anything above a failure
 *   run as esmtp-lens.json    as the settings of a check; run as comment: in a configuration; run as settings of VS Code: as JSON
 *   run on a device...        our reader of configurations knows each command as it stands
 *   run by FILE...            that test takes the block from the page
 *   not run: WHY              where it cannot run here
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../cli/run.ts';
import { notUnderstood } from '../remedies/device.ts';
import { type Block, blocksIn, blocksOf } from '../support/blocks.ts';
import { FIREWALL, makeWorld, type World } from './world.ts';

/** Every page of a person; those of the rules, which a program writes, are run by rule-pages.test.ts. */
const PAGES = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'), { encoding: 'utf8', recursive: true }).flatMap((name) =>
    name.endsWith('.md') && !name.startsWith('rules') ? [`docs/${name}`] : [],
  ),
];

const blocks = PAGES.flatMap(blocksOf).map((block) => ({ ...block, where: `${block.page}:${block.line}` }));

let world: World;
beforeAll(() => {
  world = makeWorld();
});
afterAll(() => world?.remove());

test('each block says how it runs, or why it does not', () => {
  expect(blocks.length).toBeGreaterThan(20);
  expect(blocks.filter(({ mark }) => mark === undefined).map(({ where }) => where)).toEqual([]);
});

/** What the README calls the program in a clone. */
const asInstalled = (text: string) => text.replaceAll('node dist/cli.js', 'esmtp-lens');

const RUNS: Readonly<Record<string, (block: Block) => void>> = {
  run: ({ text }) => expect(world.script(asInstalled(text))).toMatchObject({ status: expect.toBeOneOf([0, 1]) }),
  'run as esmtp-lens.json': ({ text }) => {
    world.write('esmtp-lens.json', text);
    expect(world.script('esmtp-lens check firewall.asa --format json').output).toContain('"rule": "inspection-masks-banner"');
    world.run('rm', 'esmtp-lens.json');
  },
  'run as comment': ({ text }) => {
    const rule = /\[(.*)\]/.exec(text)![1]!;
    world.write('commented.asa', `PIX Version 6.3(5)\n${text}fixup protocol smtp 25\n`);
    const { output } = world.script('esmtp-lens check commented.asa --fail-on hint');
    expect(output).not.toContain(`[${rule}]`);
  },
  'run as settings of VS Code': ({ text }) => {
    const { contributes } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const languages = contributes.languages.map(({ id }: { id: string }) => id);
    const { 'files.associations': associations } = JSON.parse(`{${text}}`);
    expect(Object.values(associations).filter((language) => !languages.includes(language))).toEqual([]);
  },
  'run on a device, as far as our reader is one': ({ text }) => expect(notUnderstood('', text.trimEnd().split('\n'))).toEqual([]),
};

test.each(blocks)('$where: $mark', (block) => {
  const { mark = '', page, heading } = block;
  if (/^not run: \S/.test(mark)) return;
  const by = /^run by (\S+\.test\.ts)/.exec(mark)?.[1];
  if (by !== undefined) return expect(readFileSync(join(ROOT, by), 'utf8')).toMatch(takes(page, heading));
  const run = RUNS[mark];
  if (run === undefined) throw new Error(`nothing runs a block that is marked "${mark}"`);
  return run(block);
});

/** A test that takes the block under a heading from its page says so. */
function takes(page: string, heading: string): RegExp {
  const quoted = (text: string) => `'${text.replace(/[\^$.*+?()[\]{}|]/g, '\\$&')}'`;
  return new RegExp(`${quoted(page)}[\\s\\S]*${quoted(heading)}`);
}

test('a block is found whatever it is fenced with, and its mark is the comment right above it', () => {
  const page = [
    '# A',
    '<!-- run -->',
    '~~~~sh',
    'one',
    '~~~~',
    '- a list',
    '',
    '  ```sh',
    '  two',
    '  ```',
    '## B',
    '<!-- run -->',
    'Words.',
    '',
    '    three',
  ];
  const found = blocksIn('a.md', page.join('\n')).map(({ heading, mark, text }) => [heading, mark, text]);
  expect(found).toEqual([
    ['A', 'run', 'one\n'],
    ['A', undefined, 'two\n'],
    ['B', undefined, 'three\n'],
  ]);
});

test('a block that fails is noticed', () => {
  expect(world.script('esmtp-lens check gone.asa').status).toBe(2);
  expect(world.script('esmtp-lens check firewall.asa\nno-such-program\ntrue').status).toBe(127);
  expect(world.script('no-such-program | cat').status).toBe(127);
  expect(FIREWALL).toContain('inspect esmtp');
});
