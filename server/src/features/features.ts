/**
 * What a language can do in an editor: one member for each language feature, one implementation in a file of its own. A feature that a
 * language does not have is left out. `lsp/` registers each of them once, for both languages.
 */
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CodeLens,
  CompletionItem,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  InlayHint,
  Location,
  Range,
  SignatureHelp,
  WorkspaceEdit,
} from 'vscode-languageserver-types';
import type { Position } from '../text/lines.ts';
import type { Around } from './around.ts';
import type { Document } from './document.ts';
import type { FirstScreen } from './markdown.ts';
import type { Surface } from './surface.ts';

/** A token of `textDocument/semanticTokens`, in document order, on one line. */
export interface SemanticToken {
  readonly line: number;
  readonly start: number;
  readonly length: number;
  readonly type: SemanticTokenType;
  readonly modifiers?: readonly SemanticTokenModifier[];
}

/**
 * LSP's own types, so that every colour theme knows them; one means one thing in both languages, which may stand in one document. What an editor
 * with TextMate grammars shows for each is the scope that the grammar gives there (`semanticTokenScopes` of the manifest): nothing changes its
 * colour when the server has read the document. Order is the legend's.
 */
export const SEMANTIC_TOKEN_TYPES = [
  // Configurations: names by kind.
  'variable',
  'class',
  'function',
  'interface',
  'namespace',
  'event',
  // Configurations: what takes back.
  'operator',
  // Codes, ports, netmasks.
  'number',
  // Transcripts: verbs, keywords of EHLO, headers, masked text.
  'method',
  'keyword',
  'property',
  'regexp',
] as const;
export type SemanticTokenType = (typeof SEMANTIC_TOKEN_TYPES)[number];

export const SEMANTIC_TOKEN_MODIFIERS = ['declaration', 'readonly', 'deprecated', 'modification', 'defaultLibrary'] as const;
export type SemanticTokenModifier = (typeof SEMANTIC_TOKEN_MODIFIERS)[number];

/** The code action that mends whatever can be mended without a choice: editors run it when a file is saved. */
export const FIX_ALL = 'source.fixAll.esmtpLens';

/** Why a rename cannot be done, in words for the person. */
export class RenameRefused extends Error {}

export interface Features<D extends Document> {
  /** @param surface where it is read; undefined: where nothing can be chosen */
  hover?(document: D, at: Position, surface?: Surface): FirstScreen | null;
  completion?(document: D, at: Position): CompletionItem[];
  signatureHelp?(document: D, at: Position): SignatureHelp | null;
  documentSymbols?(document: D): DocumentSymbol[];
  foldingRanges?(document: D): FoldingRange[];
  definition?(document: D, at: Position): Location[];
  references?(document: D, at: Position, includeDeclaration: boolean): Location[];
  documentHighlights?(document: D, at: Position): DocumentHighlight[];
  /** The range of the name under the cursor and its text; null where nothing can be renamed. */
  prepareRename?(document: D, at: Position): { range: Range; placeholder: string } | null;
  /** @throws RenameRefused when the new name is not one the device takes, or is taken */
  rename?(document: D, at: Position, newName: string): WorkspaceEdit | null;
  /** @param range the lines that are asked for; all where there is none */
  semanticTokens?(document: D, range?: Range): SemanticToken[];
  inlayHints?(document: D, range: Range): InlayHint[];
  codeLenses?(document: D, around?: Around): CodeLens[];
  documentLinks?(document: D): DocumentLink[];
  callHierarchy?: {
    prepare(document: D, at: Position): CallHierarchyItem[];
    incoming(document: D, item: CallHierarchyItem): CallHierarchyIncomingCall[];
    outgoing(document: D, item: CallHierarchyItem): CallHierarchyOutgoingCall[];
  };
  /** What was understood, in a few words for the status item, and the rest for its hover. */
  status?(document: D): Status;
}

export interface Status {
  /** `ASA 9.1(5), single mode: mail is inspected` */
  readonly text: string;
  /** A sentence or two more. */
  readonly detail: string;
  readonly severity: 'information' | 'warning';
}
