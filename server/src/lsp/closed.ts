/** The findings of files that are not open, as the client pulls them for the whole workspace. */
import {
  type CancellationToken,
  type Diagnostic,
  DocumentDiagnosticReportKind,
  type ResultProgressReporter,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceDiagnosticReportPartialResult,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { Document } from '../features/document.ts';
import type { ClosedFile, Progress } from './workspace.ts';

/** What it needs of the server. */
export interface ClosedHost {
  /** The files that are not open, once those of the workspace are read. */
  read(): Promise<void>;
  closed(): readonly ClosedFile[];
  isOpen(uri: string): boolean;
  /** As the client takes them. */
  diagnosticsOf(document: Document): Diagnostic[];
  /** undefined: the client shows none */
  progress(): Promise<Progress | undefined>;
  /** Counts changes of settings and of other files, on which findings rest. */
  epoch(): number;
}

/** So many are checked before a person has read that they are. */
const FEW = 20;

export class ClosedFindings {
  private readonly host: ClosedHost;
  /** Who waits for news. */
  private readonly waiting = new Set<() => void>();
  /** The state of each file that was left when a person ended the work: it is not asked for again, until something changes. */
  private readonly left = new Map<string, number>();

  constructor(host: ClosedHost) {
    this.host = host;
  }

  /** Something may be different now. */
  wake(): void {
    for (const wake of [...this.waiting]) wake();
  }

  /**
   * Where the client has them all, it is answered when there are others.
   *
   * @param partial is told each file as soon as it is checked
   */
  async pull(
    { previousResultIds }: WorkspaceDiagnosticParams,
    token: CancellationToken,
    partial: ResultProgressReporter<WorkspaceDiagnosticReportPartialResult> | undefined,
  ): Promise<WorkspaceDiagnosticReport> {
    const had = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
    await Promise.race([this.host.read(), cancelled(token)]);
    for (;;) {
      const items: WorkspaceDocumentDiagnosticReport[] = [];
      let count = 0;
      for await (const each of this.news(had, token)) {
        count++;
        if (partial === undefined) items.push(each);
        else partial.report({ items: [each] });
      }
      if (count > 0 || had.size === 0 || token.isCancellationRequested) return { items };
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.waiting.delete(wake);
          resolve();
        };
        this.waiting.add(wake);
        token.onCancellationRequested(wake);
      });
    }
  }

  private async *news(had: ReadonlyMap<string, string>, token: CancellationToken): AsyncGenerator<WorkspaceDocumentDiagnosticReport> {
    const { host } = this;
    const files = host.closed().filter(({ checked }) => checked);
    // The first time it is all of them; later, what has changed.
    const isLong = had.size === 0 && files.length > FEW && !token.isCancellationRequested;
    const progress = isLong ? await host.progress() : undefined;
    try {
      progress?.begin('ESMTP Lens: checking files that are not open', 0, undefined, true);
      for (const [index, { document, state }] of files.entries()) {
        if (token.isCancellationRequested) return;
        const { uri } = document;
        if (progress?.token?.isCancellationRequested) this.left.set(uri, state);
        const resultId = `closed ${state}.${host.epoch()}`;
        if (had.get(uri) === resultId || this.left.get(uri) === state) continue;
        progress?.report(Math.round((100 * index) / files.length));
        yield { kind: DocumentDiagnosticReportKind.Full, uri, version: null, resultId, items: host.diagnosticsOf(document) };
        // A keystroke that came meanwhile is answered first.
        await new Promise((resolve) => setTimeout(resolve));
      }
    } finally {
      progress?.done();
    }
    const there = new Set(files.map(({ document }) => document.uri));
    for (const uri of had.keys()) {
      if (!there.has(uri) && !host.isOpen(uri)) yield { kind: DocumentDiagnosticReportKind.Full, uri, version: null, items: [] };
    }
  }
}

function cancelled(token: CancellationToken): Promise<void> {
  return new Promise((resolve) => token.onCancellationRequested(() => resolve()));
}
