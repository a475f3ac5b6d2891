/** What holds for every proposal on random configurations: edits, proof, cure, device commands and the way back. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Configuration } from '../../server/src/asa/model.ts';
import { readConfiguration } from '../../server/src/asa/read.ts';
import type { Settings } from '../../server/src/asa/settings.ts';
import { settingsKey } from '../../server/src/asa/settings.ts';
import { forbidsTlsByDefault } from '../../server/src/facts/versions.ts';
import { inspectionsInForce } from '../../server/src/mail/inspections.ts';
import { hostAt } from '../../server/src/mail/mail-hosts.ts';
import { difference } from '../../server/src/policy/difference.ts';
import type { Flow, Verdict } from '../../server/src/policy/flow.ts';
import { explainFlow, printFlow } from '../../server/src/policy/verdict.ts';
import { proposalsFor } from '../../server/src/remedies/catalogue.ts';
import { byFamily } from '../../server/src/remedies/proof.ts';
import type { Proposal } from '../../server/src/remedies/remedy.ts';
import { checkConfiguration } from '../../server/src/rules/check.ts';
import type { Finding } from '../../server/src/rules/finding.ts';
import { comparePositions, Lines } from '../../server/src/text/lines.ts';
import { configurationText } from '../asa/generate.ts';
import { mailSite } from './generate.ts';

const read = (text: string) => readConfiguration(Lines.read(text));

interface Case {
  readonly configuration: Configuration;
  readonly findings: readonly Finding[];
  readonly finding: Finding;
  readonly proposal: Proposal;
}

function casesOf(text: string): readonly Case[] {
  const configuration = read(text);
  const findings = checkConfiguration(configuration);
  const seen = new Set<string>();
  return findings.flatMap((finding) =>
    proposalsFor(configuration, finding).flatMap((proposal) => {
      const key = `${finding.rule} ${proposal.id} ${JSON.stringify(proposal.edits)}`;
      if (seen.has(key) || proposal.asks !== undefined) return [];
      seen.add(key);
      return [{ configuration, findings, finding, proposal }];
    }),
  );
}

const texts = fc.oneof({ weight: 1, arbitrary: configurationText }, { weight: 3, arbitrary: mailSite });

function forEachCase(check: (one: Case) => void): void {
  fc.assert(
    fc.property(texts, (text) => {
      for (const one of casesOf(text)) check(one);
    }),
    { numRuns: 25 },
  );
}

const edited = ({ configuration, proposal }: Case) => configuration.lines.edit(proposal.edits).toString();

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
function changes(a: Configuration, b: Configuration): readonly string[] {
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

const withCommands = (text: string, commands: readonly string[]) => read(`${text}\n${commands.join('\n')}\n`);

/** How often a rule speaks about a line of this text. */
function count(findings: readonly Finding[], lines: Lines, { rule }: Finding, text: string): number {
  return findings.filter((finding) => finding.rule === rule && lines.text(finding.range.start.line).trim() === text).length;
}

/** They lessen a hazard and leave it there. */
const LESSENS = new Set(['raise-limit', 'lower-embryonic-limit']);

describe('every proposal on random configurations', { timeout: 120_000 }, () => {
  test('has edits that are in order and do not touch one another', () => {
    forEachCase(({ proposal: { edits } }) => {
      expect(edits.length).toBeGreaterThan(0);
      for (const [index, edit] of edits.entries()) {
        expect(comparePositions(edit.range.start, edit.range.end)).toBeLessThanOrEqual(0);
        const next = edits[index + 1];
        if (next !== undefined) expect(comparePositions(edit.range.end, next.range.start)).toBeLessThan(0);
      }
    });
  });

  test('carries a proof that can be computed again', () => {
    forEachCase((one) => {
      const { configuration, proposal } = one;
      expect(proposal.proof?.unchanged).toBe(true);
      const again = changes(configuration, read(edited(one)));
      expect(again.length > 0).toBe(proposal.proof!.changed.length > 0);
    });
  });

  test('cures what it was proposed for', () => {
    forEachCase((one) => {
      const { configuration, findings, finding, proposal } = one;
      const after = read(edited(one));
      const found = checkConfiguration(after);
      const host = /^exempt-hosts:(.+)$/.exec(proposal.id)?.[1];
      if (proposal.id.startsWith('exempt-hosts')) {
        // Of a class that was meant to exempt whole networks, the hosts that it names are exempt now.
        const met = after.contexts.flatMap((context) =>
          inspectionsInForce(context).flatMap(({ hosts }) => hosts.map(({ address }) => address)),
        );
        if (host !== undefined) expect(met).not.toContain(host);
        // By title: it names the hosts, and "all" can be others for another finding.
        const offered = found.flatMap((it) => proposalsFor(after, it)).map(({ title }) => title);
        expect(offered).not.toContain(proposal.title);
      } else if (!LESSENS.has(proposal.id)) {
        const line = configuration.lines.text(finding.range.start.line).trim();
        const before = count(findings, configuration.lines, finding, line);
        expect(
          count(found, after.lines, finding, line),
          `${proposal.id} for ${finding.rule} on "${line}" in\n${configuration.lines}`,
        ).toBeLessThan(before);
      }
    });
  });

  test('types on the device what it writes in the file', () => {
    forEachCase((one) => {
      const device = withCommands(one.configuration.lines.toString(), one.proposal.commands);
      expect(
        changes(read(edited(one)), device),
        `${one.proposal.id}\n${one.proposal.commands.join('\n')}\n${one.configuration.lines}`,
      ).toEqual([]);
    });
  });

  test('can be taken back', () => {
    forEachCase((one) => {
      // Where the version's default is not known, no command brings back a map that said nothing about TLS.
      const unknown = one.configuration.contexts.some(({ version }) => forbidsTlsByDefault(version) === undefined);
      if (unknown && one.proposal.rollback.some((line) => line.trim() === 'no allow-tls')) return;
      const back = withCommands(edited(one), one.proposal.rollback);
      expect(changes(one.configuration, back), `${one.proposal.id}\n${one.proposal.rollback.join('\n')}\n${edited(one)}`).toEqual([]);
    });
  });

  test('is taken by the device at each step: nothing is named before it is there, or taken away while it is in use', () => {
    forEachCase((one) => {
      const text = one.configuration.lines.toString();
      walk(text, one.proposal.commands);
      walk(`${text}\n${one.proposal.commands.join('\n')}`, one.proposal.rollback);
    });
  });

  test('twice is once', () => {
    forEachCase(({ configuration, proposal: { commands } }) => {
      const text = configuration.lines.toString();
      const [once, twice] = [commands, [...commands, ...commands]].map((lines) => withCommands(text, lines));
      expect(changes(once!, twice!), `${commands.join('\n')}\n${text}`).toEqual([]);
    });
  });

  test('exempts whom it names in random flows, and changes no other', () => {
    forEachCase((one) => {
      const { configuration, proposal } = one;
      const host = /^exempt-hosts(?:-behind)?:(.+)$/.exec(proposal.id)?.[1];
      if (host === undefined || configuration.contexts.length > 1) return;
      const [before] = configuration.contexts;
      const [after] = read(edited(one)).contexts;
      const own = new Set(hostAt(before!, { address: host, label: undefined }).addresses);
      for (const flow of fc.sample(flows(host), 40)) {
        const [was, is] = [before!, after!].map((context) => explainFlow(context, flow));
        const context = `${printFlow(flow)} ${was!.inspected} -> ${is!.inspected}\n${proposal.commands.join('\n')}\n${configuration.lines}`;
        if (own.has(flow.source) || own.has(flow.destination)) continue;
        if (was!.readings === undefined && is!.readings === undefined) expect(is!.inspected, context).toBe(was!.inspected);
      }
    });
  });
});

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

function walk(text: string, commands: readonly string[]): void {
  const before = new Set(dangling(read(`${text}\n`)));
  for (let taken = 1; taken <= commands.length; taken++) {
    const missing = dangling(withCommands(text, commands.slice(0, taken))).filter((name) => !before.has(name));
    expect(missing, `after ${commands[taken - 1]} of\n${commands.join('\n')}\n${text}`).toEqual([]);
  }
}

/** Mail and what is none, of the host and of others. */
function flows(host: string): fc.Arbitrary<Flow> {
  const address = fc.oneof(
    fc.constant(host),
    fc.integer({ min: 1, max: 9 }).map((n) => `192.0.2.${n}`),
    fc.integer({ min: 1, max: 9 }).map((n) => `203.0.113.${n}`),
    fc.constant('198.51.100.7'),
  );
  return fc.record({
    protocol: fc.constant('tcp' as const),
    source: address,
    sourcePort: fc.constant(undefined),
    destination: address,
    destinationPort: fc.constantFrom(25, 587, 2525, 80, 21, 1),
    ingress: fc.constantFrom('inside', 'outside'),
  });
}
