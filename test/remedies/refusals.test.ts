/** Why a remedy is not made: which line stands in the way, and what to do; and on which prompt it is entered. */
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { allowTls } from '../../server/src/remedies/allow-tls-map.ts';
import { proposalsFor } from '../../server/src/remedies/catalogue.ts';
import { exemptHosts } from '../../server/src/remedies/exempt-hosts.ts';
import { disableInspection } from '../../server/src/remedies/no-inspect-esmtp.ts';
import { cautionOf, isRefusal, type Proposal, type Refusal } from '../../server/src/remedies/remedy.ts';
import { checkConfiguration } from '../../server/src/rules/check.ts';
import { Lines } from '../../server/src/text/lines.ts';

const POLICY = `class-map inspection_default
 match default-inspection-traffic
policy-map global_policy
 class inspection_default
  inspect esmtp
service-policy global_policy global
`;

const ASKS = {
  exempt: (text: string) => asked(text, (configuration, context) => exemptHosts(configuration, context, ['192.0.2.25'])),
  disable: (text: string) => asked(text, disableInspection),
  'allow TLS': (text: string) => asked(text, allowTls),
};

function asked(text: string, ask: typeof disableInspection): Proposal | Refusal {
  const configuration = readConfiguration(Lines.read(text));
  return ask(configuration, configuration.contexts.find(({ servicePolicies }) => servicePolicies.length > 0) ?? configuration.contexts[0]!);
}

function proposed(answer: Proposal | Refusal): Proposal {
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer;
}

const each = (names: readonly (keyof typeof ASKS)[], text: string, words: RegExp, settled?: true) =>
  names.map((name) => [name, text, words, settled] as const);
const ALL = ['exempt', 'disable', 'allow TLS'] as const;

test.each([
  ...each(
    ALL,
    `hostname {{ inventory_hostname }}\n${POLICY}`,
    /^Line 1 is part of a template \(`\{\{ inventory_hostname \}\}`\): .* made from it/,
  ),
  ...each(ALL, `{% if dmz %}\n${POLICY}{% endif %}\n`, /^Line 1 is part of a template/),
  ...each(ALL, `hostname <%= node.name %>\n${POLICY}`, /^Line 1 is part of a template/),
  ...each(ALL, `hostname \${name}\r\n${POLICY}`, /^Line 1 is part of a template \(`\$\{name\}`\)/),
  ...each(
    ALL,
    `--- a/asa.cfg\n+++ b/asa.cfg\n@@ -1,6 +1,6 @@\n ${POLICY.trimEnd().replaceAll('\n', '\n ')}\n`,
    /^Line 3 \(`@@ -1,6 \+1,6 @@`\) begins a hunk of a diff: .* the configuration that it leads to\.$/,
  ),
  ...each(
    ALL,
    ': Saved\nASA Version 9.1(5) <system>\nhostname fw\nadmin-context admin\ncontext admin\n  config-url disk0:/admin.cfg\n: end\n',
    /^This is the system execution space: .* `changeto context NAME`, then `show running-config`\.$/,
  ),
  ...each(
    ALL,
    `${POLICY.replace('esmtp', 'dns')}fw# show service-policy\nGlobal policy:\n  Service-policy: global_policy\n    Class-map: inspection_default\n      Inspect: esmtp _default_esmtp_map, packet 7, lock fail 0, drop 0, reset-drop 0\n`,
    /^Line 11: the device counts what it inspects as mail.* another time or not whole\. What would tell: /,
  ),
  ...each(
    ALL,
    `ASA Version 9.12(4)\n${POLICY.replace('esmtp', 'smtp')}`,
    /^Line 6 \(`inspect smtp`\) is no command of ASA 9\.12\(4\), which calls it `inspect esmtp`: .* `show running-config policy-map`/,
  ),
  ...each(
    ALL,
    'ASA Version 9.1(5)\nfixup protocol smtp 25\n',
    /^Line 2 \(`fixup protocol smtp 25`\) is of a PIX up to 6\.x: ASA 9\.1\(5\) reads it as `inspect esmtp`.*`show running-config policy-map`/,
  ),
  ...each(
    ALL,
    `fw# packet-tracer input outside tcp 198.51.100.9 40000 203.0.113.10 25\nPhase: 5\nType: INSPECT\nSubtype: inspect-smtp\nResult: ALLOW\nConfig:\n${POLICY}Additional Information:\n`,
    /^Its policies stand in output of packet-tracer, which shows what one flow met.*`show running-config`/,
  ),
  ...each(ALL, '', /^No line of a firewall configuration is in it\. What would tell: /),
  ...each(ALL, 'Dear all,\n\nmail to the new server is slow. Who knows why?\n', /^No line of a firewall configuration is in it\./),
  ...each(ALL, `access-list A permit ip any host {{ key }}\n${POLICY}`, /^Line 1 is part of a template \(`\{\{ key \}\}`\)/),
  ...each(
    ['allow TLS'],
    'PIX Version 6.3(5)\nfixup protocol smtp 25\n',
    /has no allow-tls.*line 2 \(`fixup protocol smtp 25`\).*`no fixup protocol smtp 25`/,
  ),
  ...each(['allow TLS'], 'fixup protocol smtp\n', /PIX up to 6\.x has no allow-tls.*`no fixup protocol smtp 25`/),
  ...each(['allow TLS'], `ASA Version 7.2(2)\n${POLICY}`, /^ASA 7\.2\(2\) has no allow-tls.*line 6 \(`inspect esmtp`\)/),
  ...each(
    ['exempt'],
    'PIX Version 6.3(5)\nfixup protocol smtp 25\n',
    /^Line 2 \(`fixup protocol smtp 25`\): .* knows no exemption for single hosts\..*: `no fixup protocol smtp 25`\.$/,
  ),
  ...each(['disable', 'allow TLS'], 'ASA Version 9.1(5)\n', /shows no service-policy: add `show running-config class-map`/),
  ...each(
    ['disable', 'allow TLS'],
    `ASA Version 9.1(5)\nclass-map M\n match port tcp eq smtp\npolicy-map P\n class M\n  inspect esmtp\n`,
    /no service-policy applies policy-map P of line 6 \(`inspect esmtp`\)/,
  ),
  ...each(
    ['disable', 'allow TLS'],
    `ASA Version 9.1(5)\n${POLICY.replace('esmtp', 'dns')}`,
    /in this configuration: nothing to do\.$/,
    true,
  ),
  ...each(
    ['exempt'],
    `ASA Version 9.1(5)\n${POLICY.replace('esmtp', 'dns')}`,
    /^Mail of 192\.0\.2\.25 is not inspected: nothing to do\.$/,
    true,
  ),
  ...each(
    ['allow TLS'],
    `ASA Version 9.1(5)\npolicy-map type inspect esmtp G\n parameters\n  allow-tls\n  no mask-banner\n${POLICY.replace('esmtp', 'esmtp G')}`,
    /^Line 10 \(`inspect esmtp G`\) hides no STARTTLS: .* nothing to do\.$/,
    true,
  ),
])('%s is refused for %j: %s', (ask, text, words, settled) => {
  const answer = ASKS[ask](text);
  expect(isRefusal(answer) ? answer.refused : answer.title).toMatch(words);
  expect(isRefusal(answer) && answer.settled).toBe(settled);
});

test.each([
  ['{{ name }}', "{{ m | default('') }}"],
  ['<%= node.name %>', '<%= m || "" -%>'],
  [`\${ var.name }`, `\${lower( m )}`],
  ['{% if a %}x{% else %}y{% endif %}', '{%- m -%}'],
])('a placeholder of a template is one word, with its blanks and quotes: %s', (name, map) => {
  const text = `class-map ${name}\n match port tcp eq 25\npolicy-map p\n class ${name}\n  inspect esmtp ${map} \n${name.slice(0, 4)} unclosed\nservice-policy p global\n`;
  const configuration = readConfiguration(Lines.read(text));
  const [context] = configuration.contexts;
  const [policyClass] = context!.policyMaps.get('p')!.classes;
  expect(policyClass?.use.name).toBe(name);
  expect(policyClass?.actions).toMatchObject([{ map: { name: map } }]);
  expect(context!.classMaps.has(name)).toBe(true);
  expect(checkConfiguration(configuration).filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('a template has no light bulb, and words that a person writes make none of a file', () => {
  const offered = (text: string) => {
    const configuration = readConfiguration(Lines.read(text));
    return checkConfiguration(configuration).flatMap((finding) => proposalsFor(configuration, finding));
  };
  expect(offered(`hostname {{ name }}\n${POLICY}`)).toEqual([]);
  expect(offered(`enable password {{x}}\naccess-list A remark {{ kept }}\nbanner motd \${hello}\n! <% old %>\n${POLICY}`)).not.toEqual([]);
});

const PROMPTS = `fw/blue(config)# class-map inspection_default
fw/blue(config-cmap)# match default-inspection-traffic
fw/blue(config-cmap)# policy-map global_policy
fw/blue(config-pmap)# class inspection_default
fw/blue(config-pmap-c)# inspect esmtp
fw/blue(config-pmap-c)# service-policy global_policy global
`;

describe('the prompt that commands are entered at', () => {
  const commandsOf = (text: string) => {
    const { commands, rollback, cautions = [], flexConfig } = proposed(ASKS.disable(text));
    return { first: [commands[0], rollback[0]], caution: cautionOf({ cautions }), flexConfig };
  };

  test('a host name is no context: the device would go to another tenant, or nowhere', () => {
    const { first, caution } = commandsOf(`ASA Version 9.1(2) <context>\n!\nhostname mailfw\n${POLICY}: end\n`);
    expect(first).toEqual(['configure terminal', 'configure terminal']);
    expect(caution).toMatch(/does not tell the name of this security context/);
  });

  test.each([
    ['changeto', `changeto context blue\n${POLICY}`],
    ['a prompt', PROMPTS],
  ])('%s names the context', (_, text) => {
    expect(commandsOf(text)).toEqual({
      first: ['changeto context blue', 'changeto context blue'],
      caution: undefined,
      flexConfig: undefined,
    });
  });

  test('two devices in one file are no contexts', () => {
    const text = `ASA Version 9.1(5)\nhostname one\n${POLICY}: end\nASA Version 9.1(5)\nhostname two\n: end\n`;
    expect(commandsOf(text).first).toEqual(['configure terminal', 'configure terminal']);
  });

  test('an FTD has no configuration mode', () => {
    const { first, caution, flexConfig } = commandsOf(`NGFW Version 6.6.1\nhostname ftd\n${POLICY}`);
    expect(first).toEqual(['policy-map global_policy', 'policy-map global_policy']);
    expect(caution).toMatch(/FlexConfig/);
    expect(flexConfig).toBe(true);
  });
});

describe('one map for several inspections', () => {
  test.each([
    ['two of one policy', 'class sub\n  inspect esmtp\n'],
    [
      'two of two policies',
      'class-map sub2\n match port tcp eq 2525\npolicy-map inside_policy\n class sub2\n  inspect esmtp\nservice-policy inside_policy interface inside\n',
    ],
  ])('%s: made once, taken back last', (_, more) => {
    const text = `ASA Version 9.1(2)\nclass-map sub\n match port tcp eq 587\n${POLICY}`.replace('service-policy', ` ${more}service-policy`);
    const { edits, commands, rollback } = proposed(ASKS['allow TLS'](text));
    const count = (lines: readonly string[], line: string) => lines.filter((each) => each.trim() === line).length;
    expect(count(commands, 'policy-map type inspect esmtp ESMTP_TLS')).toBe(1);
    expect(count(commands, 'inspect esmtp ESMTP_TLS')).toBe(2);
    expect(count(Lines.read(text).edit(edits).toString().split('\n'), 'policy-map type inspect esmtp ESMTP_TLS')).toBe(1);
    expect(rollback.at(-1)).toBe('no policy-map type inspect esmtp ESMTP_TLS');
    expect(count(rollback, 'no policy-map type inspect esmtp ESMTP_TLS')).toBe(1);
  });

  test('a map of the configuration that two use is changed once', () => {
    const text =
      `ASA Version 9.1(2)\npolicy-map type inspect esmtp G\n parameters\n  mask-banner\nclass-map sub\n match port tcp eq 587\n${POLICY}`.replace(
        '  inspect esmtp\n',
        '  inspect esmtp G\n class sub\n  inspect esmtp G\n',
      );
    const proposal = proposed(ASKS['allow TLS'](text));
    expect(proposal.commands.filter((line) => line.trim() === 'allow-tls')).toHaveLength(1);
    expect(
      Lines.read(text)
        .edit(proposal.edits)
        .toString()
        .match(/allow-tls/g),
    ).toHaveLength(1);
  });
});

test('`line N` counts remarks', () => {
  const text = `ASA Version 9.1(2)
access-list MAIL remark mail hosts
access-list MAIL remark that are inspected
access-list MAIL extended permit tcp any any eq smtp
class-map MAIL
 match access-list MAIL
policy-map global_policy
 class MAIL
  inspect esmtp
service-policy global_policy global
`;
  const { commands } = proposed(ASKS.exempt(text));
  expect(commands.slice(1)).toEqual([
    'access-list MAIL line 3 extended deny tcp host 192.0.2.25 any eq smtp',
    'access-list MAIL line 4 extended deny tcp any host 192.0.2.25 eq smtp',
  ]);
});

test('lines of a part of a configuration keep their numbers', () => {
  const MAP = 'policy-map type inspect esmtp M\n parameters\n  allow-tls\n  no mask-banner\n';
  const PART = `${MAP}policy-map global_policy\n class inspection_default\n  inspect dns\n  inspect esmtp M\n`;
  expect(ASKS['allow TLS'](PART)).toEqual({
    refused: 'Line 8 (`inspect esmtp M`) hides no STARTTLS: TLS passes already, nothing to do.',
    settled: true,
  });
  const FORWARDED = 'interface Ethernet0\n nameif outside\n ip address dhcp\nstatic (inside,outside) tcp interface 25 192.0.2.25 25\n';
  const refused = ASKS.exempt(`${FORWARDED}ASA Version 8.2(5)\n${PART}`);
  expect(refused).toMatchObject({
    refused: expect.stringMatching(
      /: line 4 \(`static .*`\) translates to the address of an interface, which is not in the file\. Add its `ip address` and ask again\.$/,
    ),
  });
  // The lines of the factory's policy are not in the file: none is named.
  expect(ASKS.exempt(`${FORWARDED}ASA Version 8.2(5)\n`)).toMatchObject({
    refused: expect.stringMatching(/^This part of a configuration shows no inspection of mail, .* `service-policy`, and ask again\.$/),
  });
});
