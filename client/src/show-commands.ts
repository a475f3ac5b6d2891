import * as vscode from 'vscode';

/**
 * Shows what to type on the device in a new, unsaved document, and below it what takes it back. Nothing is sent anywhere: the person
 * copies from it.
 */
export async function showCommands(title: string, commands: readonly string[], rollback: readonly string[]): Promise<void> {
  const content = [`! ${title}`, ...commands, '!', '! The way back:', ...rollback.map((command) => `! ${command}`), ''].join('\n');
  const document = await vscode.workspace.openTextDocument({ language: 'cisco-asa', content });
  await vscode.window.showTextDocument(document, { preview: false, viewColumn: vscode.ViewColumn.Beside });
}
