import * as vscode from 'vscode';
import type { Drafts } from './drafts.ts';

/** Opens one of the files of `examples/` as a draft, so that nothing a person tries there changes the extension. */
export async function openExample(context: vscode.ExtensionContext, drafts: Drafts, name?: string): Promise<void> {
  const chosen = name ?? (await vscode.window.showQuickPick(EXAMPLES(), { title: vscode.l10n.t('Open an example') }))?.name;
  if (chosen === undefined) return;
  const text = new TextDecoder().decode(await readExample(context, chosen));
  await drafts.show(chosen, chosen.endsWith('.asa') ? 'cisco-asa' : 'smtp-transcript', text);
}

/** Rejects where there is none of this name. */
export function readExample({ extensionUri }: vscode.ExtensionContext, name: string): Thenable<Uint8Array> {
  return vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, 'examples', name));
}

const EXAMPLES = () => [
  { name: 'masked-session.smtp', label: vscode.l10n.t('A session behind a firewall'), description: 'masked-session.smtp' },
  { name: 'asa-9.1-before.asa', label: vscode.l10n.t('A firewall that inspects mail'), description: 'asa-9.1-before.asa' },
  { name: 'asa-9.1-after.asa', label: vscode.l10n.t('The same, with the mail host exempted'), description: 'asa-9.1-after.asa' },
  { name: 'pix-6.3.asa', label: vscode.l10n.t('A PIX 6.3'), description: 'pix-6.3.asa' },
];

/** A new transcript that holds what was copied: nothing has to be saved to be read. */
export async function transcriptFromClipboard(drafts: Drafts): Promise<void> {
  const text = await vscode.env.clipboard.readText();
  if (text.trim() === '') void vscode.window.showInformationMessage(vscode.l10n.t('The clipboard holds no text.'));
  else await drafts.show('transcript.smtp', 'smtp-transcript', text);
}
