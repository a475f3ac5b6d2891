/** Keeps the inspection, with a map that lets STARTTLS and the greeting through and drops no mail (form d). */

import type { Configuration, Context, InspectMap, Statement } from '../asa/model.ts';
import { losesTls, type Settings } from '../asa/settings.ts';
import { ALLOW_TLS_COMMAND, isIn, type Release, versionText } from '../facts/versions.ts';
import { type InspectionInForce, inspectionsInForce } from '../mail/inspections.ts';
import { inspectSites, isSmtp } from '../mail/sites.ts';
import { newSettings } from '../policy/difference.ts';
import { textOf } from '../rules/shared/places.ts';
import { itemAt } from '../text/at.ts';
import type { Lines } from '../text/lines.ts';
import { listed } from '../text/listed.ts';
import { type Change, combine } from './change.ts';
import { unlessTooLarge } from './effort.ts';
import { withFactoryLines } from './factory-policy.ts';
import { knowsMaps, type MapText, ownMap, setParameters } from './inspection-maps.ts';
import { fixupsOff } from './no-fixup.ts';
import { lineFirst, lineOf, nothingInspects, obstacle } from './obstacles.ts';
import { firstProven, offered, proposeProven } from './proposing.ts';
import type { Offer, Proposal, Refusal, Remedy } from './remedy.ts';

const ID = 'allow-tls-map';

export const remedy: Remedy = {
  id: ID,
  rules: ['inspection-hides-starttls'],
  propose(configuration, { subject }) {
    if (subject?.kind === 'unapplied') return offered(subject.context, allowTls(configuration, subject.context));
    return subject?.kind === 'inspection' ? propose(configuration, subject.context, [subject.inspection]) : [];
  },
};

/** Lets TLS through every inspection in force in a context. Also for the command line. */
export function allowTls(configuration: Configuration, context: Context): Proposal | Refusal {
  return unlessTooLarge(
    () =>
      obstacle(configuration, context) ?? withFactoryLines(configuration, context, allowInForce) ?? allowInForce(configuration, context),
  );
}

function allowInForce(configuration: Configuration, context: Context): Proposal | Refusal {
  const fixup = context.fixups.find(isSmtp);
  if (fixup !== undefined) return { refused: hasNoneOnPix(context, fixup.statement) };
  const inForce = inspectionsInForce(context).filter(({ inspector }) => inspector.action !== undefined);
  const inspections = inForce.filter(({ settings }) => losesTls(settings) !== false);
  if (inForce.length === 0) return nothingInspects(context);
  if (inspections.length === 0) {
    return {
      refused: `${lineFirst(context.lines, itemAt(inForce, 0).statement)} hides no STARTTLS: TLS passes already, nothing to do.`,
      settled: true,
    };
  }
  if (context.version !== undefined && isIn(context.version, ALLOW_TLS_COMMAND.value) === false)
    return { refused: hasNone(context.lines, context.version, itemAt(inspections, 0).statement) };
  return (
    firstProven(propose(configuration, context, inspections)) ?? {
      refused: `No change at ${lineOf(context.lines, itemAt(inspections, 0).statement)} could be shown to let TLS through and nothing else. Define what its class names in the file, or stop the inspection.`,
    }
  );
}

const CAME_WITH = `it came with ${listed(
  ALLOW_TLS_COMMAND.value.map(({ from }) => from),
  'and',
)}`;

function hasNoneOnPix(context: Context, fixup: Statement): string {
  return `A PIX up to 6.x has no allow-tls (${CAME_WITH}): ${lineOf(context.lines, fixup)} hides STARTTLS for as long as it stands. Stop the inspection with ${fixupsOff(context)}, or upgrade.`;
}

/** @param takes the line that takes TLS away */
function hasNone(lines: Lines, version: Release, takes: Statement): string {
  return `${versionText(version)} has no allow-tls (${CAME_WITH}): ${lineOf(lines, takes)} hides STARTTLS for as long as it stands. Stop the inspection with \`no ${textOf(takes)}\`, or upgrade.`;
}

const GENTLE: MapText = { parameters: ['allow-tls', 'no mask-banner'], matches: [] };

function propose(configuration: Configuration, context: Context, inspections: readonly InspectionInForce[]): Offer[] {
  if (isIn(context.version, ALLOW_TLS_COMMAND.value) === false) return [];
  const changes = changesOf(configuration, context, inspections);
  if (changes.length === 0) return [];
  const own = inspections.some(({ settings }) => settings.map === undefined);
  const names = [...new Set(inspections.flatMap(({ settings }) => settings.map?.name ?? []))];
  return proposeProven(
    configuration,
    context,
    combine(changes),
    {
      allows: (flows) =>
        flows.before.inspected === flows.after.inspected &&
        newSettings(flows).every(({ allowTls, maskBanner }) => allowTls.value === true && !maskBanner.value),
      holds: (after) =>
        inspectionsInForce(after).every(
          ({ inspector, settings }) =>
            !inspections.some(({ inspector: old }) => old.policyClass?.use.name === inspector.policyClass?.use.name) ||
            losesTls(settings) === false,
        ),
    },
    {
      id: ID,
      title: own
        ? 'Keep inspecting, but let STARTTLS and the greeting through (a map of its own)'
        : `Let STARTTLS and the greeting through in the ${names.length === 1 ? 'map' : 'maps'} ${listed(names, 'and')}`,
      short: 'Let STARTTLS through',
      safety: 'unsafe',
      ...(own ? { cautions: ['the limits of the default map no longer hold'] } : {}),
    },
  );
}

/** One map of their own for those that have none, and lines in each map that is there. */
function changesOf({ lines }: Configuration, context: Context, inspections: readonly InspectionInForce[]): readonly Change[] {
  const without = inspections.filter(({ settings }) => settings.map === undefined).map(({ inspector }) => inspector.action);
  const sites = knowsMaps(context) ? inspectSites(context).filter(({ action }) => without.includes(action)) : [];
  const named = new Map(inspections.flatMap(({ settings }) => (settings.map === undefined ? [] : [[settings.map, settings] as const])));
  return [
    ...(sites.length > 0 ? [ownMap(lines, context, sites, 'ESMTP_TLS', GENTLE)] : []),
    ...[...named].filter(([map]) => map.definitions.length > 0).map(([map, settings]) => letThrough(lines, map, settings)),
  ];
}

function letThrough(lines: Lines, map: InspectMap, { maskBanner }: Settings): Change {
  const banner = maskBanner.value || maskBanner.statement === undefined ? [{ kind: 'mask-banner', on: false }] : [];
  return setParameters(lines, map, [{ kind: 'allow-tls', on: true }, ...banner]);
}
