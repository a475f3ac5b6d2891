import * as vscode from 'vscode';

/**
 * Pages of the rules, as documents that nobody can edit. They lie in one file of the package; VS Code shows their scheme rendered
 * (`workbench.editorAssociations` in the manifest), so that the link of a diagnostic leads to a page, not to its source.
 */
const SCHEME = 'esmtp-lens-rule';

/** What the name of a page is put behind; the server makes the links. */
export const RULE_PAGES = `${SCHEME}:/`;

export function provideRulePages({ extensionUri }: vscode.ExtensionContext): vscode.Disposable {
  let pages: Promise<Record<string, string>> | undefined;
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    async provideTextDocumentContent({ path }) {
      pages ??= read(vscode.Uri.joinPath(extensionUri, 'dist/rule-pages.json'));
      const name = /([\w-]+)\.md$/.exec(path)?.[1] ?? '';
      return (await pages)[name] ?? vscode.l10n.t('There is no rule of this name.');
    },
  });
}

async function read(file: vscode.Uri): Promise<Record<string, string>> {
  return JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
}
