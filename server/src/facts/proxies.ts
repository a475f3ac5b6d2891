/** What gives away that a proxy or a virus scanner answers in the place of the server. */
import { type Fact, fact } from './fact.ts';

/** The meaning of 250 in the RFC: programs that put it in the place of their name in the reply to EHLO are no mail server that we know. */
export const MEANING_OF_250: Fact<RegExp> = fact(/^requested mail action okay,? completed\.?$/i, 'seen', [
  'RFC 5321',
  'public transcripts',
]);

/** Words by which a program that is no mail server says so, in the place of its name in the reply to EHLO (`Avast SMTP proxy ready`). */
export const CALLS_ITSELF_A_PROXY: Fact<RegExp> = fact(/\b(?:proxy|scanner|anti-?virus|virus ?(?:scan|check)\w*)\b/i, 'inferred', [
  'public transcripts',
]);
