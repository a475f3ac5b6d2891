/** `--reading`: what is to be played where a file, or the documents, leave open what a device does. */
import { InvalidArgumentError, Option } from 'commander';
import { ANSWER_NAMES } from '../../path/open.ts';
import { completing } from '../completion/table.ts';
import { collect } from './common.ts';

/** For `--help`. */
export const READINGS_HELP = `
--reading chooses where the file or the documents leave open what a device does (the likelier one is played otherwise):
  inspected, not-inspected             whether the flow is inspected at all, where the file cannot tell
  by-engine, by-class                  how the classes of a policy are read, where that decides
  no-tls, tls                          whether TLS is allowed, where neither the map nor the version tells
  pipe-blanked, pipe-closes            what becomes of a | in an address
  overwritten, argument-kept, noop     how a command that is not let through is written over
  vrfy-kept, vrfy-masked               the keywords VRFY and AUTH=, which versions treat differently`;

/** `--reading NAME`, several times; what is given are names of `ANSWER_NAMES`. */
export function readingOption(): Option {
  const option = new Option('--reading <name>', 'what to play where it is open; may be given several times');
  return completing(option.argParser(readingName).default([]), ANSWER_NAMES);
}

function readingName(value: string, previous: readonly string[]): string[] {
  if (!ANSWER_NAMES.includes(value)) throw new InvalidArgumentError(`It is one of ${ANSWER_NAMES.join(', ')}.`);
  return collect(value, previous);
}
