/** Change sheets: pages that nobody can edit, with a button that copies what is to be typed. Nothing is sent anywhere. */
import * as vscode from 'vscode';
import { readOnlyTexts, showRendered } from './read-only.ts';

/** One way to mend something on the device, as the server's code action tells it. */
export interface Way {
  readonly title: string;
  readonly commands: readonly string[];
  /** The change sheet, in Markdown. */
  readonly sheet: string;
}

/** Sheets that are kept. */
const MOST = 20;

/** Its title bar has *Copy commands* (`menus` in the manifest). */
const SCHEME = 'esmtp-lens-sheet';

export interface Sheets extends vscode.Disposable {
  /** Of several ways the person picks one. */
  show(...ways: readonly Way[]): Promise<void>;
  /** @param sheet undefined: that in front */
  copyCommands(sheet?: vscode.Uri): Promise<void>;
}

/** Shows change sheets, and keeps those that were shown. */
export function keepSheets(): Sheets {
  const sheets = readOnlyTexts(SCHEME, MOST);
  const commandsOf = new Map<string, readonly string[]>();
  return {
    dispose: () => sheets.dispose(),
    async show(...ways) {
      const way = await pick(ways);
      if (way === undefined) return;
      const uri = sheets.keep('/Change sheet.md', way.sheet);
      commandsOf.set(uri.toString(), way.commands);
      for (const old of [...commandsOf.keys()].slice(0, -MOST)) commandsOf.delete(old);
      await showRendered(uri);
    },
    async copyCommands(sheet = inFront()) {
      const commands = sheet && commandsOf.get(sheet.toString());
      if (commands === undefined) return;
      await vscode.env.clipboard.writeText(`${commands.join('\n')}\n`);
      void vscode.window.showInformationMessage(vscode.l10n.t('Copied: {0} lines. Read the cautions of the sheet first.', commands.length));
    },
  };
}

function inFront(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText ? input.uri : undefined;
}

async function pick(ways: readonly Way[]): Promise<Way | undefined> {
  if (ways.length < 2) return ways[0];
  const items = ways.map((way) => ({ label: way.title, way }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('The change sheet of which remedy?') }))?.way;
}
