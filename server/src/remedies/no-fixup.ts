/** Turns PIX Mailguard off, with the port: `no fixup protocol smtp 25`. */

import type { Configuration, Context, Fixup } from '../asa/model.ts';
import { isSmtp } from '../mail/sites.ts';
import { itemAt } from '../text/at.ts';
import { listed } from '../text/listed.ts';
import { withPort } from './add-port.ts';
import { type Change, combine } from './change.ts';
import { replaceCommand } from './edits.ts';
import { firstProven, proposeProven } from './proposing.ts';
import type { Offer, Proposal, Remedy } from './remedy.ts';

export const remedy: Remedy = {
  id: 'no-fixup',
  rules: ['fixup-smtp', 'pix-signature-header-bug'],
  propose(configuration, { subject }) {
    if (subject?.kind === 'fixup') return turnOff(configuration, subject.context, [subject.fixup]);
    if (subject?.kind !== 'version') return [];
    const fixups = subject.context.fixups.filter(isSmtp);
    return fixups.length === 0 ? [] : turnOff(configuration, subject.context, fixups);
  },
};

/** Turns every SMTP fixup of a context off. Also for the command line. */
export function disableFixups(configuration: Configuration, context: Context): Proposal | undefined {
  const fixups = context.fixups.filter(isSmtp);
  return fixups.length === 0 ? undefined : firstProven(turnOff(configuration, context, fixups));
}

/** The commands that turn them off, as a sentence names them: with the port, without which a fixup is only reset. */
export function fixupsOff({ fixups }: Context): string {
  return listed([...new Set(fixups.filter(isSmtp).map((fixup) => `\`no ${commandOf(fixup)}\``))], 'and');
}

function turnOff(configuration: Configuration, context: Context, fixups: readonly Fixup[]): Offer[] {
  const ports = `${fixups.length === 1 && itemAt(fixups, 0).first === itemAt(fixups, 0).last ? 'port' : 'ports'} ${listed(fixups.map(portsOf), 'and')}`;
  const commands = fixups.map((fixup) => `no ${commandOf(fixup)}`).join(', ');
  return proposeProven(
    configuration,
    context,
    combine(fixups.map((fixup) => off(configuration, context, fixup))),
    { allows: ({ after }) => after.inspected === false },
    { id: 'no-fixup', title: `Turn Mailguard off on ${ports} (${commands})`, safety: 'unsafe', preferred: true },
  );
}

function off(configuration: Configuration, context: Context, fixup: Fixup): Change {
  const { statement } = fixup;
  if (context.fixupResets.includes(statement)) return withPort(configuration, statement);
  const now = commandOf(fixup);
  return { edits: [replaceCommand(context.lines, statement, `no ${now}`)], commands: [`no ${now}`], rollback: [now] };
}

function commandOf(fixup: Fixup): string {
  return `fixup protocol ${fixup.protocol} ${portsOf(fixup)}`;
}

function portsOf({ first, last }: Fixup): string {
  return first === last ? `${first}` : `${first}-${last}`;
}
