/**
 * Everything that is tested, from a clean clone: `npm test`. Each stage says how long it took; the last line is
 * `N passed, N failed`, the sum over the unit tests, the suites in each extension host and what a person sees in the editor.
 * A stage that fails without a test of its own counts as one failed.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BY_EXAMPLE } from '../test/by-example/tests.mjs';
import { installPackages, root } from './setup.mjs';

const reports = mkdtempSync(path.join(tmpdir(), 'esmtp-lens-test-'));

const NODE = process.execPath;
const tool = (file, ...args) => [NODE, [path.join(root, 'node_modules', file), ...args]];
const script = (file, ...args) => [NODE, [path.join(root, file), ...args]];

/** A stage of tests that vitest runs. */
function vitest(name, ...args) {
  const report = path.join(reports, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return [name, tool('vitest/vitest.mjs', 'run', ...args, ...reporters), () => countTests(report)];
}

/** Runs while the stages before it need no VS Code: on two cores that saves its whole time. */
let host;

/** Each of them keeps one processor busy. */
const BESIDE_EACH_OTHER = [
  [
    ['typecheck', tool('typescript/bin/tsc', '--build', '.', 'page')],
    ['lint', tool('@biomejs/biome/bin/biome', 'check', '.')],
    ['pages of the rules are fresh', script('scripts/run.mjs', 'scripts/rule-pages.ts', '--check')],
    ['manifest is fresh', script('scripts/run.mjs', 'scripts/manifest.ts', '--check')],
  ],
  [
    ['build', script('scripts/build.mjs')],
    ['package', script('scripts/package.mjs')],
  ],
];

const STAGES = [
  vitest('tests by example, and what they reach', '--config', 'test/by-example/vitest.config.mjs'),
  vitest('unit tests', ...BY_EXAMPLE.map((file) => `--exclude=${file}`)),
  ['VS Code', async () => host],
  vitest('the web page in a browser', '--config', 'test/page/vitest.config.mts'),
  ['in VS Code', script('test/host/run.mjs'), countHostTests],
];

const started = Date.now();
const total = { passed: 0, failed: 0 };
const times = [];
/** Each test that failed, by name: the end of a long log is what a person is shown. */
const failures = [];

await stage('packages', async () => installPackages());
host = execute(...script('test/host/install.mjs'));
await Promise.all(BESIDE_EACH_OTHER.map(inOrder));
await inOrder(STAGES);
rmSync(reports, { recursive: true, force: true });

if (failures.length > 0) console.log(`\nfailed:\n${failures.join('\n')}`);
console.log(`\n${times.join('\n')}\n${seconds(started)} in all`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

async function inOrder(stages) {
  for (const [name, work, count] of stages) await stage(name, typeof work === 'function' ? work : () => execute(...work), count);
}

async function stage(name, work, count) {
  const begin = Date.now();
  console.log(`\n=== ${name}`);
  const result = (await work()) ?? { code: 0, output: '' };
  const { passed, failed } = count?.(result) ?? { passed: 0, failed: 0 };
  total.passed += passed;
  total.failed += failed + (result.code !== 0 && failed === 0 ? 1 : 0);
  times.push(`${seconds(begin).padStart(6)}  ${name}${result.code === 0 ? '' : '  FAILED'}`);
}

/** @returns its exit code and what it said on standard output, which is shown as well */
function execute(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (data) => {
      output += data;
      process.stdout.write(data);
    });
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

function countTests(report) {
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites, success, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    failures.push(...testResults.flatMap(failuresIn));
    // A file that cannot be loaded has no tests to fail.
    return { passed: numPassedTests, failed: Math.max(numFailedTests, success ? 0 : Math.min(numFailedTestSuites, 1)) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function failuresIn({ name, message, assertionResults }) {
  const file = path.relative(root, name);
  const failed = assertionResults.filter(({ status }) => status === 'failed');
  const first = (text) =>
    String(text ?? '')
      .split('\n', 3)
      .join(' | ')
      .slice(0, 400);
  if (failed.length === 0 && message) return [`  ${file}: ${first(message)}`];
  return failed.map(({ fullName, failureMessages }) => `  ${file} > ${fullName}: ${first(failureMessages[0])}`);
}

function countHostTests({ output }) {
  // As the reporter of the hosts numbers them: `  1) a suite > a test`.
  failures.push(...output.split('\n').filter((line) => /^\s+\d+\) /.test(line)));
  const [, passed, failed] = /(\d+) passed, (\d+) failed\s*$/.exec(output) ?? [0, 0, 1];
  return { passed: Number(passed), failed: Number(failed) };
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
