import * as vscode from 'vscode';
import type { Recognized } from '../../server/src/features/protocol.ts';
import { PRINTED } from './captures.ts';
import { hasSigns, SAMPLE } from './signs.ts';
import { LANGUAGES, treatAs } from './treat-as.ts';

/** Languages that VS Code gives to a text of which it knows no better; `ini` and `properties` are its guess for `.cfg` and `.conf`. */
const UNCERTAIN = new Set(['plaintext', 'log', 'properties', 'ini']);

/**
 * Offers, once for each kind of text and workspace, to treat a text as what it is: when it is opened, and when it is pasted into a new
 * document. Nothing is changed unasked.
 *
 * @param recognize asks the server; it is started for that
 */
export function offerFor(memory: vscode.Memento, recognize: (text: string) => Promise<Recognized | undefined>): vscode.Disposable {
  const asked = new Set<string>();
  const look = async (document: vscode.TextDocument) => {
    const { languageId, uri } = document;
    // `.asa` is ours, and ASP's: whoever has claimed it, under whatever name.
    const isClaimed = !LANGUAGES.some((ours) => ours === languageId) && uri.path.toLowerCase().endsWith('.asa');
    if (
      !(UNCERTAIN.has(languageId) || isClaimed) ||
      asked.has(uri.toString()) ||
      !['file', 'untitled', 'vscode-remote'].includes(uri.scheme)
    )
      return;
    const text = beginningOf(document);
    if (!hasSigns(text)) return;
    asked.add(uri.toString());
    const kind = await recognize(text);
    // What is read of a capture is its file.
    if (kind === 'capture' && document.isUntitled) return;
    if (kind !== undefined && !document.isClosed) await offer(memory, kind, document);
  };
  const soon = (document: vscode.TextDocument) => void look(document).catch(() => undefined);
  for (const document of vscode.workspace.textDocuments) soon(document);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(soon),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => asked.delete(uri.toString())),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document.isUntitled && contentChanges.some(({ text }) => text.includes('\n') && text.length > 20)) soon(document);
    }),
  );
}

async function offer(memory: vscode.Memento, kind: Recognized, document: vscode.TextDocument): Promise<void> {
  const offered = `esmtpLens.offered ${kind}`;
  if (memory.get(offered) === true) return;
  await memory.update(offered, true);
  const name = document.uri.path.split('/').at(-1) ?? '';
  const [question, treat] = wordsFor(kind, name);
  if ((await vscode.window.showInformationMessage(question, treat)) !== treat) return;
  if (kind === 'capture') await vscode.commands.executeCommand('vscode.openWith', document.uri, PRINTED);
  else await treatAs(memory, kind, document.uri);
}

/** The question, and the one answer that does something. */
function wordsFor(kind: Recognized, name: string): readonly [string, string] {
  switch (kind) {
    case 'cisco-asa':
      return [vscode.l10n.t('{0} reads like a firewall configuration.', name), vscode.l10n.t('Treat it as a firewall configuration')];
    case 'smtp-transcript':
      return [vscode.l10n.t('{0} reads like an SMTP transcript.', name), vscode.l10n.t('Treat it as an SMTP transcript')];
    case 'capture':
      return [vscode.l10n.t('{0} has packets that a firewall printed.', name), vscode.l10n.t('Show what was said in them')];
  }
}

function beginningOf(document: vscode.TextDocument): string {
  return document.getText(new vscode.Range(document.positionAt(0), document.positionAt(SAMPLE)));
}
