/** Exemptions: what they promise of every port and every inspection, and how they are made without taking anything down. */
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { proposalsFor } from '../../server/src/remedies/catalogue.ts';
import { exemptHosts } from '../../server/src/remedies/exempt-hosts.ts';
import { disableInspection } from '../../server/src/remedies/no-inspect-esmtp.ts';
import { cautionOf, isRefusal, type Proposal, type Refusal } from '../../server/src/remedies/remedy.ts';
import { checkConfiguration } from '../../server/src/rules/check.ts';
import { Lines } from '../../server/src/text/lines.ts';

const HEAD = `ASA Version 9.1(5)
hostname fw
interface GigabitEthernet0/0
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
`;
const DEFAULT = 'class-map inspection_default\n match default-inspection-traffic\n';
const policy = (...classes: string[]) => `policy-map global_policy\n${classes.join('')}service-policy global_policy global\n`;
const CLASS = ' class inspection_default\n  inspect dns\n  inspect esmtp\n';

const read = (text: string) => readConfiguration(Lines.read(text));

function exempt(text: string, options = {}): Proposal | Refusal {
  const configuration = read(text);
  return exemptHosts(configuration, configuration.contexts[0]!, ['192.0.2.25'], options);
}

function proposed(answer: Proposal | Refusal): Proposal {
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer;
}

function offered(text: string): readonly Proposal[] {
  const configuration = read(text);
  const finding = checkConfiguration(configuration).find(({ rule }) => rule === 'inspection-hides-starttls')!;
  return proposalsFor(configuration, finding);
}

const inspections = (commands: readonly string[]) => commands.filter((line) => /^ *no (class|inspect) /.test(line));

describe('mail that another inspection takes then', () => {
  test.each(['http', 'sip', 'ftp'])('inspect %s of a later class: it is said, and the remedy is not preferred', (protocol) => {
    const text = `${HEAD}class-map ANY\n match any\n${DEFAULT}${policy(' class inspection_default\n  inspect esmtp\n', ` class ANY\n  inspect ${protocol}\n`)}: end\n`;
    const configuration = read(text);
    const line = text.split('\n').indexOf(`  inspect ${protocol}`) + 1;
    for (const answer of [disableInspection(configuration, configuration.contexts[0]!), exempt(text)]) {
      const proposal = proposed(answer);
      const { proof } = proposal;
      expect(cautionOf(proposal)).toBe(`this mail then goes to line ${line} (\`inspect ${protocol}\`), which expects another protocol`);
      expect(proof?.changed[0]?.after).toBe(`not inspected; taken by line ${line} (\`inspect ${protocol}\`)`);
    }
    for (const { id, preferred } of offered(text)) if (/^(exempt|no-inspect)/.test(id)) expect([id, preferred]).toEqual([id, undefined]);
  });

  test.each([
    ['udp only', ' class ANY\n  inspect dns\n', 'match any'],
    ['another port', ' class ANY\n  inspect http\n', 'match port tcp eq www'],
    ['no inspection', ' class ANY\n  set connection conn-max 10\n', 'match any'],
  ])('%s: nothing to say', (_, later, match) => {
    const text = `${HEAD}class-map ANY\n ${match}\n${DEFAULT}${policy(' class inspection_default\n  inspect esmtp\n', later)}: end\n`;
    expect(proposed(exempt(text))).toMatchObject({ proof: expect.not.objectContaining({ handedTo: expect.anything() }) });
    expect(offered(text).find(({ preferred }) => preferred)?.id).toBe('exempt-hosts:192.0.2.25');
  });
});

test('an entry that the list of the class has already is not entered twice', () => {
  const text = `${HEAD}access-list M extended deny tcp any host 192.0.2.25 eq smtp
access-list M extended permit tcp any any eq smtp
class-map inspection_default
 match default-inspection-traffic
 match access-list M
${policy(CLASS)}`;
  const entered = proposed(exempt(text)).commands.filter((line) => line.startsWith('access-list'));
  expect(entered).toHaveLength(3);
  expect(new Set(entered).size).toBe(3);
});

describe('every port', () => {
  const ports = (text: string) =>
    proposed(exempt(text)).commands.flatMap((line) => /deny tcp any host 192\.0\.2\.25(.*)/.exec(line)?.slice(1) ?? []);

  test.each([
    ['a class for submission alone', 'port tcp eq 587', [' eq 587']],
    ['a range', 'port tcp range 20 600', [' range 20 600']],
    ['all traffic', 'any', ['']],
  ])('%s', (_, match, expected) => {
    const text = `${HEAD}class-map M\n match ${match}\n${policy(' class M\n  inspect esmtp\n')}`;
    expect(ports(text)).toEqual(expected);
    expect(
      exempt(
        Lines.read(text)
          .edit(proposed(exempt(text)).edits)
          .toString(),
      ),
    ).toMatchObject({ settled: true });
  });

  test('a class for each port', () => {
    const text = `${HEAD}class-map A\n match port tcp eq smtp\nclass-map B\n match port tcp eq 587\n${policy(' class A\n  inspect esmtp\n', ' class B\n  inspect esmtp\n')}`;
    expect(ports(text)).toEqual([' eq smtp', ' eq 587']);
  });

  describe('a port that is forwarded is its host\u2019s, and no other port of that address', () => {
    const SHARED = `${HEAD.split('object network')[0]}object network A
 host 192.0.2.25
 nat (inside,outside) static interface service tcp smtp smtp
object network B
 host 192.0.2.26
 nat (inside,outside) static interface service tcp 587 587
class-map R
 match port tcp eq smtp
class-map S
 match port tcp eq 587
${policy(' class R\n  inspect esmtp\n', ' class S\n  inspect esmtp\n')}`;
    const OLD = SHARED.replace('9.1(5)', '8.2(5)').replace(
      /object network[\s\S]*?(?=class-map)/,
      'static (inside,outside) tcp interface smtp 192.0.2.25 smtp netmask 255.255.255.255\nstatic (inside,outside) tcp interface 587 192.0.2.26 587 netmask 255.255.255.255\n',
    );
    test.each([
      ['8.3 and later', SHARED, '192.0.2.25', ['192.0.2.25 eq smtp', '192.0.2.25 eq 587']],
      ['8.3 and later, the other host', SHARED, '192.0.2.26', ['192.0.2.26 eq smtp', '192.0.2.26 eq 587']],
      ['before', OLD, '192.0.2.25', ['203.0.113.1 eq smtp', '192.0.2.25 eq smtp', '192.0.2.25 eq 587']],
      ['before, the other host', OLD, '192.0.2.26', ['192.0.2.26 eq smtp', '203.0.113.1 eq 587', '192.0.2.26 eq 587']],
    ])('%s', (_, text, host, denied) => {
      const configuration = read(text);
      const { title, commands, proof } = proposed(exemptHosts(configuration, configuration.contexts[0]!, [host]));
      expect(title).not.toContain('of tcp/');
      expect(commands.flatMap((line) => / deny tcp any host (.*)/.exec(line)?.slice(1) ?? [])).toEqual(denied);
      const shared = proof?.changed.flatMap(({ flow }) => (/ to .*203\.0\.113\.1/.test(flow) ? [flow.split(' ')[0]] : []));
      expect(new Set(shared)).toEqual(new Set([host === '192.0.2.25' ? 'tcp/25' : 'tcp/587']));
    });

    test('the port that clients use may be another than the server\u2019s', () => {
      const text = OLD.replace('interface 587', 'interface 2525').replace('eq 587', 'eq 2525');
      const configuration = read(text);
      const { commands } = proposed(exemptHosts(configuration, configuration.contexts[0]!, ['192.0.2.26']));
      expect(commands.join('\n')).toContain('deny tcp any host 203.0.113.1 eq 2525');
    });
  });

  test.each([
    ['port tcp eq 587', 'smtp', 'tcp/587'],
    ['port tcp eq smtp', '587', 'tcp/25'],
    ['port tcp range 25 587', '2525', 'tcp/25 and tcp/587'],
  ])('where another class stands in the way, the title names the ports of the finding: %s', (own, other, ports) => {
    // The list of class B is bound to an interface, too, and longer than one that is copied.
    const entries = Array.from(
      { length: 80 },
      (_, i) => `access-list BIG extended permit tcp 198.51.${i}.0 255.255.255.0 any eq ${other}\n`,
    );
    const text = `${HEAD}${entries.join('')}access-list BIG extended permit tcp any host 192.0.2.25 eq ${other}
access-group BIG in interface outside
class-map A\n match ${own}\nclass-map B\n match access-list BIG\n${policy(' class A\n  inspect esmtp\n', ' class B\n  inspect esmtp\n')}`;
    const findings = checkConfiguration(read(text)).filter(({ rule }) => rule === 'inspection-hides-starttls');
    const line = text.slice(0, text.indexOf(' class A')).split('\n').length;
    const finding = findings.find(({ range }) => range.start.line === line);
    const titles = finding === undefined ? [] : proposalsFor(read(text), finding).map(({ title }) => title);
    expect(titles.filter((title) => title.startsWith('Exempt'))).toEqual([`Exempt MAIL (192.0.2.25) from ESMTP inspection of ${ports}`]);
  });

  test('where one port cannot be exempted, the title names the one that is', () => {
    const text = `${HEAD}class-map A\n match port tcp eq smtp\nclass-map B\n match dscp ef\n${policy(' class A\n  inspect esmtp\n', ' class B\n  inspect esmtp\n')}`;
    const answer = exempt(text);
    if (!isRefusal(answer)) expect(answer.title).toMatch(/of tcp\/25$/);
    else expect(answer.refused).toMatch(/line \d+ \(`inspect esmtp`\)/);
  });
});

describe('an edited file is read from the top', () => {
  const A = 'class-map A\n match port tcp eq smtp\n';
  const B = 'class-map B\n match port tcp eq 587\n';
  const C = 'class-map C\n match port tcp eq www\n';
  const inspects = (...names: string[]) => policy(...names.map((name) => ` class ${name}\n  inspect esmtp\n`));

  test.each([
    ['one class map', HEAD + A + inspects('A')],
    ['two', HEAD + A + B + inspects('A', 'B')],
    ['in the other order', HEAD + B + A + inspects('A', 'B')],
    ['others around', HEAD + C + A + C.replaceAll('C', 'D') + inspects('A')],
    ['lists behind the class maps', `${HEAD + A + B}access-list X extended permit ip any any\n${inspects('A', 'B')}`],
    ['lists before', `${HEAD}access-list X extended permit ip any any\n${A}${B}${inspects('A', 'B')}`],
    ['one rematched, one new', HEAD + C + DEFAULT + A + policy(CLASS, ' class A\n  inspect esmtp\n')],
  ])('no line names a list that comes below it: %s', (_, text) => {
    const rows = Lines.read(text)
      .edit(proposed(exempt(text)).edits)
      .toString()
      .split('\n');
    const named = rows.flatMap((row, at) => [...row.matchAll(/match access-list (\S+)/g)].map(([, name]) => ({ name, at })));
    expect(named).not.toEqual([]);
    for (const { name, at } of named) {
      const last = rows.findLastIndex((row) => row.startsWith(`access-list ${name} `));
      expect([name, last >= 0 && last < at]).toEqual([name, true]);
    }
  });
});

describe('both readings of the documents', () => {
  test('what was only likely before the change is not said to be sure', () => {
    const behind = `${HEAD}class-map M\n match port tcp eq smtp\n${DEFAULT}${policy(' class inspection_default\n  inspect dns\n  inspect ftp\n', ' class M\n  inspect esmtp\n')}`;
    const { proof } = proposed(exempt(behind));
    expect(new Set(proof?.changed.map(({ before, after }) => `${before} -> ${after}`))).toEqual(
      new Set(['inspected (_default_esmtp_map) by the likelier reading -> not inspected']),
    );
    const sure = proposed(exempt(HEAD + DEFAULT + policy(CLASS)));
    expect(sure.proof?.changed.map(({ before }) => before).join()).not.toContain('reading');
  });

  const text = `${HEAD + DEFAULT + policy(CLASS)}: end\n`;

  test('the preferred form holds under both, and takes nothing down', () => {
    const [preferred] = offered(text).filter((each) => each.preferred);
    expect(preferred?.proof?.readings).toEqual(['by engine', 'by class']);
    expect(inspections(preferred!.commands)).toEqual([]);
    expect(preferred?.commands.slice(-2)).toEqual(['no service-policy global_policy global', 'service-policy global_policy_mail global']);
    expect(inspections(preferred!.rollback)).toEqual([]);
  });

  test('the form behind the others stays on offer, with its doubt', () => {
    const behind = offered(text).find(({ id }) => id.startsWith('exempt-hosts-behind'));
    expect(behind?.preferred).toBeUndefined();
    expect(behind && cautionOf(behind)).toMatch(/^the documents can be read so that /);
    expect(behind?.proof?.readings).toEqual(['by engine']);
    expect(proposed(exempt(text, { inPlace: true })).commands).toEqual(behind?.commands);
  });

  test('where no other inspection stands before it, the class goes behind without a doubt', () => {
    const alone = HEAD + DEFAULT + policy(' class inspection_default\n  inspect esmtp\n');
    expect(proposed(exempt(alone)).commands).toContain('policy-map global_policy');
    expect(offered(`${alone}: end\n`).some(({ id }) => id.startsWith('exempt-hosts-behind'))).toBe(false);
  });

  describe('a policy map that is built aside', () => {
    const limited = (...lines: string[]) =>
      `${HEAD}class-map all\n match any\n${DEFAULT}${policy(` class inspection_default\n  inspect dns\n  inspect esmtp\n`, ` class all\n  ${lines.join('\n  ')}\n`)}`;
    const built = (text: string) => {
      const { commands } = proposed(exempt(text));
      return commands.slice(commands.indexOf(' class all') + 1, commands.indexOf('no service-policy global_policy global'));
    };

    test('has every line of the other classes, of one kind too, and lines that we do not know', () => {
      const lines = ['police input 1000000', 'police output 2000000', 'sfr fail-open', 'a-later-command on'];
      expect(built(limited(...lines))).toEqual(lines.map((line) => `  ${line}`));
    });

    test('has what a pasted script left of a class', () => {
      const lines = ['police input 1000000', 'no police', 'set connection conn-max 5', 'police output 1000'];
      expect(built(limited(...lines))).toEqual(['  set connection conn-max 5', '  police output 1000']);
    });

    test('is not made where no line says what is left', () => {
      const text = limited('set connection conn-max 5 per-client-max 2', 'no set connection per-client-max');
      expect(proposed(exempt(text)).commands).not.toContain('policy-map global_policy_mail');
    });

    test('is what a class in its place cannot do: then that is refused, and it is said', () => {
      const text = `${HEAD}class-map mail\n match port tcp eq 25\nclass-map all\n match any\n${policy(' class mail\n  inspect esmtp\n  set connection conn-max 10\n', ' class all\n  inspect ftp\n')}`;
      expect(proposed(exempt(text)).commands).toContain('policy-map global_policy_mail');
      expect(exempt(text, { inPlace: true })).toMatchObject({
        refused: expect.stringMatching(/^No class behind .* without `--in-place`\.$/),
      });
    });
  });

  test('each policy that uses the map is swapped, with what else its line says', () => {
    const two = text.replace(
      'service-policy global_policy global',
      'service-policy global_policy interface outside fail-close\nservice-policy global_policy interface inside',
    );
    const { commands, rollback } = proposed(exempt(two));
    expect(commands.slice(-4)).toEqual([
      'no service-policy global_policy interface outside fail-close',
      'service-policy global_policy_mail interface outside fail-close',
      'no service-policy global_policy interface inside',
      'service-policy global_policy_mail interface inside',
    ]);
    expect(rollback.indexOf('no policy-map global_policy_mail')).toBeGreaterThan(
      rollback.indexOf('service-policy global_policy interface outside fail-close'),
    );
  });

  test('a name that is taken, and one that would be too long', () => {
    expect(proposed(exempt(text.replace('policy-map', 'policy-map GLOBAL_policy_mail\npolicy-map'))).commands).toContain(
      'policy-map global_policy_mail_2',
    );
    const long = 'p'.repeat(40);
    const name = proposed(exempt(text.replaceAll('global_policy', long))).commands.find((line) => line.startsWith('policy-map '))!;
    expect(name.length - 'policy-map '.length).toBeLessThanOrEqual(40);
  });

  describe('a policy map is not built aside of what shows only a part of the one in force', () => {
    const MAP = 'class-map inspection_default\n match default-inspection-traffic\n';
    const APPLIED = 'service-policy global_policy global\n';

    test.each([
      ['no service-policy', `${MAP}policy-map global_policy\n${CLASS}`],
      ['no class-map', `policy-map global_policy\n${CLASS}${APPLIED}`],
      ...[
        '...',
        '[...]',
        '…',
        '<snip>',
        '[output omitted]',
        '--- snip ---',
        '<--- output truncated --->',
        '! some lines removed for brevity',
        '! (other inspect lines omitted)',
        '! ---- cut here ----',
      ].map((line) => [`lines left out: ${line}`, `${MAP}policy-map global_policy\n${CLASS}  ${line}\n${APPLIED}`]),
      ['classes left out', `${MAP}policy-map global_policy\n${CLASS} ...\n${APPLIED}`],
    ])('%s', (_, part) => {
      const answer = proposed(exempt(part));
      expect(answer.commands.filter((line) => /policy-map|service-policy/.test(line))).toEqual(['policy-map global_policy']);
      expect(cautionOf(answer)).toContain('the documents can be read so that');
      expect(offered(part).filter(({ id, preferred }) => id.startsWith('exempt') && preferred)).toEqual([]);
    });

    test.each(['! inspect sip removed 2024-01-01', '! cut over to the new mail host', ': sip: removed by jk'])(
      'but for one with a note of what somebody did: %s',
      (line) => {
        const whole = `${MAP}policy-map global_policy\n${CLASS}  ${line}\n${APPLIED}`;
        expect(proposed(exempt(whole)).commands).toEqual(proposed(exempt(whole.replace(`  ${line}\n`, ''))).commands);
      },
    );

    test('where no class in its place can do it, the line that stands for others is named', () => {
      const text = `${HEAD}class-map mail\n match port tcp eq 25\nclass-map all\n match any\n${policy(' class mail\n  inspect esmtp\n  set connection conn-max 10\n', ' class all\n  inspect ftp\n  ...\n')}`;
      const line = text.split('\n').indexOf('  ...') + 1;
      expect(exempt(text)).toMatchObject({
        refused: expect.stringMatching(
          new RegExp(`: line ${line} \\(\`\\.\\.\\.\`\\) stands for lines that the file leaves out\\. Put them in`),
        ),
      });
    });
  });
});

describe('names that the file does not define', () => {
  const twice = (names: string) =>
    `${HEAD}object network LAN\n subnet 192.0.2.128 255.255.255.128\nnat (inside,outside) source static ${names}\n${DEFAULT}${policy(CLASS)}`;

  test.each([
    'LAN LAN destination static VPN-NET VPN-NET',
    'LAN LAN destination static VPN-A VPN-B',
    'VPN-NET VPN-NET destination static LAN LAN',
    'VPN-NET VPN-NET',
  ])('%s takes no fix away', (names) => {
    const { proof } = proposed(exempt(twice(names)));
    expect(proof?.assumes).toEqual([`line 16 (\`nat (inside,outside) source static ${names}\`)`]);
  });

  test('before 8.3, where a host may have an address that is not told, it is refused and the line named', () => {
    const old = `ASA Version 8.2(5)\n${HEAD.slice(HEAD.indexOf('interface'), HEAD.indexOf('object'))}nat (inside,outside) source static LAN LAN destination static VPN-NET VPN-NET\n${DEFAULT}${policy(CLASS)}`;
    const answer = exempt(old);
    if (isRefusal(answer)) expect(answer.refused).toMatch(/line \d+ \(`nat /);
    else expect(answer.proof?.assumes).toBeUndefined();
  });
});

describe('lines that are switched off', () => {
  const off = (...lines: string[]) =>
    `${HEAD}${lines.map((line) => `access-list M extended ${line}\n`).join('')}access-list M extended permit tcp any any eq smtp\nclass-map M\n match access-list M\n${policy(' class M\n  inspect esmtp\n')}: end\n`;
  const TO = 'deny tcp any host 192.0.2.25 eq smtp';
  const FROM = 'deny tcp host 192.0.2.25 any eq smtp';

  test('a device holds an entry once: it is switched on where it stands, and the way back switches it off', () => {
    const { commands, rollback } = proposed(exempt(off(`${TO} inactive`, `${FROM} inactive`)));
    expect(commands.slice(1)).toEqual([`access-list M line 1 extended ${TO}`, `access-list M line 2 extended ${FROM}`]);
    expect([...rollback.slice(1)].sort()).toEqual([
      `access-list M line 1 extended ${TO} inactive`,
      `access-list M line 2 extended ${FROM} inactive`,
    ]);
  });

  test('the direction that is not there is entered', () => {
    const { commands, rollback } = proposed(exempt(off('deny tcp any host 192.0.2.9 eq smtp', `${TO} inactive`)));
    expect(commands.slice(1)).toEqual([`access-list M line 2 extended ${TO}`, `access-list M line 3 extended ${FROM}`]);
    expect(rollback.slice(1)).toEqual([`no access-list M extended ${FROM}`, `access-list M line 2 extended ${TO} inactive`]);
  });
});

describe('what the list says already is not entered again', () => {
  const MAIL = 'object-group network SERVERS\n network-object host 192.0.2.25\n network-object host 192.0.2.26\n';
  const LIST = (...entries: string[]) => entries.map((entry) => `access-list M extended ${entry}\n`).join('');
  const POLICY = `class-map M\n match access-list M\n${policy(' class M\n  inspect esmtp\n')}: end\n`;
  const entered = (text: string) => proposed(exempt(text)).commands.filter((line) => line.includes('deny'));
  const OUT = 'access-list M line 2 extended deny tcp host 192.0.2.25 any eq smtp';
  const IN = 'access-list M line 2 extended deny tcp any host 192.0.2.25 eq smtp';

  test.each([
    ['a group', 'deny tcp any object-group SERVERS eq smtp', [OUT]],
    ['a network, all ports', 'deny ip 192.0.2.0 255.255.255.0 any', [IN]],
    ['a range of ports', 'deny tcp any host 192.0.2.25 range 20 30', [OUT]],
    // These say less, or nothing for sure.
    ['another port', 'deny tcp any object-group SERVERS eq 587', [OUT, IN]],
    ['some senders', 'deny tcp 198.51.100.0 255.255.255.0 host 192.0.2.25 eq smtp', [OUT, IN]],
    ['a name that is not defined', 'deny tcp any object-group OTHERS eq smtp', [OUT, IN]],
    ['switched off', 'deny tcp any object-group SERVERS eq smtp inactive', [OUT, IN]],
  ])('%s', (_, above, commands) => {
    const made = entered(`${HEAD}${MAIL}${LIST(above, 'permit tcp any any eq smtp')}${POLICY}`);
    expect(made.map((line) => line.replace(/ line \d+/, ''))).toEqual(commands.map((line) => line.replace(/ line \d+/, '')));
  });
});
