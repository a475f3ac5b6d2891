/** A run in parts: each shard takes a slice of the inputs, and its report says which, so that `merge` can tell that none is missing. */
import { createHash } from 'node:crypto';
import { InvalidArgumentError } from 'commander';
import type { Shard } from '../answers/types.ts';
import type { Input } from './input.ts';

/** What `--shard i/n` asks for. */
export type ShardAsked = Pick<Shard, 'number' | 'of'>;

/** Of `--shard`. */
export function shardAsked(text: string): ShardAsked {
  const [, number, of] = /^(\d{1,9})\/(\d{1,9})$/.exec(text)?.map(Number) ?? [];
  if (number === undefined || of === undefined || number < 1 || number > of)
    throw new InvalidArgumentError('it is which part of how many, as 1/4 to 4/4.');
  return { number, of };
}

/**
 * Slices lie one behind the other, so that their reports in the order of the shards are the report of the whole run.
 *
 * @param inputs all of them, the same in each shard
 * @param asked undefined: the whole run
 */
export function sliceOf(
  inputs: readonly Input[],
  asked: ShardAsked | undefined,
): { readonly slice: readonly Input[]; readonly shard: Shard | undefined } {
  if (asked === undefined) return { slice: inputs, shard: undefined };
  const { number, of } = asked;
  const bound = (shards: number) => Math.floor((inputs.length * shards) / of);
  return { slice: inputs.slice(bound(number - 1), bound(number)), shard: { ...asked, list: listOf(inputs) } };
}

/** Where a file came or went between two shards, another file is in both of them, or in none. */
function listOf(inputs: readonly Input[]): string {
  return createHash('sha256')
    .update(JSON.stringify(inputs.map(({ path }) => path)))
    .digest('hex')
    .slice(0, 12);
}
