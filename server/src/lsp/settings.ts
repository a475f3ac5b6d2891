/** The `esmtpLens.*` settings as clients send them. */
import { DEFAULT_SETTINGS, type DocumentSettings } from '../features/document.ts';
import { SEVERITIES, type Severity } from '../rules/finding.ts';

export const SETTINGS_SECTION = 'esmtpLens';

/** What is missing or not understood keeps its default. */
export function toSettings(told: unknown): DocumentSettings {
  if (typeof told !== 'object' || told === null) return DEFAULT_SETTINGS;
  const { severity, asaVersion, firewall } = told as Record<string, unknown>;
  return { severities: toSeverities(severity), asaVersion: toText(asaVersion), firewall: toText(firewall) };
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
