/** Lays a session beside what a firewall would make of it, or beside another: two documents that nobody can edit, and that are in no file, in VS Code's own diff. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { COMPARED, type Compared, PREDICTED, type SessionPlace, type TwoTexts } from '../../server/src/features/protocol.ts';
import { readOnlyTexts } from './read-only.ts';

/** Texts that are kept, two of a session. */
const MOST = 40;

type Show = (uri?: string, line?: number) => Promise<void>;

/** Keeps the texts that were shown. Without arguments it shows the session at the cursor. */
export function keepPredictions(client: BaseLanguageClient): vscode.Disposable & {
  readonly show: Show;
  readonly showRemedied: Show;
  compare(compared?: Compared): Promise<void>;
} {
  const texts = readOnlyTexts('esmtp-lens-session', MOST);
  /** @param none what is said where there is nothing to show */
  const showing = async (method: string, params: object | undefined, none: string) => {
    const found = params === undefined ? null : await client.sendRequest<TwoTexts | null>(method, params);
    if (found === null) {
      void vscode.window.showInformationMessage(none);
      return;
    }
    const [before, after] = [texts.keep('/before.smtp', found.before), texts.keep('/after.smtp', found.after)];
    await vscode.commands.executeCommand('vscode.diff', before, after, found.title);
  };
  const predicted =
    (remedied: boolean, none: string): Show =>
    (uri, line) => {
      const place = uri === undefined || line === undefined ? atCursor() : { uri, line };
      return showing(PREDICTED, place && { ...place, remedied }, none);
    };
  return {
    dispose: () => texts.dispose(),
    show: predicted(
      false,
      vscode.l10n.t('No firewall that changes this session is known. The comment "# esmtp-lens: firewall=NAME" above it names one.'),
    ),
    showRemedied: predicted(true, vscode.l10n.t('No remedy is proven that makes a difference to this session.')),
    compare: (compared) =>
      showing(
        COMPARED,
        compared ?? atCursor(),
        vscode.l10n.t('No other session with this server, recorded on the other side, is known in this workspace.'),
      ),
  };
}

function atCursor(): SessionPlace | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor && { uri: editor.document.uri.toString(), line: editor.selection.active.line };
}
