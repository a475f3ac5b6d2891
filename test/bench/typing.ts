/** What a language server makes a person wait for, from outside: a process of its own, asked over standard input and output. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';

export interface Served {
  readonly argv: readonly string[];
  readonly languageId: string;
  readonly text: string;
  /** What it is told as its settings, by section. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Milliseconds, and MiB. */
export interface Typing {
  readonly start: number;
  readonly open: number;
  readonly median: number;
  readonly p99: number;
  /** The most that it ever held; undefined where the system does not tell. */
  readonly memory: number | undefined;
}

interface Initialized {
  readonly capabilities: { readonly diagnosticProvider?: unknown };
}

/** @param edits so many keys are typed in the middle, and taken back */
export async function typing({ argv, languageId, text, settings = {} }: Served, edits: number): Promise<Typing> {
  const begin = performance.now();
  const child = spawn(process.execPath, argv, { stdio: ['pipe', 'pipe', 'ignore'] });
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const uri = `file:///bench/document.${languageId === 'cisco-asa' ? 'asa' : languageId}`;
  let published: (version: number | undefined) => void = () => undefined;
  connection.onRequest('workspace/configuration', ({ items }: { items: { section?: string }[] }) =>
    items.map(({ section }) => settings[section ?? ''] ?? null),
  );
  connection.onNotification('textDocument/publishDiagnostics', (told: { version?: number }) => published(told.version));
  connection.onRequest(() => null);
  connection.listen();
  try {
    const { capabilities } = await connection.sendRequest<Initialized>('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        workspace: { configuration: true },
        textDocument: { publishDiagnostics: { versionSupport: true }, diagnostic: {} },
      },
    });
    const start = performance.now() - begin;
    await connection.sendNotification('initialized', {});
    await connection.sendNotification('workspace/didChangeConfiguration', { settings });
    const timed = async (version: number, method: string, params: object) => {
      const from = performance.now();
      const pushed = new Promise<void>((resolve) => {
        published = (of) => {
          if (of === undefined || of >= version) resolve();
        };
      });
      await connection.sendNotification(method, params);
      if (capabilities.diagnosticProvider === undefined) await pushed;
      else await connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
      return performance.now() - from;
    };
    const open = await timed(1, 'textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
    const line = text.split('\n').length >> 1;
    const times: number[] = [];
    for (let i = 0; i < edits; i++) {
      const [from, to] = [
        { line, character: 3 },
        { line, character: 3 + (i % 2) },
      ];
      const contentChanges = [{ range: { start: from, end: to }, text: i % 2 === 0 ? 'x' : '' }];
      times.push(await timed(i + 2, 'textDocument/didChange', { textDocument: { uri, version: i + 2 }, contentChanges }));
      await wait(20);
    }
    return { start, open, median: quantile(times, 0.5), p99: quantile(times, 0.99), memory: peak(child.pid) };
  } finally {
    connection.dispose();
    child.kill();
  }
}

export function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function peak(pid: number | undefined): number | undefined {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return undefined;
  }
}
