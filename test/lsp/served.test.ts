/** A language feature that answers, and that no client is told of, is never asked. */
import { expect, test } from 'vitest';
import type { Connection } from 'vscode-languageserver';
import { Asking } from '../../server/src/lsp/asking.ts';
import { capabilities } from '../../server/src/lsp/capabilities.ts';
import { ClientSupport } from '../../server/src/lsp/client-support.ts';
import { ToldTokens } from '../../server/src/lsp/semantic-tokens.ts';
import { listeners } from '../../server/src/lsp/served.ts';

/** What a client must be told for each listener (LSP 3.17), by the beginning of its name. */
const TOLD: readonly (readonly [listener: string, capability: string])[] = [
  ['onHover', 'hoverProvider'],
  ['onCompletion', 'completionProvider'],
  ['onSignatureHelp', 'signatureHelpProvider'],
  ['onDocumentSymbol', 'documentSymbolProvider'],
  ['onFoldingRanges', 'foldingRangeProvider'],
  ['onDefinition', 'definitionProvider'],
  ['onReferences', 'referencesProvider'],
  ['onDocumentHighlight', 'documentHighlightProvider'],
  ['onPrepareRename', 'renameProvider'],
  ['onRenameRequest', 'renameProvider'],
  ['languages.semanticTokens', 'semanticTokensProvider'],
  ['languages.inlayHint', 'inlayHintProvider'],
  ['onCodeLens', 'codeLensProvider'],
  ['onDocumentLinks', 'documentLinkProvider'],
  ['languages.callHierarchy', 'callHierarchyProvider'],
];

/** A connection that notes which of its listeners are set. */
function noting(heard: string[], path: readonly string[] = []): Connection {
  return new Proxy(() => undefined, {
    get: (_, name) => noting(heard, [...path, String(name)]),
    apply: () => {
      heard.push(path.join('.'));
    },
  }) as unknown as Connection;
}

const heard: string[] = [];
const client = new ClientSupport({ textDocument: { rename: { prepareSupport: true } } });
const entries = listeners({
  connection: noting(heard),
  asking: new Asking(() => undefined),
  client,
  tokens: new ToldTokens(),
  commands: [],
  pages: undefined,
  document: () => undefined,
  workspaceRead: () => Promise.reject(new Error('nothing is read here')),
});
const toldOf = capabilities(client);
const told = new Set(Object.values(toldOf).flatMap((each) => Object.keys(each)));

test.each(Object.entries(entries))('%s is told of, and answers', (_, listen) => {
  heard.length = 0;
  listen();
  const listeners = heard.filter((name) => name !== 'onRequest');
  expect(listeners).not.toEqual([]);
  for (const name of listeners) {
    const capability = TOLD.find(([beginning]) => name.startsWith(beginning))?.[1];
    expect(capability, `what a client must be told for ${name}`).toBeDefined();
    expect([...told]).toContain(capability);
  }
});

test('a rename is prepared, where the client asks for that', () => {
  expect(toldOf.rename.renameProvider).toEqual({ prepareProvider: true });
});
