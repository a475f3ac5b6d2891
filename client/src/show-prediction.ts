/** Lays a session beside what a firewall would make of it: two documents that nobody can edit, and that are in no file, in VS Code's own diff. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { readOnlyTexts } from './read-only.ts';

/** Texts that are kept, two of a session. */
const MOST = 40;

/** What the server answers to `esmtpLens/predicted`. */
interface PredictedTexts {
  readonly title: string;
  readonly recorded: string;
  readonly predicted: string;
}

/** Keeps the texts that were shown. Without arguments it shows the session at the cursor. */
export function keepPredictions(client: BaseLanguageClient): vscode.Disposable & { show(uri?: string, line?: number): Promise<void> } {
  const texts = readOnlyTexts('esmtp-lens-session', MOST);
  return {
    dispose: () => texts.dispose(),
    async show(uri, line) {
      const editor = vscode.window.activeTextEditor;
      const of = uri ?? editor?.document.uri.toString();
      const at = line ?? editor?.selection.active.line;
      const found =
        of === undefined || at === undefined
          ? null
          : await client.sendRequest<PredictedTexts | null>('esmtpLens/predicted', { uri: of, line: at });
      if (found === null) {
        vscode.window.showInformationMessage(
          vscode.l10n.t('No firewall that changes this session is known. The comment "# esmtp-lens: firewall=NAME" above it names one.'),
        );
        return;
      }
      const [recorded, predicted] = [texts.keep('/recorded.smtp', found.recorded), texts.keep('/predicted.smtp', found.predicted)];
      await vscode.commands.executeCommand('vscode.diff', recorded, predicted, found.title);
    },
  };
}
