/** A language client without an editor: talks to the real server over two streams in this process. */
import { PassThrough } from 'node:stream';
import {
  type ClientCapabilities,
  createConnection,
  createMessageConnection,
  type Diagnostic,
  type InitializeResult,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { CLIENT_COMMANDS, SHOW_MORE } from '../../server/src/features/protocol.ts';
import { disk } from '../../server/src/lsp/disk.ts';
import { startServer } from '../../server/src/lsp/server.ts';

export interface Client {
  readonly connection: MessageConnection;
  readonly result: InitializeResult;
  /** Every notification of that method so far, its params. */
  received(method: string): unknown[];
  /** Resolves with the first notification of that method that fits, also one that came before. */
  next<T>(method: string, fits?: (params: T) => boolean): Promise<T>;
  open(uri: string, languageId: string, text: string): void;
  change(uri: string, version: number, changes: unknown[]): void;
  pull(uri: string, previousResultId?: string): Promise<{ kind: string; resultId?: string; items?: Diagnostic[] }>;
  request<R>(method: string, params: unknown): Promise<R>;
  stop(): Promise<void>;
}

export const PULLS: ClientCapabilities = {
  textDocument: {
    diagnostic: {},
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    rename: { prepareSupport: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    completion: { completionItem: { documentationFormat: ['markdown', 'plaintext'] } },
    signatureHelp: { signatureInformation: { parameterInformation: { labelOffsetSupport: true } } },
  },
  workspace: { configuration: true, diagnostics: { refreshSupport: true } },
};
export const TAKES_PUSH: ClientCapabilities = { textDocument: { publishDiagnostics: { versionSupport: true } } };

/**
 * @param answers what the client answers to the server's requests, by method
 * @param commands those that the client has of its own
 * @param workspace `files`: it hands out files itself; `folder`: one on the disk is open
 */
export async function startClient(
  capabilities: ClientCapabilities,
  answers: Readonly<Record<string, (params: never) => unknown>> = {},
  // Without *More*: hovers are compared without an address in them.
  commands: readonly string[] = CLIENT_COMMANDS.filter((command) => command !== SHOW_MORE),
  workspace: { readonly files?: true; readonly folder?: string } = {},
): Promise<Client> {
  const up = new PassThrough();
  const down = new PassThrough();
  const { connection: server } = startServer(
    (options) => createConnection(new StreamMessageReader(up), new StreamMessageWriter(down), options),
    disk,
  );
  const connection = createMessageConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const seen: { method: string; params: unknown }[] = [];
  const waiting = new Set<() => void>();
  const hear = (method: string, params: unknown) => {
    seen.push({ method, params });
    for (const wake of [...waiting]) wake();
  };
  connection.onNotification(hear);
  connection.onUnhandledProgress((params) => hear('$/progress', params));
  connection.onRequest((method, params) => answers[method]?.(params as never) ?? null);
  connection.listen();
  const initializationOptions = { docs: 'file:///pages/', commands, files: workspace.files };
  const result = await connection.sendRequest<InitializeResult>('initialize', {
    processId: null,
    rootUri: workspace.folder ?? null,
    capabilities,
    initializationOptions,
  });
  await connection.sendNotification('initialized', {});
  const received = (method: string) => seen.filter((it) => it.method === method).map((it) => it.params);
  return {
    connection,
    result,
    received,
    next: <T>(method: string, fits: (params: T) => boolean = () => true) =>
      new Promise<T>((resolve) => {
        const look = () => {
          const found = (received(method) as T[]).find(fits);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    open: (uri, languageId, text) =>
      void connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } }),
    change: (uri, version, contentChanges) =>
      void connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges }),
    pull: (uri, previousResultId) => connection.sendRequest('textDocument/diagnostic', { textDocument: { uri }, previousResultId }),
    request: (method, params) => connection.sendRequest(method, params),
    stop: async () => {
      await connection.sendRequest('shutdown');
      connection.dispose();
      server.dispose();
    },
  };
}
