/** A run over all that a person named: files, folders, globs, standard input. It never stops at a bad one, and says what it passes over. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure, note } from './exit.ts';
import { findFiles, isOpenFile, type Problem, sameFile } from './files.ts';
import { type Input, standardInput } from './input.ts';
import { Progress } from './progress.ts';
import { plural, STDIN } from './report.ts';
import type { ShardAsked } from './shard.ts';
import type { Terminal } from './terminal.ts';
import { overAll } from './threads/over-all.ts';
import type { Results, Task, TaskName } from './threads/task.ts';

export interface Named {
  /** Paths, folders, globs; `-` is standard input. */
  readonly paths: readonly string[];
  /** Globs of files to leave out, unless named. */
  readonly ignore: readonly string[];
  /** What standard input is called. */
  readonly stdinFilename: string | undefined;
  /** Which part of the inputs the run is about. */
  readonly shard: ShardAsked | undefined;
}

export class Sweep {
  /** What could not be read, in the order in which it was found out. */
  readonly problems: Problem[] = [];
  private readonly terminal: Terminal;
  private readonly progress: Progress;
  private readonly onProblem: (problem: Problem) => void;

  /** @param onProblem is told each problem as it is found */
  constructor(terminal: Terminal, onProblem: (problem: Problem) => void = () => undefined) {
    this.terminal = terminal;
    this.progress = new Progress(terminal.stderr);
    this.onProblem = onProblem;
  }

  /** The inputs in their order, standard input first. What is not there is a problem: of the first shard, where there are several. */
  async find({ paths, ignore, stdinFilename, shard }: Named): Promise<readonly Input[]> {
    const files = paths.filter((path) => path !== '-');
    const found = await findFiles(files, this.terminal.cwd, ignore);
    if (shard === undefined || shard.number === 1) for (const problem of found.problems) this.complain(problem);
    const open = () => standardInput(this.terminal);
    const piped: Input[] = files.length < paths.length ? [{ path: stdinFilename ?? STDIN, named: true, again: false, open }] : [];
    return [...piped, ...found.files];
  }

  /**
   * What a task makes of each input that is for us, in their order, each as soon as it and all before it are known.
   *
   * @param doing what is said while it goes on: `checking`
   * @param most threads; undefined: as many as there are processors
   */
  async *over<N extends TaskName>(
    name: N,
    task: Task,
    inputs: readonly Input[],
    doing: string,
    most: number | undefined,
  ): AsyncGenerator<Results[N]> {
    let done = 0;
    let passedOver = 0;
    const watch = {
      done: (count: number) => {
        done += count;
        this.progress.count(doing, done, inputs.length);
      },
      read: ({ path }: Input, bytes: number) => this.progress.show(`${doing} ${path}: ${bytes >> 20} MB`),
    };
    const threads = { script: this.terminal.script, most };
    for await (const { input, outcome } of overAll(name, task, inputs, threads, watch)) {
      const { path, named } = input;
      if (outcome.kind === 'failed') this.complain({ path, message: outcome.message });
      // Among the many files of a folder those that are none of ours are no news.
      else if (outcome.kind === 'skipped' && !named) passedOver++;
      else if (outcome.kind === 'skipped') this.note(`${path}: skipped, ${outcome.why}`);
      else {
        if (outcome.remark !== undefined) this.note(`${path}: ${outcome.remark}`);
        yield outcome.value;
      }
    }
    this.progress.clear();
    if (passedOver > 0) this.note(`${plural(passedOver, 'other file')} passed over`);
  }

  /** Says something on standard error, the progress line out of the way. */
  note(text: string): void {
    this.progress.clear();
    this.terminal.stderr.write(`esmtp-lens: ${note(text)}\n`);
  }

  /** Part of the results, while the run goes on. */
  tell(line: string): void {
    this.progress.clear();
    this.terminal.stdout.write(line);
  }

  private complain(problem: Problem): void {
    this.problems.push(problem);
    this.onProblem(problem);
    this.note(`${problem.path}: ${problem.message}`);
  }
}

/**
 * What a person writes to by mistake is the firewall's configuration, and there may be no other.
 *
 * @param option that names the file which is written, as it is told
 * @param isInput whether a file that nobody named, but that is in a searched folder, is one: a report of before is none
 * @throws Failure where the file is one of the inputs
 */
export async function refuseToOverwrite<I extends Pick<Input, 'path' | 'named' | 'again'>>(
  option: string,
  path: string,
  inputs: readonly I[],
  { cwd, stdin }: Terminal,
  isInput: (input: I) => boolean | Promise<boolean>,
): Promise<void> {
  if (!existsSync(resolve(cwd, path))) return;
  for (const input of inputs) {
    const same = input.again ? await sameFile(path, input.path, cwd) : stdin.fd !== undefined && (await isOpenFile(stdin.fd, path, cwd));
    if (!same) continue;
    if (input.named || (await isInput(input))) throw new Failure(`${option} ${path}: is an input; it would be overwritten`);
  }
}
