/** Names of interfaces are not case-sensitive: a configuration means the same however each line spells them. */
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { explainFlow, parseFlow } from '../../server/src/policy/verdict.ts';
import { checkConfiguration } from '../../server/src/rules/check.ts';
import { Lines } from '../../server/src/text/lines.ts';

const TEXT = `: Saved
ASA Version 8.2(5)
hostname fw
interface GigabitEthernet0/0
 nameif Outside
 security-level 0
 ip address 203.0.113.2 255.255.255.0
interface GigabitEthernet0/1
 nameif inside
 security-level 100
 ip address 192.168.1.254 255.255.255.0
access-list MAIL extended permit tcp any interface oUtside eq smtp
access-list IN extended permit tcp any host 203.0.113.25 eq smtp
static (INSIDE,OUTSIDE) tcp interface smtp 192.168.1.1 smtp netmask 255.255.255.255
access-group IN in interface OUTSIDE
route outside 0.0.0.0 0.0.0.0 203.0.113.1 1
class-map MAIL
 match access-list MAIL
policy-map POLICY
 class MAIL
  inspect esmtp
service-policy POLICY interface OUTSIDE
: end
`;

describe('names of interfaces', () => {
  const configuration = readConfiguration(Lines.read(TEXT));
  const context = configuration.contexts[0]!;

  it('are one name in every spelling: no error, one symbol under the spelling of its definition', () => {
    expect(checkConfiguration(configuration, { severities: {} }).filter(({ rule }) => rule === 'undefined-name')).toEqual([]);
    const symbols = [...context.symbols.get('interface')!.values()].map(({ name, references }) => `${name} ${references.length}`);
    expect(symbols).toEqual(['Outside 5', 'inside 1']);
  });

  it('are spelled as the definition spells them, in every part of the model', () => {
    const [policy] = context.servicePolicies;
    const [translation] = context.translations;
    expect([
      policy!.scope.kind === 'interface' && policy!.scope.use.name,
      context.routes[0]!.interface.name,
      translation!.mappedInterface!.name,
      translation!.realInterface!.name,
      translation!.mapped?.kind === 'interface' && translation!.mapped.use.name,
      context.accessGroups[0]!.interface!.name,
    ]).toEqual(['Outside', 'Outside', 'Outside', 'inside', 'Outside', 'Outside']);
  });

  it.each(['outside', 'OUTSIDE', 'Outside'])('a flow that is told to enter on %s meets the policy, through the translation', (name) => {
    const verdict = explainFlow(context, parseFlow(`tcp 198.51.100.9 -> 203.0.113.2:25 on ${name}`));
    expect([verdict.inspected, verdict.ingress.names]).toEqual([true, ['Outside']]);
  });

  it.each([
    ['service-policy POLICY interface outside', 'no service-policy POLICY interface OUTSIDE', 'servicePolicies'],
    ['route outside 0.0.0.0 0.0.0.0 203.0.113.1', 'no route OUTSIDE 0.0.0.0 0.0.0.0 203.0.113.1', 'routes'],
    ['static (inside,outside) 203.0.113.9 192.168.1.9', 'no static (INSIDE,Outside) 203.0.113.9 192.168.1.9', 'translations'],
    ['access-group A in interface outside', 'no access-group A in interface OUTSIDE', 'accessGroups'],
  ] as const)('%s is taken back by %s', (made, undone, part) => {
    const read = (text: string) => readConfiguration(Lines.read(text)).contexts[0]![part].length;
    expect([read(`${made}\n`), read(`${made}\n${undone}\n`)]).toEqual([1, 0]);
  });

  it('a level of its own is given to INSIDE as to inside', () => {
    const [outer] = readConfiguration(Lines.read('interface Vlan1\n nameif INSIDE\n')).contexts[0]!.interfaces;
    expect(outer!.securityLevel).toBe(100);
  });
});
