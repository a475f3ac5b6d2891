/** What a document has around it: the other documents of its workspace, open or not, and how they belong to it. */

import type { Session } from '../smtp/model.ts';
import { sure } from '../text/at.ts';
import { type Firewall, isTie, type Tie, tieOf } from '../workspace/tie.ts';
import { configurationIn, type Document, type TranscriptDocument } from './document.ts';

/** As many files of a workspace are read for what they say of each other: more of them are for the command line, each alone. */
export const MOST_FILES = 500;
/** Of one of them, and of all of them together. */
export const MOST_BYTES = 1 << 20;
export const MOST_TOGETHER = 64 << 20;

export interface Around {
  /** All of the workspace, the document that is asked about among them. */
  readonly documents: readonly Document[];
}

/** Nothing is known of other files. */
export const ALONE: Around = { documents: [] };

/** A firewall with the document that it stands in. */
export interface FirewallDocument extends Firewall {
  readonly document: Document;
}

/** The firewalls that a transcript may have passed: every configuration of the workspace, and one in its own file. */
export function firewallsAround(document: TranscriptDocument, { documents }: Around): readonly FirewallDocument[] {
  const others = documents.filter(({ uri, language }) => language === 'cisco-asa' && uri !== document.uri);
  // On demand: a configuration that is named by its path need not be read for others.
  const found: FirewallDocument[] = others.map((each) => ({
    uri: each.uri,
    document: each,
    get configuration() {
      return sure(configurationIn(each));
    },
  }));
  const own = configurationIn(document);
  return own === undefined ? found : [{ uri: document.uri, document, configuration: own }, ...found];
}

export type DocumentTie = Tie & { readonly firewall: FirewallDocument };

/**
 * The firewall that a transcript passed.
 *
 * @param session undefined: as a whole
 */
export function tieIn(document: TranscriptDocument, session: Session | undefined, around: Around): DocumentTie | undefined {
  const { uri, transcript, settings } = document;
  const found = tieOf({ uri, transcript, session, set: settings.firewall }, firewallsAround(document, around));
  // It is one of those that were given.
  return isTie(found) ? (found as DocumentTie) : undefined;
}
