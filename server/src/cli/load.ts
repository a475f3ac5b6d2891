/** The one file that a question is about: a configuration or a transcript, whole. */
import { resolve } from 'node:path';
import { assumeVersion } from '../asa/assume.ts';
import type { Configuration, Context } from '../asa/model.ts';
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

/**
 * The security context, or configuration of the file, that is meant: the one named, or the only one that inspects anything.
 *
 * @throws Failure when it must be named, or is not there
 */
export function contextOf({ contexts }: Configuration, name: string | undefined): Context {
  if (name !== undefined) {
    const found = contexts.find((context) => nameOf(context) === name);
    if (found !== undefined) return found;
    const names = contexts.flatMap((context) => context.name ?? []).join(', ');
    throw new Failure(`there is no context "${name}"${names === '' ? '' : `; there are ${names}`}`);
  }
  const inspecting = contexts.filter(({ servicePolicies, fixups }) => servicePolicies.length > 0 || fixups.length > 0);
  if (inspecting.length > 1) throw new Failure(`${several(inspecting)}; choose one with --context: ${inspecting.map(nameOf).join(', ')}`);
  return inspecting[0] ?? contexts[0]!;
}

/** As the outline calls what stands before any context. */
function nameOf({ name }: Context): string {
  return name ?? 'system';
}

/** A device that was printed twice is no set of contexts. */
function several(contexts: readonly Context[]): string {
  if (contexts.some(({ configuration }) => configuration === undefined)) return 'several security contexts inspect traffic';
  const hosts = new Set(contexts.map(({ host }) => host));
  const [host] = hosts;
  const of = hosts.size === 1 && host !== undefined ? ` of ${host}` : '';
  const lines = contexts.map(({ runs }) => runs[0]![0] + 1).join(' and ');
  return `the file holds ${contexts.length} configurations${of}, from lines ${lines}, and the question is about one`;
}
