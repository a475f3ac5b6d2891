/** Which context, or which configuration of a file, a question is about. */

import { calledAmong } from '../asa/device.ts';
import type { Configuration, Context } from '../asa/model.ts';
import { isEmpty } from '../policy/unjudged.ts';
import { itemAt } from '../text/at.ts';
import { QuestionError } from './question.ts';

/**
 * The security context, or configuration of the file, that is meant: the one named, or the only one that inspects anything.
 *
 * @throws QuestionError when it must be named, or is not there
 */
export function contextOf({ contexts }: Configuration, name: string | undefined): Context {
  // As the outline calls them.
  const nameOf = (context: Context) => calledAmong(contexts, context);
  if (name !== undefined) {
    const found = contexts.find((context) => nameOf(context) === name);
    if (found !== undefined) return found;
    const asked = contexts.filter((context) => context.name !== undefined || (contexts.length > 1 && !isEmpty(context)));
    const names = asked.map(nameOf).join(', ');
    throw new QuestionError('context', `there is no context "${name}"${names === '' ? '' : `; there are ${names}`}`);
  }
  const inspecting = contexts.filter(({ servicePolicies, fixups }) => servicePolicies.length > 0 || fixups.length > 0);
  if (inspecting.length > 1)
    throw new QuestionError('context', `${several(inspecting)}; choose one of ${inspecting.map(nameOf).join(', ')}`);
  return inspecting[0] ?? contexts[0];
}

/** A device that was printed twice is no set of contexts. */
function several(contexts: readonly Context[]): string {
  if (contexts.some(({ configuration }) => configuration === undefined)) return 'several security contexts inspect traffic';
  const hosts = new Set(contexts.map(({ host }) => host));
  const [host] = hosts;
  const of = hosts.size === 1 && host !== undefined ? ` of ${host}` : '';
  const lines = contexts.map(({ runs }) => itemAt(runs, 0)[0] + 1).join(' and ');
  return `the file holds ${contexts.length} configurations${of}, from lines ${lines}, and the question is about one`;
}
