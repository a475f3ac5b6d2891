/**
 * Keeps package.json's setting `esmtpLens.severity` in step with the catalogue of rules, so that the editor completes their names.
 *   npm run manifest               writes
 *   npm run manifest -- --check    writes nothing; exit code 1 when it is stale
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rules } from '../server/src/rules/catalogue.ts';
import { SEVERITIES } from '../server/src/rules/finding.ts';

/** The schema of each rule's level, by rule name. */
export function severityProperties(): Record<string, unknown> {
  const levels = ['off', ...[...SEVERITIES].reverse()];
  return Object.fromEntries(
    rules.map(({ name, severity, summary }) => [name, { type: 'string', enum: levels, default: severity, markdownDescription: summary }]),
  );
}

export async function main(argv: readonly string[], root: string): Promise<number> {
  const file = join(root, 'package.json');
  const text = await readFile(file, 'utf8');
  const manifest = JSON.parse(text);
  manifest.contributes.configuration.properties['esmtpLens.severity'].properties = severityProperties();
  const fresh = `${JSON.stringify(manifest, null, 2)}\n`;
  // npm formats the file in another way than our formatter: only what it says counts.
  if (JSON.stringify(JSON.parse(text)) === JSON.stringify(manifest)) return 0;
  if (argv.includes('--check')) {
    console.error('package.json: esmtpLens.severity is stale; "npm run manifest" writes it');
    return 1;
  }
  await writeFile(file, fresh);
  console.log('package.json: esmtpLens.severity written');
  return 0;
}
