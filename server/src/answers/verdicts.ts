/** Verdicts as `explain` and `remedy` tell them. */

import { sourceOf } from '../asa/citing.ts';
import type { LimitInForce, Settings } from '../asa/settings.ts';
import type { Inspector, Verdict } from '../policy/flow.ts';
import type { Lines } from '../text/lines.ts';

/** Who inspects, as JSON has it; all null where nothing does, and where it cannot be told who. */
export function inspectorOf({ by, settings }: Pick<Verdict, 'by' | 'settings'>) {
  return {
    policy: by?.policyMap?.name ?? null,
    scope: by?.servicePolicy === undefined ? null : scopeOf(by.servicePolicy),
    class: by?.policyClass?.use.name ?? null,
    inspection: by === undefined ? null : inspectionOf(by),
    map: settings?.mapName ?? null,
  };
}

function scopeOf({ scope }: NonNullable<Inspector['servicePolicy']>): string {
  return scope.kind === 'global' ? 'global' : `interface ${scope.use.name}`;
}

function inspectionOf({ action, fixup }: Inspector): string | null {
  if (action !== undefined) return action.protocol;
  if (fixup === undefined) return null;
  return `fixup ${fixup.protocol} ${fixup.first === fixup.last ? fixup.first : `${fixup.first}-${fixup.last}`}`;
}

export function settingsOf(lines: Lines, settings: Settings) {
  return {
    engine: settings.engine,
    allowTls: settings.allowTls.value,
    maskBanner: settings.maskBanner.value,
    mailRelay: settings.mailRelay.value ?? null,
    specialCharacter: settings.specialCharacter.value,
    limits: settings.limits.map((limit) => limitOf(lines, limit)),
    source: sourceOf(lines, settings.allowTls),
  };
}

/** Where a `match` in force stands: its line, or the fact about the version; of the device's own map, which a file may print, just that. */
export function sourceOfLimit(lines: Lines, { match, fact }: LimitInForce): string {
  const isPrinted = match === undefined && fact === undefined;
  return isPrinted ? 'as the file prints the default map' : sourceOf(lines, { statement: match?.statement, fact });
}

function limitOf(lines: Lines, limit: LimitInForce) {
  return {
    kind: limit.kind,
    negated: limit.negated,
    limit: limit.limit ?? null,
    values: limit.values,
    action: limit.action,
    rate: limit.rate,
    log: limit.log,
    source: sourceOfLimit(lines, limit),
  };
}
