/** The server as editors start it: what is no message of the protocol, and what becomes of the process. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { ROOT } from '../cli/run.ts';

const CLI = join(ROOT, 'dist', 'cli.js');
beforeAll(() => {
  if (!existsSync(CLI)) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT });
});

const framed = (text: string) => `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
const request = (id: number, method: string, params?: object) => framed(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
const INITIALIZE = request(1, 'initialize', { processId: null, rootUri: null, capabilities: {} });
const SHUTDOWN = request(2, 'shutdown');
const EXIT = framed(JSON.stringify({ jsonrpc: '2.0', method: 'exit' }));

/** Everything is sent at once; the input is not closed, as an editor that waits for an answer would not. */
function serve(input: string): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [CLI, 'lsp', '--stdio']);
    let [out, err] = ['', ''];
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.on('error', () => undefined);
    child.stdin.write(input);
  });
}

test.each([
  ['no length', 'Content-Type: x\r\n\r\n{}'],
  ['a length that is none', 'Content-Length: many\r\n\r\n{}'],
  ['a line that is no header', 'hello\r\n\r\n'],
  ['a length that is too small', `Content-Length: 3\r\n\r\n${'{"id": 7, "method": "x"}'}`],
])('%s: it says so and ends', async (_, broken) => {
  const { code, err } = await serve(INITIALIZE + broken + SHUTDOWN);
  expect(code).toBe(1);
  expect(err).toMatch(/^esmtp-lens: what the client sends are no messages: .+\n$/m);
});

test.each([['{ not JSON'], [''], ['{"jsonrpc":"2.0","method":"$/cancelRequest"}'], ['null'], ['[]'], ['7']])(
  'a message that is none, %j, is passed over',
  async (text) => {
    const { code, out } = await serve(INITIALIZE + framed(text) + SHUTDOWN + EXIT);
    expect(code).toBe(0);
    expect(out).toContain('"id":2');
  },
);

test('ends with its client: 0 when that has said so, else 1', () => {
  const run = (input: string) => {
    try {
      execFileSync(process.execPath, [CLI, 'lsp', '--stdio'], { input });
      return 0;
    } catch (error) {
      return (error as { status: number }).status;
    }
  };
  expect([run(INITIALIZE), run('')]).toEqual([1, 1]);
});
