/** `note`: what a transcript proves about a firewall, as a note to whoever can mend it. */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Option } from 'commander';
import { noteAnswer } from '../../answers/note.ts';
import { knownVersion } from '../../answers/settings.ts';
import { DEFAULT_SETTINGS, wholeTranscript } from '../../features/document.ts';
import { NOTE_LANGUAGES, type NoteLanguage } from '../../note/note.ts';
import { READERS, type ReaderOfNote } from '../../note/sentences.ts';
import type { Transcript } from '../../smtp/model.ts';
import { type Firewall, firewallComments, tieTo } from '../../workspace/tie.ts';
import { Failure } from '../exit.ts';
import { toJson } from '../formats/json.ts';
import { below } from '../help.ts';
import { configurationOf, load, loadTranscript } from '../load.ts';
import { readSettings } from '../settings.ts';
import type { Style, Terminal } from '../terminal.ts';
import { wrap } from '../width.ts';
import { type CommandMaker, type CommonOptions, command, resultStyle } from './common.ts';

interface Options extends CommonOptions {
  readonly to: ReaderOfNote;
  readonly language: NoteLanguage;
  readonly config?: string;
  readonly asaVersion?: string;
  readonly anonymous?: true;
}

const HELP = `
The firewall that the session passed is named by --config, by a comment in the transcript
  # esmtp-lens: firewall=fw1.asa
or by "firewall" in esmtp-lens.json; without one the note has the remedy for each kind of device.
Passwords are hidden in any case; --anonymous replaces names and public addresses as well, as scrub does.

Example:
  esmtp-lens note session.smtp --to postmaster --language de`;

export const note: CommandMaker = (terminal) =>
  command('note', 'write to whoever can mend it: what a transcript proves, and what to do')
    .argument('<transcript>', "an SMTP transcript in any tool's format, a log, or - for standard input")
    .addOption(
      new Option('--to <reader>', 'whom it is for: who runs the other mail server, or the firewall').choices(READERS).default('postmaster'),
    )
    .addOption(new Option('--language <language>', 'the language of the note').choices(NOTE_LANGUAGES).default('en'))
    .option('--config <file>', 'the configuration of the firewall that the session passed')
    .option('--asa-version <version>', 'the version of a configuration that names none: 9.1(5), PIX 6.3(5)', knownVersion)
    .option('--anonymous', 'replace names and public addresses')
    .addHelpText('after', below(HELP))
    .action((path: string, options: Options) => run(path, options, terminal));

async function run(path: string, options: Options, terminal: Terminal): Promise<void> {
  if (path === '-' && options.config === '-') throw new Failure('only one of the two can be standard input');
  const transcript = await loadTranscript(path, terminal);
  const firewall = await firewallOf(path, transcript, options, terminal);
  const document = wholeTranscript(path, transcript.lines, DEFAULT_SETTINGS);
  const tie = (session: Transcript['sessions'][number] | undefined) => firewall && tieTo(firewall, { uri: path, transcript, session });
  const answer = noteAnswer(document, tie, { to: options.to, language: options.language, anonymous: options.anonymous === true });
  if (options.format === 'json') terminal.stdout.write(toJson(answer));
  else if (answer.note === null) throw new Failure(`${path}: ${answer.reason}`);
  else terminal.stdout.write(`${letter(answer.note, resultStyle(terminal, options)).join('\n')}\n`);
}

/** As a screen shows it: what is indented, lines of the session and commands, stays whole. */
function letter(note: string, { prose }: Style): string[] {
  return note
    .trimEnd()
    .split('\n')
    .flatMap((line) => (/^\s/.test(line) ? [line] : wrap(line, prose)));
}

/** The one that is named, by whoever asks, in the transcript or in the settings. */
async function firewallOf(path: string, { lines }: Transcript, options: Options, terminal: Terminal): Promise<Firewall | undefined> {
  const { firewall: set, asaVersion } = await readSettings(undefined, terminal.cwd);
  const [comment] = firewallComments(lines);
  const beside = comment && resolve(terminal.cwd, dirname(path), comment.name);
  // A name in a comment may be a host name, which is no file.
  const named = options.config ?? (beside !== undefined && existsSync(beside) ? beside : set);
  if (named === undefined) {
    if (options.asaVersion !== undefined) throw new Failure('--asa-version says nothing without a firewall: name it with --config');
    return undefined;
  }
  return { uri: named, configuration: configurationOf(await load(named, terminal), options.asaVersion ?? asaVersion) };
}
