/** What a thread does that `over-all.ts` has started: the files that it is sent, one by one. */

import { parentPort, workerData } from 'node:worker_threads';
import { sure } from '../../text/at.ts';
import { fileInput } from '../files.ts';
import type { Named, Orders } from './over-all.ts';
import { type Outcome, perform } from './task.ts';

export function serve(): void {
  // Given by `Thread`, which starts this.
  const { name, task } = workerData as Orders;
  sure(parentPort).on('message', async (inputs: readonly Named[]) => {
    const outcomes: Outcome<unknown>[] = [];
    for (const { path, named } of inputs) outcomes.push(await perform(name, task, fileInput(path, named, task.cwd)));
    sure(parentPort).postMessage(outcomes);
  });
}
