/**
 * docs/dependencies.md: every package that is asked for by name, why, its licence and its size, from the lock file and what is installed.
 *   node scripts/dependencies.mjs             writes
 *   node scripts/dependencies.mjs --check     writes nothing; exit code 1 when it is stale
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './setup.mjs';

/** Their code is in what people install. */
const SHIPPED = {
  commander: 'the options and the help of the command line',
  diff: 'unified diffs of `--fix-dry-run` and `remedy --diff`',
  picocolors: 'colours on a terminal',
  'string-width': 'the columns that a text takes on a terminal',
  tinyglobby: 'globs where the shell has not expanded them',
  'vscode-jsonrpc': 'the messages of the protocol, for the first answer of the server',
  'vscode-languageclient': 'the side of the language server protocol in VS Code',
  'vscode-languageserver': 'the other side',
  'vscode-languageserver-types': 'the types of the protocol, for the features',
};

/** They build and test. */
const TOOLS = {
  '@action-validator/core': 'workflows and the action are valid',
  '@biomejs/biome': 'formatter and linter',
  '@microsoft/jest-sarif': 'the schema of SARIF, for a test',
  '@types/markdown-it': 'types',
  '@types/mocha': 'types',
  '@types/node': 'types, of the oldest Node that is supported',
  '@types/vscode': 'types, of the oldest VS Code that is supported',
  '@vitest/coverage-v8': 'counts what the tests reach',
  '@vscode/test-electron': 'a desktop VS Code for tests',
  '@vscode/vsce': 'makes the .vsix',
  ajv: 'answers are held against their schemas',
  'ajv-draft-04': 'the same, for the schema of SARIF',
  esbuild: 'bundles',
  'fast-check': 'property tests',
  'markdown-it': 'Markdown as VS Code shows it, for tests',
  mocha: 'the test runner inside VS Code',
  'playwright-core': 'drives a browser and VS Code in tests',
  terser: 'makes what is in the .vsix smaller than esbuild does',
  typescript: 'the compiler',
  vitest: 'the test runner',
  'vscode-oniguruma': 'the regular expressions of grammars, for tests',
  'vscode-textmate': 'grammars as VS Code reads them, for tests',
  yaml: 'the pipelines in docs/ci.md are read by tests',
};

const json = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
const asked = Object.keys(json('package.json').devDependencies);
const lock = json('package-lock.json').packages;
const told = { ...SHIPPED, ...TOOLS };
const faults = [
  ...asked.filter((name) => !(name in told)).map((name) => `${name}: say in scripts/dependencies.mjs what it is for`),
  ...Object.keys(told)
    .filter((name) => !asked.includes(name))
    .map((name) => `${name}: is no longer in package.json`),
];
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}

const file = path.join(root, 'docs/dependencies.md');
const fresh = `# Dependencies

Made by \`npm run dependencies\` from package-lock.json. ${Object.keys(lock).length - 1} packages are installed to build and test; what people install needs no other package: the
code of the first table, and of what it needs in turn, is bundled, and third-party-notices.txt in both packages has the licences. Sizes are
those of the package itself, unpacked.

## In what people install

${table(SHIPPED)}

## To build and to test

${table(TOOLS)}
`;
// A size is that of where it was made: a package may fetch a program of its own when it is installed, or may not.
const withoutSizes = (text) => text.replace(/ [\d,]+ KB \|$/gm, '');
const stale = withoutSizes(readFileSync(file, { encoding: 'utf8', flag: 'a+' })) !== withoutSizes(fresh);
if (stale && process.argv.includes('--check')) {
  console.error('docs/dependencies.md is stale; "npm run dependencies" writes it');
  process.exitCode = 1;
} else if (stale) writeFileSync(file, fresh);

function table(packages) {
  const rows = Object.entries(packages).map(([name, why]) => {
    const { version, license } = lock[`node_modules/${name}`];
    const size = Math.ceil(sizeOf(path.join(root, 'node_modules', name)) / 1000);
    return `| ${name} | ${version} | ${why} | ${license} | ${size.toLocaleString('en-US')} KB |`;
  });
  return ['| package | version | for | licence | size |', '|---|---|---|---|---:|', ...rows].join('\n');
}

/** Without the packages that it has inside. */
function sizeOf(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules')
    .reduce((sum, entry) => sum + (entry.isDirectory() ? sizeOf : (it) => statSync(it).size)(path.join(folder, entry.name)), 0);
}
