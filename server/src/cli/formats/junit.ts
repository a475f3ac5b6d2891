/** JUnit XML, as build servers read it: a file is a test suite, a finding at or above `--fail-on` a failed test. */

import type { CheckedFile } from '../../answers/check.ts';
import type { FailOn } from '../../answers/settings.ts';
import { type Finding, inFull } from '../../rules/finding.ts';
import { type Format, fails, unreadIn } from '../report.ts';

export const junit: Format = ({ files, problems, failOn }) => {
  const suites = files.map((file) => suite(file, failOn));
  for (const { path, message } of problems) {
    suites.push(
      `  <testsuite name="${xml(path)}" tests="1" failures="0" errors="1">\n` +
        `    <testcase classname="${xml(path)}" name="read"><error message="${xml(message)}"/></testcase>\n  </testsuite>\n`,
    );
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="esmtp-lens">\n${suites.join('')}</testsuites>\n`;
};

function suite(file: CheckedFile, failOn: FailOn): string {
  const { path, findings } = file;
  const failures = findings.filter(({ severity }) => fails(severity, failOn)).length;
  const cases = findings.map((finding) => testCase(path, finding, failOn));
  // A suite without a test counts as an error for some readers.
  if (cases.length === 0) cases.push(`    <testcase classname="${xml(path)}" name="no findings"/>\n`);
  const head = `  <testsuite name="${xml(path)}" tests="${cases.length}" failures="${failures}" errors="0">\n`;
  const unread = unreadIn(file);
  const remark = unread === undefined ? '' : `    <system-out>${xml(unread)}</system-out>\n`;
  return `${head}${cases.join('')}${remark}  </testsuite>\n`;
}

function testCase(path: string, finding: Finding, failOn: FailOn): string {
  const { rule, severity, range } = finding;
  const message = inFull(finding);
  const place = `line ${range.start.line + 1}, column ${range.start.character + 1}`;
  const head = `    <testcase classname="${xml(path)}" name="${xml(`${rule}, ${place}`)}">`;
  const body = fails(severity, failOn)
    ? `<failure type="${severity}" message="${xml(message)}">${xml(`${path}, ${place}: ${message}`)}</failure>`
    : `<system-out>${xml(`${severity}: ${message}`)}</system-out>`;
  return `${head}${body}</testcase>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};
/** What XML 1.0 has no way to write: most control characters, lone surrogates. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

function xml(text: string): string {
  return text
    .replace(FORBIDDEN, '\ufffd')
    .replace(/[&<>"\n\r\t]|[\u007f-\u009f]|\p{Bidi_Control}/gu, (it) => ENTITIES[it] ?? `&#${it.charCodeAt(0)};`);
}
