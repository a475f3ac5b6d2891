/**
 * The step of action.yml: checks, annotates the lines, writes the SARIF file and the summary of the job. It fails only where it could not
 * check; the exit code of the check is an output, so that what was found is uploaded before the job ends.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { installPackages, root, run, stop } from './setup.mjs';

/** GitHub takes a summary of a megabyte at most. */
const LONGEST_SUMMARY = 900_000;

const cli = path.join(root, 'dist/cli.js');
if (!existsSync(cli)) {
  installPackages();
  const build = run(process.execPath, [path.join(root, 'scripts/build.mjs')], { stdio: ['ignore', 2, 2] });
  if (build.status !== 0) stop('The build failed.');
}

const { INPUT_PATHS = '.', INPUT_SARIF = '', GITHUB_OUTPUT, GITHUB_STEP_SUMMARY } = process.env;
const lines = (text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
const [sarif] = lines(INPUT_SARIF);
const options = { '--fail-on': 'INPUT_FAIL_ON', '--changed-since': 'INPUT_CHANGED_SINCE', '--baseline': 'INPUT_BASELINE' };
const given = Object.entries(options).flatMap(([option, name]) => (process.env[name] ? [`${option}=${process.env[name]}`] : []));

/** @param {string[]} args @param {'inherit' | 'pipe' | 'ignore'} stdout @param {'inherit' | 'ignore'} stderr */
function check(args, stdout, stderr) {
  return spawnSync(process.execPath, [cli, 'check', ...given, ...args, '--', ...lines(INPUT_PATHS)], {
    stdio: ['ignore', stdout, stderr],
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, COLUMNS: '100' },
  });
}

const { status } = check(['--format', 'github'], 'inherit', 'inherit');
if (sarif !== undefined) {
  rmSync(sarif, { force: true });
  check(['--format', 'sarif', '--output', sarif], 'ignore', 'ignore');
}
if (GITHUB_STEP_SUMMARY) appendFileSync(GITHUB_STEP_SUMMARY, summary(check(['--no-color'], 'pipe', 'ignore').stdout));
if (GITHUB_OUTPUT)
  appendFileSync(GITHUB_OUTPUT, `exit-code=${status ?? 2}\n${sarif !== undefined && existsSync(sarif) ? `sarif=${sarif}\n` : ''}`);

/** Markdown: what a terminal would show, in a fence that nothing in it can close. */
function summary(report) {
  const text = report.length > LONGEST_SUMMARY ? `${report.slice(0, LONGEST_SUMMARY)}\n... and more: see the annotations\n` : report;
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `## ESMTP Lens\n\n${fence}text\n${text.trim() || 'Nothing was checked.'}\n${fence}\n`;
}
