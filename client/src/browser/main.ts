/** Entry of the web extension host: the server is a worker. */
import { type ExtensionContext, Uri } from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import { CLIENT_ID, CLIENT_NAME, type Lens, start } from '../extension.ts';

// The one name that is needed here of the DOM's types, which would put the whole DOM within reach of the other files.
declare class Worker {
  constructor(url: string);
  terminate(): void;
}

export function create(context: ExtensionContext): Promise<Lens> {
  const url = Uri.joinPath(context.extensionUri, 'dist/server.js').toString(true);
  let worker: Worker | undefined;
  const stop = () => worker?.terminate();
  context.subscriptions.push({ dispose: stop });
  // A function, for a restart needs a new worker; and not the worker itself, for the host's `Worker` is not the one that makes it.
  const connect = async () => {
    stop();
    worker = new Worker(url);
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  return start(context, (options) => new LanguageClient(CLIENT_ID, CLIENT_NAME, connect, options));
}
