/**
 * `check --format junit`. What is read was written by `formats/junit.ts`, a line each, with every sign of XML in a text escaped: the texts are
 * handed on as they stand.
 */
import type { Severity } from '../../rules/finding.ts';
import { SEVERITIES } from '../../rules/finding.ts';
import type { Problem } from '../files.ts';
import { type Case, junitDocument, junitProblem, junitSuite, type Suite, unescaped } from '../formats/junit.ts';
import type { Form } from './part.ts';

interface Suites {
  readonly suites: readonly Suite[];
  /** Their texts escaped. */
  readonly problems: readonly Problem[];
}

const HEAD = /^<\?xml [^\n]*\?>\n<testsuites name="esmtp-lens(?: (\d+)\/(\d+) of (\w+))?">\n/;
const END = '</testsuites>\n';
const SUITE = / {2}<testsuite name="([^"]*)" [^\n]*>\n([\s\S]*?) {2}<\/testsuite>\n/y;
const PROBLEM = /^ {4}<testcase [^\n]*><error message="([^"]*)"\/><\/testcase>$/m;
const UNREAD = /^ {4}<system-out>([^<]*)<\/system-out>$/m;
const CASE =
  /^ {4}<testcase classname="[^"]*" name="([^",]*), (line \d+, column \d+)">(?:<failure type="(\w+)" message="([^"]*)">|<system-out>(\w+): ([^<]*)<)/gm;

export const junit: Form<Suites> = {
  read: (text) => {
    const head = HEAD.exec(text);
    if (head === null || !text.endsWith(END)) return undefined;
    const [{ length }, number, of, list] = head;
    const told = suitesIn(text, length, text.length - END.length);
    if (told === undefined) return undefined;
    return { shard: list === undefined ? undefined : { number: Number(number), of: Number(of), list }, told };
  },
  merge: (parts, failOn) => {
    const suites = parts.flatMap((part) => part.suites);
    const problems = parts.flatMap((part) => part.problems);
    return {
      text: junitDocument(
        [...suites.map((suite) => junitSuite(suite, failOn)), ...problems.map(({ path, message }) => junitProblem(path, message))],
        undefined,
      ),
      problems: problems.map(({ path, message }) => ({ path: unescaped(path), message: unescaped(message) })),
      count: suites.length,
      severities: new Set(suites.flatMap(({ cases }) => cases.map(({ severity }) => severity))),
    };
  },
};

/** @returns undefined where something else stands between the two places */
function suitesIn(text: string, from: number, to: number): Suites | undefined {
  const suites: Suite[] = [];
  const problems: Problem[] = [];
  let at = from;
  while (at < to) {
    SUITE.lastIndex = at;
    const found = SUITE.exec(text);
    if (found === null) return undefined;
    const [all, path = '', body = ''] = found;
    const message = PROBLEM.exec(body)?.[1];
    if (message !== undefined) problems.push({ path, message });
    else suites.push({ path, cases: casesIn(body), unread: UNREAD.exec(body)?.[1] });
    at += all.length;
  }
  return { suites, problems };
}

function casesIn(body: string): Case[] {
  return [...body.matchAll(CASE)].map(([, rule = '', place = '', failed, failure, other = '', remark = '']) => ({
    rule: rule,
    place: place,
    severity: severityOf(failed ?? other),
    message: failure ?? remark,
  }));
}

function severityOf(word: string): Severity {
  return SEVERITIES.find((severity) => severity === word) ?? 'error';
}
