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

interface DocumentText {
  readonly uri: string;
  readonly lines: Lines;
  readonly settings: DocumentSettings;
}

interface DocumentBase extends DocumentText {
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
  const text = { uri, lines, settings };
  return language === 'cisco-asa' ? new OpenConfiguration(text, previous) : new OpenTranscript(text, previous);
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

/** What an open document of either language is: its text, and what was read from it and found in it, once for each state of it. */
abstract class OpenDocument<M> {
  readonly uri: string;
  readonly lines: Lines;
  readonly settings: DocumentSettings;
  protected readonly reading: Reading<M>;
  private checked: readonly Finding[] | undefined;

  constructor(of: DocumentText, read: (lines: Lines, previous?: M) => M, previous: OpenDocument<M> | undefined) {
    this.uri = of.uri;
    this.lines = of.lines;
    this.settings = of.settings;
    this.reading = new Reading(of.lines, read, previous?.reading);
  }

  get findings(): readonly Finding[] {
    this.checked ??= this.check();
    return this.checked;
  }

  protected abstract check(): readonly Finding[];
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

  protected check(): readonly Finding[] {
    return checkConfiguration(this.configuration, this.settings);
  }
}

class OpenTranscript extends OpenDocument<Transcript> implements TranscriptDocument {
  readonly language = 'smtp-transcript';

  constructor(of: DocumentText, previous: Document | undefined) {
    super(of, readAsTyped, previous instanceof OpenTranscript ? previous : undefined);
  }

  get transcript(): Transcript {
    return this.reading.value;
  }

  protected check(): readonly Finding[] {
    return checkTranscript(this.transcript, this.settings);
  }
}

function readAsTyped(lines: Lines, previous?: Transcript): Transcript {
  return readTranscript(lines, previous, AS_TYPED);
}
