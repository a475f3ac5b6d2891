/** What holds for every proposal on random configurations: edits, proof, cure, device commands and the way back. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Configuration, Context } from '../../server/src/asa/model.ts';
import { forbidsTlsByDefault } from '../../server/src/facts/versions.ts';
import { exemptedHosts } from '../../server/src/mail/exemptions.ts';
import { inspectionsInForce } from '../../server/src/mail/inspections.ts';
import { addressesWith, hostAt } from '../../server/src/mail/mail-hosts.ts';
import { type Flow, verdictUnder } from '../../server/src/policy/flow.ts';
import { explainFlow, printFlow } from '../../server/src/policy/verdict.ts';
import { proposalsFor } from '../../server/src/remedies/catalogue.ts';
import type { Proposal } from '../../server/src/remedies/remedy.ts';
import { checkConfiguration } from '../../server/src/rules/check.ts';
import type { Finding } from '../../server/src/rules/finding.ts';
import { comparePositions, type Lines } from '../../server/src/text/lines.ts';
import { configurationText } from '../asa/generate.ts';
import { changes, read, walk, withCommands } from './device.ts';
import { mailSite } from './generate.ts';

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

/** How often a rule speaks about a line of this text. */
function count(findings: readonly Finding[], lines: Lines, { rule }: Finding, text: string): number {
  return findings.filter((finding) => finding.rule === rule && lines.text(finding.range.start.line).trim() === text).length;
}

/** They lessen a hazard and leave it there. */
const LESSENS = new Set(['raise-limit', 'lower-embryonic-limit']);

describe('every proposal on random configurations', { timeout: 600_000 }, () => {
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
      if (!isExempting(proposal) || configuration.contexts.length > 1) return;
      const [before] = configuration.contexts;
      const [after] = read(edited(one)).contexts;
      const names = host === undefined ? exemptBy(configuration, after!) : [host];
      const hosts = names.map((address) => hostAt(before!, { address, label: undefined }));
      const real = new Set(hosts.map((each) => each.real));
      // Where not every port could be mended, the title names those that are.
      const ports = [...proposal.title.matchAll(/ tcp\/(\d+)/g)].map(([, port]) => Number(port));
      for (const flow of fc.sample(flows(names[0] ?? '192.0.2.25'), 40)) {
        const [was, is] = [before!, after!].map((context) => explainFlow(context, flow));
        const context = `${proposal.id}: ${printFlow(flow)} ${was!.inspected} -> ${is!.inspected}\n${proposal.commands.join('\n')}\n${configuration.lines}`;
        const own = new Set(hosts.flatMap((host) => addressesWith(host, flow.destinationPort)));
        const isOwn = own.has(flow.source) || own.has(flow.destination);
        for (const reading of proposal.proof!.readings) {
          const [old, now] = [was!, is!].map((verdict) => verdictUnder(verdict, reading).inspected);
          if (!isOwn) expect(now, context).toBe(old);
          // Entries that are switched on again may name one direction of a host, or one port; a translated address is the host's from outside only.
          else if (host === undefined || !(real.has(flow.source) || real.has(flow.destination) || isFromOutside(flow, own)))
            expect([old, false], context).toContain(now);
          else if (ports.length === 0 || ports.includes(flow.destinationPort)) expect(now, context).toBe(false);
        }
      }
    });
  });
});

function isFromOutside({ destination, ingress }: Flow, own: ReadonlySet<string>): boolean {
  return own.has(destination) && ingress === 'outside';
}

function isExempting({ id }: Proposal): boolean {
  return /^exempt-hosts(?:-behind)?:/.test(id) || id === 'activate-exemption';
}

/** Whom the entries of an exemption name that were switched off. */
function exemptBy(before: Configuration, after: Context): readonly string[] {
  const known = new Set(exemptedHosts(before.contexts[0]!).map(({ address }) => address));
  return exemptedHosts(after).flatMap(({ address, addresses }) => (known.has(address) ? [] : [address, ...addresses]));
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
