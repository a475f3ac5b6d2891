/** Verdicts as `explain` and `remedy` tell them. */

import type { Statement } from '../asa/model.ts';
import { withoutSecrets } from '../asa/secrets.ts';
import type { LimitInForce, Settings, Told } from '../asa/settings.ts';
import { cite } from '../facts/fact.ts';
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

/** A line of the file, as it is written, without its indentation and prompt. */
export function textOf(lines: Lines, statement: Statement): string {
  return withoutSecrets(lines.text(lines.lineOf(statement)))
    .slice(statement.words[0]!.start)
    .trim();
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

function limitOf(lines: Lines, limit: LimitInForce) {
  return {
    kind: limit.kind,
    negated: limit.negated,
    limit: limit.limit ?? null,
    values: limit.values,
    action: limit.action,
    log: limit.log,
    source: sourceOf(lines, { statement: limit.match?.statement, fact: limit.fact }),
  };
}

/** Where a value comes from: `line 12`, the fact about the version, or why there is none. */
export function sourceOf(lines: Lines, { statement, fact }: Pick<Told<unknown>, 'statement' | 'fact'>): string {
  if (statement !== undefined) return `line ${lines.lineOf(statement) + 1}`;
  if (fact === undefined) return 'not known';
  return fact.sources.length === 0 && fact.remark !== undefined ? fact.remark : `default, ${cite(fact)}`;
}
