/** The lines around an inspection that a finding about it shows beside it: service policy, class, class map, inspection map. */

import type { Context } from '../../asa/model.ts';
import { spanOf } from '../../asa/spans.ts';
import { cite, type Fact } from '../../facts/fact.ts';
import { FACTORY_CLASS } from '../../facts/inspections.ts';
import { COUNTED, type InspectionInForce } from '../../mail/inspections.ts';
import { isFactoryClass } from '../../policy/program.ts';
import { listed } from '../../text/listed.ts';
import type { Aside } from '../rule.ts';

/** For a hazard that another finding on the same line tells the whole way of: only the map that decides it. */
export function relatedMap(context: Context, { settings, statement, inspector: { action } }: InspectionInForce): readonly Aside[] {
  if (settings.map !== undefined) {
    return settings.map.definitions
      .slice(0, 1)
      .map((line) => ({ range: spanOf(line.statement), message: `The inspection map ${settings.mapName}` }));
  }
  if (action === undefined) return [];
  const range = spanOf(context.version?.statement ?? statement);
  return [{ range, message: `The implied map ${settings.mapName}: ${told(context, settings.allowTls.fact)}` }];
}

export function relatedTo(context: Context, inspection: InspectionInForce): readonly Aside[] {
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
  return [...related, ...relatedMap(context, inspection)];
}

/** `as ASA 9.1(5) has it (documented: CG9, TAC 117801)` */
function told(context: Context, fact: Fact<unknown> | undefined): string {
  const version =
    context.version === undefined ? 'the version is not in this file' : `as ${context.version.platform} ${context.version.text} has it`;
  return fact === undefined ? version : `${version} (${cite(fact)})`;
}

/** ` Met here: MAIL (192.0.2.25).`: whom it meets, where the configuration tells, and where it may meet nobody after all; else ''. */
export function whoIsMet(inspection: InspectionInForce): string {
  return [hostsMet(inspection), inspection.disputed ? ` ${DISPUTED}` : '', inspection.assumed ? ` ${ASSUMED}` : ''].join('');
}

const ASSUMED = `Likely, not certain: class-map ${FACTORY_CLASS} is not in this file, and is taken for the factory's.`;

const DISPUTED =
  'Likely, not certain: its class stands behind one with other inspections, and the guide can also be read so that it is never used (CG84).';

function hostsMet({ someHosts: hosts, ports }: InspectionInForce): string {
  if (hosts.length === 0) return ports[0] === 25 ? '' : ` It takes ${mailPorts(ports)}.`;
  const names = hosts.slice(0, 3).map(({ address, label }) => (label === undefined ? address : `${label} (${address})`));
  const more = hosts.length > 3 ? ` and ${hosts.length < COUNTED ? '' : 'at least '}${hosts.length - 3} more` : '';
  return ` Met here: ${names.join(', ')}${more}.`;
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
