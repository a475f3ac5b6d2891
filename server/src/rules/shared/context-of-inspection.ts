/** The lines around an inspection that a finding about it shows beside it: service policy, class, class map, inspection map. */

import type { Context } from '../../asa/model.ts';
import { spanOf } from '../../asa/spans.ts';
import { cite, type Fact } from '../../facts/fact.ts';
import { FACTORY_CLASS } from '../../facts/inspections.ts';
import { versionText } from '../../facts/versions.ts';
import { COUNTED, type InspectionInForce } from '../../mail/inspections.ts';
import { isFactoryClass } from '../../policy/program.ts';
import { listed } from '../../text/listed.ts';
import type { Aside, Report } from '../rule.ts';

/**
 * For a hazard that another finding on the same line tells the whole way of: only the map that decides it.
 *
 * @param fact what the hazard rests on, where no line of the file tells it
 */
export function relatedMap(
  context: Context,
  { settings, statement, inspector: { action } }: InspectionInForce,
  fact: Fact<unknown> | undefined,
): readonly Aside[] {
  const { mapName } = settings;
  // `show running-config all` prints the default map.
  const map = settings.map ?? (fact === undefined ? context.inspectMaps.get(mapName) : undefined);
  if (map !== undefined) {
    const which = settings.map === undefined ? 'default' : 'inspection';
    return map.definitions.slice(0, 1).map((line) => ({ range: spanOf(line.statement), message: `The ${which} map ${mapName}` }));
  }
  if (action === undefined) return [];
  const range = spanOf(context.version?.statement ?? statement);
  return [{ range, message: `The implied map ${mapName}: ${told(context, fact)}` }];
}

export function relatedTo(context: Context, inspection: InspectionInForce, fact: Fact<unknown> | undefined): readonly Aside[] {
  const { servicePolicy, policyMap, policyClass } = inspection.inspector;
  const related: Aside[] = [];
  if (servicePolicy !== undefined) {
    const where = servicePolicy.scope.kind === 'global' ? 'all interfaces' : `interface ${servicePolicy.scope.use.name}`;
    related.push({
      range: spanOf(servicePolicy.statement),
      message: `${policyMap?.name ?? servicePolicy.policy.name} is applied to ${where}`,
    });
  }
  if (policyClass !== undefined) {
    const classMap = context.classMaps.get(policyClass.use.name);
    const assumed = isFactoryClass(context, policyClass.use.name)
      ? ', assumed to be the factory class: its class map is not in this file'
      : '';
    related.push({ range: spanOf(policyClass.statement), message: `The class ${policyClass.use.name} of the policy map${assumed}` });
    for (const { statement: match } of classMap?.matches ?? []) related.push({ range: spanOf(match), message: 'What the class matches' });
  }
  return [...related, ...relatedMap(context, inspection, fact)];
}

/** `as ASA 9.1(5) has it (documented: CG9, TAC 117801)` */
function told(context: Context, fact: Fact<unknown> | undefined): string {
  const version = context.version === undefined ? 'the version is not in this file' : `as ${versionText(context.version)} has it`;
  return fact === undefined ? version : `${version} (${cite(fact)})`;
}

/**
 * `Met here: MAIL (192.0.2.25).`: whom it meets, where the configuration tells; where it tells nobody, the ports, unless the message has named
 * them. And why it may meet nobody after all.
 */
export function whoIsMet(inspection: InspectionInForce, portsAreNamed = false): Pick<Report, 'circumstances' | 'doubts'> {
  const { someHosts, ports } = inspection;
  const who = someHosts.length > 0 ? [hostsMet(inspection)] : ports[0] === 25 || portsAreNamed ? [] : [`It takes ${mailPorts(ports)}.`];
  return { circumstances: who, doubts: [...(inspection.disputed ? [DISPUTED] : []), ...(inspection.assumed ? [ASSUMED] : [])] };
}

const ASSUMED = `Likely, not certain: class-map ${FACTORY_CLASS} is not in this file, and is taken for the factory's.`;

const DISPUTED =
  'Likely, not certain: its class stands behind one with other inspections, and the guide can also be read so that it is never used (CG84).';

function hostsMet({ someHosts: hosts }: InspectionInForce): string {
  const names = hosts.slice(0, 3).map(({ address, label }) => (label === undefined ? address : `${label} (${address})`));
  const more = hosts.length > 3 ? ` and ${hosts.length < COUNTED ? '' : 'at least '}${hosts.length - 3} more` : '';
  return `Met here: ${names.join(', ')}${more}.`;
}

/** `tcp/25 and tcp/587 (submission)` */
export function mailPorts(ports: readonly number[]): string {
  return listed(
    ports.map((port) => `tcp/${port}${port === SUBMISSION ? ' (submission)' : ''}`),
    'and',
  );
}

/** RFC 6409. */
const SUBMISSION = 587;
