import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv-draft-04';
import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { github } from '../../../server/src/cli/formats/github.ts';
import { json } from '../../../server/src/cli/formats/json.ts';
import { junit } from '../../../server/src/cli/formats/junit.ts';
import { pretty } from '../../../server/src/cli/formats/pretty.ts';
import { sarif } from '../../../server/src/cli/formats/sarif.ts';
import { rules } from '../../../server/src/rules/catalogue.ts';
import { esmtpLens, PAGES } from '../run.ts';
import { report } from './report.ts';

const style = { colors: pc.createColors(false), prose: 80, width: 80 };

describe('pretty', () => {
  it('says once what must be minded with each remedy of a finding', async () => {
    const policy = 'policy-map global_policy\n class inspection_default\n  inspect esmtp\nservice-policy global_policy global\n';
    const list = 'access-list X extended permit tcp any host 192.0.2.25 eq smtp\n';
    const ftd = `NGFW Version 7.2.5\nhostname ftd\nclass-map inspection_default\n match default-inspection-traffic\n${policy}${list}`;
    const { out } = await esmtpLens(['check', 'ftd.asa'], { files: { 'ftd.asa': ftd } });
    const [block] = out.split('\n\n');
    expect(block!.match(/^ {2}remedy: /gm)!.length).toBeGreaterThan(1);
    expect(block!.replaceAll(/\s+/g, ' ').match(/takes it only as the text of a FlexConfig object/g)).toHaveLength(1);
    expect(block).toMatch(/^ {2}with each: an FTD takes it only as/m);
  });

  it('tells once what several findings on the same words would repeat: remedies, lines, and whose mail it is', async () => {
    const example = readFileSync('examples/asa-9.1-before.asa', 'utf8');
    const { out } = await esmtpLens(['check', 'fw.asa'], { files: { 'fw.asa': example } });
    const told = out.split('\n').filter((row) => /^ {2}(?:remedy: |.*Met here: |41 \|)|_default_esmtp_map: as/.test(row));
    expect(told.length).toBeGreaterThan(5);
    expect(told).toEqual([...new Set(told)]);
    expect(out.match(/Met here: /g)).toHaveLength(1);
    expect(out.match(/The implied map/g)).toHaveLength(1);
  });

  it('says what is wrong, shows the lines, and what can be done', () => {
    expect(pretty(report, style)).toBe(
      `a, b/fw:1%.asa:1:1 hint [unused-suppression]
  Silences nothing␇.
  1 | policy-map global_policy
    | ^^^^^^^^^^

a, b/fw:1%.asa:3:3 warning, likely [inspection-hides-starttls]
  STARTTLS is masked: 100% of mail, both ways.
  See <map> & "default", a::b.
  3 |   inspect esmtp
    |   ^^^^^^^^^^^^^
  4 | service-policy global_policy global
    | ----------------------------------- applied here
  remedy: Exempt 192.0.2.1 from ESMTP inspection (switches off every inspection
          for this host)

1 warning, 1 hint in 2 files.
"esmtp-lens rules unused-suppression" explains a finding.
"esmtp-lens remedy a, b/fw:1%.asa" with --exempt HOST, --disable or --allow-tls
makes the fix.
`,
    );
  });

  it('an empty file is no file in which anything was looked for', () => {
    const empty = { ...report.files[1]!, isEmpty: true };
    expect(pretty({ ...report, files: [report.files[0]!, empty] }, style)).toContain('in 1 file.\nNothing to check in 1 empty file.\n');
    expect(pretty({ ...report, files: [empty, empty] }, style)).toBe('Nothing to check in 2 empty files.\n');
  });

  it('names no command for what it cannot be used on', () => {
    const limits = { ...report, files: [{ ...report.files[0]!, remedies: () => [] }] };
    const piped = { ...report, files: [{ ...report.files[0]!, path: '<stdin>' }] };
    for (const each of [limits, piped]) expect(pretty(each, style)).not.toContain('esmtp-lens remedy');
  });

  it.each([
    ['no-fixup', '--disable'],
    ['no-inspect-esmtp', '--disable'],
    ['allow-tls-map', '--exempt HOST, --disable or --allow-tls'],
  ])('names the options that there are where the remedy is %s', (id, options) => {
    const files = [{ ...report.files[0]!, remedies: () => [{ id, title: 'It', safety: 'unsafe' as const, proven: true }] }];
    expect(pretty({ ...report, files }, style).replaceAll('\n', ' ')).toContain(` with ${options} makes the fix.`);
  });

  it('colours by severity', () => {
    const colored = pretty(report, { ...style, colors: pc.createColors(true) });
    expect(colored).toContain('\u001b[1m\u001b[33mwarning\u001b[39m\u001b[22m');
  });
});

describe('json', () => {
  it('has the shape that others build on', () => {
    expect(JSON.parse(json(report, style))).toEqual({
      version: 1,
      files: [
        {
          path: 'a, b/fw:1%.asa',
          language: 'cisco-asa',
          findings: [
            expect.objectContaining({ rule: 'unused-suppression', remedies: [], related: [] }),
            {
              rule: 'inspection-hides-starttls',
              severity: 'warning',
              confidence: 'likely',
              message: 'STARTTLS is masked: 100% of mail, both ways.\nSee <map> & "default", a::b.',
              line: 3,
              column: 3,
              endLine: 3,
              endColumn: 16,
              related: [{ path: 'a, b/fw:1%.asa', line: 4, column: 1, message: 'applied here' }],
              remedies: [{ id: 'exempt-hosts:192.0.2.1', title: 'Exempt 192.0.2.1 from ESMTP inspection' }],
            },
          ],
        },
        { path: '/srv/clean.asa', language: 'cisco-asa', findings: [] },
      ],
      summary: { files: 2, error: 0, warning: 1, information: 0, hint: 1 },
    });
  });
});

describe('github', () => {
  it('escapes what would end a command or a property', () => {
    expect(github(report, style)).toBe(
      [
        '::notice file=a%2C b/fw%3A1%25.asa,line=1,endLine=1,col=1,endColumn=11,title=unused-suppression::Silences nothing\u2407.',
        '::warning file=a%2C b/fw%3A1%25.asa,line=3,endLine=3,col=3,endColumn=16,title=inspection-hides-starttls::' +
          'STARTTLS is masked: 100%25 of mail, both ways.%0ASee <map> & "default", a::b.',
        '::error file=gone.asa::no such file or folder',
        '',
      ].join('\n'),
    );
  });
});

describe('junit', () => {
  it('fails what is at or above --fail-on, passes the rest', () => {
    expect(junit(report, style)).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="esmtp-lens">
  <testsuite name="a, b/fw:1%.asa" tests="2" failures="1" errors="0">
    <testcase classname="a, b/fw:1%.asa" name="unused-suppression, line 1, column 1"><system-out>hint: Silences nothing\ufffd.</system-out></testcase>
    <testcase classname="a, b/fw:1%.asa" name="inspection-hides-starttls, line 3, column 3">` +
        `<failure type="warning" message="STARTTLS is masked: 100% of mail, both ways.&#10;See &lt;map&gt; &amp; &quot;default&quot;, a::b.">` +
        `a, b/fw:1%.asa, line 3, column 3: STARTTLS is masked: 100% of mail, both ways.&#10;See &lt;map&gt; &amp; &quot;default&quot;, a::b.</failure></testcase>
  </testsuite>
  <testsuite name="/srv/clean.asa" tests="1" failures="0" errors="0">
    <testcase classname="/srv/clean.asa" name="no findings"/>
  </testsuite>
  <testsuite name="gone.asa" tests="1" failures="0" errors="1">
    <testcase classname="gone.asa" name="read"><error message="no such file or folder"/></testcase>
  </testsuite>
</testsuites>
`,
    );
  });
});

describe('sarif', () => {
  const log = JSON.parse(sarif(PAGES)(report, style));

  it('is valid by the 2.1.0 schema', () => {
    const schema = JSON.parse(
      readFileSync(createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
    );
    // Formats (uri, date-time) are annotations here; the shape is what a reader trips over.
    const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false }).compile(schema);
    expect(validate(log), JSON.stringify(validate.errors, null, 1)).toBe(true);
    expect(validate({ ...log, runs: [{ results: [] }] })).toBe(false);
  });

  it('has every rule with its page, and the results pointing at them', () => {
    const [run] = log.runs;
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(rules.map(({ name }) => name));
    for (const { id, help } of run.tool.driver.rules) expect(help.markdown).toContain(`# ${id}`);
    for (const { ruleId, ruleIndex } of run.results) {
      if (ruleIndex !== undefined) expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
    }
  });

  it('has relative paths as relative URIs, absolute ones as file URIs, and what could not be read as a notification', () => {
    const [run] = log.runs;
    expect(run.artifacts.map(({ location }: { location: { uri: string } }) => location.uri)).toEqual([
      'a%2C%20b/fw%3A1%25.asa',
      'file:///srv/clean.asa',
    ]);
    expect(run.invocations[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ message: { text: 'no such file or folder' } }],
    });
    expect(run.results[1]).toMatchObject({
      level: 'warning',
      locations: [{ physicalLocation: { region: { startLine: 3, startColumn: 3, endColumn: 16 } } }],
    });
  });
});
