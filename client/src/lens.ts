/** What is loaded once a document of ours is open or a command wants it: the language client of the host that this runs in, and what is shown through it. */
import type { ExtensionContext } from 'vscode';
import type { Lens } from './extension.ts';

/** Starts the server. Rejects where it does not start. */
export async function create(context: ExtensionContext): Promise<Lens> {
  const inNode = typeof process === 'object' && process.versions?.node !== undefined;
  const host = await (inNode ? import('./node/main.ts') : import('./browser/main.ts'));
  return host.create(context);
}
