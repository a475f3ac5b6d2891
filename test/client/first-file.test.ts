/** What everybody pays who opens a text in an editor that has this extension: one small file. The language client comes later. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { ROOT } from '../cli/run.ts';

const DIST = join(ROOT, 'dist');
beforeAll(() => {
  if (!existsSync(join(DIST, 'extension.js'))) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT });
});

/** In a process of its own: loads a program of the extension beside an editor that does nothing, and activates it. */
const ACTIVATE = `
const Module = require('node:module');
const nothing = () => new Proxy(function () {}, {
  get: (_, name) => (name === 'then' ? undefined : name === 'textDocuments' ? [] : name === Symbol.toPrimitive ? () => '' : nothing()),
  apply: nothing,
  construct: nothing,
});
const names = ['workspace', 'window', 'commands', 'languages', 'Uri', 'Disposable', 'EventEmitter', 'l10n', 'env'];
const vscode = { __esModule: true, ...Object.fromEntries(names.map((name) => [name, nothing()])) };
const load = Module._load;
const loaded = [];
Module._load = function (name, ...rest) {
  loaded.push(name);
  return name === 'vscode' ? vscode : load.call(this, name, ...rest);
};
const context = { subscriptions: [], workspaceState: nothing(), globalState: nothing(), extensionUri: nothing(), asAbsolutePath: String };
const before = process.cpuUsage();
const program = require(process.argv[1]);
void program.activate(context).then(() => {
  const { user, system } = process.cpuUsage(before);
  const registered = context.subscriptions.length;
  console.log(JSON.stringify({ milliseconds: (user + system) / 1000, loaded: loaded.slice(1), registered }));
  process.exit();
});
`;

interface Paid {
  readonly milliseconds: number;
  readonly loaded: readonly string[];
  readonly registered: number;
}

const paid = (program: string): Paid =>
  JSON.parse(execFileSync(process.execPath, ['-e', ACTIVATE, join(DIST, program)], { encoding: 'utf8' }).trim());

const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;

test('it loads nothing but the editor, and is all that is needed until a document of ours is open', () => {
  const { loaded, registered } = paid('extension.js');
  expect([...new Set(loaded)]).toEqual(['vscode']);
  expect(registered).toBe(paid('client.js').registered);
});

test('to load it and to activate takes less than a third of what the whole takes: processor time, medians of 10', () => {
  const both = Array.from({ length: 10 }, () => [paid('extension.js').milliseconds, paid('client.js').milliseconds] as const);
  expect(median(both.map(([first]) => first))).toBeLessThan(median(both.map(([, whole]) => whole)) / 3);
});
