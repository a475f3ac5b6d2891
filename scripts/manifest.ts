/**
 * Keeps in step with the code what is made from it and stands in the repository: package.json's setting `esmtpLens.severity`, so that the
 * editor completes the names of rules; the types of the answers, and schemas/.
 *   npm run manifest               writes
 *   npm run manifest -- --check    writes nothing; exit code 1 when something is stale
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { rules } from '../server/src/rules/catalogue.ts';
import { SEVERITIES } from '../server/src/rules/finding.ts';
import { schemaFiles } from './schemas.ts';

/** The schema of each rule's level, by rule name. */
export function severityProperties(): Record<string, unknown> {
  const levels = ['off', ...[...SEVERITIES].reverse()];
  return Object.fromEntries(
    rules.map(({ name, severity, summary }) => [name, { type: 'string', enum: levels, default: severity, markdownDescription: summary }]),
  );
}

export async function main(argv: readonly string[], root: string): Promise<number> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  manifest.contributes.configuration.properties['esmtpLens.severity'].properties = severityProperties();
  const files = new Map([...schemaFiles(), ['package.json', `${JSON.stringify(manifest, null, 2)}\n`]]);
  let stale = 0;
  for (const [path, fresh] of files) {
    const text = await readFile(join(root, path), 'utf8').catch(() => '');
    if (meansTheSame(path, text, fresh)) continue;
    stale++;
    if (argv.includes('--check')) {
      console.error(`${path} is stale; "npm run manifest" writes it`);
      continue;
    }
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), fresh);
    console.log(`${path} written`);
  }
  return argv.includes('--check') && stale > 0 ? 1 : 0;
}

/** npm and formatters lay out JSON in ways of their own: only what it says counts. */
function meansTheSame(path: string, text: string, fresh: string): boolean {
  if (text === fresh) return true;
  if (text === '' || !path.endsWith('.json')) return false;
  return JSON.stringify(JSON.parse(text)) === JSON.stringify(JSON.parse(fresh));
}
