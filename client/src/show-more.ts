import type * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { MORE } from '../../server/src/features/protocol.ts';
import { readOnlyTexts, showRendered } from './read-only.ts';

/** Answers that are kept. */
const MOST = 20;

/** Shows the whole of what a hover says the beginning of. */
export function keepAnswers(client: BaseLanguageClient): vscode.Disposable & {
  show(uri?: string, line?: number, character?: number): Promise<void>;
} {
  const answers = readOnlyTexts('esmtp-lens-more', MOST);
  return {
    dispose: () => answers.dispose(),
    async show(uri, line, character) {
      if (uri === undefined) return;
      const asked = { textDocument: { uri }, position: { line, character } };
      const text = await client.sendRequest<string | null>(MORE, asked);
      if (text !== null) await showRendered(answers.keep('/ESMTP Lens.md', text));
    },
  };
}
