/** Above service policies, classes and the access-list entries of mail hosts: what happens to mail there. */
import type { CodeLens } from 'vscode-languageserver-types';
import type { Context, PolicyClass } from '../../asa/model.ts';
import { MAIL_INSPECTIONS } from '../../facts/inspections.ts';
import { LIKELIER } from '../../facts/readings.ts';
import { namesSmtp, singleAddresses } from '../../mail/mail-hosts.ts';
import { verdictsTo } from '../../mail/verdicts-to.ts';
import type { Inspected, Verdict } from '../../policy/flow.ts';
import { readingsInWords } from '../../policy/picture.ts';
import { resolverOf } from '../../policy/resolve.ts';
import { type AddressSet, parseAddress, printSet, single, size, union } from '../../sets/addresses.ts';
import { type Lines, rangeOn } from '../../text/lines.ts';
import { ALONE, type Around } from '../around.ts';
import { type ConfigurationDocument, shows } from '../document.ts';
import { damagedSessions } from './damaged-sessions.ts';
import { disputeAbout, inspectsMail, mailPicture } from './mail-verdict.ts';

/** An access-list for a whole mail provider can have thousands of entries; a lens above each helps nobody. */
const MOST_HOSTS = 200;

export function codeLenses(document: ConfigurationDocument, around: Around = ALONE): CodeLens[] {
  const [policies, hosts] = [shows(document, 'codeLens.policies'), shows(document, 'codeLens.mailHosts')];
  const lenses = document.configuration.contexts.flatMap((context) => [
    ...(policies ? [...servicePolicies(context), ...classes(context)] : []),
    ...(hosts ? mailHosts(context) : []),
  ]);
  return [...lenses, ...damagedSessions(document, around)];
}

function lens(line: number, title: string): CodeLens {
  return { range: rangeOn(line, 0, 0), command: { title, command: '' } };
}

function servicePolicies(context: Context): CodeLens[] {
  const [first] = context.servicePolicies;
  if (first === undefined) return [];
  return context.servicePolicies.map(({ statement }) => lens(context.lines.lineOf(statement), mailPicture(context).sentences.join('; ')));
}

function classes(context: Context): CodeLens[] {
  const applied = new Set(context.servicePolicies.map(({ policy }) => policy.name));
  return [...context.policyMaps.values()].flatMap((map) =>
    map.classes.flatMap((it) => {
      const title = classTitle(context, it, applied.has(map.name));
      return title === undefined ? [] : [lens(context.lines.lineOf(it.statement), title)];
    }),
  );
}

const INSPECTS: Readonly<Record<`${Inspected}`, string>> = {
  true: 'inspects mail (tcp/25)',
  unknown: 'may inspect mail (tcp/25): the file cannot tell',
  false: 'inspects no mail: nothing on tcp/25 comes this far',
};

function classTitle(context: Context, it: PolicyClass, applied: boolean): string | undefined {
  const inspects = it.actions.some((action) => action.feature === 'inspect' && MAIL_INSPECTIONS.includes(action.protocol));
  if (inspects && !applied) return 'inspects no mail: no service policy applies this policy map';
  if (inspects) {
    const readings = disputeAbout(context, it);
    return readings === undefined
      ? INSPECTS[`${inspectsMail(context, it)}`]
      : `disputed whether it inspects mail (tcp/25): ${readingsInWords(readings)}`;
  }
  const negated = it.negations.some(({ protocol }) => protocol !== undefined && MAIL_INSPECTIONS.includes(protocol));
  const inspection = it.actions.some(({ feature }) => feature === 'inspect');
  if (negated && !inspection) return 'no inspection in this class: its mail goes on to the next class';
  return undefined;
}

/** Of the access-lists on interfaces, the first entry that lets mail through to a single host: what happens to its mail is said once. */
function mailHosts(context: Context): CodeLens[] {
  const resolver = resolverOf(context);
  const lists = new Set(context.accessGroups.map(({ accessList }) => accessList.name));
  const told = new Set<string>();
  const lenses: CodeLens[] = [];
  for (const name of lists) {
    for (const ace of context.accessLists.get(name)?.entries ?? []) {
      if (lenses.length >= MOST_HOSTS) return lenses;
      if (ace.action !== 'permit' || ace.inactive || !namesSmtp(context, ace)) continue;
      const hosts = resolver.addresses(ace.destination).yes;
      // Single hosts only: of a network with them, one verdict would say little.
      const singles = singleAddresses(context, ace.destination).flatMap(({ address }) => parseAddress(address) ?? []);
      if (singles.length === 0 || size(union(...singles.map(single))) < size(hosts)) continue;
      const whom = printSet(hosts, Number.POSITIVE_INFINITY);
      if (told.has(whom)) continue;
      told.add(whom);
      lenses.push(lens(context.lines.lineOf(ace.statement), hostTitle(context, hosts)));
    }
  }
  return lenses;
}

function hostTitle(context: Context, hosts: AddressSet): string {
  const [most, ...others] = verdictsTo(context, hosts);
  const whom = size(hosts) > 1 ? 'these hosts' : 'this host';
  if (most === undefined) return `mail to ${whom}: cannot be told`;
  const except = others.map(({ sources, verdict }) => `${inWords(context, verdict)} from ${printSet(sources, 3)}`);
  return [`mail to ${whom}: ${inWords(context, most.verdict)}`, ...except].join('; ');
}

/** `disputed: exempt from inspection (read by engine, the likelier), or inspected by class C, line 9 (read by class)` */
function inWords({ lines }: Context, { readings, ...verdict }: Verdict): string {
  if (readings === undefined || verdict.inspected !== 'unknown') return plainly(lines, verdict);
  const each = readings.map(
    (one) => `${plainly(lines, one)} (read ${one.reading}${one.reading === LIKELIER.value ? ', the likelier' : ''})`,
  );
  return `disputed: ${each.join(', or ')}`;
}

function plainly(lines: Lines, { inspected, by }: Pick<Verdict, 'inspected' | 'by'>): string {
  if (inspected === 'unknown') return 'cannot be told from this file';
  if (!inspected) return 'exempt from inspection';
  if (by?.policyClass !== undefined)
    return `inspected by class ${by.policyClass.use.name}, line ${lines.lineOf(by.policyClass.statement) + 1}`;
  return by?.fixup === undefined
    ? 'inspected, by which class the file cannot tell'
    : `inspected by fixup, line ${lines.lineOf(by.fixup.statement) + 1}`;
}
