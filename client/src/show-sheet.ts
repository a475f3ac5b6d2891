import * as vscode from 'vscode';
import { readOnlyTexts, showRendered } from './read-only.ts';
import { pick, type Way } from './show-commands.ts';

/** Sheets that are kept. */
const MOST = 20;

/** Shows change sheets, and keeps those that were shown. */
export function keepSheets(): vscode.Disposable & { show(...ways: readonly Way[]): Promise<void> } {
  const sheets = readOnlyTexts('esmtp-lens-sheet', MOST);
  return {
    dispose: () => sheets.dispose(),
    async show(...ways) {
      const way = await pick(ways, vscode.l10n.t('The change sheet of which remedy?'));
      if (way?.sheet === undefined) return;
      const uri = sheets.keep('/Change sheet.md', way.sheet);
      await showRendered(uri);
    },
  };
}
