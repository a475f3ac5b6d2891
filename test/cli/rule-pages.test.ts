import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commonOf, withParts } from '../../scripts/page-parts.ts';
import { HEADINGS, pageOf, pages, stale } from '../../scripts/rule-pages.ts';
import { rules } from '../../server/src/rules/catalogue.ts';
import type { Rule } from '../../server/src/rules/rule.ts';
import { ROOT } from './run.ts';

const rule: Rule = { name: 'fixup-smtp', language: 'cisco-asa', severity: 'warning', summary: 'Mailguard.', check: () => [] };
const COMMON = commonOf(readFileSync(join(ROOT, 'scripts/common-paragraphs.md'), 'utf8'));
const source = (headings: readonly string[], intro = 'It costs TLS.') =>
  [
    '/**',
    ` * ${intro}`,
    ' *',
    ...headings.flatMap((heading) => [` * ## ${heading}`, ` * About ${heading}.`, ' *']),
    ' */',
    'export const x = 1;',
  ].join('\n');

describe('the pages of the rules', () => {
  it('are there for every rule, and fresh', async () => {
    const files = await pages(ROOT);
    expect([...files.keys()].sort()).toEqual(['README.md', ...rules.map(({ name }) => `${name}.md`)].sort());
    expect(await stale(files, join(ROOT, 'docs', 'rules'))).toEqual([]);
  });

  it('name what is missing', async () => {
    expect(() => pageOf(rule, source(HEADINGS.slice(1)), COMMON)).toThrow(`missing: ${HEADINGS[0]}`);
    expect(() => pageOf(rule, source([...HEADINGS].reverse()), COMMON)).toThrow('in this order');
    expect(() => pageOf(rule, source(HEADINGS, 'Mailguard.'), COMMON)).toThrow('must not repeat the summary');
    expect(() => pageOf(rule, 'export const x = 1;', COMMON)).toThrow('must begin with a doc comment');
  });

  it('name a rule that is in no catalogue', async () => {
    const root = mkdtempSync(join(tmpdir(), 'esmtp-lens-pages-'));
    try {
      mkdirSync(join(root, 'server/src/rules'), { recursive: true });
      writeFileSync(join(root, 'server/src/rules/forgotten.ts'), 'export const rule: Rule = {};\n');
      writeFileSync(join(root, 'server/src/rules/helper.ts'), 'export const help = 1;\n');
      mkdirSync(join(root, 'scripts'));
      copyFileSync(join(ROOT, 'scripts/common-paragraphs.md'), join(root, 'scripts/common-paragraphs.md'));
      await expect(pages(root)).rejects.toThrow(/rules.forgotten\.ts: is in no catalogue.*configuration-rules\.ts/);
      await expect(pages(root)).rejects.not.toThrow(/helper/);
    } finally {
      rmSync(root, { recursive: true });
    }
  });

  it('hold the facts of the catalogue and how to suppress', () => {
    const page = pageOf(
      rule,
      source(HEADINGS).replace('About Remedy.', 'About.\n *\n * ```asa bad\n * fixup protocol smtp 25\n * ```'),
      COMMON,
    );
    expect(page).toMatch(/^# fixup-smtp\n\nMailguard\. It costs TLS\.\n\n\| \| \|\n/);
    expect(page).toContain('| Severity | warning |');
    expect(page).toContain('Found here:\n\n```asa\nfixup protocol smtp 25\n```');
    expect(page).toContain('! esmtp-lens: ignore[fixup-smtp] why it is accepted here');
  });

  it('are listed with links that lead somewhere', () => {
    const index = readFileSync(join(ROOT, 'docs', 'rules', 'README.md'), 'utf8');
    for (const { name } of rules) expect(index).toContain(`[${name}](${name}.md)`);
  });

  it('have printed what nobody types', () => {
    const page =
      '```asa bad\nPIX Version 6.3(5)\nfixup protocol smtp 25\n```\n{{remedy no-fixup}}\n{{limit cmd line length}}, {{count fixup}}: {{commands fixup}}';
    expect(withParts(page, COMMON)).toMatch(
      /```asa\nconfigure terminal\nno fixup protocol smtp 25\n```\n\nThe way back:\n\n```asa\n[\s\S]*fixup protocol smtp 25\n```\n512, 7: DATA HELO /,
    );
    // What pages share is printed for the device that stands for everybody's.
    expect(withParts(`${page}{{common log}}`, COMMON)).toContain('policy-map type inspect esmtp ESMTP_LOG\n');
    for (const part of ['remedy no-such', 'remedy move-class', 'limit cmd', 'count lsp', 'common no-such', 'no such'])
      expect(() => withParts(`{{${part}}}`, COMMON)).toThrow(`{{${part}}}: nothing prints that`);
  });
});
