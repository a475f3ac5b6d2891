/** What is done with each of many inputs, in whichever thread: by name, with plain data in and out, for functions cannot be handed over. */
import type { Firewall } from '../../answers/types.ts';
import type { DocumentSettings } from '../../features/document.ts';
import { messageOf } from '../exit.ts';
import type { Input } from '../input.ts';
import { type CheckedInput, checkInput } from './check-input.ts';
import { surveyInput } from './survey-input.ts';

export interface Task {
  readonly settings: DocumentSettings;
  /** What to do about safe remedies: write them into the file, show them as a diff, or leave them. */
  readonly fix: 'write' | 'show' | undefined;
  /** How many remedies of a finding the report names: no more are proven. */
  readonly named: number;
  readonly cwd: string;
}

/** By the command that asks. */
export interface Results {
  readonly check: CheckedInput;
  readonly survey: readonly Firewall[];
}

export type TaskName = keyof Results;

/** What became of an input; one that cannot be read stops no other. */
export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T; readonly remark: string | undefined }
  | { readonly kind: 'skipped'; readonly why: string }
  | { readonly kind: 'failed'; readonly message: string };

/** @param progress is told how many bytes were read of an input that is read as a stream */
export type Perform<T> = (input: Input, task: Task, progress: (bytes: number) => void) => Promise<Exclude<Outcome<T>, { kind: 'failed' }>>;

const TASKS: { readonly [N in TaskName]: Perform<Results[N]> } = { check: checkInput, survey: surveyInput };

/** Never throws. */
export async function perform<N extends TaskName>(
  name: N,
  task: Task,
  input: Input,
  progress: (bytes: number) => void = () => undefined,
): Promise<Outcome<Results[N]>> {
  try {
    return await TASKS[name](input, task, progress);
  } catch (error) {
    return { kind: 'failed', message: messageOf(error) };
  }
}
