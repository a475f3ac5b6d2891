/** The client, the same in every extension host: starts the server, asks the person, shows what the server says. */
import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { exemptHost } from './exempt-host.ts';
import { handOutFiles, showPlace } from './files.ts';
import { showCommands } from './show-commands.ts';
import { showSheets } from './show-sheet.ts';
import { showStatus } from './status.ts';
import { createTraceChannel } from './trace.ts';
import { treatAs } from './treat-as.ts';

export const LANGUAGES = ['cisco-asa', 'smtp-transcript'];

/** Also the section of the settings, where the language client looks for `trace.server`. */
export const CLIENT_ID = 'esmtpLens';
export const CLIENT_NAME = 'ESMTP Lens';

/** What `activate` returns to other extensions, our own tests among them. */
export interface Api {
  /** What the status item says about a document; undefined as long as nothing is known about it. */
  statusOf(uri: vscode.Uri): { readonly text: string; readonly detail: string } | undefined;
}

/** Starts the language client that `create` makes and registers the commands. Rejects when the server does not start. */
export async function start(
  context: vscode.ExtensionContext,
  create: (options: LanguageClientOptions) => BaseLanguageClient,
): Promise<Api> {
  const trace = createTraceChannel();
  const client = create({
    documentSelector: LANGUAGES.map((language) => ({ language })),
    outputChannel: vscode.window.createOutputChannel(CLIENT_NAME, { log: true }),
    traceOutputChannel: trace.channel,
    initializationOptions: {
      docs: vscode.Uri.joinPath(context.extensionUri, 'docs/rules/').toString(),
      commands: ['esmtpLens.exemptHost', 'esmtpLens.showCommands', 'esmtpLens.showSheet', 'esmtpLens.showPlace'],
      files: true,
    },
  });
  const status = showStatus(client, LANGUAGES);
  context.subscriptions.push(
    client,
    trace,
    status,
    vscode.commands.registerCommand('esmtpLens.treatAsAsa', (uri?: vscode.Uri) => treatAs('cisco-asa', uri)),
    vscode.commands.registerCommand('esmtpLens.treatAsTranscript', (uri?: vscode.Uri) => treatAs('smtp-transcript', uri)),
    vscode.commands.registerCommand('esmtpLens.exemptHost', (uri?: vscode.Uri | string, address?: string) =>
      exemptHost(client, uri, address),
    ),
    vscode.commands.registerCommand('esmtpLens.showCommands', showCommands),
    ...showSheets(),
    handOutFiles(client),
    vscode.commands.registerCommand('esmtpLens.showPlace', showPlace),
    vscode.commands.registerCommand('esmtpLens.restart', () => client.stop().then(() => client.start())),
    vscode.commands.registerCommand('esmtpLens.showTrace', () => trace.channel.show()),
  );
  await client.start();
  return { statusOf: status.of };
}
