/**
 * How long a fuzzer looks. In `npm test`: so many runs as it names, on the same inputs every time. With `FUZZ_SECONDS`, as `npm run fuzz`
 * sets it: as many as fit into that time, shared by all fuzzers; `FC_SEED` says where it looks.
 */

/** Properties that share the time. */
const FUZZERS = 4;
const { FUZZ_SECONDS } = process.env;
/** In less a busy machine may not end the first run, which is no look at all. */
const LEAST = 20_000;
const MILLISECONDS = FUZZ_SECONDS === undefined ? undefined : Math.max(LEAST, (Number(FUZZ_SECONDS) * 1000) / FUZZERS);

/** For a test: what hangs is ended, what looks long is not. */
export const PATIENCE = { timeout: 180_000 + 2 * (MILLISECONDS ?? 0) };

/** @param numRuns in `npm test` */
export function effort(numRuns: number): { numRuns: number; interruptAfterTimeLimit?: number } {
  if (MILLISECONDS === undefined) return { numRuns };
  return { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: MILLISECONDS };
}
