/** docs/ci.md, action.yml and .pre-commit-hooks.yaml: run as their runners run them, as far as no account is needed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from '../cli/run.ts';
import { pasted } from '../support/blocks.ts';
import { fromDebian } from '../support/debian.ts';
import { FIREWALL, makeWorld, type World } from './world.ts';
import { faultsOf, parse, shellSteps } from './yaml.mjs';

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const WORKFLOW = pasted('docs/ci.md', 'GitHub', 'yaml');
const HOOKS = pasted('docs/ci.md', 'Before each commit', 'yaml');

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.remove());
const inWorld = (name: string) => join(world.folder, name);

/** @returns what the steps of the action left behind, and how the job would end */
function act(inputs: Readonly<Record<string, string>>) {
  const [output, summary] = [inWorld('.output'), inWorld('.summary')];
  const [check, ...others] = shellSteps(parse(read('action.yml')), inputs);
  const runner = { ...world.env, GITHUB_ACTION_PATH: ROOT, GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary };
  const step = ({ run, env }: typeof check & {}, outputs: Record<string, string>) =>
    spawnSync('bash', ['-e', '-o', 'pipefail', '-c', run], { cwd: world.folder, env: { ...runner, ...env(outputs) }, encoding: 'utf8' });
  for (const file of [output, summary]) writeFileSync(file, '');
  const { status, stdout } = step(check!, {});
  const outputs = Object.fromEntries(
    readFileSync(output, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split('=') as [string, string]),
  );
  const [last] = others;
  expect([others.length, last!.condition]).toEqual([1, "steps.check.outputs.exit-code != '0'"]);
  const ends = outputs['exit-code'] === '0' ? 0 : step(last!, outputs).status;
  return { status, stdout, outputs, ends, summary: readFileSync(summary, 'utf8') };
}

describe('GitHub', () => {
  test('the workflow of the docs, the action and our own workflows are valid, and the checker finds what is not', () => {
    expect(faultsOf(read('action.yml'), 'action')).toEqual([]);
    expect(faultsOf(WORKFLOW, 'workflow')).toEqual([]);
    for (const name of readdirSync(join(ROOT, '.github/workflows')))
      expect([name, faultsOf(read(`.github/workflows/${name}`), 'workflow')]).toEqual([name, []]);
    expect(faultsOf(WORKFLOW.replace('runs-on', 'runs-of'), 'workflow')).not.toEqual([]);
    expect(faultsOf(read('action.yml').replace('using: composite', 'using: wishful'), 'action')).not.toEqual([]);
  });

  test('the workflow names the version of this package, and inputs that the action has', () => {
    const { uses, with: given } = parse(WORKFLOW).jobs['esmtp-lens'].steps.at(-1);
    expect(uses).toBe(`esmtp-lens/esmtp-lens@v${JSON.parse(read('package.json')).version}`);
    expect(Object.keys(parse(read('action.yml')).inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
  });

  test('the action annotates, writes SARIF and the summary, and fails after that', () => {
    const { status, stdout, outputs, ends, summary } = act({ paths: 'configs\nfirewall.asa' });
    expect([status, ends]).toEqual([0, 1]);
    expect(outputs).toEqual({ 'exit-code': '1', sarif: 'esmtp-lens.sarif' });
    expect(stdout).toMatch(/^::warning file=configs\/fw1,line=15,.*title=inspection-hides-starttls::/m);
    const { runs } = JSON.parse(readFileSync(inWorld('esmtp-lens.sarif'), 'utf8'));
    expect(runs[0].artifacts).toHaveLength(3);
    expect(summary).toMatch(/^## ESMTP Lens\n\n```text\nconfigs\/fw1:15:3 warning[\s\S]*in 3 files\.[\s\S]*\n```\n$/);
  });

  test('the inputs are those of the check; a job with known findings passes', () => {
    world.script('esmtp-lens check configs --baseline known.json --update-baseline');
    expect(act({ paths: 'configs', baseline: 'known.json' })).toMatchObject({ ends: 0, outputs: { 'exit-code': '0' } });
    expect(act({ paths: 'configs', 'fail-on': 'error' }).ends).toBe(0);
    const changed = act({ paths: 'configs', 'changed-since': 'HEAD~1', sarif: '' });
    expect(changed.outputs).toEqual({ 'exit-code': '1' });
    expect(changed.summary).toContain('in 1 file.');
    expect(act({ paths: 'configs', 'changed-since': 'nowhere' })).toMatchObject({ ends: 2 });
  });

  test('nothing that is checked ends the summary, or is an option or a command', () => {
    world.write('--fix', FIREWALL);
    world.write('a.asa', FIREWALL.replace('hostname fw', 'hostname fw\n! esmtp-lens: ignore[x] ```` <b>'));
    const { summary, stdout } = act({ paths: '--fix\na.asa\n$(touch owned)' });
    expect(summary.match(/^`+/gm)).toHaveLength(2);
    expect(existsSync(inWorld('owned'))).toBe(false);
    expect(stdout).toContain('file=--fix,');
  });
});

test('GitLab: the lines of the job write a report of what changed', () => {
  const { script, artifacts } = parse(pasted('docs/ci.md', 'GitLab', 'yaml'))['esmtp-lens'];
  const [install, ...lines] = script as string[];
  expect(install).toBe('npm install --global esmtp-lens');
  const { status } = world.script(`CI_MERGE_REQUEST_DIFF_BASE_SHA=HEAD~1\n${lines.join('\n')}`);
  expect(status).toBe(0);
  const report = JSON.parse(readFileSync(inWorld(artifacts.reports.codequality), 'utf8'));
  expect(report[0]).toMatchObject({ check_name: 'inspection-hides-starttls', location: { path: 'configs/fw2.asa' } });
});

describe('pre-commit', () => {
  const why = fromDebian({ 'pre-commit': 'pre-commit' });
  if (why !== undefined) console.log(`skipped: pre-commit: ${why}`);

  /** A repository with the hooks: what `npm pack` makes, which needs no other package and no network. */
  function hooks(): string {
    const folder = join(world.folder, '../hooks');
    mkdirSync(folder);
    cpSync(join(ROOT, '.pre-commit-hooks.yaml'), join(folder, '.pre-commit-hooks.yaml'));
    for (const name of ['dist/cli.js', 'dist/cli', 'dist/rule-pages.json'])
      cpSync(join(ROOT, name), join(folder, name), { recursive: true });
    const { name, version, bin } = JSON.parse(read('package.json'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version, bin, files: ['dist'] }));
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, env: world.env });
    git('init', '-q');
    git('add', '-f', '.');
    git('commit', '-q', '-m', 'hooks');
    git('tag', `v${version}`);
    return folder;
  }

  function commit(config: string) {
    world.write('.pre-commit-config.yaml', config);
    const env = {
      ...world.env,
      npm_config_offline: 'true',
      npm_config_cache: join(world.folder, '../npm'),
      PRE_COMMIT_HOME: join(world.folder, '../cache'),
    };
    world.run('git', 'add', '-A');
    const { status, stdout, stderr } = spawnSync('pre-commit', ['run', '--all-files'], { cwd: world.folder, env, encoding: 'utf8' });
    return { status, output: stdout + stderr };
  }

  test.skipIf(why !== undefined)('the hooks are valid', () => {
    world.run('pre-commit', 'validate-manifest', join(ROOT, '.pre-commit-hooks.yaml'));
  });

  test.skipIf(why !== undefined)(
    'the block of the docs installs the program and refuses the commit; a clean one passes, and one of other files',
    () => {
      const config = HOOKS.replace(/repo: .*/, `repo: ${hooks()}`);
      // Node itself is not downloaded here.
      const offline = config.replace('- id: esmtp-lens', '- id: esmtp-lens\n        language_version: system');
      const refused = commit(offline);
      expect(refused).toMatchObject({
        status: 1,
        output: expect.stringMatching(/configs\/fw1:15:3 warning \[inspection-hides-starttls\]/),
      });
      expect(refused.output).not.toContain('firewall.asa');
      for (const name of ['fw1', 'fw2.asa']) world.write(`configs/${name}`, 'Dear diary,\n');
      expect(commit(offline)).toMatchObject({ status: 0 });
    },
  );

  test.skipIf(why !== undefined)('esmtp-lens-system runs what is on the path', () => {
    const config = HOOKS.replace(/repo: .*/, `repo: ${hooks()}`).replace('id: esmtp-lens', 'id: esmtp-lens-system');
    expect(commit(config)).toMatchObject({ status: 1, output: expect.stringContaining('[inspection-hides-starttls]') });
  });
});

test('VS Code: the matcher that the task names finds place, severity, rule and message in what the program prints', () => {
  const [task] = JSON.parse(pasted('docs/ci.md', 'In VS Code', 'json')).tasks;
  const { problemMatchers } = JSON.parse(read('package.json')).contributes;
  const matcher = problemMatchers.find(({ name }: { name: string }) => `$${name}` === task.problemMatcher);
  const [first, second] = matcher.pattern.map(({ regexp }: { regexp: string }) => new RegExp(regexp));
  world.write('configs/a b:1.asa', FIREWALL);
  const lines = world.script(task.command).output.split('\n');
  const found = lines.flatMap((line, index) => {
    const place = first.exec(line);
    const said = second.exec(lines[index + 1] ?? '');
    if (place === null || said === null) return [];
    const { file, line: row, column, severity, code } = matcher.pattern[0];
    return [[file, row, column, severity, code].map((group) => place[group]).concat(said[matcher.pattern[1].message])];
  });
  const { files } = JSON.parse(world.script('esmtp-lens check configs --format json').output);
  const told = files.flatMap(
    ({ path, findings }: { path: string; findings: { line: number; column: number; severity: string; rule: string }[] }) =>
      findings.map(({ line, column, severity, rule }) => [path, String(line), String(column), severity, rule].join(' ')),
  );
  expect(found.map((match) => match.slice(0, 5).join(' ')).sort()).toEqual(told.sort());
  expect(found.every(([, , , , , message]) => /^[A-Z]/.test(message!))).toBe(true);
});
