/** JUnit XML, as build servers read it: a file is a test suite, a finding at or above `--fail-on` a failed test. */

import type { CheckedFile } from '../../answers/check.ts';
import type { FailOn } from '../../answers/settings.ts';
import type { Shard } from '../../answers/types.ts';
import { type Finding, inFull, type Severity } from '../../rules/finding.ts';
import { inPlainWords } from '../../text/markup.ts';
import { type Format, fails, unjudgedIn, unreadIn } from '../report.ts';

export const junit: Format = ({ files, problems, failOn, shard }) =>
  junitDocument(
    [
      ...files.map((file) => junitSuite(suiteOf(file), failOn)),
      ...problems.map(({ path, message }) => junitProblem(xml(path), xml(message))),
    ],
    shard,
  );

/** A file. Here and below texts are as they stand in XML: escaped. */
export interface Suite {
  readonly path: string;
  readonly cases: readonly Case[];
  readonly unread: string | undefined;
}

/** A finding. */
export interface Case {
  readonly rule: string;
  readonly place: string;
  readonly severity: Severity;
  readonly message: string;
}

/** @param suites as XML */
export function junitDocument(suites: readonly string[], shard: Shard | undefined): string {
  const name = shard === undefined ? 'esmtp-lens' : `esmtp-lens ${shard.number}/${shard.of} of ${shard.list}`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${name}">\n${suites.join('')}</testsuites>\n`;
}

export function junitProblem(path: string, message: string): string {
  return (
    `  <testsuite name="${path}" tests="1" failures="0" errors="1">\n` +
    `    <testcase classname="${path}" name="read"><error message="${message}"/></testcase>\n  </testsuite>\n`
  );
}

export function junitSuite({ path, cases, unread }: Suite, failOn: FailOn): string {
  const failures = cases.filter(({ severity }) => fails(severity, failOn)).length;
  const shown = cases.map((each) => testCase(path, each, failOn));
  // A suite without a test counts as an error for some readers.
  if (shown.length === 0) shown.push(`    <testcase classname="${path}" name="no findings"/>\n`);
  const head = `  <testsuite name="${path}" tests="${shown.length}" failures="${failures}" errors="0">\n`;
  const remark = unread === undefined ? '' : `    <system-out>${unread}</system-out>\n`;
  return `${head}${shown.join('')}${remark}  </testsuite>\n`;
}

function suiteOf(file: CheckedFile): Suite {
  const unread = unreadIn(file) ?? unjudgedIn(file);
  return { path: xml(file.path), cases: file.findings.map(caseOf), unread: unread && xml(unread) };
}

function caseOf(finding: Finding): Case {
  const { rule, severity, range } = finding;
  const place = `line ${range.start.line + 1}, column ${range.start.character + 1}`;
  return { rule: xml(rule), place, severity, message: xml(inPlainWords(inFull(finding))) };
}

function testCase(path: string, { rule, place, severity, message }: Case, failOn: FailOn): string {
  const head = `    <testcase classname="${path}" name="${rule}, ${place}">`;
  const body = fails(severity, failOn)
    ? `<failure type="${severity}" message="${message}">${path}, ${place}: ${message}</failure>`
    : `<system-out>${severity}: ${message}</system-out>`;
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

/** The text that was escaped so. */
export function unescaped(text: string): string {
  const signs = new Map(Object.entries(ENTITIES).map(([sign, entity]) => [entity, sign]));
  return text.replace(/&(?:#(\d+)|\w+);/g, (entity, code) => signs.get(entity) ?? String.fromCharCode(Number(code)));
}
