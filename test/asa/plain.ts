/** A configuration as plain values, to be compared: a statement becomes its line, maps become sorted lists. */

import type { Configuration } from '../../server/src/asa/model.ts';
import { StatementNode } from '../../server/src/asa/statement.ts';
import type { Lines } from '../../server/src/text/lines.ts';

/** Everything that `readConfiguration` tells, with statements in full once and as `line N` everywhere else. */
export function plain(configuration: Configuration): unknown {
  return {
    statements: configuration.statements.map((statement) => ({
      line: configuration.lines.lineOf(statement),
      indent: statement.indent,
      prompt: statement.prompt?.text,
      form: statement.form,
      head: statement.head,
      command: statement.command,
      mode: statement.mode,
      words: statement.words,
      parent: statement.parent && configuration.lines.lineOf(statement.parent),
      children: statement.children.map((child) => configuration.lines.lineOf(child)),
    })),
    contexts: configuration.contexts.map(({ analysis: _, lines, ...context }) => flat(context, lines)),
  };
}

function flat(value: unknown, lines: Lines): unknown {
  if (value instanceof StatementNode) return `line ${lines.lineOf(value)}`;
  if (value instanceof Map) {
    return [...value].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([key, each]) => (isEmptyMap(each) ? [] : [[key, flat(each, lines)]]));
  }
  if (Array.isArray(value)) return value.map((each) => flat(each, lines));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(propertiesOf(value).map((key) => [key, flat((value as Record<string, unknown>)[key], lines)]));
}

/** A kind of name of which none is left is the same as one that never was. */
function isEmptyMap(value: unknown): boolean {
  return value instanceof Map && value.size === 0;
}

/** Names and access-lists tell some of what they are by getters; what counts is what a reader sees. */
export function propertiesOf(value: object): readonly string[] {
  if ('statement' in value && 'word' in value && 'name' in value) return ['name', 'word', 'statement'];
  if ('entries' in value && 'places' in value) return ['name', 'kind', 'definitions', 'entries', 'places', 'rejected', 'unread'];
  return Object.keys(value);
}
