/** Entry of the web extension host: the server is a worker. */
import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { type Api, CLIENT_ID, CLIENT_NAME, start } from '../extension.ts';

// The one name that is needed here of the DOM's types, which would put the whole DOM within reach of the other files.
declare class Worker {
  constructor(url: string);
  terminate(): void;
}

export function activate(context: ExtensionContext): Promise<Api> {
  const url = Uri.joinPath(context.extensionUri, 'dist/server.js').toString(true);
  return start(context, (options) => new LanguageClient(CLIENT_ID, CLIENT_NAME, async () => new Worker(url), options));
}
