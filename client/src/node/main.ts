/** Entry of the desktop and remote extension hosts: the server is a Node process. */
import type { ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { CLIENT_ID, CLIENT_NAME, type Lens, start } from '../extension.ts';

export function create(context: ExtensionContext): Promise<Lens> {
  const module = context.asAbsolutePath('dist/server.js');
  return start(context, (options) => new LanguageClient(CLIENT_ID, CLIENT_NAME, { module, transport: TransportKind.ipc }, options));
}
