/** A session and the same server in another file of the workspace, recorded on the other side: what one of them lacks, and how they are compared. */

import { spokenSessionAt } from '../path/compare.ts';
import { sideBySide } from '../path/side-by-side.ts';
import { settleAround } from '../rules/check.ts';
import type { Finding } from '../rules/finding.ts';
import { rule } from '../rules/session-differs-inside.ts';
import { lackOf, lackReport } from '../rules/shared/two-sides.ts';
import { placeOf, type Session } from '../smtp/model.ts';
import { rangeOn } from '../text/lines.ts';
import { nameOf } from '../workspace/tie.ts';
import { otherSides, type Recorded, type TwoSides } from '../workspace/two-sides.ts';
import { type Around, firewallsAround } from './around.ts';
import type { Document, TranscriptDocument } from './document.ts';
import { COMPARE_SESSIONS, type Compared, type TwoTexts } from './protocol.ts';
import type { Elsewhere } from './related.ts';

/** A finding that rests on another file, with its places there. */
export interface FoundAround {
  readonly finding: Finding;
  readonly places: readonly Elsewhere[];
  readonly compared: Compared;
}

/** The sessions of a transcript of which another file has the other side. */
export function sidesAround(document: TranscriptDocument, around: Around): readonly TwoSides[] {
  const files = around.documents.filter((other): other is TranscriptDocument => other.language === 'smtp-transcript');
  return otherSides(document, files, firewallsAround(document, around));
}

/** What sessions of a document lack of what the same server shows in another file; each lack once, and none that the file alone tells. */
export function foundAround(document: Document, around: Around): readonly FoundAround[] {
  if (document.language !== 'smtp-transcript') return [];
  const told = new Set<string>();
  return sidesAround(document, around).flatMap((sides) => {
    const { plain, changed } = sides;
    const lack = changed.uri === document.uri ? lackOf(changed.sight, plain.sight) : undefined;
    if (lack === undefined) return [];
    const taken = lack.taken.map(({ name }) => name);
    const key = JSON.stringify([plain.uri, plain.sight.session.first, taken]);
    if (told.has(key)) return [];
    told.add(key);
    const report = lackReport(lack, placeInWords(plain), []);
    const known = document.findings.some(({ rule: name, range }) => name === rule.name && range.start.line === placeOfReply(lack.reply));
    if (report === undefined || known) return [];
    const places = [
      { uri: plain.uri, range: rangeOn(plain.sight.session.first, 0, 0), message: howInWords(sides) },
      ...lack.taken.map(({ line, name }) => ({ uri: plain.uri, range: placeOf(line.utterance), message: `${name}, as shown there` })),
    ];
    const compared = comparedOf(sides);
    return settleAround(rule, [report], document.lines, document.settings).map((finding) => ({ finding, places, compared }));
  });
}

function placeOfReply({ lines }: Session['offers'][number]['reply']): number | undefined {
  return lines[0]?.utterance.pieces[0]?.line;
}

/** What is compared with what: as the server says it first. */
export function comparedOf({ plain, changed }: TwoSides): Compared {
  const place = ({ uri, sight }: Recorded) => ({ uri, line: sight.session.first });
  return { plain: place(plain), changed: place(changed) };
}

/**
 * Two sessions for an editor's diff.
 *
 * @param document the open or closed file of an address
 * @returns undefined where a session is not there
 */
export function comparedTexts({ plain, changed }: Compared, document: (uri: string) => Document | undefined): TwoTexts | undefined {
  const [one, other] = [plain, changed].map(({ uri, line }) => {
    const it = document(uri);
    return it?.language === 'smtp-transcript' ? spokenSessionAt(it.transcript, line) : undefined;
  });
  if (one === undefined || other === undefined) return undefined;
  const { inside, outside } = sideBySide(one, other);
  const isOneFile = plain.uri === changed.uri;
  const named = ({ uri }: { uri: string }, { first }: Session) => `${nameOf({ uri })}${isOneFile ? `, line ${first + 1}` : ''}`;
  return { title: `${named(plain, one)} ↔ ${named(changed, other)}`, before: inside, after: outside };
}

/** The sessions that are compared where a person asks at one: of its own file, or of others. @param line from 0 */
export function comparedAt(document: TranscriptDocument, line: number, around: Around): Compared | undefined {
  const session = spokenSessionAt(document.transcript, line);
  const isAsked = ({ uri, sight }: Recorded) => uri === document.uri && sight.session === session;
  const sides = sidesAround(document, around).find(({ plain, changed }) => isAsked(plain) || isAsked(changed));
  if (sides !== undefined) return comparedOf(sides);
  const own = document.findings.flatMap((finding) => comparedHere(document, finding) ?? []);
  return own.find(({ plain, changed }) => session !== undefined && (plain.line === session.first || changed.line === session.first));
}

/** The two sessions of a finding that one file tells. */
export function comparedHere({ uri, transcript }: TranscriptDocument, finding: Finding): Compared | undefined {
  const { subject, range } = finding;
  const changed = spokenSessionAt(transcript, range.start.line);
  if (subject?.kind !== 'other-side' || changed === undefined) return undefined;
  return { plain: { uri, line: subject.inside.first }, changed: { uri, line: changed.first } };
}

/** *Compare with ...*, as it stands at one of the two. */
export function compareCommand(uri: string, compared: Compared): { title: string; command: string; arguments: unknown[] } {
  const { plain, changed } = compared;
  const other = changed.uri === uri ? plain : changed;
  const title = `Compare with ${other.uri === uri ? `the session in line ${other.line + 1}` : nameOf(other)}`;
  return { title, command: COMPARE_SESSIONS, arguments: [compared] };
}

/** `inside.smtp, line 3` */
function placeInWords({ uri, sight }: Recorded): string {
  return `${nameOf({ uri })}, line ${sight.session.first + 1}`;
}

/** `The same server, from inside (by the names of the files)` */
function howInWords({ side, by }: TwoSides): string {
  if (by === 'masks' || side === undefined) return 'The same server, without a mask';
  return `The same server, from ${side} (by the ${by === 'names' ? 'names of the files, or what stands above' : 'addresses'})`;
}
