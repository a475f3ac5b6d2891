/** Lets the greeting through and leaves the rest of the inspection as it is. */

import { inspectSites } from '../mail/sites.ts';
import { newSettings } from '../policy/difference.ts';
import { asText, knowsMaps, ownMap, setParameters } from './inspection-maps.ts';
import { proposeProven } from './proposing.ts';
import type { Remedy } from './remedy.ts';

export const remedy: Remedy = {
  id: 'no-mask-banner',
  rules: ['inspection-masks-banner'],
  propose(configuration, { subject }) {
    if (subject?.kind !== 'inspection') return [];
    const { context, inspection } = subject;
    const { settings, inspector } = inspection;
    const site = inspectSites(context).find(({ action }) => action === inspector.action);
    if (site === undefined || !knowsMaps(context)) return [];
    const { lines } = configuration;
    const text = asText(settings);
    const parameters = text.parameters.map((line) => (line === 'mask-banner' ? 'no mask-banner' : line));
    const change =
      settings.map === undefined
        ? ownMap(lines, context, [site], 'ESMTP_BANNER', { ...text, parameters })
        : setParameters(lines, settings.map, [{ kind: 'mask-banner', on: false }]);
    return proposeProven(
      configuration,
      context,
      change,
      {
        allows: (flows) =>
          flows.before.inspected === flows.after.inspected && newSettings(flows).every(({ maskBanner }) => !maskBanner.value),
      },
      {
        id: 'no-mask-banner',
        title: `Let the greeting of mail servers through (no mask-banner${settings.map === undefined ? ' in a map of its own' : ` in ${settings.mapName}`})`,
        safety: 'unsafe',
      },
    );
  },
};
