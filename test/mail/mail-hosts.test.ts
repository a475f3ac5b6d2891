/** Whom a message names, where a configuration lets mail through to many hosts. */
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { inspectionsInForce } from '../../server/src/mail/inspections.ts';
import { checkConfiguration } from '../../server/src/rules/check.ts';
import { Lines } from '../../server/src/text/lines.ts';

function withHosts(count: number): string {
  const entries = Array.from({ length: count }, (_, i) => `access-list outside_in extended permit tcp any host 192.0.2.${i} eq smtp`);
  return `ASA Version 9.1(5)
${entries.join('\n')}
access-group outside_in in interface outside
class-map inspection_default
 match default-inspection-traffic
policy-map global_policy
 class inspection_default
  inspect esmtp
service-policy global_policy global
`;
}

describe('mail hosts in a message', () => {
  test.each([
    [1, 'Met here: 192.0.2.0.'],
    [5, 'Met here: 192.0.2.0, 192.0.2.1, 192.0.2.2 and 2 more.'],
    [150, 'Met here: 192.0.2.0, 192.0.2.1, 192.0.2.2 and at least 97 more.'],
  ])('of %i', (count, words) => {
    const configuration = readConfiguration(Lines.read(withHosts(count)));
    const found = checkConfiguration(configuration).find(({ rule }) => rule === 'inspection-hides-starttls');
    expect(found?.message).toContain(words);
    expect(inspectionsInForce(configuration.contexts[0]!)[0]!.hosts).toHaveLength(count);
  });
});

test.each([
  ['match port tcp eq smtp', 'tcp/25'],
  ['match port tcp eq 587', 'tcp/587 (submission)'],
  ['match port tcp range 25 587', 'tcp/25 and tcp/587 (submission)'],
  ['match any', 'tcp/25, tcp/587 (submission) and tcp/2525'],
])('the ports that an inspection takes: %s', (match, ports) => {
  const text = withHosts(0).replace('match default-inspection-traffic', match);
  const found = checkConfiguration(readConfiguration(Lines.read(text))).find(({ rule }) => rule === 'inspection-hides-starttls');
  expect(found?.message).toContain(`mail on ${ports} goes unencrypted`);
});
