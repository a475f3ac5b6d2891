/** The secrets of a configuration stay in it: no hover, no report, no diff shows one, and diffs apply all the same. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyPatch } from 'diff';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { withoutSecrets } from '../../server/src/asa/secrets.ts';
import { nameInDiff, unified } from '../../server/src/cli/diff.ts';
import { codeActions } from '../../server/src/features/code-actions.ts';
import { configurationFeatures as features } from '../../server/src/features/configuration/features.ts';
import { diagnostics } from '../../server/src/features/diagnostics.ts';
import type { ConfigurationDocument } from '../../server/src/features/document.ts';
import { esmtpLens, removeFolders } from '../cli/run.ts';
import { open } from '../support/cursor.ts';

afterAll(removeFolders);

const SECRET = 'Gr8-S3cret.x';
const SECRET_IN_HEX = 'C0FFEE0123456789';

/** A line of each command that holds one. */
const LINES: readonly string[] = [
  `enable password ${SECRET} encrypted`,
  `enable password ${SECRET} level 15`,
  `passwd ${SECRET} encrypted`,
  `PASSWD ${SECRET}`,
  `username admin password ${SECRET} encrypted privilege 15`,
  `usern admin passw ${SECRET}`,
  `username admin password 0 "${SECRET}"`,
  `vpdn username alice password ${SECRET} store-local`,
  `vpnclient username alice password ${SECRET}`,
  `vpngroup G password ${SECRET}`,
  `isakmp key ${SECRET} address 192.0.2.1 netmask 255.255.255.255`,
  `crypto isakmp key ${SECRET} address 192.0.2.1`,
  `failover key ${SECRET}`,
  `failover key hex ${SECRET}`,
  `failover ipsec pre-shared-key ${SECRET}`,
  ` pre-shared-key ${SECRET}`,
  ` ikev1 pre-shared-key ${SECRET}`,
  ` ikev2 remote-authentication pre-shared-key 8 ${SECRET}`,
  `snmp-server community ${SECRET}`,
  `snmp-server community 8 ${SECRET}`,
  `snmp-server host inside 192.0.2.9 community ${SECRET} version 2c`,
  `snmp-server user u g v3 encrypted auth sha ${SECRET} priv aes 128 ${SECRET}`,
  `aaa-server T (inside) host 192.0.2.9 ${SECRET} timeout 10`,
  ` key ${SECRET}`,
  ` key *****\n key 7 ${SECRET}`,
  ` ldap-login-password ${SECRET}`,
  ` radius-common-pw ${SECRET}`,
  ` ospf message-digest-key 1 md5 ${SECRET}`,
  ` ospf authentication-key ${SECRET}`,
  ` area 1 virtual-link 192.0.2.9 authentication-key 0 ${SECRET}`,
  ` authentication key eigrp 100 ${SECRET} key-id 1`,
  ` neighbor 192.0.2.9 password 7 ${SECRET}`,
  ` rip authentication key ${SECRET} key_id 1`,
  `ntp authentication-key 1 md5 ${SECRET}`,
  `key config-key password-encryption ${SECRET}`,
  `crypto map M 10 set session-key inbound esp 256 cipher ${SECRET} authenticator ${SECRET}`,
  `logging ftp-server 192.0.2.9 /log alice ${SECRET}`,
  `url-server (inside) vendor x\nhttp-proxy 192.0.2.9 8080 username alice password ${SECRET}`,
  `crypto ca import TP pkcs12 ${SECRET}`,
  `crypto ca export TP pkcs12 ${SECRET}`,
  `boot config ftp://alice:${SECRET}@192.0.2.9/x.cfg`,
  `auto-update server https://alice:${SECRET}@192.0.2.9/x`,
  `fw1(config)# username admin password ${SECRET}`,
  // Shortened as far as the device takes it.
  `ena pas ${SECRET}`,
  `usern admin pa 0 ${SECRET}`,
  ` ldap-login-pass ${SECRET}`,
  `snmp-s comm ${SECRET}`,
  ` ikev2 remote-authentication pre-shared-key hex ${SECRET}`,
  `key config-key password-encryption ${SECRET} ${SECRET}`,
  `crypto ca enroll TP ${SECRET} serial`,
  `ca enroll nick ${SECRET}`,
  `crypto key export rsa K pem terminal 3des ${SECRET}`,
  `crypto key import rsa K pem url ftp://192.0.2.9/k ${SECRET}`,
  ` authentication sha-1 0 ${SECRET} key-id 10`,
  ` authentication meticulous-md5 ${SECRET} key-id 10`,
  ` hidden-parameter lang=en&pw=${SECRET}`,
  ` web update-url https://dns.example.net/u?host=<h>&token=${SECRET}&ip=<a>`,
  `scansafe general-options\n license ${SECRET_IN_HEX}${SECRET_IN_HEX}`,
  `license smart register idtoken ${SECRET} force`,
  // FTD
  `> configure manager add 192.0.2.9 ${SECRET} ${SECRET}`,
  `configure manager add DONTRESOLVE ${SECRET}`,
  // PIX 4 and 5
  `tacacs-server (inside) host 192.0.2.9 ${SECRET}`,
  `radius-server host 192.0.2.9 ${SECRET} timeout 5`,
  // IOS, beside a firewall in one file
  `snmp-server host 192.0.2.9 ${SECRET}`,
  `snmp-server host 192.0.2.9 version 2c ${SECRET} bgp`,
  `snmp-server host nms.example.net vrf M informs version 1 ${SECRET}`,
  `snmp-server user u g v3 auth md5 ${SECRET} priv des56 ${SECRET}`,
  ` standby 1 authentication ${SECRET}`,
  ` vrrp 1 authentication text ${SECRET}`,
  ` ip nhrp authentication ${SECRET}`,
  ` authentication mode hmac-sha-256 7 ${SECRET}`,
  ` server-key 7 ${SECRET}`,
  ` wpa-psk ascii 7 ${SECRET}`,
];

describe.each(LINES)('%s', (line) => {
  test('its secret is hidden, and nothing moves', () => {
    const shown = withoutSecrets(line);
    expect(shown).not.toContain(SECRET);
    expect(shown).not.toContain(SECRET_IN_HEX);
    expect(shown.length).toBe(line.length);
  });
});

test.each([
  'username admin nopassword privilege 15',
  'crypto key generate rsa modulus 2048',
  'access-list A extended permit tcp any host 192.0.2.25 eq smtp',
  ' inspect esmtp',
  'password-policy minimum-length 12',
  'tunnel-group 192.0.2.1 type ipsec-l2l',
  'nameif inside',
  'neighbor 192.0.2.1 send-community',
  'snmp-server host inside 192.0.2.9',
  'snmp-server host inside 192.0.2.9 udp-port 1162',
  'snmp-server host 192.0.2.9 traps',
  'isakmp policy 10 authentication pre-share',
  'aaa authentication ssh console LOCAL',
  ' area 0 authentication message-digest',
  ' ip rip authentication mode md5',
  'standby 1 authentication md5 key-chain K',
  'crypto ca enroll TP noconfirm',
  'aaa-server T (inside) host 192.0.2.9',
  'radius-server host 192.0.2.9 auth-port 1812',
  'license boot level security',
  'configure manager delete',
  ' description the pass through rack 4',
])('%s has none', (line) => {
  expect(withoutSecrets(line)).toBe(line);
});

/** A device with secrets beside everything that is mended or shown. */
function device(secrets: readonly string[], eol = '\n'): string {
  const at = (i: number) => secrets[i % secrets.length]!;
  return [
    ': Saved',
    'ASA Version 9.1(5)',
    'hostname gateway',
    at(0),
    'interface GigabitEthernet0/0',
    ' nameif inside',
    ' security-level 100',
    ' ip address 192.0.2.1 255.255.255.0',
    at(1),
    'aaa-server T protocol tacacs+',
    `aaa-server T (inside) host 192.0.2.9 ${SECRET}`,
    `snmp-server host inside 192.0.2.9 community ${SECRET}`,
    'access-list X extended permit ip any 192.0.2.25',
    at(2),
    'object network MAIL',
    ' host 192.0.2.25',
    at(3),
    'class-map inspection_default',
    ' match default-inspection-traffic',
    at(4),
    'class-map C',
    ' match address X',
    'policy-map global_policy',
    ' class inspection_default',
    '  inspect esmtp',
    at(5),
    'service-policy global_policy global',
    at(6),
    ': end',
    '',
  ].join(eol);
}

function shownInEditor(document: ConfigurationDocument): string {
  const all = { start: { line: 0, character: 0 }, end: { line: document.lines.count, character: 0 } };
  const hovers = document.lines.all.flatMap(({ text }, line) =>
    Array.from({ length: Math.ceil((text.length + 1) / 3) }, (_, i) => features.hover!(document, { line, character: 3 * i })),
  );
  const found = diagnostics(document, undefined);
  return JSON.stringify([
    hovers,
    features.documentSymbols!(document),
    features.inlayHints!(document, all),
    features.codeLenses!(document),
    features.status!(document),
    found,
    codeActions(document, all, found, undefined),
  ]);
}

const secrets = fc.shuffledSubarray([...LINES], { minLength: 7, maxLength: 7 });

test('no editor shows one', () => {
  fc.assert(
    fc.property(secrets, (lines) => {
      const shown = shownInEditor(open(device(lines), 'cisco-asa') as ConfigurationDocument);
      for (const secret of [SECRET, SECRET_IN_HEX]) expect(shown).not.toContain(secret);
    }),
    { numRuns: 12 },
  );
});

const FLOW = 'tcp 203.0.113.9 -> 192.0.2.25:25';

test('no report, no answer, no diff shows one', async () => {
  // All of them in one file: what stands beside an edit is shown with it.
  const groups = [0, 1, 2, 3, 4, 5, 6].map((place) => LINES.filter((_, i) => i % 7 === place).join('\n'));
  const files = { 'fw.asa': device(groups), 'in.smtp': '220 mx.example.com ESMTP\nEHLO a.example.net\n250 mx.example.com\n' };
  const json = ['pretty', 'json'];
  const asked = [
    ...['pretty', 'json', 'ndjson', 'sarif', 'github', 'gitlab', 'junit'].map((format) => ['check', '.', '--format', format]),
    ['check', 'fw.asa', '--fix-dry-run'],
    ...json.map((format) => ['explain', 'fw.asa', '--format', format]),
    ['explain', 'fw.asa', '--flow', FLOW],
    ...json.map((format) => ['remedy', 'fw.asa', '--disable', '--format', format]),
    ['remedy', 'fw.asa', '--disable', '--sheet'],
    ['remedy', 'fw.asa', '--disable', '--commands', '--rollback'],
    ['remedy', 'fw.asa', '--exempt', '192.0.2.25', '--diff'],
    ['remedy', 'fw.asa', '--allow-tls'],
    ...['pretty', 'json', 'csv', 'markdown', 'html'].map((format) => ['survey', '.', '--format', format]),
    ...json.map((format) => ['predict', 'fw.asa', 'in.smtp', '--remedied', '--flow', FLOW, '--format', format]),
    ['scrub', 'fw.asa'],
  ];
  for (const argv of asked) {
    const { out, err } = await esmtpLens(argv, { files, columns: 200 });
    expect(out, argv.join(' ')).not.toBe('');
    for (const secret of [SECRET, SECRET_IN_HEX]) expect(out + err, argv.join(' ')).not.toContain(secret);
  }
});

/** Made up; as long as the lines that devices and OpenSSL print. */
const BODY = 'MIIEpAIBAAKCAQEAtestTESTtestTESTtestTESTtestTEST0123456789abcdef';

/** The last line of a body needs no padding. */
const LAST = 'qTest9lastLine+z';

test.each([BODY, `  ${BODY}`, `> ${BODY}`, `${BODY}==`, 'Zm9vYmFy0A==', `${BODY}\t`, LAST, `> ${LAST}`])(
  'a line of a key is hidden: %j',
  (line) => {
    expect(withoutSecrets(line)).toMatch(/^[ >\t]*\*+\t?$/);
    expect(withoutSecrets(line).length).toBe(line.length);
  },
);

test.each(['parameters', 'Ethernet1', 'Management0/0', 'ESMTP25', 'fw1', 'GigabitEthernet', 'allow-tls', 'interface GigabitEthernet0/1'])(
  'a word is no line of a key: %s',
  (line) => expect(withoutSecrets(line)).toBe(line),
);

test.each([
  ['crypto ca import TP pkcs12 *****', 'quit'],
  ['-----BEGIN RSA PRIVATE KEY-----', '-----END RSA PRIVATE KEY-----'],
])('the key after %s is in no report and no diff', async (begin, end) => {
  const key = [begin, BODY, LAST, end].join('\n');
  const text = device(['hostname a']).replace('class-map C', `${key}\nclass-map C`);
  for (const argv of [
    ['check', '.'],
    ['check', 'fw.asa', '--fix-dry-run'],
    ['explain', 'fw.asa'],
    ['remedy', 'fw.asa', '--disable'],
  ]) {
    const { out, err } = await esmtpLens(argv, { files: { 'fw.asa': text }, columns: 200 });
    expect(out).not.toBe('');
    expect(out + err, argv.join(' ')).not.toContain(BODY.slice(0, 12));
    expect(out + err, argv.join(' ')).not.toContain(LAST);
  }
  expect(shownInEditor(open(text, 'cisco-asa') as ConfigurationDocument)).not.toContain(BODY.slice(0, 12));
  expect(shownInEditor(open(text, 'cisco-asa') as ConfigurationDocument)).not.toContain(LAST);
});

test('a file that holds a session beside the configuration shows what neither of them may', async () => {
  const sent = ['QUxJQ0VTRUNSRVRBTElD', 'UEFTU1dPUkRQQVNTV09S'];
  const session = ['220 ***************2******0', 'EHLO client.example.net', '250-mail.example.com', '250 AUTH LOGIN', 'AUTH LOGIN'];
  const dialogue = ['334 VXNlcm5hbWU6', sent[0]!, '334 UGFzc3dvcmQ6', sent[1]!, '535 5.7.8 failed', 'QUIT'];
  const text = `${device([`passwd ${SECRET}`])}${[...session, ...dialogue].join('\n')}\n`;
  const asked = [
    ['check', '.'],
    ['check', 'fw.asa', '--fix-dry-run'],
    ['explain', 'fw.asa'],
    ['unmask', 'fw.asa'],
  ];
  const outs = await Promise.all(asked.map((argv) => esmtpLens(argv, { files: { 'fw.asa': text }, columns: 200 })));
  const shown = [...outs.map(({ out, err }) => out + err), shownInEditor(open(text, 'cisco-asa') as ConfigurationDocument)];
  for (const secret of [SECRET, ...sent.map((each) => each.slice(0, 8))]) for (const one of shown) expect(one).not.toContain(secret);
});

describe('a diff without secrets', () => {
  const changed = fc
    .tuple(fc.array(fc.constantFrom('a', 'b', 'c', ` key ${SECRET}`), { minLength: 1, maxLength: 40 }), fc.infiniteStream(fc.nat(9)))
    .map(([lines, dice]) => {
      const before = lines.map((line, i) => (line.length > 1 ? line : `${line}${i}`));
      const after = before.flatMap((line) => {
        const [die] = dice.take(1);
        if (line.includes(SECRET) || die! > 2) return [line];
        return die === 0 ? [] : die === 1 ? [`${line}!`] : [line, 'new'];
      });
      return [`${before.join('\n')}\n`, `${after.join('\n')}\n`] as const;
    });

  test('applies where it should', () => {
    fc.assert(
      fc.property(changed, ([before, after]) => {
        const diff = unified('fw.asa', before, after);
        expect(diff).not.toContain(SECRET);
        expect(applyPatch(before, diff)).toBe(after);
      }),
      { numRuns: 300 },
    );
  });

  const hasPatch = spawnSync('patch', ['--version']).status === 0;
  test.skipIf(!hasPatch)('applies with patch', () => {
    const folder = mkdtempSync(join(tmpdir(), 'esmtp-lens-patch-'));
    for (const [before, after] of fc.sample(changed, 40).filter(([was, is]) => was !== is)) {
      writeFileSync(join(folder, 'fw.asa'), before!);
      const name = nameInDiff(join(folder, 'fw.asa'), folder);
      const { status, stdout } = spawnSync('patch', ['-p1'], { cwd: folder, input: unified(name, before!, after!) });
      expect([status, readFileSync(join(folder, 'fw.asa'), 'utf8')], String(stdout)).toEqual([0, after]);
    }
    rmSync(folder, { recursive: true });
  });

  test('names a file from the folder at hand, or from the root', () => {
    expect(nameInDiff('/home/alice/fw/a.asa', '/home/alice')).toBe('fw/a.asa');
    expect(nameInDiff('fw/a.asa', '/home/alice')).toBe('fw/a.asa');
    expect(nameInDiff('/srv/a.asa', '/home/alice')).toBe('srv/a.asa');
  });
});
