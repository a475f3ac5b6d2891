/** The lines around an inspection that a finding about it shows beside it: service policy, class, class map, inspection map. */
import type { Context } from '../asa/model.ts';
import { cite, type Fact } from '../inspection/facts/fact.ts';
import type { Related } from './finding.ts';
import type { InspectionInForce } from './inspections.ts';
import { rangeOf } from './places.ts';

export function relatedTo(context: Context, { inspector, settings, statement }: InspectionInForce): readonly Related[] {
  const { servicePolicy, policyMap, policyClass, action } = inspector;
  const related: Related[] = [];
  if (servicePolicy !== undefined) {
    const where = servicePolicy.scope.kind === 'global' ? 'all interfaces' : `interface ${servicePolicy.scope.use.name}`;
    related.push({
      range: rangeOf(servicePolicy.statement),
      message: `${policyMap?.name ?? servicePolicy.policy.name} is applied to ${where}`,
    });
  }
  if (policyClass !== undefined) {
    const classMap = context.classMaps.get(policyClass.use.name);
    related.push({ range: rangeOf(policyClass.statement), message: `The class ${policyClass.use.name} of the policy map` });
    for (const { statement: match } of classMap?.matches ?? []) related.push({ range: rangeOf(match), message: 'What the class matches' });
  }
  if (settings.map !== undefined) {
    for (const { statement: line } of settings.map.definitions.slice(0, 1)) {
      related.push({ range: rangeOf(line), message: `The inspection map ${settings.mapName}` });
    }
  } else if (action !== undefined) {
    const range = rangeOf(context.version?.statement ?? statement);
    related.push({ range, message: `The implied map ${settings.mapName}: ${told(context, settings.allowTls.fact)}` });
  }
  return related;
}

/** `as ASA 9.1(5) has it (documented: CG9, TAC 117801)` */
function told(context: Context, fact: Fact<unknown> | undefined): string {
  const version =
    context.version === undefined ? 'the version is not in this file' : `as ${context.version.platform} ${context.version.text} has it`;
  return fact === undefined ? version : `${version} (${cite(fact)})`;
}

/** ` Mail of MAIL (192.0.2.25) is meant.`: whom it meets, where the configuration tells; else ''. */
export function whoIsMet({ hosts, port }: InspectionInForce): string {
  if (hosts.length === 0) return port === 25 ? '' : ` It takes tcp/${port}.`;
  const names = hosts.slice(0, 3).map(({ address, label }) => (label === undefined ? address : `${label} (${address})`));
  const more = hosts.length > 3 ? ` and ${hosts.length - 3} more` : '';
  return ` Met here: ${names.join(', ')}${more}.`;
}
