/**
 * Writes the pages of the rules, docs/rules/, from the doc comment at the head of each rule's file and from the
 * catalogues: a page begins with the `summary` of its rule; what it need not type, `page-parts.ts` prints.
 *   npm run docs               writes
 *   npm run docs -- --check    writes nothing; exit code 1 when a page is missing, stale, or left over
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { remedies } from '../server/src/remedies/catalogue.ts';
import { isMendedOnTheFirewall } from '../server/src/remedies/on-the-firewall.ts';
import { rules } from '../server/src/rules/catalogue.ts';
import type { Rule } from '../server/src/rules/rule.ts';
import { suppressionComment } from '../server/src/rules/suppressions.ts';
import { type Common, commonOf, withParts } from './page-parts.ts';

/** The headings of a page, in this order. Before the first may stand what more there is to say of the hazard. */
export const HEADINGS = [
  'What the mail administrator sees',
  'What the firewall administrator sees',
  'What causes it',
  'Remedy',
  'How to verify',
  'Sources',
];

const LANGUAGES: Record<Rule['language'], string> = {
  'cisco-asa': 'firewall configurations (`cisco-asa`)',
  'smtp-transcript': 'transcripts and logs (`smtp-transcript`)',
  any: 'both',
};

/** Sentences in front of an example, by the words behind the fence's language. */
const EXAMPLES: Readonly<Record<string, string>> = { bad: 'Found here:', good: 'Not found here:' };

/**
 * @param source the text of the rule's file
 * @param common what it says with others
 * @throws Error naming what the doc comment lacks
 */
export function pageOf(rule: Rule, source: string, common: Common): string {
  const comment = withParts(docComment(source), common);
  const headings = [...comment.matchAll(/^## (.*)$/gm)].map((match) => match[1]!);
  if (headings.join('\n') !== HEADINGS.join('\n')) {
    const missing = HEADINGS.filter((heading) => !headings.includes(heading));
    throw new Error(
      `the doc comment must have the headings "${HEADINGS.join('", "')}", in this order; missing: ${missing.join(', ') || 'none'}`,
    );
  }
  const first = comment.indexOf('## ');
  const more = comment.slice(0, first).trim();
  if (comment.includes(rule.summary)) throw new Error('the doc comment must not repeat the summary: the page begins with it');
  return `${[`# ${rule.name}`, `${rule.summary} ${more}`.trim(), facts(rule), withExamples(comment.slice(first).trim()), suppression(rule)].join('\n\n')}\n`;
}

/** The text of the first doc comment, without its stars. */
function docComment(source: string): string {
  const match = /^\/\*\*\n([\s\S]*?)\n \*\//.exec(source);
  if (match === null) throw new Error('the file must begin with a doc comment');
  return match[1]!.replace(/^ \* ?/gm, '');
}

function facts(rule: Rule): string {
  const mends = remediesOf(rule);
  const rows = [
    ['Found in', LANGUAGES[rule.language]],
    ['Severity', rule.severity],
    ['Remedies offered', mends.length > 0 ? mends.map((id) => `\`${id}\``).join(', ') : inTheEditor(rule)],
  ];
  return ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
}

/** What the light bulb offers where no remedy edits a configuration. */
function inTheEditor({ name }: Rule): string {
  if (name === 'unused-suppression') return 'in the editor, to remove the comment';
  return isMendedOnTheFirewall(name) ? 'in the editor, the commands for the firewall' : 'none';
}

function remediesOf({ name }: Rule): string[] {
  return remedies.filter((remedy) => remedy.rules.includes(name)).map(({ id }) => id);
}

function withExamples(text: string): string {
  return text.replace(/^```([\w-]+) (\w+)$/gm, (fence, language: string, word: string) => {
    const sentence = EXAMPLES[word];
    return sentence === undefined ? fence : `${sentence}\n\n\`\`\`${language}`;
  });
}

function suppression({ name, language }: Rule): string {
  const settings = [
    `- in the editor: \`"esmtpLens.severity": { "${name}": "off" }\``,
    `- on the command line: \`--rule ${name}=off\``,
    `- for a folder, in \`esmtp-lens.json\`: \`"severity": { "${name}": "off" }\``,
  ];
  if (language === 'any')
    return ['## How to suppress', '', 'No comment silences what is said of comments. A setting does:', '', ...settings].join('\n');
  const comment = suppressionComment(name, language, '').replace(/reason: $/, 'why it is accepted here');
  return [
    '## How to suppress',
    '',
    'One finding, by a comment on the line before it:',
    '',
    '```text',
    comment,
    '```',
    '',
    'In more than one place:',
    '',
    `- in a whole file: the same comment with \`ignore-file[${name}]\``,
    ...settings,
  ].join('\n');
}

/** The list of all pages. */
export function index(): string {
  const table = (language: Rule['language']) => [
    '| rule | severity | finds | remedies |',
    '|---|---|---|---|',
    ...rules.filter((rule) => rule.language === language).map(row),
  ];
  return [
    '# The rules',
    '',
    'What each finding means, what causes it and what to do. `esmtp-lens rules NAME` shows a page in the terminal.',
    '',
    '## Firewall configurations',
    '',
    ...table('cisco-asa'),
    '',
    '## Transcripts and logs',
    '',
    ...table('smtp-transcript'),
    '',
    '## Both',
    '',
    ...table('any'),
    '',
  ].join('\n');
}

function row(rule: Rule): string {
  const mends = remediesOf(rule)
    .map((id) => `\`${id}\``)
    .join(', ');
  return `| [${rule.name}](${rule.name}.md) | ${rule.severity} | ${rule.summary.replaceAll('|', '\\|')} | ${mends} |`;
}

/** What is wrong with each file of a rule that no catalogue has. */
async function forgotten(root: string): Promise<string[]> {
  const folder = join('server', 'src', 'rules');
  const catalogued = new Set(rules.map(({ name }) => `${name}.ts`));
  const faults: string[] = [];
  for (const name of (await readdir(join(root, folder))).sort()) {
    if (catalogued.has(name) || !/^export const rule\b/m.test(await readFile(join(root, folder, name), 'utf8').catch(() => ''))) continue;
    faults.push(
      `${join(folder, name)}: is in no catalogue, so that it never runs; add it to configuration-rules.ts or transcript-rules.ts`,
    );
  }
  return faults;
}

/** All files of docs/rules by name. @throws Error that names each rule that is in no catalogue, or whose doc comment lacks something */
export async function pages(root: string): Promise<Map<string, string>> {
  const files = new Map([['README.md', index()]]);
  const faults = await forgotten(root);
  const common = commonOf(await readFile(join(root, 'scripts', 'common-paragraphs.md'), 'utf8'));
  for (const rule of rules) {
    const file = join('server', 'src', 'rules', `${rule.name}.ts`);
    try {
      files.set(`${rule.name}.md`, pageOf(rule, await readFile(join(root, file), 'utf8'), common));
    } catch (error) {
      faults.push(`${file}: ${(error as Error).message}`);
    }
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return files;
}

/** @returns the names of pages that differ from what they should be */
export async function stale(files: ReadonlyMap<string, string>, folder: string): Promise<string[]> {
  const present = await readdir(folder).catch(() => []);
  const differing = present.filter((name) => !files.has(name));
  for (const [name, text] of files) {
    if ((await readFile(join(folder, name), 'utf8').catch(() => undefined)) !== text) differing.push(name);
  }
  return differing.sort();
}

export async function main(argv: readonly string[], root: string): Promise<number> {
  const folder = join(root, 'docs', 'rules');
  let files: Map<string, string>;
  try {
    files = await pages(root);
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
  const differing = await stale(files, folder);
  if (argv.includes('--check')) {
    for (const name of differing) console.error(`docs/rules/${name} is stale; "npm run docs" writes it`);
    return differing.length === 0 ? 0 : 1;
  }
  await mkdir(folder, { recursive: true });
  for (const name of differing) {
    const text = files.get(name);
    if (text === undefined) await rm(join(folder, name));
    else await writeFile(join(folder, name), text);
  }
  console.log(`docs/rules: ${differing.length} of ${files.size} files written`);
  return 0;
}
