/**
 * What a transcript shows is mended on a firewall whose configuration is not in the file. What to type there is made, and proven, for a device
 * with the factory-default policy, and for a PIX up to 6.x with its fixup.
 */
import type { Configuration, Context } from '../asa/model.ts';
import { readConfiguration } from '../asa/read.ts';
import { cite } from '../facts/fact.ts';
import { ALLOW_TLS_COMMAND, MODULAR_POLICIES, REAL_ADDRESSES } from '../facts/versions.ts';
import type { Finding } from '../rules/finding.ts';
import { itemAt } from '../text/at.ts';
import { lazily } from '../text/lazily.ts';
import { Lines } from '../text/lines.ts';
import { allowTls } from './allow-tls-map.ts';
import { exemptHosts } from './exempt-hosts.ts';
import { factoryPolicy } from './factory-policy.ts';
import { disableInspection } from './no-inspect-esmtp.ts';
import { isRefusal, type Proposal, type Refusal } from './remedy.ts';
import { changeSheet, type Sheet } from './sheet.ts';

/** What is told by these is the work of the inspection, and goes with it. */
const ITS_WORK: readonly string[] = [
  'masked-banner',
  'masked-ehlo-keyword',
  'masked-command',
  'starttls-refused',
  'ehlo-refused',
  'pix-workarounds-enabled',
];

export interface OnTheFirewall {
  /** Up to 6.x a PIX has a fixup; from 7.0 on policies. */
  readonly platform: 'fixup' | 'policies';
  /** The first version that has the commands; undefined for a fixup. */
  readonly from: string | undefined;
  /** The devices whose commands they are. */
  readonly device: string;
  readonly proposal: Proposal;
  readonly sheet: Sheet;
}

/** The usual ways to mend what a finding of a transcript tells, as commands for each kind of device; none where no firewall is to blame. */
export function onTheFirewall({ rule, subject }: Finding): readonly OnTheFirewall[] {
  // A refusal without a mask beside it: the server may just not offer TLS.
  if (!isMendedOnTheFirewall(rule) || (rule === 'starttls-refused' && subject?.kind !== 'mask')) return [];
  return usual();
}

/** Whether findings of a rule of transcripts can have such commands. */
export function isMendedOnTheFirewall(rule: string): boolean {
  return ITS_WORK.includes(rule);
}

const FACTORY = factoryPolicy('global_policy');
const PIX = ['PIX Version 6.3(5)', 'fixup protocol smtp 25'];

const WAYS: readonly Way[] = [
  { platform: 'policies', from: itemAt(ALLOW_TLS_COMMAND.value, 0).from, lines: FACTORY, remedy: allowTls },
  { platform: 'policies', from: MODULAR_POLICIES.value, lines: FACTORY, remedy: disableInspection },
  { platform: 'fixup', from: undefined, lines: PIX, remedy: disableInspection },
];

const usual = lazily(() => WAYS.flatMap(made));

/** The exemption of one server, of which nothing but its address is known; none where that cannot be made. */
export function exemptionOnTheFirewall(address: string): readonly OnTheFirewall[] {
  const translated = `if it translates ${address}: from ${REAL_ADDRESSES.value} on the real address stands in its place (${cite(REAL_ADDRESSES)})`;
  return made({
    platform: 'policies',
    from: MODULAR_POLICIES.value,
    lines: FACTORY,
    remedy: (configuration, context) => {
      const proposal = exemptHosts(configuration, context, [address]);
      if (isRefusal(proposal)) return proposal;
      // Behind the name of the devices a menu has no room for more.
      return { ...proposal, short: `Exempt ${address}`, cautions: [...(proposal.cautions ?? []), translated] };
    },
  });
}

interface Way extends Pick<OnTheFirewall, 'platform' | 'from'> {
  readonly lines: readonly string[];
  readonly remedy: (configuration: Configuration, context: Context) => Proposal | Refusal;
}

function made({ platform, from, lines, remedy }: Way): OnTheFirewall[] {
  const device = from === undefined ? 'a PIX up to 6.x' : `an ASA or PIX from ${from} on`;
  const configuration = readConfiguration(Lines.read(`${lines.join('\n')}\n`));
  const [context] = configuration.contexts;
  const proposal = remedy(configuration, context);
  return isRefusal(proposal) ? [] : [{ platform, from, device, proposal, sheet: changeSheet(configuration, context, proposal, device) }];
}
