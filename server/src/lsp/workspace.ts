/**
 * The files of the workspace that are not open: found, read, and kept until they change. What reads them is given, for a server in a browser
 * has no disk. All of it is bounded, a person can end it, and nothing waits for it but what is about other files.
 */
import type { CancellationToken, WorkDoneProgressReporter } from 'vscode-languageserver';
import { MOST_BYTES, MOST_FILES, MOST_TOGETHER } from '../features/around.ts';
import { detectLanguage } from '../features/detect.ts';
import { type Document, type DocumentSettings, openDocument, withSettings } from '../features/document.ts';
import { Lines } from '../text/lines.ts';

/** Where files come from. */
export interface FileSource {
  /** Addresses of files with one of these extensions, at most so many. */
  list(extensions: readonly string[], most: number): Promise<readonly string[]>;
  /** The text of a file; undefined where it cannot be read, is no text, or has more bytes than that. */
  read(uri: string, most: number): Promise<string | undefined>;
}

/** What a server has that runs on a machine with files. */
export interface Disk {
  /** The files below folders, by their addresses. */
  files(folders: readonly string[]): FileSource;
  /** Writes a text that is to be shown into a file that nobody can edit, for as long as the server runs. @returns its address */
  keep(name: string, text: string): Promise<string>;
}

/** Ours by name, and those in which configurations and sessions are kept. */
const OURS = ['asa', 'smtp'];
const OTHERS = ['cfg', 'conf', 'config', 'confg', 'cisco', 'txt', 'log', 'eml', 'mbox'];

export interface ClosedFile {
  readonly document: Document;
  /** Its findings are wanted. */
  readonly checked: boolean;
  /** Which text, under which settings, it is, among all that were read. */
  readonly state: number;
}

/** Long work, as a person sees it, and may end it. */
export type Progress = WorkDoneProgressReporter & { readonly token?: CancellationToken; done(): void };

/** What the server does for it. */
export interface Host {
  settingsFor(uris: readonly string[]): Promise<readonly { readonly settings: DocumentSettings; readonly checked: boolean }[]>;
  isOpen(uri: string): boolean;
  /** undefined: the client shows none */
  progress(): Promise<Progress | undefined>;
  /** Something is different now. */
  changed(): void;
}

export class Workspace {
  private readonly files = new Map<string, ClosedFile>();
  private readonly source: FileSource | undefined;
  private readonly host: Host;
  private reading: Promise<void> | undefined;
  private states = 0;

  /** @param source undefined where nothing can read files: then only open documents are known */
  constructor(source: FileSource | undefined, host: Host) {
    this.source = source;
    this.host = host;
  }

  /** Those that are not open. */
  get closed(): readonly ClosedFile[] {
    return [...this.files.values()].filter(({ document }) => !this.host.isOpen(document.uri));
  }

  /** Reads the files of the workspace, once. Resolved when they are there. */
  read(): Promise<void> {
    this.reading ??= this.source === undefined ? Promise.resolve() : this.readAll(this.source);
    return this.reading;
  }

  /** A file has come, gone or changed; before anybody asked for the workspace that is no news. */
  async touched(uris: readonly string[]): Promise<void> {
    if (this.source === undefined || this.reading === undefined) return;
    await this.reading;
    for (const uri of uris) {
      const known = this.files.delete(uri);
      if ((known || this.files.size < MOST_FILES) && isWanted(uri)) await this.readOne(this.source, uri);
    }
    if (this.files.size === 0) this.host.changed();
    await this.settled();
  }

  /** Settings have changed: each file is asked for anew. */
  async settled(): Promise<void> {
    const known = [...this.files.values()];
    if (known.length === 0) return;
    const settings = await this.host.settingsFor(known.map(({ document }) => document.uri));
    for (const [index, { document }] of known.entries()) {
      const told = settings[index];
      // What was read anew meanwhile has another document.
      if (told === undefined || this.files.get(document.uri)?.document !== document) continue;
      this.keep(withSettings(document, told.settings), told.checked);
    }
    this.host.changed();
  }

  private async readAll(source: FileSource): Promise<void> {
    const progress = await this.host.progress();
    try {
      progress?.begin('ESMTP Lens: looking for firewalls and sessions', 0, undefined, true);
      const ours = await source.list(OURS, MOST_FILES);
      const others = ours.length < MOST_FILES ? await source.list(OTHERS, MOST_FILES - ours.length) : [];
      const uris = [...new Set([...ours, ...others])].filter((uri) => !uri.includes('/node_modules/'));
      let bytes = 0;
      for (const [index, uri] of uris.entries()) {
        if (progress?.token?.isCancellationRequested || bytes > MOST_TOGETHER) break;
        progress?.report(Math.round((100 * index) / uris.length));
        bytes += await this.readOne(source, uri);
        // A keystroke that came meanwhile is answered first.
        await new Promise((resolve) => setTimeout(resolve));
      }
    } finally {
      progress?.done();
    }
    await this.settled();
  }

  /** @returns how long it is */
  private async readOne(source: FileSource, uri: string): Promise<number> {
    const text = await source.read(uri, MOST_BYTES).catch(() => undefined);
    if (text === undefined || text.includes('\0')) return 0;
    const language = detectLanguage(uri, text);
    if (language === undefined) return text.length;
    const document = openDocument(uri, language, Lines.read(text));
    // Read here, a file a turn: what is said of another file rests on it, and nobody waits for it then.
    if (document.language === 'smtp-transcript') void document.sights;
    this.keep(document, false);
    return text.length;
  }

  private keep(document: Document, checked: boolean): void {
    this.files.set(document.uri, { document, checked, state: ++this.states });
  }
}

function isWanted(uri: string): boolean {
  const extension = /\.([^./\\]+)$/.exec(uri)?.[1]?.toLowerCase() ?? '';
  return OURS.includes(extension) || OTHERS.includes(extension);
}
