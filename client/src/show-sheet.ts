import * as vscode from 'vscode';
import { pick, type Way } from './show-commands.ts';

const SCHEME = 'esmtp-lens-sheet';
/** Sheets that can be opened again as long as the window is; a preview that was closed asks for none. */
const MOST = 20;

/** Keeps the sheets that were shown: documents that nobody can edit, and that are in no file. */
export function keepSheets(): vscode.Disposable & { show(...ways: readonly Way[]): Promise<void> } {
  const sheets = new Map<string, string>();
  let made = 0;
  const provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: ({ query }) => sheets.get(query),
  });
  return {
    dispose: () => provider.dispose(),
    async show(...ways) {
      const way = await pick(ways, vscode.l10n.t('The change sheet of which remedy?'));
      if (way?.sheet === undefined) return;
      const query = String(++made);
      sheets.set(query, way.sheet);
      sheets.delete(String(made - MOST));
      const uri = vscode.Uri.from({ scheme: SCHEME, path: '/Change sheet.md', query });
      try {
        await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
      } catch {
        // Without VS Code's own Markdown extension: as text.
        await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside });
      }
    },
  };
}
