/**
 * What the path between two places took away from a session: a recording made on the inside and one made on the outside. How much of it an
 * ESMTP inspection explains is not guessed from the looks of it: the inside is put through the engine, under every reading, and laid beside the outside.
 */

import type { BannerForm } from '../facts/masking.ts';
import { overwriteCommand } from '../masking/masking.ts';
import type { Session, Transcript } from '../smtp/model.ts';
import { replyForm, verbOf } from '../smtp/protocol.ts';
import { sure } from '../text/at.ts';
import { type Cause, causesOf } from './causes.ts';
import { type Difference, differencesOf, speaksAgainst, type Tolerance } from './differences.ts';
import { limitsThatEnd, type OwnLimit } from './own-limits.ts';
import { predictSession } from './predict.ts';
import { predictedRecording, type Recording, recordingOf, type View } from './recording.ts';
import { refusalsOf } from './refusal.ts';
import { bannerFormOf, isMasked, type Variant, variants } from './variants.ts';
import { lineOf } from './wire.ts';

/** `same`: nothing differs · `all`, `part`, `none` of what differs is what an ESMTP inspection does */
export type CompareVerdict = 'same' | 'all' | 'part' | 'none';

export interface Comparison {
  readonly inside: Session;
  readonly outside: Session;
  readonly differences: readonly Difference[];
  readonly verdict: CompareVerdict;
  /** The inspection that comes nearest: `inspect esmtp`; undefined where none explains anything. */
  readonly inspection: string | undefined;
  /** What it would have changed as well, and was not changed: texts of the inside. */
  readonly against: readonly string[];
  /** What else would explain the rest. */
  readonly causes: readonly Cause[];
}

const VIEWS: readonly View[] = ['client', 'server', 'both'];

/**
 * @param transcript that of the inside
 * @param known the inspections that the path is known to hold; without them all are tried that nobody has to configure
 */
export function compareSessions(transcript: Transcript, inside: Session, outside: Session, known?: readonly Variant[]): Comparison {
  const [one, other] = [recordingOf(inside), recordingOf(outside)];
  const found = differencesOf(one, other);
  const base = { inside, outside };
  if (found.length === 0) return { ...base, differences: [], verdict: 'same', inspection: undefined, against: [], causes: [] };
  const sides = { transcript, inside, outside, other };
  const candidates = known ?? variants(greetedIn(one, other));
  const best = nearest(sides, candidates, found.length);
  const all = best?.differences ?? found;
  const differences = all.filter((each) => !speaksAgainst(each));
  const against = all.filter(speaksAgainst);
  const explained = differences.filter((each) => each.explained).length;
  const verdict = explained === 0 ? 'none' : explained === all.length ? 'all' : 'part';
  const unexplained = differences.filter((each) => !each.explained);
  const limits = known === undefined ? ownLimits(sides, candidates, unexplained) : [];
  const causes = causesOf(unexplained, limits);
  if (best === undefined || verdict === 'none') return { ...base, differences, verdict, inspection: undefined, against: [], causes };
  return {
    ...base,
    differences,
    verdict,
    inspection: best.variant.name,
    against: against.map((each) => sure(each.inside).original),
    causes,
  };
}

interface Fit {
  readonly variant: Variant;
  readonly differences: readonly Difference[];
}

interface Sides {
  readonly transcript: Transcript;
  readonly inside: Session;
  readonly outside: Session;
  readonly other: Recording;
}

/** The inspection that leaves the least; undefined where each leaves as much as there is, or more. */
function nearest({ transcript, inside, outside, other }: Sides, candidates: readonly Variant[], most: number): Fit | undefined {
  const refuse = refusalsOf(transcript);
  let best: Fit | undefined;
  let least = most;
  for (const variant of candidates) {
    const predicted = predictSession(inside, variant.inspection, refuse);
    for (const view of VIEWS) {
      const differences = differencesOf(predictedRecording(predicted, view), other, toleranceOf(variant)).map((each) =>
        endsThere(each, outside, variant, transcript) ? { ...each, explained: true } : each,
      );
      const left = differences.filter(({ explained }) => !explained).length;
      if (left >= least) continue;
      least = left;
      best = { variant, differences };
      if (least === 0) return best;
    }
  }
  return best;
}

/** The limits of a named map that would have ended the session there, where nothing but its end is unexplained. */
function ownLimits(sides: Sides, candidates: readonly Variant[], unexplained: readonly Difference[]): readonly OwnLimit[] {
  const { transcript, inside } = sides;
  const [end, ...others] = unexplained;
  if (end?.kind !== 'connection' || end.inside === undefined || others.length > 0) return [];
  const unlimited = candidates.map(({ name, inspection }) => {
    return { name, inspection: { ...inspection, matches: inspection.matches.filter(({ limit }) => limit === undefined) } };
  });
  return limitsThatEnd(inside, unlimited, refusalsOf(transcript), end.inside.line, (limited) => nearest(sides, limited, 1) !== undefined);
}

/** How the greeting was masked; undefined where the two recordings do not tell. */
function greetedIn(one: Recording, other: Recording): BannerForm | undefined {
  const [inside, outside] = [greetingIn(one), greetingIn(other)];
  return inside === undefined || outside === undefined ? undefined : bannerFormOf({ inside, outside });
}

function greetingIn({ turns }: Recording): string | undefined {
  const line = turns[0]?.verb === 'greeting' ? turns[0].reply[0] : undefined;
  return line && (replyForm(line.text)?.text ?? line.text);
}

/** Where the outside may differ from the prediction, and yet be what the inspection makes. */
function toleranceOf({ inspection: { engine } }: Variant): Tolerance {
  return (one, other, verb) => {
    // The words of a refusal are the server's own.
    if (one.predicted) return /^50[0-3] /.test(other.text);
    const textOf = (text: string) => replyForm(text)?.text ?? text;
    if (verb === 'greeting') return isMasked(engine.banner, textOf(one.original), textOf(other.text));
    // One connection, recorded on both sides: the inside has what is left of the command.
    const { verb: sent } = verbOf(other.text);
    return /^X{3,}/.test(one.original) && overwriteCommand(engine, other.text, other.text.slice(0, sent.length)) === one.original;
  };
}

/** One connection, recorded on both sides: what the client sent there ends it, and does not reach the inside. */
function endsThere(
  { kind, inside, outside: line }: Difference,
  outside: Session,
  { inspection }: Variant,
  transcript: Transcript,
): boolean {
  if (kind !== 'connection' && kind !== 'message') return false;
  if (inside !== undefined || line === undefined) return false;
  const { ended, lines } = predictSession(outside, inspection, refusalsOf(transcript));
  const last = lines.at(-1);
  return ended !== undefined && last !== undefined && lineOf(last.said) === line.line;
}

/** The sessions of two files that belong together: of one connection or of one client where that can be told, else in their order. */
export function pairsOf(inside: Transcript, outside: Transcript): readonly (readonly [Session, Session])[] {
  const [ours, theirs] = [inside.sessions.filter(isSpoken), outside.sessions.filter(isSpoken)];
  const rest = new Set(theirs);
  const byKey = new Map<string, Session[]>();
  for (const session of theirs) for (const key of keysOf(session)) byKey.set(key, [...(byKey.get(key) ?? []), session]);
  const pairs: [Session, Session][] = [];
  const lonely: Session[] = [];
  for (const session of ours) {
    const twin = keysOf(session).flatMap((key) => byKey.get(key)?.find((each) => rest.has(each)) ?? [])[0];
    if (twin === undefined) lonely.push(session);
    else {
      rest.delete(twin);
      pairs.push([session, twin]);
    }
  }
  const left = [...rest];
  for (const [i, session] of lonely.entries()) if (left[i] !== undefined) pairs.push([session, left[i]]);
  return pairs.sort(([one], [other]) => one.first - other.first);
}

/** Something was said in it outside TLS, by whichever side. */
export function isSpoken({ greeting, commands, orphans }: Session): boolean {
  const utterances = [...(greeting === undefined ? [] : [greeting]), ...orphans].map(({ lines }) => lines[0].utterance);
  return [...utterances, ...commands.map(({ utterance }) => utterance)].some(({ tls }) => !tls);
}

/** The session that a line, from 0, is part of. */
export function spokenSessionAt({ sessions }: Transcript, line: number): Session | undefined {
  return sessions.find((session) => isSpoken(session) && session.first <= line && line <= session.last);
}

/** What a session can be known by on both sides, the surest first: its ends, the client with its mail, the client. */
function keysOf({ connection, commands }: Session): string[] {
  const hello = commands.find(({ verb }) => verb === 'EHLO' || verb === 'HELO')?.argument;
  const mail = commands.filter(({ verb }) => verb === 'MAIL' || verb === 'RCPT').map(({ argument }) => argument);
  return [
    ...(connection === '' ? [] : [`ends ${connection}`]),
    ...(mail.length === 0 ? [] : [`mail ${hello} ${mail.join(' ')}`]),
    ...(hello === undefined ? [] : [`client ${hello}`]),
  ];
}
