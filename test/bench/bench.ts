/**
 * Measures what a person waits for, prints it as a table, and writes that into docs/benchmarks.md.
 *   npm run bench [-- --peers FOLDER]     FOLDER: where `npm install vscode-langservers-extracted` was run, to measure beside it
 * Everything is measured in one run, by the clock, on a machine that should do nothing else; figures of two runs are not compared.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { CONFIGURATIONS, TRANSCRIPTS } from '../support/hostile.ts';
import { enterprise, json, plain, transcript } from './documents.ts';
import { quantile, type Typing, typing } from './typing.ts';

type Row = readonly [what: string, ours: string, peer: string];
/** An empty cell: it was not measured. */
const NONE = '';
const milliseconds = (time: number) => `${time < 100 ? time.toFixed(1) : Math.round(time).toLocaleString('en')} ms`;

export async function main(argv: readonly string[], root: string): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: { peers: { type: 'string' } } });
  const cli = join(root, 'dist/cli.js');
  if (!existsSync(cli)) throw new Error('npm run build comes first');
  const peer = values.peers && join(values.peers, 'node_modules/vscode-langservers-extracted/bin/vscode-json-language-server');
  if (peer && !existsSync(peer)) throw new Error(`${peer}: is not there`);
  const folder = mkdtempSync(join(tmpdir(), 'esmtp-lens-bench-'));
  const load = () => loadavg()[0]!.toFixed(1);
  const before = load();
  try {
    const rows = [...(await editorRows(cli, peer)), ...programRows(cli, folder)];
    const table = ['| what | ESMTP Lens | JSON server |', '|---|---|---|', ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');
    console.log(table);
    writeFileSync(join(root, 'docs/benchmarks.md'), page(table, `${before} when it began, ${load()} when it ended`));
    return 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const page = (table: string, load: string) => `# Benchmarks

\`npm run bench\` measures and writes this page; with \`-- --peers FOLDER\`, the JSON language server of VS Code beside it. By the clock, in one run:
figures of two runs say nothing about each other, and a load above the number of processors tells of other work. This one: ${cpus().length} processors (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}, load ${load}.
An empty cell was not measured.

${table}

The documents stand in \`test/bench/documents.ts\` and \`test/support/hostile.ts\`.
`;

const EDITS = 30;

async function editorRows(cli: string, peer: string | undefined): Promise<Row[]> {
  const rows: Row[] = [];
  for (const lines of [10_000, 100_000]) {
    const ours = await typing({ argv: [cli, 'lsp', '--stdio'], languageId: 'cisco-asa', text: plain(lines) }, EDITS);
    const settings = { json: { validate: { enable: true } } };
    const theirs = peer && (await typing({ argv: [peer, '--stdio'], languageId: 'json', text: json(lines), settings }, EDITS));
    const row = (what: string, tell: (typing: Typing) => string): Row => [
      `${what}, ${lines.toLocaleString('en')} lines`,
      tell(ours),
      theirs ? tell(theirs) : NONE,
    ];
    if (rows.length === 0)
      rows.push(['start to `initialize` answered', milliseconds(ours.start), theirs ? milliseconds(theirs.start) : NONE]);
    rows.push(
      row('edit to diagnostics, median', ({ median }) => milliseconds(median)),
      row('edit to diagnostics, p99', ({ p99 }) => milliseconds(p99)),
      row('open to first diagnostics', ({ open }) => milliseconds(open)),
      row('memory', ({ memory }) => (memory === undefined ? NONE : `${Math.round(memory)} MiB`)),
    );
  }
  return rows;
}

const ROUNDS = 5;

function programRows(cli: string, folder: string): Row[] {
  const run = (argv: readonly string[]) => {
    const begin = performance.now();
    const { status, signal, stderr } = spawnSync(process.execPath, argv, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 30 });
    if (status === null || status > 1) throw new Error(`${argv.join(' ')}: ${signal ?? status}: ${stderr}`);
    return performance.now() - begin;
  };
  const median = (argv: readonly string[], rounds = ROUNDS) => {
    const times = Array.from({ length: rounds }, () => run(argv));
    return quantile(times, 0.5);
  };
  const check = (what: string, name: string, text: string, rounds: number): Row => {
    writeFileSync(join(folder, name), text);
    const time = median([cli, 'check', name, '--format', 'json'], rounds);
    const { size } = statSync(join(folder, name));
    rmSync(join(folder, name));
    return [`\`check\` of ${what} (${(size / 1e6).toFixed(1)} MB)`, milliseconds(time), NONE];
  };
  const contexts = () => {
    mkdirSync(join(folder, 'contexts'));
    for (let i = 0; i < 10; i++) writeFileSync(join(folder, 'contexts', `context-${i}.asa`), enterprise(4000, 3));
    return median([cli, 'check', 'contexts', '--format', 'json'], 1);
  };
  return [
    ['bare Node, whole process', milliseconds(median(['-e', '0'])), NONE],
    ['`--version`, whole process', milliseconds(median([cli, '--version'])), NONE],
    check('a configuration of 200 lines', 'small.asa', plain(200), ROUNDS),
    check('a configuration of 100,000 lines', 'large.asa', plain(100_000), 1),
    check('a configuration of 1,000,000 lines', 'huge.asa', plain(1_000_000), 1),
    check('a large site: 40,000 entries, 2,000 translations', 'site.asa', enterprise(40_000), 1),
    ['`check` of the same in ten contexts, a file each', milliseconds(contexts()), NONE],
    check('a transcript of 100,000 lines', 'sessions.smtp', transcript(100_000), 1),
    ...Object.entries(CONFIGURATIONS).map(([what, text]) => check(`${what}, 20,000`, 'hostile.asa', text(20_000), 1)),
    ...Object.entries(TRANSCRIPTS).map(([what, text]) => check(`${what}, 100,000`, 'hostile.smtp', text(100_000), 1)),
  ];
}
