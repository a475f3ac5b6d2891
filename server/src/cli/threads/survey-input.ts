/** `survey` of one input: the firewalls in it. */
import { firewallsIn } from '../../answers/survey.ts';
import type { Firewall } from '../../answers/types.ts';
import { signsIn } from '../../asa/recognition.ts';
import { inspect } from '../inspect.ts';
import type { Perform } from './task.ts';

export const surveyInput: Perform<readonly Firewall[]> = async (input, { settings }, progress) => {
  const result = await inspect(input, settings, progress);
  if (result.kind === 'skipped') return result;
  const { source, remark } = result;
  // A log that is read as a stream holds no firewall that anybody saved.
  const firewalls = source === undefined ? [] : firewallsIn(input.path, source.document);
  if (source === undefined || firewalls.length === 0) return { kind: 'skipped', why: 'no firewall in it' };
  const { own, foreign, titled } = signsIn(source.document.lines);
  if (!titled && own < foreign) return { kind: 'skipped', why: 'reads as the configuration of another device' };
  return { kind: 'done', value: firewalls, remark };
};
