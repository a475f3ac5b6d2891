/** PIX's `fixup protocol`. */
import { lastOf } from '../../text/at.ts';
import type { Fixup } from '../model.ts';
import { portNumber } from '../ports.ts';
import type { StatementNode } from '../statement.ts';
import type { Log } from './carry-out.ts';

const SMTP_PORT = 25;

export interface Fixups {
  /** In force. */
  readonly active: readonly Fixup[];
  /** `no fixup protocol smtp` that names no port: it puts port 25 back (TAC 118550). */
  readonly resets: readonly StatementNode[];
  /** What a line took back, with that line; one that a later line put back again is among them. */
  readonly off: readonly Fixup[];
}

export function fixups(log: Log): Fixups {
  // In the order in which they came into force: one that is entered again comes last.
  const active = new Map<string, Fixup>();
  const off: Fixup[] = [];
  const resets: StatementNode[] = [];
  for (const statement of log) {
    if (statement.form === 'clear') {
      active.clear();
      enter(active, smtpDefault(statement));
      continue;
    }
    const fixup = fixupOf(statement);
    if (fixup === undefined) continue;
    const named = statement.words.length > statement.head + 3;
    if (statement.form !== 'no') {
      enter(active, fixup);
    } else if (named) {
      off.push(fixup);
      active.delete(keyOf(fixup));
    } else {
      for (const [key, { protocol }] of active) if (protocol === fixup.protocol) active.delete(key);
      if (fixup.protocol !== 'smtp') continue;
      resets.push(statement);
      enter(active, smtpDefault(statement));
    }
  }
  return { active: [...active.values()], resets, off };
}

function smtpDefault(statement: StatementNode): Fixup {
  return { statement, protocol: 'smtp', first: SMTP_PORT, last: SMTP_PORT };
}

function enter(active: Map<string, Fixup>, fixup: Fixup): void {
  const key = keyOf(fixup);
  active.delete(key);
  active.set(key, fixup);
}

function keyOf({ protocol, first, last }: Fixup): string {
  return `${first}-${last} ${protocol}`;
}

/** `fixup protocol PROTOCOL [ports]`: `smtp 25`, `h323 ras 1718-1719`, `sip udp 5060`. */
function fixupOf(statement: StatementNode): Fixup | undefined {
  const words = statement.words.slice(statement.head + 2).map((word) => word.text.toLowerCase());
  const name = words[0];
  if (name === undefined) return undefined;
  const last = lastOf(words);
  const [first, second] = last.split('-').map((text) => portNumber(text));
  const detail = words.slice(1, first === undefined ? undefined : -1);
  const protocol = [name, ...detail].join(' ');
  if (words.length === 1 || first === undefined)
    return { statement, protocol, first: name === 'smtp' ? SMTP_PORT : 0, last: name === 'smtp' ? SMTP_PORT : 0 };
  return { statement, protocol, first, last: second ?? first };
}
