/** Changes to `policy-map type inspect esmtp` maps: a map of one's own in place of the default one, or lines in a map that is there. */

import type { Context, InspectMap, Statement } from '../asa/model.ts';
import type { Settings } from '../asa/settings.ts';
import { INSPECTION_MAPS, isAtLeast } from '../facts/versions.ts';
import type { InspectSite } from '../mail/sites.ts';
import { textOf } from '../rules/shared/places.ts';
import { sure } from '../text/at.ts';
import type { Lines, TextEdit } from '../text/lines.ts';
import { type Change, combine, NO_CHANGE } from './change.ts';
import { insertAbove, insertBelow, prefixBelow, replaceCommand, withMode, writtenBeside } from './edits.ts';
import { freeName } from './names.ts';
import { swapMap } from './policies.ts';

/** Whether the device knows `policy-map type inspect esmtp`; a version that the file does not tell is taken for one that does. */
export function knowsMaps({ version }: Context): boolean {
  return isAtLeast(version, INSPECTION_MAPS.value) !== false;
}

/** What a map says: lines of `parameters`, and matches with their action. */
export interface MapText {
  readonly parameters: readonly string[];
  readonly matches: readonly { readonly match: string; readonly action: string }[];
}

/** The settings of an inspection as the text of a map, each match with the action that `actionOf` gives it. */
export function asText(settings: Settings, actionOf: (limit: Settings['limits'][number]) => string = actionText): MapText {
  const { allowTls, maskBanner, limits } = settings;
  return {
    // Without a line a map does not allow TLS, and versions without the command reject it. Where the version does not tell, mail comes first.
    parameters: [...(allowTls.value === false ? [] : ['allow-tls']), maskBanner.value ? 'mask-banner' : 'no mask-banner'],
    matches: limits.map((limit) => ({ match: matchText(limit), action: actionOf(limit) })),
  };
}

function matchText({ kind, negated, limit, values }: Settings['limits'][number]): string {
  const what = limit === undefined ? values.join(' ') : `gt ${limit}`;
  return `match ${negated ? 'not ' : ''}${kind} ${what}`.replace('mime ', 'MIME ');
}

export function actionText({ action, log }: Settings['limits'][number]): string {
  return action === 'log' || !log ? action : `${action} log`;
}

/** A map of their own for inspections that name none: made once, before the policy maps that use it, and taken back when none uses it. */
export function ownMap(lines: Lines, context: Context, sites: readonly InspectSite[], base: string, text: MapText): Change {
  const name = freeName(context, base);
  const body = [
    `policy-map type inspect esmtp ${name}`,
    ' parameters',
    ...text.parameters.map((line) => `  ${line}`),
    ...text.matches.flatMap(({ match, action }) => [` ${match}`, `  ${action}`]),
  ];
  const users = sites.map(({ policyMap }) => sure(policyMap.definitions.get(0)).statement);
  const before = users.reduce((first, statement) => (statement.order < first.order ? statement : first));
  const created: Change = {
    edits: insertAbove(lines, lines.lineOf(before), writtenBeside(lines, before, body)),
    commands: body,
    rollback: [`no policy-map type inspect esmtp ${name}`],
  };
  return combine([created, ...sites.map((site) => swapMap(lines, site, name))]);
}

/** Parameters of a map that is there, set or taken back: `allow-tls`, `no mask-banner`. */
export function setParameters(lines: Lines, map: InspectMap, wanted: readonly { readonly kind: string; readonly on: boolean }[]): Change {
  const lineOf = (kind: string) => map.parameters.findLast((parameter) => parameter.kind === kind);
  const changes = wanted.map(({ kind, on }) => {
    const now = asLine({ kind, on });
    const lineNow = lineOf(kind);
    const before = lineNow?.on === true ? textOf(lineNow.statement) : `no ${kind}`;
    const opening = [`policy-map type inspect esmtp ${map.name}`, ' parameters'];
    return {
      edits: lineNow === undefined ? [] : [replaceCommand(lines, lineNow.statement, now)],
      commands: [...opening, `  ${now}`],
      rollback: [...opening, `  ${before}`],
    };
  });
  const missing = wanted.filter(({ kind }) => lineOf(kind) === undefined);
  return combine([...changes, { ...NO_CHANGE, edits: insertParameters(lines, map, missing.map(asLine)) }]);
}

function asLine({ kind, on }: { readonly kind: string; readonly on: boolean }): string {
  return on ? kind : `no ${kind}`;
}

function insertParameters(lines: Lines, map: InspectMap, texts: readonly string[]): TextEdit[] {
  if (texts.length === 0) return [];
  const opened = parametersOf(map);
  if (opened !== undefined) {
    const prefix = prefixBelow(lines, opened, 'config-pmap-p');
    return insertBelow(
      lines,
      lines.lineOf(opened),
      texts.map((text) => prefix + text),
    );
  }
  const { statement } = sure(map.definitions.get(0));
  const prefix = prefixBelow(lines, statement, 'config-pmap');
  const inner = statement.prompt === undefined ? `${prefix} ` : withMode(prefix, 'config-pmap-p');
  return insertBelow(lines, lines.lineOf(statement), [`${prefix}parameters`, ...texts.map((text) => inner + text)]);
}

function parametersOf({ definitions }: InspectMap): Statement | undefined {
  return definitions
    .flatMap(({ statement }) => statement.children)
    .findLast(({ command, form }) => command === 'parameters' && form === 'set');
}

/** Another action under a match of a map. */
export function setAction(lines: Lines, map: InspectMap, match: Statement, action: Statement, now: string): Change {
  const old = textOf(action);
  const opening = [`policy-map type inspect esmtp ${map.name}`, ` ${textOf(match)}`];
  return {
    edits: [replaceCommand(lines, action, now)],
    commands: [...opening, `  no ${old}`, `  ${now}`],
    rollback: [...opening, `  no ${now}`, `  ${old}`],
  };
}
