import { describe, expect, it } from 'vitest';
import { INSPECTION } from '../../server/src/asa/grammar/inspection.ts';
import { NETWORK } from '../../server/src/asa/grammar/network.ts';
import { OBJECTS } from '../../server/src/asa/grammar/objects.ts';
import { SYSTEM } from '../../server/src/asa/grammar/system.ts';
import { commandsIn, expectedAfter, expectedAt, readCommand, signatures, wordAt } from '../../server/src/asa/grammar.ts';
import { blocksAt, readConfiguration } from '../../server/src/asa/read.ts';
import { Lines } from '../../server/src/text/lines.ts';

const words = (text: string) => text.split(' ').filter(Boolean);

/** What may follow, as a person would read it: keywords as they are, arguments in brackets, `$` for the end. */
function expected(mode: string, text: string): readonly string[] {
  return expectedAfter(mode, words(text)).map((each) =>
    each.kind === 'keyword' ? each.keyword : each.kind === 'end' ? '$' : `<${each.label}>`,
  );
}

// What follows a first keyword is read when it is first asked for: a pattern that cannot be read would be noticed by a user.
it('every pattern of every mode can be read to its end', () => {
  const modes = [...new Set([OBJECTS, INSPECTION, NETWORK, SYSTEM].flatMap((table) => Object.keys(table)))];
  const silent = modes.flatMap((mode) => commandsIn(mode).filter(({ name }) => name !== '' && expectedAfter(mode, [name]).length === 0));
  expect(modes.length).toBeGreaterThan(20);
  expect(silent).toEqual([]);
});

describe('what may follow', () => {
  it.each<readonly [string, string, readonly string[]]>([
    [
      'class-map',
      'match',
      ['any', 'access-list', 'port', 'default-inspection-traffic', 'dscp', 'precedence', 'rtp', 'tunnel-group', 'flow', 'address'],
    ],
    ['class-map', 'match access-list', ['<access-list>']],
    ['policy-map', 'class', ['<class-map>']],
    ['parameters', 'allow-tls', ['action', '$']],
    ['parameters', 'mail-relay example.com', ['action']],
    ['inspect-map', 'match body', ['line', 'length']],
    ['inspect-map', 'match not cmd RCPT count', ['gt']],
    ['global', 'service-policy p', ['global', 'interface']],
    ['global', 'serv p', ['global', 'interface']],
    [
      'global',
      'access-list A extended permit tcp any',
      [
        'eq',
        'neq',
        'lt',
        'gt',
        'range',
        'object-group',
        'user',
        'user-group',
        'object-group-user',
        'security-group',
        'object-group-security',
        'any',
        'any4',
        'any6',
        'host',
        'object',
        'object-group-network-service',
        'interface',
        '<prefix>',
        '<address>',
      ],
    ],
    ['global', 'nonsense', []],
    ['no such mode', '', []],
  ])('%s: %s', (mode, text, want) => {
    const got = expected(mode, text);
    expect(got.toSorted()).toEqual(want.toSorted());
  });

  it('at a word of a statement, `no` passed over', () => {
    const [statement] = readConfiguration(Lines.read('no service-policy p global')).statements;
    expect(expectedAt(statement!, 2).map((each) => each.kind === 'argument' && each.argument.symbol)).toEqual(['policy-map']);
  });
});

describe('words', () => {
  it('are explained', () => {
    const { statements } = readConfiguration(
      Lines.read('policy-map type inspect esmtp m\n parameters\n  allow-tls action log\n match header line length gt 998\n  mask\n'),
    );
    expect(wordAt(statements.get(2)!, 0)?.documentation).toMatch(/STARTTLS/);
    expect(wordAt(statements.get(3)!, 1)?.documentation).toMatch(/header/);
    expect(wordAt(statements.get(4)!, 0)?.documentation).toMatch(/Only for `ehlo-reply-parameter`/);
    expect(wordAt(statements.get(0)!, 4)?.position).toMatchObject({ define: true, argument: { symbol: 'inspect-map' } });
    expect(wordAt(statements.get(0)!, 9)).toBeUndefined();
  });

  it.each<readonly [string, string, string, boolean]>([
    ['global', 'nat (inside,outside) source static a b', 'nat', true],
    ['global', 'policy-map type inspect esmtp m', 'policy-map', true],
    ['global', 'fixup protocol smtp 25-30', 'fixup', true],
    ['global', 'service-policy p', 'service-policy', false],
    ['object-network', 'nat (inside,outside) static 192.0.2.1 service tcp 25 2525', 'nat', true],
    ['exec', 'show run', 'show', true],
  ])('%s: %s', (mode, text, name, whole) => {
    const reading = readCommand(
      mode,
      words(text).map((each) => ({ text: each })),
    );
    expect([reading.name, reading.whole && reading.ends]).toEqual([name, whole]);
  });
});

describe('signatures', () => {
  it('tell the part of the pattern that comes next', () => {
    const [signature] = signatures('parameters', ['mail-relay']);
    const [start, end] = signature!.active!;
    expect(signature!.command.form.slice(start, end)).toBe('<domain>');
  });

  it('show names for what stands in the tables as a fragment or with a label', () => {
    const [signature] = signatures('global', ['static', '(inside,outside)', '192.0.2.25']);
    const { command, active } = signature!;
    expect(command.form).toMatch(/^static <interfaces> \{<mapped-address>\|interface\} \{<real-address>\|.* \[netmask <mask>\] <limits>$/);
    expect(command.form.slice(...active!)).toBe('<real-address>');
    for (const mode of ['global', 'policy-map-class', 'class-map'])
      for (const { form } of commandsIn(mode)) expect(form).not.toMatch(/[$:]/);
  });

  it('every pattern can be read, and every command of the maps that matter is documented', () => {
    for (const mode of ['class-map', 'policy-map', 'policy-map-class', 'inspect-map', 'inspect-map-match', 'parameters']) {
      expect(commandsIn(mode).length).toBeGreaterThan(0);
      for (const { pattern, documentation, source } of commandsIn(mode)) {
        if (source !== undefined) expect([pattern, documentation.length > 0]).toEqual([pattern, true]);
      }
    }
  });
});

describe('modes at a place', () => {
  const text = 'policy-map type inspect esmtp m\n parameters\n  allow-tls\n\nclass-map c\nmatch any\n\nbanner motd x\nshow version\n';
  it.each<readonly [number, number, readonly string[]]>([
    [0, 0, ['global']],
    [1, 1, ['inspect-map']],
    [2, 2, ['parameters']],
    [3, 2, ['parameters']],
    [3, 1, ['inspect-map']],
    [3, 0, ['global']],
    [6, 0, ['class-map', 'global']],
    [9, 0, []],
  ])('line %i, indented by %i', (line, indent, want) => {
    expect(blocksAt(readConfiguration(Lines.read(text)), line, indent).map(({ mode }) => mode)).toEqual(want);
  });
});
