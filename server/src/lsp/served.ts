/** The language features over the connection: what answers each. What the client is told of them at the start stands in `capabilities.ts`. */
import type { CodeLens, Connection, Range, TextDocumentPositionParams } from 'vscode-languageserver';
import type { Around } from '../features/around.ts';
import type { Document } from '../features/document.ts';
import type { FirstScreen } from '../features/markdown.ts';
import { COMPARE_SESSIONS, MORE, SHOW_MORE, SHOW_REMEDIED } from '../features/protocol.ts';
import { contains } from '../text/lines.ts';
import type { Asking } from './asking.ts';
import type { ServedFeature } from './capabilities.ts';
import type { ClientSupport } from './client-support.ts';
import { refusing } from './refusing.ts';
import { encodeSemanticTokens, type ToldTokens } from './semantic-tokens.ts';

/** What the features need of the server. What it knows of the client, it knows from `initialize` on. */
export interface Serving {
  readonly connection: Connection;
  readonly asking: Asking;
  readonly client: ClientSupport;
  readonly tokens: ToldTokens;
  /** Those of the client. */
  readonly commands: readonly string[];
  /** Folder of the rules' pages, as a URI that ends with `/`. */
  readonly pages: string | undefined;
  /** The open document of an address. */
  readonly document: (uri: string) => Document | undefined;
  /** The workspace, once its files are read, and which state of it that is. */
  workspaceRead(): Promise<{ readonly around: Around; readonly state: string }>;
}

/** For each language feature what makes the connection answer. A member of `Features` that has no entry does not compile. */
export function listeners(server: Serving): Readonly<Record<ServedFeature, () => void>> {
  const { connection, asking } = server;
  const { callHierarchy, inlayHint, semanticTokens } = connection.languages;
  return {
    hover: () => {
      connection.onHover((p) => server.client.hover(hoverOf(server, p), () => linkToMore(server, p)));
      connection.onRequest(MORE, (p: TextDocumentPositionParams) => hoverOf(server, p)?.more ?? null);
    },
    completion: () =>
      connection.onCompletion((p) =>
        server.client.completion(asking.at(p, (features, document, at) => features.completion?.(document, at))),
      ),
    signatureHelp: () =>
      connection.onSignatureHelp((p) =>
        server.client.signatures(asking.at(p, (features, document, at) => features.signatureHelp?.(document, at))),
      ),
    documentSymbols: () =>
      connection.onDocumentSymbol((p) =>
        server.client.symbols(
          p.textDocument.uri,
          asking.everywhere(
            'symbols',
            p,
            ({ range }) => range.start.line,
            (features, document) => features.documentSymbols?.(document),
          ),
        ),
      ),
    foldingRanges: () =>
      connection.onFoldingRanges((p) =>
        asking.everywhere(
          'folding',
          p,
          ({ startLine }) => startLine,
          (features, document) => features.foldingRanges?.(document),
        ),
      ),
    definition: () => connection.onDefinition((p) => asking.at(p, (features, document, at) => features.definition?.(document, at))),
    references: () =>
      connection.onReferences((p) =>
        asking.at(p, (features, document, at) => features.references?.(document, at, p.context.includeDeclaration)),
      ),
    documentHighlights: () =>
      connection.onDocumentHighlight((p) => asking.at(p, (features, document, at) => features.documentHighlights?.(document, at))),
    prepareRename: () =>
      connection.onPrepareRename((p) => asking.at(p, (features, document, at) => features.prepareRename?.(document, at))),
    rename: () =>
      connection.onRenameRequest((p) =>
        asking.at(p, (features, document, at) => refusing(() => features.rename?.(document, at, p.newName))),
      ),
    semanticTokens: () => {
      const tokens = ({ uri }: { uri: string }, range?: Range) =>
        encodeSemanticTokens(
          asking.everywhere(
            `tokens ${JSON.stringify(range)}`,
            { textDocument: { uri } },
            ({ line }) => line,
            (features, document) => features.semanticTokens?.(document, range),
          ) ?? [],
        );
      const isOpen = ({ uri }: { uri: string }) => server.document(uri) !== undefined;
      semanticTokens.on(({ textDocument: it }) => (isOpen(it) ? server.tokens.full(it.uri, tokens(it)) : { data: [] }));
      semanticTokens.onDelta(({ textDocument: it, previousResultId }) =>
        isOpen(it) ? server.tokens.delta(it.uri, previousResultId, tokens(it)) : { data: [] },
      );
      semanticTokens.onRange(({ textDocument: it, range }) => ({ data: tokens(it, range) }));
    },
    inlayHints: () =>
      inlayHint.on((p) =>
        asking.everywhere(
          `hints ${JSON.stringify(p.range)}`,
          p,
          ({ position }) => position.line,
          (features, document) => features.inlayHints?.(document, p.range),
        ),
      ),
    codeLenses: () =>
      connection.onCodeLens(async (p) => {
        const { around, state } = await server.workspaceRead();
        return asking.everywhere(
          `lenses ${state}`,
          p,
          ({ range }) => range.start.line,
          (features, document) => features.codeLenses?.(document, around)?.flatMap((lens) => withCommandOfClient(lens, server.commands)),
        );
      }),
    documentLinks: () =>
      connection.onDocumentLinks((p) =>
        asking.everywhere(
          'links',
          p,
          ({ range }) => range.start.line,
          (features, document) => features.documentLinks?.(document),
        ),
      ),
    callHierarchy: () => {
      callHierarchy.onPrepare((p) => asking.at(p, (features, document, at) => features.callHierarchy?.prepare(document, at)));
      callHierarchy.onIncomingCalls(({ item }) =>
        asking.in({ textDocument: item }, (features, document) => features.callHierarchy?.incoming(document, item)),
      );
      callHierarchy.onOutgoingCalls(({ item }) =>
        asking.in({ textDocument: item }, (features, document) => features.callHierarchy?.outgoing(document, item)),
      );
    },
  };
}

function hoverOf({ asking, client }: Serving, params: TextDocumentPositionParams): FirstScreen | null {
  return asking.at(params, (features, document, at) => features.hover?.(document, at, client.surface));
}

/** The whole answer in a document of its own, or the page of a rule that finds something there. */
function linkToMore(
  { commands, pages, document }: Serving,
  { textDocument: { uri }, position }: TextDocumentPositionParams,
): string | undefined {
  if (commands.includes(SHOW_MORE)) {
    return `command:${SHOW_MORE}?${encodeURIComponent(JSON.stringify([uri, position.line, position.character]))}`;
  }
  const finding = document(uri)?.findings.find(({ range }) => contains(range, position));
  return pages !== undefined && finding !== undefined ? `${pages}${finding.rule}.md` : undefined;
}

/** What the client cannot do is said all the same, unless nothing else is said. */
function withCommandOfClient(lens: CodeLens, commands: readonly string[]): CodeLens[] {
  if (lens.command === undefined || commands.includes(lens.command.command)) return [lens];
  const saysNothingElse = [SHOW_REMEDIED, COMPARE_SESSIONS].includes(lens.command.command);
  return saysNothingElse ? [] : [{ ...lens, command: { title: lens.command.title, command: '' } }];
}
