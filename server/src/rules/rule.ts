/**
 * What a rule is. One rule, one file, named after what it finds. The doc comment at the head of the file is the rule's page
 * (docs/rules/NAME.md, `esmtp-lens rules NAME`, the link of the diagnostic), under the headings that
 * `scripts/rule-pages.ts` asks for.
 */
import type { Configuration, Context } from '../asa/model.ts';
import type { RecordGroup } from '../smtp/logs/groups.ts';
import type { Transcript } from '../smtp/model.ts';
import type { Range, Span } from '../text/lines.ts';
import type { Confidence, Finding, Severity } from './finding.ts';
import type { Subject } from './subject.ts';

/** What a rule says; name and severity are filled in by `check` unless the rule must differ. */
export interface Report {
  /** Of a statement, the span: it holds wherever the statement stands. */
  readonly range: Range | Span;
  readonly message: string;
  /** Sentences behind the message that other reports on the same words may have, too: only the first of them, which is the worst, says them. */
  readonly circumstances?: readonly string[];
  /** Sentences behind these that say why it is not certain. Each report says its own: none sounds surer than it is. */
  readonly doubts?: readonly string[];
  /** Default `certain`. */
  readonly confidence?: Confidence;
  /** Where one hazard is worse in one case than in another (a named map, the default map). */
  readonly severity?: Severity;
  readonly related?: readonly Aside[];
  /** Where what to do next differs from the rule's own advice. */
  readonly advice?: string;
  readonly unnecessary?: boolean;
  /** What it is about, where a remedy mends it. */
  readonly subject?: Subject;
}

/** Another place that a report speaks of. */
export interface Aside {
  readonly range: Range | Span;
  readonly message: string;
}

interface RuleBase {
  readonly name: string;
  /** The severity it has unless a setting says otherwise. */
  readonly severity: Severity;
  /** The hazard in one sentence. */
  readonly summary: string;
  /** What to do next, or whom to ask, where a report does not say it itself: see `Finding.advice`. */
  readonly advice?: string;
  /** It may find more where other files of the workspace are known: that it finds nothing in a file alone is not its last word. */
  readonly looksAround?: true;
}

/** Runs once for each context of a configuration. */
export interface ConfigurationRule extends RuleBase {
  readonly language: 'cisco-asa';
  check(context: Context, configuration: Configuration): Iterable<Report>;
}

export interface TranscriptRule extends RuleBase {
  readonly language: 'smtp-transcript';
  check(transcript: Transcript): Iterable<Report>;
  /** What it says of the lines of a log alone, for one that is streamed and never held; `check` says the same of a log that is open. */
  checkLog?(groups: readonly RecordGroup[]): Iterable<Report>;
}

/** A rule about our own comments; `check` carries it out itself. */
export interface CommentRule extends RuleBase {
  readonly language: 'any';
}

export type Rule = ConfigurationRule | TranscriptRule | CommentRule;

/** What a person or a workspace sets. */
export interface CheckOptions {
  /** Severity by rule name; `off` silences a rule. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
}

export type { Finding };
