/** A note about what a transcript shows: the person picks the reader and the language, the server writes it. */
import * as vscode from 'vscode';
import { type BaseLanguageClient, ExecuteCommandRequest } from 'vscode-languageclient';
import { MAKE_NOTE } from '../../server/src/features/protocol.ts';
import { readOnlyTexts } from './read-only.ts';

interface Answer {
  readonly note: string | null;
  readonly reason: string | null;
}

/** Notes that are kept. */
const MOST = 20;

/** Makes notes, and keeps those that were shown. */
export function keepNotes(client: BaseLanguageClient): vscode.Disposable & {
  write(uri?: vscode.Uri | string, to?: string, language?: string): Promise<void>;
} {
  const notes = readOnlyTexts('esmtp-lens-note', MOST);
  return {
    dispose: () => notes.dispose(),
    async write(uri = vscode.window.activeTextEditor?.document.uri, reader, tongue) {
      const to = reader ?? (await ask(READERS(), vscode.l10n.t('Write a note: to whom?')));
      const language = to && (tongue ?? (await ask(TONGUES(), vscode.l10n.t('Write a note: in which language?'))));
      if (uri === undefined || to === undefined || language === undefined) return;
      const told = { command: MAKE_NOTE, arguments: [uri.toString(), to, language] };
      const { note, reason } = (await client.sendRequest(ExecuteCommandRequest.type, told)) as Answer;
      if (note === null) {
        void vscode.window.showInformationMessage(vscode.l10n.t('No note: {0}', reason ?? ''));
        return;
      }
      await vscode.env.clipboard.writeText(note);
      await vscode.window.showTextDocument(notes.keep('/Note.txt', note), { viewColumn: vscode.ViewColumn.Beside });
      void vscode.window.showInformationMessage(vscode.l10n.t('The note is on the clipboard, too.'));
    },
  };
}

type Choice = vscode.QuickPickItem & { readonly is: string };

const READERS = (): Choice[] => [
  { is: 'postmaster', label: vscode.l10n.t('The postmaster of the other side') },
  { is: 'firewall', label: vscode.l10n.t('Who runs the firewall') },
];

/** Each in its own language. */
const TONGUES = (): Choice[] => {
  const all = [
    { is: 'en', label: 'English' },
    { is: 'de', label: 'Deutsch' },
    { is: 'nl', label: 'Nederlands' },
  ];
  const own = (choice: Choice) => Number(vscode.env.language.startsWith(choice.is));
  return all.sort((a, b) => own(b) - own(a));
};

async function ask(choices: readonly Choice[], title: string): Promise<string | undefined> {
  return (await vscode.window.showQuickPick(choices, { title }))?.is;
}
