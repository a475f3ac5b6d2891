/**
 * What it costs to have the extension: how long VS Code loads and activates it in each start of its extension host, as VS Code itself measures that
 * (`Developer: Startup Performance`), with a file of somebody else open and with one of ours. Writes its part of docs/benchmarks.md.
 *   node test/bench/activation.mjs [ROUNDS]      after npm run package; default 10 rounds of each
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import path from 'node:path';
import { eventually, person } from '../host/person.mjs';
import { openWorkbench } from '../host/workbench.mjs';
import { copyWorkspace } from '../host/workspace.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const rounds = Number(process.argv[2] ?? 10);
const OTHER = 'notes.txt';
const OURS = 'asa-9.1-before.asa';

const before = loadavg()[0];
const workspace = copyWorkspace();
writeFileSync(path.join(workspace.folder, OTHER), 'Buy milk.\n');
const workbench = await openWorkbench({
  workspace: workspace.folder,
  packages: [path.join(root, `esmtp-lens-${version}.vsix`)],
  log: () => {},
});
try {
  const I = person(workbench.page, workspace.folder, workbench.folder);
  const rows = [await measured(I, 'another file', OTHER), await measured(I, 'a configuration', OURS)];
  const table = [
    '| open | code loaded | `activate` called | until it is over |',
    '|---|---|---|---|',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ];
  console.log(table.join('\n'));
  const page = path.join(root, 'docs/benchmarks.md');
  const [others] = readFileSync(page, 'utf8').split(/\n## /);
  writeFileSync(page, `${others.trimEnd()}\n\n${section(table.join('\n'))}`);
} finally {
  await workbench.close();
  workspace.remove();
}

function section(table) {
  const load = `load ${before.toFixed(1)} when it began, ${loadavg()[0].toFixed(1)} when it ended`;
  return `## In VS Code

What is paid by who has the extension and opens a text, whatever it is: \`node test/bench/activation.mjs\` reads it off \`Developer: Startup Performance\`, which
tells whole milliseconds. Median, and in brackets the most, of ${rounds} starts of the extension host; ${load}.

${table}

The server, which reads a configuration, starts behind that and in a process of its own.
`;
}

/** @returns the cells of a row */
async function measured(I, what, file) {
  await I.closeAll();
  await I.open(file);
  const times = [];
  for (let round = 0; round < rounds; round++) {
    await I.command('Developer: Restart Extension Host');
    times.push(await activationOf(I));
    console.log(what, ...times.at(-1));
  }
  const cell = (each) => {
    const sorted = times.map(each).sort((a, b) => a - b);
    return `${sorted[Math.floor(sorted.length / 2)]} ms (${sorted.at(-1)} ms)`;
  };
  return [what, cell(([load]) => load), cell(([, call]) => call), cell(([load, call, finish]) => load + call + finish)];
}

/** What VS Code says of the last activation: load code, call activate, finish activate, in milliseconds. */
async function activationOf(I) {
  let told;
  await eventually('the times of the activation', async () => {
    await I.command('Developer: Startup Performance');
    await I.page.locator('.tab.active', { hasText: 'Startup Performance' }).waitFor();
    await I.goTo('esmtp-lens.esmtp-lens').catch(() => {});
    const text = await I.textOf('perfview:');
    told = /esmtp-lens\.esmtp-lens\s*\|[^|]*\|\s*(\d+)\s*\|\s*(\d+)\s*\|\s*(\d+)\s*\|/.exec(text)?.slice(1).map(Number);
    if (told === undefined) console.error(text.slice(0, 3000));
    await I.command('View: Close Editor');
    return told !== undefined;
  });
  return told;
}
