/** What a name stands for, and where it counts: addresses, entries, classes. */

import { sameInterface } from '../../asa/evaluation/interface-names.ts';
import type { AddressSpec, ClassMatch, Context, InspectMap, NameUse, ServiceSpec, Statement } from '../../asa/model.ts';
import { afterHead } from '../../asa/print.ts';
import { withoutSecrets } from '../../asa/secrets.ts';
import { settingsOfMap } from '../../asa/settings.ts';
import { symbolKey } from '../../asa/symbols.ts';
import { MAIL_INSPECTIONS } from '../../facts/inspections.ts';
import { resolverOf } from '../../policy/resolve.ts';
import { intersect, isEmpty, NONE, printSet } from '../../sets/addresses.ts';
import { sure } from '../../text/at.ts';
import type { ConfigurationDocument } from '../document.ts';
import { code, list, plain } from '../markdown.ts';
import type { NamedThing } from './names.ts';
import { costsOf, explainSettings, NO_COST } from './settings-table.ts';

/** Lines that are named before the rest is only counted. */
const SHOWN = 6;

/** Paragraphs of Markdown. */
export function explainName(
  { context, symbol }: NamedThing,
  document: ConfigurationDocument,
): { readonly told: readonly string[]; readonly whole: readonly string[] } {
  const { kind, name, definitions, references } = symbol;
  const head = `**${plain(name)}**, ${plain(kind)}`;
  if (definitions.length === 0) {
    const told = [head, context.whole ? 'It is not defined in this file.' : 'Its definition is not in this file.'];
    return { told, whole: told };
  }
  const hits = hitBy(context, specOf(symbol));
  const others = references.filter(({ statement }) => !hits.has(statement));
  const places = [listed('Hit by', [...hits], document), usedOn(others, hits.size > 0, document)];
  const whole = [head, ...describe(context, kind, name, document), ...places];
  const map = kind === 'inspect-map' ? mailMapNamed(context, name) : undefined;
  return { whole, told: map === undefined ? whole : [head, ...inShort(context, map), ...places] };
}

/** The addresses that a name stands for; undefined for names that stand for none. */
function specOf(symbol: NamedThing['symbol']): AddressSpec | undefined {
  const use = symbol.references.get(0) ?? sure(symbol.definitions.get(0));
  switch (symbol.kind) {
    case 'network-object':
      return { kind: 'object', use };
    case 'object-group':
      return { kind: 'object-group', use };
    case 'interface':
      return { kind: 'interface', use };
    case 'name': {
      const word = symbol.definitions.get(0)?.statement.words[1];
      return word && { kind: 'host', address: { word, value: word.text } };
    }
    default:
      return undefined;
  }
}

/** The entries that name some of the addresses, as themselves or through a group or network; `any` names nothing. */
function hitBy(context: Context, spec: AddressSpec | undefined): ReadonlySet<Statement> {
  const hits = new Set<Statement>();
  const resolver = resolverOf(context);
  const own = spec === undefined ? NONE : resolver.addresses(spec).yes;
  if (isEmpty(own)) return hits;
  const names = (side: AddressSpec) => !side.kind.startsWith('any') && !isEmpty(intersect(resolver.addresses(side).yes, own));
  for (const { entries } of context.accessLists.values()) {
    for (const { statement, source, destination } of entries) if (names(source) || names(destination)) hits.add(statement);
  }
  return hits;
}

function describe(context: Context, kind: NamedThing['symbol']['kind'], name: string, document: ConfigurationDocument): string[] {
  switch (kind) {
    case 'network-object':
      return [addresses(context, { kind: 'object', use: useOf(context, kind, name) })];
    case 'object-group':
      return group(context, name);
    case 'service-object':
      return [service(context.serviceObjects.get(name)?.value)];
    case 'name':
      return [`Stands for ${code(context.symbols.get('name')?.get(name)?.definitions.get(0)?.statement.words[1]?.text ?? '')}.`];
    case 'access-list':
      return accessList(context, name);
    case 'class-map':
      return classMap(context, name, document);
    case 'policy-map':
      return policyMap(context, name);
    case 'inspect-map':
      return inspectMap(context, name);
    case 'interface':
      return interfaceOf(context, name);
    default:
      return [];
  }
}

/** A use to resolve by: the resolver asks for one to tell where a doubt comes from. */
function useOf(context: Context, kind: NamedThing['symbol']['kind'], name: string): NameUse {
  const symbol = sure(sure(context.symbols.get(kind)).get(symbolKey(kind, name)));
  return symbol.references.get(0) ?? sure(symbol.definitions.get(0));
}

function addresses(context: Context, spec: AddressSpec): string {
  const { yes, maybe, doubts } = resolverOf(context).addresses(spec);
  const parts = [isEmpty(yes) ? '' : `Resolves to ${code(printSet(yes))}.`];
  if (!isEmpty(maybe)) parts.push(`Not all of it can be told from this file: ${plain(doubts.map(({ reason }) => reason).join('; '))}.`);
  return parts.filter((part) => part !== '').join(' ') || 'It has no address in this file.';
}

function group(context: Context, name: string): string[] {
  const found = context.objectGroups.get(name);
  if (found === undefined) return [];
  const members = `${found.members.length} member${found.members.length === 1 ? '' : 's'}, ${found.kind}${found.protocol ? ` ${found.protocol}` : ''}.`;
  if (found.kind !== 'network') return [members];
  return [members, addresses(context, { kind: 'object-group', use: useOf(context, 'object-group', name) })];
}

function service(value: ServiceSpec | undefined): string {
  return value === undefined ? 'It has no value in this file.' : `Stands for ${code(afterHead(value.statement))}.`;
}

function accessList(context: Context, name: string): string[] {
  const list = context.accessLists.get(name);
  if (list === undefined) return [];
  const entries = list.entries.slice(0, SHOWN).map(({ statement }) => `- ${code(afterHead(statement))}`);
  const more = list.entries.length > SHOWN ? [`- and ${list.entries.length - SHOWN} more`] : [];
  return [[...entries, ...more].join('\n')];
}

function classMap(context: Context, name: string, document: ConfigurationDocument): string[] {
  const map = context.classMaps.get(name);
  if (map === undefined) return [];
  return [map.matches.map((match) => `- ${code(afterHead(match.statement))}${note(match)}`).join('\n'), classesOf(context, name, document)];
}

function note({ kind }: ClassMatch): string {
  return kind === 'default-inspection-traffic' ? ': each inspection’s own default port; for ESMTP tcp/25' : '';
}

function classesOf({ policyMaps }: Context, name: string, { lines }: ConfigurationDocument): string {
  const uses = [...policyMaps.values()].flatMap((map) => map.classes.filter((it) => it.use.name === name).map((it) => ({ map, it })));
  return uses
    .map(({ map, it }) => {
      const actions = it.actions.map(({ statement }) => code(withoutSecrets(lines.text(lines.lineOf(statement))).trim()));
      return `In policy map ${code(map.name)}: ${actions.length === 0 ? 'no action' : actions.slice(0, SHOWN).join(', ')}${actions.length > SHOWN ? ' …' : ''}`;
    })
    .join('\n\n');
}

function policyMap(context: Context, name: string): string[] {
  const map = context.policyMaps.get(name);
  if (map === undefined) return [];
  const applied = context.servicePolicies.filter((it) => it.policy.name === name);
  const where = applied.map(({ scope }) => (scope.kind === 'global' ? 'globally' : `on interface ${code(scope.use.name)}`));
  const classes = map.classes.map((it) => code(it.use.name));
  return [
    `Classes, in the order they are tried: ${classes.join(', ') || 'none'}.`,
    where.length === 0 ? 'No service policy applies it.' : `Applied ${where.join(', ')}.`,
  ];
}

function inspectMap(context: Context, name: string): string[] {
  const head = `Settings of ${code(`inspect ${context.inspectMaps.get(name)?.protocol ?? ''}`)}.`;
  const map = mailMapNamed(context, name);
  return map === undefined ? [head] : [head, ...explainSettings(settingsOfMap(context, map), context.lines)];
}

function mailMapNamed({ inspectMaps }: Context, name: string): InspectMap | undefined {
  const map = inspectMaps.get(name);
  return map !== undefined && MAIL_INSPECTIONS.includes(map.protocol) ? map : undefined;
}

function inShort(context: Context, map: InspectMap): string[] {
  const costs = costsOf(settingsOfMap(context, map));
  const head = `Settings of ${code(`inspect ${map.protocol}`)}`;
  return costs.length === 0 ? [`${head}. ${NO_COST}`] : [`${head}:`, list(costs)];
}

function interfaceOf({ interfaces }: Context, name: string): string[] {
  const found = interfaces.find((it) => sameInterface(it.name, name));
  if (found === undefined) return [];
  const address = found.address === undefined ? '' : `, ${code(`${found.address.address.word.text} ${found.address.mask}`)}`;
  return [`${plain(found.hardware)}, security level ${found.securityLevel ?? 'not set'}${address}.`];
}

function usedOn(references: readonly NameUse[], isHit: boolean, document: ConfigurationDocument): string {
  if (references.length === 0) return isHit ? '' : 'Nothing in this file uses it.';
  return listed(
    'Used by',
    references.map(({ statement }) => statement),
    document,
  );
}

function listed(title: string, statements: readonly Statement[], { lines }: ConfigurationDocument): string {
  if (statements.length === 0) return '';
  const shown = statements.slice(0, SHOWN).map((statement) => {
    const line = lines.lineOf(statement);
    return `- line ${line + 1}: ${code(withoutSecrets(lines.text(line)).trim())}`;
  });
  const more = statements.length > SHOWN ? [`- and ${statements.length - SHOWN} more`] : [];
  return [title, ...shown, ...more].join('\n');
}
