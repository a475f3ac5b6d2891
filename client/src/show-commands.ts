import * as vscode from 'vscode';

/** One way to mend something on the device, as the server's code action tells it. */
export interface Way {
  readonly title: string;
  readonly commands: readonly string[];
  readonly rollback: readonly string[];
  /** The change sheet, in Markdown. */
  readonly sheet?: string;
}

/**
 * Shows what to type on the device in a new, unsaved document, and below it what takes it back. Of several ways the person picks one.
 * Nothing is sent anywhere: the person copies from it.
 */
export async function showCommands(...ways: readonly Way[]): Promise<void> {
  const way = await pick(ways, vscode.l10n.t('Show the commands of which remedy?'));
  if (way === undefined) return;
  const content = [
    `! ${way.title}`,
    ...way.commands,
    '!',
    `! ${vscode.l10n.t('The way back:')}`,
    ...way.rollback.map((command) => `! ${command}`),
    '',
  ].join('\n');
  const document = await vscode.workspace.openTextDocument({ language: 'cisco-asa', content });
  await vscode.window.showTextDocument(document, { preview: false, viewColumn: vscode.ViewColumn.Beside });
}

/** Of several ways the one that the person picks. */
export async function pick(ways: readonly Way[], title: string): Promise<Way | undefined> {
  if (ways.length < 2) return ways[0];
  const items = ways.map((way) => ({ label: way.title, way }));
  return (await vscode.window.showQuickPick(items, { title }))?.way;
}
