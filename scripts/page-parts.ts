/**
 * The parts of a rule's page that nobody types: what they tell of prints them, so that they cannot go stale. In a doc comment stands
 *   {{common NAME}}         the paragraphs of that name in common-paragraphs.md
 *   {{remedy ID [HOST]}}    what the proposal of that id prints, and the way back, for the page's first `asa bad` example, or else for the example of
 *                           common-paragraphs.md; HOST is the mail host, where the example names none
 *   {{limit KIND}}          the default limit of `match KIND`
 *   {{count inspect}}       how many commands `inspect esmtp` lets through (`fixup`: a PIX up to 6.x); {{commands inspect}} names them
 */
import { readConfiguration } from '../server/src/asa/read.ts';
import { ESMTP_COMMANDS, FIXUP_COMMANDS } from '../server/src/facts/commands.ts';
import { DEFAULT_MATCHES } from '../server/src/facts/defaults.ts';
import { offersFor } from '../server/src/remedies/catalogue.ts';
import { exemptHosts } from '../server/src/remedies/exempt-hosts.ts';
import { isRefusal, type Proposal } from '../server/src/remedies/remedy.ts';
import { checkConfiguration } from '../server/src/rules/check.ts';
import { Lines } from '../server/src/text/lines.ts';

/** What several pages say: the configuration that stands for everybody's, and the paragraphs by their names. */
export interface Common {
  readonly example: string;
  readonly paragraphs: ReadonlyMap<string, string>;
}

/** @param text that of common-paragraphs.md: an example, then under each `## NAME` a part of a page */
export function commonOf(text: string): Common {
  const [head = '', ...sections] = text.split(/^## /m);
  const example = BLOCK.exec(head)?.[1];
  if (example === undefined) throw new Error('common-paragraphs.md has no example');
  const paragraphs = sections.map((section) => {
    const end = section.indexOf('\n');
    return [section.slice(0, end), printed(section.slice(end).trim(), example)] as const;
  });
  return { example, paragraphs: new Map(paragraphs) };
}

/**
 * @param page the page with its `{{...}}`
 * @throws Error that names a part which nothing prints
 */
export function withParts(page: string, { example, paragraphs }: Common): string {
  const whole = page.replace(/\{\{common (.+?)\}\}/g, (part, name: string) => paragraphs.get(name) ?? unknown(part));
  return printed(whole, BAD.exec(page)?.[1] ?? example);
}

const BLOCK = /^```asa\n([\s\S]*?)^```$/m;
const BAD = /^```asa bad\n([\s\S]*?)^```$/m;

function printed(text: string, example: string): string {
  return text.replace(/\{\{(\w+) (.+?)\}\}/g, (part, kind: string, what: string) => PRINTERS[kind]?.(what, example) ?? unknown(part));
}

function unknown(part: string): never {
  throw new Error(`${part}: nothing prints that`);
}

/** What a part is printed by, from its words and the configuration of the page. */
const PRINTERS: Readonly<Record<string, (what: string, example: string) => string | undefined>> = {
  remedy: (what, example) => {
    const [id = '', host] = what.split(' ');
    const proposal = proposalIn(example, id, host);
    return proposal && shown(proposal);
  },
  limit: (kind) => DEFAULT_MATCHES.find(({ value }) => value.kind === kind.toLowerCase() || value.kind === kind)?.value.limit?.toString(),
  commands: (engine) => COMMANDS[engine]?.toSorted().join(' '),
  count: (engine) => COMMANDS[engine]?.length.toString(),
};

/** The commands that an inspection lets through, by the line that switches it on. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = { inspect: ESMTP_COMMANDS.value, fixup: FIXUP_COMMANDS.value };

/** The first that a remedy proposes for a configuration, and proves. */
function proposalIn(example: string, id: string, host: string | undefined): Proposal | undefined {
  const configuration = readConfiguration(Lines.read(example));
  const [context] = configuration.contexts;
  if (context !== undefined && id === 'exempt-hosts' && host !== undefined) {
    const answer = exemptHosts(configuration, context, [host]);
    return isRefusal(answer) ? undefined : answer;
  }
  const offers = checkConfiguration(configuration).flatMap((finding) => offersFor(configuration, finding));
  for (const offer of offers) {
    const proposal = offer.id.split(':')[0] === id ? offer.proven() : undefined;
    if (proposal !== undefined) return proposal;
  }
  return undefined;
}

function shown({ commands, rollback }: Proposal): string {
  const block = (lines: readonly string[]) => ['```asa', ...lines, '```'].join('\n');
  return [block(commands), 'The way back:', block(rollback)].join('\n\n');
}
