/** The version line of a configuration, or of `show version`. */

import type { Platform } from '../../facts/versions.ts';
import { itemAt } from '../../text/at.ts';
import type { Version } from '../model.ts';
import type { Log } from './carry-out.ts';

/** The version that a context's lines tell; a configuration's own header comes before `show version`. */
export function versionOf(log: Log): Version | undefined {
  const statement = log.find((each) => each.form === 'set') ?? log.get(0);
  if (statement === undefined) return undefined;
  const match = /\bVersion (\d[\w.()]*)/.exec(statement.text);
  if (match === null) return undefined;
  return {
    platform: platformOf(statement.text),
    text: itemAt(match, 1),
    numbers: (itemAt(match, 1).match(/\d+/g) ?? []).map(Number),
    statement,
  };
}

function platformOf(text: string): Platform {
  if (/\bPIX\b/.test(text)) return 'PIX';
  if (/\bFWSM\b/.test(text)) return 'FWSM';
  return /\bNGFW\b|\bFTD\b|Threat Defense/.test(text) ? 'FTD' : 'ASA';
}
