/**
 * What is kept of a file that was checked: all that a report tells of it, as plain data. The document is let go, so that memory does not
 * grow with the files, and another thread may have read it.
 */
import type { CheckedFile, NamedRemedy } from '../answers/check.ts';
import type { Finding } from '../rules/finding.ts';

export interface KeptFile extends Pick<CheckedFile, 'path' | 'language' | 'isEmpty' | 'sessionsIn' | 'unjudged'> {
  readonly findings: readonly KeptFinding[];
  /** The lines that the findings are on, and those that have to do with them. */
  readonly texts: ReadonlyMap<number, string>;
}

type KeptFinding = Omit<Finding, 'subject'> & { readonly named: readonly NamedRemedy[] };

/** @param naming of how many remedies of a finding the report shows the names: of none, it says nothing of them */
export function kept(file: CheckedFile, naming: number): KeptFile {
  const { path, language, isEmpty, sessionsIn, unjudged } = file;
  const texts = new Map<number, string>();
  const findings = file.findings.map((finding): KeptFinding => {
    for (const { range } of [finding, ...finding.related]) {
      const text = file.textOf(range.start.line);
      if (text !== undefined) texts.set(range.start.line, text);
    }
    const { subject: _, ...told } = finding;
    return { ...told, named: naming > 0 ? file.remedies(finding, naming).map(wordsOf) : [] };
  });
  return { path, language, isEmpty, sessionsIn, unjudged, findings, texts };
}

/** The file as reports take it. */
export function restored({ path, language, isEmpty, sessionsIn, unjudged, findings, texts }: KeptFile): CheckedFile {
  const named = new Map<Finding, readonly NamedRemedy[]>(findings.map((finding) => [finding, finding.named]));
  const remedies = (finding: Finding) => named.get(finding) ?? [];
  return { path, language, isEmpty, sessionsIn, unjudged, findings, textOf: (line) => texts.get(line), remedies };
}

/** A remedy without its edit, which is large and is shown in no report. */
function wordsOf({ id, title, safety, cautions, proven }: NamedRemedy): NamedRemedy {
  return { id, title, safety, ...(cautions === undefined ? {} : { cautions }), proven };
}
