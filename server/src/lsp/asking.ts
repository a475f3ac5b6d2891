/** Asks the features of a document's language, of both languages where it holds both, and keeps what they answer as long as the document stays. */
import type { Position } from 'vscode-languageserver';
import { configurationFeatures } from '../features/configuration/features.ts';
import { type Document, partAt } from '../features/document.ts';
import type { Features } from '../features/features.ts';
import { transcriptFeatures } from '../features/transcript/features.ts';

/** Answers that are kept for one state of a document. */
const MOST_ANSWERS = 100;

export class Asking {
  private readonly documentOf: (uri: string) => Document | undefined;
  /** What was answered about a document in the state it is in. */
  private readonly answers = new WeakMap<Document, Map<string, unknown>>();

  /** @param documentOf the open document of an address */
  constructor(documentOf: (uri: string) => Document | undefined) {
    this.documentOf = documentOf;
  }

  /** Asks the feature of the document's language; null where the document is not open or the language has no such feature. */
  in<R>(
    { textDocument }: { textDocument: { uri: string } },
    ask: (features: Features<Document>, document: Document) => R | null | undefined,
  ): R | null {
    const document = this.documentOf(textDocument.uri);
    return document === undefined ? null : this.ask(document, ask);
  }

  /**
   * As `in`, of both languages that a document holds, for what depends on nothing but the document, and on what `key` says: it is made once
   * for a state of it. A line is of one language: of what the other one says about it nothing is taken.
   */
  everywhere<T>(
    key: string,
    { textDocument }: { textDocument: { uri: string } },
    lineOf: (it: T) => number,
    ask: (features: Features<Document>, document: Document) => T[] | undefined,
  ): T[] | null {
    const document = this.documentOf(textDocument.uri);
    if (document === undefined) return null;
    return this.once(document, key, () => {
      const own = this.ask(document, ask);
      const others = document.other && this.ask(document.other, ask);
      if (own === null || others == null || others.length === 0) return own ?? others ?? null;
      const taken = new Set(own.map(lineOf));
      return [...own, ...others.filter((it) => !taken.has(lineOf(it)))].sort((a, b) => lineOf(a) - lineOf(b));
    });
  }

  once<R>(document: Document, key: string, make: () => R): R {
    const known = this.answers.get(document) ?? new Map<string, unknown>();
    this.answers.set(document, known);
    // A client may ask for every range there is.
    if (known.size >= MOST_ANSWERS) known.clear();
    if (!known.has(key)) known.set(key, make());
    // The key names the feature, and each feature answers in one type.
    return known.get(key) as R;
  }

  private ask<R>(document: Document, ask: (features: Features<Document>, document: Document) => R | null | undefined): R | null {
    const features = document.language === 'cisco-asa' ? configurationFeatures : transcriptFeatures;
    // Each language's features take only its own documents: the choice above makes the two fit.
    return ask(features as Features<Document>, document) ?? null;
  }

  at<R>(
    params: { textDocument: { uri: string }; position: Position },
    ask: (features: Features<Document>, document: Document, at: Position) => R | null | undefined,
  ): R | null {
    const { textDocument, position } = params;
    const document = this.documentOf(textDocument.uri);
    return document === undefined ? null : this.ask(partAt(document, position.line), (features, part) => ask(features, part, position));
  }
}
