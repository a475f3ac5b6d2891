/** What comes from elsewhere and has no type yet: parsed JSON, what a client tells, what was thrown. */

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The message of what was thrown. */
export function thrown(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
