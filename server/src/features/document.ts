/**
 * An open document: lines, and the model of its language, read on demand and again after an edit. Features take a document and give LSP's
 * plain types; they know neither a transport nor a store of documents.
 */

import { assumeVersion } from '../asa/assume.ts';
import type { Configuration } from '../asa/model.ts';
import { unquoted } from '../asa/quoting.ts';
import { readConfiguration } from '../asa/read.ts';
import { checkBoth } from '../rules/check.ts';
import type { Finding } from '../rules/finding.ts';
import type { CheckOptions } from '../rules/rule.ts';
import { AS_TYPED, type Bounds, UNHURRIED } from '../smtp/dialogue.ts';
import type { Transcript } from '../smtp/model.ts';
import { readTranscript } from '../smtp/read.ts';
import type { Change, Lines } from '../text/lines.ts';
import { type Sights, sightsOf } from '../workspace/two-sides.ts';
import { configurationBeside, configurationSign, type Signs, signsIn, spokenIn, transcriptBeside } from './regions.ts';

export type LanguageId = 'cisco-asa' | 'smtp-transcript';

/** What a person or a workspace sets, for one document. */
export interface DocumentSettings extends CheckOptions {
  /** Version to assume for a configuration that names none: `9.1(5)`, `PIX 6.3`; undefined: assume none. */
  readonly asaVersion: string | undefined;
  /** The firewall that transcripts passed, as `workspace/tie.ts` looks for it: a path or a host name. undefined: none is told. */
  readonly firewall?: string | undefined;
  /** What is not shown beside and above the text; undefined: all is. */
  readonly hidden?: readonly Annotation[] | undefined;
}

/** Kinds of inlay hints and code lenses: the names of their settings behind `esmtpLens.`. */
export const ANNOTATIONS = [
  'inlayHints.masks',
  'inlayHints.ports',
  'inlayHints.objects',
  'inlayHints.inspections',
  'codeLens.policies',
  'codeLens.mailHosts',
  'codeLens.sessions',
] as const;
export type Annotation = (typeof ANNOTATIONS)[number];

export const DEFAULT_SETTINGS: DocumentSettings = { severities: {}, asaVersion: undefined };

interface DocumentText {
  readonly uri: string;
  readonly lines: Lines;
  readonly settings: DocumentSettings;
}

interface DocumentBase extends DocumentText {
  /** In document order, of both languages; the rules run once for each state of the document. */
  readonly findings: readonly Finding[];
  /** What stands in it of the other language: the same lines, all but those of the other language empty. */
  readonly other: Document | undefined;
}

export interface ConfigurationDocument extends DocumentBase {
  readonly language: 'cisco-asa';
  readonly configuration: Configuration;
}

export interface TranscriptDocument extends DocumentBase {
  readonly language: 'smtp-transcript';
  readonly transcript: Transcript;
  /** Its sessions as one side of their servers, for other files to be held against. */
  readonly sights: Sights;
}

export type Document = ConfigurationDocument | TranscriptDocument;

/** @param previous the same document before an edit: what the edit did not touch is not read again */
export function openDocument(uri: string, language: LanguageId, lines: Lines, settings = DEFAULT_SETTINGS, previous?: Document): Document {
  const text = { uri, lines, settings };
  return language === 'cisco-asa' ? new OpenConfiguration(text, previous) : new OpenTranscript(text, previous);
}

export function changeDocument(document: Document, changes: readonly Change[]): Document {
  return openDocument(document.uri, document.language, document.lines.change(changes), document.settings, document);
}

/** Whether the person wants to see annotations of a kind. */
export function shows({ settings }: Document, kind: Annotation): boolean {
  return settings.hidden?.includes(kind) !== true;
}

/** The same text under other settings. */
export function withSettings(document: Document, settings: DocumentSettings): Document {
  return openDocument(document.uri, document.language, document.lines, settings, document);
}

/** A transcript that nobody edits: a program takes the time to read more of it than an editor does. */
export function wholeTranscript(uri: string, lines: Lines, settings: DocumentSettings): TranscriptDocument {
  return new OpenTranscript({ uri, lines, settings }, undefined, UNHURRIED);
}

/** The document or its part in the other language: that which understands the line. */
export function partAt(document: Document, line: number): Document {
  const { other } = document;
  return other !== undefined && other.lines.text(line) !== '' && isUnderstood(other, line) ? other : document;
}

/** The firewall that a document holds, alone or beside sessions and logs. */
export function configurationIn(document: Document): Configuration | undefined {
  if (document.language === 'cisco-asa') return document.configuration;
  return document.other?.language === 'cisco-asa' ? document.other.configuration : undefined;
}

/** The sessions and the logs that a document holds, alone or beside a firewall's configuration. */
export function transcriptIn(document: Document): Transcript | undefined {
  if (document.language === 'smtp-transcript') return document.transcript;
  return document.other?.language === 'smtp-transcript' ? document.other.transcript : undefined;
}

function isUnderstood(document: Document, line: number): boolean {
  // Of a transcript only what was left of firewalls is empty: prose is in its lines, too.
  if (document.language === 'cisco-asa') return true;
  const { records, sessions } = document.transcript;
  return records.some((record) => record.line === line) || sessions.some(({ first, last }) => first <= line && line <= last);
}

/** A model that is read when it is first asked for, from the newest model before it: several edits may come before anybody asks. */
class Reading<M> {
  private readonly lines: Lines;
  private readonly read: (lines: Lines, previous?: M) => M;
  private previous: Reading<M> | undefined;
  private model: M | undefined;

  constructor(lines: Lines, read: (lines: Lines, previous?: M) => M, previous: Reading<M> | undefined) {
    this.lines = lines;
    this.read = read;
    // A reading that nobody asked for is passed over, so that a chain of them never grows.
    this.previous = previous?.model === undefined ? previous?.previous : previous;
  }

  get value(): M {
    if (this.model === undefined) {
      this.model = this.read(this.lines, this.previous?.model);
      this.previous = undefined;
    }
    return this.model;
  }
}

/** What an open document of either language is: its text, and what was read from it and found in it, once for each state of it. */
abstract class OpenDocument<M> {
  readonly uri: string;
  readonly lines: Lines;
  readonly settings: DocumentSettings;
  protected readonly reading: Reading<M>;
  private readonly previous: { readonly signs: Signs | undefined; readonly other: Document | undefined } | undefined;
  private checked: readonly Finding[] | undefined;
  private beside: { readonly signs: Signs; readonly other: Document | undefined } | undefined;

  constructor(of: DocumentText, read: (lines: Lines, previous?: M) => M, previous: OpenDocument<M> | undefined) {
    this.uri = of.uri;
    this.lines = of.lines;
    this.settings = of.settings;
    // Under other settings the same lines are read no second time.
    this.reading = previous?.lines === of.lines ? previous.reading : new Reading(of.lines, read, previous?.reading);
    // A state whose other part nobody asked for is passed over, so that a chain of them never grows.
    this.previous = previous?.beside ?? previous?.previous;
  }

  get findings(): readonly Finding[] {
    this.checked ??= checkBoth(this.models(), this.commented(), this.settings);
    return this.checked;
  }

  get other(): Document | undefined {
    if (this.beside === undefined) {
      const signs = this.signs(this.previous?.signs);
      const lines = this.linesBeside(signs);
      this.beside = { signs, other: lines && this.read({ uri: this.uri, lines, settings: this.settings }, this.previous?.other) };
    }
    return this.beside.other;
  }

  /** The lines that may be of the other language. */
  protected abstract signs(previous: Signs | undefined): Signs;
  protected abstract linesBeside(signs: Signs): Lines | undefined;
  protected abstract read(text: DocumentText, previous: Document | undefined): Document;
  protected abstract models(): { readonly configuration?: Configuration | undefined; readonly transcript?: Transcript | undefined };
  /** The lines in which comments are looked for. */
  protected abstract commented(): Lines;
}

class OpenConfiguration extends OpenDocument<Configuration> implements ConfigurationDocument {
  readonly language = 'cisco-asa';
  private assumed: Configuration | undefined;

  constructor(of: DocumentText, previous: Document | undefined) {
    super(of, readConfiguration, previous instanceof OpenConfiguration ? previous : undefined);
  }

  get configuration(): Configuration {
    this.assumed ??= assumeVersion(this.reading.value, this.settings.asaVersion);
    return this.assumed;
  }

  protected signs(previous: Signs | undefined) {
    return spokenIn(this.reading.value, previous);
  }

  protected linesBeside(signs: Signs) {
    return transcriptBeside(this.reading.value, signs);
  }

  protected read(text: DocumentText, previous: Document | undefined): Document {
    return new OpenTranscript(text, previous);
  }

  protected models() {
    return {
      configuration: this.configuration,
      transcript: transcriptIn(this),
    };
  }

  protected commented(): Lines {
    return unquoted(this.lines);
  }
}

class OpenTranscript extends OpenDocument<Transcript> implements TranscriptDocument {
  readonly language = 'smtp-transcript';
  private seen: Sights | undefined;

  constructor(of: DocumentText, previous: Document | undefined, bounds: Bounds = AS_TYPED) {
    super(of, (lines, before) => readTranscript(lines, before, bounds), previous instanceof OpenTranscript ? previous : undefined);
  }

  get transcript(): Transcript {
    return this.reading.value;
  }

  get sights(): Sights {
    this.seen ??= sightsOf(this.transcript);
    return this.seen;
  }

  protected signs(previous: Signs | undefined) {
    return signsIn(this.lines, configurationSign, previous);
  }

  protected linesBeside(signs: Signs) {
    return configurationBeside(this.transcript, signs);
  }

  protected read(text: DocumentText, previous: Document | undefined): Document {
    return new OpenConfiguration(text, previous);
  }

  protected models() {
    return { transcript: this.transcript, configuration: configurationIn(this) };
  }

  protected commented(): Lines {
    return this.lines;
  }
}
