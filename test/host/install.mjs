/**
 * Puts a real VS Code (workbench, server and extension hosts) under .vshost/ from the npm registry alone, for machines that
 * cannot download the desktop build. VS Code itself comes out of the package `code-server`, of which only `lib/vscode` is used;
 * it wants a newer Node than ours, which comes from the package `node-<platform>-<arch>`.
 *
 *   node test/host/install.mjs        does nothing when .vshost/ already holds these versions
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const CODE_SERVER = '4.139.1'; // VS Code 1.139.1
const CODE_SERVER_SHA512 = 'fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==';
const NODE = '24.21.0';
const NODE_PACKAGE = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const STAMP = `code-server ${CODE_SERVER}, node ${NODE}, trim 1\n`;

const ROOT =
  process.env.ESMTP_LENS_VSHOST ?? path.resolve(import.meta.dirname ?? path.dirname(fileURLToPath(import.meta.url)), '../../.vshost');
const NPM = ['--no-audit', '--no-fund', '--loglevel=error'];

/** Where the parts are; they exist once `ensureHost` has resolved. */
export const host = {
  root: ROOT,
  vscode: path.join(ROOT, 'code-server/lib/vscode'),
  node: path.join(ROOT, 'node_modules', NODE_PACKAGE, process.platform === 'win32' ? 'bin/node.exe' : 'bin/node'),
};

/** Installs what is missing; rejects with the failed command's output. */
export async function ensureHost(say = (/** @type {string} */ _line) => {}) {
  const stamp = path.join(ROOT, 'stamp');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === STAMP) return;
  say(`installing VS Code from code-server ${CODE_SERVER} into ${path.relative(process.cwd(), ROOT) || '.'}`);
  await rm(ROOT, { recursive: true, force: true });
  await mkdir(ROOT, { recursive: true });
  await writeFile(path.join(ROOT, 'package.json'), JSON.stringify({ private: true, dependencies: { [NODE_PACKAGE]: NODE } }));
  await Promise.all([run('npm', ['install', '--ignore-scripts', ...NPM], ROOT), unpackCodeServer()]);
  // --legacy-peer-deps: its lock misses a peer (tslib), so that a plain `npm ci` refuses it.
  await run('npm', ['ci', '--omit=dev', '--ignore-scripts', '--legacy-peer-deps', ...NPM], host.vscode);
  await buildNativeModules(say);
  await trim();
  await writeFile(stamp, STAMP);
}

async function unpackCodeServer() {
  const archive = `code-server-${CODE_SERVER}.tgz`;
  await run('npm', ['pack', `code-server@${CODE_SERVER}`, ...NPM], ROOT);
  const got = createHash('sha512')
    .update(await readFile(path.join(ROOT, archive)))
    .digest('base64');
  if (got !== CODE_SERVER_SHA512) throw new Error(`${archive}: SHA-512 is ${got}, expected ${CODE_SERVER_SHA512}`);
  await mkdir(path.join(ROOT, 'code-server'));
  await run('tar', ['xzf', archive, '-C', 'code-server', '--strip-components=1'], ROOT);
  await rm(path.join(ROOT, archive));
}

/**
 * Without spdlog there are no log files, without native-watchdog an extension host may outlive its server. Both are a comfort,
 * not a need: a machine without a compiler goes on without them. The other native modules are never loaded here.
 */
async function buildNativeModules(say) {
  const nodedir = path.join(ROOT, 'node_modules', NODE_PACKAGE);
  // An npmrc `nodedir=` would name the headers of another Node; this variable wins over it.
  const env = { ...process.env, npm_config_nodedir: nodedir, PATH: path.join(nodedir, 'bin') + path.delimiter + process.env.PATH };
  for (const module of ['@vscode/spdlog', '@vscode/native-watchdog']) {
    await run('npm', ['rebuild', module, ...NPM], host.vscode, env).catch(() => say(`${module} was not built; the tests do without it`));
  }
}

/** What no test of an extension needs: about half of it. */
async function trim() {
  const modules = path.join(host.vscode, 'node_modules');
  const unwanted = [
    path.join(host.vscode, 'extensions/copilot'),
    path.join(modules, '@microsoft/mxc-sdk'),
    path.join(ROOT, 'node_modules', NODE_PACKAGE, 'include'),
    ...matching(path.join(modules, '@github'), /^copilot-/),
    ...matching(path.join(modules, '@vscode'), /^windows-/),
    ...matching(path.join(modules, '@vscode/ripgrep-universal/bin'), new RegExp(`^(?!${process.platform}-${process.arch}$)`)),
  ];
  await Promise.all(unwanted.map((entry) => rm(entry, { recursive: true, force: true })));
}

function matching(folder, pattern) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .map((name) => path.join(folder, name));
}

function run(command, args, cwd, env = process.env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')} ended with ${code}\n${output}`))));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await ensureHost((line) => console.log(line));
