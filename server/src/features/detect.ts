/** Which of the two languages a file is, where no editor says so. */

import type { Statement } from '../asa/model.ts';
import { readConfiguration } from '../asa/read.ts';
import { signsIn } from '../asa/recognition.ts';
import { isLogLine } from '../smtp/logs/ordinary.ts';
import { readTranscript } from '../smtp/read.ts';
import { Lines } from '../text/lines.ts';
import { countOf } from '../text/sequence.ts';
import type { Document, LanguageId } from './document.ts';
import { linesSaid } from './regions.ts';

const BY_EXTENSION: Readonly<Record<string, LanguageId>> = { asa: 'cisco-asa', smtp: 'smtp-transcript' };

/** Lines of the beginning that are looked at. */
const SAMPLE = 1000;
/**
 * A file is a configuration or a log when at least this part of its lines are ones that we know; prose has some by chance. It is one of our
 * devices only where it says so: see `recognition.ts`.
 */
const ENOUGH = 0.3;
/** Lines that nobody else prints weigh more: output that we pass over has them, too. */
const ENOUGH_OWN = 0.1;

/**
 * The extension decides where it is ours, else what the two readers make of the text's beginning.
 *
 * @param path any path or URI; only the end counts
 * @param text the beginning of the file, or all of it
 * @returns undefined when it is neither
 */
export function detectLanguage(path: string, text: string): LanguageId | undefined {
  const named = BY_EXTENSION[/\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? ''];
  return named ?? languageOf(Lines.read(sampleOf(text)));
}

/**
 * The other language, where the name of a file says one, nothing is understood in that, and the text by itself is of the other: the output of a
 * `show` in a `.smtp` file.
 */
export function misnamed(document: Document): LanguageId | undefined {
  if (isUnderstood(document)) return undefined;
  const beginning = document.lines.all.slice(0, SAMPLE).map(({ text, eol }) => text + eol);
  const told = languageOf(Lines.read(beginning.join('')));
  return told === document.language ? undefined : told;
}

const commandsIn = countOf('commands', ({ command }: Statement) => command !== '');

function isUnderstood(document: Document): boolean {
  if (document.language === 'smtp-transcript') return document.transcript.sessions.length + document.transcript.records.length > 0;
  const { lines, statements } = document.configuration;
  return commandsIn(lines, statements) > statements.length * ENOUGH;
}

/** @param lines the beginning of a file, or all of it */
function languageOf(lines: Lines): LanguageId | undefined {
  const written = lines.all.filter(({ text }) => text.trim() !== '' && !COMMENT.test(text)).length;
  if (written === 0) return undefined;
  const commands = configurationLines(lines);
  const spoken = transcriptLines(lines);
  if (spoken > 0 && spoken >= commands) return 'smtp-transcript';
  // A log may go on for long before it reports anything.
  if (lines.all.filter(({ text: line }) => isLogLine(line)).length / written >= ENOUGH) return 'smtp-transcript';
  return isOurs(lines, commands / written, written) ? 'cisco-asa' : undefined;
}

/** @param known the part of the written lines that are commands or output that we know */
function isOurs(lines: Lines, known: number, written: number): boolean {
  const { own, foreign, titled, program } = signsIn(lines);
  if (program || own === 0 || own < foreign) return false;
  return titled || known >= ENOUGH || own / written >= ENOUGH_OWN;
}

/** What the device does not read, and a collector of configurations writes as it likes. */
const COMMENT = /^[ \t]*!/;

/**
 * Where the first line begins that is no comment: RANCID and Oxidized write in front of a configuration what the device is and what its disk
 * holds, at any length.
 */
export function behindComments(text: string): number {
  let at = 0;
  while (text[at] === '!') {
    const end = text.indexOf('\n', at);
    if (end < 0) return text.length;
    at = end + 1;
  }
  return at;
}

function sampleOf(whole: string): string {
  const text = whole.slice(behindComments(whole));
  let end = 0;
  for (let line = 0; line < SAMPLE; line++) {
    const next = text.indexOf('\n', end);
    if (next < 0) return text;
    end = next + 1;
  }
  return text.slice(0, end);
}

function configurationLines(lines: Lines): number {
  const { statements, contexts } = readConfiguration(lines);
  const shown = contexts.reduce((sum, context) => sum + context.shown.reduce((n, { counters }) => n + 1 + counters.length, 0), 0);
  return shown + commandsIn(lines, statements);
}

function transcriptLines(lines: Lines): number {
  return linesSaid(readTranscript(lines)).reduce((sum, said) => sum + said, 0);
}
