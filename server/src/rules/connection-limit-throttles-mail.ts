/**
 * It begins with the first connection above the limit.
 *
 * ## What the mail administrator sees
 * Senders that time out or are refused at busy times, and deliver at a later try.
 *
 * ## What the firewall administrator sees
 * Syslog 201002, 201003 or 201010 (connection limit exceeded), and a `static` or `set connection` with numbers in it.
 *
 * ## What causes it
 * `static ... tcp N M` allows N connections, M of them half-open; `set connection` does the same for a class. 0 means no limit. A limit keeps
 * denial of service away, and real mail with it when it is too low.
 *
 * ```asa bad
 * static (inside,outside) 203.0.113.25 192.0.2.25 netmask 255.255.255.255 tcp 50 20
 * ```
 *
 * ```asa good
 * static (inside,outside) 203.0.113.25 192.0.2.25 netmask 255.255.255.255
 * ```
 *
 * ## Remedy
 * Take the limits away, or raise them above what the server takes at its busiest. On the device:
 *
 * {{remedy remove-connection-limits}}
 *
 * ## How to verify
 * `show conn count` and `show local-host 192.0.2.25` at a busy time; no more syslog about the limit.
 *
 * ## Sources
 * - TAC 117801, PIX and ASA command references (documented): the limits, and that they interfere with delivery rates.
 */

import type { Context, PolicyClass, Statement, Translation } from '../asa/model.ts';
import { spanOf, spanOfWords } from '../asa/spans.ts';
import { trafficOf } from '../mail/class-traffic.ts';
import { accessListsOf } from '../mail/exemptions.ts';
import { meeting } from '../mail/inspections.ts';
import { type MailHost, mailHosts, namesSmtp } from '../mail/mail-hosts.ts';
import { resolverOf } from '../policy/resolve.ts';
import { contains, parseAddress } from '../sets/addresses.ts';
import type { Aside, ConfigurationRule, Report } from './rule.ts';

export const rule: ConfigurationRule = {
  name: 'connection-limit-throttles-mail',
  language: 'cisco-asa',
  severity: 'information',
  summary: "A limit of connections on a mail server's address or class: senders are refused and mail is late.",
  advice: 'Where mail is late, raise it, or ask who set it and why',
  *check(context) {
    for (const translation of context.translations) {
      const report = onTranslation(context, translation);
      if (report !== undefined) yield report;
    }
    yield* inClasses(context);
  },
};

function onTranslation(context: Context, translation: Translation): Report | undefined {
  const { limits, statement, service, isStatic } = translation;
  const told = limits === undefined ? '' : words(limits.connections ?? 0, limits.embryonic ?? 0);
  // The limits of `nat` are for what goes out without an address of its own: no mail host is reached through it.
  if (!isStatic || limits === undefined || told === '') return undefined;
  if (service !== undefined && service.realPort !== 25 && service.mappedPort !== 25) return undefined;
  const host = mailHosts(context).find((it) => serves(context, translation, it));
  // In a whole configuration nothing says that other addresses serve mail; in a fragment nothing says that they do not.
  if (host === undefined && context.whole) return undefined;
  return {
    range: spanOfWords(statement, limits.words),
    subject: { kind: 'translation', context, translation },
    message: `${host === undefined ? 'If mail comes in here: at' : `The mail host ${host.label ?? host.address} takes at`} most ${told}. Further senders are refused or wait, and mail is late.`,
    confidence: host === undefined ? 'possible' : 'likely',
    related: evidence(host, translation.statement),
  };
}

function serves(context: Context, { real, mapped }: Translation, host: MailHost): boolean {
  return [real, mapped].some((spec) => {
    if (spec === undefined) return false;
    const { yes } = resolverOf(context).addresses(spec);
    return host.addresses.some((text) => {
      const address = parseAddress(text);
      return address !== undefined && contains(yes, address);
    });
  });
}

function* inClasses(context: Context): Iterable<Report> {
  for (const policyMap of context.policyMaps.values()) {
    const applied = context.servicePolicies.some(({ policy }) => policy.name === policyMap.name);
    if (!applied && context.whole) continue;
    for (const policyClass of policyMap.classes) {
      for (const action of policyClass.actions) {
        if (action.feature !== 'connection') continue;
        const limits = [...action.limits].filter(([, { value }]) => value > 0);
        const [first, ...others] = new Set(limits.map(([, { statement }]) => statement));
        if (first === undefined) continue;
        const traffic = trafficOf(context, policyMap, policyClass);
        const host = mailHosts(context).find(meeting(traffic));
        const named = isForMail(context, policyClass);
        if (traffic.length === 0 || (host === undefined && !named)) continue;
        yield {
          range: spanOf(first),
          subject: { kind: 'connection-limits', context, policyMap, policyClass, action },
          message: `Mail ${host === undefined ? 'in this class' : `of ${host.label ?? host.address}`} shares at most ${limits.map(([name, { value }]) => `${value} ${NAMES[name] ?? name}`).join(' and ')}. Further senders are refused or wait, and mail is late.`,
          confidence: named ? 'likely' : 'possible',
          related: [
            ...others.map((statement) => ({ range: spanOf(statement), message: 'This line limits it too' })),
            ...(evidence(host, first) ?? []),
          ],
        };
      }
    }
  }
}

const NAMES: Readonly<Record<string, string>> = {
  'conn-max': 'connections',
  'embryonic-conn-max': 'half-open connections',
  'per-client-max': 'connections from one client',
  'per-client-embryonic-max': 'half-open connections from one client',
};

/** A class whose own access-list or port is that of mail. */
function isForMail(context: Context, { use }: PolicyClass): boolean {
  if (accessListsOf(context, use.name).some(({ entries }) => entries.some((ace) => ace.action === 'permit' && namesSmtp(context, ace))))
    return true;
  return (context.classMaps.get(use.name)?.matches ?? []).some(
    (match) =>
      match.kind === 'port' && match.port.kind === 'ports' && match.port.ranges.some(([first, last]) => first === 25 && last === 25),
  );
}

function words(connections: number, embryonic: number): string {
  const parts = [connections > 0 ? `${connections} connections` : '', embryonic > 0 ? `${embryonic} half-open connections` : ''];
  return parts.filter((part) => part !== '').join(' and ');
}

function evidence(host: MailHost | undefined, line: Statement): Aside[] {
  return (host?.statements ?? [])
    .filter((statement) => statement !== line)
    .slice(0, 2)
    .map((statement) => ({ range: spanOf(statement), message: 'This line names it as a mail host' }));
}
