/**
 * The extension in a real VS Code, each way a person meets it. Needs dist/ (npm run build) and, for `vsix` and `ui`, the package
 * (npm run package).
 *   node test/host/run.mjs [node] [vsix] [web] [electron] [ui] [claimed] [--scene=NAME] [--verbose]
 * Without names: all but `node`, which `vsix` covers (the same host, the extension as it is installed); it saves whoever mends the packaging.
 * Exit code: 0 all passed, 1 a test failed or a host died. The last line is `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';
import { bundleSuites, entries } from './bundle.mjs';
import { CLAIMED, FILES, play, SCENES } from './scenes.mjs';
import { openWorkbench } from './workbench.mjs';
import { copyWorkspace } from './workspace.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const vsix = path.join(root, `esmtp-lens-${version}.vsix`);
const TIME_LIMIT_MS = 1_200_000; // for what hangs: a loaded machine takes minutes, and is right
const COUNTS = /esmtp-lens host tests: (\d+) passed, (\d+) failed/;

const TARGETS = {
  node: { what: 'Node extension host', run: (options) => runSuites({ ...options, extension: root, tests: entries.node }) },
  vsix: { what: 'packaged .vsix', run: (options) => runSuites({ ...options, packages: [vsix], tests: entries.node }) },
  web: { what: 'web extension host', run: (options) => runSuites({ ...options, kind: 'web', extension: root, tests: entries.web }) },
  electron: { what: '@vscode/test-electron', run: runElectron },
  ui: { what: 'a person in front of it (.vsix)', run: (options) => runPerson(options, [vsix], SCENES) },
  claimed: { what: 'a person who has another extension for .asa, too', run: runBesideAnother },
};

/** Runs the suites in one host. A host that dies or hangs is one failed test more. */
async function runSuites(options) {
  let counted;
  const log = (line) => {
    counted = COUNTS.exec(line) ?? counted;
    console.log(line);
  };
  const workbench = await openWorkbench({ ...options, log });
  return settle(workbench, async () => {
    const code = await workbench.finished;
    if (counted === undefined) throw new Error(`the extension host ended before the tests did (exit code ${code})`);
    const [passed, failed] = [Number(counted[1]), Number(counted[2])];
    return { passed, failed: failed + (code !== 0 && failed === 0 ? 1 : 0) };
  });
}

async function runPerson(options, packages, scenes) {
  // High enough to show every line of the example: an editor draws only those on the screen.
  const screen = { viewport: { width: 1280, height: 1200 } };
  for (const [name, text] of Object.entries(FILES)) writeFileSync(path.join(options.workspace, name), text);
  const workbench = await openWorkbench({ ...options, packages, screen, log: () => {} });
  const { page, folder } = workbench;
  const wanted = scenes.filter(({ name }) => named.length === 0 || named.includes(name));
  return settle(workbench, () =>
    play(page, options.workspace, folder, wanted, async (name) => {
      await page.screenshot({ path: path.join(folder, `${name}.png`) }).catch(() => {});
    }),
  );
}

async function runBesideAnother(options) {
  const folder = mkdtempSync(path.join(tmpdir(), 'esmtp-lens-another-'));
  try {
    return await runPerson(options, [vsix, await anotherExtension(folder)], CLAIMED);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Packs an extension for ASP, as Vim calls it. @returns the file */
async function anotherExtension(folder) {
  const languages = [{ id: 'aspvbs', aliases: ['ASP (VBScript)'], extensions: ['.asp', '.asa'] }];
  const manifest = { name: 'zz-asp', publisher: 'example', version: '1.0.0', engines: { vscode: '^1.91.0' }, contributes: { languages } };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(path.join(folder, 'README.md'), '# ASP\n');
  writeFileSync(path.join(folder, '.vscodeignore'), '');
  const packagePath = path.join(folder, 'zz-asp.vsix');
  await createVSIX({ cwd: folder, packagePath, dependencies: false, allowMissingRepository: true, skipLicense: true });
  return packagePath;
}

async function settle(workbench, work) {
  const limit = new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`no result within ${TIME_LIMIT_MS / 1000} s`)), TIME_LIMIT_MS).unref();
  });
  try {
    const counts = await Promise.race([work(), limit]);
    await workbench.close(counts.failed > 0);
    return counts;
  } catch (error) {
    const picture = path.join(workbench.folder, 'failure.png');
    await workbench.page.screenshot({ path: picture }).catch(() => {});
    console.error(error);
    await workbench.close(true);
    return { passed: 0, failed: 1 };
  }
}

/**
 * Proves the way through @vscode/test-electron where desktop VS Code cannot be downloaded: by the first suite, for it is the host of `vsix` again.
 * All of them, through it: `npm run test:electron`.
 */
function runElectron() {
  return new Promise((resolve) => {
    const code = process.env.ESMTP_LENS_VSCODE ?? path.join(here, 'code');
    const env = { ...process.env, ESMTP_LENS_VSCODE: code, ESMTP_LENS_SUITE: 'the extension' };
    const child = spawn(process.execPath, [path.join(here, 'electron.mjs')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (data) => {
      output += data;
      process.stdout.write(data);
    });
    child.on('close', (code) => {
      const [, passed = 0, failed = 0] = COUNTS.exec(output)?.map(Number) ?? [];
      resolve({ passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed });
    });
  });
}

const names = process.argv.slice(2).filter((name) => !name.startsWith('--'));
const chosen = names.length === 0 ? Object.keys(TARGETS).filter((name) => name !== 'node') : names;
for (const name of chosen) if (!(name in TARGETS)) throw new Error(`${name}: not one of ${Object.keys(TARGETS).join(', ')}`);
const named = process.argv.flatMap((argument) => /^--scene=(.+)$/.exec(argument)?.[1] ?? []);
const verbose = process.argv.includes('--verbose');

await bundleSuites();
const total = { passed: 0, failed: 0 };
for (const name of chosen) {
  const started = Date.now();
  const workspace = copyWorkspace();
  console.log(`\n== ${TARGETS[name].what}`);
  const { passed, failed } = await TARGETS[name].run({ workspace: workspace.folder, verbose }).catch((error) => {
    console.error(error);
    return { passed: 0, failed: 1 };
  });
  workspace.remove();
  total.passed += passed;
  total.failed += failed;
  console.log(`== ${TARGETS[name].what}: ${passed} passed, ${failed} failed (${Math.round((Date.now() - started) / 1000)} s)`);
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
