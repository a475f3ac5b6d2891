/** Which device, or which context of it, a configuration is of, as its lines say. */

import type { Log } from './evaluation/carry-out.ts';
import type { MarkAt } from './layers.ts';
import type { Context } from './model.ts';
import { type Mark, nodeOf } from './statement.ts';

/** What tells a context from others. */
type Identity = Pick<Context, 'name' | 'partOfDevice' | 'changeto' | 'host'>;

/** @param key see `ContextText.key`; @param hostLines those of `hostname` */
export function identityOf(key: string, version: Context['version'], hostLines: Log): Identity {
  const host = hostOf(hostLines);
  const partOfDevice = partOf(version);
  return { name: contextName(key, partOfDevice, host), partOfDevice, changeto: isNamed(key) ? key : undefined, host: host || undefined };
}

/** `changeto context X` and prompts name a context; so does its host name where its version line says `<context>`. */
function contextName(key: string, part: Context['partOfDevice'], host: string): string | undefined {
  if (isNamed(key)) return key;
  if (part === 'context' && host !== '') return host;
  return part === 'system' ? SYSTEM : undefined;
}

/**
 * What a context is called among those of its file: by its name. What stands before any context has none, and is called `system`, or
 * `system#1` where another is named so: no context is named with a `#`.
 */
export function calledAmong(contexts: readonly Context[], { name }: Context): string {
  if (name !== undefined) return name;
  return contexts.some((other) => other.name === SYSTEM) ? `${SYSTEM}#1` : SYSTEM;
}

const SYSTEM = 'system';

/** Not the first of the file, nor one that is only numbered. */
function isNamed(key: string): boolean {
  return key !== '' && !key.startsWith('#');
}

/** A saved or running configuration from its beginning to its end, and no fragment of one. */
export function isWhole(
  marks: readonly MarkAt[],
  { version, host, interfaces }: Pick<Context, 'version' | 'host' | 'interfaces'>,
): boolean {
  const has = (mark: Mark['mark']) => marks.some(([, each]) => each.mark === mark);
  return (
    (has('saved') || version?.statement?.form === 'set') && (has('end') || has('checksum')) && (host !== undefined || interfaces.length > 0)
  );
}

function hostOf(log: Log): string {
  return log.findLast((statement) => statement.form === 'set')?.word(1) ?? '';
}

function partOf(version: Context['version']): Context['partOfDevice'] {
  const part = /<(context|system)>/.exec(version?.statement === undefined ? '' : nodeOf(version.statement).text)?.[1];
  return part === 'context' || part === 'system' ? part : undefined;
}
