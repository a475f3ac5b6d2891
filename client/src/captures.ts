/**
 * Opens a file of packets as the transcript of its mail connections. A custom editor is what VS Code lets in front of a binary file; it gives its
 * place to a document that nobody can edit, whose text the server makes of the file whenever VS Code asks for it.
 */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { CAPTURE, type CaptureText } from '../../server/src/features/protocol.ts';

const SCHEME = 'esmtp-lens-capture';
/** As in the manifest: of files of packets, and of texts in which a firewall printed them, for which it must be chosen. */
const VIEW = 'esmtpLens.capture';
export const PRINTED = 'esmtpLens.printedCapture';

/** What VS Code reads of a file at once, and holds. */
const MOST_BYTES = 256 << 20;
const PIECE = 1 << 18;

/** @param read asks the server; rejects where there is nothing to show */
export function openCaptures(read: (file: vscode.Uri) => Promise<CaptureText>): vscode.Disposable {
  /** What was read for a document that is about to be opened. */
  const made = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: (uri: vscode.Uri): vscode.CustomDocument => ({ uri, dispose: () => undefined }),
    async resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel) {
      const query = uri.toString();
      try {
        const { text, remarks } = await read(uri);
        if (remarks.length > 0) vscode.window.showInformationMessage(`ESMTP Lens: ${remarks.join('; ')}.`);
        made.set(query, text);
        // The ending tells the language; the path is the file's own, so that what is relative to it stays so.
        const transcript = vscode.Uri.from({ scheme: SCHEME, path: `${uri.path}.smtp`, query });
        // VS Code may have kept a document of an earlier text of the file.
        changed.fire(transcript);
        const document = await vscode.workspace.openTextDocument(transcript);
        await vscode.window.showTextDocument(document, { viewColumn: panel.viewColumn ?? vscode.ViewColumn.Active, preview: false });
      } catch (error) {
        vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
      } finally {
        made.delete(query);
      }
      // VS Code finishes opening it first.
      setTimeout(() => panel.dispose());
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      // After a restart VS Code asks for documents that nobody opens.
      provideTextDocumentContent: async ({ query }) => made.get(query) ?? (await read(vscode.Uri.parse(query))).text,
    }),
    ...[VIEW, PRINTED].map((view) => vscode.window.registerCustomEditorProvider(view, provider)),
  );
}

let readings = 0;

/** Has the server read a file, piece by piece. Rejects where it cannot be read, is too large, or no capture. */
export async function readCapture(client: BaseLanguageClient, file: vscode.Uri): Promise<CaptureText> {
  const { size } = await vscode.workspace.fs.stat(file);
  const name = file.path.split('/').at(-1) ?? file.path;
  if (size > MOST_BYTES) {
    const most = MOST_BYTES >> 20;
    throw new Error(vscode.l10n.t('{0} is larger than {1} MB: esmtp-lens check reads it, on the command line.', name, most));
  }
  const octets = await vscode.workspace.fs.readFile(file);
  const id = String(++readings);
  for (let from = 0; ; from += PIECE) {
    const piece = { id, octets: characters(octets.subarray(from, from + PIECE)), last: from + PIECE >= octets.length };
    const made = await client.sendRequest<CaptureText | null>(CAPTURE, piece);
    if (made !== null) return made;
    if (piece.last)
      throw new Error(
        vscode.l10n.t('{0} is no capture of packets that is read: pcap, pcapng, or what "show capture NAME dump" printed.', name),
      );
  }
}

/** Arguments of one call: engines bound them. */
const AT_ONCE = 1 << 13;

/** One character an octet. */
function characters(octets: Uint8Array): string {
  const parts: string[] = [];
  for (let from = 0; from < octets.length; from += AT_ONCE) parts.push(String.fromCharCode(...octets.subarray(from, from + AT_ONCE)));
  return parts.join('');
}
