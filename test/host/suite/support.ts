/** What the tests in a real VS Code say often. They run in both extension hosts: only `vscode`, nothing of Node. */
/// <reference types="mocha" />
import * as vscode from 'vscode';

export function ok(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

export function equal<T>(actual: T, expected: T, what = 'value'): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: ${a}, expected ${b}`);
}

/** Waits until `probe` gives something; fails with `what` and the last thing seen after 15 seconds. */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  last?: () => unknown,
): Promise<T> {
  const end = Date.now() + 15_000;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}${last ? `; seen: ${JSON.stringify(last())}` : ''}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** The extension's API, once it is active, and its server answers where one is wanted. */
export async function api(): Promise<{ statusOf(uri: vscode.Uri): { text: string; detail: string } | undefined }> {
  const extension = vscode.extensions.getExtension('esmtp-lens.esmtp-lens');
  ok(extension, 'the extension is not known');
  const told = await extension.activate();
  await told.answers();
  return told;
}

const EXTENSIONS = { 'cisco-asa': 'asa', 'smtp-transcript': 'smtp' };
let opened = 0;

/** Opens text in an editor: a file of its own, for what is known of one address can outlive its document for a moment. */
export function open(text: string, language: keyof typeof EXTENSIONS): Promise<vscode.TextDocument> {
  opened += 1;
  return openFile(`case-${opened}.${EXTENSIONS[language]}`, text);
}

/** Writes a file into the workspace and opens it. */
export async function openFile(name: string, text: string): Promise<vscode.TextDocument> {
  const uri = workspaceFile(name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return show(await vscode.workspace.openTextDocument(uri));
}

export function workspaceFile(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  ok(folder, 'no folder is open');
  return vscode.Uri.joinPath(folder.uri, name);
}

async function show(document: vscode.TextDocument): Promise<vscode.TextDocument> {
  await vscode.window.showTextDocument(document);
  return document;
}

/** Closes every editor and throws its changes away. */
export async function closeAll(): Promise<void> {
  while (vscode.window.activeTextEditor) await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
}

/** The place of a text in a document: its first occurrence, or the `nth` (from 1). */
export function rangeOf(document: vscode.TextDocument, needle: string, nth = 1): vscode.Range {
  let at = -1;
  for (let i = 0; i < nth; i++) {
    at = document.getText().indexOf(needle, at + 1);
    ok(at >= 0, `the document does not contain ${needle} ${nth} time(s)`);
  }
  return new vscode.Range(document.positionAt(at), document.positionAt(at + needle.length));
}

/** The name of the rule behind a diagnostic. */
export function ruleOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** Our diagnostics of a document, as they are at this moment. */
export function diagnosticsOf(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'ESMTP Lens');
}

/** Waits for a diagnostic of that rule. */
export function diagnostic(document: vscode.TextDocument, rule: string): Promise<vscode.Diagnostic> {
  return until(
    `a diagnostic ${rule}`,
    () => diagnosticsOf(document).find((it) => ruleOf(it) === rule),
    () => diagnosticsOf(document).map(ruleOf),
  );
}

/** Waits until the document has no diagnostic of that rule. */
export function gone(document: vscode.TextDocument, rule: string): Promise<true> {
  return until(`the end of ${rule}`, () => !diagnosticsOf(document).some((it) => ruleOf(it) === rule));
}

/** What the hover says at the start of a text. */
export async function hoverText(document: vscode.TextDocument, needle: string, nth = 1): Promise<string> {
  const position = rangeOf(document, needle, nth).start;
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, position);
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

/** The code actions at a range. */
export async function codeActions(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, range);
}

/** The code action whose title the pattern matches; fails with the titles there are. */
export async function codeAction(document: vscode.TextDocument, range: vscode.Range, title: RegExp): Promise<vscode.CodeAction> {
  const actions = await codeActions(document, range);
  const found = actions.find((action) => title.test(action.title));
  ok(found, `no code action ${title} among: ${actions.map((action) => action.title).join(' | ')}`);
  return found;
}

/** Does what the editor does when a code action is chosen. */
export async function apply(action: vscode.CodeAction): Promise<void> {
  if (action.edit) {
    // Without its annotations: what changes many lines would wait for somebody who looks at its preview.
    const edit = new vscode.WorkspaceEdit();
    for (const [uri, edits] of action.edit.entries()) edit.set(uri, edits);
    ok(await vscode.workspace.applyEdit(edit), 'the edit was refused');
  }
  if (action.command) await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
}

/** Looks at the preview of an edit as a person does, who ticks the file and applies it. @param done whether it was applied */
export async function acceptPreview(done: () => boolean): Promise<void> {
  const run = (command: string) => vscode.commands.executeCommand(command);
  // The tree is there once an entry of it opens.
  await until('the preview', async () => {
    for (const command of ['refactorPreview.focus', 'list.focusFirst', 'list.select']) await run(command);
    return vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.includes('Refactor Preview')));
  });
  ok(!done(), 'the edit was made before anybody looked at it');
  await run('refactorPreview.toggleCheckedState');
  await run('refactorPreview.apply');
  await until('the edit', done);
}

/** Waits for the page of a change sheet in front. */
export async function sheetInFront(): Promise<vscode.TabInputCustom> {
  return until('the sheet', () => {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    return input instanceof vscode.TabInputCustom && input.uri.scheme === 'esmtp-lens-sheet' ? input : undefined;
  });
}

/** Changes a setting of the workspace; `undefined` takes it back. */
export async function set(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('esmtpLens').update(name, value, vscode.ConfigurationTarget.Workspace);
}
