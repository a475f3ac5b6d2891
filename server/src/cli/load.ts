/** The one file that a question is about: a configuration or a transcript, whole. */
import { resolve } from 'node:path';
import { assumeVersion } from '../asa/assume.ts';
import type { Configuration } from '../asa/model.ts';
import { readConfiguration } from '../asa/read.ts';
import type { Transcript } from '../smtp/model.ts';
import { readTranscript } from '../smtp/read.ts';
import { Lines } from '../text/lines.ts';
import { type Decoded, decode, isBinary } from './encoding.ts';
import { Failure, reasonOf } from './exit.ts';
import { chunksOf } from './files.ts';
import { standardInput, take } from './input.ts';
import type { Terminal } from './terminal.ts';

/** More than any configuration or session; a log is for `check`, which streams it. */
const LARGEST = 128 << 20;

export interface Loaded {
  readonly bytes: Buffer;
  readonly decoded: Decoded;
  readonly lines: Lines;
}

/** @param path `-` for standard input. @throws Failure naming the file */
export async function load(path: string, terminal: Terminal): Promise<Loaded> {
  const chunks = path === '-' ? standardInput(terminal) : chunksOf(resolve(terminal.cwd, path));
  const reader = chunks[Symbol.asyncIterator]();
  const { chunks: taken, ended } = await take(reader, LARGEST).catch((error) => {
    throw new Failure(`${path}: ${reasonOf(error)}`);
  });
  await reader.return?.();
  if (!ended) throw new Failure(`${path}: larger than ${LARGEST >> 20} MB; cut out the part that the question is about`);
  const bytes = Buffer.concat(taken);
  if (isBinary(bytes)) throw new Failure(`${path}: binary, not text`);
  const decoded = decode(bytes);
  return { bytes, decoded, lines: Lines.read(decoded.text) };
}

/** @param asaVersion to assume when the file names none */
export function configurationOf({ lines }: Loaded, asaVersion: string | undefined): Configuration {
  return assumeVersion(readConfiguration(lines), asaVersion);
}

export function transcriptOf({ lines }: Loaded): Transcript {
  return readTranscript(lines);
}
