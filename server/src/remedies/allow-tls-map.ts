/** Keeps the inspection, with a map that lets STARTTLS and the greeting through and drops no mail (form d). */
import type { Configuration, Context } from '../asa/model.ts';
import { losesTls } from '../asa/settings.ts';
import { ALLOW_TLS_COMMAND, isIn } from '../facts/versions.ts';
import { type InspectionInForce, inspectionsInForce } from '../mail/inspections.ts';
import { inspectSites } from '../mail/sites.ts';
import { newSettings } from '../policy/difference.ts';
import { type Change, combine } from './change.ts';
import { withFactoryLines } from './factory-policy.ts';
import { knowsMaps, type MapText, ownMap, setParameters } from './inspection-maps.ts';
import { inspectionAt, unappliedAt } from './locate.ts';
import { firstProven, offered, proposeProven } from './proposing.ts';
import type { Offer, Proposal, Refusal, Remedy } from './remedy.ts';

const ID = 'allow-tls-map';

export const remedy: Remedy = {
  id: ID,
  rules: ['inspection-hides-starttls'],
  propose(configuration, finding) {
    const unapplied = unappliedAt(configuration, finding);
    if (unapplied !== undefined) return offered(unapplied, allowTls(configuration, unapplied));
    const found = inspectionAt(configuration, finding);
    return found === undefined ? [] : propose(configuration, found.context, [found.inspection]);
  },
};

/** Lets TLS through every inspection in force in a context. Also for the command line. */
export function allowTls(configuration: Configuration, context: Context): Proposal | Refusal {
  return withFactoryLines(configuration, context, allowInForce) ?? allowInForce(configuration, context);
}

function allowInForce(configuration: Configuration, context: Context): Proposal | Refusal {
  const inspections = inspectionsInForce(context).filter(
    ({ inspector, settings }) => inspector.action !== undefined && losesTls(settings) !== false,
  );
  if (inspections.length === 0) return { refused: 'No `inspect esmtp` in force hides STARTTLS.' };
  if (isIn(context.version, ALLOW_TLS_COMMAND.value) === false) return { refused: TOO_OLD };
  return (
    firstProven(propose(configuration, context, inspections)) ?? {
      refused: 'No change could be shown to let TLS through and nothing else.',
    }
  );
}

const TOO_OLD = 'This version has no allow-tls: it exists from 7.2(3) and 8.0(3) on.';

const GENTLE: MapText = { parameters: ['allow-tls', 'no mask-banner'], matches: [] };

function propose(configuration: Configuration, context: Context, inspections: readonly InspectionInForce[]): Offer[] {
  if (isIn(context.version, ALLOW_TLS_COMMAND.value) === false) return [];
  const changes = inspections.flatMap((inspection) => changeOf(configuration, context, inspection) ?? []);
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
        : `Let STARTTLS and the greeting through in the map ${names.join(', ')}`,
      safety: 'unsafe',
      ...(own ? { caution: 'the limits of the default map no longer hold' } : {}),
    },
  );
}

function changeOf({ lines }: Configuration, context: Context, { inspector, settings }: InspectionInForce): Change | undefined {
  const site = inspectSites(context).find(({ action }) => action === inspector.action);
  if (site === undefined) return undefined;
  const { map } = settings;
  if (map === undefined && !knowsMaps(context)) return undefined;
  if (map === undefined) return ownMap(lines, context, site, 'ESMTP_TLS', GENTLE);
  if (map.definitions.length === 0) return undefined;
  const banner = settings.maskBanner.value || settings.maskBanner.statement === undefined ? [{ kind: 'mask-banner', on: false }] : [];
  return setParameters(lines, map, [{ kind: 'allow-tls', on: true }, ...banner]);
}
