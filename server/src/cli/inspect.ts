/** One input, from bytes to findings. */
import { detectLanguage } from '../features/detect.ts';
import { type Document, type DocumentSettings, type LanguageId, openDocument } from '../features/document.ts';
import { proposalsFor } from '../remedies/catalogue.ts';
import type { Proposal } from '../remedies/remedy.ts';
import type { Finding } from '../rules/finding.ts';
import { Lines } from '../text/lines.ts';
import { type Decoded, decode, isBinary } from './encoding.ts';
import { Failure } from './exit.ts';
import { resume, take } from './input.ts';
import type { CheckedFile } from './report.ts';

/** Enough to tell what a file is. */
const HEAD = 1 << 16;
/** What is held in memory at once: more than the largest configuration. A longer transcript is a log, and streamed. */
const WHOLE = 16 << 20;

export type Inspected =
  | { readonly kind: 'checked'; readonly file: CheckedFile; readonly source: Source | undefined }
  /** Not for us, and why. */
  | { readonly kind: 'skipped'; readonly why: string };

/** What a fix is made from: the document and the bytes it was read from. */
export interface Source {
  readonly document: Document;
  readonly bytes: Buffer;
  readonly decoded: Decoded;
}

/**
 * @param path as results name it; its extension tells the language, else the text does
 * @throws Failure, and what reading throws
 */
export async function inspect(
  path: string,
  chunks: AsyncIterable<Buffer>,
  settings: DocumentSettings,
  progress: (bytes: number) => void,
): Promise<Inspected> {
  const reader = chunks[Symbol.asyncIterator]();
  try {
    const head = await take(reader, HEAD);
    if (isBinary(head.bytes)) return { kind: 'skipped', why: 'is a binary file' };
    const language = detectLanguage(path, decode(wholeCharacters(head.bytes)).text);
    if (language === undefined) return { kind: 'skipped', why: 'is neither a firewall configuration nor a mail transcript or log' };
    const rest: typeof head = head.ended ? { bytes: Buffer.alloc(0), ended: true } : await take(reader, WHOLE - head.bytes.length);
    if (!rest.ended) return { kind: 'checked', file: await streamed(path, language, resume([head.bytes, rest.bytes], reader), settings), source: undefined };
    return whole(path, language, Buffer.concat([head.bytes, rest.bytes]), settings);
  } finally {
    await reader.return?.();
  }
}

function whole(path: string, language: LanguageId, bytes: Buffer, settings: DocumentSettings): Inspected {
  const decoded = decode(bytes);
  const document = openDocument(path, language, Lines.read(decoded.text), settings);
  return { kind: 'checked', file: checked(path, document), source: { document, bytes, decoded } };
}

export function checked(path: string, document: Document): CheckedFile {
  const { language, findings, lines } = document;
  const proposals = new Map<Finding, readonly Proposal[]>();
  return {
    path,
    language,
    findings,
    textOf: (line) => (line < lines.count ? lines.text(line) : undefined),
    proposals: (finding) => {
      if (document.language !== 'cisco-asa') return [];
      const known = proposals.get(finding) ?? proposalsFor(document.configuration, finding);
      proposals.set(finding, known);
      return known;
    },
  };
}

async function streamed(path: string, language: LanguageId, chunks: AsyncIterable<Buffer>, settings: DocumentSettings): Promise<CheckedFile> {
  if (language === 'cisco-asa') throw new Failure(`larger than ${WHOLE >> 20} MB, too much for a configuration`);
  for await (const _ of chunks);
  return { path, language, findings: [], textOf: () => undefined, proposals: () => [] };
}

/** The head may end inside a character: without its last bytes it is as good. */
function wholeCharacters(bytes: Buffer): Buffer {
  const last = bytes.lastIndexOf(0x0a);
  return last < 0 ? bytes : bytes.subarray(0, last + 1);
}
