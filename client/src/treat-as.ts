import * as vscode from 'vscode';
import { associationFor } from './associations.ts';
import { DRAFT } from './drafts.ts';

export const LANGUAGES = ['cisco-asa', 'smtp-transcript'] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * Sets the language of a document, the active one when none is named, as the language picker of VS Code does; then offers, once for a kind of
 * file, to remember it.
 */
export async function treatAs(
  memory: vscode.Memento,
  language: Language,
  uri = vscode.window.activeTextEditor?.document.uri,
): Promise<void> {
  if (uri === undefined) return;
  await vscode.languages.setTextDocumentLanguage(await vscode.workspace.openTextDocument(uri), language);
  // The command has done its work: a question that nobody answers must not hold it.
  void offerAlways(memory, language, uri);
}

/** Writes `files.associations` of the folder, or of the person where no folder is open. */
async function offerAlways(memory: vscode.Memento, language: Language, uri: vscode.Uri): Promise<void> {
  // These are in no folder, and have no like.
  if (uri.scheme === 'untitled' || uri.scheme === DRAFT) return;
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const association = associationFor(uri.path, folder !== undefined);
  if (association === undefined) return;
  const { pattern, like } = association;
  const files = vscode.workspace.getConfiguration('files', uri);
  const known = files.get<Record<string, string>>('associations', {});
  const asked = `esmtpLens.asked ${language} ${pattern}`;
  if (known[pattern] === language || memory.get(asked) === true) return;
  await memory.update(asked, true);
  const name = folder?.name ?? uri.path.split('/').at(-2) ?? '/';
  const always = vscode.l10n.t('Always for {0} in {1}', like, name);
  const answer = await vscode.window.showInformationMessage(
    language === 'cisco-asa'
      ? vscode.l10n.t('Treated as a firewall configuration, until it is closed.')
      : vscode.l10n.t('Treated as an SMTP transcript, until it is closed.'),
    always,
  );
  if (answer !== always) return;
  const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  // The settings of a single folder are those of the workspace.
  const target = folder === undefined ? Global : vscode.workspace.workspaceFile === undefined ? Workspace : WorkspaceFolder;
  const all = files.inspect<Record<string, string>>('associations');
  const own = { [Global]: all?.globalValue, [Workspace]: all?.workspaceValue, [WorkspaceFolder]: all?.workspaceFolderValue }[target];
  await files.update('associations', { ...own, [pattern]: language }, target);
}
