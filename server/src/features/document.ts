/**
 * An open document: lines, and the model of its language, read on demand and again after an edit. Features take a document and give LSP's
 * plain types; they know neither a transport nor a store of documents.
 */

import { assumeVersion } from '../asa/assume.ts';
import type { Configuration } from '../asa/model.ts';
import { readConfiguration } from '../asa/read.ts';
import { checkConfiguration, checkTranscript } from '../rules/check.ts';
import type { Finding } from '../rules/finding.ts';
import type { CheckOptions } from '../rules/rule.ts';
import { AS_TYPED } from '../smtp/dialogue.ts';
import type { Transcript } from '../smtp/model.ts';
import { readTranscript } from '../smtp/read.ts';
import type { Change, Lines } from '../text/lines.ts';

export type LanguageId = 'cisco-asa' | 'smtp-transcript';

/** What a person or a workspace sets, for one document. */
export interface DocumentSettings extends CheckOptions {
  /** Version to assume for a configuration that names none: `9.1(5)`, `PIX 6.3`; undefined: assume none. */
  readonly asaVersion: string | undefined;
}

export const DEFAULT_SETTINGS: DocumentSettings = { severities: {}, asaVersion: undefined };

interface DocumentBase {
  readonly uri: string;
  readonly lines: Lines;
  readonly settings: DocumentSettings;
  /** In document order; the rules run once for each state of the document. */
  readonly findings: readonly Finding[];
}

export interface ConfigurationDocument extends DocumentBase {
  readonly language: 'cisco-asa';
  readonly configuration: Configuration;
}

export interface TranscriptDocument extends DocumentBase {
  readonly language: 'smtp-transcript';
  readonly transcript: Transcript;
}

export type Document = ConfigurationDocument | TranscriptDocument;

/** @param previous the same document before an edit: what the edit did not touch is not read again */
export function openDocument(uri: string, language: LanguageId, lines: Lines, settings = DEFAULT_SETTINGS, previous?: Document): Document {
  if (language === 'cisco-asa') return new OpenConfiguration(uri, lines, settings, previous);
  return new OpenTranscript(uri, lines, settings, previous);
}

export function changeDocument(document: Document, changes: readonly Change[]): Document {
  return openDocument(document.uri, document.language, document.lines.change(changes), document.settings, document);
}

/** The same text under other settings. */
export function withSettings(document: Document, settings: DocumentSettings): Document {
  return openDocument(document.uri, document.language, document.lines, settings, document);
}

/** A transcript that nobody edits: a program takes the time to read more of it than an editor does. */
export function wholeTranscript(uri: string, lines: Lines, settings: DocumentSettings): TranscriptDocument {
  const transcript = readTranscript(lines);
  return { language: 'smtp-transcript', uri, lines, settings, transcript, findings: checkTranscript(transcript, settings) };
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

class OpenConfiguration implements ConfigurationDocument {
  readonly language = 'cisco-asa';
  readonly uri: string;
  readonly lines: Lines;
  readonly settings: DocumentSettings;
  private readonly reading: Reading<Configuration>;
  private assumed: Configuration | undefined;
  private checked: readonly Finding[] | undefined;

  constructor(uri: string, lines: Lines, settings: DocumentSettings, previous: Document | undefined) {
    this.uri = uri;
    this.lines = lines;
    this.settings = settings;
    this.reading = new Reading(lines, readConfiguration, previous instanceof OpenConfiguration ? previous.reading : undefined);
  }

  get configuration(): Configuration {
    this.assumed ??= assumeVersion(this.reading.value, this.settings.asaVersion);
    return this.assumed;
  }

  get findings(): readonly Finding[] {
    this.checked ??= checkConfiguration(this.configuration, this.settings);
    return this.checked;
  }
}

function readAsTyped(lines: Lines, previous?: Transcript): Transcript {
  return readTranscript(lines, previous, AS_TYPED);
}

class OpenTranscript implements TranscriptDocument {
  readonly language = 'smtp-transcript';
  readonly uri: string;
  readonly lines: Lines;
  readonly settings: DocumentSettings;
  private readonly reading: Reading<Transcript>;
  private checked: readonly Finding[] | undefined;

  constructor(uri: string, lines: Lines, settings: DocumentSettings, previous: Document | undefined) {
    this.uri = uri;
    this.lines = lines;
    this.settings = settings;
    this.reading = new Reading(lines, readAsTyped, previous instanceof OpenTranscript ? previous.reading : undefined);
  }

  get transcript(): Transcript {
    return this.reading.value;
  }

  get findings(): readonly Finding[] {
    this.checked ??= checkTranscript(this.transcript, this.settings);
    return this.checked;
  }
}
