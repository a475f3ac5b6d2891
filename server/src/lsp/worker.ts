/** The server's entry for a Web Worker: VS Code in a browser. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { startServer } from './server.ts';

declare const self: ConstructorParameters<typeof BrowserMessageReader>[0];

startServer((options) => createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self), options));
