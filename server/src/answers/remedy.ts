/** The fix that a person asks for by name. */
import type { Configuration, Context } from '../asa/model.ts';
import { hostCalled, mailHosts } from '../mail/mail-hosts.ts';
import { allowTls } from '../remedies/allow-tls-map.ts';
import { exemptHosts } from '../remedies/exempt-hosts.ts';
import { disableInspection } from '../remedies/no-inspect-esmtp.ts';
import { cautionOf, type Proof, type Proposal, type Refusal } from '../remedies/remedy.ts';
import { parseAddress } from '../sets/addresses.ts';
import { inPlainWords } from '../text/markup.ts';
import { place } from './places.ts';
import { QuestionError } from './question.ts';
import type { RemedyAnswer } from './types.ts';

/** What is to be done. */
export type Wish =
  /** These mail hosts, by address or by their name in the configuration, are taken out of the inspection. */
  | {
      readonly exempt: readonly string[];
      /** By a class behind the others in the policy map in force, where another way is surer. */
      readonly inPlace?: boolean | undefined;
    }
  /** The inspection of mail is switched off. */
  | { readonly disable: true }
  /** Mail is inspected still, and TLS let through. */
  | { readonly allowTls: true };

/** @throws QuestionError where a host to exempt is not known */
export function remedyFor(configuration: Configuration, context: Context, wish: Wish): Proposal | Refusal {
  if ('exempt' in wish) {
    const hosts = wish.exempt.map((host) => addressOf(host, context));
    return exemptHosts(configuration, context, hosts, { inPlace: wish.inPlace ?? false });
  }
  return 'disable' in wish ? disableInspection(configuration, context) : allowTls(configuration, context);
}

function addressOf(host: string, context: Context): string {
  if (parseAddress(host) !== undefined) return host;
  const hosts = mailHosts(context);
  const named = hosts.find(({ label }) => label === host) ?? hostCalled(context, host);
  if (named !== undefined) return named.address;
  const labels = hosts.flatMap(({ label }) => label ?? []);
  const those = labels.length === 0 ? '' : `; its mail hosts are ${labels.join(', ')}`;
  throw new QuestionError('exempt', `${host} is no address, and no name of one host in this configuration${those}`);
}

export function remedyAnswer(proposal: Proposal): RemedyAnswer {
  const { edits, commands, rollback, flexConfig, proof, id, title } = proposal;
  const caution = cautionOf(proposal);
  return {
    version: 1,
    id,
    title: inPlainWords(title),
    settled: null,
    caution: caution === undefined ? null : inPlainWords(caution),
    edits: edits.map(({ range, newText }) => ({ ...place(range), newText })),
    commands,
    rollback,
    flexConfig: flexConfig ?? false,
    proof: proof === undefined ? null : told(proof),
  };
}

/** The answer where nothing needs to be done. @param settled why */
export function settledAnswer(settled: string): RemedyAnswer {
  return {
    version: 1,
    id: null,
    title: null,
    settled: inPlainWords(settled),
    caution: null,
    edits: [],
    commands: [],
    rollback: [],
    flexConfig: false,
    proof: null,
  };
}

/** Which ports change stands in the words of each flow. */
function told({ ports: _, ...shown }: Proof): RemedyAnswer['proof'] {
  return shown;
}
