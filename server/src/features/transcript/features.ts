/** What a transcript can do in an editor. */
import type { TranscriptDocument } from '../document.ts';
import type { Features } from '../features.ts';

export const transcriptFeatures: Features<TranscriptDocument> = {};
