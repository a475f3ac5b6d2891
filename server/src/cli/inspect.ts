/** One input, from bytes to findings. */

import { type CheckedFile, checked, sessionsIn } from '../answers/check.ts';
import { assumeVersion } from '../asa/assume.ts';
import { readConfiguration } from '../asa/read.ts';
import { isAsaDump } from '../captures/asa-dump.ts';
import type { CaptureText } from '../captures/capture.ts';
import { behindComments, detectLanguage, misnamed } from '../features/detect.ts';
import { type Document, type DocumentSettings, type LanguageId, openDocument, wholeTranscript } from '../features/document.ts';
import { configurationBeside, configurationSign, signsIn } from '../features/regions.ts';
import { checkLog } from '../rules/check-log.ts';
import type { Bounds } from '../smtp/dialogue.ts';
import { isMailbox, MailboxScan } from '../smtp/logs/mailbox.ts';
import { LogScan } from '../smtp/logs/stream.ts';
import { readTranscript } from '../smtp/read.ts';
import { hideRepeated, withoutSecrets } from '../smtp/secrets.ts';
import { Lines } from '../text/lines.ts';
import { capturePrinted, isCaptureFile, lackIn, readCapture } from './captures.ts';
import { type Decoded, decode, isBinary, isOutlookMessage, toUtf8, whyNotText } from './encoding.ts';
import { Failure } from './exit.ts';
import { Beginning, type Input, pickLines, resume, type Taken, take } from './input.ts';

/** Enough to tell what a file is. */
const HEAD = 1 << 16;
/** No collector writes more in front of a configuration. */
const LONGEST_COMMENT = 1 << 20;
/** What is held in memory at once: 80 MB of a configuration, 1.1 million entries, take 1.4 GB. A longer transcript is streamed. */
const LARGEST: Readonly<Record<LanguageId, number>> = { 'cisco-asa': 80 << 20, 'smtp-transcript': 4 << 20 };
/** As many bytes of a stream are read for sessions: what is masked shows in every session of a firewall alike. */
const BEGINNING = 1 << 20;
const BEGINNING_BOUNDS: Bounds = { lines: 100_000, greetings: 1000 };

export interface Checked {
  readonly kind: 'checked';
  readonly file: CheckedFile;
  /** undefined for a stream */
  readonly source: Source | undefined;
  /** What the person should know about how it was read. */
  readonly remark: string | undefined;
}

/** Not for us, and why. */
export interface Skipped {
  readonly kind: 'skipped';
  readonly why: string;
}

const NOT_OURS: Skipped = { kind: 'skipped', why: 'neither a firewall configuration nor a mail transcript or log' };

/** What a fix is made from: the document and the bytes it was read from. */
export interface Source {
  readonly document: Document;
  readonly bytes: Buffer;
  readonly decoded: Decoded;
}

/**
 * The path's extension tells the language, else the text does.
 *
 * @param progress is told how many bytes of a stream were read
 * @throws Failure, and what reading throws
 */
export async function inspect(input: Input, settings: DocumentSettings, progress: (bytes: number) => void): Promise<Checked | Skipped> {
  const reader = input.open()[Symbol.asyncIterator]();
  try {
    const first = await takeHead(reader);
    const head = Buffer.concat(first.chunks);
    if (isCaptureFile(head)) return captured(input, await readCapture(resume(first.chunks, reader), progress), settings);
    const detected = detectLanguage(input.path, isBinary(head) ? '' : sampleOf(head));
    if (isBinary(head)) {
      // A person who names it by a name of ours expects text, and one who names a bounce expects it read.
      if (input.named && (detected !== undefined || isOutlookMessage(head))) throw new Failure(whyNotText(head));
      return { kind: 'skipped', why: 'binary' };
    }
    const isPrinted = detected !== 'cisco-asa' && isAsaDump(sampleOf(head));
    if (detected === undefined && !input.named && !isPrinted) return NOT_OURS;
    // What a person names may be a log of many things, with what concerns us deep inside.
    const language = detected ?? 'smtp-transcript';
    const rest = first.ended ? { chunks: [], ended: true } : await take(reader, LARGEST[language] - head.length);
    const chunks = [...first.chunks, ...rest.chunks];
    if (!rest.ended && language === 'cisco-asa') throw new Failure(`larger than ${LARGEST[language] >> 20} MB, which no configuration is`);
    const printed = isPrinted && rest.ended ? capturePrinted(decode(Buffer.concat(chunks)).text) : undefined;
    if (printed !== undefined) return captured(input, printed, settings);
    const inspected = rest.ended
      ? whole(input.path, language, Buffer.concat(chunks), settings)
      : await streamed(input, resume(chunks, reader), settings, progress);
    if (detected !== undefined || inspected.file.findings.length > 0) return inspected;
    const lack = lackIn(sampleOf(head));
    return lack === undefined ? NOT_OURS : { kind: 'skipped', why: lack };
  } finally {
    await reader.return?.();
  }
}

/** The beginning, with enough of what stands behind the comments in front. */
async function takeHead(reader: AsyncIterator<Buffer>): Promise<Taken> {
  let { chunks, ended } = await take(reader, HEAD);
  for (let size = HEAD; !ended && size < LONGEST_COMMENT; size *= 2) {
    const text = Buffer.concat(chunks).toString('latin1');
    if (text.length - behindComments(text) >= HEAD / 2) break;
    const more = await take(reader, size);
    chunks = [...chunks, ...more.chunks];
    ended = more.ended;
  }
  return { chunks, ended };
}

/** Findings have their places in the transcript that is made of the capture. */
function captured({ path, named }: Input, { text, remarks }: CaptureText, settings: DocumentSettings): Checked | Skipped {
  if (text === '' && !named) return { kind: 'skipped', why: 'a capture without mail' };
  const document = wholeTranscript(path, Lines.read(text), settings);
  return { kind: 'checked', file: checked(path, document), source: undefined, remark: remarks.join('; ') || undefined };
}

function whole(path: string, language: LanguageId, bytes: Buffer, settings: DocumentSettings): Checked {
  const decoded = decode(bytes);
  const lines = Lines.read(decoded.text);
  const document = language === 'smtp-transcript' ? wholeTranscript(path, lines, settings) : openDocument(path, language, lines, settings);
  const remarks = [...(decoded.encoding === 'latin1' ? ['not UTF-8, read as Latin-1'] : []), ...remarkOnName(document)];
  return { kind: 'checked', file: checked(path, document), source: { document, bytes, decoded }, remark: remarks.join('; ') || undefined };
}

function remarkOnName(document: Document): string[] {
  switch (misnamed(document)) {
    case 'cisco-asa':
      return ['reads as a firewall configuration, not as a transcript: name it .asa, and all of it is checked as one'];
    case 'smtp-transcript':
      return ['reads as an SMTP transcript or a log, not as a configuration: name it .smtp, and all of it is checked as one'];
    default:
      return [];
  }
}

/** Log lines to the end; sessions, which cannot be told without much of what is around them, in the beginning. */
async function streamed(
  input: Input,
  chunks: AsyncIterable<Buffer>,
  settings: DocumentSettings,
  progress: (bytes: number) => void,
): Promise<Checked> {
  let scan: LogScan | MailboxScan | undefined;
  const beginning = new Beginning(BEGINNING);
  let read = 0;
  for await (const chunk of toUtf8(chunks)) {
    scan ??= isMailbox(sampleOf(chunk.subarray(0, HEAD))) ? new MailboxScan() : new LogScan();
    scan.feed(chunk);
    beginning.feed(chunk);
    read += chunk.length;
    progress(read);
  }
  scan ??= new LogScan();
  const groups = scan.end();
  const transcript = readTranscript(Lines.read(decode(beginning.bytes()).text), undefined, BEGINNING_BOUNDS);
  const configured = configurationBeside(transcript, signsIn(transcript.lines, configurationSign));
  const configuration = configured && assumeVersion(readConfiguration(configured), settings.asaVersion);
  const findings = checkLog(groups, settings, transcript, configuration);
  const places = findings.flatMap(({ range, related }) => [range, ...related.map((other) => other.range)]);
  const held = transcript.lines.count;
  const wanted = new Set(places.map(({ start }) => start.line).filter((line) => line >= held));
  const texts = input.again ? await pickLines(toUtf8(input.open()), wanted) : new Map<number, string>();
  const shown = new Map([...texts].map(([line, text]) => [line, hideRepeated(text)]));
  const file: CheckedFile = {
    path: input.path,
    language: 'smtp-transcript',
    findings,
    isEmpty: false,
    sessionsIn: sessionsIn(transcript.linesRead, scan.lines),
    unjudged: undefined,
    textOf: (line) => (line < held ? withoutSecrets(transcript, line) : shown.get(line)),
    remedies: () => [],
  };
  return { kind: 'checked', file, source: undefined, remark: undefined };
}

/** The head may end inside a character: half of UTF-16 must not make it something else; half of UTF-8 is read as Latin-1, which tells as much. */
function sampleOf(head: Buffer): string {
  return decode(head.subarray(0, head.length - (head.length % 2))).text;
}
