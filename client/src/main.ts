/**
 * Entry in every extension host. One file for all of them: the language client is most of it, and the package need not carry
 * that twice.
 */
import type { ExtensionContext } from 'vscode';
import type { Api } from './extension.ts';

export async function activate(context: ExtensionContext): Promise<Api> {
  const inNode = typeof process === 'object' && process.versions?.node !== undefined;
  const { activate: start } = await (inNode ? import('./node/main.ts') : import('./browser/main.ts'));
  return start(context);
}
