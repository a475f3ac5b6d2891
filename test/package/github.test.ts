/** .github/ and .vscode/: what GitHub runs and asks there, and what a contributor's editor starts. That the workflows are valid tells `test/docs/ci.test.ts`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from '../docs/yaml.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json'));
const workflow = (name: string) => parse(read(`.github/workflows/${name}.yml`));

const expression = (of: string) => `\${{ ${of} }}`;

interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

test('F5 opens the extension, built by a task that is there, with a folder that is there', () => {
  const [launch] = JSON.parse(read('.vscode/launch.json')).configurations;
  const folders = launch.args.map((argument: string) =>
    argument.replace(/^--extensionDevelopmentPath=/, '').replace(/\$\{workspaceFolder\}/, root),
  );
  expect([launch.type, folders]).toEqual(['extensionHost', [root, path.join(root, 'examples')]]);
  const { tasks } = JSON.parse(read('.vscode/tasks.json'));
  const { command, args } = tasks.find(({ label }: { label: string }) => label === launch.preLaunchTask);
  expect([command, args]).toEqual(['node', ['scripts/build.mjs', '--dev']]);
  expect(existsSync(path.join(root, 'examples'))).toBe(true);
});

describe('CI', () => {
  const { test: job } = workflow('ci').jobs;

  test('is .ci/run, on three systems and each Node that is supported, the oldest one too', () => {
    expect(job.strategy.matrix).toEqual({ os: ['ubuntu-latest', 'windows-latest', 'macos-latest'], node: [20, 22, 24] });
    expect(manifest.engines.node).toBe(`>=${job.strategy.matrix.node[0]}`);
    expect(job['runs-on']).toBe(expression('matrix.os'));
    const setup = job.steps.find(({ uses }: Step) => uses?.startsWith('actions/setup-node@'));
    expect(setup.with['node-version']).toBe(expression('matrix.node'));
    expect(job.steps.flatMap(({ run }: Step) => run ?? [])).toEqual(['.ci/run']);
    expect(existsSync(path.join(root, '.ci/run'))).toBe(true);
  });

  test('no workflow may write more than the results of CodeQL', () => {
    for (const name of readdirSync(path.join(root, '.github/workflows'))) {
      const { permissions } = workflow(path.basename(name, '.yml'));
      const { contents, ...others } = permissions;
      expect([name, contents]).toEqual([name, 'read']);
      expect(others).toEqual(name === 'codeql.yml' ? { 'security-events': 'write' } : {});
    }
  });
});

describe('a release', () => {
  const { steps } = workflow('release').jobs.release as { steps: readonly Step[] };

  test('is made by npm run release when all tests pass, kept, and published by a person', () => {
    expect(steps.flatMap(({ run }) => run ?? [])).toEqual(['.ci/run', 'npm run release -- "$VERSION"']);
    expect(manifest.scripts).toHaveProperty('release');
    const made = steps.find(({ run }) => run?.includes('release'))!;
    // What a person types reaches the shell as a variable, never as part of the script.
    expect(made.env).toEqual({ VERSION: expression('inputs.version') });
    const kept = steps.at(-1)!;
    expect([kept.uses?.split('@')[0], kept.with?.['path']]).toEqual(['actions/upload-artifact', 'release/']);
  });
});

/** As https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema has it. */
const element = (type: string, attributes: object, required: readonly string[]) => ({
  type: 'object',
  properties: {
    type: { const: type },
    id: { type: 'string', pattern: '^[A-Za-z0-9_-]+$' },
    attributes: { type: 'object', properties: attributes, required, additionalProperties: false },
    validations: { type: 'object', properties: { required: { type: 'boolean' } }, additionalProperties: false },
  },
  required: ['type', 'attributes'],
  additionalProperties: false,
});
const TEXT = { type: 'string', minLength: 1 };
const ASKED = { label: TEXT, description: TEXT, placeholder: TEXT, value: TEXT };
const FORM = {
  type: 'object',
  properties: {
    name: TEXT,
    description: TEXT,
    title: TEXT,
    labels: { type: 'array', items: TEXT },
    body: {
      type: 'array',
      minItems: 1,
      items: {
        oneOf: [
          element('markdown', { value: TEXT }, ['value']),
          element('input', ASKED, ['label']),
          element('textarea', { ...ASKED, render: TEXT }, ['label']),
        ],
      },
    },
  },
  required: ['name', 'description', 'body'],
  additionalProperties: false,
};
const validate = new Ajv({ allErrors: true }).compile(FORM);

describe('the forms of issues', () => {
  const folder = '.github/ISSUE_TEMPLATE';
  const names = readdirSync(path.join(root, folder)).filter((name) => name !== 'config.yml');

  test('are all that a person can open an issue with', () => {
    expect(parse(read(`${folder}/config.yml`))).toEqual({ blank_issues_enabled: false });
    expect(names.length).toBeGreaterThan(1);
  });

  test.each(names)('%s is a form, and asks for the text after esmtp-lens scrub', (name) => {
    const form = parse(read(`${folder}/${name}`));
    expect([validate(form), validate.errors]).toEqual([true, null]);
    const labels = form.body.map(({ attributes }: { attributes: { label: string } }) => attributes.label);
    expect(new Set(labels).size).toBe(labels.length);
    const [text] = form.body;
    expect(text).toMatchObject({ type: 'textarea', validations: { required: true }, attributes: { render: 'text' } });
    expect(text.attributes.description).toContain('`esmtp-lens scrub FILE`');
  });

  test('the check finds what is none', () => {
    expect(validate({ name: 'a', description: 'b', body: [{ type: 'textbox', attributes: { label: 'c' } }] })).toBe(false);
    expect(validate({ name: 'a', description: 'b', body: [{ type: 'input', attributes: {} }] })).toBe(false);
  });
});

test('dependabot looks after every kind of package that is used, and leaves alone what is old on purpose', () => {
  const { version, updates } = parse(read('.github/dependabot.yml'));
  expect(version).toBe(2);
  const told = updates.map((each: Record<string, unknown>) => [each['package-ecosystem'], each['directory'], each['schedule']]);
  expect(told).toEqual(['npm', 'github-actions'].map((kind) => [kind, '/', { interval: 'weekly' }]));
  for (const { 'dependency-name': name } of updates[0].ignore) expect(manifest.devDependencies).toHaveProperty(name);
});
