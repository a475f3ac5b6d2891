/** Hands the files of the workspace to the server, which has no disk in a browser, and knows no virtual file system anywhere. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { FIND_FILES, READ_FILE } from '../../server/src/features/protocol.ts';

/** Answers the server's requests for files; what is excluded from searches is left out. */
export function handOutFiles(client: BaseLanguageClient): vscode.Disposable {
  return vscode.Disposable.from(
    client.onRequest(FIND_FILES, async ({ extensions, most }: { extensions: readonly string[]; most: number }, token) => {
      const found = await vscode.workspace.findFiles(`**/*.{${extensions.join(',')}}`, undefined, most, token);
      return found.map(String);
    }),
    client.onRequest(READ_FILE, async ({ uri, most }: { uri: string; most: number }) => {
      const file = vscode.Uri.parse(uri);
      const { size } = await vscode.workspace.fs.stat(file);
      if (size > most) return null;
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    }),
  );
}

/** Shows a line, from 0, of a file of the workspace. */
export async function showPlace(uri: string, line: number): Promise<void> {
  const selection = new vscode.Range(line, 0, line, 0);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection });
}

/** Shows places, each a line from 0, in a list in front of the line at which they were asked for. */
export async function showSessions(uri: string, line: number, places: readonly { uri: string; line: number }[]): Promise<void> {
  const at = (it: { uri: string; line: number }) => new vscode.Location(vscode.Uri.parse(it.uri), new vscode.Position(it.line, 0));
  const { uri: here, range } = at({ uri, line });
  await vscode.commands.executeCommand('editor.action.showReferences', here, range.start, places.map(at));
}
