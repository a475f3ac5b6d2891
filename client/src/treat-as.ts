import * as vscode from 'vscode';

/** Sets the language of a document, the active one when none is named, as the language picker of VS Code does. Nothing else is remembered. */
export async function treatAs(language: string, uri = vscode.window.activeTextEditor?.document.uri): Promise<void> {
  if (uri === undefined) return;
  await vscode.languages.setTextDocumentLanguage(await vscode.workspace.openTextDocument(uri), language);
}
