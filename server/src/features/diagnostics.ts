/** Findings as LSP diagnostics. */
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import { type Finding, inFull, placeKey, type Severity } from '../rules/finding.ts';
import { grouped } from '../text/grouped.ts';
import { firstTime } from '../text/once.ts';
import { ALONE, type Around } from './around.ts';
import type { Document } from './document.ts';
import { foundAround } from './other-side.ts';
import { type Elsewhere, elsewhere } from './related.ts';

const SEVERITY: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** @param pages the folder of the rules' pages, as a URI that ends with `/`; undefined where there are none to open */
export function diagnostics(document: Document, pages: string | undefined, around: Around = ALONE): Diagnostic[] {
  const inOthers = elsewhere(document, around);
  return placesOnce([
    ...document.findings.map((finding) => toDiagnostic(finding, document.uri, pages, inOthers(finding))),
    ...foundAround(document, around).map(({ finding, places }) => toDiagnostic(finding, document.uri, pages, places)),
  ]);
}

/** Of several findings on the same words, the first, which is the worst, names a place; those behind it do not name it again. */
function placesOnce(all: readonly Diagnostic[]): Diagnostic[] {
  return grouped(all, ({ range }) => JSON.stringify(range)).flatMap((same) => {
    const isNew = firstTime<string>();
    return same.map(({ relatedInformation, ...rest }) => {
      const others = relatedInformation?.filter(({ location, message }) => isNew(placeKey({ ...location, message })));
      return others === undefined || others.length === 0 ? rest : { ...rest, relatedInformation: others };
    });
  });
}

export function toDiagnostic(finding: Finding, uri: string, pages: string | undefined, inOthers: readonly Elsewhere[] = []): Diagnostic {
  const diagnostic: Diagnostic = {
    range: finding.range,
    severity: SEVERITY[finding.severity],
    source: 'ESMTP Lens',
    code: finding.rule,
    message: finding.confidence === 'certain' ? inFull(finding) : `${inFull(finding)} (${finding.confidence})`,
  };
  if (pages !== undefined) diagnostic.codeDescription = { href: `${pages}${finding.rule}.md` };
  if (finding.unnecessary) diagnostic.tags = [DiagnosticTag.Unnecessary];
  const related = [...finding.related.map((each) => ({ uri, ...each })), ...inOthers];
  if (related.length > 0) {
    diagnostic.relatedInformation = related.map(({ uri: where, range, message }) => ({ location: { uri: where, range }, message }));
  }
  return diagnostic;
}
