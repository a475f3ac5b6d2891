/** Names that a person gives. */
import { fact } from './fact.ts';

/** The most characters that the name of a class map or policy map may have. */
export const LONGEST_NAME = fact(40, 'unverified', [], 'From memory of the command reference; shorter names are always taken.');
