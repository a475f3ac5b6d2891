/**
 * What Kate is told by the language server that it starts; run by editors.test.ts. Kate cannot be asked what it shows: what the server says to it
 * is written down on the way. Opens $FILE, waits for its findings, and writes them to $REPORT.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const { FILE, REPORT, HOME, PATH } = process.env;
const bin = path.join(HOME, 'for-kate');
const program = path.join(bin, 'esmtp-lens');
const said = path.join(HOME, 'said');
mkdirSync(bin, { recursive: true });
writeFileSync(said, '');
writeFileSync(program, `#!/bin/sh\n"${HOME}/esmtp-lens" "$@" | tee "${said}"\n`, { mode: 0o755 });
// What a person is asked at the first start, and says yes to.
writeFileSync(path.join(HOME, '.config/katerc'), `[lspclient]\nAllowedServerCommandLines=${program} lsp --stdio\n`);

/** The findings of the file in what was said, as whole messages. */
function found() {
  let rest = readFileSync(said);
  let findings = [];
  for (;;) {
    const head = /^Content-Length: (\d+)\r\n(?:.+\r\n)*\r\n/.exec(rest.subarray(0, 200).toString());
    if (head === null) return findings;
    const end = head[0].length + Number(head[1]);
    if (rest.length < end) return findings;
    const { method, params } = JSON.parse(rest.subarray(head[0].length, end).toString());
    if (method === 'textDocument/publishDiagnostics' && params.uri.endsWith(path.basename(FILE))) findings = params.diagnostics;
    rest = rest.subarray(end);
  }
}

const env = {
  ...process.env,
  PATH: `${bin}:${PATH}`,
  QT_QPA_PLATFORM: 'offscreen',
  XDG_RUNTIME_DIR: HOME,
  XDG_CONFIG_HOME: path.join(HOME, '.config'),
};
const kate = spawn('kate', ['--new', '--block', '--startanon', FILE], { env, stdio: 'inherit' });
const ended = new Promise((resolve) => kate.on('close', resolve));
let over = false;
void ended.then(() => {
  over = true;
});
// The test's patience has an end.
process.on('SIGTERM', () => kate.kill());
while (!over && found().length === 0) await new Promise((resolve) => setTimeout(resolve, 100));
const diagnostics = found().map(({ range, code }) => ({ line: range.start.line, code }));
kate.kill();
await ended;
writeFileSync(REPORT, JSON.stringify({ diagnostics }));
