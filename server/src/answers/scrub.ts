/** A text as it may be shown to others, and whether it says what it said. */
import { configurationIn, type Document, openDocument, transcriptIn, wholeTranscript } from '../features/document.ts';
import { scrub } from '../scrub/scrub.ts';
import { Lines } from '../text/lines.ts';
import { checked } from './check.ts';
import { QuestionError } from './question.ts';
import type { ScrubAnswer } from './types.ts';

/** @throws QuestionError where it holds names in a form that cannot be replaced */
export function scrubAnswer(document: Document): ScrubAnswer {
  const { uri, lines } = document;
  const result = scrub({ lines, configuration: configurationIn(document), transcript: transcriptIn(document) });
  if ('refused' in result) throw new QuestionError('text', `${uri}: ${result.refused}`);
  const { text } = result;
  return { version: 1, text, sameFindings: placesIn(document) === placesIn(readAgain(text, document)) };
}

/** Another text, read as the document was. */
function readAgain(text: string, { uri, language, settings }: Document): Document {
  const lines = Lines.read(text);
  return language === 'smtp-transcript' ? wholeTranscript(uri, lines, settings) : openDocument(uri, language, lines, settings);
}

/** What was found, by rule, line and severity: the names in the messages are others. */
function placesIn(document: Document): string {
  const { findings } = checked('', document);
  return findings.map(({ rule, severity, range }) => `${rule} ${severity} ${range.start.line}`).join('\n');
}
