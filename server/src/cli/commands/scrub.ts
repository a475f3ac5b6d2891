/** `scrub`: the file as it may be shown to others. */
import { checked } from '../../answers/check.ts';
import type { ScrubAnswer } from '../../answers/types.ts';
import { detectLanguage } from '../../features/detect.ts';
import { configurationIn, DEFAULT_SETTINGS, type Document, openDocument, transcriptIn, wholeTranscript } from '../../features/document.ts';
import { scrub as scrubbed } from '../../scrub/scrub.ts';
import { Lines } from '../../text/lines.ts';
import { encode } from '../encoding.ts';
import { Failure } from '../exit.ts';

import { toJson } from '../formats/json.ts';
import { load } from '../load.ts';
import { refuseToOverwrite } from '../sweep.ts';
import type { Terminal } from '../terminal.ts';
import { writeReport } from '../write.ts';
import { type CommandMaker, type CommonOptions, command } from './common.ts';

interface Options extends CommonOptions {
  readonly output?: string;
}

const HELP = `
Replaced, one to one: public addresses (by those for documentation; they stay in their networks and ranges, and
keep their last part), domains, hosts, mailboxes, names of objects and users (each keeps its length). Hidden:
passwords, keys, what a client authenticates with. Made unreadable: remarks, descriptions, banners, subjects,
certificates. Kept: private addresses, masks, names of interfaces, big providers, the text of messages.
Read it before you show it to anybody.

Example:
  esmtp-lens scrub firewall.asa --output firewall-to-show.asa`;

export const scrub: CommandMaker = (terminal) =>
  command('scrub', 'replace addresses, names and secrets, so that a file can be shown to others')
    .argument('<file>', 'a firewall configuration, a transcript or a log, or - for standard input')
    .option('--output <file>', 'write it to a file')
    .addHelpText('after', HELP)
    .action((path: string, options: Options) => run(path, options, terminal));

async function run(path: string, options: Options, terminal: Terminal): Promise<void> {
  const { output } = options;
  if (output !== undefined) await refuseToOverwrite('--output', output, [{ path, named: true, again: path !== '-' }], terminal, () => true);
  const { lines, decoded } = await load(path, terminal);
  const before = read(path, lines);
  const result = scrubbed({ lines, configuration: configurationIn(before), transcript: transcriptIn(before) });
  if ('refused' in result) throw new Failure(`${path}: ${result.refused}`);
  const same = sameFindings(before, read(path, Lines.read(result.text), before));
  if (!same) terminal.stderr.write(`esmtp-lens: ${path}: not all findings are the same after it; say so where you show it\n`);
  const told =
    options.format === 'json'
      ? toJson({ version: 1, text: result.text, sameFindings: same } satisfies ScrubAnswer)
      : encode({ ...decoded, text: result.text });
  if (output === undefined) terminal.stdout.write(told);
  else await writeReport(output, terminal.cwd, told);
}

/** @param as in the language of this */
function read(path: string, lines: Lines, as?: Document): Document {
  const language = as?.language ?? detectLanguage(path, lines.toString()) ?? 'smtp-transcript';
  return language === 'smtp-transcript'
    ? wholeTranscript(path, lines, DEFAULT_SETTINGS)
    : openDocument(path, language, lines, DEFAULT_SETTINGS);
}

/** By rule, line and severity: the names in the messages are others. */
function sameFindings(before: Document, after: Document): boolean {
  const told = (document: Document) =>
    checked('', document)
      .findings.map(({ rule, severity, range }) => `${rule} ${severity} ${range.start.line}`)
      .join('\n');
  return told(before) === told(after);
}
