/** The `esmtpLens.*` settings as clients send them. */

import { ANNOTATIONS, type Annotation, DEFAULT_SETTINGS, type DocumentSettings } from '../features/document.ts';
import { SEVERITIES, type Severity } from '../rules/finding.ts';
import { isRecord } from '../text/unknown.ts';

export const SETTINGS_SECTION = 'esmtpLens';

/** What is missing or not understood keeps its default. */
export function toSettings(told: unknown): DocumentSettings {
  if (!isRecord(told)) return DEFAULT_SETTINGS;
  const { severity, asaVersion, firewall } = told;
  return {
    severities: toSeverities(severity),
    asaVersion: toText(asaVersion),
    firewall: toText(firewall),
    hidden: toHidden(told),
  };
}

/** Each kind has a switch of its own: `{ inlayHints: { ports: false } }`. */
function toHidden(told: Readonly<Record<string, unknown>>): readonly Annotation[] | undefined {
  const hidden = ANNOTATIONS.filter((name) => {
    const [section = '', kind = ''] = name.split('.');
    const own = told[section];
    return isRecord(own) && own[kind] === false;
  });
  return hidden.length === 0 ? undefined : hidden;
}

/** Whether findings of files that are not open are wanted: `checkWorkspace`, true unless it is said otherwise. */
export function checksClosed(told: unknown): boolean {
  return !isRecord(told) || told['checkWorkspace'] !== false;
}

function toText(told: unknown): string | undefined {
  return typeof told === 'string' && told.trim() !== '' ? told.trim() : undefined;
}

/** Only entries that name a level (`off` included) count. */
export function toSeverities(told: unknown): Record<string, Severity | 'off'> {
  if (!isRecord(told)) return {};
  return Object.fromEntries(
    Object.entries(told).flatMap(([rule, told]) => {
      const level = [...SEVERITIES, 'off' as const].find((each) => each === told);
      return level === undefined ? [] : [[rule, level]];
    }),
  );
}
