/**
 * What holds no policy to judge: a fragment, prose, output, the system execution space; or policies that the device itself belies. Nothing
 * follows from what is not in the file.
 */
import type { Context } from '../asa/model.ts';
import { MAIL_INSPECTIONS } from '../facts/inspections.ts';
import { isAtLeast, MODULAR_POLICIES } from '../facts/versions.ts';
import { part } from '../text/analysis.ts';

export interface Unjudged {
  /** Why the file cannot tell whether mail is inspected: half a sentence. */
  readonly reason: string;
  /** What would tell, for the one who asks. */
  readonly instead: string;
}

/** Why a configuration tells nothing about mail; undefined where it applies an inspection, or is complete and applies none. */
export const unjudgedBecause = part('why nothing is judged', (context: Context): Unjudged | undefined => {
  if (isOfOneFlow(context)) {
    return {
      reason: 'its policies stand in output of packet-tracer, which shows what one flow met: of others it does not tell',
      instead: WHOLE,
    };
  }
  if (context.servicePolicies.length > 0 || context.fixups.length > 0) return outrunByDevice(context);
  if (context.isSystemSpace) {
    const reason = 'this is the system execution space: the policies are in the contexts that it defines';
    return { reason, instead: 'the configuration of the context: `changeto context NAME`, then `show running-config`' };
  }
  // Fixups stand among the first lines of a PIX up to 6.x: where one tells its version and none of them, there is none.
  if (isComplete(context) || isAtLeast(context.version, MODULAR_POLICIES.value) === false) return undefined;
  if (context.shown.length > 0 || context.observations.length > 0) {
    const reason = 'this is output about policies, and no configuration that applies one';
    return { reason, instead: WHOLE };
  }
  if (isEmpty(context)) return { reason: 'no line of a firewall configuration is in it', instead: WHOLE };
  const reason = 'this is a part of a configuration, with no `service-policy` and no `fixup` in it';
  return { reason, instead: `${WHOLE}, or the lines \`class-map\`, \`policy-map\`, \`service-policy\` and what they name` };
});

/** Why none of the devices or contexts of a file tells anything about mail: the reason of the first; undefined where one does. */
export function allUnjudgedBecause(contexts: readonly Context[]): Unjudged | undefined {
  const reasons = contexts.map(unjudgedBecause);
  return reasons.includes(undefined) ? undefined : reasons[0];
}

/** The same for a person, as sentences without the last full stop. */
export function nothingTold({ reason, instead }: Unjudged): string {
  return `this tells nothing about mail: ${reason}. What would tell: ${instead}`;
}

/** All that is shown of the policies is what `packet-tracer` quotes. */
export function isOfOneFlow({ traced, fixups }: Context): boolean {
  return traced && fixups.length === 0;
}

const WHOLE = 'the whole output of `show running-config`';

/** The device tells of mail that it inspects, and no policy in force has it inspected, or had before a line took it back. */
function outrunByDevice(context: Context): Unjudged | undefined {
  const { fixups, servicePolicies, policyMaps } = context;
  const told = wordOfMail(context);
  if (told === undefined || fixups.length > 0) return undefined;
  const applied = servicePolicies.map(({ policy }) => policyMaps.get(policy.name));
  const isOfMail = (protocol = '') => MAIL_INSPECTIONS.includes(protocol);
  const couldInspect = applied.some(
    (policyMap) =>
      policyMap === undefined ||
      policyMap.classes.some(
        ({ actions, negations }) =>
          actions.some((action) => action.feature === 'inspect' && isOfMail(action.protocol)) ||
          negations.some(({ effective, protocol }) => effective && isOfMail(protocol)),
      ),
  );
  if (couldInspect) return undefined;
  const reason = `${told}, and no policy that is applied here inspects any: the configuration is of another time or not whole`;
  return { reason, instead: `${WHOLE}, of the same time` };
}

function wordOfMail({ lines, shown: [counted], observations }: Context): string | undefined {
  if (counted !== undefined) {
    const where = counted.interface === undefined ? '' : ` on interface ${counted.interface}`;
    return `line ${counted.line + 1}: the device counts what it inspects as mail${where}`;
  }
  const met = observations.find(({ inspects }) => inspects);
  return met && `line ${lines.lineOf(met.statement) + 1}: the device says of a flow that it inspects it as mail`;
}

/** A saved configuration from its head to its end; or one that shows version, interfaces and policies, of which it applies none. */
function isComplete({ whole, version, interfaces, policyMaps, host }: Context): boolean {
  const shows = version?.statement?.form === 'set' && interfaces.some(({ name }) => name !== undefined) && host !== undefined;
  return whole || (shows && policyMaps.size > 0);
}

/** No line of a configuration is in it that defines or applies anything. */
export function isEmpty({ version, host, symbols, interfaces, accessGroups, routes, translations }: Context): boolean {
  const parts = [interfaces, accessGroups, routes, translations];
  if (version !== undefined || host !== undefined) return false;
  return parts.every((part) => part.length === 0) && [...symbols.values()].every(({ size }) => size === 0);
}
