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
import type { ClosedFile } from './workspace.ts';

/** What it needs of the server. */
export interface ClosedHost {
  /** The files that are not open, once those of the workspace are read. */
  read(): Promise<void>;
  closed(): readonly ClosedFile[];
  isOpen(uri: string): boolean;
  /** As the client takes them. */
  diagnosticsOf(document: Document): Diagnostic[];
  /** Counts changes of settings and of other files, on which findings rest. */
  epoch(): number;
}

export class ClosedFindings {
  private readonly host: ClosedHost;
  /** Who waits for news. */
  private readonly waiting = new Set<() => void>();

  constructor(host: ClosedHost) {
    this.host = host;
  }

  /** Something may be different now. */
  wake(): void {
    for (const wake of [...this.waiting]) wake();
  }

  /** Where the client has them all, it is answered when there are others. */
  async pull(
    { previousResultIds }: WorkspaceDiagnosticParams,
    token: CancellationToken,
    partial: ResultProgressReporter<WorkspaceDiagnosticReportPartialResult> | undefined,
  ): Promise<WorkspaceDiagnosticReport> {
    const had = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
    await this.host.read();
    for (;;) {
      const news = await this.news(had, token);
      if (news.length > 0 || had.size === 0 || token.isCancellationRequested) {
        partial?.report({ items: news });
        return { items: partial === undefined ? news : [] };
      }
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

  private async news(had: ReadonlyMap<string, string>, token: CancellationToken): Promise<WorkspaceDocumentDiagnosticReport[]> {
    const { host } = this;
    const news: WorkspaceDocumentDiagnosticReport[] = [];
    const there = new Set<string>();
    for (const { document, checked, state } of host.closed()) {
      if (token.isCancellationRequested) return news;
      const { uri } = document;
      if (!checked) continue;
      there.add(uri);
      const resultId = `closed ${state}.${host.epoch()}`;
      if (had.get(uri) === resultId) continue;
      news.push({ kind: DocumentDiagnosticReportKind.Full, uri, version: null, resultId, items: host.diagnosticsOf(document) });
      // A keystroke that came meanwhile is answered first.
      await new Promise((resolve) => setTimeout(resolve));
    }
    for (const uri of had.keys()) {
      if (!there.has(uri) && !host.isOpen(uri)) news.push({ kind: DocumentDiagnosticReportKind.Full, uri, version: null, items: [] });
    }
    return news;
  }
}
