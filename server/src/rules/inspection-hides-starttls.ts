/**
 * ## What the mail administrator sees
 * `250-XXXXXXXA` in place of `250-STARTTLS` after EHLO, `500 #5.5.1 command not recognized` after STARTTLS, TLS failures for mail in both
 * directions. Tests from inside succeed. Mail that requires TLS stays in the queue.
 *
 * ## What the firewall administrator sees
 * Nothing but a `mask` counter that grows in `show service-policy inspect esmtp`. The default configuration of the device does this.
 *
 * ## What causes it
 * A service policy applies `inspect esmtp` to tcp/25, without a map of its own (then the version's `_default_esmtp_map` counts, which never
 * stands in `show running-config`) or with a map that lacks `allow-tls`.
 *
 * ```asa bad
 * : Saved
 * ASA Version 9.1(5)
 * hostname gateway
 * class-map inspection_default
 *  match default-inspection-traffic
 * policy-map global_policy
 *  class inspection_default
 *   inspect dns
 *   inspect esmtp
 * service-policy global_policy global
 * : end
 * ```
 *
 * ```asa good
 * : Saved
 * ASA Version 9.1(5)
 * hostname gateway
 * access-list ESMTP_INSPECT extended deny tcp host 192.0.2.25 any eq smtp
 * access-list ESMTP_INSPECT extended deny tcp any host 192.0.2.25 eq smtp
 * access-list ESMTP_INSPECT extended permit tcp any any eq smtp
 * class-map inspection_default
 *  match default-inspection-traffic
 * class-map ESMTP_INSPECT
 *  match access-list ESMTP_INSPECT
 * policy-map global_policy
 *  class ESMTP_INSPECT
 *   inspect esmtp
 *  class inspection_default
 *   inspect dns
 * service-policy global_policy global
 * : end
 * ```
 *
 * ## Remedy
 * Exempt the mail hosts: take `inspect esmtp` out of its class and give it a class of its own whose access-list denies them. Once hosts are
 * exempt and no mail host that the configuration names is left, this rule is silent. On the device, with every other
 * line of `policy-map global_policy` in the place of `inspect dns` (what is left out is inspected no more after the swap):
 *
 * {{remedy exempt-hosts 192.0.2.25}}
 *
 * Or stop the inspection for every host (`no inspect esmtp` in `class inspection_default`), or keep it with a map that has `allow-tls`.
 *
 * ## How to verify
 * Open a new session from outside: EHLO shows `250-STARTTLS`. `show service-policy inspect esmtp` counts no new `mask` packets. Policy
 * changes hold for new connections only: `clear conn` or wait.
 *
 * ## Sources
 * - TAC 118550, TAC 117801 (documented): the symptom, the cause, `no inspect esmtp`.
 * - CG9 (documented): the default map holds `no allow-tls`.
 * - captures (seen): a 9.8(1) shows `allow-tls` in the default map; from which version on new systems have it is unverified.
 * - CG8 (documented): a flow takes one class for each feature type; that the exemption works follows from it (inferred).
 */

import type { Context, PolicyClass } from '../asa/model.ts';
import { losesTls } from '../asa/settings.ts';
import { spanOf } from '../asa/spans.ts';
import { cite } from '../facts/fact.ts';
import { accessListsOf, exemptedHosts, exemptingEntries } from '../mail/exemptions.ts';
import { type InspectionInForce, inspectionsInForce } from '../mail/inspections.ts';
import { mailHosts } from '../mail/mail-hosts.ts';
import { unappliedSites } from '../mail/unapplied.ts';
import type { Confidence } from './finding.ts';
import type { ConfigurationRule, Report } from './rule.ts';
import { confidenceIn, confidenceOf } from './shared/confidence.ts';
import { mailPorts, relatedTo, whoIsMet } from './shared/context-of-inspection.ts';

export const rule: ConfigurationRule = {
  name: 'inspection-hides-starttls',
  language: 'cisco-asa',
  severity: 'warning',
  summary: 'ESMTP inspection without `allow-tls` hides STARTTLS: mail passes unencrypted, or not at all where TLS is required.',
  advice: 'Exempt the mail hosts, or inspect with a map that has `allow-tls`',
  *check(context) {
    for (const inspection of inspectionsInForce(context)) {
      if (inspection.inspector.action === undefined || inspection.settled) continue;
      const report = reportOn(context, inspection);
      if (report !== undefined) yield report;
    }
    yield* inFragment(context);
  },
};

function reportOn(context: Context, inspection: InspectionInForce): Report | undefined {
  const { settings, statement } = inspection;
  const loses = losesTls(settings);
  if (loses === false) return undefined;
  const { fact } = settings.allowTls;
  const surest = fact === undefined ? 'certain' : confidenceOf(fact);
  const subject = { kind: 'inspection', context, inspection } as const;
  const base = { range: spanOf(statement), subject, related: relatedTo(context, inspection, fact) };
  if (loses === true) {
    const why =
      settings.map === undefined ? `the default map of this version does not allow TLS` : `the map ${settings.mapName} does not allow TLS`;
    return {
      ...base,
      message: `This inspection hides STARTTLS (${why}): mail on ${mailPorts(inspection.ports)} goes unencrypted, or not at all where TLS is required.`,
      ...whoIsMet(inspection, true),
      confidence: confidenceIn(inspection, surest),
    };
  }
  const version = context.version === undefined ? 'the version, which is not in this file' : 'whether the system was new or upgraded';
  return {
    ...base,
    message: `This inspection may hide STARTTLS: it depends on ${version}${fact === undefined ? '' : ` (${cite(fact)})`}.`,
    ...whoIsMet(inspection),
    advice: 'Look for allow-tls in `show service-policy inspect esmtp` on the device',
    confidence: 'possible' satisfies Confidence,
    ...(context.version === undefined ? {} : { severity: 'information' as const }),
  };
}

/** In a fragment without a service policy the inspection may or may not be applied: a risk that depends on what is not in the file. */
function* inFragment(context: Context): Iterable<Report> {
  for (const { action, policyClass, settings } of unappliedSites(context)) {
    if (losesTls(settings) === false || sparesHosts(context, policyClass)) continue;
    yield {
      range: spanOf(action.statement),
      subject: { kind: 'unapplied', context },
      message: 'Where a service policy applies this inspection, it hides STARTTLS unless its map allows TLS: mail then goes unencrypted.',
      advice: 'Look where it is applied: `show running-config service-policy`',
      confidence: 'possible',
      severity: 'information',
    };
  }
}

/** Hosts are exempt from this inspection on purpose, and no other mail host is named: the fragment is the remedy. */
function sparesHosts(context: Context, { use }: PolicyClass): boolean {
  const lists = accessListsOf(context, use.name);
  if (!exemptingEntries(context).some(({ works, accessList }) => works && lists.includes(accessList))) return false;
  const exempt = new Set(exemptedHosts(context).map(({ address }) => address));
  return mailHosts(context).every(({ address }) => exempt.has(address));
}
