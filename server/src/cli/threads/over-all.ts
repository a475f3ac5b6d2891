/**
 * A task over many inputs: by several threads where there are enough of them, and told in the order of the inputs as one thread tells it,
 * to the byte.
 */

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { itemAt, sure } from '../../text/at.ts';
import type { Input } from '../input.ts';
import { type Outcome, perform, type Results, type Task, type TaskName } from './task.ts';

/** A thread takes so long to start that it pays from about so many files on. */
const WORTH_A_THREAD = 64;
/** Files that a thread is given at once: few, so that all threads end together; not one, for handing over costs, too. */
const BATCH = 8;

export interface Threads {
  /** The script that a thread runs (`serve.ts` is in it); undefined where there is none: all is done in this thread. */
  readonly script: string | undefined;
  /** At most so many; undefined: as many as there are processors. */
  readonly most: number | undefined;
}

export interface Watch {
  /** Inputs are done, in whatever order. */
  done(count: number): void;
  /** So many bytes of an input are read; not told by other threads. */
  read(input: Input, bytes: number): void;
}

/** Tells the outcome of each input, in their order, as soon as it and all before it are known. */
export async function* overAll<N extends TaskName>(
  name: N,
  task: Task,
  inputs: readonly Input[],
  { script, most = availableParallelism() }: Threads,
  watch: Watch,
): AsyncGenerator<{ readonly input: Input; readonly outcome: Outcome<Results[N]> }> {
  const here = async (input: Input) => {
    const outcome = await perform(name, task, input, (bytes) => watch.read(input, bytes));
    watch.done(1);
    return outcome;
  };
  // A pipe can be read by the thread that has it open only.
  const shared = inputs.filter(({ again }) => again);
  const count = script === undefined ? 0 : Math.min(most, Math.floor(shared.length / WORTH_A_THREAD));
  if (count < 2) {
    for (const input of inputs) yield { input, outcome: await here(input) };
    return;
  }
  const threads = Array.from({ length: count }, () => new Thread(sure(script), { name, task }));
  try {
    const batches: Batch<N>[] = [];
    for (let from = 0; from < shared.length; from += BATCH) batches.push(new Batch(shared.slice(from, from + BATCH)));
    const left = batches.values();
    for (const thread of threads) void work(thread, left, here, watch);
    let at = 0;
    for (const input of inputs) {
      if (!input.again) yield { input, outcome: await here(input) };
      else {
        const outcomes = await itemAt(batches, Math.floor(at / BATCH)).outcomes;
        yield { input, outcome: itemAt(outcomes, at % BATCH) };
        at++;
      }
    }
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

class Batch<N extends TaskName> {
  readonly inputs: readonly Input[];
  readonly outcomes: Promise<readonly Outcome<Results[N]>[]>;
  told: (outcomes: readonly Outcome<Results[N]>[]) => void = () => undefined;

  constructor(inputs: readonly Input[]) {
    this.inputs = inputs;
    this.outcomes = new Promise((resolve) => {
      this.told = resolve;
    });
  }
}

/** One thread after another takes the next batch. What a thread leaves behind that has died of it is done here. */
async function work<N extends TaskName>(
  thread: Thread,
  left: Iterator<Batch<N>> & Iterable<Batch<N>>,
  here: (input: Input) => Promise<Outcome<Results[N]>>,
  watch: Watch,
): Promise<void> {
  for (const batch of left) {
    const outcomes = await thread.ask<N>(batch.inputs);
    if (outcomes !== undefined) {
      watch.done(batch.inputs.length);
      batch.told(outcomes);
      continue;
    }
    const redone: Outcome<Results[N]>[] = [];
    for (const input of batch.inputs) redone.push(await here(input));
    batch.told(redone);
  }
}

/** What a thread is started with, and is sent: see `serve.ts`. */
export interface Orders {
  readonly name: TaskName;
  readonly task: Task;
}
export type Named = Pick<Input, 'path' | 'named'>;

class Thread {
  private readonly worker: Worker;
  private answer: (outcomes: readonly Outcome<unknown>[] | undefined) => void = () => undefined;
  private dead = false;

  constructor(script: string, orders: Orders) {
    this.worker = new Worker(script, { workerData: orders });
    const die = () => {
      this.dead = true;
      this.answer(undefined);
    };
    this.worker.on('message', (outcomes) => this.answer(outcomes));
    this.worker.on('error', die);
    this.worker.on('exit', die);
  }

  /** @returns the outcomes in the order of the inputs; undefined where the thread has died */
  ask<N extends TaskName>(inputs: readonly Input[]): Promise<readonly Outcome<Results[N]>[] | undefined> {
    if (this.dead) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      // What crosses to a thread and back has no type; the task that was asked for tells it.
      this.answer = (outcomes) => resolve(outcomes as readonly Outcome<Results[N]>[] | undefined);
      this.worker.postMessage(inputs.map(({ path, named }): Named => ({ path, named })));
    });
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }
}
