/** `merge`: the reports of all shards as the report of one run. */

import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { FAIL_ON, type FailOn } from '../../answers/settings.ts';
import type { Shard } from '../../answers/types.ts';
import { itemAt } from '../../text/at.ts';
import { EXIT, EXIT_CODES, type ExitCode, Failure, note } from '../exit.ts';
import { readSmall, sameFile } from '../files.ts';
import { below } from '../help.ts';
import { check } from '../merge/check.ts';
import { junit } from '../merge/junit.ts';
import type { Form, Merged, Part } from '../merge/part.ts';
import { sarif } from '../merge/sarif.ts';
import { isSurvey, mergedSurvey, survey } from '../merge/survey.ts';
import { fails, plural } from '../report.ts';
import type { Terminal } from '../terminal.ts';
import { writeReport } from '../write.ts';
import type { CommandMaker } from './common.ts';
import { SURVEY_FORMATS, type SurveyFormat, writeSurvey } from './survey.ts';

interface Options {
  readonly output?: string;
  readonly failOn?: FailOn;
  readonly format?: SurveyFormat;
  readonly passWithNoFiles?: true;
  readonly color: boolean;
}

const HELP = `
The reports are those of "check --shard i/n" with --format json, sarif or junit, or of "survey --shard i/n" with
--format json; all n of them, in any order, and all of one form. What is printed is what one run over all the files
prints, and the exit code is that of one run: give --fail-on here.

Examples:
  esmtp-lens check configs/ --shard 1/2 --format sarif --output 1.sarif --fail-on never
  esmtp-lens check configs/ --shard 2/2 --format sarif --output 2.sarif --fail-on never
  esmtp-lens merge 1.sarif 2.sarif --output esmtp-lens.sarif
  esmtp-lens merge survey-*.json --format html --output firewalls.html
`;

export const merge: CommandMaker = (terminal, exit) =>
  new Command('merge')
    .description('make one report of those of all shards, as one run writes it')
    .argument('<report...>', 'the reports of all shards')
    .addOption(new Option('--format <format>', 'how a survey is written (default: "json")').choices(SURVEY_FORMATS))
    .option('--no-color', 'no colours, though the output is a terminal')
    .option('--output <file>', 'write the report to a file')
    .addOption(new Option('--fail-on <level>', 'exit with 1 from this severity on (default: "warning")').choices(FAIL_ON))
    .option('--pass-with-no-files', 'exit with 0 where no shard had a configuration, transcript or log')
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', below(HELP + EXIT_CODES))
    .action(async (paths: string[], options: Options) => exit(await run(paths, options, terminal)));

const FORMS: readonly Form<unknown>[] = [check, sarif, junit, survey];

async function run(paths: readonly string[], options: Options, terminal: Terminal): Promise<ExitCode> {
  const { output, failOn = 'warning', format } = options;
  for (const path of paths) {
    if (
      output !== undefined &&
      (resolve(terminal.cwd, output) === resolve(terminal.cwd, path) || (await sameFile(output, path, terminal.cwd)))
    )
      throw new Failure(`--output ${output}: is an input; it would be overwritten`);
  }
  const { form, parts } = await readAll(paths, terminal.cwd);
  if (form !== survey && format !== undefined) throw new Failure('--format is for surveys; other reports keep their form');
  if (form === survey && options.failOn !== undefined) throw new Failure('a survey has no --fail-on');
  const merged = form.merge(parts, failOn);
  for (const { path, message } of merged.problems) terminal.stderr.write(`esmtp-lens: ${note(`${path}: ${message}`)}\n`);
  if (format !== undefined) await writeSurvey(mergedSurvey(parts.filter(isSurvey)), format, options, terminal);
  else if (output !== undefined) await writeReport(output, terminal.cwd, merged.text);
  else terminal.stdout.write(merged.text);
  return exitCode(merged, failOn, options, terminal);
}

function exitCode({ problems, count, severities }: Merged, failOn: FailOn, { passWithNoFiles }: Options, terminal: Terminal): ExitCode {
  if (problems.length > 0) return EXIT.failure;
  if (count > 0) return [...severities].some((severity) => fails(severity, failOn)) ? EXIT.findings : EXIT.clean;
  if (passWithNoFiles) return EXIT.clean;
  terminal.stderr.write('esmtp-lens: no configuration, transcript or log in any shard\n');
  return EXIT.nothingMatched;
}

/** Shards that are named. */
const MOST_MISSING = 20;

interface Named extends Part<unknown> {
  readonly path: string;
  readonly form: Form<unknown>;
}

/** @returns what the reports tell, in the order of the shards @throws Failure where they are not all the shards of one run */
async function readAll(paths: readonly string[], cwd: string): Promise<{ form: Form<unknown>; parts: readonly unknown[] }> {
  const reports: Named[] = [];
  for (const path of paths) reports.push(read(path, await readSmall(path, cwd)));
  const form = itemAt(reports, 0).form;
  const other = reports.find((report) => report.form !== form);
  if (other !== undefined) throw new Failure(`${other.path}: is of another form than ${paths[0]}; merge those of one form`);
  return { form, parts: inOrder(reports.map(({ path, shard, told }) => ({ path, told, shard: ofShard(path, shard) }))) };
}

function read(path: string, text: string): Named {
  for (const form of FORMS) {
    const part = form.read(text);
    if (part !== undefined) return { path, form, ...part };
  }
  throw new Failure(
    `${path}: no whole report of "check --shard" with --format json, sarif or junit, nor of "survey --shard" with --format json`,
  );
}

function ofShard(path: string, shard: Shard | undefined): Shard {
  if (shard === undefined) throw new Failure(`${path}: is the report of a run without --shard`);
  return shard;
}

function inOrder(reports: readonly { readonly path: string; readonly shard: Shard; readonly told: unknown }[]): readonly unknown[] {
  const { path, shard } = itemAt(reports, 0);
  const byNumber = new Map<number, (typeof reports)[0]>();
  for (const report of reports) {
    const { number, of, list } = report.shard;
    if (of !== shard.of) throw new Failure(`${report.path}: is of ${plural(of, 'shard')}, ${path} of ${shard.of}`);
    if (list !== shard.list)
      throw new Failure(`${report.path}: its run found other files than that of ${path}; let all shards see the same files`);
    const before = byNumber.get(number);
    if (before !== undefined) throw new Failure(`${report.path}: is shard ${number}/${of}, as is ${before.path}`);
    byNumber.set(number, report);
  }
  const missing: number[] = [];
  for (let number = 1; number <= shard.of && missing.length < MOST_MISSING; number++) if (!byNumber.has(number)) missing.push(number);
  const more = shard.of - byNumber.size > missing.length ? ' and more' : '';
  if (missing.length > 0) throw new Failure(`not all shards are there: ${missing.join(', ')}${more} of ${shard.of} missing`);
  return reports.toSorted((a, b) => a.shard.number - b.shard.number).map(({ told }) => told);
}
