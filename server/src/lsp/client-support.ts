/** What the client can show. The one place that reads its capabilities and puts answers into the form that it takes. */
import type {
  ClientCapabilities,
  CodeAction,
  CompletionItem,
  Diagnostic,
  DiagnosticRelatedInformation,
  DocumentSymbol,
  Hover,
  InitializeResult,
  MarkupContent,
  MarkupKind,
  SignatureHelp,
  SymbolInformation,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { type FirstScreen, plainText, sentence } from '../features/markdown.ts';
import type { Surface } from '../features/surface.ts';
import { inPlainWords } from '../text/markup.ts';

const LIGHT_BULB: Surface = { edits: 'the light bulb has the edits', commands: 'the light bulb has the commands' };

/** What the client said at its start; by what it cannot do, answers are made simpler. */
export class ClientSupport {
  /** It asks for diagnostics; else they are sent. */
  readonly pulls: boolean;
  readonly refreshesDiagnostics: boolean;
  /** It can be asked for settings; else it tells them. */
  readonly tellsSettingsWhenAsked: boolean;
  readonly watchesSettings: boolean;
  readonly watchesFiles: boolean;
  readonly refreshesLenses: boolean;
  readonly refreshesHints: boolean;
  readonly showsProgress: boolean;
  readonly renameProvider: NonNullable<InitializeResult['capabilities']['renameProvider']>;
  /** It asks for the edit of a code action when that is chosen, and hands back what it was given with it. */
  readonly resolvesActions: boolean;
  private readonly hierarchicalSymbols: boolean;
  private readonly related: boolean;
  private readonly markdownMessages: boolean;
  private readonly codeDescriptions: boolean;
  private readonly tags: boolean;
  private readonly hoverMarkdown: boolean;
  private readonly completionMarkdown: boolean;
  private readonly labelOffsets: boolean;
  /** It shows an edit before it is made, if asked to. */
  private readonly previews: boolean;
  readonly showsDocuments: boolean;
  /** What it has in which a person finds what mends. */
  readonly surface: Surface | undefined;

  /** What the client does not name it cannot do. */
  constructor({ textDocument, workspace, window }: ClientCapabilities) {
    this.pulls = textDocument?.diagnostic !== undefined;
    this.refreshesDiagnostics = workspace?.diagnostics?.refreshSupport === true;
    this.tellsSettingsWhenAsked = workspace?.configuration === true;
    this.watchesSettings = workspace?.didChangeConfiguration?.dynamicRegistration === true;
    this.watchesFiles = workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    this.refreshesLenses = workspace?.codeLens?.refreshSupport === true;
    this.refreshesHints = workspace?.inlayHint?.refreshSupport === true;
    this.showsProgress = window?.workDoneProgress === true;
    this.renameProvider = textDocument?.rename?.prepareSupport === true ? { prepareProvider: true } : true;
    const { dataSupport, resolveSupport } = textDocument?.codeAction ?? {};
    this.resolvesActions = dataSupport === true && resolveSupport?.properties.includes('edit') === true;
    this.hierarchicalSymbols = textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true;
    this.markdownMessages = textDocument?.diagnostic?.markupMessageSupport === true;
    this.related = textDocument?.publishDiagnostics?.relatedInformation === true;
    this.codeDescriptions = textDocument?.publishDiagnostics?.codeDescriptionSupport === true;
    this.tags = textDocument?.publishDiagnostics?.tagSupport !== undefined;
    this.hoverMarkdown = takesMarkdown(textDocument?.hover?.contentFormat);
    this.completionMarkdown = takesMarkdown(textDocument?.completion?.completionItem?.documentationFormat);
    const { documentChanges, changeAnnotationSupport } = workspace?.workspaceEdit ?? {};
    this.previews = documentChanges === true && changeAnnotationSupport !== undefined;
    this.surface = textDocument?.codeAction === undefined ? undefined : LIGHT_BULB;
    this.showsDocuments = window?.showDocument?.support === true;
    this.labelOffsets = textDocument?.signatureHelp?.signatureInformation?.parameterInformation?.labelOffsetSupport === true;
  }

  diagnostics(items: readonly Diagnostic[]): Diagnostic[] {
    return items.map(({ message, relatedInformation, codeDescription, tags, ...rest }) => ({
      ...rest,
      message: typeof message === 'string' ? this.message(message) : message,
      ...(this.related && relatedInformation !== undefined && { relatedInformation: relatedInformation.map(toldPlainly) }),
      ...(this.codeDescriptions && codeDescription !== undefined && { codeDescription }),
      ...(this.tags && tags !== undefined && { tags }),
    }));
  }

  /** Our own markup as Markdown, or as plain words. */
  private message(text: string): Diagnostic['message'] {
    return this.markdownMessages ? { kind: 'markdown', value: sentence(text) } : inPlainWords(text);
  }

  /** What mends more than a few lines is shown before it is done. */
  action(action: CodeAction): CodeAction {
    return action.edit === undefined ? action : { ...action, edit: this.edit(action.edit, action.title) };
  }

  /** @param label what the edit does */
  edit(edit: WorkspaceEdit, label: string): WorkspaceEdit {
    const { changes } = edit;
    if (!this.previews || changes === undefined || linesChanged(Object.values(changes).flat()) <= MOST_UNSEEN) return edit;
    const annotationId = 'whole';
    return {
      documentChanges: Object.entries(changes).map(([uri, edits]) => ({
        textDocument: { uri, version: null },
        edits: edits.map((each) => ({ ...each, annotationId })),
      })),
      changeAnnotations: { [annotationId]: { label, description: 'Proven as a whole: take all of it, or none', needsConfirmation: true } },
    };
  }

  symbols(uri: string, symbols: DocumentSymbol[] | null): DocumentSymbol[] | SymbolInformation[] | null {
    return symbols === null || this.hierarchicalSymbols ? symbols : flat(uri, symbols, undefined);
  }

  /** @param link the address of what stands behind *More*; undefined where the client can open none */
  hover(hover: FirstScreen | null, link: () => string | undefined): Hover | null {
    if (hover === null || !isMarkdown(hover.contents)) return hover;
    const { contents, more, ...rest } = hover;
    if (!this.hoverMarkdown) return { ...rest, contents: toPlainText(contents) };
    const address = more === undefined ? undefined : link();
    if (address === undefined) return { ...rest, contents };
    return { ...rest, contents: { ...contents, value: `${contents.value}\n\n[More](${address})` } };
  }

  completion(items: CompletionItem[] | null): CompletionItem[] | null {
    if (items === null || this.completionMarkdown) return items;
    return items.map((item) => (isMarkdown(item.documentation) ? { ...item, documentation: toPlainText(item.documentation) } : item));
  }

  /** A parameter is told by its columns in the label, or by its text. */
  signatures(help: SignatureHelp | null): SignatureHelp | null {
    if (help === null || this.labelOffsets) return help;
    const signatures = help.signatures.map(({ parameters = [], ...signature }) => ({
      ...signature,
      parameters: parameters.map((parameter) =>
        typeof parameter.label === 'string' ? parameter : { ...parameter, label: signature.label.slice(...parameter.label) },
      ),
    }));
    return { ...help, signatures };
  }
}

/** Lines that an edit changes without having been shown. */
const MOST_UNSEEN = 3;

/** Lines that are taken out or put in; one that is changed counts once. */
function linesChanged(edits: readonly TextEdit[]): number {
  return edits.reduce((sum, { range: { start, end }, newText }) => {
    const removed = end.line - start.line + (end.character > 0 && (end.line > start.line || end.character > start.character) ? 1 : 0);
    const added = newText === '' ? 0 : newText.replace(/\r?\n$/, '').split('\n').length;
    return sum + Math.max(removed, added);
  }, 0);
}

function toldPlainly(related: DiagnosticRelatedInformation): DiagnosticRelatedInformation {
  return { ...related, message: inPlainWords(related.message) };
}

function takesMarkdown(formats: readonly MarkupKind[] | undefined): boolean {
  return formats?.includes('markdown') === true;
}

function isMarkdown(content: Hover['contents'] | undefined): content is MarkupContent {
  return typeof content === 'object' && 'kind' in content && content.kind === 'markdown';
}

function toPlainText({ value }: MarkupContent): MarkupContent {
  return { kind: 'plaintext', value: plainText(value) };
}

function flat(uri: string, symbols: readonly DocumentSymbol[], containerName: string | undefined): SymbolInformation[] {
  return symbols.flatMap(({ name, kind, range, children }) => [
    { name, kind, location: { uri, range }, ...(containerName !== undefined && { containerName }) },
    ...flat(uri, children ?? [], name),
  ]);
}
