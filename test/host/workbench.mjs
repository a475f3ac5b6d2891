/**
 * A real VS Code: its own server with its extension hosts, and its workbench in a browser that Playwright drives. Runs an
 * extension's test entry (`export function run(): Promise<void>`, the same that @vscode/test-electron takes), or lets a script
 * act as the person in front of it.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import { chromium } from 'playwright-core';
import { CHROMIUM_ARGUMENTS, ensureChromium } from './chromium.mjs';
import { ensureHost, host } from './install.mjs';

const SETTINGS = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'files.autoSave': 'off',
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

// The workbench's own log comes down the same channel as the console of the extension host.
const NOISE =
  /^(Ignoring fetching additional builtin|Updating additional builtin|Resolv(ing|ed) connection token|Creating a socket|Loading development extension|Timed out waiting for authentication provider|Creation of workbench contribution|Request to '.*package\.nls\.json' failed|\[(reconnection-grace-time|AgentHost|AccountPolicyGate|Service Worker)|%c)/;

const START_TIMEOUT_MS = 180_000; // on two processors with ten times their work it takes one minute

/**
 * Opens it.
 * @param {object} options
 * @param {string} options.workspace folder to open
 * @param {'node' | 'web'} [options.kind] which extension host runs the extension under development; default node
 * @param {string} [options.extension] folder of an extension under development
 * @param {readonly string[]} [options.packages] .vsix files to install first
 * @param {string} [options.tests] test entry, bundled for the host; for `web` it lies below `extension`
 * @param {object} [options.settings] user settings
 * @param {import('playwright-core').BrowserContextOptions} [options.screen] what the page is shown on
 * @param {boolean} [options.verbose] show what server and page say
 * @param {(line: string) => void} [options.log] gets what the extension host logs
 * @returns {Promise<{ page: import('playwright-core').Page, finished: Promise<number>, close(keep?: boolean): Promise<void>, folder: string }>}
 *   `finished`: the exit code that VS Code gives the test run; rejects when something dies before
 */
export async function openWorkbench(options) {
  const [browserPath] = await Promise.all([ensureChromium(console.error), ensureHost(console.error)]);
  const folder = mkdtempSync(path.join(tmpdir(), 'esmtp-lens-host-'));
  for (const name of ['home', 'server/data/User', 'extensions', 'browser', 'stub']) mkdirSync(path.join(folder, name), { recursive: true });
  writeFileSync(path.join(folder, 'server/data/User/settings.json'), JSON.stringify({ ...SETTINGS, ...options.settings }));

  const env = cleanEnvironment(folder);
  const extension = options.packages ? installPackages(options.packages, folder, env, options.tests !== undefined) : options.extension;
  const server = await startServer(folder, env, extension !== undefined, options.verbose);
  let browser;
  const close = async (keep = false) => {
    await browser?.close().catch(() => {});
    await server.stop();
    if (keep) console.error(`kept ${folder} (server/data/logs)`);
    else rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    browser = await chromium.launchPersistentContext(path.join(folder, 'browser'), {
      executablePath: browserPath,
      timeout: START_TIMEOUT_MS,
      headless: true,
      env,
      args: CHROMIUM_ARGUMENTS,
      viewport: { width: 1280, height: 800 },
      ...options.screen,
    });
    const { page, finished } = await loadPage(browser, server, { ...options, extension, workspace: path.resolve(options.workspace) });
    return { page, finished, close, folder };
  } catch (error) {
    await close(true);
    throw error;
  }
}

/** Sockets and home in the run's folder, no marketplace, and nothing of the VS Code whose terminal we may run in. */
function cleanEnvironment(folder) {
  const env = {
    ...process.env,
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    TMPDIR: folder,
    XDG_RUNTIME_DIR: folder,
    HOME: path.join(folder, 'home'),
  };
  for (const name of Object.keys(env)) {
    if (/^(VSCODE_|ELECTRON_RUN_AS_NODE$|XDG_(CONFIG|CACHE|DATA|STATE)_HOME$)/.test(name)) delete env[name];
  }
  return env;
}

function serverArguments(folder) {
  return [
    path.join(host.vscode, 'out/server-main.js'),
    '--accept-server-license-terms',
    ...['--telemetry-level', 'off'],
    ...['--server-data-dir', path.join(folder, 'server')],
    ...['--extensions-dir', path.join(folder, 'extensions')],
  ];
}

/** VS Code runs tests only beside some extension under development: an empty one where the package is what is tested. */
function installPackages(packages, folder, env, withTests) {
  for (const file of packages) {
    const result = spawnSync(host.node, [...serverArguments(folder), '--install-extension', path.resolve(file)], { env, encoding: 'utf8' });
    if (result.status !== 0 || !result.stdout.includes('was successfully installed')) {
      throw new Error(`${file} cannot be installed (${result.status})\n${result.stdout}${result.stderr}`);
    }
  }
  if (!withTests) return undefined;
  const stub = { name: 'stub', publisher: 'esmtp-lens', version: '0.0.1', engines: { vscode: '*' } };
  writeFileSync(path.join(folder, 'stub/package.json'), JSON.stringify(stub));
  return path.join(folder, 'stub');
}

/**
 * @param isDriven a built workbench develops and tests an extension only for a smoke test; to a person it must be none, for it shows no
 *   notification then
 * @returns its `host:port`, a promise that resolves when it ends, and a way to end it with all its extension hosts
 */
async function startServer(folder, env, isDriven, verbose) {
  const options = ['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--disable-workspace-trust'];
  const driven = isDriven ? ['--enable-smoke-test-driver'] : [];
  const child = spawn(host.node, [...serverArguments(folder), ...options, ...driven], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  const kill = (signal) => {
    try {
      process.kill(-child.pid, signal); // its process group: the extension hosts too
    } catch {
      // it has ended already
    }
  };
  const killNow = () => kill('SIGKILL');
  process.on('exit', killNow);

  let output = '';
  const authority = await new Promise((resolve, reject) => {
    const read = (data) => {
      output += data;
      if (verbose) process.stderr.write(data);
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port) resolve(`127.0.0.1:${port}`);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then((code) => reject(new Error(`VS Code's server ended (${code})\n${output}`)));
    setTimeout(() => reject(new Error(`VS Code's server is not up after ${START_TIMEOUT_MS} ms\n${output}`)), START_TIMEOUT_MS).unref();
  });
  const stop = async () => {
    kill('SIGTERM');
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5000))]);
    killNow();
    process.off('exit', killNow);
  };
  return { authority, ended, stop };
}

async function loadPage(browser, server, { extension, tests, workspace, kind, verbose, log = console.log }) {
  const { authority } = server;
  const remote = (file) => `vscode-remote://${authority}${path.resolve(file)}`;
  await browser.route(
    (url) => url.protocol.startsWith('http') && url.host !== authority,
    (route) => route.abort(),
  );
  const page = browser.pages()[0] ?? (await browser.newPage());
  const finished = new Promise((resolve, reject) => {
    void page.exposeFunction('codeAutomationLog', (_type, args) => {
      const line = format(...args);
      if (verbose || !NOISE.test(line)) log(line);
    });
    void page.exposeFunction('codeAutomationExit', resolve);
    page.on('crash', () => reject(new Error('the page crashed')));
    page.on('pageerror', (error) => log(`page error: ${error.message}`));
    if (verbose) page.on('console', (message) => log(`console.${message.type()}: ${message.text()}`));
    server.ended.then((code) => reject(new Error(`VS Code's server ended (${code})`)));
  });
  finished.catch(() => {}); // whoever waits for it gets the rejection; a script that does not wait must not die of it

  const payload = [];
  if (kind === 'web') await developInWebHost(browser, page, authority, extension, tests);
  else {
    if (extension) payload.push(['extensionDevelopmentPath', remote(extension)]);
    if (tests) payload.push(['extensionTestsPath', remote(tests)]);
  }
  const address = `http://${authority}/?folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  await page.goto(address, { timeout: START_TIMEOUT_MS });
  return { page, finished };
}

/**
 * The web extension host takes extensions under development only from the page's configuration, and over http. So the folder is
 * served under the page's own origin and the configuration is changed inside the page: a document that `route.fulfill` answers
 * counts as a foreign address space, whose web socket to 127.0.0.1 Chromium refuses.
 */
async function developInWebHost(browser, page, authority, extension, tests) {
  const PREFIX = '/__extension';
  const root = path.resolve(extension);
  const uri = (file) => ({ scheme: 'http', authority, path: path.posix.join(PREFIX, path.relative(root, path.resolve(file))) });
  await browser.route(`http://${authority}${PREFIX}/**`, (route) => {
    const name = decodeURIComponent(new URL(route.request().url()).pathname).slice(PREFIX.length + 1);
    return route.fulfill({ path: path.join(root, name) }).catch(() => route.fulfill({ status: 404 }));
  });
  const development = { extensions: [uri(root)], ...(tests && { extensionTestsPath: uri(tests) }) };
  await page.addInitScript((added) => {
    new MutationObserver((_, observer) => {
      const meta = document.getElementById('vscode-workbench-web-configuration');
      if (!meta) return;
      observer.disconnect();
      const configuration = JSON.parse(meta.getAttribute('data-settings'));
      configuration.developmentOptions = { ...configuration.developmentOptions, ...added };
      meta.setAttribute('data-settings', JSON.stringify(configuration));
    }).observe(document, { childList: true, subtree: true });
  }, development);
}
