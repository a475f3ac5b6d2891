/** Shows on the examples what ESMTP Lens finds and what it proposes: `npm run demo`, from a clean clone. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { installPackages, root, run, stop } from './setup.mjs';

installPackages();
console.log('Building ...');
if (run(process.execPath, [path.join(root, 'scripts/build.mjs')]).status !== 0) stop('The build failed.');

title('What is wrong in examples/');
lens('check', 'examples', '--fail-on', 'never');

title('Is mail from the internet to the mail host inspected? By which line, and why?');
lens('explain', 'examples/asa-9.1-before.asa', '--flow', 'tcp 203.0.113.9 -> 192.0.2.25:25 on outside');

title('The fix that is proposed: exempt the mail host, inspect the rest as before');
lens('remedy', 'examples/asa-9.1-before.asa', '--exempt', '192.0.2.25', '--diff');

title('The same as commands for the device');
lens('remedy', 'examples/asa-9.1-before.asa', '--exempt', '192.0.2.25', '--commands');

title('In the editor');
const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const open = `  npm run package\n  code --install-extension ${name}-${version}.vsix\n  code examples`;
console.log(
  hasCode()
    ? `${open}\n\nThen open a file, point at a squiggle, and press Ctrl+. on it.`
    : `VS Code's command "code" was not found here. Where it is:\n\n${open}\n\nOr in VS Code: Extensions, "...", Install from VSIX. In a browser or another editor: see README.md.`,
);

function title(text) {
  const [on, off] = process.stdout.isTTY && !process.env.NO_COLOR ? ['\x1b[1m', '\x1b[22m'] : ['', ''];
  console.log(`\n${on}${text}${off}\n`);
}

/** Findings are what a demonstration is for: only exit code 2, a failure of the program, ends it. */
function lens(...args) {
  const words = args.map((arg) => (/^[\w./-]+$/.test(arg) ? arg : `"${arg}"`));
  console.log(`$ esmtp-lens ${words.join(' ')}`);
  const { status } = run(process.execPath, [path.join(root, 'dist/cli.js'), ...args]);
  if (status !== 0 && status !== 1) stop(`esmtp-lens ended with ${status}.`);
}

function hasCode() {
  return spawnSync('code', ['--version'], { stdio: 'ignore', shell: process.platform === 'win32' }).status === 0;
}
