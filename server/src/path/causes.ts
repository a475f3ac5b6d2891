/** What else than an ESMTP inspection makes two recordings of one server differ, each with what speaks for it. */

import { keywordOf } from '../facts/keywords.ts';
import { MEANING_OF_250 } from '../facts/proxies.ts';
import { replyForm } from '../smtp/protocol.ts';
import { sure } from '../text/at.ts';
import type { Difference } from './differences.ts';
import type { OwnLimit } from './own-limits.ts';

export interface Cause {
  readonly cause:
    | 'proxy'
    | 'other server'
    | 'greylisting'
    | 'server policy'
    | 'other device'
    | 'closed elsewhere'
    | 'changed on the way'
    | 'other client'
    | 'not recorded';
  /** What it would be, a clause. */
  readonly says: string;
  /** Sentences without their full stops. */
  readonly evidence: readonly string[];
}

const SAYS: Readonly<Record<Cause['cause'], string>> = {
  proxy: 'a mail proxy, a TLS proxy or a virus scanner that answers in the place of the server or takes lines out',
  'other server': 'another server, another listener of it, or settings of its own for clients from outside',
  greylisting: 'greylisting: the server defers clients that it does not know',
  'server policy': 'the server itself, which treats this client otherwise',
  'other device': 'another device that masks, or an inspection with a map of its own',
  'closed elsewhere':
    'something that ends the connection: an inspection with limits of its own, a time limit, an intrusion prevention, the server or the client',
  'changed on the way': 'something that rewrites mail on the way, as a scanner or a gateway does',
  'other client': 'the client, which went on otherwise',
  'not recorded': 'nothing: one of the recordings begins later than its connection',
};

/**
 * @param unexplained differences that no inspection explains
 * @param limits of a map of one's own that would explain where the connection ends
 */
export function causesOf(unexplained: readonly Difference[], limits: readonly OwnLimit[] = []): readonly Cause[] {
  const byCause = new Map<Cause['cause'], string[]>();
  for (const difference of unexplained) {
    const [cause, evidence] = causeOf(difference);
    const known = byCause.get(cause);
    if (known === undefined) byCause.set(cause, [evidence]);
    else if (!known.includes(evidence)) known.push(evidence);
  }
  const possible = limits.map(
    ({ kind, most }) => `possible: a map of its own has "match ${kind} gt N" with drop-connection, N ${most} or less`,
  );
  return [...byCause].map(([cause, evidence]) => ({
    cause,
    says: SAYS[cause],
    evidence: cause === 'closed elsewhere' ? [...evidence, ...possible] : evidence,
  }));
}

const GREYLISTED = /gr[ea]y-?list|postgrey|try again later|please (?:re)?try/i;

function causeOf({ kind, inside, outside, verb }: Difference): readonly [Cause['cause'], string] {
  const [ours, theirs] = [textOf(inside?.original), textOf(outside?.text)];
  switch (kind) {
    case 'keyword':
      if (outside === undefined) return ['proxy', `${keywordOf(ours)} is gone as a line; an inspection masks it, and keeps its length`];
      if (inside === undefined) return ['other server', `${keywordOf(theirs)} stands on the outside only`];
      if (/^X+[A-Z]?$/.test(theirs))
        return ['other device', `${keywordOf(ours)} is masked as "${theirs}", which is not how an inspection with the default map does it`];
      return ['other server', `"${ours}" inside is "${theirs}" outside`];
    case 'greeting':
      if (/\*{2}/.test(theirs)) return ['other device', `the greeting "${theirs}" is no mask of the one inside`];
      return ['other server', `the greeting outside is another one: "${theirs}"`];
    case 'reply':
      return replied(verb, inside?.original, outside?.text);
    case 'connection':
      return [
        'closed elsewhere',
        `the recording ${outside === undefined ? 'outside' : 'inside'} ends at ${verb === 'message' ? 'the message' : verb}, the other goes on`,
      ];
    case 'message':
      return [
        'changed on the way',
        `a line of the message is ${outside === undefined ? 'gone' : inside === undefined ? 'added' : 'another'} outside`,
      ];
    case 'command':
      if (verb === 'greeting')
        return ['not recorded', `the recording ${inside === undefined ? 'inside' : 'outside'} does not show the greeting`];
      return inside !== undefined && outside !== undefined
        ? ['changed on the way', `"${short(inside.original)}" inside is "${short(outside.text)}" outside`]
        : ['other client', `${verb} stands on the ${outside === undefined ? 'inside' : 'outside'} only`];
  }
}

function replied(verb: string, inside: string | undefined, outside: string | undefined): readonly [Cause['cause'], string] {
  const [ours, theirs] = [replyForm(inside ?? '')?.code, replyForm(outside ?? '')?.code];
  const what = `${verb} is answered "${short(outside ?? 'nothing')}" outside`;
  if (theirs !== undefined && theirs >= 400 && theirs < 500 && (ours ?? 200) < 400)
    return [GREYLISTED.test(sure(outside)) || verb === 'RCPT' ? 'greylisting' : 'server policy', what];
  if (theirs !== undefined && theirs >= 500 && (ours ?? 200) < 400) return ['server policy', what];
  if (MEANING_OF_250.value.test(textOf(outside))) return ['proxy', `${what}, in the words of the standard`];
  return ['other server', what];
}

function textOf(text: string | undefined): string {
  return (replyForm(text ?? '')?.text ?? text ?? '').trimEnd();
}

function short(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
