/** What a remedy is asked for: hosts by their addresses, or by any name that the configuration has for one. */
import { expect, test } from 'vitest';
import { remedyFor } from '../../server/src/answers/remedy.ts';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { Lines } from '../../server/src/text/lines.ts';

const TEXT = `ASA Version 9.1(5)
names
name 192.0.2.25 relay description of the old office
name 203.0.113.25 relay-out
object network SERVER
 host 192.0.2.26
object network NET
 subnet 192.0.2.0 255.255.255.0
object network V6
 host 2001:DB8::25
class-map M
 match port tcp eq smtp
policy-map P
 class M
  inspect esmtp
service-policy P global
`;

function titleOf(host: string): string {
  const configuration = readConfiguration(Lines.read(TEXT));
  const answer = remedyFor(configuration, configuration.contexts[0], { exempt: [host] });
  return 'refused' in answer ? answer.refused : answer.title;
}

test.each([
  ['192.0.2.25', '192.0.2.25'],
  ['relay', '192.0.2.25'],
  ['relay-out', '203.0.113.25'],
  ['SERVER', '192.0.2.26'],
  ['V6', '2001:db8::25'],
])('a host is named by its address, a `name` or an object: %s', (host, address) => {
  expect(titleOf(host)).toBe(`Exempt ${address} from ESMTP inspection`);
});

test.each(['NET', 'nobody', 'M'])('%s is none', (host) => {
  expect(() => titleOf(host)).toThrow(`${host} is no address, and no name of one host in this configuration`);
});
