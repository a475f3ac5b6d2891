/** A session with the remedy that is proposed for its firewall: the one that a light bulb there names first of those that make a difference to it. */
import type { Configuration, Context, Statement } from '../../asa/model.ts';
import { offersFor } from '../../remedies/catalogue.ts';
import { proposalOf } from '../../remedies/effort.ts';
import { reread } from '../../remedies/proof.ts';
import type { Offer, Proposal } from '../../remedies/remedy.ts';
import type { Finding } from '../../rules/finding.ts';

/** The firewall that a session passes. */
export interface Passed {
  /** What was found in it. */
  readonly findings: readonly Finding[];
  readonly configuration: Configuration;
  readonly context: Context;
  /** The line that inspects the session, where one does. */
  readonly line: Statement | undefined;
}

export interface Remedied<Played> {
  readonly proposal: Proposal;
  /** The session through the firewall as the remedy leaves it. */
  readonly played: Played;
}

/**
 * @param play puts the session through a context of the changed configuration; undefined where that cannot be told
 * @param differs whether what comes of it is something else than without a remedy
 * @returns undefined where no remedy is proven that makes a difference
 */
export function remediedBy<Played>(
  { findings, configuration, context, line }: Passed,
  play: (configuration: Configuration, context: Context) => Played | undefined,
  differs: (played: Played) => boolean,
): Remedied<Played> | undefined {
  for (const offer of offersThere(findings, configuration, line)) {
    const proposal = proposalOf(offer);
    if (proposal === undefined || proposal === 'unproven') continue;
    const changed = reread(configuration, context, proposal.edits);
    const played = play(changed.configuration, changed.context);
    if (played !== undefined && differs(played)) return { proposal, played };
  }
  return undefined;
}

/** Findings of other lines that are asked for remedies. */
const MOST_FINDINGS = 20;
/** Remedies that are proven, at most, before one is found that makes a difference. */
const MOST_OFFERS = 8;

/** What is offered on the line that inspects the session, then what is elsewhere in the file; the usual way first. */
function offersThere(findings: readonly Finding[], configuration: Configuration, line: Statement | undefined): readonly Offer[] {
  const at = line === undefined ? -1 : configuration.lines.lineOf(line);
  const isThere = ({ range }: Finding) => range.start.line === at;
  const asked = [...findings.filter(isThere), ...findings.filter((finding) => !isThere(finding)).slice(0, MOST_FINDINGS)];
  const offers = asked.flatMap((finding) => offersFor(configuration, finding)).filter(({ asks }) => asks === undefined);
  return [...new Map(offers.map((offer) => [offer.id, offer])).values()].slice(0, MOST_OFFERS);
}
