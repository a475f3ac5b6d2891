/**
 * The completion scripts in the real shells, at a terminal: a person types a line and has all its completions inserted; what the shell then
 * runs is what it offered. bash is everywhere; zsh and fish come from Debian. Skipped where a shell or script(1), which has the terminal, is not.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../server/src/rules/catalogue.ts';
import { pasted } from '../support/blocks.ts';
import { fromDebian } from '../support/debian.ts';
import { esmtpLens, removeFolders } from './run.ts';

let folder: string;
let commands: readonly string[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'esmtp-lens-completion-'));
  mkdirSync(join(folder, 'work/configs'), { recursive: true });
  for (const name of ['fw 1.asa', 'fw 2.asa', 'session.smtp']) writeFileSync(join(folder, 'work', name), '');
  const { out } = await esmtpLens(['--help']);
  commands = [...out.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name!);
});
afterAll(() => {
  removeFolders();
  rmSync(folder, { recursive: true, force: true });
});

/** The line of docs/command-line.md that a person puts into the file of that shell. */
function lineFor(shell: string): string {
  const block = pasted('docs/command-line.md', 'Completion', 'sh');
  const [, line] = new RegExp(`^(.*esmtp-lens completion ${shell}.*?) +# ~`, 'm').exec(block)!;
  return line!;
}

/** A folder for the path with our program, which prints the script of a shell. */
async function programFor(shell: string): Promise<string> {
  const bin = join(folder, `bin.${shell}`);
  const { out } = await esmtpLens(['completion', shell]);
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'script'), out);
  writeFileSync(join(bin, 'esmtp-lens'), `#!/bin/sh\ncat '${bin}/script'\n`, { mode: 0o755 });
  return `${bin}:${process.env['PATH']}`;
}

/** Ctrl+X inserts all completions, the key Enter runs the line: a function in our place writes down its words. */
const STAND_IN = `esmtp-lens() { printf '%s\\n' "$@" . >> "$SEEN"; }`;
const ALL = '\x18';

interface Shell {
  /** What makes a person's shell of a bare one, with the line of the page in it. */
  readonly setUp: (line: string) => string;
  readonly start: (setUp: string) => string;
}

const SHELLS: Readonly<Record<'bash' | 'zsh', Shell>> = {
  bash: {
    setUp: (line) => `${line}\n${STAND_IN}\nbind 'set bell-style none'\nbind '"\\C-x": insert-completions'\n`,
    start: (setUp) => `bash --noprofile --rcfile '${setUp}' -i`,
  },
  zsh: {
    setUp: (line) => `autoload -Uz compinit && compinit -u -D
${line}
${STAND_IN}
zle -C all-matches complete-word _generic
bindkey -e '^X' all-matches
zstyle ':completion:all-matches::::' completer _all_matches _complete
zstyle ':completion:all-matches:*' insert yes
`,
    start: (setUp) => `ZDOTDIR='${setUp}' zsh -i`,
  },
};

/** @returns the words of each line as it was run */
async function typed(shell: 'bash' | 'zsh', lines: readonly string[]): Promise<string[][]> {
  const { setUp, start } = SHELLS[shell];
  const seen = join(folder, `seen.${shell}`);
  writeFileSync(seen, '');
  const home = join(folder, shell);
  mkdirSync(home, { recursive: true });
  const file = join(home, '.zshrc');
  writeFileSync(file, setUp(lineFor(shell)));
  const child = spawn('script', ['-qec', start(shell === 'zsh' ? home : file), '/dev/null'], {
    cwd: join(folder, 'work'),
    env: { ...process.env, PATH: await programFor(shell), HOME: home, SEEN: seen, TERM: 'dumb', INPUTRC: '/dev/null', LC_ALL: 'C.UTF-8' },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  for (const line of lines) child.stdin.write(`${line}${ALL}\r`);
  child.stdin.write('exit\r');
  await ended;
  const words = readFileSync(seen, 'utf8').split('\n.\n').slice(0, -1);
  return words.map((text) => text.split('\n'));
}

/** What fish offers for a line, as its own completion tells. */
async function offeredByFish(lines: readonly string[]): Promise<string[][]> {
  const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const asks = lines.map((line) => `complete -C ${quoted(line)}; echo .`).join('\n');
  const out = execFileSync('fish', ['--no-config', '-c', `${lineFor('fish')}\n${asks}`], {
    cwd: join(folder, 'work'),
    env: { ...process.env, PATH: await programFor('fish'), HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder },
    encoding: 'utf8',
  });
  // A word, a tab, its description.
  return out
    .split('.\n')
    .slice(0, -1)
    .map((text) => text.split('\n').flatMap((row) => (row === '' ? [] : [row.split('\t')[0]!])));
}

/** What is typed, and what stands in its last word's place; undefined: it stays as it is. */
const ROWS: readonly (readonly [line: string, words: readonly string[] | undefined])[] = [
  ['esmtp-lens surv', ['survey']],
  ['esmtp-lens check --format ', ['github', 'gitlab', 'json', 'junit', 'ndjson', 'pretty', 'sarif']],
  ['esmtp-lens check --format=js', ['--format=json']],
  ['esmtp-lens check --fail-on w', ['warning']],
  ['esmtp-lens note session.smtp --language ', ['de', 'en', 'nl']],
  ['esmtp-lens note --to f', ['firewall']],
  ['esmtp-lens check sess', ['session.smtp']],
  ['esmtp-lens check --fix fw', ['fw 1.asa', 'fw 2.asa']],
  ['esmtp-lens check --baseline sess', ['session.smtp']],
  ['esmtp-lens explain --flow sess', undefined],
  ['esmtp-lens rules masked-e', ['masked-ehlo-keyword']],
  ['esmtp-lens lab --reading pipe-', ['pipe-blanked', 'pipe-closes']],
  ['esmtp-lens completion z', ['zsh']],
  ['esmtp-lens help pre', ['predict']],
];

const lastOf = (line: string) => line.slice(line.lastIndexOf(' ') + 1);

/** Behind the words that were typed; the shells sort as they please. */
function completed(line: string, words: readonly string[]): string[] {
  return words.slice(line.split(' ').length - 2).sort();
}

const wantedOf = (line: string, words: readonly string[] | undefined) => words ?? [lastOf(line)].filter((word) => word !== '');

const haveTerminal = fromDebian({ script: 'bsdutils' });

describe.each(['bash', 'zsh'] as const)('%s', (shell) => {
  const why = haveTerminal ?? fromDebian({ [shell]: shell });
  if (why !== undefined) console.log(`skipped: completion in ${shell}: ${why}`);

  it.skipIf(why !== undefined)('completes commands, options, their values, and files', async () => {
    const words = await typed(
      shell,
      ROWS.map(([line]) => line),
    );
    expect(words.map((run, index) => [ROWS[index]![0], completed(ROWS[index]![0], run)])).toEqual(
      ROWS.map(([line, words]) => [line, wantedOf(line, words)]),
    );
  });

  it.skipIf(why !== undefined)('offers each option that --help names', async () => {
    const lines = commands.map((name) => `esmtp-lens ${name} --`);
    const words = await typed(shell, lines);
    expect(words.map((run) => [run[0], run.slice(1).map(bare).sort()])).toEqual(await helped());
  });
});

describe('fish', () => {
  const why = fromDebian({ fish: 'fish' });
  if (why !== undefined) console.log(`skipped: completion in fish: ${why}`);

  it.skipIf(why !== undefined)('completes commands, options, their values, and files', async () => {
    const words = await offeredByFish(ROWS.map(([line]) => line));
    expect(words.map((offered, index) => [ROWS[index]![0], offered.map((word) => word.replaceAll('\\ ', ' ')).sort()])).toEqual(
      ROWS.map(([line, words]) => [line, words ?? []]),
    );
  });

  it.skipIf(why !== undefined)('offers each option that --help names', async () => {
    const words = await offeredByFish(commands.map((name) => `esmtp-lens ${name} --`));
    const own = words.map((offered, index) => [commands[index], offered.map(bare).sort()]);
    expect(own).toEqual((await helped()).map(([name, options]) => [name, options.filter((option) => option !== '--')]));
  });
});

/** zsh writes `--format=`. */
const bare = (option: string) => option.replace(/=$/, '');

/** The long options of each command; where there are none, what was typed stays. */
async function helped(): Promise<[string, string[]][]> {
  return Promise.all(
    commands.map(async (name): Promise<[string, string[]]> => {
      if (name === 'help') return [name, ['--']];
      const { out } = await esmtpLens([name, '--help']);
      return [name, [...out.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option]) => option!).sort()];
    }),
  );
}

it('has no word that a shell would read as more than a word', async () => {
  expect(rules.length).toBeGreaterThan(10);
  for (const { name } of rules) expect(name).toMatch(/^[\w.-]+$/);
  const { out } = await esmtpLens(['completion', 'bash']);
  for (const [, words] of out.matchAll(/words='(.*?)'/g)) expect(words).toMatch(/^[\w. -]*$/);
});

it('tells which shells it knows', async () => {
  const { code, err } = await esmtpLens(['completion', 'tcsh']);
  expect(code).toBe(2);
  expect(err).toContain('bash, zsh, fish');
});
