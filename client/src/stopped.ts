/** What a person sees of a server that does not run: that nothing is checked, and where to begin anew. */
import * as vscode from 'vscode';

/** Makes a status item say it. */
export function sayStopped(item: vscode.LanguageStatusItem): void {
  item.busy = false;
  item.text = vscode.l10n.t('ESMTP Lens has stopped');
  item.detail = vscode.l10n.t('nothing is checked any more');
  item.severity = vscode.LanguageStatusSeverity.Error;
  item.command = { title: vscode.l10n.t('Restart'), command: 'esmtpLens.restart' };
}

/** Shows it where there is no client whose status could say so, as long as it is not disposed of. */
export function showStopped(languages: readonly string[]): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('esmtpLens.stopped', [...languages]);
  item.name = 'ESMTP Lens';
  sayStopped(item);
  return item;
}
