/** `survey` of one input: the firewalls in it. */
import { firewallsIn, isOfAnotherDevice } from '../../answers/survey.ts';
import type { Firewall } from '../../answers/types.ts';
import { inspect } from '../inspect.ts';
import type { Perform } from './task.ts';

export const surveyInput: Perform<readonly Firewall[]> = async (input, { settings }, progress) => {
  const result = await inspect(input, settings, progress);
  if (result.kind === 'skipped') return result;
  const { source, remark } = result;
  // A log that is read as a stream holds no firewall that anybody saved.
  const firewalls = source === undefined ? [] : firewallsIn(input.path, source.document);
  if (source === undefined || firewalls.length === 0) return { kind: 'skipped', why: 'no firewall in it' };
  if (isOfAnotherDevice(source.document)) return { kind: 'skipped', why: 'reads as the configuration of another device' };
  return { kind: 'done', value: firewalls, remark };
};
