/** The manual page, dist/esmtp-lens.1, from what the program itself says with `--help`. */
import { execFileSync } from 'node:child_process';

/** @param {string} cli the built program @param {string} version @returns the page, for man(7) */
export function manualPage(cli, version) {
  const help = (...args) =>
    execFileSync(process.execPath, [cli, ...args, '--help'], { encoding: 'utf8', env: { ...process.env, COLUMNS: '72' } });
  const all = help();
  const commands = [...all.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name).filter((name) => name !== 'help');
  const [, description] = /^Usage:[^\n]*\n\n([\s\S]*?)\n\n/.exec(all);
  return [
    `.TH ESMTP-LENS 1 "" "esmtp-lens ${version}" "User Commands"`,
    '.SH NAME',
    'esmtp-lens \\- find, explain and mend what a Cisco PIX or ASA does to mail',
    '.SH SYNOPSIS',
    '.B esmtp-lens',
    '.I command',
    '[options] [arguments]',
    '.SH DESCRIPTION',
    text(description),
    ...commands.flatMap((name) => [`.SH "${name.toUpperCase()}"`, '.nf', text(help(name).trimEnd()), '.fi']),
    '',
  ].join('\n');
}

/** Nothing of a text is a request of roff: no line begins with one, no backslash and no hyphen means another sign. */
function text(plain) {
  return plain
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/gm, '\\&');
}
