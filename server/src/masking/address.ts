/** Characters of an address in MAIL and RCPT that cannot stand there: the documents have two outcomes, and the reading says which is carried out. */

import type { Fact } from '../facts/fact.ts';
import { INVALID_IN_ADDRESS, PIPE_IN_ADDRESS, SPECIAL_CHARACTERS, STRAY_BRACKET } from '../facts/watched.ts';
import { itemAt } from '../text/at.ts';
import { doubtOf } from './events.ts';
import type { Inspection } from './inspection.ts';
import { type Fate, type Line, stops } from './matching.ts';
import type { Output } from './output.ts';

/** @returns the command as it goes on, and whether it does */
export function checkAddress(
  inspection: Inspection,
  text: string,
  line: Line,
  out: Output,
): { readonly fate: Fate; readonly text: string } {
  const from = text.indexOf(':') + 1;
  if (from === 0) return { fate: 'goes on', text };
  const special = specialCharacter(inspection, text, from, line, out);
  if (special !== 'goes on') return { fate: special, text };
  const invalid = invalidIn(text, from);
  if (invalid.length === 0) return { fate: 'goes on', text };
  const blanked = Array.from(text, (character, at) => (invalid.some((each) => each.at === at) ? ' ' : character)).join('');
  const { what, fact } = itemAt(invalid, 0);
  const closes = inspection.readings.invalidCharacter === 'closed';
  const verb = text.slice(0, 4).toUpperCase();
  out.event({
    kind: closes ? 'address-refused' : 'address-changed',
    direction: line.direction,
    line: line.number,
    before: line.text,
    after: closes ? undefined : blanked,
    outcome: closes ? 'closed' : 'changed',
    reason: `${what} in the address of ${verb}: ${closes ? 'the session is closed' : 'a blank takes its place'}`,
    cause: { statement: undefined, fact },
    match: undefined,
    log: true,
    otherwise: closes
      ? 'by other documents a blank takes its place (syslog 108002)'
      : 'by other documents the session is closed (syslog 108003)',
  });
  return closes ? { fate: 'closed', text } : { fate: 'goes on', text: blanked };
}

interface Invalid {
  readonly at: number;
  readonly what: string;
  readonly fact: Fact<unknown>;
}

/** A `<` opens the address once, a `>` closes it; what follows are parameters. */
function invalidIn(text: string, from: number): readonly Invalid[] {
  const found: Invalid[] = [];
  let open = false;
  let closed = false;
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '|' && !closed) found.push({ at, what: 'a "|"', fact: PIPE_IN_ADDRESS });
    else if (character === '<') {
      if (open || closed) found.push({ at, what: 'a second "<"', fact: STRAY_BRACKET });
      open = true;
    } else if (character === '>') {
      if (!open || closed) found.push({ at, what: 'a ">" that closes nothing', fact: STRAY_BRACKET });
      closed = true;
    } else if (!closed && INVALID_IN_ADDRESS.value.test(character))
      found.push({ at, what: 'a control character', fact: INVALID_IN_ADDRESS });
  }
  return found;
}

function specialCharacter({ specialCharacter: parameter }: Inspection, text: string, from: number, line: Line, out: Output): Fate {
  if (parameter === undefined) return 'goes on';
  const address = text.slice(from);
  const found = SPECIAL_CHARACTERS.value.find((character) => address.includes(character));
  if (found === undefined) return 'goes on';
  const stopped = stops(parameter);
  const name = found === '\u0000' ? 'NUL' : `"${found}"`;
  out.event({
    kind: 'special-character',
    direction: line.direction,
    line: line.number,
    before: line.text,
    after: stopped ? undefined : line.text,
    outcome: stopped ? 'closed' : 'passed',
    reason: `${name} in an address: ${stopped ? 'the connection is dropped' : 'it is logged'} (special-character)`,
    cause: parameter.cause,
    match: undefined,
    log: parameter.log || parameter.action === 'log',
    otherwise: doubtOf(SPECIAL_CHARACTERS),
  });
  return stopped ? 'closed' : 'goes on';
}
