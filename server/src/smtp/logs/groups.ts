/** The same hazard forty thousand times is one group: how often, from where to where in the file, and whose mail it is. */

import { isOwnHost } from '../../facts/own-hosts.ts';
import { part } from '../../text/analysis.ts';
import { itemAt, sure } from '../../text/at.ts';
import type { LogRecord, Transcript } from '../model.ts';
import { EsaPeers } from './esa.ts';
import type { RecordKind } from './kind.ts';
import { kindOf } from './records.ts';

export interface RecordGroup {
  readonly kind: string;
  /** At least one. */
  readonly count: number;
  readonly first: LogRecord;
  readonly last: LogRecord;
  /** The first few after `first`, each from a place of its own. */
  readonly more: readonly LogRecord[];
  /** Who is hit most, most first. */
  readonly peers: readonly Peer[];
  /** The same of each end, where peers are client and server: one server has a thousand clients. */
  readonly ends: readonly Peer[];
  /** How many mails the lines are about, each on its way to one server; a line that names no mail counts as one. */
  readonly mails: number;
  /** Of how many of them the log tells what came of them; only kinds that name the mail. */
  readonly fates: Readonly<Record<Fate, number>>;
  /** The log names more hosts than are kept apart: the counts of `peers` and `ends` are lower bounds. */
  readonly manyPeers: boolean;
}

/** What came of a mail: for all of its recipients that the log tells of, or delivered to some and bounced for others. */
export type Fate = 'delivered' | 'bounced' | 'divided';

export interface Peer {
  readonly peer: string;
  readonly count: number;
}

/** Between the two ends of a peer. */
const ENDS = / ->? /;

/** A log can hold as many lines as it likes; what is kept of it is bounded. */
const LIMITS = { groupsOfKind: 64, more: 9, peers: 1024, topPeers: 5, underWay: 4096 } as const;

/** The key of the group for the rest; no line holds it. */
const REST = '\n\n\n';

/** Takes records one by one, in the order of the file. */
export class RecordGroups {
  private readonly groups: Group[] = [];
  private readonly ofKind = new Map<string, Map<string, Group>>();
  private readonly esa = new EsaPeers();
  /** What is known of each mail that a line of a group is about. */
  private readonly underWay = new Map<string, Mail>();
  /** How often a group began or grew tenfold: while it is the same there is nothing that is worth telling. */
  news = 0;

  add(record: LogRecord): void {
    const kind = kindOf(record);
    if (kind.fate !== undefined) this.underWay.get(mailOf(record))?.meets(kind.fate);
    const client = kind.kind.startsWith('esa-') ? this.esa.note(kind.kind, record.fields) : undefined;
    if (kind.background) return;
    const group = this.group(kind, record);
    group.add(record, record.peer ?? client);
    if (Number.isInteger(Math.log10(group.count))) this.news++;
    if (record.fields['id'] === undefined) group.mails++;
    else this.mail(mailOf(record)).isIn(group);
  }

  /** Bounded: a mail that is not heard of again makes room for later ones. */
  private mail(key: string): Mail {
    const known = this.underWay.get(key);
    if (known !== undefined) return known;
    if (this.underWay.size >= LIMITS.underWay) this.underWay.delete(sure(this.underWay.keys().next().value));
    const mail = new Mail();
    this.underWay.set(key, mail);
    return mail;
  }

  /** The groups so far, in the order of their first lines. */
  all(): RecordGroup[] {
    return this.groups.map((group) => group.result());
  }

  private group({ kind, apart = [], way }: RecordKind, record: LogRecord): Group {
    const groups = this.ofKind.get(kind) ?? new Map<string, Group>();
    if (groups.size === 0) this.ofKind.set(kind, groups);
    // One text that tells them apart, the usual case, is its own key: it need not be put together for each line.
    const told = apart.length === 1 ? (record.fields[itemAt(apart, 0)] ?? '') : apart.map((name) => record.fields[name] ?? '').join('\n');
    // No firewall stands before one's own machine: what is said of it is another matter.
    const place = way === undefined ? (isOwn(record) ? 'own' : undefined) : way(record.fields);
    const key = place === undefined ? told : `${told}\n${place}`;
    const known = groups.get(key);
    if (known !== undefined) return known;
    // A log that is full of different texts ends in one group for all that come later.
    const full = groups.size >= LIMITS.groupsOfKind;
    const rest = full ? groups.get(REST) : undefined;
    if (rest !== undefined) return rest;
    const group = new Group(record);
    groups.set(full ? REST : key, group);
    this.groups.push(group);
    return group;
  }
}

/** True for a line about the machine itself, or one's own content filter. */
export function isOwn({ fields: { address, name, port } }: LogRecord): boolean {
  return isOwnHost(address ?? name, port);
}

/** The mail that a line is about, on its way to one server. */
function mailOf({ fields: { id, address } }: LogRecord): string {
  return `${id}\n${address}`;
}

/** One mail on its way to one server: Postfix tries it again and again, and has a line for each of its recipients. */
class Mail {
  private readonly groups = new Set<Group>();
  private fate: Fate | undefined;

  isIn(group: Group): void {
    if (this.groups.has(group)) return;
    this.groups.add(group);
    group.mails++;
    if (this.fate !== undefined) group.fates[this.fate]++;
  }

  /** What a line tells of one of its recipients. */
  meets(fate: Fate): void {
    const before = this.fate;
    const now = before === undefined || before === fate ? fate : 'divided';
    if (now === before) return;
    this.fate = now;
    for (const { fates } of this.groups) {
      if (before !== undefined) fates[before]--;
      fates[now]++;
    }
  }
}

class Group {
  mails = 0;
  readonly fates: Record<Fate, number> = { delivered: 0, bounced: 0, divided: 0 };
  private readonly first: LogRecord;
  private last: LogRecord;
  count = 0;
  private readonly more: LogRecord[] = [];
  private readonly peers = new FrequentTexts(LIMITS.peers);
  private readonly ends = new FrequentTexts(LIMITS.peers);

  constructor(first: LogRecord) {
    this.first = first;
    this.last = first;
  }

  add(record: LogRecord, peer: string | undefined): void {
    this.count++;
    this.last = record;
    if (record !== this.first && this.more.length < LIMITS.more) this.more.push(record);
    if (peer === undefined) return;
    this.peers.add(peer);
    const ends = peer.split(ENDS);
    if (ends.length > 1) for (const end of ends) this.ends.add(end);
  }

  result(): RecordGroup {
    return {
      kind: this.first.kind,
      count: this.count,
      first: this.first,
      last: this.last,
      more: [...this.more],
      mails: this.mails,
      fates: { ...this.fates },
      peers: this.peers.top(LIMITS.topPeers),
      ends: this.ends.top(LIMITS.topPeers),
      manyPeers: this.peers.full || this.ends.full,
    };
  }
}

/** Counts texts in bounded memory (Misra and Gries): exact while they are few, else lower bounds that keep the frequent ones. */
class FrequentTexts {
  private readonly size: number;
  private readonly counts = new Map<string, number>();
  /** A text was seen that found no place: counts are lower bounds since. */
  full = false;

  constructor(size: number) {
    this.size = size;
  }

  add(text: string): void {
    const count = this.counts.get(text);
    if (count !== undefined) this.counts.set(text, count + 1);
    else if (this.counts.size < this.size) this.counts.set(text, 1);
    else {
      this.full = true;
      for (const [key, value] of this.counts) {
        if (value === 1) this.counts.delete(key);
        else this.counts.set(key, value - 1);
      }
    }
  }

  top(n: number): Peer[] {
    const most = [...this.counts].sort((a, b) => b[1] - a[1]).slice(0, n);
    return most.map(([peer, count]) => ({ peer, count }));
  }
}

/** The groups of what the log lines of a transcript say. */
export const logGroups = part('groups of log lines', ({ records }: Transcript) => groupsOf(records));

export function groupsOf(records: readonly LogRecord[]): readonly RecordGroup[] {
  const all = new RecordGroups();
  for (const record of records) all.add(record);
  return all.all();
}
