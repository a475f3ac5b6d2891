import * as vscode from 'vscode';
import { hasSigns, SAMPLE } from './signs.ts';
import { type Language, treatAs } from './treat-as.ts';

/** Languages that VS Code gives to a text of which it knows no better; `ini` and `properties` are its guess for `.cfg` and `.conf`. */
const UNCERTAIN = new Set(['plaintext', 'log', 'properties', 'ini']);

/** What another program calls `.asa`, and what Vim calls it. */
const CLAIMED = new Set(['aspvbs', 'asp', 'vb']);

/**
 * Offers, once for each of our languages and workspace, to treat a text as what it is: when it is opened, and when it is pasted into a new
 * document. Nothing is changed unasked.
 *
 * @param recognize asks the server; it is started for that
 */
export function offerFor(memory: vscode.Memento, recognize: (text: string) => Promise<Language | undefined>): vscode.Disposable {
  const asked = new Set<string>();
  const look = async (document: vscode.TextDocument) => {
    const { languageId, uri } = document;
    const isClaimed = CLAIMED.has(languageId) && uri.path.toLowerCase().endsWith('.asa');
    if (
      !(UNCERTAIN.has(languageId) || isClaimed) ||
      asked.has(uri.toString()) ||
      !['file', 'untitled', 'vscode-remote'].includes(uri.scheme)
    )
      return;
    const text = beginningOf(document);
    if (!hasSigns(text)) return;
    asked.add(uri.toString());
    const language = await recognize(text);
    if (language !== undefined && !document.isClosed) await offer(memory, language, document);
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

async function offer(memory: vscode.Memento, language: Language, document: vscode.TextDocument): Promise<void> {
  const offered = `esmtpLens.offered ${language}`;
  if (memory.get(offered) === true) return;
  await memory.update(offered, true);
  const name = document.uri.path.split('/').at(-1) ?? '';
  const [question, treat] =
    language === 'cisco-asa'
      ? [vscode.l10n.t('{0} reads like a firewall configuration.', name), vscode.l10n.t('Treat it as a firewall configuration')]
      : [vscode.l10n.t('{0} reads like an SMTP transcript.', name), vscode.l10n.t('Treat it as an SMTP transcript')];
  if ((await vscode.window.showInformationMessage(question, treat)) === treat) await treatAs(memory, language, document.uri);
}

function beginningOf(document: vscode.TextDocument): string {
  return document.getText(new vscode.Range(document.positionAt(0), document.positionAt(SAMPLE)));
}
