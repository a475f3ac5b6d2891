/** How well the words of a session fit a server: its greeting, the first line of its EHLO reply, its refusals and its answers. */

import { providerOf } from '../../facts/providers.ts';
import { SERVERS, type ServerProfile } from '../../facts/servers.ts';
import { firstWord } from '../../text/first-word.ts';
import { fits, likelihoodOfOpen, solve } from '../templates.ts';
import type { Sight } from './seen.ts';

const MISFIT = { greeting: 0.05, hello: 0.1, refusal: 0.03, answer: 0.1, provider: 0.005 } as const;
/** How often another server answers a common command in just these words, and one whose answers are not known. */
export const ANSWER = { stranger: 0.25, unknown: 0.35 } as const;
const OF_PROVIDERS = new Set(SERVERS.flatMap(({ provider }) => provider ?? []));

/** One of these hosts is of a provider whose software is known, and is another. */
function runsElsewhere({ provider }: ServerProfile, hosts: readonly string[]): boolean {
  return hosts.some((host) => {
    const owner = providerOf(host)?.name;
    return owner !== undefined && owner !== provider && OF_PROVIDERS.has(owner);
  });
}

/** How well greeting, first line, refusals and answers fit a profile. */
export function likeness(profile: ServerProfile, { greeting, hello, refusals, answers, hosts }: Sight): number {
  let product = runsElsewhere(profile, hosts) ? MISFIT.provider : 1;
  if (greeting !== undefined && profile.greetings.length > 0) product *= greetingFit(profile, greeting, hosts);
  if (hello !== undefined && profile.hellos.length > 0)
    product *= profile.hellos.some((template) => fits(template, hello)) ? 1 : MISFIT.hello;
  if (profile.refusals.length > 0) {
    for (const refusal of refusals) product *= profile.refusals.some((template) => fits(template, refusal)) ? 1 : MISFIT.refusal;
  }
  for (const { to, text } of answers) {
    const own = profile.answers?.[to];
    if (own === undefined) product *= ANSWER.unknown;
    else product *= own.some((template) => fits(template, text)) ? 1 : MISFIT.answer;
  }
  return product;
}

function greetingFit(profile: ServerProfile, { text, form }: NonNullable<Sight['greeting']>, hosts: readonly string[]): number {
  let best: number = MISFIT.greeting;
  for (const template of greetingsFor(profile.greetings, hosts)) {
    if (form === 'kept') {
      if (fits(template, text)) best = Math.max(best, template.includes('{any}') ? 0.8 : 1);
      continue;
    }
    if (form === 'cmap') return 1;
    for (const host of namesFor(profile, hosts)) {
      const solution = solve(template, host, form, text);
      if (solution !== undefined)
        best = Math.max(best, solution.exact ? 1 : Math.min(0.5, (0.05 * solution.likelihood) / likelihoodOfOpen(text)));
    }
  }
  return best;
}

/** The names by which a server can greet that has one of these: a provider's goes by the provider's. undefined: one that the file does not tell. */
export function namesFor(
  { provider }: Partial<Pick<ServerProfile, 'provider'>>,
  hosts: readonly string[],
): readonly (string | undefined)[] {
  const own = provider === undefined ? hosts : hosts.filter((host) => providerOf(host)?.name === provider);
  return own.length > 0 ? own : [undefined];
}

/** The greetings that a server with one of these names can print: those of Google’s own hosts are no one else’s. */
export function greetingsFor(greetings: readonly string[], hosts: readonly string[]): readonly string[] {
  return greetings.filter((template) => {
    const first = firstWord(template);
    return hosts.length === 0 || !first.includes('.') || hosts.includes(first);
  });
}
