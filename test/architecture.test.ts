/** The house (ARCHITECTURE.md): floors import downward only, and what is below the doors runs anywhere. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { rules } from '../server/src/rules/catalogue.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const FLOORS: Readonly<Record<string, number>> = {
  text: 0,
  facts: 0,
  sets: 0,
  asa: 1,
  smtp: 1,
  captures: 2,
  policy: 2,
  masking: 2,
  mail: 3,
  scrub: 3,
  path: 3,
  rules: 4,
  remedies: 5,
  workspace: 5,
  features: 6,
  note: 6,
  answers: 7,
  lsp: 8,
  cli: 8,
  library: 8,
};

interface Import {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const sources = (folder: string) =>
  (readdirSync(join(root, folder), { recursive: true }) as string[])
    .map((file) => posix.join(folder, file.replaceAll('\\', '/')))
    .filter((file) => file.endsWith('.ts'));

/** Comments may speak of imports and of globals; what is in them is not code. */
function codeOf(file: string): string {
  return readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}

function importsOf(file: string): Import[] {
  const specifiers = [
    ...codeOf(file).matchAll(
      /(?:^|[^.\w])(?:import|export)\s[^;'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|^import\s*['"]([^'"]+)['"]/gm,
    ),
  ];
  return specifiers.map((match) => {
    const to = (match[1] ?? match[2] ?? match[3])!;
    return { file, from: floorOf(file), to: to.startsWith('.') ? posix.join(posix.dirname(file), to) : to };
  });
}

function floorOf(file: string): string {
  return file.split('/')[2] ?? '';
}

const server = sources('server/src').flatMap(importsOf);
const inside = server.filter(({ to }) => to.startsWith('server/'));
const outside = server.filter(({ to }) => !to.startsWith('server/'));
const tell = (imports: readonly Import[]) => imports.map(({ file, to }) => `${file} imports ${to}`);

test('what ARCHITECTURE.md and README.md name is there', () => {
  for (const page of ['ARCHITECTURE.md', 'README.md']) {
    const named = [
      ...readFileSync(join(root, page), 'utf8').matchAll(/(?:`|\]\()((?:test|server|client|docs|scripts|examples)\/[\w./-]*)(?:`|\))/g),
    ];
    expect(named.length).toBeGreaterThan(1);
    expect(named.map(([, name]) => name!).filter((name) => !name.includes('NAME') && !existsSync(join(root, name)))).toEqual([]);
  }
});

/** What is started by its name, not by an import. */
const ENTRIES = ['cli/main', 'lsp/node', 'lsp/worker', 'library/main', 'library/api', 'answers/shapes'].map(
  (name) => `server/src/${name}.ts`,
);

test('no file is forgotten: each rule, remedy, dialect and feature is in the list that runs it', () => {
  const imported = new Set([...inside.map(({ to }) => to), ...ENTRIES]);
  const all = sources('server/src');
  expect(ENTRIES.filter((entry) => !all.includes(entry))).toEqual([]);
  expect(all.filter((file) => !imported.has(file)).map((file) => `nothing imports ${file}`)).toEqual([]);
});

test('every folder of server/src is a floor of the house', () => {
  expect(readdirSync(join(root, 'server/src')).sort()).toEqual(Object.keys(FLOORS).sort());
});

test('the imports are found at all', () => {
  expect(inside.length).toBeGreaterThan(100);
});

/** The rooms that a room may know: its `tsconfig.json` names them, and the compiler refuses every other. */
const known = (room: string): readonly string[] => {
  const { references, ...others } = JSON.parse(readFileSync(join(root, 'server/src', room, 'tsconfig.json'), 'utf8'));
  const doors = ['cli', 'lsp', 'library'].includes(room) ? ['compilerOptions', 'include'] : [];
  expect(Object.keys(others).filter((key) => !doors.includes(key))).toEqual(['extends']);
  return references.map(({ path }: { path: string }) => posix.basename(path));
};

test('rooms know rooms of lower floors only, but for the door that starts the server: `esmtp-lens lsp`', () => {
  const wrong = Object.entries(FLOORS).flatMap(([room, floor]) =>
    known(room)
      .filter((other) => FLOORS[other]! >= floor)
      .map((other) => `${room} knows ${other}`),
  );
  expect(wrong).toEqual(['cli knows lsp']);
  expect(inside.filter(({ from, to }) => from === 'cli' && floorOf(to) === 'lsp').map(({ file }) => file)).toEqual([
    'server/src/cli/commands/lsp.ts',
  ]);
});

test('a room names no room that it does not use', () => {
  const idle = Object.keys(FLOORS).flatMap((room) =>
    known(room)
      .filter((other) => !inside.some(({ from, to }) => from === room && floorOf(to) === other))
      .map((other) => `${room} does not use ${other}`),
  );
  expect(idle).toEqual([]);
});

/** All but the doors that need more. */
const runsAnywhere = (floor: string) => floor !== 'cli' && floor !== 'lsp';

test('but for lsp/ and cli/ nothing imports an editor, a transport or Node', () => {
  const allowed: Readonly<Record<string, readonly string[]>> = { features: ['vscode-languageserver-types'] };
  const wrong = outside.filter(({ from, to }) => runsAnywhere(from) && !allowed[from]?.includes(to) && to !== 'package.json');
  expect(tell(wrong)).toEqual([]);
});

/** Reads the workspace for the server, where there is a disk. */
const DISK = 'server/src/lsp/disk.ts';

test('only cli/ and the server’s entry for Node know Node; only lsp/ knows the transport', () => {
  const wrong = outside.filter(({ file, from, to }) => {
    if (to.startsWith('node:')) return from !== 'cli' && file !== DISK;
    if (/^vscode-languageserver(\/|$)/.test(to)) return from !== 'lsp' && file !== 'server/src/cli/commands/lsp.ts';
    return to === 'vscode';
  });
  expect(tell(wrong)).toEqual([]);
});

test('the disk is handed to the server by its entry for Node alone', () => {
  expect(inside.filter(({ to }) => to === DISK).map(({ file }) => file)).toEqual(['server/src/lsp/node-server.ts']);
});

test('below lsp/ and cli/ the compiler knows no global of Node and none of a page', () => {
  const options = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8')).compilerOptions;
  expect(options('server/floor.json').types).toEqual([]);
  expect(options('tsconfig.json').lib).toEqual(['es2023']);
  const own = Object.keys(FLOORS).filter((room) => options(`server/src/${room}/tsconfig.json`) !== undefined);
  expect(own.sort()).toEqual(['cli', 'lsp']);
});

test('no network and no other program: neither server nor client asks for one, but for the lab, a network program, and `check --changed-since`, which asks git', () => {
  const modules = /^(?:node:)?(?:http|https|http2|net|tls|dgram|dns|dns\/promises|child_process|vm|inspector)$/;
  const allowed = ({ file, to }: Import) =>
    (file.startsWith('server/src/cli/lab/') && ['node:net', 'node:dns/promises'].includes(to)) ||
    (file === 'server/src/cli/changed.ts' && to === 'node:child_process');
  const all = [...sources('server/src'), ...sources('client/src')];
  const asking = all.flatMap(importsOf).filter(({ to }) => modules.test(to));
  expect(tell(asking.filter((each) => !allowed(each)))).toEqual([]);
  // Only the command itself reaches the lab, and the extension has no command line.
  const reaching = inside.filter(({ file, to }) => to.startsWith('server/src/cli/lab/') && !file.startsWith('server/src/cli/lab/'));
  expect([...new Set(reaching.map(({ file }) => file))]).toEqual(['server/src/cli/commands/lab.ts']);
  expect(inside.filter(({ to }) => to === 'server/src/cli/changed.ts').map(({ file }) => file)).toEqual([
    'server/src/cli/commands/check.ts',
  ]);
  const calls =
    /(?<![.\w'"])(?:fetch|eval|Function|XMLHttpRequest|WebSocket|EventSource|importScripts)\s*\(|createTelemetryLogger|sendBeacon/;
  expect(all.filter((file) => calls.test(codeOf(file)))).toEqual([]);
});

test('the client knows VS Code, its language client, and of the server only the names both sides use', () => {
  const imports = sources('client/src').flatMap(importsOf);
  expect(imports.length).toBeGreaterThan(3);
  const wrong = imports.filter(
    ({ to }) => !/^(vscode$|vscode-languageclient(\/|$)|client\/)|^server\/src\/features\/protocol\.ts$/.test(to),
  );
  expect(tell(wrong)).toEqual([]);
});

describe('what the compiler is told to believe', () => {
  const files = [...sources('server/src'), ...sources('client/src'), ...sources('page/src')];

  /** Casts in the code, without texts, which may hold what looks like one; `as const` asserts nothing. */
  const castsIn = (file: string) =>
    codeOf(file)
      .replace(/^(?:import|export) [^;]*? from '/gm, "'")
      .replace(/`[^`]*`/g, '``')
      .split('\n')
      .filter((line) =>
        /[\w)\]}] as (?:[A-Z([{]|(?:never|unknown|object|string|number|boolean|readonly|keyof|typeof)\b)/.test(
          line.replace(/'[^']*'/g, "''"),
        ),
      )
      .map((line) => `${file}: ${line.trim()}`);

  test('casts are few: a checked access (text/at.ts), a guard or a better type stands in their place', () => {
    const casts = files.flatMap(castsIn);
    expect(casts.length).toBeGreaterThan(5);
    expect(casts.slice(19)).toEqual([]);
  });

  test('an assertion that something is there says why: the linter asks for it', () => {
    const { overrides } = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
    const asking = overrides.filter(
      ({ linter }: { linter: { rules: { style?: object } } }) => 'noNonNullAssertion' in (linter.rules.style ?? {}),
    );
    expect(asking).toHaveLength(1);
    expect(asking[0].includes).toEqual(['server/src/**', 'client/src/**', 'page/src/**']);
    expect(asking[0].linter.rules.style.noNonNullAssertion).toBe('error');
    const excused = files.flatMap(
      (file) => readFileSync(join(root, file), 'utf8').match(/biome-ignore lint\/style\/noNonNullAssertion: \S/g) ?? [],
    );
    expect(excused.length).toBeLessThanOrEqual(18);
  });
});

/** What may be written to at the top of a module, and why it is no part of an analysis. */
const WRITTEN_TO: Readonly<Record<string, string>> = {
  'server/src/cli/completion/table.ts: offered': 'words for options of the command line, which are of a class that is not ours',
};

test('what is derived from a document is a part of its analysis: no module keeps anything', () => {
  const atTop =
    /^(?:export )?(?:let (\w+)|const (\w+)(?:: (?:Weak)?(?:Map|Set)<.*>)? = (?:new (?:Weak)?(?:Map|Set)(?:<.*>)?\(\)|once\w*\())/gm;
  const found = sources('server/src').flatMap((file) => [...codeOf(file).matchAll(atTop)].map(([, a, b]) => `${file}: ${a ?? b}`));
  expect(found.sort()).toEqual(Object.keys(WRITTEN_TO).sort());
});

test('what is private is marked by one word, `private`', () => {
  const files = [...sources('server/src'), ...sources('client/src'), ...sources('page/src')];
  expect(files.filter((file) => /\bthis\.#\w/.test(codeOf(file)))).toEqual([]);
});

describe('the catalogue of rules', () => {
  test('one rule, one file: each file with a rule is in the catalogue, under its own name', () => {
    const files = sources('server/src/rules')
      .filter((file) => /^export const rule\b/m.test(readFileSync(join(root, file), 'utf8')))
      .map((file) => posix.basename(file, '.ts'));
    expect(rules.map(({ name }) => name).sort()).toEqual(files.sort());
  });
});
