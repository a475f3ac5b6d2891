/** What the device itself says of a flow: read, quoted, and held against the configuration. */
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { explainFlow, parseFlow, whyOpen } from '../../server/src/policy/verdict.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { plain } from '../asa/plain.ts';

const FLOW = 'tcp 198.51.100.9 -> 203.0.113.10:25 on outside';
const COMMAND = 'packet-tracer input outside tcp 198.51.100.9 40000 203.0.113.10 25';
const DIALOGUE = 'show service-policy flow tcp host 198.51.100.9 host 203.0.113.10 eq 25';

const INSPECTED = `Phase: 4
Type: INSPECT
Subtype: inspect-smtp
Result: ALLOW
Elapsed time: 1200 ns
Config:
Additional Information:

`;
const ALLOWED = `Phase: 1
Type: ACCESS-LIST
Subtype: log
Result: ALLOW
Config:
Additional Information:

Phase: 2
Type: FLOW-CREATION
Subtype:
Result: ALLOW

Result:
input-interface: outside
input-status: up
Action: allow
`;
const DROPPED = ALLOWED.replace('Action: allow', 'Action: drop\nDrop-reason: (acl-drop) Flow is denied by configured rule');

const policyOf = (protocol: string) => `class-map inspection_default
 match default-inspection-traffic
policy-map global_policy
 class inspection_default
  inspect ${protocol}
service-policy global_policy global
`;
const flowShown = (actions: string) => `
Global policy:
  Service-policy: global_policy
    Class-map: inspection_default
      Match: default-inspection-traffic
      Action:
        Input flow:  ${actions}
    Class-map: class-default
      Match: any
      Action:
        Output flow:
`;

const explain = (text: string, flow = FLOW) => explainFlow(readConfiguration(Lines.read(text)).contexts[0]!, parseFlow(flow));
const why = (text: string, flow = FLOW) =>
  explain(text, flow)
    .trace.map(({ result }) => result)
    .join('\n');

describe('the word of the device', () => {
  it.each<readonly [string, string, unknown, string]>([
    ['packet-tracer behind a prompt, alone', `fw1# ${COMMAND}\n${INSPECTED}`, true, 'rests on the word of the device'],
    ['packet-tracer without its command, alone', INSPECTED, true, 'which flow it was asked about is not in the file'],
    [
      'packet-tracer that names esmtp',
      `fw1# ${COMMAND}\n${INSPECTED.replace('inspect-smtp', 'inspect-esmtp')}`,
      true,
      'rests on the word of the device',
    ],
    ['a packet that is let through without an inspection', `fw1# ${COMMAND}\n${ALLOWED}`, false, 'not inspected as mail'],
    ['show service-policy flow, alone', `fw1# ${DIALOGUE}\n${flowShown('inspect esmtp')}`, true, 'rests on the word of the device'],
    ['show service-policy flow with a map', `fw1# ${DIALOGUE}\n${flowShown('inspect esmtp MAP')}`, true, 'rests on the word of the device'],
    ['show service-policy flow of another action', `fw1# ${DIALOGUE}\n${flowShown('inspect dns')}`, false, 'not inspected as mail'],
    [
      'counters alone tell no flows apart',
      'Global policy:\n  Service-policy: g\n    Class-map: c\n      Inspect: esmtp _default_esmtp_map, packet 12, drop 0\n',
      'unknown',
      'counts 12 packets',
    ],
    ['it agrees with the configuration', `${policyOf('esmtp')}fw1# ${COMMAND}\n${INSPECTED}`, true, 'says the same'],
    ['it contradicts an inspection', `${policyOf('esmtp')}fw1# ${COMMAND}\n${ALLOWED}`, false, 'this contradicts the configuration'],
    [
      'it contradicts policies that inspect no mail at all',
      `${policyOf('ftp')}fw1# ${DIALOGUE}\n${flowShown('inspect esmtp')}`,
      true,
      'no policy that is applied here inspects any: the configuration is of another time or not whole',
    ],
    [
      'it contradicts an exemption',
      `access-list A deny tcp any host 203.0.113.10 eq smtp\naccess-list A permit tcp any any eq smtp\nclass-map M\n match access-list A\npolicy-map P\n class M\n  inspect esmtp\nservice-policy P global\nfw1# ${DIALOGUE}\n${flowShown('inspect esmtp')}`,
      true,
      'this contradicts the configuration',
    ],
    [
      'it tells what the file leaves open',
      `${policyOf('esmtp')
        .replaceAll('inspection_default', 'c')
        .replace(/^class-map.*\n.*\n/, '')}fw1# ${COMMAND}\n${INSPECTED}`,
      true,
      'leaves it open',
    ],
    ['a packet that was dropped says nothing', `${policyOf('esmtp')}fw1# ${COMMAND}\n${DROPPED}`, true, 'inspects the flow'],
    ['it says both', `${policyOf('esmtp')}fw1# ${COMMAND}\n${INSPECTED}fw1# ${COMMAND}\n${ALLOWED}`, true, 'its word does not decide'],
  ])('%s', (_, text, inspected, words) => {
    expect(explain(text).inspected).toBe(inspected);
    expect(why(text)).toContain(words);
    expect(explain(text.replaceAll('\n', '\r\n')).inspected).toBe(inspected);
  });

  it('is quoted with its line', () => {
    const text = `fw1# ${COMMAND}\n${INSPECTED}`;
    const quoted = explain(text).trace.find(({ statement }) => statement !== undefined && Lines.read(text).lineOf(statement) === 3);
    expect(quoted?.result).toBe('the word of the device (packet-tracer, line 1): inspected as mail');
  });

  it('of another flow does not decide', () => {
    const text = `${policyOf('esmtp')}fw1# ${COMMAND}\n${ALLOWED}`;
    for (const flow of [
      'tcp 198.51.100.8 -> 203.0.113.10:25',
      'tcp 198.51.100.9 -> 203.0.113.11:25',
      'tcp 198.51.100.9 -> 203.0.113.10:25 on inside',
    ]) {
      expect(explain(text, flow).inspected).toBe(true);
    }
    expect(explain(text, FLOW.replace('outside', 'OUTSIDE')).inspected).toBe(false);
  });

  it('of a flow that the file does not name is quoted beside a configuration, and does not overrule it', () => {
    const text = `${policyOf('esmtp')}${ALLOWED}`;
    expect(explain(text).inspected).toBe(true);
    expect(why(text)).toContain('which flow it was asked about is not in the file');
  });

  describe('what packet-tracer quotes of the configuration', () => {
    const run = (config: string) => `fw# ${COMMAND}\n${INSPECTED.replace('Config:\n', `Config:\n${config}`)}`;
    const ANOTHER = 'tcp 198.51.100.9 -> 10.9.9.9:25 on inside';

    it('tells of the flow that it met, by which line', () => {
      const { inspected, by } = explain(run(policyOf('esmtp')));
      expect([inspected, by?.action?.protocol]).toEqual([true, 'esmtp']);
    });

    it('tells nothing of another', () => {
      const { inspected, reason } = explain(run(policyOf('esmtp')), ANOTHER);
      expect([inspected, reason]).toEqual(['unknown', expect.stringMatching(/packet-tracer.*what one flow met.*show running-config/)]);
    });

    it.each([
      ['a configuration below it', `${run('')}fw# show running-config\n${policyOf('esmtp')}`],
      ['one below a run that breaks off', `${COMMAND}\nPhase: 1\nConfig:\nfw# show running-config\n${policyOf('esmtp')}`],
      [
        'one below a run that breaks off, with its version',
        `${COMMAND}\nPhase: 1\nConfig:\n: Saved\nASA Version 9.1(5)\n${policyOf('esmtp')}`,
      ],
      ['one beside the quoted lines', `${policyOf('esmtp')}${run(policyOf('esmtp'))}`],
    ])('is not %s', (_, text) => {
      const { contexts } = readConfiguration(Lines.read(text));
      const context = contexts.find(({ policyMaps }) => policyMaps.size > 0)!;
      expect(explainFlow(context, parseFlow(ANOTHER)).inspected).toBe(true);
    });
  });

  describe('below a configuration, what packet-tracer quotes is no configuration', () => {
    const run = `${COMMAND}\n${INSPECTED.replace('Config:\n', `Config:\n${policyOf('esmtp')}`)}`;
    const linesOf = (text: string) => text.split('\n').length - 1;

    it.each([
      ['of global policies', `${policyOf('ftp')}fw1# ${run}`],
      ['without a prompt', `${policyOf('ftp')}${run}`],
      ['that is whole', `: Saved\nASA Version 9.12(4)\nhostname fw1\n${policyOf('ftp')}Cryptochecksum:0\n: end\nfw1# ${run}`],
      ['that follows', `fw1# ${run}fw1# show running-config\n: Saved\nASA Version 9.12(4)\nhostname fw1\n${policyOf('ftp')}`],
      [
        'that follows without a prompt, where the run broke off',
        `${COMMAND}\nPhase: 1\nConfig:\n${policyOf('esmtp')}hostname fw1\n${policyOf('ftp')}`,
      ],
      ['of entries alone', `access-list A permit ip any any\nfw1# ${run}`],
    ])('%s', (_, text) => {
      const [{ policyMaps, servicePolicies, traced }] = readConfiguration(Lines.read(text)).contexts;
      const protocols = [...policyMaps.values()].flatMap(({ classes }) =>
        classes.flatMap(({ actions }) => actions.flatMap((action) => (action.feature === 'inspect' ? action.protocol : []))),
      );
      expect([protocols, servicePolicies.length, traced]).toEqual(text.includes('ftp') ? [['ftp'], 1, false] : [[], 0, false]);
    });

    it('and the contradiction is told, with what would tell', () => {
      const text = `${policyOf('ftp')}fw1# ${run}`;
      expect(explain(text).inspected).toBe(true);
      const at = linesOf(policyOf('ftp')) + 4;
      for (const flow of [FLOW, FLOW.replace('203', '192')]) {
        expect(whyOpen(readConfiguration(Lines.read(text)).contexts[0], parseFlow(flow))).toMatch(
          new RegExp(
            `^line ${at}: the device says of a flow that it inspects it as mail, .*another time or not whole.*show running-config`,
          ),
        );
      }
    });

    it('in whatever order the lines are typed', () => {
      const whole = `${policyOf('ftp')}fw1# ${run}`;
      let lines = Lines.read(`fw1# ${run}`);
      let configuration = readConfiguration(lines);
      expect(configuration.contexts[0].traced).toBe(true);
      const above = (text: string, end: number) => {
        lines = lines.change([{ range: { start: { line: 0, character: 0 }, end: { line: end, character: 0 } }, text }]);
        configuration = readConfiguration(lines, configuration);
        expect(plain(configuration)).toEqual(plain(readConfiguration(lines)));
      };
      above(policyOf('ftp'), 0);
      expect(lines.toString()).toBe(whole);
      expect(configuration.contexts[0].traced).toBe(false);
      above('', linesOf(policyOf('ftp')));
      expect(configuration.contexts[0].traced).toBe(true);
    });
  });

  it('a prompt above hides nothing of what is below: the lines of the configuration that a phase met are read', () => {
    const config = INSPECTED.replace('Config:\n', `Config:\n${policyOf('esmtp')}`);
    for (const head of ['', `${COMMAND}\n`, `fw1# ${COMMAND}\n`, `fw1/ctx# ${COMMAND}\n`, `firepower> ${COMMAND}\n`]) {
      const { contexts } = readConfiguration(Lines.read(head + config));
      const context = contexts.find(({ policyMaps }) => policyMaps.size > 0)!;
      expect([head, explainFlow(context, parseFlow(FLOW)).by?.action?.protocol]).toEqual([head, 'esmtp']);
    }
  });
});
