import * as vscode from 'vscode';

/** Texts that are shown as documents: nobody can edit them, and they are in no file. */
export interface ReadOnlyTexts extends vscode.Disposable {
  /** @param path what the document is called, with `/` in front; its ending tells the language. @returns its address */
  keep(path: string, text: string): vscode.Uri;
}

/** @param most texts that can be opened again as long as the window is; of a document that was closed none is asked for */
export function readOnlyTexts(scheme: string, most: number): ReadOnlyTexts {
  const texts = new Map<string, string>();
  // From the time, since a server that is started again makes new texts: VS Code would show what it remembers of an address given before.
  let made = Date.now();
  const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: ({ query }) => texts.get(query),
  });
  return {
    dispose: () => provider.dispose(),
    keep(path, text) {
      const query = String(++made);
      texts.set(query, text);
      texts.delete(String(made - most));
      return vscode.Uri.from({ scheme, path, query });
    },
  };
}

/** Shows a document of Markdown as a page, beside what is open. */
export async function showRendered(uri: vscode.Uri): Promise<void> {
  try {
    // As an editor of its own: the title bar of a side preview knows no document.
    await vscode.commands.executeCommand('vscode.openWith', uri, 'vscode.markdown.preview.editor', vscode.ViewColumn.Beside);
  } catch {
    // Without VS Code's own Markdown extension: as text.
    await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside });
  }
}
