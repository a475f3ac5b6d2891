/** `check`: the hazards in configurations, transcripts and logs. */

import { Option } from 'commander';
import { among, type CheckedFile, countsOf } from '../../answers/check.ts';
import { FAIL_ON, type FailOn, knownVersion, LEVELS } from '../../answers/settings.ts';
import type { Shard } from '../../answers/types.ts';
import { DEFAULT_SETTINGS, type DocumentSettings } from '../../features/document.ts';
import { SEVERITIES } from '../../rules/finding.ts';
import { sure } from '../../text/at.ts';
import { KnownFindings, writeBaseline } from '../baseline.ts';
import { changedSince } from '../changed.ts';
import { EXIT, EXIT_CODES, type ExitCode, Failure } from '../exit.ts';
import { sameFile } from '../files.ts';
import { Follow } from '../follow.ts';
import { github } from '../formats/github.ts';
import { gitlab } from '../formats/gitlab.ts';
import { json } from '../formats/json.ts';
import { junit } from '../formats/junit.ts';
import { ndjson } from '../formats/ndjson.ts';
import { MOST_REMEDIES, pretty, prettyFindings } from '../formats/pretty.ts';
import { sarif } from '../formats/sarif.ts';
import { below } from '../help.ts';
import type { Input } from '../input.ts';
import { inspect } from '../inspect.ts';
import { restored } from '../kept.ts';
import { type Format, fails, plural, type Report, STDIN } from '../report.ts';
import { parseRuleOption, readSettings, SETTINGS_FILE } from '../settings.ts';
import { type ShardAsked, shardAsked, sliceOf } from '../shard.ts';
import { refuseToOverwrite, Sweep } from '../sweep.ts';
import { styleOf, type Terminal } from '../terminal.ts';
import type { CheckedInput } from '../threads/check-input.ts';
import { checkTogether } from '../together.ts';
import { writeReport } from '../write.ts';
import { type CommandMaker, type CommonOptions, collect, command, refuseNameWithoutInput, threadCount } from './common.ts';

interface Options extends CommonOptions {
  readonly stdinFilename?: string;
  readonly follow?: true;
  readonly output?: string;
  readonly fix?: true;
  readonly fixDryRun?: true;
  readonly failOn?: FailOn;
  readonly rule?: readonly string[];
  readonly baseline?: string;
  readonly changedSince?: string;
  readonly passWithNoFiles?: true;
  readonly updateBaseline?: true;
  readonly config?: string;
  readonly asaVersion?: string;
  readonly threads?: number;
  readonly shard?: ShardAsked;
}

const FORMATS = ['pretty', 'json', 'ndjson', 'sarif', 'github', 'gitlab', 'junit'] as const;

const HELP = `
A folder is searched for configurations, transcripts and logs, told by extension (.asa, .smtp) or by their
text; a glob is expanded by the program when the shell has not done it; "-" is standard input.

Settings for a folder of files stand in ${SETTINGS_FILE}, in the current folder or named by --config:
  { "severity": { "RULE": "LEVEL" }, "asaVersion": "9.1(5)",
    "failOn": "error", "ignore": ["archive/**"] }
LEVEL is one of ${LEVELS.join(', ')}. The command line wins over the file.

A comment silences a rule on the next line, or in the whole file; say why:
  ! esmtp-lens: ignore[fixup-smtp] no mail passes here, change 4711
  ! esmtp-lens: ignore-file[inspection-masks-banner] accepted by the mail team

Examples:
  esmtp-lens check firewall.asa session.smtp
  ssh fw show running-config | esmtp-lens check - --stdin-filename fw.asa
  esmtp-lens check configs/ --format sarif --output esmtp-lens.sarif
  journalctl -f | esmtp-lens check - --follow
`;

export const check: CommandMaker = (terminal, exit) =>
  command('check', 'find what harms mail in firewall configurations, SMTP transcripts and logs', FORMATS)
    .argument('<path...>', 'files, folders, globs, or - for standard input')
    .option('--stdin-filename <name>', 'the name to report for standard input; its extension tells the language')
    .option('--follow', 'standard input is a log that goes on: tell each hazard as it comes')
    .option('--output <file>', 'write the results to a file')
    .option('--fix', 'apply the safe remedies to the files')
    .option('--fix-dry-run', 'show what --fix would do, as a unified diff')
    .addOption(new Option('--fail-on <level>', 'exit with 1 from this severity on (default: "warning")').choices(FAIL_ON))
    .option('--rule <name=level>', 'set the severity of a rule, or "off"; may be repeated', collect)
    .option('--baseline <file>', 'leave out the findings that this file holds')
    .option('--update-baseline', 'write all findings to the file of --baseline')
    .option('--changed-since <rev>', 'only the files that changed in their git repository since that revision')
    .option('--pass-with-no-files', 'exit with 0 where no input is a configuration, transcript or log')
    .option('--config <file>', `settings (default: ${SETTINGS_FILE}, if there is one)`)
    .option('--asa-version <version>', 'the version of configurations that name none: 9.1(5), PIX 6.3(5)')
    .option('--threads <count>', 'how many files are checked at once (default: one for each processor)', threadCount)
    .option('--shard <i/n>', 'only the i-th of n parts of the files; "merge" makes one report of them', shardAsked)
    .addHelpText('after', below(HELP + EXIT_CODES))
    .action(async (paths: string[], options: Options) => exit(await run(paths, options, terminal)));

async function run(paths: readonly string[], options: Options, terminal: Terminal): Promise<ExitCode> {
  refuseContradictions(paths, options);
  const settings = await readSettings(options.config, terminal.cwd);
  const documentSettings: DocumentSettings = {
    ...DEFAULT_SETTINGS,
    severities: { ...settings.severity, ...Object.fromEntries((options.rule ?? []).map(parseRuleOption)) },
    asaVersion: options.asaVersion === undefined ? settings.asaVersion : knownVersion(options.asaVersion),
  };
  const { baseline, updateBaseline, failOn = settings.failOn ?? 'warning' } = options;
  const known = baseline === undefined || updateBaseline ? undefined : await KnownFindings.read(baseline, terminal.cwd);
  const run = new Run(options, documentSettings, known, failOn, terminal);
  if (options.follow) return run.follow();
  await run.checkAll(paths, settings.ignore);
  return run.finish();
}

function refuseContradictions(paths: readonly string[], options: Options): void {
  if (options.fix && options.fixDryRun) throw new Failure('--fix and --fix-dry-run exclude each other');
  if (options.fix && paths.includes('-')) throw new Failure('standard input cannot be fixed in place; use --fix-dry-run');
  if (options.fixDryRun && options.format !== 'pretty') throw new Failure('--fix-dry-run prints a diff, not --format');
  refuseNameWithoutInput(paths, options.stdinFilename);
  if (options.updateBaseline) {
    const { baseline, output, fixDryRun } = options;
    if (baseline === undefined) throw new Failure('--update-baseline needs --baseline FILE');
    // It writes the baseline, and no report.
    refuseBeside('--update-baseline', { '--output': output, '--fix-dry-run': fixDryRun });
  }
  if (options.follow) {
    if (paths.some((path) => path !== '-')) throw new Failure('--follow reads standard input: esmtp-lens check - --follow');
    if (!FOLLOWED.includes(options.format)) throw new Failure(`--follow tells findings as they come: --format ${FOLLOWED.join(' or ')}`);
    const { output, fix, fixDryRun, baseline } = options;
    refuseBeside('--follow', { '--output': output, '--fix': fix, '--fix-dry-run': fixDryRun, '--baseline': baseline });
  }
  if (options.shard !== undefined) {
    if (paths.includes('-')) throw new Failure('standard input cannot be cut into shards');
    if (options.updateBaseline) throw new Failure('--update-baseline writes the whole of a baseline; --shard sees a part');
  }
  if (options.changedSince !== undefined && paths.includes('-'))
    throw new Failure('standard input is in no repository; --changed-since needs files or folders');
  if (paths.filter((path) => path === '-').length > 1) throw new Failure('standard input can be read only once');
}

/** @param others what was given of them */
function refuseBeside(option: string, others: Readonly<Record<string, unknown>>): void {
  const [other] = Object.entries(others).find(([, given]) => given) ?? [];
  if (other !== undefined) throw new Failure(`${option} and ${other} exclude each other`);
}

/** How many remedies of a finding each format names that names any. */
const NAMING: Readonly<Record<string, number>> = {
  pretty: MOST_REMEDIES,
  json: Number.POSITIVE_INFINITY,
  ndjson: Number.POSITIVE_INFINITY,
  sarif: Number.POSITIVE_INFINITY,
};

/** Formats that can be written bit by bit. */
const FOLLOWED: readonly string[] = ['pretty', 'ndjson'];

/** Reports are JSON or XML, as no configuration and no session is. */
async function isOurs(input: Input, settings: DocumentSettings): Promise<boolean> {
  for await (const chunk of input.open()) {
    if (/^\s*(?:[{<]|\[\s*[\]{])/.test(chunk.toString('latin1'))) return false;
    break;
  }
  return (await inspect(input, settings, () => undefined)).kind === 'checked';
}

/** One run over all inputs, which never stops at a bad one. */
class Run {
  private readonly options: Options;
  private readonly settings: DocumentSettings;
  private readonly baseline: KnownFindings | undefined;
  private readonly failOn: FailOn;
  private readonly terminal: Terminal;
  private readonly sweep: Sweep;
  /** What the report tells at its end; nothing where each file is told as it is checked. */
  private readonly files: CheckedFile[] = [];
  private readonly told: string[] = [];
  /** Files of which others say more. */
  private together: ReadonlyMap<string, CheckedFile> = new Map();
  private readonly counts = { error: 0, warning: 0, information: 0, hint: 0 };
  private checked = 0;
  private readonly silent = { empty: 0, unjudged: 0 };
  private failed = false;
  /** There are inputs, but none of them changed. */
  private unchanged = false;
  private shard: Shard | undefined;
  private readonly diffs: Uint8Array[] = [];
  private readonly fixed = { files: 0, places: 0 };

  constructor(options: Options, settings: DocumentSettings, baseline: KnownFindings | undefined, failOn: FailOn, terminal: Terminal) {
    this.options = options;
    this.settings = settings;
    this.baseline = baseline;
    this.failOn = failOn;
    this.terminal = terminal;
    this.sweep = new Sweep(terminal, (problem) => this.streams && this.tell(ndjson.problem(problem)));
  }

  async checkAll(paths: readonly string[], ignore: readonly string[]): Promise<void> {
    const { stdinFilename, fix, fixDryRun, threads, shard, format, updateBaseline } = this.options;
    const found = await this.sweep.find({ paths, ignore, stdinFilename, shard });
    await this.refuseOutputs(found);
    const { slice: inputs, shard: part } = sliceOf(await this.changed(found), shard);
    this.shard = part;
    const remedies = fix ? ('write' as const) : fixDryRun ? ('show' as const) : undefined;
    this.together = await checkTogether(found, this.settings);
    const named = fixDryRun || updateBaseline ? 0 : (NAMING[format] ?? 0);
    const task = { settings: this.settings, fix: remedies, named, cwd: this.terminal.cwd };
    // What is written is watched for signals, which come to this thread alone.
    for await (const each of this.sweep.over('check', task, inputs, 'checking', fix ? 1 : threads)) this.take(each);
  }

  /** Until the input ends, which may be never. @returns how the program ends */
  async follow(): Promise<ExitCode> {
    const { stdin, stdout, env } = this.terminal;
    const follow = new Follow(this.options.stdinFilename ?? STDIN, this.settings);
    const tell = (file: CheckedFile | undefined) => {
      if (file === undefined) return;
      this.failed ||= file.findings.some(({ severity }) => fails(severity, this.failOn));
      stdout.write(this.options.format === 'ndjson' ? ndjson.file(file) : prettyFindings(file, styleOf(stdout, env, this.options.color)));
    };
    for await (const chunk of stdin) tell(follow.feed(chunk));
    tell(follow.end());
    return this.failed ? EXIT.findings : EXIT.clean;
  }

  private async changed(files: readonly Input[]): Promise<readonly Input[]> {
    const since = this.options.changedSince;
    if (since === undefined) return files;
    const changed = await changedSince(since, files, this.terminal.cwd);
    this.unchanged = files.length > 0;
    if (changed.length < files.length) this.sweep.note(`${plural(files.length - changed.length, 'file')} not changed since ${since}`);
    return changed;
  }

  /** Nothing that is read is written over: an input, the settings, the baseline. */
  private async refuseOutputs(inputs: readonly Input[]): Promise<void> {
    const { output, baseline, updateBaseline, config } = this.options;
    const { cwd } = this.terminal;
    const written = { '--output': output, '--baseline': updateBaseline && baseline };
    for (const [option, path] of Object.entries(written)) {
      if (path === undefined) continue;
      await refuseToOverwrite(option, path, inputs, this.terminal, (input) => isOurs(input, this.settings));
      if (await sameFile(path, config ?? SETTINGS_FILE, cwd))
        throw new Failure(`${option} ${path}: holds the settings; it would be overwritten`);
    }
    if (output !== undefined && baseline !== undefined && (await sameFile(output, baseline, cwd)))
      throw new Failure(`--output ${output}: is the baseline; it would be overwritten`);
  }

  private take({ file: kept, diff, fixed }: CheckedInput): void {
    if (diff !== undefined) this.diffs.push(diff);
    if (fixed > 0) this.fixed.files++;
    this.fixed.places += fixed;
    // What others say of a file rests on its text as they were read beside it.
    const file = (fixed === 0 ? this.together.get(kept.path) : undefined) ?? restored(kept);
    const shown = this.baseline?.without(file) ?? file;
    this.checked++;
    const { empty, unjudged } = among([shown]);
    this.silent.empty += empty;
    this.silent.unjudged += unjudged;
    this.failed ||= shown.findings.some(({ severity }) => fails(severity, this.failOn));
    if (!this.streams) this.files.push(shown);
    else {
      const counts = countsOf([shown]);
      for (const severity of SEVERITIES) this.counts[severity] += counts[severity];
      this.tell(ndjson.file(shown));
    }
  }

  /** Whether each file is told as it is checked, and forgotten. */
  private get streams(): boolean {
    return this.options.format === 'ndjson' && !this.options.updateBaseline;
  }

  /** A file is written in one step, so what goes there is kept until then. */
  private tell(line: string): void {
    if (this.options.output !== undefined) this.told.push(line);
    else this.sweep.tell(line);
  }

  /** Writes the results. @returns how the program ends */
  async finish(): Promise<ExitCode> {
    const { options, terminal, files, baseline, failOn, shard } = this;
    const { problems } = this.sweep;
    if (options.updateBaseline) {
      const count = await writeBaseline(files, sure(options.baseline), terminal.cwd);
      this.failed = false;
      this.sweep.note(`${options.baseline}: ${plural(count, 'finding')} written`);
      return this.exitCode();
    }
    const gone = baseline?.gone ?? 0;
    if (gone > 0) this.sweep.note(`${options.baseline}: ${plural(gone, 'finding')} no longer there; --update-baseline writes it anew`);
    const code = this.exitCode();
    if (options.fixDryRun) await this.write(Buffer.concat(this.diffs));
    else if (this.streams) {
      this.tell(ndjson.summary(this.checked, this.silent, this.counts));
      if (options.output !== undefined) await this.write(this.told.join(''));
    } else await this.write(this.render({ files, problems, known: baseline?.known ?? 0, fixed: options.fix && this.fixed, failOn, shard }));
    return code;
  }

  private exitCode(): ExitCode {
    if (this.sweep.problems.length > 0) return EXIT.failure;
    if (this.checked > 0) return this.failed ? EXIT.findings : EXIT.clean;
    // That no firewall changed is no fault of a change; that all of them are in other shards is none of this one.
    if (this.unchanged || this.shard !== undefined || this.options.passWithNoFiles) return EXIT.clean;
    this.sweep.note('no configuration, transcript or log among the inputs');
    return EXIT.nothingMatched;
  }

  private render(report: Report): string {
    const formats: Record<string, Format> = { pretty, json, github, gitlab, junit, sarif: sarif(this.terminal.pages) };
    // In a file, colours would be noise.
    const output = this.options.output === undefined ? this.terminal.stdout : { write: () => true };
    return sure(formats[this.options.format])(report, styleOf(output, this.terminal.env, this.options.color));
  }

  private async write(results: string | Buffer): Promise<void> {
    if (this.options.output === undefined) this.terminal.stdout.write(results);
    else await writeReport(this.options.output, this.terminal.cwd, results);
  }
}
