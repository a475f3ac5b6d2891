/** Mail that one of several inspections takes, and the file cannot tell which: each is told of as possible, none as never used. */
import { expect, test } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { checkConfiguration } from '../../server/src/rules/check.ts';
import type { Finding } from '../../server/src/rules/finding.ts';
import { Lines } from '../../server/src/text/lines.ts';

/** Two maps that lose mail, one for what a list takes, one for the rest; and a third, that nothing is left for. */
function several(entry: string): string {
  const map = (name: string, limit: number) => `policy-map type inspect esmtp ${name}
 parameters
  allow-tls
 match header line length gt ${limit}
  drop-connection log
`;
  return `ASA Version 9.1(5)
hostname gateway
time-range MORNING
 periodic daily 8:00 to 9:00
object network PEER
 fqdn mail.example.com
access-list MAIL extended permit tcp ${entry}
class-map MAIL
 match access-list MAIL
class-map REST
 match port tcp eq smtp
class-map NEVER
 match port tcp eq smtp
${map('FIRST', 100)}${map('SECOND', 200)}policy-map type inspect esmtp THIRD
 parameters
  no allow-tls
policy-map global_policy
 class MAIL
  inspect esmtp FIRST
 class REST
  inspect esmtp SECOND
 class NEVER
  inspect esmtp THIRD
service-policy global_policy global
`;
}

test.each([
  ['a list in force at times', 'any any eq smtp time-range MORNING', ['100 possible', '200 possible']],
  ['a name that is looked up', 'host 192.0.2.25 object PEER eq smtp', ['100 possible', '200 certain']],
  ['a host', 'any host 192.0.2.25 eq smtp', ['100 certain', '200 certain']],
])('%s', (_, entry, expected) => {
  const lines = Lines.read(several(entry));
  const findings = checkConfiguration(readConfiguration(lines));
  const of = (name: string) => findings.filter(({ rule }) => rule === name);
  const textAt = ({ range }: Finding) => lines.text(range.start.line).trim();
  expect(of('inspection-drops-mail').map((it) => `${textAt(it).split(' ').at(-1)} ${it.confidence}`)).toEqual(expected);
  expect(of('exemption-after-inspection').map(textAt)).toEqual(['class NEVER']);
});
