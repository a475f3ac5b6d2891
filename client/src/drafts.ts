/**
 * Texts to try things in: an example, what was copied. They can be edited as files can, and are in none: a file system of this window keeps them
 * in its memory, and each change is saved there at once, so that nothing asks to be saved when one is closed. That forgets it.
 */
import * as vscode from 'vscode';

/** Of the addresses of drafts: `/NUMBER/NAME`. `activationEvents` in the manifest names it, for a window that is loaded anew. */
export const DRAFT = 'esmtp-lens-draft';

export interface Drafts extends vscode.Disposable {
  /** Shows a text as a document of a language. @param name of the document, without a folder */
  show(name: string, language: string, text: string): Promise<void>;
}

/** @param original the text of a draft of that name in a window that was loaded anew; rejects where nobody knows it any more */
export function keepDrafts(original: (name: string) => Thenable<Uint8Array>): Drafts {
  const texts = new Map<string, { readonly octets: Uint8Array; readonly mtime: number }>();
  /** A time that is later each time: VS Code reads a file anew whose time has changed. */
  let time = Date.now();
  const keep = (uri: vscode.Uri, octets: Uint8Array) => {
    const text = { octets, mtime: ++time };
    texts.set(uri.path, text);
    return text;
  };
  const find = async (uri: vscode.Uri) => {
    const known = texts.get(uri.path);
    if (known !== undefined) return known;
    const octets = await original(nameOf(uri)).then(undefined, () => undefined);
    if (octets === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return texts.get(uri.path) ?? keep(uri, octets);
  };
  const provider: vscode.FileSystemProvider = {
    // Nothing changes them but the editor that shows them.
    onDidChangeFile: () => new vscode.Disposable(() => undefined),
    watch: () => new vscode.Disposable(() => undefined),
    async stat(uri) {
      if (isFolder(uri)) return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
      const { octets, mtime } = await find(uri);
      return { type: vscode.FileType.File, ctime: 0, mtime, size: octets.length };
    },
    readFile: async (uri) => (await find(uri)).octets,
    writeFile: (uri, octets) => void keep(uri, octets),
    delete: (uri) => void texts.delete(uri.path),
    readDirectory: () => [],
    createDirectory: refuse,
    rename: refuse,
  };
  let made = 0;
  const isKnown = (uri: vscode.Uri) => [...shown(), ...vscode.workspace.textDocuments].some((known) => known.uri.path === uri.path);
  const subscription = vscode.Disposable.from(
    vscode.workspace.registerFileSystemProvider(DRAFT, provider, { isCaseSensitive: true }),
    saveAtOnce(),
    vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
      const left = new Set(shown().map(({ uri }) => uri.path));
      for (const { uri } of closed.flatMap(shownIn)) if (!left.has(uri.path)) texts.delete(uri.path);
    }),
  );
  return {
    dispose: () => subscription.dispose(),
    async show(name, language, text) {
      let uri: vscode.Uri;
      do uri = vscode.Uri.from({ scheme: DRAFT, path: `/${++made}/${name}` });
      while (isKnown(uri));
      keep(uri, new TextEncoder().encode(text));
      const document = await vscode.workspace.openTextDocument(uri);
      // Another extension may have claimed its ending.
      if (document.languageId !== language) await vscode.languages.setTextDocumentLanguage(document, language);
      await vscode.window.showTextDocument(document, { preview: false });
    },
  };
}

/** Saves each change of a draft. Who saves one by hand wants to have it in a file, and is asked in which. */
function saveAtOnce(): vscode.Disposable {
  const saving = new Set<vscode.TextDocument>();
  const byHand = new Set<vscode.TextDocument>();
  const save = async (document: vscode.TextDocument) => {
    if (saving.has(document)) return;
    saving.add(document);
    try {
      // What is typed meanwhile is saved next.
      while (document.isDirty && !document.isClosed && (await document.save()));
    } finally {
      saving.delete(document);
    }
  };
  const isDraft = ({ uri }: vscode.TextDocument) => uri.scheme === DRAFT;
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (isDraft(document) && document.isDirty) void save(document);
    }),
    vscode.workspace.onWillSaveTextDocument(({ document, reason }) => {
      if (isDraft(document) && reason === vscode.TextDocumentSaveReason.Manual && !saving.has(document)) byHand.add(document);
    }),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (byHand.delete(document) && vscode.window.activeTextEditor?.document === document)
        void vscode.commands.executeCommand('workbench.action.files.saveAs');
    }),
  );
}

/** The drafts that have a tab. */
function shown(): readonly vscode.TabInputText[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs).flatMap(shownIn);
}

function shownIn({ input }: vscode.Tab): readonly vscode.TabInputText[] {
  return input instanceof vscode.TabInputText && input.uri.scheme === DRAFT ? [input] : [];
}

function nameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function isFolder({ path }: vscode.Uri): boolean {
  return /^\/\d*$/.test(path);
}

function refuse(): never {
  throw vscode.FileSystemError.NoPermissions();
}
