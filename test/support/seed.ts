/**
 * Properties run on the same random inputs every time, so that a build says the same of the same code. `FC_SEED=random`, or a number,
 * looks elsewhere: `FC_SEED=random npx vitest run test/remedies`.
 */
import fc from 'fast-check';

const { FC_SEED = '20261122' } = process.env;
if (FC_SEED !== 'random') fc.configureGlobal({ seed: Number(FC_SEED) });
