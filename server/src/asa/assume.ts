/** Configurations as they would be: with a version, by a setting, where a pasted fragment names none; with other lines, to compare. */
import type { Platform } from '../facts/versions.ts';
import { Analysis } from '../text/analysis.ts';
import { itemAt, some, sure } from '../text/at.ts';
import type { Configuration, Context, Version } from './model.ts';

/** The context as it would be if some of it were otherwise. What is derived of it is derived anew where that matters. */
export function supposing(context: Context, otherwise: Partial<Context>): Context {
  return { ...context, ...otherwise, analysis: new Analysis(context.analysis) };
}

const PLATFORMS: readonly Platform[] = ['PIX', 'ASA', 'FWSM', 'FTD'];
const VERSION = /^\s*(?:(PIX|ASA|FWSM|FTD)\s+)?(?:Version\s+)?(\d+(?:[.()]+\d+)*\)?)\s*$/i;

/** `9.1(5)`, `ASA 9.1(5)12`, `PIX 6.3`; a number alone is an ASA's from 7.0 on and a PIX's before. undefined when it is none of these. */
export function parseAssumedVersion(text: string): Version | undefined {
  const match = VERSION.exec(text);
  if (match === null) return undefined;
  const numbers = sure(itemAt(match, 2).match(/\d+/g)).map(Number);
  const named = PLATFORMS.find((platform) => platform === match[1]?.toUpperCase());
  const platform = named ?? (itemAt(numbers, 0) < 7 ? 'PIX' : 'ASA');
  return { platform, text: itemAt(match, 2), numbers, statement: undefined };
}

/** The configuration with `assumed` in every context that names no version; the same object when nothing is to be assumed. */
export function assumeVersion(configuration: Configuration, assumed: string | undefined): Configuration {
  const version = assumed === undefined ? undefined : parseAssumedVersion(assumed);
  if (version === undefined || configuration.contexts.every((context) => context.version !== undefined)) return configuration;
  const contexts = configuration.contexts.map((context) => (context.version === undefined ? supposing(context, { version }) : context));
  return { ...configuration, contexts: some(contexts) };
}
