/** A configuration as plain values, to be compared: a statement becomes its line, maps become sorted lists. */

import type { Configuration } from '../../server/src/asa/model.ts';
import { StatementNode } from '../../server/src/asa/statements.ts';

/** Everything that `readConfiguration` tells, with statements in full once and as `line N` everywhere else. */
export function plain(configuration: Configuration): unknown {
  return {
    statements: configuration.statements.map((statement) => ({
      line: statement.line,
      indent: statement.indent,
      prompt: statement.prompt?.text,
      form: statement.form,
      head: statement.head,
      command: statement.command,
      mode: statement.mode,
      words: statement.words,
      parent: statement.parent?.line,
      children: statement.children.map((child) => child.line),
    })),
    contexts: configuration.contexts.map(flat),
  };
}

function flat(value: unknown): unknown {
  if (value instanceof StatementNode) return `line ${value.line}`;
  if (value instanceof Map) {
    return [...value].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([key, each]) => (isEmptyMap(each) ? [] : [[key, flat(each)]]));
  }
  if (Array.isArray(value)) return value.map(flat);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(propertiesOf(value).map((key) => [key, flat((value as Record<string, unknown>)[key])]));
}

/** A kind of name of which none is left is the same as one that never was. */
function isEmptyMap(value: unknown): boolean {
  return value instanceof Map && value.size === 0;
}

/** The names in a list's entries are told by getters, those elsewhere by fields; what counts is what a reader sees. */
function propertiesOf(value: object): readonly string[] {
  if ('statement' in value && 'word' in value && 'name' in value) return ['name', 'word', 'statement'];
  return Object.keys(value);
}
