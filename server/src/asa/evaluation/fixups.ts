/** PIX's `fixup protocol`. */
import type { Fixup } from '../model.ts';
import { portNumber } from '../ports.ts';
import type { StatementNode } from '../statements.ts';

const SMTP_PORT = 25;

/** The fixups in force, and the `no fixup protocol smtp` lines that name no port: they put port 25 back (TAC 118550). */
export function fixups(log: readonly StatementNode[]): { readonly active: readonly Fixup[]; readonly resets: readonly StatementNode[] } {
  let active: Fixup[] = [];
  const resets: StatementNode[] = [];
  for (const statement of log) {
    if (statement.form === 'clear') {
      active = [smtpDefault(statement)];
      continue;
    }
    const fixup = fixupOf(statement);
    if (fixup === undefined) continue;
    const named = statement.words.length > statement.head + 3;
    if (statement.form !== 'no') {
      active = active.filter((each) => !same(each, fixup));
      active.push(fixup);
    } else if (named || fixup.protocol !== 'smtp') {
      active = active.filter((each) => (named ? !same(each, fixup) : each.protocol !== fixup.protocol));
    } else {
      resets.push(statement);
      active = [...active.filter((each) => each.protocol !== 'smtp'), smtpDefault(statement)];
    }
  }
  return { active, resets };
}

function smtpDefault(statement: StatementNode): Fixup {
  return { statement, protocol: 'smtp', first: SMTP_PORT, last: SMTP_PORT };
}

function same(a: Fixup, b: Fixup): boolean {
  return a.protocol === b.protocol && a.first === b.first && a.last === b.last;
}

/** `fixup protocol PROTOCOL [ports]`: `smtp 25`, `h323 ras 1718-1719`, `sip udp 5060`. */
function fixupOf(statement: StatementNode): Fixup | undefined {
  const words = statement.words.slice(statement.head + 2).map((word) => word.text.toLowerCase());
  const name = words[0];
  if (name === undefined) return undefined;
  const last = words.at(-1)!;
  const [first, second] = last.split('-').map((text) => portNumber(text));
  const detail = words.slice(1, first === undefined ? undefined : -1);
  const protocol = [name, ...detail].join(' ');
  if (words.length === 1 || first === undefined)
    return { statement, protocol, first: name === 'smtp' ? SMTP_PORT : 0, last: name === 'smtp' ? SMTP_PORT : 0 };
  return { statement, protocol, first, last: second ?? first };
}
