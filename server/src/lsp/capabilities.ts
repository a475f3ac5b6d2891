/** What the client is told at the start: what this server can do. What answers stands in `served.ts` and `server.ts`. */
import type { InitializeResult, ServerCapabilities, TextDocumentSyncKind } from 'vscode-languageserver';
import type { Document } from '../features/document.ts';
import { type Features, FIX_ALL, SEMANTIC_TOKEN_MODIFIERS, SEMANTIC_TOKEN_TYPES } from '../features/features.ts';
import { EXEMPT_HOST, MAKE_NOTE, WRITE_SHEET } from '../features/protocol.ts';
import type { ClientSupport } from './client-support.ts';

/** A language feature that a client asks for; `status` is told, not asked for. */
export type ServedFeature = Exclude<keyof Features<Document>, 'status'>;

/** Of each language feature. A member of `Features` that has no entry does not compile. */
export function capabilities({
  renameProvider,
}: Pick<ClientSupport, 'renameProvider'>): Readonly<Record<ServedFeature, ServerCapabilities>> {
  return {
    hover: { hoverProvider: true },
    // Names of interfaces stand in brackets: `(inside,outside)`.
    completion: { completionProvider: { triggerCharacters: [' ', '(', ','] } },
    signatureHelp: { signatureHelpProvider: { triggerCharacters: [' '] } },
    documentSymbols: { documentSymbolProvider: true },
    foldingRanges: { foldingRangeProvider: true },
    definition: { definitionProvider: true },
    references: { referencesProvider: true },
    documentHighlights: { documentHighlightProvider: true },
    prepareRename: {},
    rename: { renameProvider },
    semanticTokens: {
      semanticTokensProvider: {
        legend: { tokenTypes: [...SEMANTIC_TOKEN_TYPES], tokenModifiers: [...SEMANTIC_TOKEN_MODIFIERS] },
        full: { delta: true },
        range: true,
      },
    },
    inlayHints: { inlayHintProvider: true },
    codeLenses: { codeLensProvider: {} },
    documentLinks: { documentLinkProvider: {} },
    callHierarchy: { callHierarchyProvider: true },
  };
}

// Of the libraries of the protocol nothing is loaded for the first answer but types.
const INCREMENTAL: typeof TextDocumentSyncKind.Incremental = 2;

/** @param writesFiles it can show a text to a client that shows files only */
export function initializeResult(client: ClientSupport, writesFiles: boolean): InitializeResult {
  return {
    capabilities: {
      textDocumentSync: INCREMENTAL,
      ...(client.pulls && { diagnosticProvider: { identifier: 'esmtp-lens', interFileDependencies: true, workspaceDiagnostics: true } }),
      codeActionProvider: { codeActionKinds: ['quickfix', FIX_ALL], resolveProvider: client.resolvesActions },
      executeCommandProvider: { commands: [EXEMPT_HOST, MAKE_NOTE, ...(writesFiles ? [WRITE_SHEET] : [])] },
      workspaceSymbolProvider: true,
      ...Object.assign({}, ...Object.values(capabilities(client))),
    },
    serverInfo: { name: 'ESMTP Lens' },
  };
}
