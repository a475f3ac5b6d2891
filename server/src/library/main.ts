/** The library: the answers of the command line over text, without Node: for a page, a worker, another program. */
import { version } from '../../../package.json';
import { contextOf } from '../answers/asked-context.ts';
import { checkAnswer, checked } from '../answers/check.ts';
import { compareAnswer, compared } from '../answers/compare.ts';
import { explainAll, explainOne, flowAnswer, pictureAnswer, readFlow } from '../answers/explain.ts';
import { noteAnswer } from '../answers/note.ts';
import { type Drawn, drawn, sessionPictureAnswer } from '../answers/picture.ts';
import { type Firewall as PassedFirewall, predictAnswer, predictionsOf } from '../answers/predict.ts';
import { QuestionError } from '../answers/question.ts';
import { remedyAnswer, remedyFor, settledAnswer } from '../answers/remedy.ts';
import { rulesAnswer } from '../answers/rules.ts';
import { scrubAnswer } from '../answers/scrub.ts';
import { toSettings } from '../answers/settings.ts';
import { firewallsIn, isOfAnotherDevice, surveyAnswer } from '../answers/survey.ts';
import type { Edit, Firewall, FlowAnswer, PictureAnswer } from '../answers/types.ts';
import { unmaskAnswer } from '../answers/unmask.ts';
import { assumeVersion } from '../asa/assume.ts';
import type { Configuration } from '../asa/model.ts';
import { readConfiguration } from '../asa/read.ts';
import { detectLanguage } from '../features/detect.ts';
import {
  configurationIn,
  type Document,
  type DocumentSettings,
  openDocument,
  transcriptIn,
  wholeTranscript,
} from '../features/document.ts';
import { toMermaid, toSvg } from '../path/picture.ts';
import { isRefusal } from '../remedies/remedy.ts';
import type { Session, Transcript } from '../smtp/model.ts';
import { readTranscript } from '../smtp/read.ts';
import { Lines, type TextEdit } from '../text/lines.ts';
import { tieTo } from '../workspace/tie.ts';
import type {
  CompareOptions,
  ContextOptions,
  FlowOptions,
  Lens,
  LensDocument,
  LensSettings,
  NoteOptions,
  PictureOptions,
  ReadOptions,
  Wish,
} from './api.ts';

export type {
  CompareOptions,
  ContextOptions,
  FlowOptions,
  Language,
  Lens,
  LensDocument,
  LensSettings,
  NoteOptions,
  PictureOptions,
  ReadOptions,
  Wish,
} from './api.ts';
export { QuestionError };

/** @throws QuestionError where a setting is not one, or has no such value */
export function openLens(settings: LensSettings = {}): Lens {
  const { severity, asaVersion } = toSettings(settings);
  return {
    version,
    rules: rulesAnswer,
    read: (text, options = {}) => new TextDocument(text, options, { severities: severity, asaVersion }),
    survey: (documents) =>
      surveyAnswer(
        documents.flatMap((document) => readHere(document).firewalls()),
        [],
      ),
  };
}

class TextDocument implements LensDocument {
  readonly path: string;
  readonly text: string;
  private readonly document: Document;

  constructor(text: string, { path = 'text', language }: ReadOptions, settings: DocumentSettings) {
    this.path = path;
    this.text = text;
    const lines = Lines.read(text);
    const told = language ?? detectLanguage(path, text) ?? 'smtp-transcript';
    this.document = told === 'smtp-transcript' ? wholeTranscript(path, lines, settings) : openDocument(path, told, lines, settings);
  }

  get language() {
    return this.document.language;
  }

  check() {
    return checkAnswer([checked(this.path, this.document)]);
  }

  explain(flow: string, options?: ContextOptions): FlowAnswer;
  explain(flow?: undefined, options?: ContextOptions): PictureAnswer;
  explain(flow?: string, { context: name }: ContextOptions = {}): FlowAnswer | PictureAnswer {
    const configuration = this.configuration();
    const asked = flow === undefined ? undefined : readFlow(flow);
    const context = contextOf(configuration, name);
    return asked === undefined ? pictureAnswer(explainAll(context, configuration)) : flowAnswer(explainOne(asked, context, configuration));
  }

  /** The rows that it has in a survey. */
  firewalls(): readonly Firewall[] {
    return isOfAnotherDevice(this.document) ? [] : firewallsIn(this.path, this.document);
  }

  unmask() {
    return unmaskAnswer(this.transcript());
  }

  note({ to = 'postmaster', language = 'en', anonymous = false, firewall }: NoteOptions = {}) {
    const transcript = this.transcript();
    const named = firewall && { uri: firewall.path, configuration: readHere(firewall).configuration() };
    const tie = (session: Session | undefined) => named && tieTo(named, { uri: this.path, transcript, session });
    return noteAnswer(this.document, tie, { to, language, anonymous });
  }

  predict(firewall: LensDocument, { flow, context }: FlowOptions = {}) {
    const asked = flow === undefined ? undefined : readFlow(flow);
    const passed = readHere(firewall).passed(context);
    const transcript = this.transcript();
    return predictAnswer(predictionsOf(this.path, transcript, passed, asked), transcript, passed);
  }

  compare(outside: LensDocument, options: CompareOptions = {}) {
    refuseWithoutFirewall(options);
    const { firewall, flow, context } = options;
    const asked = flow === undefined ? undefined : readFlow(flow);
    const through = firewall && { firewall: readHere(firewall).passed(context), flow: asked };
    const named = (document: TextDocument) => ({ path: document.path, transcript: document.transcript() });
    return compareAnswer(compared(named(this), named(readHere(outside)), through));
  }

  picture(options: PictureOptions = {}) {
    return sessionPictureAnswer(this.drawing(options));
  }

  drawn(form: 'svg' | 'mermaid', options: PictureOptions = {}) {
    const { picture } = this.drawing(options);
    return form === 'svg' ? toSvg(picture) : toMermaid(picture);
  }

  scrub() {
    return scrubAnswer(this.document);
  }

  remedy(wish: Wish, { context: name }: ContextOptions = {}) {
    const configuration = this.configuration();
    const proposal = remedyFor(configuration, contextOf(configuration, name), wish);
    if (!isRefusal(proposal)) return remedyAnswer(proposal);
    if (proposal.settled === undefined) throw new QuestionError('remedy', proposal.refused);
    return settledAnswer(proposal.refused);
  }

  edited(edits: readonly Edit[]): string {
    return this.document.lines.edit(edits.map(editOf)).toString();
  }

  private drawing(options: PictureOptions): Drawn {
    refuseWithoutFirewall(options);
    const { session = 1, firewall, flow, context } = options;
    const asked = flow === undefined ? undefined : readFlow(flow);
    const passed = firewall && readHere(firewall).passed(context);
    return drawn({ name: this.path, transcript: this.transcript(), session, firewall: passed, flow: asked });
  }

  /** The firewall in it, as sessions pass it. @throws QuestionError */
  private passed(context: string | undefined): PassedFirewall {
    const configuration = this.configuration();
    return { path: this.path, configuration, context: contextOf(configuration, context) };
  }

  /** A person who asks about the firewall of a text says with it that it is one. */
  private configuration(): Configuration {
    const { lines, settings } = this.document;
    return configurationIn(this.document) ?? assumeVersion(readConfiguration(lines), settings.asaVersion);
  }

  private transcript(): Transcript {
    return transcriptIn(this.document) ?? readTranscript(this.document.lines);
  }
}

/** What was read by this library holds more than it shows. @throws TypeError of any other document */
function readHere(document: LensDocument): TextDocument {
  if (document instanceof TextDocument) return document;
  throw new TypeError('a document is what `read` of this library gives');
}

/** @throws QuestionError: what is about a firewall would say nothing where none is named */
function refuseWithoutFirewall({ firewall, flow, context }: CompareOptions): void {
  const asked = flow !== undefined ? 'flow' : context !== undefined ? 'context' : undefined;
  if (firewall === undefined && asked !== undefined) throw new QuestionError(asked, `a ${asked} says nothing without a firewall`);
}

function editOf({ line, column, endLine, endColumn, newText }: Edit): TextEdit {
  return {
    range: { start: { line: line - 1, character: column - 1 }, end: { line: endLine - 1, character: endColumn - 1 } },
    newText,
  };
}
