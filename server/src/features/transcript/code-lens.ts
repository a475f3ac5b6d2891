/** Above each session: the firewall that it passed, what that does to it, and the same server seen from elsewhere. */

import type { CodeLens } from 'vscode-languageserver-types';
import { isSpoken } from '../../path/compare.ts';
import type { Session } from '../../smtp/model.ts';
import { itemAt } from '../../text/at.ts';
import { rangeOn } from '../../text/lines.ts';
import {
  howInWords,
  lineOfPassage,
  type Passage,
  passageInWords,
  passageOf,
  throughInWords,
  untiedInWords,
} from '../../workspace/passage.ts';
import { isTie, nameOf, tieOf } from '../../workspace/tie.ts';
import { ALONE, type Around, firewallsAround } from '../around.ts';
import { shows, type TranscriptDocument } from '../document.ts';
import { compareCommand, comparedOf, sidesAround } from '../other-side.ts';
import { SHOW_PLACE } from '../protocol.ts';
import { predictionLenses } from './prediction.ts';

/** Sessions of one file that have a lens. */
const MOST = 50;

export function codeLenses(document: TranscriptDocument, around: Around = ALONE): CodeLens[] {
  if (!shows(document, 'codeLens.sessions')) return [];
  return [...passages(document, around), ...comparisons(document, around)];
}

/** Another file has the same server, from the other side. */
function comparisons(document: TranscriptDocument, around: Around): CodeLens[] {
  const { uri } = document;
  return sidesAround(document, around)
    .slice(0, MOST)
    .map((sides) => {
      const { session } = (sides.plain.uri === uri ? sides.plain : sides.changed).sight;
      const tooltip = 'Lays both sessions beside each other, without what differs each time.';
      return { range: rangeOn(session.first, 0, 0), command: { ...compareCommand(uri, comparedOf(sides)), tooltip } };
    });
}

function passages(document: TranscriptDocument, around: Around): CodeLens[] {
  const { transcript, uri, settings } = document;
  const firewalls = firewallsAround(document, around);
  if (firewalls.length === 0) return [];
  const lenses: CodeLens[] = [];
  const about = (session: Session | undefined, line: number): Passage | undefined => {
    const found = tieOf({ uri, transcript, session, set: settings.firewall }, firewalls);
    if (found === undefined) return undefined;
    const range = rangeOn(line, 0, 0);
    if (!isTie(found)) {
      lenses.push({ range, command: { title: untiedInWords(found), command: '' } });
      return undefined;
    }
    const passage = passageOf(found, session);
    if (passage === undefined && found.context !== undefined) return undefined;
    const title = passage === undefined ? `${throughInWords(found)}: which context of it, nothing tells` : passageInWords(passage);
    const statement = passage && lineOfPassage(passage);
    const target = statement === undefined ? 0 : found.firewall.configuration.lines.lineOf(statement);
    const command = { title, tooltip: `${howInWords(found.how)}. Opens ${nameOf(found.firewall)}.`, command: SHOW_PLACE };
    lenses.push({ range, command: { ...command, arguments: [found.firewall.uri, target] } });
    return passage;
  };
  for (const session of transcript.sessions.filter(isSpoken).slice(0, MOST)) {
    const passage = about(session, session.first);
    if (passage !== undefined) lenses.push(...predictionLenses(document, session, passage));
  }
  // A log without sessions is of one firewall, if of any.
  if (transcript.sessions.length === 0 && transcript.records.length > 0) about(undefined, itemAt(transcript.records, 0).line);
  return lenses;
}
