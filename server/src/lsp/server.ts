/**
 * The language server over any connection: stdio, IPC or a Web Worker. It keeps the open documents and hands each request to the
 * language's feature; what a feature answers is plain data, turned here into what the protocol wants.
 */

import {
  type Connection,
  type ConnectionOptions,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type InitializeParams,
  ResponseError,
  TextDocuments,
} from 'vscode-languageserver';
import { noteAnswer } from '../answers/note.ts';
import type { NoteAnswer } from '../answers/types.ts';
import { isAsaDump } from '../captures/asa-dump.ts';
import { type Around, tieIn } from '../features/around.ts';
import { chosenIn, codeActions, resolveAction } from '../features/code-actions.ts';
import { detectLanguage } from '../features/detect.ts';
import { diagnostics } from '../features/diagnostics.ts';
import {
  changeDocument,
  type Document,
  type LanguageId,
  openDocument,
  type TranscriptDocument,
  withSettings,
} from '../features/document.ts';
import { exemptHost } from '../features/exempt-host.ts';
import { comparedAt, comparedTexts } from '../features/other-side.ts';
import {
  CAPTURE,
  type CapturePiece,
  COMPARED,
  type Compared,
  EXEMPT_HOST,
  FIND_FILES,
  MAKE_NOTE,
  PICTURE,
  PREDICTED,
  READ_FILE,
  RECOGNIZE,
  type Recognized,
  type SessionPlace,
  SHOW_SHEET,
  STATUS_NOTIFICATION,
  WRITE_SHEET,
} from '../features/protocol.ts';
import { sessionPicture } from '../features/transcript/picture.ts';
import { predictedTexts, remediedTexts } from '../features/transcript/prediction.ts';
import { workspaceSymbols } from '../features/workspace-symbols.ts';
import { NOTE_LANGUAGES } from '../note/note.ts';
import { READERS } from '../note/sentences.ts';
import type { Session } from '../smtp/model.ts';
import { sure } from '../text/at.ts';
import { Lines } from '../text/lines.ts';
import { inPlainWords } from '../text/markup.ts';
import { isRecord, thrown } from '../text/unknown.ts';
import { Asking } from './asking.ts';
import { initializeResult } from './capabilities.ts';
import { Captures } from './captures.ts';
import { ClientSupport } from './client-support.ts';
import { ClosedFindings } from './closed.ts';
import { MessageQueue, REFUSED, type Refusal } from './queue.ts';
import { refusing } from './refusing.ts';
import { ToldTokens } from './semantic-tokens.ts';
import { listeners, type Serving } from './served.ts';
import { checksClosed, SETTINGS_SECTION, toSettings } from './settings.ts';
import { type Disk, type FileSource, type Progress, Workspace } from './workspace.ts';

const LANGUAGES: readonly LanguageId[] = ['cisco-asa', 'smtp-transcript'];

export interface InitializationOptions {
  /** Folder of the rules' pages, as a URI that ends with `/`. */
  readonly docs?: string;
  /** Commands of the client that code actions may name; an editor that has none is offered none that would fail. */
  readonly commands?: readonly string[];
  /** The client answers `esmtpLens/findFiles` and `esmtpLens/readFile`; else files are looked for on the disk, where there is one. */
  readonly files?: boolean;
}

/** Files whose coming and going is told; which of them are read, `workspace.ts` decides. */
const WATCHED = '**/*.{asa,smtp,cfg,conf,config,confg,cisco,txt,log,eml,mbox}';

/** So long is what a document is asked kept waiting for a client that is to tell settings for it; the defaults hold until it does. */
const SETTINGS_PATIENCE_MS = 2000;

/** What an open document is to `TextDocuments`: the current state of it. */
interface OpenDocument {
  readonly uri: string;
  version: number;
  document: Document;
  /** Which text it is, among all that any document had: a version that the client counts is no proof of the same text. */
  state: number;
  /** Resolved when the settings for it have arrived. */
  ready: Promise<void>;
}

/**
 * @param connect makes the connection, with the options that the server wants for it
 * @param disk where there is one: its files are read where the client hands out none
 * @returns the queue of its messages, and the connection
 */
export function startServer(
  connect: (options: ConnectionOptions) => Connection,
  disk?: Disk,
): { connection: Connection; queue: MessageQueue } {
  const queue = new MessageQueue();
  const connection = connect({ messageStrategy: queue });
  connection.onRequest(REFUSED, ({ code, message }: Refusal) => new ResponseError(code, message));
  connection.onInitialize((params) => {
    const client = new ClientSupport(params.capabilities);
    new Server(connection, params, client, disk).listen();
    return initializeResult(client, disk !== undefined);
  });
  connection.listen();
  return { connection, queue };
}

/** From `initialize` on. */
class Server implements Serving {
  readonly connection: Connection;
  private readonly documents: TextDocuments<OpenDocument>;
  readonly pages: string | undefined;
  readonly commands: readonly string[];
  readonly client: ClientSupport;
  readonly document = (uri: string): Document | undefined => this.documents.get(uri)?.document;
  readonly asking = new Asking(this.document);
  readonly tokens = new ToldTokens();
  /** Told by `workspace/didChangeConfiguration` where the client cannot be asked. */
  private toldSettings: unknown;
  private readonly captures = new Captures();
  private states = 0;
  /** Counts changes of settings: part of a `resultId`. */
  private epoch = 0;
  private readonly disk: Disk | undefined;
  private readonly workspace: Workspace;
  private known: { readonly state: string; readonly around: Around } | undefined;
  private readonly closed = new ClosedFindings({
    read: () => this.workspace.read(),
    closed: () => this.workspace.closed,
    isOpen: (uri) => this.documents.get(uri) !== undefined,
    diagnosticsOf: (document) => this.client.diagnostics(diagnostics(document, this.pages, this.around())),
    epoch: () => this.epoch,
    progress: () => this.progress(),
  });

  /**
   * @param params of `initialize`
   * @param client what they say of the client
   * @param disk where there is one: its files are read where the client hands out none
   */
  constructor(connection: Connection, params: InitializeParams, client: ClientSupport, disk: Disk | undefined) {
    this.connection = connection;
    this.disk = disk;
    this.client = client;
    const { initializationOptions, workspaceFolders, rootUri } = params;
    const { docs, commands, files }: { [K in keyof InitializationOptions]?: unknown } = initializationOptions ?? {};
    this.pages = typeof docs === 'string' ? docs : undefined;
    this.commands = Array.isArray(commands) ? commands : [];
    const folders = workspaceFolders?.map(({ uri }) => uri) ?? (typeof rootUri === 'string' ? [rootUri] : []);
    this.workspace = this.workspaceOf(files === true ? this.filesOfClient() : disk?.files(folders));
    this.documents = new TextDocuments<OpenDocument>({
      create: (uri, languageId, version, text) => {
        // Whatever a client sends; a text that is none cannot be read anyway.
        if (typeof uri !== 'string') throw new TypeError('a document without an address');
        // Other editors have names of their own for a kind of file, or none.
        const known = LANGUAGES.find((id) => id === languageId);
        const language = known ?? detectLanguage(uri, text) ?? 'cisco-asa';
        return {
          uri,
          version,
          document: openDocument(uri, language, Lines.read(text)),
          state: ++this.states,
          ready: Promise.resolve(),
        };
      },
      update: (open, changes, version) => {
        open.document = changeDocument(open.document, changes);
        open.version = version;
        open.state = ++this.states;
        return open;
      },
    });
  }

  private initialized(): void {
    if (this.client.watchesSettings)
      this.tell(
        'registering for changed settings',
        this.connection.client.register(DidChangeConfigurationNotification.type, { section: SETTINGS_SECTION }),
      );
    if (this.client.watchesFiles)
      this.tell(
        'registering for changed files',
        this.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: WATCHED }] }),
      );
  }

  /** What the client refuses, or what does not reach it, is written into its log; the server goes on without. */
  private tell(what: string, sent: unknown): void {
    // Some promises of the library are typed as nothing.
    Promise.resolve(sent).catch((error: unknown) => this.connection.console.warn(`ESMTP Lens: ${what}: ${thrown(error)}`));
  }

  /** Answers everything that comes after `initialize`. */
  listen(): void {
    const { connection, documents } = this;
    connection.onInitialized(() => this.initialized());
    documents.onDidOpen(({ document }) => {
      // In the background: nothing waits for it but what is about other files.
      this.tell('reading the workspace', this.workspace.read());
      document.ready = withPatience(this.applySettings(document));
    });
    documents.onDidChangeContent(({ document }) => this.changed(document));
    documents.onDidClose(({ document }) => {
      this.tokens.forget(document.uri);
      if (!this.client.pulls) this.tell('sending diagnostics', connection.sendDiagnostics({ uri: document.uri, diagnostics: [] }));
    });
    connection.onDidChangeConfiguration(({ settings }) => this.settingsChanged(settings));
    connection.languages.diagnostics.on(({ textDocument, previousResultId }) => this.pull(textDocument.uri, previousResultId));
    connection.languages.diagnostics.onWorkspace((params, token, _, partial) => this.closed.pull(params, token, partial));
    connection.onDidChangeWatchedFiles(({ changes }) => this.workspace.touched(changes.map(({ uri }) => uri)));
    connection.onRequest(RECOGNIZE, ({ text }: { text: string }): Recognized | null =>
      isAsaDump(text) ? 'capture' : (detectLanguage('', text) ?? null),
    );
    connection.onExecuteCommand(({ command, arguments: args = [] }) => {
      if (command === MAKE_NOTE) return this.writeNote(args);
      return command === WRITE_SHEET ? this.writeSheet(args) : this.execute(command, args);
    });
    connection.onCodeAction(({ textDocument, range, context }) => {
      const document = this.document(textDocument.uri);
      if (document === undefined) return null;
      const { resolvesActions } = this.client;
      const around = this.around();
      const actions = this.asking.once(document, `codeAction ${JSON.stringify([range, context, this.known?.state])}`, () =>
        codeActions(document, range, context.diagnostics, context.only, resolvesActions, around, this.hasCommand(SHOW_SHEET)),
      );
      return actions.flatMap((action) => {
        const { command } = action;
        if (command === undefined) return [this.client.action(action)];
        if (!this.hasCommand(command.command)) return [];
        const own = command.command === SHOW_SHEET && !this.commands.includes(SHOW_SHEET);
        return [own ? { ...action, command: { ...command, command: WRITE_SHEET } } : action];
      });
    });
    connection.onCodeActionResolve((action) => {
      const document = this.anyDocument(chosenIn(action) ?? '');
      return document === undefined ? action : refusing(() => this.client.action(resolveAction(document, action)));
    });
    connection.onWorkspaceSymbol(({ query }) =>
      workspaceSymbols(
        documents.all().map((open) => open.document),
        query,
      ),
    );
    connection.onRequest(PREDICTED, ({ uri, line, remedied }: { uri: string; line: number; remedied?: boolean }) =>
      this.ofSession(uri, (document, around) => (remedied === true ? remediedTexts : predictedTexts)(document, line, around)),
    );
    connection.onRequest(PICTURE, ({ uri, line }: { uri: string; line: number }) =>
      this.ofSession(uri, (document, around) => sessionPicture(document, line, around)),
    );
    connection.onRequest(COMPARED, async (asked: Compared | SessionPlace) => {
      await this.workspace.read();
      const around = this.around();
      const compared = 'plain' in asked ? asked : await this.ofSession(asked.uri, (document) => comparedAt(document, asked.line, around));
      return (compared && comparedTexts(compared, (uri) => this.anyDocument(uri))) ?? null;
    });
    connection.onRequest(CAPTURE, (piece: CapturePiece) => this.captures.take(piece) ?? null);
    for (const listen of Object.values(listeners(this))) listen();
    documents.listen(connection);
  }

  /** What is asked of a transcript and its firewall. */
  private async ofSession<R>(uri: string, ask: (document: TranscriptDocument, around: Around) => R | undefined): Promise<R | null> {
    await this.workspace.read();
    const document = this.document(uri);
    return document?.language === 'smtp-transcript' ? (ask(document, this.around()) ?? null) : null;
  }

  /** Open or not: a remedy may be in another file. */
  private anyDocument(uri: string): Document | undefined {
    return this.around().documents.find((document) => document.uri === uri);
  }

  async workspaceRead(): Promise<{ readonly around: Around; readonly state: string }> {
    await this.workspace.read();
    const around = this.around();
    return { around, state: sure(this.known).state };
  }

  /** What is known of the workspace now: one object as long as it stays the same. */
  private around(): Around {
    const state = `${this.states}.${this.epoch}.${this.documents.all().length}`;
    if (this.known?.state !== state) {
      const closed = this.workspace.closed.map(({ document }) => document);
      this.known = { state, around: { documents: [...this.documents.all().map(({ document }) => document), ...closed] } };
    }
    return this.known.around;
  }

  private workspaceOf(source: FileSource | undefined): Workspace {
    return new Workspace(source, {
      settingsFor: async (uris) =>
        (await this.settingsFor(uris)).map((told) => ({ settings: toSettings(told), checked: checksClosed(told) })),
      isOpen: (uri) => this.documents.get(uri) !== undefined,
      progress: () => this.progress(),
      changed: () => this.othersChanged(),
    });
  }

  private async progress(): Promise<Progress | undefined> {
    return this.client.showsProgress ? this.connection.window.createWorkDoneProgress() : undefined;
  }

  private filesOfClient(): FileSource {
    return {
      list: (extensions, most) => this.connection.sendRequest<string[]>(FIND_FILES, { extensions, most }),
      read: async (uri, most) => (await this.connection.sendRequest<string | null>(READ_FILE, { uri, most })) ?? undefined,
    };
  }

  /** What is said of a document may depend on the others. */
  private othersChanged(): void {
    this.epoch++;
    this.closed.wake();
    this.refresh(this.documents.all());
  }

  /** Has the client ask again for what is shown of documents. */
  private refresh(documents: readonly OpenDocument[]): void {
    if (!this.client.pulls) for (const open of documents) this.changed(open);
    else if (this.client.refreshesDiagnostics) this.tell('refreshing diagnostics', this.connection.languages.diagnostics.refresh());
    if (this.client.refreshesLenses) this.tell('refreshing code lenses', this.connection.sendRequest('workspace/codeLens/refresh'));
  }

  private changed(open: OpenDocument): void {
    if (!this.client.pulls) this.tell('sending diagnostics', this.push(open));
  }

  private async push({ uri, version, document }: OpenDocument): Promise<void> {
    const items = this.client.diagnostics(diagnostics(document, this.pages, this.around()));
    this.tell('sending the status', this.sendStatus(document));
    await this.connection.sendDiagnostics({ uri, version, diagnostics: items });
  }

  private async pull(uri: string, previousResultId: string | undefined): Promise<DocumentDiagnosticReport> {
    const open = this.documents.get(uri);
    if (open === undefined) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
    await open.ready;
    // Its findings name places in others.
    const around = this.around();
    const resultId = `${open.state}.${this.known?.state}`;
    if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
    const items = this.client.diagnostics(diagnostics(open.document, this.pages, around));
    this.tell('sending the status', this.sendStatus(open.document));
    return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
  }

  private async sendStatus(document: Document): Promise<void> {
    const status = this.asking.in({ textDocument: document }, (features, it) => features.status?.(it));
    if (status !== null)
      await this.connection.sendNotification(STATUS_NOTIFICATION, {
        ...status,
        uri: document.uri,
        text: inPlainWords(status.text),
        detail: inPlainWords(status.detail),
      });
  }

  private async settingsChanged(settings: unknown): Promise<void> {
    this.toldSettings = isRecord(settings) ? settings[SETTINGS_SECTION] : undefined;
    await Promise.all(this.documents.all().map((open) => this.applySettings(open)));
    await this.workspace.settled();
  }

  /** Settings have resource scope: each document is asked for on its own. */
  private async applySettings(open: OpenDocument): Promise<void> {
    const [told] = await this.settingsFor([open.uri]);
    const settings = toSettings(told);
    // The client may have closed it before it answered.
    if (this.documents.get(open.uri) !== open) return;
    if (JSON.stringify(settings) === JSON.stringify(open.document.settings)) return;
    open.document = withSettings(open.document, settings);
    this.epoch++;
    if (this.client.refreshesHints) this.tell('refreshing hints', this.connection.languages.inlayHint.refresh());
    this.refresh([open]);
  }

  /** What the client says of documents; where it does not answer, what it told unasked, or nothing. */
  private async settingsFor(uris: readonly string[]): Promise<readonly unknown[]> {
    if (uris.length === 0 || !this.client.tellsSettingsWhenAsked) return uris.map(() => this.toldSettings);
    const asked = this.connection.workspace.getConfiguration(uris.map((scopeUri) => ({ scopeUri, section: SETTINGS_SECTION })));
    this.tell('asking for settings', asked);
    const answer: readonly unknown[] = await asked.catch(() => []);
    return uris.map((_, index) => answer[index] ?? this.toldSettings);
  }

  private async writeNote([uri, to, language]: unknown[]): Promise<NoteAnswer | null> {
    const document = this.anyDocument(typeof uri === 'string' ? uri : '');
    const reader = READERS.find((each) => each === to);
    const tongue = NOTE_LANGUAGES.find((each) => each === language);
    if (document === undefined || reader === undefined || tongue === undefined) return null;
    await this.workspace.read();
    const around = this.around();
    const tie = (session: Session | undefined) => (document.language === 'smtp-transcript' ? tieIn(document, session, around) : undefined);
    return noteAnswer(document, tie, { to: reader, language: tongue, anonymous: false });
  }

  /** Of the client, or in its place. */
  private hasCommand(name: string): boolean {
    return this.commands.includes(name) || (name === SHOW_SHEET && this.disk !== undefined);
  }

  /** All of them on one page, for a client that can ask nothing. */
  private async writeSheet(ways: readonly unknown[]): Promise<void> {
    const sheets = ways.flatMap((way) => {
      const sheet = isRecord(way) ? way['sheet'] : undefined;
      return typeof sheet === 'string' ? [sheet] : [];
    });
    if (this.disk === undefined || sheets.length === 0) return;
    const uri = await this.disk.keep('change-sheet.md', sheets.join('\n---\n\n'));
    const shown = this.client.showsDocuments && (await this.connection.window.showDocument({ uri, takeFocus: true })).success;
    if (!shown) this.tell('showing a message', this.connection.window.showInformationMessage(`The change sheet is in ${uri}`));
  }

  private async execute(command: string, [uri, address]: unknown[]): Promise<void> {
    if (command !== EXEMPT_HOST || typeof uri !== 'string' || typeof address !== 'string') return;
    const document = this.anyDocument(uri);
    if (document?.language !== 'cisco-asa') return;
    const outcome = exemptHost(document, address);
    // A client may answer neither before its person has read it, or looked at the edit.
    if (typeof outcome === 'string') this.tell('showing a message', this.connection.window.showErrorMessage(inPlainWords(outcome)));
    else {
      const label = `Exempt ${address} from ESMTP inspection`;
      await this.connection.workspace.applyEdit({ label, edit: this.client.edit(outcome, label) });
    }
  }
}

/** Resolved with what is waited for, or without it. */
async function withPatience(awaited: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, SETTINGS_PATIENCE_MS);
  });
  await Promise.race([awaited, enough]).finally(() => clearTimeout(timer));
}
