/** The rules about transcripts and logs, in the order of the catalogue. */
import type { TranscriptRule } from './rule.ts';

export const transcriptRules: readonly TranscriptRule[] = [];
