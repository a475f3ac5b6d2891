/** Every remedy there is, and what they propose for a finding. */
import { isIn } from '../asa/find.ts';
import type { Configuration } from '../asa/model.ts';
import { READINGS } from '../facts/readings.ts';
import type { Finding } from '../rules/finding.ts';
import { remedy as activateExemption } from './activate-exemption.ts';
import { remedy as addMissingDirection } from './add-missing-direction.ts';
import { remedy as addPort } from './add-port.ts';
import { remedy as allowTlsMap } from './allow-tls-map.ts';
import { remedy as connectionLimits } from './connection-limits.ts';
import { remedy as exemptHosts } from './exempt-hosts.ts';
import { remedy as hostKeyword } from './host-keyword.ts';
import { remedy as logInstead } from './log-instead.ts';
import { remedy as matchAccessList } from './match-access-list.ts';
import { remedy as moveClass } from './move-class.ts';
import { remedy as narrowExemption } from './narrow-exemption.ts';
import { remedy as noFixup } from './no-fixup.ts';
import { remedy as noInspectEsmtp } from './no-inspect-esmtp.ts';
import { remedy as noMaskBanner } from './no-mask-banner.ts';
import { obstacle } from './obstacles.ts';
import { remedy as raiseLimit } from './raise-limit.ts';
import { remedy as realAddress } from './real-address.ts';
import type { Offer, Proposal, Remedy } from './remedy.ts';

/** In the order in which a menu offers them. */
export const remedies: readonly Remedy[] = [
  hostKeyword,
  matchAccessList,
  addPort,
  noFixup,
  moveClass,
  activateExemption,
  addMissingDirection,
  realAddress,
  exemptHosts,
  noInspectEsmtp,
  allowTlsMap,
  noMaskBanner,
  logInstead,
  raiseLimit,
  narrowExemption,
  connectionLimits,
];

/** What can be done about a finding, the usual way first, before anything is proven. */
export function offersFor(configuration: Configuration, finding: Finding): Offer[] {
  const { line } = finding.range.start;
  const context = configuration.contexts.find((each) => isIn(each, line));
  if (context !== undefined && obstacle(configuration, context) !== undefined) return [];
  return remedies.filter(({ rules }) => rules.includes(finding.rule)).flatMap((remedy) => ranked(remedy.propose(configuration, finding)));
}

/** What mends a finding, the usual way first; every proposal that changes something carries its proof. */
export function proposalsFor(configuration: Configuration, finding: Finding): Proposal[] {
  return offersFor(configuration, finding).flatMap((offer) => offer.proven() ?? []);
}

/** Of one remedy the first that can be proven, and that leaves nothing in doubt, is preferred, where the first is. */
function ranked(offers: readonly Offer[]): readonly Offer[] {
  if (offers[0]?.preferred !== true) return offers;
  let best: Offer | undefined;
  return offers.map((offer) => ({
    ...offer,
    proven: () => {
      const proposal = offer.proven();
      if (proposal === undefined) return undefined;
      if (isSure(proposal)) best ??= offer;
      const { preferred: _, ...rest } = proposal;
      return best === offer ? { ...rest, preferred: true } : rest;
    },
  }));
}

/** It does what it says however the documents are read, and hands no mail to an inspection of another protocol. */
function isSure({ proof }: Proposal): boolean {
  return proof === undefined || (proof.readings.length === READINGS.length && proof.handedTo === undefined);
}
