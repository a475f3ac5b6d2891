/**
 * Two readings of the documents about a class that holds inspections, none of which takes the flow's port. Which one the device follows
 * no document at hand settles, so the engine carries out both.
 */
import { type Fact, fact } from './fact.ts';

/**
 * `by class`: the first class that a flow matches and that has an inspection is used, and no class behind it, whatever it inspects.
 * `by engine`: each inspection looks for its own traffic, so a class whose inspections leave the port alone does not end the search.
 */
export type Reading = 'by engine' | 'by class';

/** The likelier one first. */
export const READINGS: readonly Reading[] = ['by engine', 'by class'];

/** What each reading says of a class behind one that has other inspections. */
export const READING_SAYS: Readonly<Record<Reading, Fact<string>>> = {
  'by engine': fact('each inspection looks for its own traffic: the next class is tried', 'inferred', ['CG94', 'ASDM6']),
  'by class': fact(
    'only the first class that the flow matches and that has an inspection is used: no class behind it inspects the flow',
    'documented',
    ['CG84'],
    'The same page gives FTP on ports 21 and 1056 a class of its own: the guide does not keep to its sentence.',
  ),
};

/** The reading to take where one must be taken. */
export const LIKELIER: Fact<Reading> = fact(
  'by engine',
  'inferred',
  [],
  'packet-tracer prints a look-up domain for each inspection, as if each had rules of its own, and published how-tos rest on it; it was not tried on a device',
);
