/** Finds a browser that can show the workbench, and installs one where there is none. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'chrome', 'msedge'];
const FOLDERS = [
  ...(process.env.PATH ?? '').split(path.delimiter),
  '/usr/bin',
  '/Applications/Google Chrome.app/Contents/MacOS',
  '/Applications/Chromium.app/Contents/MacOS',
  '/Applications/Microsoft Edge.app/Contents/MacOS',
  'C:/Program Files/Google/Chrome/Application',
  'C:/Program Files (x86)/Microsoft/Edge/Application',
];
const FILES = process.platform === 'win32' ? NAMES.map((name) => `${name}.exe`) : [...NAMES, 'Google Chrome', 'Chromium', 'Microsoft Edge'];

/** How a browser is started for tests: as root too, with a network that answers nobody. */
export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox', // Chromium refuses to run as root with it; the page comes from our own server only
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The path of a browser that runs. Rejects when there is none and none can be installed. */
export async function ensureChromium(say = (/** @type {string} */ _line) => {}) {
  const found = findChromium();
  if (found) return found;
  for (const [what, install] of INSTALLERS) {
    say(`no Chrome, Chromium or Edge found: ${what}`);
    install();
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error('No Chrome, Chromium or Edge was found or could be installed. Name one in ESMTP_LENS_CHROMIUM.');
}

const INSTALLERS = [
  ['apt-get install chromium', installFromDebian],
  [
    'downloading the one of Playwright',
    () => run(process.execPath, [path.resolve('node_modules/playwright-core/cli.js'), 'install', 'chromium']),
  ],
];

/** The path of a browser that runs; undefined where there is none. */
export function findChromium() {
  const named = process.env.ESMTP_LENS_CHROMIUM;
  const candidates = named ? [named] : [...FOLDERS.flatMap((folder) => FILES.map((file) => path.join(folder, file))), ofPlaywright()];
  // Ubuntu's `chromium` can be a stub that only says which snap to install: what does not tell its version is none.
  return candidates.find((file) => file && existsSync(file) && (process.platform === 'win32' || tellsVersion(file)));
}

function ofPlaywright() {
  try {
    return chromium.executablePath();
  } catch {
    return undefined;
  }
}

function tellsVersion(file) {
  return spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 20_000 }).status === 0;
}

function installFromDebian() {
  if (!existsSync('/usr/bin/apt-get')) return;
  const root = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const [command, ...rest] = [...root, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args];
    run(command, rest);
  }
}

/** Its failure shows in that no browser is found afterwards; its errors go to the terminal. */
function run(command, args) {
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
}
