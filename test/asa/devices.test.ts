/** Where one device ends and the next begins, in a file that somebody put together; and diffs, which hold one device at two times. */
import { describe, expect, it } from 'vitest';
import { statementOn } from '../../server/src/asa/find.ts';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { explainFlow, parseFlow } from '../../server/src/policy/verdict.ts';
import { checkConfiguration } from '../../server/src/rules/check.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { plain } from './plain.ts';

const read = (text: string) => readConfiguration(Lines.read(text));

/** `name: which inspections its policies have, in order`, of each context that holds anything. */
function devices(text: string): string[] {
  return read(text)
    .contexts.filter(({ runs }) => runs.length > 0)
    .map(({ name, host, policyMaps, fixups }) => {
      const inspections = [...policyMaps.values()].flatMap(({ classes }) =>
        classes.flatMap(({ actions }) => actions.map((action) => (action.feature === 'inspect' ? action.protocol : action.feature))),
      );
      return `${name ?? host ?? '-'}: ${[...inspections, ...fixups.map(({ protocol }) => `fixup ${protocol}`)].join(' ')}`;
    });
}

function policy(...inspections: string[]): string {
  const lines = inspections.map((protocol) => `  inspect ${protocol}\n`).join('');
  return `policy-map global_policy\n class inspection_default\n${lines}service-policy global_policy global\n`;
}

describe('devices in one file', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['another hostname', `hostname fw1\n${policy('esmtp')}hostname fw2\n${policy('ftp')}`, ['fw1: esmtp', 'fw2: ftp']],
    ['the same hostname again, in other letters', `hostname fw1\n${policy('esmtp')}hostname FW1\n${policy('ftp')}`, ['FW1: esmtp ftp']],
    ['a version line behind a hostname', `hostname fw1\n${policy('esmtp')}ASA Version 9.8(4)\nhostname fw2\n`, ['fw1: esmtp', 'fw2: ']],
    [
      ': Saved behind a hostname',
      `hostname fw1\n${policy('esmtp')}: Saved\n:\nASA Version 9.8(4)\nhostname fw2\n`,
      ['fw1: esmtp', 'fw2: '],
    ],
    ['a version line, then its own hostname', `: Saved\nASA Version 9.8(4)\nhostname fw1\n${policy('esmtp')}`, ['fw1: esmtp']],
    ['PIX 6', 'hostname pix1\nfixup protocol smtp 25\nhostname pix2\nfixup protocol ftp 21\n', ['pix1: fixup smtp', 'pix2: fixup ftp']],
    ['a device that is renamed at its prompt', `fw1(config)# hostname a\nfw1(config)# hostname b\n${policy('esmtp')}`, ['b: esmtp']],
    [
      'contexts, each with its hostname',
      `changeto context a\nhostname x\n${policy('esmtp')}changeto context b\nhostname y\n`,
      ['a: esmtp', 'b: '],
    ],
    [
      'two code blocks that each apply a policy',
      `**before**\n\`\`\`\n${policy('esmtp')}\`\`\`\n\n**after**\n\`\`\`text\n${policy('ftp')}\`\`\`\n`,
      ['#1: esmtp', '#2: ftp'],
    ],
    [
      'code blocks that go on where the last one ended',
      '```\npolicy-map global_policy\n class inspection_default\n  inspect esmtp\n```\nThen:\n~~~\nservice-policy global_policy global\n~~~\n',
      ['-: esmtp'],
    ],
    [
      'a block with a hostname and a policy is one device, not two',
      `\`\`\`\nhostname fw1\n${policy('esmtp')}\`\`\`\n\`\`\`\nhostname fw2\n${policy('ftp')}\`\`\`\n`,
      ['fw1: esmtp', 'fw2: ftp'],
    ],
  ])('%s', (_, text, expected) => {
    expect(devices(text)).toEqual(expected);
    expect(devices(text.replaceAll('\n', '\r\n'))).toEqual(expected);
  });

  it('a code block that comes to apply a policy becomes a device of its own, and back', () => {
    const text = `\`\`\`\n${policy('esmtp')}\`\`\`\n\`\`\`\npolicy-map p\n class inspection_default\n  inspect ftp\n\n\`\`\`\n`;
    const line = text.split('\n').length - 3;
    let lines = Lines.read(text);
    let configuration = readConfiguration(lines);
    for (const typed of ['service-policy p global', '']) {
      lines = lines.change([{ range: { start: { line, character: 0 }, end: { line, character: lines.text(line).length } }, text: typed }]);
      configuration = readConfiguration(lines, configuration);
      expect(configuration.contexts.length).toBe(typed === '' ? 1 : 2);
      expect(plain(configuration)).toEqual(plain(readConfiguration(Lines.read(lines.toString()))));
    }
  });
});

describe('a unified diff is what it leads to', () => {
  const flow = parseFlow('tcp 198.51.100.9 -> 203.0.113.10:25');
  const inspectedBy = (text: string) => {
    const { lines, contexts } = read(text);
    const { inspected, by } = explainFlow(contexts[0]!, flow);
    return [inspected, by?.action && lines.lineOf(by.action.statement)];
  };
  const DIFF = `diff --git a/fw1.cfg b/fw1.cfg
index 1a2b3c4..5d6e7f8 100644
--- a/fw1.cfg
+++ b/fw1.cfg
@@ -10,7 +10,7 @@ class-map inspection_default
 policy-map global_policy
  class inspection_default
   inspect dns
-  inspect ftp
+  inspect esmtp
 
 service-policy global_policy global
\\ No newline at end of file
`;

  it('what is added counts, with its context', () => {
    expect(inspectedBy(DIFF)).toEqual([true, 9]);
  });

  it('what is removed does not', () => {
    expect(inspectedBy(DIFF.replace('+  inspect esmtp', '+  inspect tftp').replace('-  inspect ftp', '-  inspect esmtp'))).toEqual([
      false,
      undefined,
    ]);
  });

  it('as `diff -u` prints it, with an empty context line stripped, and CR LF', () => {
    const text = `--- old/fw1\t2024-05-01\n+++ new/fw1\t2024-05-02\n${DIFF.slice(DIFF.indexOf('@@'))}`.replace('\n \n', '\n\n');
    expect(inspectedBy(text)).toEqual([true, 7]);
    expect(inspectedBy(text.replaceAll('\n', '\r\n'))).toEqual([true, 7]);
  });

  it('words stand where they stand in the document', () => {
    const esmtp = statementOn(read(DIFF), 9)!;
    expect(esmtp.words.map(({ text, start }) => [text, start])).toEqual([
      ['inspect', 3],
      ['esmtp', 11],
    ]);
  });

  it('a hunk does not go on in the block in which the last one ended', () => {
    const text = '@@ -1,2 +1,2 @@\n policy-map a\n  class b\n@@ -90,1 +90,1 @@\n   inspect esmtp\n';
    expect(read(text).contexts[0]!.policyMaps.get('a')!.classes[0]!.actions).toEqual([]);
  });
});

describe('the factory class of a fragment', () => {
  const FRAGMENT = `object-group service WEB\n service-object tcp destination eq 587\n${policy('esmtp')}`;
  const at = (port: number, text = FRAGMENT) => explainFlow(read(text).contexts[0]!, parseFlow(`tcp 198.51.100.9 -> 203.0.113.10:${port}`));

  it('takes tcp/25 and no other mail port, and is told to be assumed', () => {
    expect([at(25).inspected, at(587).inspected, at(2525).inspected]).toEqual([true, false, false]);
    expect(
      at(25)
        .trace.map(({ result }) => result)
        .join('\n'),
    ).toContain('is assumed to be the factory');
  });

  it('makes no hazard certain: each says what was assumed', () => {
    const told = (text: string) =>
      checkConfiguration(read(text)).flatMap(({ rule, confidence, message }) =>
        rule.startsWith('inspection-')
          ? [[confidence, /Likely, not certain: class-map inspection_default is not in this file/.test(message)]]
          : [],
      );
    const whole = `ASA Version 9.0(3)\n${FRAGMENT}`;
    expect(new Set(told(whole).map((each) => each.join()))).toEqual(new Set(['likely,true']));
    expect(new Set(told(`class-map inspection_default\n match default-inspection-traffic\n${whole}`).map((each) => each[1]))).toEqual(
      new Set([false]),
    );
  });

  it('is not assumed where the file takes it back, or for another name', () => {
    expect(at(25, `class-map inspection_default\n match any\nno class-map inspection_default\n${FRAGMENT}`).inspected).toBe('unknown');
    expect(at(25, FRAGMENT.replaceAll('inspection_default', 'other')).inspected).toBe('unknown');
  });
});
