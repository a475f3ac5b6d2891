/** What was found in a file, and what can be done about it. */
import type { Configuration } from '../asa/model.ts';
import { withoutSecrets as withoutKeys } from '../asa/secrets.ts';
import { ALONE, type Around } from '../features/around.ts';
import { configurationIn, type Document, type LanguageId, transcriptIn } from '../features/document.ts';
import { foundAround } from '../features/other-side.ts';
import { type Elsewhere, elsewhere } from '../features/related.ts';
import { allUnjudgedBecause, type Unjudged } from '../policy/unjudged.ts';
import { offersFor } from '../remedies/catalogue.ts';
import { Effort, FOR_A_REPORT } from '../remedies/effort.ts';
import type { Words } from '../remedies/remedy.ts';
import { inOrder } from '../rules/check.ts';
import { type Finding, inFull, type Related, type Severity } from '../rules/finding.ts';
import { withoutSecrets } from '../smtp/secrets.ts';
import type { Lines } from '../text/lines.ts';
import { inPlainWords } from '../text/markup.ts';
import { place, point } from './places.ts';
import type { CheckAnswer, CheckedFile as CheckedFileTold, FileLine, Finding as FindingTold, SessionsIn } from './types.ts';

/** What every report on a file is made from. */
export interface CheckedFile {
  readonly path: string;
  readonly language: LanguageId;
  readonly findings: readonly Finding[];
  /** How many more were found, and are not told: a baseline holds them. None by default. */
  readonly known?: number;
  /** It holds blank lines at most: there was nothing to check. */
  readonly isEmpty: boolean;
  /** How much of a transcript was read for sessions, where not all of it was. */
  readonly sessionsIn: SessionsIn | undefined;
  /** Why nothing in it tells whether mail is inspected, so that no finding is no good news; undefined where something does, and of a transcript. */
  readonly unjudged: Unjudged | undefined;
  /** The text of a line, as it may be shown; undefined where it is not at hand. */
  readonly textOf: (line: number) => string | undefined;
  /** Places of other files that a finding speaks of, by the paths as they are reported; undefined where no other files were looked at. */
  readonly elsewhere?: (finding: Finding) => readonly Elsewhere[];
  /**
   * What can be done about a finding.
   *
   * @param shown so many of them are shown, the first: no other is proven. All by default.
   */
  readonly remedies: (finding: Finding, shown?: number) => readonly NamedRemedy[];
}

/** A remedy by its name: a report shows no edit. */
export interface NamedRemedy extends Words {
  /** Whether it was shown to do what its title says, and only that; where the file is too large for it, `remedy` proves what is asked for. */
  readonly proven: boolean;
}

/**
 * @param path as it is reported
 * @param around files that are looked at with it; their addresses are their paths as they are reported
 */
export function checked(path: string, document: Document, around: Around = ALONE): CheckedFile {
  const { language, lines } = document;
  const joined = foundAround(document, around);
  const findings = joined.length === 0 ? document.findings : [...document.findings, ...joined.map(({ finding }) => finding)].sort(inOrder);
  const inOthers = elsewhere(document, around);
  const places = new Map(joined.map((each) => [each.finding, each.places]));
  const remedies = new Map<Finding, { readonly shown: number; readonly named: readonly NamedRemedy[] }>();
  const effort = new Effort(FOR_A_REPORT);
  return {
    path,
    language,
    findings,
    isEmpty: isBlank(lines),
    sessionsIn: document.language === 'smtp-transcript' ? sessionsIn(document.transcript.linesRead, lines.count) : undefined,
    unjudged: unjudged(document),
    textOf: (line) => (line < lines.count ? shownOf(document, line) : undefined),
    ...(around !== ALONE && { elsewhere: (finding) => places.get(finding) ?? inOthers(finding) }),
    remedies: (finding, shown = Number.POSITIVE_INFINITY) => {
      const configuration = configurationIn(document);
      if (configuration === undefined) return [];
      const known = remedies.get(finding);
      if (known !== undefined && known.shown >= shown) return known.named;
      const all = named(configuration, finding, effort, shown);
      remedies.set(finding, { shown, named: all });
      return all;
    },
  };
}

function isBlank(lines: Lines): boolean {
  for (let line = 0; line < lines.count; line++) if (lines.text(line).trim() !== '') return false;
  return true;
}

/** What is empty is told as that. */
function unjudged(document: Document): Unjudged | undefined {
  const because = isBlank(document.lines) ? undefined : allUnjudgedBecause(configurationIn(document)?.contexts ?? []);
  return because && { reason: inPlainWords(because.reason), instead: inPlainWords(because.instead) };
}

function named(configuration: Configuration, finding: Finding, effort: Effort, shown: number): NamedRemedy[] {
  const found: NamedRemedy[] = [];
  for (const offer of offersFor(configuration, finding)) {
    const proposal = found.length < shown ? effort.proposal(configuration, offer) : 'unproven';
    if (proposal === undefined) continue;
    found.push(proposal === 'unproven' ? { ...offer, proven: false } : { ...proposal, proven: true });
  }
  return found;
}

/** Reports are pasted into tickets. */
function shownOf(document: Document, line: number): string {
  const transcript = transcriptIn(document);
  const spoken = transcript !== undefined && transcript.lines.text(line) !== '';
  const text = spoken ? withoutSecrets(transcript, line) : document.lines.text(line);
  return configurationIn(document) === undefined ? text : withoutKeys(text);
}

/** @param lines so many lines were read for sessions, of so many */
export function sessionsIn(lines: number, of: number): SessionsIn | undefined {
  return lines < of ? { lines, of } : undefined;
}

export type Counts = Readonly<Record<Severity, number>>;

export function countsOf(files: readonly CheckedFile[]): Counts {
  const counts = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const { findings } of files) for (const { severity } of findings) counts[severity]++;
  return counts;
}

export function checkAnswer(files: readonly CheckedFile[]): CheckAnswer {
  return { version: 1, files: files.map(fileTold), summary: summaryOf(files.length, among(files), countsOf(files)) };
}

/** How many of the files that were checked tell nothing: a finding less in these is no good news. */
export interface Silent {
  readonly empty: number;
  readonly unjudged: number;
}

export function among(files: readonly CheckedFile[]): Silent {
  return {
    empty: files.filter(({ isEmpty }) => isEmpty).length,
    unjudged: files.filter(({ unjudged }) => unjudged !== undefined).length,
  };
}

/** @param files how many were checked, those that tell nothing among them */
export function summaryOf(files: number, { empty, unjudged }: Silent, counts: Counts): CheckAnswer['summary'] {
  return { files, ...counts, ...(empty > 0 && { empty }), ...(unjudged > 0 && { unjudged }) };
}

/** A file by itself, for a reader who gets one after the other. */
export function fileLine(file: CheckedFile): FileLine {
  return { version: 1, ...fileTold(file) };
}

function fileTold(file: CheckedFile): CheckedFileTold {
  return {
    path: file.path,
    language: file.language,
    sessionsIn: file.sessionsIn,
    unjudged: file.unjudged,
    findings: file.findings.map((finding) => findingTold(file, finding)),
  };
}

function findingTold(file: CheckedFile, finding: Finding): FindingTold {
  const { rule, severity, confidence, advice, range, related } = finding;
  const toldPlace = (where: string, other: Related) => ({ path: where, ...point(other.range), message: inPlainWords(other.message) });
  return {
    rule,
    severity,
    confidence,
    message: inPlainWords(inFull(finding)),
    advice: advice && inPlainWords(advice),
    ...place(range),
    related: [
      ...related.map((other) => toldPlace(file.path, other)),
      ...(file.elsewhere?.(finding) ?? []).map((other) => toldPlace(other.uri, other)),
    ],
    remedies: file.remedies(finding).map(({ id, title, proven }) => ({ id, title: inPlainWords(title), ...(proven ? {} : { proven }) })),
  };
}
