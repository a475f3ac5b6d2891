/** What a finding in one file has to do with another: a mask with the line of the firewall that makes it, and the line with its masks. */
import { spokenSessionAt } from '../path/compare.ts';
import { isMendedOnTheFirewall } from '../remedies/on-the-firewall.ts';
import type { Finding } from '../rules/finding.ts';
import type { Session } from '../smtp/model.ts';
import { type Range, rangeOn } from '../text/lines.ts';
import { lineOfPassage, type Passage, passageOf, throughInWords } from '../workspace/passage.ts';
import { nameOf } from '../workspace/tie.ts';
import { type Around, tieIn } from './around.ts';
import type { Document, TranscriptDocument } from './document.ts';

export interface Elsewhere {
  readonly uri: string;
  readonly range: Range;
  readonly message: string;
}

/** Places that one finding names in other files. */
const MOST = 3;

/** @returns for each finding of the document its places in other files */
export function elsewhere(document: Document, around: Around): (finding: Finding) => readonly Elsewhere[] {
  return document.language === 'smtp-transcript' ? onFirewalls(document, around) : inSessions(document, around);
}

/** The line of the firewall that does what a finding of a transcript tells, with the document that it stands in. */
export interface DoneThere {
  readonly document: Document;
  readonly range: Range;
  readonly passage: Passage;
}

/** @returns for a finding: undefined where no firewall is to blame, or none is known, or it does not inspect the session */
export function doneBy(document: TranscriptDocument, around: Around): (finding: Finding) => DoneThere | undefined {
  const known = new Map<Session | undefined, DoneThere | undefined>();
  return ({ rule, range }) => {
    if (!isMendedOnTheFirewall(rule)) return undefined;
    const session = spokenSessionAt(document.transcript, range.start.line);
    if (!known.has(session)) known.set(session, inspectionOf(document, session, around));
    return known.get(session);
  };
}

function inspectionOf(document: TranscriptDocument, session: Session | undefined, around: Around): DoneThere | undefined {
  const tie = tieIn(document, session, around);
  const passage = tie && passageOf(tie, session);
  const statement = passage && lineOfPassage(passage);
  if (tie === undefined || passage === undefined || statement === undefined) return undefined;
  const { lines } = passage.context;
  const line = lines.lineOf(statement);
  const range = rangeOn(line, statement.words[0]?.start ?? 0, lines.text(line).trimEnd().length);
  return { document: tie.firewall.document, range, passage };
}

function onFirewalls(document: TranscriptDocument, around: Around): (finding: Finding) => readonly Elsewhere[] {
  if (around.documents.length === 0) return () => [];
  const by = doneBy(document, around);
  return (finding) => {
    const done = by(finding);
    if (done === undefined) return [];
    const { uri } = done.document;
    return [{ uri, range: done.range, message: `${throughInWords(done.passage.tie)}: this line inspects the session` }];
  };
}

function inSessions(document: Document, around: Around): (finding: Finding) => readonly Elsewhere[] {
  const byLine = new Map<number, Elsewhere[]>();
  for (const other of around.documents) {
    if (other.language !== 'smtp-transcript' || other.uri === document.uri) continue;
    const by = doneBy(other, around);
    const masks = other.findings.filter(({ rule }) => isMendedOnTheFirewall(rule));
    for (const mask of masks.slice(0, MOST)) {
      const done = by(mask);
      if (done?.document !== document) continue;
      const { line } = done.range.start;
      const perhaps = done.passage.tie.how.by === 'only one' ? 'perhaps ' : '';
      const message = `${nameOf(other)}, line ${mask.range.start.line + 1}: ${perhaps}the work of this line (${mask.rule})`;
      byLine.set(line, [...(byLine.get(line) ?? []), { uri: other.uri, range: mask.range, message }]);
    }
  }
  return ({ range }) => (byLine.get(range.start.line) ?? []).slice(0, MOST);
}
