/** The client of the server, the same in every extension host: starts it, asks the person, shows what it says. */
import * as vscode from 'vscode';
import { type BaseLanguageClient, CloseAction, type LanguageClientOptions } from 'vscode-languageclient';
import { CLIENT_COMMANDS, type Compared, RECOGNIZE, type Recognized, SHOW_MORE } from '../../server/src/features/protocol.ts';
import { readCapture } from './captures.ts';
import { exemptHost } from './exempt-host.ts';
import { handOutFiles, showPlace, showSessions } from './files.ts';
import { keepMenuCommands } from './menu-commands.ts';
import { pictures } from './picture-panel.ts';
import { RULE_PAGES } from './rule-pages.ts';
import { keepAnswers } from './show-more.ts';
import { keepPredictions } from './show-prediction.ts';
import { keepSheets, type Way } from './show-sheet.ts';
import { showStatus } from './status.ts';
import { createTraceChannel } from './trace.ts';
import { LANGUAGES } from './treat-as.ts';
import { keepNotes } from './write-note.ts';

/** Also the section of the settings, where the language client looks for `trace.server`. */
export const CLIENT_ID = 'esmtpLens';
export const CLIENT_NAME = 'ESMTP Lens';

/** What is known of documents. */
export interface Told {
  /** What the status item says about a document; undefined as long as nothing is known about it. */
  statusOf(uri: vscode.Uri): { readonly text: string; readonly detail: string } | undefined;
}

/** What `activate` returns to other extensions, our own tests among them. */
export interface Api extends Told {
  /** Resolves once the server answers that a document or a command has asked for; rejects where it does not start. */
  answers(): Promise<void>;
}

/** The running client. Disposed of, it leaves nothing behind. */
export interface Lens extends Told, vscode.Disposable {
  /** By their names behind `esmtpLens.`. */
  readonly commands: {
    exemptHost(uri?: vscode.Uri | string, address?: string): Promise<void>;
    showSheet(...ways: readonly Way[]): Promise<void>;
    copyCommands(sheet?: vscode.Uri): Promise<void>;
    showMore(uri?: string, line?: number, character?: number): Promise<void>;
    /** Rejects when the server does not start again: then only another client can start one. */
    restart(): Promise<void>;
    showPlace(uri: string, line: number): Promise<void>;
    showSessions(uri: string, line: number, places: readonly { uri: string; line: number }[]): Promise<void>;
    showPrediction(uri?: string, line?: number): Promise<void>;
    showRemedied(uri?: string, line?: number): Promise<void>;
    compareSessions(compared?: Compared): Promise<void>;
    showPicture(): Promise<void>;
    writeNote(uri?: vscode.Uri | string, to?: string, language?: string): Promise<void>;
    showTrace(): void;
  };
  /** What a text is; undefined where it is nothing of ours. */
  recognize(text: string): Promise<Recognized | undefined>;
  /** A file of packets as a transcript, and what is to be said about it. */
  readCapture(file: vscode.Uri): ReturnType<typeof readCapture>;
}

/** Starts the language client that `make` makes. Rejects when the server does not start, and leaves nothing behind then. */
export async function start(context: vscode.ExtensionContext, make: (options: LanguageClientOptions) => BaseLanguageClient): Promise<Lens> {
  const trace = createTraceChannel();
  const output = vscode.window.createOutputChannel(CLIENT_NAME, { log: true });
  const menu = keepMenuCommands();
  let runs = false;
  const client = make({
    documentSelector: LANGUAGES.map((language) => ({ language })),
    outputChannel: output,
    traceOutputChannel: trace.channel,
    // The one command that a hover links to.
    markdown: { isTrusted: { enabledCommands: [SHOW_MORE] } },
    middleware: {
      provideCodeActions: async (document, range, context, token, next) => menu.kept((await next(document, range, context, token)) ?? []),
    },
    initializationOptions: {
      docs: RULE_PAGES,
      commands: CLIENT_COMMANDS,
      files: true,
    },
    // That it does not start the client says by itself; it would say so three times.
    initializationFailedHandler: () => false,
    errorHandler: {
      error: (...told) => whenRunning.error(...told),
      // One that dies is started again; one that does not even start would do so again.
      closed: () => (runs ? whenRunning.closed() : { action: CloseAction.DoNotRestart, handled: true }),
    },
  });
  const whenRunning = client.createDefaultErrorHandler();
  const status = showStatus(client, LANGUAGES);
  const sheets = keepSheets();
  const answers = keepAnswers(client);
  const predictions = keepPredictions(client);
  const picture = pictures(client);
  const notes = keepNotes(client);
  const all = vscode.Disposable.from(
    client,
    trace,
    output,
    menu,
    status,
    sheets,
    answers,
    predictions,
    picture,
    notes,
    handOutFiles(client),
  );
  context.subscriptions.push(all);
  const begin = async () => {
    runs = false;
    await client.start();
    runs = true;
  };
  try {
    await begin();
  } catch (error) {
    all.dispose();
    throw error;
  }
  return {
    dispose: () => all.dispose(),
    statusOf: status.of,
    recognize: async (text) => (await client.sendRequest<Recognized | null>(RECOGNIZE, { text })) ?? undefined,
    readCapture: (file) => readCapture(client, file),
    commands: {
      exemptHost: (uri, address) => exemptHost(client, uri, address),
      showSheet: sheets.show,
      copyCommands: sheets.copyCommands,
      showMore: answers.show,
      showPlace,
      showSessions,
      showPrediction: predictions.show,
      showRemedied: predictions.showRemedied,
      compareSessions: predictions.compare,
      showPicture: picture.show,
      writeNote: notes.write,
      async restart() {
        if (client.isRunning()) await client.stop();
        await begin();
      },
      showTrace: () => trace.channel.show(),
    },
  };
}
