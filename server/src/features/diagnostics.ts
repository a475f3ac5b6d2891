/** Findings as LSP diagnostics. */
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import { type Finding, inFull, type Severity } from '../rules/finding.ts';
import type { Document } from './document.ts';

const SEVERITY: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** @param pages the folder of the rules' pages, as a URI that ends with `/`; undefined where there are none to open */
export function diagnostics(document: Document, pages: string | undefined): Diagnostic[] {
  return document.findings.map((finding) => toDiagnostic(finding, document.uri, pages));
}

export function toDiagnostic(finding: Finding, uri: string, pages: string | undefined): Diagnostic {
  const diagnostic: Diagnostic = {
    range: finding.range,
    severity: SEVERITY[finding.severity],
    source: 'ESMTP Lens',
    code: finding.rule,
    message: finding.confidence === 'certain' ? inFull(finding) : `${inFull(finding)} (${finding.confidence})`,
  };
  if (pages !== undefined) diagnostic.codeDescription = { href: `${pages}${finding.rule}.md` };
  if (finding.unnecessary) diagnostic.tags = [DiagnosticTag.Unnecessary];
  if (finding.related.length > 0) {
    diagnostic.relatedInformation = finding.related.map(({ range, message }) => ({ location: { uri, range }, message }));
  }
  return diagnostic;
}
