/**
 * Entry in every extension host. What stands here is paid by everybody who opens a text; the language client, and the server, come when a
 * document of ours is open or a command wants them. On a desktop this is a file of its own, and the rest is in another (`lens.ts`); the host in
 * a browser takes one file only, and there it is in the same one, evaluated as late.
 */
import * as vscode from 'vscode';
import { openCaptures } from './captures.ts';
import { keepDrafts } from './drafts.ts';
import { openExample, readExample, transcriptFromClipboard } from './examples.ts';
import type { Api, Lens } from './extension.ts';
import { offerFor } from './offer.ts';
import { provideRulePages } from './rule-pages.ts';
import { showStopped } from './stopped.ts';
import { LANGUAGES, treatAs } from './treat-as.ts';

export async function activate(context: vscode.ExtensionContext): Promise<Api> {
  let started: Promise<Lens> | undefined;
  let ready: Lens | undefined;
  let stopped: vscode.Disposable | undefined;
  /** Not for good: the next document tries again, and who asks for it. */
  const stop = () => {
    started = ready = undefined;
    stopped?.dispose();
    stopped = showStopped(LANGUAGES);
  };
  const lens = async () => {
    stopped?.dispose();
    started ??= load(context);
    try {
      ready = await started;
      return ready;
    } catch (error) {
      stop();
      throw error;
    }
  };
  const restart = async () => {
    const running = ready;
    if (running === undefined) return void (await lens());
    await running.commands.restart().catch(() => {
      running.dispose();
      stop();
    });
  };
  /** Nobody who activates us waits for the server; why it does not start, the language client tells. */
  const begin = () => void lens().catch(() => undefined);
  const isOurs = ({ languageId }: vscode.TextDocument) => LANGUAGES.some((language) => language === languageId);
  const command = (name: string, run: (...args: never[]) => unknown) => vscode.commands.registerCommand(`esmtpLens.${name}`, run);
  const ofLens = (name: keyof Lens['commands']) =>
    // VS Code hands over what the command was called with; each command says what it takes.
    command(name, async (...args: never[]) => ((await lens()).commands[name] as (...args: never[]) => unknown)(...args));
  const memory = context.workspaceState;
  const drafts = keepDrafts((name) => readExample(context, name));
  context.subscriptions.push(
    drafts,
    command('treatAsAsa', (uri?: vscode.Uri) => treatAs(memory, 'cisco-asa', uri)),
    command('treatAsTranscript', (uri?: vscode.Uri) => treatAs(memory, 'smtp-transcript', uri)),
    command('openExample', (name?: string) => openExample(context, drafts, name)),
    command('transcriptFromClipboard', () => transcriptFromClipboard(drafts)),
    ...OF_LENS.map(ofLens),
    command('restart', restart),
    { dispose: () => stopped?.dispose() },
    provideRulePages(context),
    openCaptures(async (file) => (await lens()).readCapture(file)),
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (isOurs(document)) begin();
    }),
    offerFor(memory, async (text) => (await lens()).recognize(text)),
  );
  if (vscode.workspace.textDocuments.some(isOurs)) begin();
  return { statusOf: (uri) => ready?.statusOf(uri), answers: async () => void (await started) };
}

const OF_LENS = [
  'exemptHost',
  'showSheet',
  'copyCommands',
  'showMore',
  'showPlace',
  'showSessions',
  'showPrediction',
  'showRemedied',
  'compareSessions',
  'showPicture',
  'writeNote',
  'showTrace',
] as const;

async function load(context: vscode.ExtensionContext): Promise<Lens> {
  // To evaluate the language client takes longer than all of `activate`, which is over first.
  await new Promise((resolve) => setTimeout(resolve));
  const { create } = await import('./lens.ts');
  return create(context);
}
