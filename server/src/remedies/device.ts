/** How a change is entered on its device: from which prompt, and where there is none, in what. */
import type { Context } from '../asa/model.ts';
import { cite } from '../facts/fact.ts';
import { TAKES_ACCESS_LISTS } from '../facts/flexconfig.ts';
import { listed } from '../text/listed.ts';
import type { Change } from './change.ts';
import type { Proposal } from './remedy.ts';

type Entered = Pick<Proposal, 'commands' | 'rollback' | 'cautions' | 'flexConfig'>;

/** The commands of a change and their way back as they are entered, and what a person should know of it beside `cautions`. */
export function entered(context: Context, { commands, rollback }: Pick<Change, 'commands' | 'rollback'>, ...cautions: string[]): Entered {
  const isFtd = context.version?.platform === 'FTD';
  const all =
    commands.length === 0 ? cautions : [...cautions, ...(isFtd ? flexConfig(commands) : []), ...(isNameless(context) ? [NAMELESS] : [])];
  return {
    commands: fromPrompt(context, commands),
    rollback: fromPrompt(context, rollback),
    ...(all.length > 0 ? { cautions: all } : {}),
    ...(isFtd ? { flexConfig: true } : {}),
  };
}

/** FTD has no configuration mode at its own prompt (documented: TAC 225969). */
function flexConfig(commands: readonly string[]): readonly string[] {
  const lists = new Set(commands.flatMap((line) => /^access-list (\S+)/.exec(line)?.[1] ?? []));
  return [
    'an FTD takes it only as the text of a FlexConfig object that the management centre deploys',
    ...(lists.size === 0 || TAKES_ACCESS_LISTS.value
      ? []
      : [
          `the text of a FlexConfig object may not hold an extended access-list (${cite(TAKES_ACCESS_LISTS)}): then make ${listed([...lists], 'and')} an extended ACL object there and name it by a variable`,
        ]),
  ];
}

const NAMELESS = 'the file does not tell the name of this security context: enter it in that context and no other';

/** From `configure terminal` on; in a security context, from `changeto context`. */
function fromPrompt({ changeto, version }: Context, commands: readonly string[]): readonly string[] {
  if (commands.length === 0 || version?.platform === 'FTD') return commands;
  return [...(changeto === undefined ? [] : [`changeto context ${changeto}`]), 'configure terminal', ...commands];
}

/** The commands without those that lead to their prompt. */
export function withoutPrompt(commands: readonly string[]): readonly string[] {
  const at = commands.indexOf('configure terminal');
  return commands.slice(at + 1);
}

/** One security context of a device, printed by itself. */
function isNameless({ changeto, partOfDevice }: Context): boolean {
  return changeto === undefined && partOfDevice === 'context';
}
