/** What holds no policy to judge: a fragment, prose, output, the system execution space. Nothing follows from what is not in the file. */
import type { Context } from '../asa/model.ts';
import { isAtLeast, MODULAR_POLICIES } from '../facts/versions.ts';
import { oncePer } from '../text/once.ts';

export interface Unjudged {
  /** Why the file cannot tell whether mail is inspected: half a sentence. */
  readonly reason: string;
  /** What would tell, for the one who asks. */
  readonly instead: string;
}

/** Why a configuration tells nothing about mail; undefined where it applies an inspection, or is complete and applies none. */
export const unjudgedBecause = oncePer((context: Context): Unjudged | undefined => {
  if (context.servicePolicies.length > 0 || context.fixups.length > 0) return undefined;
  if (context.isSystemSpace) {
    const reason = 'this is the system execution space: the policies are in the contexts that it defines';
    return { reason, instead: 'the configuration of the context: `changeto context NAME`, then `show running-config`' };
  }
  // Fixups stand among the first lines of a PIX up to 6.x: where one tells its version and none of them, there is none.
  if (isComplete(context) || isAtLeast(context.version, MODULAR_POLICIES.value) === false) return undefined;
  if (context.shown.length > 0) {
    const reason = 'this is output about policies, and no configuration that applies one';
    return { reason, instead: WHOLE };
  }
  if (isEmpty(context)) return { reason: 'no line of a firewall configuration is in it', instead: WHOLE };
  const reason = 'this is a part of a configuration, with no `service-policy` and no `fixup` in it';
  return { reason, instead: `${WHOLE}, or the lines \`class-map\`, \`policy-map\`, \`service-policy\` and what they name` };
});

const WHOLE = 'the whole output of `show running-config`';

/** A saved configuration from its head to its end; or one that shows version, interfaces and policies, of which it applies none. */
function isComplete({ whole, version, interfaces, policyMaps, host }: Context): boolean {
  const shows = version?.statement?.form === 'set' && interfaces.some(({ name }) => name !== undefined) && host !== undefined;
  return whole || (shows && policyMaps.size > 0);
}

function isEmpty({ symbols, interfaces, accessGroups, routes, translations }: Context): boolean {
  const parts = [interfaces, accessGroups, routes, translations];
  return parts.every((part) => part.length === 0) && [...symbols.values()].every(({ size }) => size === 0);
}
