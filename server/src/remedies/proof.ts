/**
 * The proof of a remedy: the edited text is read again, and every class of tcp flows that the old and the new configuration tell apart is
 * compared. A remedy whose changes are not all what it promises has no proof, and is not offered.
 */

import { supposing } from '../asa/assume.ts';
import type { AddressSpec, Configuration, Context, Translation } from '../asa/model.ts';
import { readConfiguration } from '../asa/read.ts';
import { MAIL_INSPECTIONS, takesTcp } from '../facts/inspections.ts';
import { LIKELIER, READINGS, type Reading } from '../facts/readings.ts';
import { overlapAny, trafficAt } from '../mail/class-traffic.ts';
import { addressesAt, addressesWith, hostAt, mailHosts, STRANGERS } from '../mail/mail-hosts.ts';
import { type ChangedFlows, changedUnder, type Difference, difference } from '../policy/difference.ts';
import type { ReadVerdict, Verdict } from '../policy/flow.ts';
import { namesRealAddresses } from '../policy/nat.ts';
import { interfacesInWords } from '../policy/routing.ts';
import { Work } from '../policy/work.ts';
import { textOf } from '../rules/shared/places.ts';
import { ALL_V4, ALL_V6, contains, intersect, isAll, isEmpty, parseAddress, printSet } from '../sets/addresses.ts';
import { normalize, PORTS } from '../sets/intervals.ts';
import { part } from '../text/analysis.ts';
import { itemAt, sure } from '../text/at.ts';
import type { TextEdit } from '../text/lines.ts';
import { listed } from '../text/listed.ts';
import { lineOf } from './obstacles.ts';
import type { Example, Proof } from './remedy.ts';

/** What a remedy promises. */
export interface Claim {
  /** Whether flows may change as they do. */
  readonly allows: (changed: ChangedFlows) => boolean;
  /** Whether the new configuration does what was promised, if the documents are to be read in this way. */
  readonly holds?: (after: Context, reading: Reading) => boolean;
}

/** How many steps a proof that a person waits for may take: up to a minute or so. */
const MOST_COMPARED = 5_000_000;

/** Nothing about the inspection of mail changes. */
export const NOTHING_CHANGES: Claim = { allows: () => false };

/** The configuration after edits, and the context in the place of `context`. What the edits do not touch is not read again. */
export function reread(
  configuration: Configuration,
  context: Context,
  edits: readonly TextEdit[],
): { configuration: Configuration; context: Context } {
  const edited = readConfiguration(configuration.lines.edit(edits), configuration);
  const again = edited.contexts[configuration.contexts.indexOf(context)] ?? edited.contexts[0];
  // A version that a setting told stays told.
  const assumed = again.version === undefined && context.version?.statement === undefined ? context.version : again.version;
  return { configuration: edited, context: assumed === again.version ? again : supposing(again, { version: assumed }) };
}

/**
 * @returns undefined when the edits do something else than promised
 * @throws TooLarge when it would take too long to know
 */
export function prove(configuration: Configuration, context: Context, edits: readonly TextEdit[], claim: Claim): Proof | undefined {
  const compared = compare(configuration, context, edits);
  return compared && judge(compared, claim);
}

/** What edits change, before anything is said of it: several promises can be held against one comparison. */
export interface Compared {
  readonly old: Context;
  /** What was compared: without the translations that are left out. */
  readonly before: Context;
  readonly after: Context;
  readonly left: readonly Translation[];
  readonly difference: Difference;
}

/**
 * @returns undefined when the edits make another number of devices of the file
 * @throws TooLarge when it would take too long to know
 */
export function compare(configuration: Configuration, old: Context, edits: readonly TextEdit[]): Compared | undefined {
  const { context: now, configuration: edited } = reread(configuration, old, edits);
  if (edited.contexts.length !== configuration.contexts.length) return undefined;
  const left = leftOut(old, now);
  const [before, after] = left.length === 0 ? [old, now] : [withoutUndecided(old), withoutUndecided(now)];
  return { old, before, after, left, difference: difference(before, after, undefined, undefined, new Work(MOST_COMPARED)) };
}

/**
 * Where the documents can be read in two ways, the promise is held against what changes under each reading; the proof names those under
 * which it is kept, and lists what changes under the likelier one.
 *
 * @returns undefined when the two contexts differ otherwise than promised under the likelier reading of the documents
 */
export function judge({ old, before, after, left, difference }: Compared, { allows, holds }: Claim): Proof | undefined {
  const { flowsChecked, changed } = difference;
  const under = (reading: Reading) => changed.flatMap((flows) => changedUnder(flows, reading) ?? []).flatMap(byFamily);
  const readings = READINGS.filter((reading) => under(reading).every(allows) && holds?.(after, reading) !== false);
  if (!readings.includes(LIKELIER.value)) return undefined;
  const flows = under(LIKELIER.value);
  const takers = flows.map((flow) => takersOf(old, after, flow));
  const handedTo = [...new Set(takers.flat())];
  return {
    flowsChecked,
    readings,
    changed: flows.map((flow, index) => ({
      flow: flowText(flow),
      before: verdictText(flow.before),
      after: [verdictText(flow.after), ...itemAt(takers, index).map((line) => `taken by ${line}`)].join('; '),
    })),
    ...(handedTo.length > 0 ? { handedTo } : {}),
    ...(left.length > 0 ? { assumes: left.map(({ statement }) => lineOf(old.lines, statement)) } : {}),
    unchanged: true,
    ports: normalize(
      PORTS,
      flows.flatMap(({ ports }) => ports),
    ),
    ...example(before, flows),
  };
}

/** The first flow to a mail host that changes; where there is none, the first from one. */
function example(before: Context, flows: readonly ChangedFlows[]): { readonly example?: Example } {
  const hosts = mailHosts(before);
  // Of thousands of hosts the first that is meant is enough.
  function* own() {
    for (const { addresses } of hosts) yield* addresses;
  }
  // A packet from outside names a host as it is translated there.
  function* seenAt([entry]: readonly string[], port: number) {
    for (const host of hosts) yield* entry === undefined ? addressesWith(host, port) : addressesAt(host, entry, port);
  }
  for (const direction of ['to', 'from'] as const) {
    for (const { source, destination, ingress, ports, after } of flows) {
      const port = ports.some(([first, last]) => first <= SMTP && SMTP <= last) ? SMTP : (ports[0]?.[0] ?? SMTP);
      const [sources, destinations] = direction === 'to' ? [STRANGERS, seenAt(ingress, port)] : [own(), STRANGERS];
      const to = firstOf(destinations, (text) => holds(destination, text));
      const from = firstOf(sources, (text) => holds(source, text) && text !== to && text.includes(':') === to?.includes(':'));
      if (to === undefined || from === undefined) continue;
      const named = hostAt(before, { address: to, label: undefined }).address;
      return { example: { source: from, destination: to, named, port, ingress: ingress[0], after: verdictText(after) } };
    }
  }
  return {};
}

const SMTP = 25;

function firstOf(texts: Iterable<string>, is: (text: string) => boolean): string | undefined {
  for (const text of texts) if (is(text)) return text;
  return undefined;
}

function holds(set: ChangedFlows['source'], text: string): boolean {
  const address = parseAddress(text);
  return address !== undefined && contains(set, address);
}

/** What to say of mail that another inspection takes: it expects another protocol, and may cut what is none. */
export function handedOver({ handedTo = [] }: Proof): string[] {
  return handedTo.length === 0 ? [] : [`this mail then goes to ${listed(handedTo, 'and')}, which expects another protocol`];
}

/**
 * Translations that name what the file does not define. What they make of a flow is not known, but it is the same before and after an edit
 * that leaves them alone, and the policies are compared for every flow that can come of it. Before 8.3 this does not do: class maps
 * name translated addresses, and a host may have one that is not known.
 */
function leftOut(before: Context, after: Context): readonly Translation[] {
  if (!namesRealAddresses(before)) return [];
  const [old, now] = [before, after].map((context) =>
    undecided(context)
      .map(({ statement }) => textOf(statement))
      .join('\n'),
  );
  return old === now ? undecided(before) : [];
}

/** The first translation of which the file does not tell what it translates. */
export function isUndecided(context: Context): Translation | undefined {
  return undecided(context)[0];
}

const undecided = part('undecided translations', (context: Context): readonly Translation[] =>
  context.translations.filter(({ real, mapped, peer }) =>
    [real, mapped, peer?.real, peer?.mapped].some((spec) => spec !== undefined && !isDefined(context, spec)),
  ),
);

function isDefined(context: Context, spec: AddressSpec, within: readonly string[] = []): boolean {
  if (spec.kind === 'object') return context.networkObjects.get(spec.use.name)?.value !== undefined;
  if (spec.kind !== 'object-group') return true;
  const { name } = spec.use;
  const group = context.objectGroups.get(name);
  if (group === undefined || within.includes(name)) return group !== undefined;
  return group.members.every((member) => {
    if (member.kind === 'group') return isDefined(context, { kind: 'object-group', use: member.use }, [...within, name]);
    return member.kind !== 'address' || isDefined(context, member.address, [...within, name]);
  });
}

/** The context as it would be without those. */
export const withoutUndecided = part('without undecided translations', (context: Context): Context => {
  const left = undecided(context);
  return supposing(context, { translations: context.translations.filter((each) => !left.includes(each)) });
});

/** The lines of other inspections that take these flows, which no inspection of mail takes any more (documented: CG8: they exclude one another). */
function takersOf(before: Context, context: Context, flow: ChangedFlows): readonly string[] {
  if (flow.before.inspected === false || flow.after.inspected !== false) return [];
  return context.servicePolicies.flatMap(({ policy }) => {
    const policyMap = context.policyMaps.get(policy.name);
    return (policyMap?.classes ?? []).flatMap((policyClass) => {
      const isDefault = context.classMaps.get(policyClass.use.name)?.matches.some(({ kind }) => kind === 'default-inspection-traffic');
      const taking = policyClass.actions.flatMap((each) =>
        each.feature === 'inspect' && !MAIL_INSPECTIONS.includes(each.protocol) && takesTcp(each.protocol) !== false ? [each] : [],
      );
      if (isDefault || taking.length === 0) return [];
      const isTaken = flow.ports.some(([port]) =>
        overlapAny(trafficAt(context, sure(policyMap), policyClass, port), [{ ...flow, port, verdict: flow.after }]),
      );
      return isTaken ? taking.map(({ statement }) => inspectionText(before, policyClass.use.name, textOf(statement))) : [];
    });
  });
}

/** By its line in the file that a person sees. */
function inspectionText({ lines, policyMaps }: Context, className: string, text: string): string {
  const classes = [...policyMaps.values()].flatMap((each) => each.classes).filter(({ use }) => use.name === className);
  const statement = classes.flatMap(({ actions }) => actions).find((each) => textOf(each.statement) === text)?.statement;
  return statement === undefined ? `\`${text}\` of class ${className}` : lineOf(lines, statement);
}

/** IPv4 and IPv6 apart, unless all flows are meant: none goes from one to the other. */
export function byFamily(flows: ChangedFlows): ChangedFlows[] {
  if (isAll(flows.source) && isAll(flows.destination)) return [flows];
  return [ALL_V4, ALL_V6].flatMap((family) => {
    const source = intersect(flows.source, family);
    const destination = intersect(flows.destination, family);
    return isEmpty(source) || isEmpty(destination) ? [] : [{ ...flows, source, destination }];
  });
}

function flowText({ source, destination, ingress, ports }: ChangedFlows): string {
  const where = ingress.length === 0 ? '' : ` on ${interfacesInWords(ingress)}`;
  const port = ports.map(([first, last]) => (first === last ? first : `${first}-${last}`)).join(',');
  return `tcp/${port} from ${printSet(source)} to ${printSet(destination)}${where}`;
}

/**
 * `inspected (ESMTP_TLS)`, `inspected (GENTLE or ESMTP_TLS, the file cannot tell)`, `not inspected`, `unknown`; with what it rests on where
 * the other reading of the documents says something else.
 */
function verdictText(verdict: Verdict | ReadVerdict): string {
  const text = settledText(verdict);
  return 'reading' in verdict ? `${text} by the likelier reading` : text;
}

function settledText({ inspected, settings, candidates }: Pick<Verdict, 'inspected' | 'settings' | 'candidates'>): string {
  if (inspected === 'unknown') return 'unknown';
  if (!inspected) return 'not inspected';
  if (settings === undefined)
    return `inspected (${listed([...new Set(candidates.map((it) => it.settings.mapName))], 'or')}, the file cannot tell)`;
  return settings.mapName === '' ? 'inspected' : `inspected (${settings.mapName})`;
}
