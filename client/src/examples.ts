import * as vscode from 'vscode';

/** Opens one of the files of `examples/` as a document of its own, so that nothing a person tries there changes the extension. */
export async function openExample({ extensionUri }: vscode.ExtensionContext, name?: string): Promise<void> {
  const chosen = name ?? (await vscode.window.showQuickPick(EXAMPLES(), { title: vscode.l10n.t('Open an example') }))?.name;
  if (chosen === undefined) return;
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, 'examples', chosen)));
  const language = chosen.endsWith('.asa') ? 'cisco-asa' : 'smtp-transcript';
  await show(language, text);
}

const EXAMPLES = () => [
  { name: 'masked-session.smtp', label: vscode.l10n.t('A session behind a firewall'), description: 'masked-session.smtp' },
  { name: 'asa-9.1-before.asa', label: vscode.l10n.t('A firewall that inspects mail'), description: 'asa-9.1-before.asa' },
  { name: 'asa-9.1-after.asa', label: vscode.l10n.t('The same, with the mail host exempted'), description: 'asa-9.1-after.asa' },
  { name: 'pix-6.3.asa', label: vscode.l10n.t('A PIX 6.3'), description: 'pix-6.3.asa' },
];

/** A new transcript that holds what was copied: nothing has to be saved to be read. */
export async function transcriptFromClipboard(): Promise<void> {
  const text = await vscode.env.clipboard.readText();
  if (text.trim() === '') void vscode.window.showInformationMessage(vscode.l10n.t('The clipboard holds no text.'));
  else await show('smtp-transcript', text);
}

async function show(language: string, content: string): Promise<void> {
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language, content }), { preview: false });
}
