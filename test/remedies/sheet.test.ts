/** The change sheet: right for the platform, whole, and with nothing on it that a device would not take. */
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { sheetPage } from '../../server/src/features/sheet.ts';
import { exemptHosts } from '../../server/src/remedies/exempt-hosts.ts';
import { disableInspection } from '../../server/src/remedies/no-inspect-esmtp.ts';
import { isRefusal } from '../../server/src/remedies/remedy.ts';
import { changeSheet, type Sheet } from '../../server/src/remedies/sheet.ts';
import { Lines } from '../../server/src/text/lines.ts';

const POLICY = `class-map inspection_default
 match default-inspection-traffic
policy-map global_policy
 class inspection_default
  inspect esmtp
service-policy global_policy global`;

const NETWORK = `interface GigabitEthernet0/0
 nameif outside
 security-level 0
 ip address 203.0.113.1 255.255.255.0
interface GigabitEthernet0/1
 nameif inside
 security-level 100
 ip address 192.0.2.1 255.255.255.0
object network MAIL
 host 192.0.2.25
 nat (inside,outside) static 203.0.113.25
access-list OUT extended permit tcp any host 192.0.2.25 eq smtp
access-group OUT in interface outside`;

const whole = (...parts: string[]) => [': Saved', ...parts, ': end', ''].join('\n');

function sheetOf(text: string, host?: string): Sheet {
  const configuration = readConfiguration(Lines.read(text));
  const context = configuration.contexts.find((it) => it.servicePolicies.length + it.fixups.length > 0)!;
  const proposal = host === undefined ? disableInspection(configuration, context) : exemptHosts(configuration, context, [host]);
  if (isRefusal(proposal)) throw new Error(proposal.refused);
  return changeSheet(configuration, context, proposal);
}

const ASA = whole('ASA Version 9.1(5)', 'hostname gateway', 'failover', NETWORK, POLICY);

test('an ASA of a pair: check, type, wait, verify, save', () => {
  const sheet = sheetOf(ASA, '192.0.2.25');
  expect(sheet.device).toBe('gateway, ASA 9.1(5)');
  expect(sheet.before.commands).toEqual([
    'show failover',
    'show running-config policy-map',
    'show running-config service-policy',
    'show running-config access-list ESMTP_INSPECT',
    'show running-config class-map',
  ]);
  expect(sheet.before.says.join(' ')).toContain('active unit');
  expect(sheet.commands.commands![0]).toBe('configure terminal');
  expect(sheet.existing.commands).toEqual(['show conn port 25']);
  expect(sheet.existing.says.join(' ')).toMatch(/clear conn port 25.*at a price/);
  // A class names the real address from 8.3 on; the packet that comes in has the translated one.
  expect(sheet.verify.commands).toEqual([
    'show service-policy flow tcp host 203.0.113.9 host 192.0.2.25 eq 25',
    'packet-tracer input outside tcp 203.0.113.9 40000 203.0.113.25 25',
  ]);
  expect(sheet.verify.says[0]).toContain('not inspected');
  expect(sheet.save.commands).toEqual(['write memory']);
  expect(sheet.wayBack.commands!.join('\n')).toContain('inspect esmtp');
});

test('as a page: every step in order, commands as they are typed', () => {
  const page = sheetPage(sheetOf(ASA, '192.0.2.25'));
  const headings = page.split('\n').filter((line) => line.startsWith('#'));
  expect(headings).toEqual([
    '# Exempt MAIL (192.0.2.25) from ESMTP inspection',
    '## What changes, and for whom',
    '## 1. Before: is the device still what the file says?',
    '## 2. Commands',
    '## 3. Connections that exist',
    '## 4. Verify, with a new session',
    '## 5. Save, once it is verified',
    '## 6. The way back',
    '## What this rests on',
  ]);
  expect(page).toContain('```text\nconfigure terminal\naccess-list ESMTP_INSPECT');
  expect(page.match(/```/g)!.length % 2).toBe(0);
});

describe('each platform has commands of its own', () => {
  const said = (sheet: Sheet) => sheetPage(sheet);

  test('a PIX up to 6.x has neither policies nor packet-tracer', () => {
    const page = said(sheetOf('PIX Version 6.3(5)\nhostname pix\nfixup protocol smtp 25\n'));
    expect(page).toContain('show fixup');
    expect(page).not.toMatch(/packet-tracer input|show service-policy|`clear conn|show running-config|show conn port/);
    expect(page).toContain('write memory');
  });

  test('an ASA before 7.2 has no packet-tracer', () => {
    const page = said(sheetOf(whole('PIX Version 7.0(8)', 'hostname pix', POLICY)));
    expect(page).not.toContain('packet-tracer input');
  });

  test('an FWSM is waited for: it has no packet-tracer, and whether it can end single connections is not known', () => {
    const page = said(sheetOf(whole('FWSM Version 4.1(5)', 'hostname fwsm', NETWORK, POLICY), '192.0.2.25'));
    expect(page).not.toMatch(/packet-tracer (?:input|shows)|clear conn|show conn port/);
    expect(page).toMatch(/`clear xlate` would end every connection of the firewall \(unverified\)/);
    expect(page).toContain('show service-policy flow tcp');
  });

  test.each([
    ['ASA Version 9.1(5)', /`clear conn port 25` ends them at once, at a price/],
    ['ASA Version 8.0(3)', /^They keep[^`]*Wait until they end\.$/],
    [
      'hostname nobody',
      /`clear conn port 25` ends them at once, if the device has the command \(7\.0\(8\), 7\.2\(4\), 8\.0\(4\); unverified\)/,
    ],
  ])('%s: a connection is ended only by a command that is there', (version, words) => {
    expect(sheetOf(whole(version, 'hostname gateway', NETWORK, POLICY), '192.0.2.25').existing.says.join(' ')).toMatch(words);
  });

  test.each([
    ['a class for each port', ['port tcp eq smtp', 'port tcp eq 587'], [25, 587]],
    ['a range: those of mail', ['port tcp range 20 600'], [25, 465, 587]],
    ['a range without any of mail: one of it', ['port tcp range 3000 3010'], [3000]],
    ['everything: those of mail', ['any'], [25, 465, 587, 2525]],
  ])('connections are looked for at every port that changes: %s', (_, matches, ports) => {
    const maps = matches.map((match, index) => `class-map C${index}\n match ${match}`);
    const classes = matches.map((_match, index) => ` class C${index}\n  inspect esmtp`);
    const policy = [...maps, 'policy-map global_policy', ...classes, 'service-policy global_policy global'].join('\n');
    const { existing } = sheetOf(whole('ASA Version 9.1(5)', 'hostname gateway', NETWORK, policy));
    expect(existing.commands).toEqual(ports.map((port) => `show conn port ${port}`));
    expect(existing.says.join(' ').match(/clear conn port \d+/g)).toEqual(ports.map((port) => `clear conn port ${port}`));
  });

  test('an FTD takes FlexConfig, and no configuration mode', () => {
    const page = said(sheetOf(whole('NGFW Version 6.6.0', 'hostname ftd', NETWORK, POLICY)));
    expect(page).toContain('FlexConfig');
    expect(page).toContain('system support diagnostic-cli');
    expect(page).not.toMatch(/^(configure terminal|write memory)$/m);
  });

  test('a context is gone to first, by the name that the file tells', () => {
    const sheet = sheetOf(`changeto context TENANT\n${whole('ASA Version 9.1(5) <context>', 'hostname gateway', NETWORK, POLICY)}`);
    expect(sheet.before.commands![0]).toBe('changeto context TENANT');
    expect(sheet.commands.commands!.slice(0, 2)).toEqual(['changeto context TENANT', 'configure terminal']);
    const single = sheetOf(whole('ASA Version 9.1(5)', 'hostname gateway', NETWORK, POLICY));
    expect(sheetPage(single)).not.toContain('changeto');
  });
});

const OTHERS = POLICY.replace('  inspect esmtp', '  inspect ftp\n  inspect esmtp');

test.each([
  [
    'the policy is swapped',
    OTHERS,
    /between `no service-policy global_policy global` and `service-policy global_policy_mail global` is met by no inspection of this policy, .*\(inferred: CG8\); .*FTP.* one block/,
  ],
  ['mail gets a class of its own', POLICY, /between `no inspect esmtp` and `inspect esmtp` goes uninspected as mail/],
  [
    'a class gets an access-list',
    'class-map M\n match port tcp eq smtp\npolicy-map P\n class M\n  inspect esmtp\nservice-policy P global',
    /between `no match port tcp eq smtp` and `match access-list ESMTP_INSPECT` goes uninspected as mail/,
  ],
])('a moment without inspection is told, there and on the way back: %s', (_, policy, words) => {
  const sheet = sheetOf(whole('ASA Version 9.1(5)', NETWORK, policy), '192.0.2.25');
  expect(sheet.commands.says.join(' ')).toMatch(words);
  expect(sheet.wayBack.says.join(' ')).toMatch(/connections that begin meanwhile go uninspected/);
});

test('where the inspection goes for good, there is no such moment', () => {
  const sheet = sheetOf(whole('ASA Version 9.1(5)', NETWORK, POLICY));
  expect(sheet.commands.says).toEqual([]);
  expect(sheet.wayBack.says.join(' ')).not.toMatch(/meanwhile/);
});
