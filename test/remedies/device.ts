/** A device that stands in for the real one in tests: what a configuration means, before commands are entered and after. */
import { expect } from 'vitest';
import { readCommand } from '../../server/src/asa/grammar.ts';
import type { Configuration, Statement } from '../../server/src/asa/model.ts';
import { readConfiguration } from '../../server/src/asa/read.ts';
import type { Settings } from '../../server/src/asa/settings.ts';
import { settingsKey } from '../../server/src/asa/settings.ts';
import { difference } from '../../server/src/policy/difference.ts';
import type { Verdict } from '../../server/src/policy/flow.ts';
import { byFamily } from '../../server/src/remedies/proof.ts';
import { Lines } from '../../server/src/text/lines.ts';

export const read = (text: string) => readConfiguration(Lines.read(text));

/** The order of matches is the device's own business: entering one again puts it last. */
function sameInAnyOrder(before: Verdict, after: Verdict): boolean {
  const inOrder = (settings: Settings) =>
    settingsKey({
      ...settings,
      limits: settings.limits.toSorted((a, b) => a.kind.localeCompare(b.kind) || (a.limit ?? 0) - (b.limit ?? 0)),
    });
  const sorted = ({ inspected, settings, candidates }: Verdict) =>
    [inspected, settings === undefined, ...new Set(candidates.map((it) => inOrder(it.settings)))].join(' ');
  return sorted(before) === sorted(after);
}

/** What changes for a flow between two texts, in every context. */
export function changes(a: Configuration, b: Configuration): readonly string[] {
  expect(b.contexts.length).toBe(a.contexts.length);
  return a.contexts.flatMap((context, index) =>
    difference(context, b.contexts[index]!)
      .changed.flatMap(byFamily)
      .filter(({ before, after }) => !sameInAnyOrder(before, after))
      .map(({ source, destination, before, after }) =>
        JSON.stringify(
          [source, destination, before.inspected, before.settings?.mapName, after.inspected, after.settings?.mapName],
          (_, value) => (typeof value === 'bigint' ? String(value) : value),
        ),
      ),
  );
}

/** The configuration of a device on which commands were entered. */
export const withCommands = (text: string, commands: readonly string[]) => read(`${text}\n${commands.join('\n')}\n`);

/** What a configuration names without having it. */
function dangling(configuration: Configuration): readonly string[] {
  return configuration.contexts.flatMap(({ policyMaps, classMaps, accessLists, inspectMaps, servicePolicies }) => [
    ...servicePolicies.flatMap(({ policy }) => (policyMaps.has(policy.name) ? [] : [`policy-map ${policy.name}`])),
    ...[...policyMaps.values()].flatMap(({ classes }) =>
      classes.flatMap(({ use, actions }) => [
        ...(use.name === 'class-default' || classMaps.has(use.name) ? [] : [`class-map ${use.name}`]),
        ...actions.flatMap((each) =>
          each.feature === 'inspect' && each.protocol === 'esmtp' && each.map !== undefined && !inspectMaps.has(each.map.name)
            ? [`map ${each.map.name}`]
            : [],
        ),
      ]),
    ),
    ...[...classMaps.values()].flatMap(({ matches }) =>
      matches.flatMap((match) =>
        match.kind === 'access-list' && !accessLists.has(match.use.name) ? [`access-list ${match.use.name}`] : [],
      ),
    ),
    ...twiceApplied(servicePolicies.map(({ scope }) => (scope.kind === 'global' ? 'global' : scope.use.name))),
  ]);
}

function twiceApplied(scopes: readonly string[]): readonly string[] {
  return scopes.filter((scope, index) => scopes.indexOf(scope) < index).map((scope) => `two policies on ${scope}`);
}

/** The device takes each command: nothing is named before it is there, or taken away while it is in use. */
export function walk(text: string, commands: readonly string[]): void {
  const before = new Set(dangling(read(`${text}\n`)));
  for (let taken = 1; taken <= commands.length; taken++) {
    const missing = dangling(withCommands(text, commands.slice(0, taken))).filter((name) => !before.has(name));
    expect(missing, `after ${commands[taken - 1]} of\n${commands.join('\n')}\n${text}`).toEqual([]);
  }
}

/** The commands that the device does not know as they stand, entered behind its configuration: a word too many, too few, or in no mode of theirs. */
export function notUnderstood(text: string, commands: readonly string[]): readonly string[] {
  const first = `${text}\n`.split('\n').length - 1;
  const { lines, statements } = withCommands(text, commands);
  const withChildren = (statement: Statement): readonly Statement[] => [statement, ...statement.children.flatMap(withChildren)];
  return [...statements].flatMap(withChildren).flatMap((statement) => {
    if (lines.lineOf(statement) < first) return [];
    const { whole, ends } = readCommand(statement.mode, statement.words, statement.head);
    // `clear configure` takes a command from any of its words on.
    return whole && (ends || statement.form === 'clear') ? [] : [statement.words.map((word) => word.text).join(' ')];
  });
}
