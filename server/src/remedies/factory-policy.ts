/**
 * Remedies for fragments. A fragment shows a few lines; the rest of the policy that inspects mail is on the device. What is to be done
 * there is judged on a device with the factory-default policy. Where the fragment shows the inspection itself it is edited in its place;
 * else the remedy is appended as commands, for later commands act on earlier ones.
 */

import type { Configuration, Context } from '../asa/model.ts';
import { readConfiguration } from '../asa/read.ts';
import { FACTORY_CLASS } from '../facts/inspections.ts';
import { type InspectSite, inspectSites } from '../mail/sites.ts';
import { partsBy } from '../text/analysis.ts';
import { itemAt, lastOf, sure } from '../text/at.ts';
import { Lines, type Position, type TextEdit } from '../text/lines.ts';
import { withoutPrompt } from './device.ts';
import { insertBelow, settleEdits, writtenBeside } from './edits.ts';
import { isRefusal, type Proposal, type Refusal } from './remedy.ts';

const CLASS = FACTORY_CLASS;
const CLASS_MAP = [`class-map ${CLASS}`, ' match default-inspection-traffic'];

/** What every 7.x and later device starts with, as far as mail is concerned (documented: CG8, CG9). */
export function factoryPolicy(policyMap: string): readonly string[] {
  return [...CLASS_MAP, `policy-map ${policyMap}`, ` class ${CLASS}`, '  inspect esmtp', `service-policy ${policyMap} global`];
}

/** Its lines are not those of the fragment: none of them is named. */
const NOT_IN_FACTORY_POLICY: Refusal = {
  refused:
    'This part of a configuration shows no inspection of mail, and of the factory-default one no change could be shown to do what is asked and nothing else. Add `show running-config class-map`, `policy-map` and `service-policy`, and ask again.',
};

type Propose = (whole: Configuration, context: Context) => Proposal | Refusal;

/** A proposal for the fragment, made and proven on a device with the factory-default policy on which the fragment was entered. */
export function inFactoryPolicy(configuration: Configuration, context: Context, propose: Propose): Proposal | Refusal {
  if (configuration.contexts.length > 1) {
    return {
      refused: `${context.name ?? 'What stands before the first context'} shows no service-policy, so nothing tells what inspects its mail: add its \`show running-config service-policy\`, \`policy-map\` and \`class-map\`, and ask again.`,
    };
  }
  const { lines } = configuration;
  const policyMap = inspectSites(context)[0]?.policyMap.name ?? 'global_policy';
  const device = readConfiguration(Lines.read([...factoryPolicy(policyMap), ''].join(lines.eol) + lines.toString()));
  const proposal = propose(device, contextOf(configuration, context, device));
  if (isRefusal(proposal)) return proposal.settled ? proposal : NOT_IN_FACTORY_POLICY;
  const commands = withoutPrompt(proposal.commands);
  const model = configuration.statements.find(({ mode }) => mode === 'global');
  return {
    ...cautioned(proposal, ['the policy that inspects']),
    edits: insertAtEnd(lines, model === undefined ? commands : writtenBeside(lines, model, commands)),
  };
}

/**
 * A proposal for a fragment that shows the factory-default inspection without its class map or a service policy, made and proven with
 * these put in. Undefined where the file shows another inspection, or leaves nothing out.
 */
export function withFactoryLines(configuration: Configuration, context: Context, propose: Propose): Proposal | Refusal | undefined {
  const whole = completed(context, configuration);
  if (whole === undefined) return undefined;
  const { device, missing, at, added } = whole;
  const proposal = propose(device, whole.context);
  if (isRefusal(proposal)) return proposal;
  const inFragment = ({ line, character }: Position): Position => {
    if (line < at) return { line, character };
    return line < at + added ? { line: at, character: 0 } : { line: line - added, character };
  };
  const edits = proposal.edits.map(({ range: { start, end }, newText }) => ({
    range: { start: inFragment(start), end: inFragment(end) },
    newText,
  }));
  return { ...cautioned(proposal, missing), edits: settleEdits(edits) };
}

function insertAtEnd(lines: Lines, texts: readonly string[]): readonly TextEdit[] {
  const last = lines.count - 1;
  return insertBelow(lines, lines.text(last) === '' && last > 0 ? last - 1 : last, texts);
}

/** A fragment with the lines put in that it leaves out. */
interface Completed {
  readonly device: Configuration;
  readonly context: Context;
  /** What was left out, in words. */
  readonly missing: readonly string[];
  /** The first of them, and how many they are. */
  readonly at: number;
  readonly added: number;
}

/** Several findings, and several hosts, are judged on the same device. */
const completed = partsBy('devices completed', (context: Context, configuration: Configuration): Completed | undefined => {
  if (!isPartOfFactoryPolicy(context)) return undefined;
  const { policyMap } = sure(siteOf(context));
  const missing = [
    ...(context.classMaps.has(CLASS) ? [] : [{ what: `class-map ${CLASS}`, body: CLASS_MAP }]),
    ...(context.servicePolicies.length > 0 ? [] : [{ what: 'the service policy', body: [`service-policy ${policyMap.name} global`] }]),
  ];
  const { lines } = configuration;
  const { statement } = sure(policyMap.definitions.get(0));
  const body = missing.flatMap((it) => it.body);
  // Behind all other lines: those that an answer names keep their numbers.
  let last = lastOf(context.runs)[1];
  while (lines.text(last).trim() === '' && last > lines.lineOf(statement)) last--;
  const device = readConfiguration(lines.edit(insertBelow(lines, last, writtenBeside(lines, statement, body))));
  return {
    device,
    context: contextOf(configuration, context, device),
    missing: missing.map(({ what }) => what),
    at: last + 1,
    added: body.length,
  };
});

/** The factory-default inspection, in a fragment that leaves out its class map or a service policy. */
export function isPartOfFactoryPolicy(context: Context): boolean {
  const { whole, fixups, classMaps, servicePolicies } = context;
  return !whole && fixups.length === 0 && siteOf(context) !== undefined && !(classMaps.has(CLASS) && servicePolicies.length > 0);
}

function siteOf(context: Context): InspectSite | undefined {
  return inspectSites(context).find(({ policyClass }) => policyClass.use.name === CLASS);
}

function contextOf(fragment: Configuration, context: Context, device: Configuration): Context {
  const its = itemAt(device.contexts, fragment.contexts.indexOf(context));
  return { ...its, version: its.version ?? context.version };
}

function cautioned(proposal: Proposal, missing: readonly string[]): Proposal {
  const caution = `the fragment does not show ${missing.join(' and ')}: made for the factory-default one${missing.length > 1 ? 's' : ''}`;
  return { ...proposal, cautions: [caution, ...(proposal.cautions ?? [])] };
}
