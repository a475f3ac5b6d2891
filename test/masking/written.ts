/** The written sessions of `test/fixtures/engine`: what each goes through, what is said, and what the engine is told of the documents. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readings } from '../../server/src/masking/inspection.ts';
import { policy } from './play.ts';

export const FOLDER = join(import.meta.dirname, '../fixtures/engine');

/** Without `.session`. */
export const WRITTEN: readonly string[] = readdirSync(FOLDER).flatMap((name) =>
  name.endsWith('.session') ? [name.replace('.session', '')] : [],
);

export interface Written {
  readonly configuration: string;
  /** For `script` of `play.ts`. */
  readonly dialogue: string;
  readonly readings: Partial<Readings>;
}

/** A configuration, or one of the words below, then a line of equal signs, then the session. */
export function written(name: string): Written {
  const [head = '', dialogue = ''] = readFileSync(join(FOLDER, `${name}.session`), 'utf8').split(/^=+\n/m);
  const readings = /^# readings: (.*)$/m.exec(head)?.[1];
  const map = /^# map\n([\s\S]*)$/m.exec(head)?.[1];
  const version = /^# version: (.*)$/m.exec(head)?.[1];
  const rest = head.replace(/^#.*\n/gm, '');
  const configuration = map !== undefined || rest.trim() === '' ? policy(map ?? '', version) : rest;
  return { configuration, dialogue, readings: readings === undefined ? {} : JSON.parse(readings) };
}
