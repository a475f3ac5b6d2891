/** The limits that the default inspection map holds, for sentences about mail that exceeds them. */

import { DEFAULT_MATCHES, type DefaultMatch } from '../../facts/defaults.ts';
import { cite, type Fact } from '../../facts/fact.ts';
import type { RecordGroup } from '../../smtp/logs/groups.ts';
import type { Session, Transcript } from '../../smtp/model.ts';
import { sure } from '../../text/at.ts';
import type { Report } from '../rule.ts';
import { NOTHING_TO_DO } from './advice.ts';
import { engineDoes, signsOfFirewall } from './evidence.ts';
import { reportOf } from './log-reports.ts';

/** @param kind as `DefaultMatch.kind`: `header line length` */
export function defaultLimit(kind: string): { readonly limit: number; readonly fact: Fact<DefaultMatch> } {
  const fact = sure(DEFAULT_MATCHES.find(({ value }) => value.kind === kind));
  return { limit: sure(fact.value.limit), fact };
}

/**
 * `1,204 octets in one header line: a firewall that inspects ESMTP would close the connection here by default (more than 998; documented: CG9).`
 * @param what what was counted, with its size
 */
export function closesAt(transcript: Transcript, session: Session, kind: string, what: string): string {
  const { limit, fact } = defaultLimit(kind);
  const behind = signsOfFirewall(transcript, session).length > 0;
  const act = engineDoes(behind, 'closes the connection here', 'close the connection here');
  return `${what}: ${act} unless its map says otherwise (the default is more than ${limit}; ${cite(fact)}).`;
}

/** `1 octet`, `1,204 octets` */
export function counted(n: number, unit: string): string {
  return `${n.toLocaleString('en-US')} ${unit}${n === 1 ? '' : 's'}`;
}

/** What syslog 108005 says of a limit: the firewall's map logs it and lets the mail pass. */
export function* reportLogged(kind: string, groups: readonly RecordGroup[]): Iterable<Report> {
  for (const group of groups) {
    const { match } = group.first.fields;
    if (group.kind !== 'asa-108005' || match?.toLowerCase().includes(kind.toLowerCase()) !== true) continue;
    yield reportOf(group, `The firewall logged mail that exceeds a limit of its map, "${match}", and let it pass.`, {
      severity: 'information',
      advice: NOTHING_TO_DO,
    });
  }
}
