/**
 * A text that can be shown to others: addresses, names and secrets are replaced, one to one, and what the rules find stays the same.
 * What is prose (a remark, a subject) is made unreadable; what is masked already keeps its length, as every name does.
 */
import type { Configuration, SymbolKind } from '../asa/model.ts';
import { withoutSecrets as withoutKeys } from '../asa/secrets.ts';
import { DEFAULT_MAP } from '../facts/defaults.ts';
import { FACTORY_CLASS } from '../facts/inspections.ts';
import type { Transcript } from '../smtp/model.ts';
import { withoutSecrets } from '../smtp/secrets.ts';
import type { Lines } from '../text/lines.ts';
import { renumbering } from './addresses.ts';
import { Pseudonyms } from './names.ts';

/** What a text was read as; both where it holds both. */
export interface Read {
  readonly lines: Lines;
  readonly configuration: Configuration | undefined;
  readonly transcript: Transcript | undefined;
}

/** Names that the device gives, or whose words say something to everybody. */
const KEPT = new Set([
  FACTORY_CLASS,
  DEFAULT_MAP,
  'class-default',
  'global_policy',
  'DfltGrpPolicy',
  'DefaultRAGroup',
  'DefaultL2LGroup',
  'DefaultWEBVPNGroup',
]);
const DEVICES = /^(?:_default|preset_|migrated_|(?:cisco)?(?:asa|pix|fwsm|ftd)\d*$|fw\d*$|firewall\d*$)/i;
/** Interfaces are `outside` and `inside`: roles, of which our answers speak. */
const ROLES: ReadonlySet<SymbolKind> = new Set(['interface']);

const PROSE = /^(\s*(?:.{0,80}?\bremark|description|banner\s+\S+|snmp-server\s+(?:contact|location))\s+)(.*)$/i;
const SUBJECT = /^(.{0,40}?\bSubject:[ \t]*)(.*)$/i;
const OURS = /esmtp-lens:/;
const USERNAME = /\b(username\s+)(\S+)/gi;
const SERIAL = /\b(serial number:?\s*)([A-Z0-9]{6,})/gi;
const MAC = /(?<![\w.])[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(?![\w.])/gi;
/** A certificate or a key, in hexadecimal or Base64. */
const CERTIFICATE = /^\s*(?:[0-9a-f]{8}[ \t]+){1,}[0-9a-f]{2,8}\s*$|^\s*[A-Za-z0-9+/]{60,}={0,2}\s*$/i;
/** Octets of a dump beside or without the text that they stand for. */
const DUMP = /(?:\b[0-9a-f]{2}[ -]){8}|(?:\b[0-9a-f]{4} ){4}/i;

/** Single words that name a host: what it calls itself, and what stands before the lines of its log. */
const HOSTS: readonly RegExp[] = [
  /^[^\n]{0,20}?\bhostname\s+([\w-]{3,})\s*$/gim,
  /\b(?:EHLO|HELO)\s+([\w-]{3,})\s*$/gim,
  /^[A-Z][a-z]{2}\s+\d{1,2}\s[\d:]{8}\s([\w-]{3,})\s/gm,
];

/** Why a text cannot be made safe to show. */
export interface NotScrubbed {
  readonly refused: string;
}

/** @returns the text with every line end as it was; refused where it holds names in a form that we cannot replace */
export function scrub({ lines, configuration, transcript }: Read): { readonly text: string } | NotScrubbed {
  const whole = lines.toString();
  const dump = transcript === undefined ? -1 : lines.all.findIndex(({ text }) => DUMP.test(text) && !CERTIFICATE.test(text));
  if (dump >= 0) return { refused: `line ${dump + 1} is a dump in hexadecimal, in which names cannot be replaced: leave the dump out` };
  const pseudonyms = new Pseudonyms(whole);
  const renumber = renumbering(whole);
  const names = configuration === undefined ? new Map<number, NamedWord[]>() : namesIn(configuration);
  const hosts = hostsIn(whole);
  const shown = lines.all.map(({ text, eol }, number) => {
    // Everything up to the addresses keeps the length, so that columns hold.
    let line = transcript === undefined || transcript.lines.text(number) === '' ? text : withoutSecrets(transcript, number);
    if (configuration !== undefined) line = withoutKeys(line);
    for (const { start, name } of names.get(number) ?? []) {
      if (line.startsWith(name, start)) line = line.slice(0, start) + pseudonyms.of(name) + line.slice(start + name.length);
    }
    line = unreadable(line);
    line = line.replace(USERNAME, (_, before: string, name: string) => before + pseudonyms.of(name));
    line = line.replace(SERIAL, (_, before: string, serial: string) => before + pseudonyms.of(serial));
    line = pseudonyms.inText(line);
    if (hosts.size > 0) line = line.replace(/[\w-]{3,}/g, (word) => (hosts.has(word) ? pseudonyms.of(word) : word));
    line = line.replace(MAC, '0000.5e00.5300');
    return renumber(line) + eol;
  });
  return { text: shown.join('') };
}

/** Replaces names and addresses in texts that are quoted from a whole, one to one, as `scrub` does in the whole. */
export function disguise(whole: string): (text: string) => string {
  const pseudonyms = new Pseudonyms(whole);
  const renumber = renumbering(whole);
  const hosts = hostsIn(whole);
  return (text) => {
    const line = pseudonyms.inText(unreadable(text));
    return renumber(line.replace(/[\w-]{3,}/g, (word) => (hosts.has(word) ? pseudonyms.of(word) : word)));
  };
}

interface NamedWord {
  readonly start: number;
  readonly name: string;
}

/** The names that a person chose, by line; a name that is an address or a domain is replaced as such. */
function namesIn({ contexts, lines }: Configuration): Map<number, NamedWord[]> {
  const places = new Map<number, NamedWord[]>();
  for (const { symbols } of contexts) {
    for (const [kind, table] of symbols) {
      if (ROLES.has(kind)) continue;
      for (const { name, definitions, references } of table.values()) {
        // What no line defines may be the device's.
        if (definitions.length === 0 || KEPT.has(name) || DEVICES.test(name) || !/^[\w-]{2,}$/.test(name)) continue;
        for (const { word, statement } of [...definitions, ...references]) {
          const line = lines.lineOf(statement);
          const onLine = places.get(line) ?? [];
          onLine.push({ start: word.start, name });
          places.set(line, onLine);
        }
      }
    }
  }
  return places;
}

function hostsIn(text: string): ReadonlySet<string> {
  const found = HOSTS.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name = '']) => name));
  return new Set(
    found.filter((name) => !DEVICES.test(name) && !/^(?:inside|outside|dmz|mail|smtp|client|server|localhost|x+|\d+)$/i.test(name)),
  );
}

/** Prose, and certificates: what is said in them cannot be told from names. */
function unreadable(line: string): string {
  if (OURS.test(line)) return line;
  if (CERTIFICATE.test(line)) return line.replace(/[a-z0-9]/gi, '0');
  return line.replace(PROSE, covered).replace(SUBJECT, covered);
}

function covered(_: string, head: string, prose: string): string {
  return head + prose.replace(/\d/g, '0').replace(/[^\s\d.,:;()-]/g, 'x');
}
