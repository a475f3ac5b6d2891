/**
 * The recorded sessions and the collected transcripts and logs of ../shared (or ESMTP_LENS_SHARED): what is known to be masked is found, what is
 * known to be clean is not called masked. (What is found in all of them: test/corpus.)
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkTranscript } from '../../server/src/rules/check.ts';
import type { Finding } from '../../server/src/rules/finding.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { corpus, present } from '../support/shared.ts';

interface Truth {
  readonly file: string;
  readonly direction: 'client-view' | 'server-view';
  readonly facts: {
    readonly clean: boolean;
    readonly bannerLine: number | null;
    readonly bannerMasked: boolean;
    readonly maskedCommands: readonly {
      readonly line: number | null;
      readonly original: string;
      readonly shownInReply: string | null;
      readonly reply: string | null;
      readonly replyLine: number | null;
    }[];
    readonly maskedKeywords: readonly { readonly line: number | null; readonly shown: string }[];
  };
}

const MASKS = new Set(['masked-banner', 'masked-ehlo-keyword', 'masked-command', 'session-differs-inside']);
/** What a message would meet behind a firewall is told of clean sessions too. */
const FORESEEN = /^(?:long-|too-many-|pipe-in-address|command-|repeated-|lost-after-data|truncated-|unexpected-)/;

/** Truth counts lines at LF, a document at CR too. */
function lineAt(text: string, lf: number): number {
  let at = 0;
  for (let i = 1; i < lf; i++) at = text.indexOf('\n', at) + 1;
  return Lines.read(text.slice(0, at)).count - 1;
}

function findingsIn(path: string): { text: string; findings: Finding[] } {
  const text = new TextDecoder().decode(readFileSync(path));
  return { text, findings: checkTranscript(readTranscript(Lines.read(text))) };
}

const truths: Truth[] = present
  ? readFileSync(join(corpus, 'lab/expected.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Truth)
  : [];

describe.skipIf(!present)('recorded sessions', () => {
  test.each(truths.filter(({ file }) => existsSync(join(corpus, 'lab/transcripts', file))))('$file', ({ file, facts, direction }) => {
    const { text, findings } = findingsIn(join(corpus, 'lab/transcripts', file));
    const at = (rule: string, line: number) =>
      findings.some((finding) => finding.rule === rule && finding.range.start.line === lineAt(text, line));
    if (facts.clean) {
      expect(findings.filter(({ rule }) => MASKS.has(rule))).toEqual([]);
      expect(findings.filter(({ rule, severity }) => severity === 'warning' && !FORESEEN.test(rule))).toEqual([]);
    }
    if (facts.bannerMasked && facts.bannerLine !== null) expect(at('masked-banner', facts.bannerLine), 'the greeting').toBe(true);
    const commands = facts.maskedCommands.filter(({ line, replyLine }) => line !== null || replyLine !== null);
    if (commands.some(({ shownInReply, original }) => shownInReply !== null && !/^(?:STARTTLS|EHLO)/i.test(original))) {
      expect(findings.map(({ rule }) => rule)).toContain('masked-command');
    }
    for (const { original, reply, replyLine } of direction === 'client-view' ? commands : []) {
      if (/^STARTTLS/i.test(original) && replyLine !== null && /^5/.test(reply ?? ''))
        expect(at('starttls-refused', replyLine), `line ${replyLine}`).toBe(true);
    }
    for (const { line, shown } of facts.maskedKeywords) if (line !== null) expect(at('masked-ehlo-keyword', line), shown).toBe(true);
  });
});

describe.skipIf(!present)('collected files', () => {
  const files = present
    ? ['transcripts', 'syslog'].flatMap((kind) => readdirSync(join(corpus, kind)).map((name) => `${kind}/${name}`))
    : [];

  test.each(files)('%s: no masked text is found where there is none', (file) => {
    expect(findingsIn(join(corpus, file)).findings.filter(({ rule }) => MASKS.has(rule))).toEqual([]);
  });
});

test.skipIf(!present)('the two documents, as they are printed', () => {
  const seeds = join(corpus, '../seeds');
  const found = readdirSync(seeds).flatMap((file) => findingsIn(join(seeds, file)).findings.map(({ rule }) => rule));
  expect(found.sort()).toEqual(['delivery-timed-out', 'masked-ehlo-keyword', 'receiving-aborted', 'receiving-aborted', 'starttls-refused']);
});
