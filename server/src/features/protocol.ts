/**
 * What server and client call each other by, beyond LSP: their own requests and notifications, and the commands of each. The one file of
 * the server that the client knows; it holds names, and the shapes of what goes with them.
 */
export type { CaptureText } from '../captures/capture.ts';
export type { DrawnSession } from './transcript/picture.ts';

import type { Status } from './features.ts';

// Notifications of the server.

/** Sent after each check: what was understood of a document. Params: `DocumentStatus`. */
export const STATUS_NOTIFICATION = 'esmtpLens/status';
export interface DocumentStatus extends Status {
  readonly uri: string;
}

/** Two texts for an editor's diff. */
export interface TwoTexts {
  readonly title: string;
  readonly before: string;
  readonly after: string;
}

// Requests of the client.

/** Which language a text is of: params `{ text }`, the beginning of a document; null where it is of neither. */
export const RECOGNIZE = 'esmtpLens/recognize';
/** A language of ours, or the packets that a firewall printed, of which `CAPTURE` makes a transcript. */
export type Recognized = 'cisco-asa' | 'smtp-transcript' | 'capture';
/**
 * Two texts, a session as recorded and as it would come out of its firewall; with `remedied`, as it would, and as it would with the remedy
 * that is proposed. Params: `{ uri, line, remedied }`, a line of the session from 0; answered with `TwoTexts`, null where nothing is known.
 */
export const PREDICTED = 'esmtpLens/predicted';
/**
 * Two sessions with one server, laid beside each other. Params: `Compared`, or a `SessionPlace` whose other side is looked for in the workspace;
 * answered with `TwoTexts`, null where one is not known.
 */
export const COMPARED = 'esmtpLens/compared';
/** A session, by a line of it from 0. */
export interface SessionPlace {
  readonly uri: string;
  readonly line: number;
}
export interface Compared {
  /** As the server says it. */
  readonly plain: SessionPlace;
  /** What came of it on the way. */
  readonly changed: SessionPlace;
}
/** The picture of a session: params `{ uri, line }`, a line of it from 0; answered with a `DrawnSession`, null where none is there. */
export const PICTURE = 'esmtpLens/picture';
/** A file of packets, piece by piece, each in a request: params `CapturePiece`. The last is answered with a `CaptureText`, the others with null. */
export const CAPTURE = 'esmtpLens/capture';
export interface CapturePiece {
  /** Which file: the same for all pieces of one reading of it. */
  readonly id: string;
  /** One character an octet, from U+0000 to U+00FF. */
  readonly octets: string;
  readonly last: boolean;
}
/** The whole answer to a hover, in Markdown: params as of `textDocument/hover`; null where the hover says all. */
export const MORE = 'esmtpLens/more';

// Requests of the server, to a client that hands out files.

/** Params `{ extensions, most }`: the addresses of files of the workspace with one of these extensions. */
export const FIND_FILES = 'esmtpLens/findFiles';
/** Params `{ uri, most }`: its text; null where it cannot be read, or has more bytes than that. */
export const READ_FILE = 'esmtpLens/readFile';

// Commands of the server, by `workspace/executeCommand`.

/** Arguments `[uri, address]`; the server applies the edit. */
export const EXEMPT_HOST = 'esmtpLens.server.exemptHost';
/** Arguments `[uri, to, language]`; answered with a `NoteAnswer`. */
export const MAKE_NOTE = 'esmtpLens.server.note';

/** As the client's `SHOW_SHEET`, for one that has none: the server writes the sheets into a file, and has the client show that. */
export const WRITE_SHEET = 'esmtpLens.server.showSheet';

// Commands of the client. The server names only those that a client says it has.

/** Asks for a mail host's address and then runs `EXEMPT_HOST` with it. */
export const ASK_HOST = 'esmtpLens.exemptHost';
/** Shows a change sheet. Its arguments are `Way`s; of several the person picks one. */
export const SHOW_SHEET = 'esmtpLens.showSheet';
/** Shows the whole answer to a hover. Its arguments: the document's address, line and character from 0. */
export const SHOW_MORE = 'esmtpLens.showMore';
/** Shows a place: its arguments are an address and a line, from 0. */
export const SHOW_PLACE = 'esmtpLens.showPlace';
/** Shows sessions: its arguments are an address and a line, from 0, where it was asked, and the places. */
export const SHOW_SESSIONS = 'esmtpLens.showSessions';
/** Lays a prediction beside the recording: its arguments are an address and the first line of a session, from 0. */
export const SHOW_PREDICTION = 'esmtpLens.showPrediction';
/** The same with what the proposed remedy would make of it. */
export const SHOW_REMEDIED = 'esmtpLens.showRemedied';
/** Lays two sessions with one server beside each other. Its argument is a `Compared`. */
export const COMPARE_SESSIONS = 'esmtpLens.compareSessions';
/** Asks for a reader and a language, and shows the note that the server writes. Its argument is the transcript's address. */
export const WRITE_NOTE = 'esmtpLens.writeNote';

/** All of them: what a client that has each tells at its start. */
export const CLIENT_COMMANDS: readonly string[] = [
  ASK_HOST,
  SHOW_SHEET,
  SHOW_MORE,
  SHOW_PLACE,
  SHOW_SESSIONS,
  SHOW_PREDICTION,
  SHOW_REMEDIED,
  COMPARE_SESSIONS,
  WRITE_NOTE,
];
