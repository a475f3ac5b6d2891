/** Lets a match that loses mail log it instead. */
import type { Configuration, Context } from '../asa/model.ts';
import type { Settings } from '../asa/settings.ts';
import type { InspectionInForce } from '../mail/inspections.ts';
import { losesMail } from '../mail/lost-mail.ts';
import { inspectSites } from '../mail/sites.ts';
import { newSettings } from '../policy/difference.ts';
import { textOf } from '../rules/shared/places.ts';
import type { Change } from './change.ts';
import { replaceCommand } from './edits.ts';
import { actionText, asText, knowsMaps, ownMap, setAction } from './inspection-maps.ts';
import type { Claim } from './proof.ts';
import { proposeProven } from './proposing.ts';
import type { Offer, Remedy } from './remedy.ts';

export const remedy: Remedy = {
  id: 'log-instead',
  rules: ['inspection-drops-mail'],
  propose(configuration, { subject }) {
    if (subject?.kind !== 'inspection') return [];
    const { context, inspection, match, parameter } = subject;
    const { map } = inspection.settings;
    if (map === undefined) return ofDefaultMap(configuration, context, inspection);
    const title = (what: string) => `Log ${what} instead of losing the mail`;
    if (match?.action !== undefined) {
      const change = setAction(context.lines, map, match.statement, match.action.statement, 'log');
      return propose(configuration, context, change, title(`\`match ${match.kind}\``));
    }
    if (parameter === undefined) return [];
    const old = textOf(parameter.statement);
    const now = old.replace(/\baction\s+\S+(\s+log)?.*$/, 'action log');
    const opening = [`policy-map type inspect esmtp ${map.name}`, ' parameters'];
    const change: Change = {
      edits: [replaceCommand(context.lines, parameter.statement, now)],
      commands: [...opening, `  ${now}`],
      rollback: [...opening, `  ${old}`],
    };
    return propose(configuration, context, change, title(`\`${parameter.kind}\``));
  },
};

/** The default map cannot be edited: a map of its own, equal to it but for the actions that lose mail. */
function ofDefaultMap(configuration: Configuration, context: Context, inspection: InspectionInForce): Offer[] {
  const site = inspectSites(context).find(({ action }) => action === inspection.inspector.action);
  if (site === undefined || !knowsMaps(context)) return [];
  const text = asText(inspection.settings, (limit) => (losesMail(limit.action) ? 'log' : actionText(limit)));
  const change = ownMap(configuration.lines, context, [site], 'ESMTP_LOG', text);
  return propose(configuration, context, change, 'Log what exceeds the default limits instead of losing the mail (a map of its own)');
}

function propose(configuration: Configuration, context: Context, change: Change, title: string): Offer[] {
  return proposeProven(configuration, context, change, ONLY_LIMITS, { id: 'log-instead', title, safety: 'unsafe' });
}

/** TLS and greeting are treated as before, as far as the version tells; only matches and their actions differ. */
export const ONLY_LIMITS: Claim = {
  allows: (flows) =>
    flows.before.inspected === flows.after.inspected &&
    newSettings(flows).every((after) => flows.before.candidates.some((before) => sameButLimits(before.settings, after))),
};

function sameButLimits(before: Settings, after: Settings): boolean {
  const sameTls = before.allowTls.value === after.allowTls.value || before.allowTls.value === 'unknown';
  return sameTls && before.maskBanner.value === after.maskBanner.value;
}
