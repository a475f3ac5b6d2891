/**
 * A transcript and the firewall that its sessions passed. Nothing in a session names the device between its ends; a person does, in a comment
 * or a setting, or the addresses do, or there is only one firewall that it can have been. How it is known is part of the answer.
 */

import type { Configuration, Context } from '../asa/model.ts';
import { addressesOfMailHosts, hostAt } from '../mail/mail-hosts.ts';
import { endsOf } from '../path/flow-of.ts';
import { routesTo } from '../policy/routing.ts';
import { contains, parseAddress } from '../sets/addresses.ts';
import type { Session, Transcript } from '../smtp/model.ts';
import { part } from '../text/analysis.ts';
import { itemAt, lastOf } from '../text/at.ts';
import { type Lines, type Range, rangeOn } from '../text/lines.ts';
import { ourCommentIn } from '../text/our-comments.ts';

/** A configuration that a transcript may belong to. */
export interface Firewall {
  /** Its address or its path; `/` parts its folders. */
  readonly uri: string;
  readonly configuration: Configuration;
}

/** What a tie is asked about: a transcript, or one session of it. */
export interface Asked {
  /** Of the transcript: a name in a comment is relative to it. */
  readonly uri: string;
  readonly transcript: Transcript;
  /** undefined: all sessions and records of the transcript */
  readonly session?: Session | undefined;
  /** What a setting names: `esmtpLens.firewall`, or `firewall` of `esmtp-lens.json`; '' is none. */
  readonly set?: string | undefined;
}

/** How it is known which firewall it was, the surest first. */
export type How =
  | { readonly by: 'same file' }
  /** A comment in the transcript names it. */
  | { readonly by: 'comment'; readonly range: Range }
  | { readonly by: 'setting' }
  /** The configuration names an address of the session: as a mail host's, as a translated one, or as of a network behind it. */
  | { readonly by: 'address'; readonly address: string; readonly as: Knows }
  /** There is no other. */
  | { readonly by: 'only one' };

export type Knows = 'mail host' | 'translated' | 'network';

export interface Tie {
  readonly firewall: Firewall;
  /** The part of it that speaks of this mail; undefined where it has several security contexts, and nothing tells which. */
  readonly context: Context | undefined;
  readonly how: How;
}

/** Why there is no tie, where a person should know: the name that was told leads nowhere, or to several. */
export interface Untied {
  readonly named: string;
  readonly how: How;
  readonly found: readonly Firewall[];
}

export function isTie(found: Tie | Untied | undefined): found is Tie {
  return found !== undefined && 'firewall' in found;
}

/**
 * @param firewalls those of the workspace; one of the asked transcript's own address is the configuration in the same file
 * @returns undefined where nothing tells
 */
export function tieOf(asked: Asked, firewalls: readonly Firewall[]): Tie | Untied | undefined {
  const own = firewalls.find(({ uri }) => uri === asked.uri);
  const comment = commentFor(asked);
  if (comment !== undefined) return named(comment.name, { by: 'comment', range: comment.range }, asked, firewalls);
  if (own !== undefined) return tied(own, { by: 'same file' }, asked);
  if (asked.set !== undefined && asked.set.trim() !== '') return named(asked.set.trim(), { by: 'setting' }, asked, firewalls);
  const addresses = addressesOf(asked);
  return byAddress(addresses, firewalls) ?? onlyOne(asked, addresses, firewalls);
}

/** The tie to a firewall that a person names when asking, whatever the transcript says. */
export function tieTo(firewall: Firewall, asked: Asked): Tie {
  return tied(firewall, { by: 'setting' }, asked);
}

/** `fw1.asa`: the last part of a firewall's address, as a person reads it. */
export function nameOf({ uri }: Pick<Firewall, 'uri'>): string {
  const last = lastOf(uri.replace(/\/+$/, '').split('/'));
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** A comment line `# esmtp-lens: firewall=NAME`, and where the name stands. */
export interface FirewallComment {
  readonly name: string;
  readonly range: Range;
}

const NAMES = /^(\s*firewall\s*=\s*)(.*?)\s*$/i;

/** The comments that name a firewall, in the order of the file. */
export const firewallComments = part('comments that name a firewall', (lines: Lines): readonly FirewallComment[] => {
  const found: FirewallComment[] = [];
  for (let line = 0; line < lines.count; line++) {
    const comment = ourCommentIn(lines.text(line));
    const [, before, name] = (comment && NAMES.exec(comment.says)) ?? [];
    if (comment === undefined || before === undefined || name === undefined || name === '') continue;
    const start = comment.at + before.length;
    found.push({ name: name.replace(/^(["'])(.*)\1$/, '$2'), range: rangeOn(line, start, start + name.length) });
  }
  return found;
});

/** The comment line that names a firewall, to be put in front of a transcript. */
export function firewallComment(name: string): string {
  return `# esmtp-lens: firewall=${name}`;
}

/** That above a session is for it; one at the end of the file is for all that have none of their own. */
function commentFor({ transcript: { lines }, session }: Asked): FirewallComment | undefined {
  const comments = firewallComments(lines);
  const above = session && comments.findLast(({ range }) => range.start.line <= session.first);
  return above ?? comments[0];
}

function named(name: string, how: How, asked: Asked, firewalls: readonly Firewall[]): Tie | Untied {
  const found = namedSo(name, asked.uri, firewalls);
  return found.length === 1 ? tied(itemAt(found, 0), how, asked) : { named: name, how, found };
}

/** By its place beside the transcript, by the end of its path, by its host name: the first of these that any firewall has. */
function namedSo(name: string, beside: string, firewalls: readonly Firewall[]): readonly Firewall[] {
  const path = partsOf(name.replaceAll('\\', '/'));
  const folder = partsOf(beside).slice(0, -1);
  const place = name.startsWith('/') ? path : resolved([...folder, ...path]);
  const tail = resolved(path).filter((part) => part !== '..');
  const ways: readonly ((firewall: Firewall) => boolean)[] = [
    ({ uri }) => isSame(partsOf(uri), place),
    ({ uri }) => isSame(partsOf(uri).slice(-tail.length), tail),
    ({ configuration: { contexts } }) => contexts.some(({ host }) => host?.toLowerCase() === name.toLowerCase()),
  ];
  for (const way of ways) {
    const found = firewalls.filter(way);
    if (found.length > 0) return found;
  }
  return [];
}

/** The parts of an address or a path, without what tells how it is reached. */
export function partsOf(uri: string): readonly string[] {
  const path = uri.replace(/^[a-z][\w+.-]+:(?:\/\/[^/]*)?/i, '');
  return path
    .split('/')
    .filter((part) => part !== '')
    .map((part) => nameOf({ uri: part }));
}

function resolved(parts: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (const part of parts) {
    if (part === '..' && found.length > 0 && found.at(-1) !== '..') found.pop();
    else if (part !== '.') found.push(part);
  }
  return found;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}

/** The firewall is told; which context of it, the addresses may tell. */
function tied(firewall: Firewall, how: How, asked: Asked): Tie {
  const { contexts } = firewall.configuration;
  const told = byAddress(addressesOf(asked), [firewall]);
  const single = contexts.length === 1 ? contexts[0] : undefined;
  return { firewall, context: told?.context ?? single ?? onlyWithPolicies(contexts), how };
}

/** What stands before the first context, and the system space, inspect nothing. */
function onlyWithPolicies(contexts: readonly Context[]): Context | undefined {
  const inspecting = contexts.filter(({ servicePolicies, fixups }) => servicePolicies.length > 0 || fixups.length > 0);
  return inspecting.length === 1 ? inspecting[0] : undefined;
}

/** Records of a log that are asked for their addresses. */
const MOST_RECORDS = 200;

/** The addresses of the ends, servers first. */
function addressesOf({ transcript, session }: Asked): readonly string[] {
  const ends = (session === undefined ? transcript.sessions : [session]).map(endsOf);
  const servers = ends.flatMap(({ server }) => server?.address ?? []);
  const clients = ends.flatMap(({ client }) => client?.address ?? []);
  const records = session === undefined ? transcript.records.slice(0, MOST_RECORDS) : [];
  const peers = records.flatMap(({ peer }) => peer?.split(/[\s>[\]()/]+/) ?? []).filter((text) => parseAddress(text) !== undefined);
  return [...new Set([...servers, ...clients, ...peers])];
}

const RANKS: readonly Knows[] = ['mail host', 'translated', 'network'];

/** The one context that knows an address best; undefined where two know it equally well: neighbours often use the same private networks. */
function byAddress(addresses: readonly string[], firewalls: readonly Firewall[]): Tie | undefined {
  for (const as of RANKS) {
    const ties: Tie[] = [];
    for (const firewall of firewalls) {
      for (const context of firewall.configuration.contexts) {
        const address = addresses.find((each) => knows(context, each, as));
        if (address !== undefined) ties.push({ firewall, context, how: { by: 'address', address, as } });
      }
    }
    if (ties.length === 1) return ties[0];
    if (ties.length > 1) return undefined;
  }
  return undefined;
}

function knows(context: Context, text: string, as: Knows): boolean {
  const address = parseAddress(text);
  if (address === undefined) return false;
  if (as === 'mail host') return contains(addressesOfMailHosts(context), address);
  if (as === 'translated') return hostAt(context, { address: text, label: undefined }).mapped.length > 0;
  // What the default route leads to is everything else.
  return routesTo(context, address).some(({ kind }) => kind !== 'default route');
}

/** The only firewall there is, unless both ends of the session stand on one side of it. */
function onlyOne(asked: Asked, addresses: readonly string[], firewalls: readonly Firewall[]): Tie | undefined {
  const [firewall, ...others] = firewalls;
  if (firewall === undefined || others.length > 0) return undefined;
  const tie = tied(firewall, { by: 'only one' }, asked);
  return tie.context !== undefined && areBeside(tie.context, addresses) ? undefined : tie;
}

/** All addresses, two or more, stand behind one interface: what they say to each other does not pass the firewall. */
export function areBeside(context: Context, addresses: readonly string[]): boolean {
  const behind = addresses.map((text) => {
    const address = parseAddress(text);
    const routes = address === undefined ? [] : routesTo(context, address);
    return routes.length === 1 && itemAt(routes, 0).kind === 'connected' ? itemAt(routes, 0).interface : undefined;
  });
  return behind.length > 1 && behind[0] !== undefined && behind.every((name) => name === behind[0]);
}
