/**
 * Every block of the docs that a person would paste has run. The comment above a block says how:
 *   run                       its lines, one after the other, in the folder of `world.ts`; 1 is findings, anything above a failure
 *   run as esmtp-lens.json    as the settings of a check; run as comment: in a configuration; run as settings of VS Code: as JSON
 *   run by FILE...            that test takes the block from the page
 *   not run: WHY              where it cannot run here
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../cli/run.ts';
import { FIREWALL, makeWorld, type World } from './world.ts';

interface Block {
  readonly where: string;
  readonly page: string;
  readonly mark: string | undefined;
  readonly text: string;
}

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];

function blocksOf(page: string): Block[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^(?:<!-- (.*) -->\n)?```.*\n([\s\S]*?)^```$/gm)].map(([, mark, block], index) => ({
    where: `${page}, block ${index + 1}`,
    page,
    mark,
    text: block!,
  }));
}

const blocks = PAGES.flatMap(blocksOf);

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
  'run as settings of VS Code': ({ text }) => expect(() => JSON.parse(`{${text}}`)).not.toThrow(),
};

test.each(blocks)('$where: $mark', (block) => {
  const { mark = '', page } = block;
  if (mark.startsWith('not run: ')) return;
  const by = /^run by (\S+\.test\.ts)/.exec(mark)?.[1];
  if (by === undefined) return RUNS[mark]!(block);
  expect(existsSync(join(ROOT, by))).toBe(true);
  expect(readFileSync(join(ROOT, by), 'utf8')).toContain(page);
});

test('a block that fails is noticed', () => {
  expect(world.script('esmtp-lens check gone.asa').status).toBe(2);
  expect(world.script('esmtp-lens check firewall.asa\nno-such-program\ntrue').status).toBe(127);
  expect(world.script('no-such-program | cat').status).toBe(127);
  expect(FIREWALL).toContain('inspect esmtp');
});
