/** The one file that a question is about: a configuration or a transcript, whole. */
import { resolve } from 'node:path';
import { assumeVersion } from '../asa/assume.ts';
import type { Configuration } from '../asa/model.ts';
import { readConfiguration } from '../asa/read.ts';
import type { CaptureText } from '../captures/capture.ts';
import type { Transcript } from '../smtp/model.ts';
import { readTranscript } from '../smtp/read.ts';
import { Lines } from '../text/lines.ts';
import { capturePrinted, isCaptureFile, lackIn, readCapture } from './captures.ts';
import { type Decoded, decode, isBinary, whyNotText } from './encoding.ts';
import { Failure, reasonOf } from './exit.ts';
import { chunksOf } from './files.ts';
import { resume, standardInput, type Taken, take } from './input.ts';
import type { Terminal } from './terminal.ts';

/** More than any configuration or session; a log is for `check`, which streams it. */
const LARGEST = 128 << 20;
/** Enough to tell a capture by. */
const HEAD = 1 << 16;

export interface Loaded {
  readonly bytes: Buffer;
  readonly decoded: Decoded;
  readonly lines: Lines;
}

/** @param path `-` for standard input. @throws Failure naming the file */
export async function load(path: string, terminal: Terminal): Promise<Loaded> {
  const reader = readerOf(path, terminal);
  return textOf(path, { chunks: [], ended: false }, reader);
}

/** @param head what was taken already */
async function textOf(path: string, head: Taken, reader: AsyncIterator<Buffer>): Promise<Loaded> {
  const rest = head.ended
    ? { chunks: [], ended: true }
    : await take(reader, LARGEST).catch((error) => {
        throw new Failure(`${path}: ${reasonOf(error)}`);
      });
  await reader.return?.();
  const [taken, ended] = [[...head.chunks, ...rest.chunks], rest.ended];
  if (!ended) throw new Failure(`${path}: larger than ${LARGEST >> 20} MB; cut out the part that the question is about`);
  const bytes = Buffer.concat(taken);
  if (isBinary(bytes)) throw new Failure(`${path}: ${whyNotText(bytes)}`);
  const decoded = decode(bytes);
  return { bytes, decoded, lines: Lines.read(decoded.text) };
}

/** @param asaVersion to assume when the file names none */
export function configurationOf({ lines }: Loaded, asaVersion: string | undefined): Configuration {
  return assumeVersion(readConfiguration(lines), asaVersion);
}

/**
 * A transcript, in any tool's format or as a capture of packets. What the person should know about how a capture was read goes to standard error.
 *
 * @param path `-` for standard input. @throws Failure naming the file
 */
export async function loadTranscript(path: string, terminal: Terminal): Promise<Transcript> {
  const reader = readerOf(path, terminal);
  const failed = (error: unknown) => {
    throw new Failure(`${path}: ${reasonOf(error)}`);
  };
  const head = await take(reader, HEAD).catch(failed);
  const captured = (capture: CaptureText) => {
    for (const remark of capture.remarks) terminal.stderr.write(`esmtp-lens: ${path}: ${remark}\n`);
    return readTranscript(Lines.read(capture.text));
  };
  if (isCaptureFile(Buffer.concat(head.chunks))) return captured(await readCapture(resume(head.chunks, reader)).catch(failed));
  const { decoded, lines } = await textOf(path, head, reader);
  const printed = capturePrinted(decoded.text);
  if (printed !== undefined) return captured(printed);
  const transcript = readTranscript(lines);
  const lack = transcript.sessions.length > 0 ? undefined : lackIn(decoded.text);
  if (lack !== undefined) terminal.stderr.write(`esmtp-lens: ${path}: ${lack}\n`);
  return transcript;
}

function readerOf(path: string, terminal: Terminal): AsyncIterator<Buffer> {
  const chunks = path === '-' ? standardInput(terminal) : chunksOf(resolve(terminal.cwd, path));
  return chunks[Symbol.asyncIterator]();
}
