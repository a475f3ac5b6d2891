/** Remedies that a person asks for by name: hosts to exempt, the inspection off, TLS through; and why not, when it cannot be. */
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { allowTls } from '../../server/src/remedies/allow-tls-map.ts';
import { proposalsFor } from '../../server/src/remedies/catalogue.ts';
import { exemptHosts } from '../../server/src/remedies/exempt-hosts.ts';
import { disableInspection } from '../../server/src/remedies/no-inspect-esmtp.ts';
import { cautionOf, isRefusal, type Proposal, type Refusal } from '../../server/src/remedies/remedy.ts';
import { checkConfiguration } from '../../server/src/rules/check.ts';
import { Lines } from '../../server/src/text/lines.ts';

const ASA = `ASA Version 9.1(5)
object network MAIL
 host 192.0.2.25
 nat (inside,outside) static 203.0.113.25
class-map inspection_default
 match default-inspection-traffic
policy-map global_policy
 class inspection_default
  inspect dns
  inspect esmtp
service-policy global_policy global
`;
const PIX = 'PIX Version 6.3(5)\nfixup protocol smtp 25\n';

const read = (text: string) => readConfiguration(Lines.read(text));

function exempt(text: string, ...hosts: string[]): Proposal | Refusal {
  const configuration = read(text);
  return exemptHosts(configuration, configuration.contexts[0]!, hosts);
}

const applied = (text: string, proposal: Proposal) => Lines.read(text).edit(proposal.edits).toString();

function proposed(answer: Proposal | Refusal): Proposal {
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer;
}

describe('exempt hosts', () => {
  test('says both addresses of a host that is translated, before 8.3', () => {
    const old = `ASA Version 8.2(5)\nstatic (inside,outside) 203.0.113.25 192.0.2.25 netmask 255.255.255.255\n${ASA.slice(ASA.indexOf('class-map'))}`;
    expect(proposed(exempt(old, '192.0.2.25')).title).toBe('Exempt 203.0.113.25 (real 192.0.2.25) from ESMTP inspection');
  });

  test('names the real address of a host that is given by its translated one', () => {
    const proposal = proposed(exempt(ASA, '203.0.113.25'));
    expect(proposal.id).toBe('exempt-hosts:192.0.2.25');
    expect(applied(ASA, proposal)).toContain('extended deny tcp any host 192.0.2.25 eq smtp');
    expect(proposal.commands).toEqual([
      'configure terminal',
      'access-list ESMTP_INSPECT extended deny tcp host 192.0.2.25 any eq smtp',
      'access-list ESMTP_INSPECT extended deny tcp any host 192.0.2.25 eq smtp',
      'access-list ESMTP_INSPECT extended permit tcp any any eq smtp',
      'class-map ESMTP_INSPECT',
      ' match access-list ESMTP_INSPECT',
      'policy-map global_policy_mail',
      ' class ESMTP_INSPECT',
      '  inspect esmtp',
      ' class inspection_default',
      '  inspect dns',
      'no service-policy global_policy global',
      'service-policy global_policy_mail global',
    ]);
    expect(proposal.rollback).toEqual([
      'configure terminal',
      'no service-policy global_policy_mail global',
      'service-policy global_policy global',
      'no policy-map global_policy_mail',
      'no class-map ESMTP_INSPECT',
      'clear configure access-list ESMTP_INSPECT',
    ]);
    // Where the host is translated, its other address is the one that mail is sent to.
    expect(proposal.proof!.changed.map(({ flow }) => flow).sort()).toEqual([
      'tcp/25 from 192.0.2.25 to any IPv4 address on inside, outside, any other interface',
      'tcp/25 from any IPv4 address except 192.0.2.25 to 192.0.2.25 on inside, any other interface',
      'tcp/25 from any IPv4 address except 192.0.2.25 to 192.0.2.25, 203.0.113.25 on outside',
    ]);
  });

  test('adds a second host to the class that is there already', () => {
    const once = applied(ASA, proposed(exempt(ASA, '192.0.2.25')));
    const second = proposed(exempt(once, '2001:db8::25'));
    expect(second.edits).toHaveLength(1);
    expect(second.commands).toEqual([
      'configure terminal',
      'access-list ESMTP_INSPECT line 3 extended deny tcp host 2001:db8::25 any eq smtp',
      'access-list ESMTP_INSPECT line 4 extended deny tcp any host 2001:db8::25 eq smtp',
    ]);
  });

  test('takes a name that is not in use', () => {
    const taken = ASA.replace('class-map insp', 'access-list esmtp_inspect extended permit ip any any\nclass-map insp');
    expect(applied(taken, proposed(exempt(taken, '192.0.2.25')))).toContain('class-map ESMTP_INSPECT_2');
  });

  test.each([
    ['an address that is none', ASA, ['mail.example.com'], /^mail\.example\.com is not an IP address: name each host by its address/],
    ['no host', ASA, [], /^No host to exempt was named: name at least one/],
    [
      'a host that is exempt already',
      applied(ASA, proposed(exempt(ASA, '192.0.2.25'))),
      ['192.0.2.25'],
      'Mail of MAIL (192.0.2.25) is not inspected: nothing to do.',
    ],
    ['a PIX up to 6.x', PIX, ['192.0.2.25'], /knows no exemption for single hosts/],
    [
      'a host of which it is not known whether it is inspected',
      ASA.replace('policy-map global_policy\n', ''),
      ['192.0.2.25'],
      /, for it is not known whether its mail is inspected: line \d+: policy-map global_policy is not defined in this file\.$/,
    ],
  ])('refuses %s', (_, text, hosts, words) => {
    const answer = exempt(text, ...hosts);
    expect(isRefusal(answer) ? answer.refused : answer.title).toMatch(words);
  });
});

describe('fragments', () => {
  const POLICY = 'policy-map global_policy\n class inspection_default\n  inspect esmtp\n';
  const APPLIED = `access-list IN permit tcp any host 192.0.2.25 eq smtp\n${POLICY}service-policy global_policy global\n`;
  const PROMPTS = 'asa(config)# policy-map global_policy\nasa(config-pmap)# class inspection_default\nasa(config-pmap-c)# inspect esmtp\n';

  const offered = (text: string) => {
    const configuration = read(text);
    const finding = checkConfiguration(configuration).find(({ rule }) => rule === 'inspection-hides-starttls')!;
    return proposalsFor(configuration, finding);
  };

  test.each([
    ['the class map', APPLIED, 'class-map inspection_default: made for the factory-default one'],
    [
      'the class map, with a version line',
      `ASA Version 9.1(5)\n${APPLIED}`,
      'class-map inspection_default: made for the factory-default one',
    ],
    [
      'the class map and the service policy',
      POLICY,
      'class-map inspection_default and the service policy: made for the factory-default ones',
    ],
    ['these two in a session', PROMPTS, 'class-map inspection_default and the service policy: made for the factory-default ones'],
  ])('without %s are mended where they stand, for the factory-default one', (_, text, missing) => {
    const proposal = proposed(exempt(text, '192.0.2.25'));
    expect(cautionOf(proposal)).toMatch(
      new RegExp(`^the fragment does not show ${missing}; the documents can be read so that a class behind `),
    );
    expect(proposal.proof!.changed.map(({ before, after }) => [before.slice(0, 9), after])).toContainEqual(['inspected', 'not inspected']);
    const after = applied(text, proposal);
    expect(after.match(/service-policy|class-map inspection_default/g)).toEqual(text.match(/service-policy|class-map inspection_default/g));
    expect(offered(text).map(({ id }) => id.split(':')[0])).toEqual(['exempt-hosts', 'no-inspect-esmtp', 'allow-tls-map']);
  });

  test('offer the hosts they name, else ask for one', () => {
    const after = applied(APPLIED, proposed(exempt(APPLIED, '192.0.2.25')));
    expect(exempt(after, '192.0.2.25')).toEqual({ refused: 'Mail of 192.0.2.25 is not inspected: nothing to do.', settled: true });
    expect(offered(APPLIED)[0]).toMatchObject({ id: 'exempt-hosts:192.0.2.25' });
    // The factory's class has other inspections: a doubt that the fragment cannot dispel.
    expect(offered(APPLIED)[0]?.preferred).toBeUndefined();
    expect(offered(POLICY)[0]).toMatchObject({ asks: 'address' });
  });

  test('lines put in a session carry the prompts of their modes', () => {
    expect(
      applied(PROMPTS, proposed(exempt(PROMPTS, '192.0.2.25')))
        .split('\n')
        .slice(2),
    ).toEqual([
      'asa(config)# access-list ESMTP_INSPECT extended permit tcp any any eq smtp',
      'asa(config)# class-map ESMTP_INSPECT',
      'asa(config-cmap)# match access-list ESMTP_INSPECT',
      'asa(config)# policy-map global_policy',
      'asa(config-pmap)# class inspection_default',
      'asa(config-pmap)# class ESMTP_INSPECT',
      'asa(config-pmap-c)# inspect esmtp',
      '',
    ]);
  });

  test.each([
    ['class map', APPLIED.replace('inspection_default', 'MAIL'), 'class-map MAIL'],
    [
      'access-list',
      APPLIED.replace('inspection_default', 'MAIL').replace('policy', 'class-map MAIL\n match access-list M\npolicy'),
      'access-list M',
    ],
  ])('name the %s without which nothing can be shown', (_, text, missing) => {
    expect(exempt(text, '192.0.2.25')).toEqual({
      refused: `No change could be shown to exempt 192.0.2.25 and nothing else: \`${missing}\` is not in the file. Add it and ask again.`,
    });
  });
});

describe('the inspection off, TLS through', () => {
  const asked = (text: string, ask: typeof allowTls) => {
    const configuration = read(text);
    return ask(configuration, configuration.contexts[0]!);
  };

  test('no inspect esmtp takes every inspection out', () => {
    expect(applied(ASA, proposed(asked(ASA, disableInspection)))).not.toContain('inspect esmtp');
  });

  test('names a command for each port of a fixup', () => {
    const text = 'PIX Version 6.3(5)\nfixup protocol smtp 25-26\nfixup protocol smtp 2525\n';
    expect(proposed(asked(text, disableInspection)).title).toBe(
      'Turn Mailguard off on ports 25-26 and 2525 (no fixup protocol smtp 25-26, no fixup protocol smtp 2525)',
    );
  });

  test('a PIX up to 6.x: the fixup', () => {
    expect(applied(PIX, proposed(asked(PIX, disableInspection)))).toBe('PIX Version 6.3(5)\nno fixup protocol smtp 25\n');
  });

  test('a map of its own lets TLS through', () => {
    expect(applied(ASA, proposed(asked(ASA, allowTls)))).toContain('  inspect esmtp ESMTP_TLS\n');
  });

  test('of one of several inspections that may take the mail, the proof says what changes', () => {
    const text = ASA.replace(
      'class-map',
      `time-range MORNING
 periodic daily 8:00 to 9:00
access-list MAIL extended permit tcp any any eq smtp time-range MORNING
class-map MAIL
 match access-list MAIL
policy-map type inspect esmtp STRICT
 parameters
  mask-banner
  allow-tls
class-map`,
    ).replace(' class inspection_default\n', ' class MAIL\n  inspect esmtp STRICT\n class inspection_default\n');
    const proposal = proposed(asked(text, allowTls));
    expect(applied(text, proposal)).toContain(
      '  inspect esmtp STRICT\n class inspection_default\n  inspect dns\n  inspect esmtp ESMTP_TLS\n',
    );
    expect(proposal.proof?.changed).toEqual([
      {
        flow: 'tcp/25 from any to any on inside, outside, any other interface',
        before: 'inspected (STRICT or _default_esmtp_map, the file cannot tell)',
        after: 'inspected (STRICT or ESMTP_TLS, the file cannot tell)',
      },
    ]);
  });

  test.each([
    ['no inspection', 'ASA Version 9.1(5)\n', disableInspection, /No .* is in force/],
    ['a version without allow-tls', ASA.replace('9.1(5)', '7.2(2)'), allowTls, /no allow-tls/],
    ['TLS without an inspection', ASA.replace('  inspect esmtp\n', ''), allowTls, /No .* is in force in this configuration: nothing to do/],
  ])('refuses %s', (_, text, ask, words) => {
    const answer = asked(text, ask);
    expect(isRefusal(answer) ? answer.refused : answer.title).toMatch(words);
  });
});
