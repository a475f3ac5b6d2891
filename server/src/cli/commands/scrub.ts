/** `scrub`: the file as it may be shown to others. */
import { scrubAnswer } from '../../answers/scrub.ts';
import { detectLanguage } from '../../features/detect.ts';
import { DEFAULT_SETTINGS, openDocument, wholeTranscript } from '../../features/document.ts';
import { encode } from '../encoding.ts';
import { toJson } from '../formats/json.ts';
import { below } from '../help.ts';
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
    .addHelpText('after', below(HELP))
    .action((path: string, options: Options) => run(path, options, terminal));

async function run(path: string, options: Options, terminal: Terminal): Promise<void> {
  const { output } = options;
  if (output !== undefined) await refuseToOverwrite('--output', output, [{ path, named: true, again: path !== '-' }], terminal, () => true);
  const { lines, decoded } = await load(path, terminal);
  const language = detectLanguage(path, decoded.text) ?? 'smtp-transcript';
  const document =
    language === 'smtp-transcript' ? wholeTranscript(path, lines, DEFAULT_SETTINGS) : openDocument(path, language, lines, DEFAULT_SETTINGS);
  const answer = scrubAnswer(document);
  if (!answer.sameFindings)
    terminal.stderr.write(`esmtp-lens: ${path}: not all findings are the same after it; say so where you show it\n`);
  const told = options.format === 'json' ? toJson(answer) : encode({ ...decoded, text: answer.text });
  if (output === undefined) terminal.stdout.write(told);
  else await writeReport(output, terminal.cwd, told);
}
