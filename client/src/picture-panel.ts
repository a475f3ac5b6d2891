/**
 * The picture of a session beside its text. The cursor in the text marks a row of the picture; a row that is chosen there, by mouse or keyboard,
 * puts the cursor on its line. The panel has no network and runs no script but its own.
 */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type DrawnSession, PICTURE } from '../../server/src/features/protocol.ts';

/** How long nobody types before a picture is made again. */
const QUIET_MS = 300;

/** One panel, of the session at the cursor. */
export function pictures(client: BaseLanguageClient): vscode.Disposable & { show(): Promise<void> } {
  let panel: Panel | undefined;
  return {
    dispose: () => panel?.dispose(),
    async show() {
      const editor = vscode.window.activeTextEditor;
      if (editor === undefined) return;
      panel ??= new Panel(client, () => {
        panel = undefined;
      });
      await panel.follow(editor);
    },
  };
}

class Panel {
  private readonly client: BaseLanguageClient;
  private readonly panel: vscode.WebviewPanel;
  private readonly subscriptions: vscode.Disposable;
  /** The document that is shown, and which lines of it. */
  private shown: { readonly uri: vscode.Uri; readonly picture: DrawnSession | undefined } | undefined;
  private waiting: ReturnType<typeof setTimeout> | undefined;
  /** The page may not listen yet: what it is to show is sent again when it does. */
  private last: object | undefined;

  constructor(client: BaseLanguageClient, closed: () => void) {
    this.client = client;
    this.panel = vscode.window.createWebviewPanel(
      'esmtpLens.picture',
      vscode.l10n.t('Picture of a session'),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [] },
    );
    this.panel.webview.html = page();
    this.subscriptions = vscode.Disposable.from(
      this.panel.webview.onDidReceiveMessage((message: { readonly line?: number }) => this.heard(message)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.cursorIn(textEditor)),
      vscode.window.onDidChangeActiveTextEditor((editor) => editor && this.cursorIn(editor)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.changed(document)),
    );
    this.panel.onDidDispose(() => {
      clearTimeout(this.waiting);
      this.subscriptions.dispose();
      closed();
    });
  }

  dispose(): void {
    this.panel.dispose();
  }

  /** Draws the session at the cursor of an editor. */
  async follow({ document: { uri }, selection }: vscode.TextEditor): Promise<void> {
    const { line } = selection.active;
    const picture = await this.client.sendRequest<DrawnSession | null>(PICTURE, { uri: uri.toString(), line });
    // Beside the sessions of a document the last one stays.
    if (picture === null && this.shown?.picture !== undefined && this.shown.uri.toString() === uri.toString()) return;
    this.shown = { uri, picture: picture ?? undefined };
    const none = vscode.l10n.t('No session at the cursor.');
    this.post({ svg: picture?.svg, none, line: line + 1 });
    if (!this.panel.visible) this.panel.reveal(undefined, true);
  }

  private cursorIn(editor: vscode.TextEditor): void {
    const { document, selection } = editor;
    if (document.languageId !== 'smtp-transcript') return;
    const { line } = selection.active;
    const { uri, picture } = this.shown ?? {};
    const isShown = uri?.toString() === document.uri.toString() && picture !== undefined && picture.first <= line && line <= picture.last;
    if (isShown) this.post({ line: line + 1 });
    else this.soon(editor);
  }

  private changed(document: vscode.TextDocument): void {
    const editor = vscode.window.visibleTextEditors.find((each) => each.document === document);
    if (editor !== undefined && document.uri.toString() === this.shown?.uri.toString()) this.soon(editor);
  }

  private soon(editor: vscode.TextEditor): void {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => void this.follow(editor), QUIET_MS);
  }

  private post(message: { readonly svg?: string | undefined; readonly none?: string; readonly line: number }): void {
    this.last = message.none === undefined ? { ...this.last, line: message.line } : message;
    void this.panel.webview.postMessage(message);
  }

  /** The page listens, or the person has chosen a row: its line, from 1. */
  private heard({ line }: { readonly line?: number }): void {
    if (line === undefined) {
      void this.panel.webview.postMessage(this.last);
      return;
    }
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === this.shown?.uri.toString());
    if (editor === undefined) return;
    const at = new vscode.Position(line - 1, 0);
    editor.selection = new vscode.Selection(at, at);
    editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
}

const STYLE = `body{padding:0}svg{width:100%;min-width:640px;height:auto}p{padding:1em}
.bg{fill:var(--vscode-editor-background)}
.life,.box,.arrow{stroke:var(--vscode-descriptionForeground);fill:none}.life{stroke-dasharray:3 4}
.head,.title,.end{font:600 14px var(--vscode-font-family)}.head,.title{fill:var(--vscode-editor-foreground)}
.say{font:12px var(--vscode-editor-font-family);fill:var(--vscode-editor-foreground);white-space:pre}
.bad,.end{fill:var(--vscode-editorError-foreground)}.bad{font-weight:600}.changed{stroke:var(--vscode-editorError-foreground)}
.guess{font-style:italic;fill:var(--vscode-textLink-foreground)}
.note{font:12px var(--vscode-font-family);fill:var(--vscode-editor-foreground)}
.notebox{fill:var(--vscode-editorWidget-background);stroke:var(--vscode-editorWarning-foreground)}
g[data-line]{cursor:pointer;outline:none}
g .mark{fill:none}g.at .mark{stroke:var(--vscode-contrastActiveBorder,var(--vscode-focusBorder))}g:focus-visible .mark{stroke:var(--vscode-focusBorder);stroke-width:2}`;

/** Rows are buttons in a list of which one at a time is reached by Tab; the arrows go up and down. */
const SCRIPT = `const api = acquireVsCodeApi();
const root = document.getElementById('picture');
let rows = [];
const lineOf = (row) => Number(row.dataset.line);
function draw({ svg, none }) {
  root.textContent = svg ? '' : none;
  rows = [];
  if (!svg) return;
  const picture = document.importNode(new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement, true);
  picture.setAttribute('role', 'group');
  root.append(picture);
  rows = [...picture.querySelectorAll('g[data-line]')];
  for (const row of rows) {
    row.setAttribute('role', 'button');
    row.setAttribute('aria-label', [...row.querySelectorAll('text')].map((text) => text.lastChild.data).join(', '));
    const box = row.getBBox();
    const mark = document.createElementNS(picture.namespaceURI, 'rect');
    for (const [name, value] of Object.entries({ class: 'mark', x: 4, y: box.y - 4, width: 992, height: box.height + 8, rx: 4 }))
      mark.setAttribute(name, value);
    row.prepend(mark);
  }
}
function mark(line) {
  const at = rows.filter((row) => lineOf(row) <= line).at(-1) ?? rows[0];
  for (const row of rows) {
    row.classList.toggle('at', row === at);
    row.tabIndex = row === at ? 0 : -1;
    if (row === at) row.setAttribute('aria-current', 'true');
    else row.removeAttribute('aria-current');
  }
  at?.scrollIntoView({ block: 'nearest' });
  return at;
}
function choose(row) {
  if (!row) return;
  mark(lineOf(row));
  row.focus();
  api.postMessage({ line: lineOf(row) });
}
addEventListener('message', ({ data }) => {
  if (!data) return;
  const had = rows.includes(document.activeElement);
  if (data.none !== undefined) draw(data);
  const at = mark(data.line);
  if (had) at?.focus();
});
addEventListener('click', ({ target }) => choose(target.closest('g[data-line]')));
addEventListener('keydown', (event) => {
  const at = rows.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1, Enter: at, ' ': at }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  choose(rows[to]);
});
api.postMessage({});`;

function page(): string {
  const nonce = [...crypto.getRandomValues(new Uint8Array(16))].map((octet) => octet.toString(16).padStart(2, '0')).join('');
  return `<!DOCTYPE html><html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<style nonce="${nonce}">${STYLE}</style></head>
<body><main id="picture" aria-label="${vscode.l10n.t('Picture of a session')}"></main><script nonce="${nonce}">${SCRIPT}</script></body></html>`;
}
