/** The `esmtpLens.*` settings as clients send them. */
import { ANNOTATIONS, type Annotation, DEFAULT_SETTINGS, type DocumentSettings } from '../features/document.ts';
import { SEVERITIES, type Severity } from '../rules/finding.ts';

export const SETTINGS_SECTION = 'esmtpLens';

/** What is missing or not understood keeps its default. */
export function toSettings(told: unknown): DocumentSettings {
  if (typeof told !== 'object' || told === null) return DEFAULT_SETTINGS;
  const { severity, asaVersion, firewall } = told as Record<string, unknown>;
  return {
    severities: toSeverities(severity),
    asaVersion: toText(asaVersion),
    firewall: toText(firewall),
    hidden: toHidden(told as Record<string, unknown>),
  };
}

/** Each kind has a switch of its own: `{ inlayHints: { ports: false } }`. */
function toHidden(told: Record<string, unknown>): readonly Annotation[] | undefined {
  const hidden = ANNOTATIONS.filter((name) => {
    const [section, kind] = name.split('.') as [string, string];
    return (told[section] as Record<string, unknown> | null | undefined)?.[kind] === false;
  });
  return hidden.length === 0 ? undefined : hidden;
}

/** Whether findings of files that are not open are wanted: `checkWorkspace`, true unless it is said otherwise. */
export function checksClosed(told: unknown): boolean {
  return (told as { checkWorkspace?: unknown } | null | undefined)?.checkWorkspace !== false;
}

function toText(told: unknown): string | undefined {
  return typeof told === 'string' && told.trim() !== '' ? told.trim() : undefined;
}

/** Only entries that name a level (`off` included) count. */
export function toSeverities(told: unknown): Record<string, Severity | 'off'> {
  if (typeof told !== 'object' || told === null) return {};
  const levels: readonly unknown[] = [...SEVERITIES, 'off'];
  return Object.fromEntries(Object.entries(told).filter(([, level]) => levels.includes(level)));
}
