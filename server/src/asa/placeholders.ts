/** What a template engine fills in: the device never sees it, and what stands there instead is not in the file. */

import { sure } from '../text/at.ts';
import { secretsIn } from './secrets.ts';

/** Jinja, Mustache and Ansible; ERB and ASP; shells, Terraform and CloudFormation. Openings are of two characters. */
const DELIMITERS: ReadonlyMap<string, string> = new Map([
  ['{{', '}}'],
  ['{%', '%}'],
  ['<%', '%>'],
  ['${', '}'],
]);

/** The column behind the placeholder that begins at a column, its blanks included; undefined where none does, or it is not closed. */
export function afterPlaceholder(text: string, at: number): number | undefined {
  const first = text.charCodeAt(at);
  if (first !== 123 && first !== 60 && first !== 36) return undefined;
  const close = DELIMITERS.get(text.slice(at, at + 2));
  const end = close === undefined ? -1 : text.indexOf(close, at + 2);
  return end < 0 ? undefined : end + sure(close).length;
}

/** The first placeholder of a line, `{{ name | default('') }}`; a password may look like one, and is none. */
export function placeholderIn(text: string): string | undefined {
  const secrets = secretsIn(text);
  for (const { index } of text.matchAll(/[{<$](?=[{%])/g)) {
    const end = afterPlaceholder(text, index);
    if (end !== undefined && !secrets.some(([from, to]) => from <= index && end <= to)) return text.slice(index, end);
  }
  return undefined;
}
