/** A note about what a transcript shows: the person picks the reader and the language at once, the server writes it. */
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
      const chosen = reader !== undefined && tongue !== undefined ? { to: reader, language: tongue } : await ask();
      if (uri === undefined || chosen === undefined) return;
      const told = { command: MAKE_NOTE, arguments: [uri.toString(), chosen.to, chosen.language] };
      // A command answers with what it is: of ours this one answers with a note.
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

type Choice = vscode.QuickPickItem & { readonly to: string; readonly language: string };

/** Reader and language in one question; the person's own language first. */
async function ask(): Promise<Choice | undefined> {
  const readers = [
    { to: 'postmaster', label: vscode.l10n.t('The postmaster of the other side') },
    { to: 'firewall', label: vscode.l10n.t('Who runs the firewall') },
  ];
  const own = ({ language }: (typeof TONGUES)[number]) => Number(vscode.env.language.startsWith(language));
  const tongues = [...TONGUES].sort((a, b) => own(b) - own(a));
  const choices: Choice[] = tongues.flatMap((tongue) => readers.map((reader) => ({ ...reader, ...tongue })));
  const title = vscode.l10n.t('Write a note: to whom, and in which language?');
  return vscode.window.showQuickPick(choices, { title, matchOnDescription: true });
}

/** Each in its own language. */
const TONGUES = [
  { language: 'en', description: 'English' },
  { language: 'de', description: 'Deutsch' },
  { language: 'nl', description: 'Nederlands' },
] as const;
