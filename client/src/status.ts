/** The status item: what the server understood of the document in front (version, mode, is mail inspected). */
import * as vscode from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { type DocumentStatus, STATUS_NOTIFICATION } from '../../server/src/features/protocol.ts';
import { sayStopped } from './stopped.ts';

const SEVERITIES: Record<DocumentStatus['severity'], vscode.LanguageStatusSeverity> = {
  information: vscode.LanguageStatusSeverity.Information,
  warning: vscode.LanguageStatusSeverity.Warning,
};

/** Shows the status of the active document, and answers for any open one. */
export function showStatus(
  client: BaseLanguageClient,
  languages: readonly string[],
): vscode.Disposable & { of(uri: vscode.Uri): DocumentStatus | undefined } {
  const known = new Map<string, DocumentStatus>();
  /** Changed since the server told of them. */
  const changed = new Set<string>();
  let isStopped = false;
  const item = vscode.languages.createLanguageStatusItem('esmtpLens.status', [...languages]);
  item.name = 'ESMTP Lens';

  const of = (uri: vscode.Uri) => known.get(uri.toString());
  const show = () => {
    item.command = undefined;
    if (isStopped) {
      sayStopped(item);
      return;
    }
    const document = vscode.window.activeTextEditor?.document;
    const status = document && of(document.uri);
    item.busy = document !== undefined && (status === undefined || changed.has(document.uri.toString()));
    item.text = status?.text ?? 'ESMTP Lens';
    item.detail = status?.detail ?? vscode.l10n.t('reading');
    item.severity = SEVERITIES[status?.severity ?? 'information'];
  };
  show();

  const subscription = vscode.Disposable.from(
    item,
    client.onNotification(STATUS_NOTIFICATION, (status: DocumentStatus) => {
      // Our own spelling of the address: the server may escape other characters than VS Code does.
      const uri = vscode.Uri.parse(status.uri).toString();
      known.set(uri, status);
      changed.delete(uri);
      show();
    }),
    client.onDidChangeState(({ newState }) => {
      isStopped = newState === State.Stopped || newState === State.StartFailed;
      // What the server said before it stopped is no longer watched over.
      if (isStopped) known.clear();
      show();
    }),
    vscode.window.onDidChangeActiveTextEditor(show),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0 || !known.has(document.uri.toString())) return;
      changed.add(document.uri.toString());
      show();
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      known.delete(document.uri.toString());
      changed.delete(document.uri.toString());
    }),
  );
  return { of, dispose: () => subscription.dispose() };
}
