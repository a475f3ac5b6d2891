/**
 * What a reader sees on a screen of 80 columns, of every command: a line is broken once, where the screen ends, and never again; commands and
 * lines of files stay whole, to be copied. What goes through a pipe keeps its lines whole: nobody knows how wide its reader is.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { afterAll, expect, test } from 'vitest';
import { type Ended, esmtpLens, ROOT, removeFolders } from './run.ts';

const SCREEN = 80;
const example = (name: string) => readFileSync(join(ROOT, name), 'utf8');
const files = {
  'before.asa': example('examples/asa-9.1-before.asa'),
  'after.asa': example('examples/asa-9.1-after.asa'),
  'pix.asa': example('examples/pix-6.3.asa'),
  'masked.smtp': example('examples/masked-session.smtp'),
  'inside.smtp': example('test/fixtures/dialects/swaks-tls.smtp'),
  'refused.smtp': example('test/fixtures/rules/starttls-refused/noop-in-its-place.smtp'),
};
const FLOW = 'tcp 203.0.113.9 -> 198.51.100.25:25 on outside';

afterAll(removeFolders);

const ALL_RULES = 'test/fixtures/rules';
const ASKED: readonly (readonly string[])[] = [
  ['check', '.'],
  ['survey', '.'],
  ['explain', 'before.asa'],
  ['explain', 'before.asa', '--flow', FLOW],
  ['explain', 'pix.asa'],
  ['predict', 'before.asa', 'inside.smtp', '--flow', FLOW, '--remedied'],
  ['predict', 'before.asa', 'masked.smtp'],
  ['unmask', 'masked.smtp'],
  ['unmask', 'refused.smtp'],
  ['compare', 'inside.smtp', 'masked.smtp'],
  ['note', 'masked.smtp'],
  ['note', 'masked.smtp', '--to', 'firewall', '--language', 'de'],
  ['remedy', 'before.asa', '--disable'],
  ['remedy', 'before.asa', '--allow-tls'],
  ['remedy', 'before.asa', '--exempt', '192.168.1.1'],
  ['remedy', 'pix.asa', '--exempt', '192.168.1.1'],
  ['rules'],
  ['rules', 'inspection-hides-starttls'],
  ['rules', 'masked-ehlo-keyword'],
  ...[
    'check',
    'survey',
    'explain',
    'predict',
    'picture',
    'unmask',
    'compare',
    'note',
    'remedy',
    'lab',
    'scrub',
    'rules',
    'merge',
    'completion',
  ].map((name) => [name, '--help']),
  ['--help'],
];

/** A line of a file with its number or its marks below, as a frame shows it: cut where the screen ends. */
const FRAME = /^\s*\d* [|:]( |$)/;
/** What is to be copied, or read by a program, and stays whole: the place of a finding, commands, entries for a file, a row of the device's own words. */
const COPIED =
  /^\S+:\d+:\d+ .* \[[a-z-]+\]$|^ {2,}(?:(?:\S+: +)?(?:esmtp-lens|openssl|show|packet-tracer|access-list|class-map)\b|Postfix, )|^ {20}packet-tracer/;
/^ {2,}(?:\S+: +)?(?:esmtp-lens|openssl|show|packet-tracer|access-list|Postfix,|access rules|class-map)\b|^ {20}packet-tracer/;

const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');

/** The rows that each whole line was broken into. */
function broken(whole: readonly string[], rows: readonly string[]): string[][] {
  const left = rows.filter((row) => row.trim() !== '');
  return whole
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const wanted = words(line);
      const taken: string[] = [];
      while (taken.flatMap(words).length < wanted.length && left.length > 0) taken.push(...left.splice(0, 1));
      expect(taken.flatMap(words)).toEqual(wanted);
      return taken;
    });
}

test('check, of everything that is found', async () => {
  const found = readdirSync(join(ROOT, ALL_RULES)).flatMap((rule) => {
    const [first] = readdirSync(join(ROOT, ALL_RULES, rule)).filter((name) => /^(?:bad.*|[^.]*)\.(?:asa|smtp|log)$/.test(name));
    // Long files make it slow, and tell no more.
    return first === undefined || statSync(join(ROOT, ALL_RULES, rule, first)).size > 800
      ? []
      : [[`${rule}-${first}`, example(join(ALL_RULES, rule, first))] as const];
  });
  await reads(['check', '.'], Object.fromEntries(found));
});

test.each(ASKED.map((argv) => [argv.join(' '), argv] as const))('%s', async (_, argv) => {
  await reads(argv, files);
});

async function reads(argv: readonly string[], files: Readonly<Record<string, string>>): Promise<void> {
  const help = argv.includes('--help');
  const piped = await esmtpLens(argv, { files });
  const shown = await esmtpLens(help ? argv : [...argv, '--no-color'], { files, columns: SCREEN });
  const prose = ({ out }: Ended) => out.split('\n').filter((row) => !FRAME.test(row));
  for (const row of shown.out.split('\n')) {
    if (stringWidth(row) > SCREEN) expect(row).toMatch(COPIED);
  }
  // A table is laid out anew.
  if (argv[0] === 'survey' && !help) return;
  for (const rows of broken(prose(piped), prose(shown))) {
    for (const [at, row] of rows.entries()) {
      const next = rows[at + 1];
      // It was broken because the next word had no room, and for nothing else.
      if (next !== undefined) expect([row, next, stringWidth(`${row} ${words(next)[0]}`) > SCREEN]).toEqual([row, next, true]);
    }
  }
}

test('COLUMNS tells the width of what is no terminal', async () => {
  const { out } = await esmtpLens(['check', 'pix.asa'], { files, env: { COLUMNS: String(SCREEN) } });
  expect(out).toBe((await esmtpLens(['check', 'pix.asa', '--no-color'], { files, columns: SCREEN })).out);
});
