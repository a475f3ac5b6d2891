/** Lays a session beside what a firewall would make of it: two documents that nobody can edit, and that are in no file, in VS Code's own diff. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { PREDICTED, type PredictedTexts } from '../../server/src/features/protocol.ts';
import { readOnlyTexts } from './read-only.ts';

/** Texts that are kept, two of a session. */
const MOST = 40;

type Show = (uri?: string, line?: number) => Promise<void>;

/** Keeps the texts that were shown. Without arguments it shows the session at the cursor. */
export function keepPredictions(client: BaseLanguageClient): vscode.Disposable & { readonly show: Show; readonly showRemedied: Show } {
  const texts = readOnlyTexts('esmtp-lens-session', MOST);
  const showing =
    (remedied: boolean, none: string): Show =>
    async (uri, line) => {
      const editor = vscode.window.activeTextEditor;
      const of = uri ?? editor?.document.uri.toString();
      const at = line ?? editor?.selection.active.line;
      const found =
        of === undefined || at === undefined
          ? null
          : await client.sendRequest<PredictedTexts | null>(PREDICTED, { uri: of, line: at, remedied });
      if (found === null) {
        vscode.window.showInformationMessage(none);
        return;
      }
      const [before, after] = [texts.keep('/before.smtp', found.before), texts.keep('/after.smtp', found.after)];
      await vscode.commands.executeCommand('vscode.diff', before, after, found.title);
    };
  return {
    dispose: () => texts.dispose(),
    show: showing(
      false,
      vscode.l10n.t('No firewall that changes this session is known. The comment "# esmtp-lens: firewall=NAME" above it names one.'),
    ),
    showRemedied: showing(true, vscode.l10n.t('No remedy is proven that makes a difference to this session.')),
  };
}
