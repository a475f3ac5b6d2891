/**
 * What a configuration says, once its statements have been carried out in order: the shape that everything above this
 * floor reads. Plain data; made by `readConfiguration` in `read.ts`. Cisco's words are used throughout (CG8, CG9).
 */

import type { Release } from '../facts/versions.ts';
import type { Analysis } from '../text/analysis.ts';
import type { Some } from '../text/at.ts';
import type { Lines, Placed } from '../text/lines.ts';
import type { Sequence } from '../text/sequence.ts';
import type { ConfigurationReading } from './read.ts';

/** A word of a line: columns are UTF-16 code units from zero, `end` exclusive. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What a statement does with its command. `show` and other exec commands are `exec`; what we do not know is `unknown`. */
export type StatementForm = 'set' | 'no' | 'clear' | 'exec' | 'unknown';

/**
 * One command line, with or without a prompt. Free text and comments are not statements. It knows its order among the others, and no
 * line number: `lines.lineOf(statement)` tells that of any state of the document that holds it.
 */
export interface Statement extends Placed {
  readonly indent: number;
  /** `asa(config-pmap-c)#`, where the line begins with one. */
  readonly prompt: Word | undefined;
  readonly form: StatementForm;
  /** The words after the prompt, `no` and `clear configure` included. */
  readonly words: readonly Word[];
  /** Index in `words` of the command's first word (after `no`, `clear configure`). */
  readonly head: number;
  /** The command's full name in the grammar table (`policy-map`, `inspect`, `match`), abbreviations resolved; '' when not known. */
  readonly command: string;
  /** The mode it was read in (`global`, `policy-map`, `policy-map-class`, `inspect-map`, `parameters` ...). */
  readonly mode: string;
  /** The statement that opened its mode. */
  readonly parent: Statement | undefined;
  /** The statements inside the mode it opened, in order. */
  readonly children: readonly Statement[];
}

/** A name where it is used. */
export interface NameUse {
  readonly name: string;
  readonly word: Word;
  readonly statement: Statement;
}

/** A name where it is defined. */
export interface Definition {
  readonly name: string;
  readonly word: Word;
  readonly statement: Statement;
}

export type SymbolKind =
  | 'interface'
  | 'name'
  | 'network-object'
  | 'service-object'
  | 'object-group'
  | 'access-list'
  | 'class-map'
  | 'policy-map'
  | 'inspect-map'
  | 'inspect-class-map'
  | 'regex'
  | 'regex-class-map'
  | 'time-range'
  | 'tcp-map'
  | 'zone';

/** Every place where a name is written, in document order; a name used and not defined has no `definitions`. */
export interface Symbol {
  readonly kind: SymbolKind;
  readonly name: string;
  /** Every line that defines or continues to define it (each ACE of an access-list, each reopening of a policy-map). */
  readonly definitions: Sequence<Definition>;
  readonly references: Sequence<NameUse>;
}

/** An address as written: a literal, or a `name`. `value` is undefined when a name has no address in this file. */
export interface AddressUse {
  readonly word: Word;
  /** Canonical text of the address: dotted quad, or IPv6 in RFC 5952 form. */
  readonly value: string | undefined;
  /** Set when the word is a `name IP NAME` name. */
  readonly use?: NameUse;
}

export type AddressSpec =
  | { readonly kind: 'any' | 'any4' | 'any6'; readonly word: Word }
  | { readonly kind: 'host'; readonly address: AddressUse }
  /** `ADDRESS MASK` (a netmask) for IPv4, `PREFIX/LENGTH` for IPv6 */
  | { readonly kind: 'network'; readonly address: AddressUse; readonly mask: string; readonly prefixLength: number | undefined }
  | { readonly kind: 'range'; readonly first: AddressUse; readonly last: AddressUse }
  | { readonly kind: 'object' | 'object-group'; readonly use: NameUse }
  | { readonly kind: 'interface'; readonly use: NameUse }
  /** `fqdn [v4|v6] NAME`; the family is undefined where the line names none. */
  | { readonly kind: 'fqdn'; readonly word: Word; readonly family: 'v4' | 'v6' | undefined }
  /** An address with neither `host` nor mask (TAC 117801 prints it): the device rejects the line. */
  | { readonly kind: 'bare'; readonly address: AddressUse };

/** Ports, inclusive, 0 to 65535; several ranges for `neq`. */
export type PortSpec =
  | {
      readonly kind: 'ports';
      readonly operator: 'eq' | 'neq' | 'lt' | 'gt' | 'range';
      readonly ranges: readonly (readonly [number, number])[];
      readonly words: readonly Word[];
    }
  | { readonly kind: 'object-group'; readonly use: NameUse };

export type ProtocolSpec =
  /** `number` by IANA (tcp 6, udp 17); `ip` matches every protocol and has none; `tcp-udp` is in service groups only. */
  | { readonly kind: 'protocol'; readonly name: string; readonly number: number | undefined; readonly word: Word }
  | { readonly kind: 'object' | 'object-group'; readonly use: NameUse };

/** One entry of an access-list. */
export interface Ace {
  readonly statement: Statement;
  readonly accessList: NameUse;
  readonly action: 'permit' | 'deny';
  readonly protocol: ProtocolSpec;
  readonly source: AddressSpec;
  readonly sourcePort: PortSpec | undefined;
  readonly destination: AddressSpec;
  readonly destinationPort: PortSpec | undefined;
  readonly inactive: boolean;
  readonly timeRange: NameUse | undefined;
  /** `user`, `user-group`, `security-group` ... : who, in words we cannot decide from the file. */
  readonly identity: boolean;
}

export interface AccessList {
  readonly name: string;
  readonly kind: 'extended' | 'standard' | 'ipv6' | 'ethertype' | 'webtype';
  readonly definitions: Sequence<Definition>;
  /** In the order the device holds them (`line N` obeyed), `no` and `clear configure access-list` carried out. */
  readonly entries: Sequence<Ace>;
  /** At least those of the entries whose line's text is meant, in their order: of a long list the others need not be read. */
  readonly entriesIn: (isMeant: (text: string) => boolean) => Iterable<Ace>;
  /** The place of each entry as `line N` counts, from 1: remarks and lines that could not be read count too. */
  readonly places: readonly number[];
  /** Those of the entries that the device rejects: an address stands there with neither `host` nor a mask. */
  readonly rejected: Sequence<Ace>;
  /** Lines of it that could not be read as an entry: what they match is not known. */
  readonly unread: Sequence<Statement>;
}

export interface Interface {
  readonly hardware: string;
  /** `nameif` */
  readonly name: string | undefined;
  readonly definition: Definition | undefined;
  readonly statement: Statement;
  readonly securityLevel: number | undefined;
  readonly address: { readonly address: AddressUse; readonly mask: string } | undefined;
  /** `ip address dhcp setroute` or `pppoe setroute`: it gets a default route with its address. */
  readonly setroute: Statement | undefined;
  /** IPv6 prefixes, `2001:db8::1/64`. */
  readonly prefixes: readonly string[];
  readonly zone: NameUse | undefined;
  readonly shutdown: boolean;
}

export interface NetworkObject {
  readonly name: string;
  readonly definitions: Sequence<Definition>;
  /** host, network (`subnet`), range, fqdn; undefined while it has no value. */
  readonly value: AddressSpec | undefined;
}

export interface ServiceSpec {
  readonly statement: Statement;
  readonly protocol: ProtocolSpec;
  readonly source: PortSpec | undefined;
  readonly destination: PortSpec | undefined;
}

export interface ServiceObject {
  readonly name: string;
  readonly definitions: Sequence<Definition>;
  readonly value: ServiceSpec | undefined;
}

export type GroupMember =
  | { readonly kind: 'address'; readonly statement: Statement; readonly address: AddressSpec }
  | { readonly kind: 'service'; readonly statement: Statement; readonly service: ServiceSpec }
  /** `port-object` in a group `service NAME tcp|udp|tcp-udp` */
  | { readonly kind: 'port'; readonly statement: Statement; readonly port: PortSpec }
  | { readonly kind: 'protocol'; readonly statement: Statement; readonly protocol: ProtocolSpec }
  | { readonly kind: 'group'; readonly statement: Statement; readonly use: NameUse }
  /** users, security groups, icmp types, and what we could not read */
  | { readonly kind: 'other'; readonly statement: Statement };

export interface ObjectGroup {
  readonly name: string;
  readonly kind: 'network' | 'service' | 'protocol' | 'icmp-type' | 'user' | 'security';
  /** `object-group service NAME tcp|udp|tcp-udp` */
  readonly protocol: 'tcp' | 'udp' | 'tcp-udp' | undefined;
  readonly definitions: Sequence<Definition>;
  readonly members: readonly GroupMember[];
}

export type ClassMatch = { readonly statement: Statement; readonly negated: boolean } & (
  | { readonly kind: 'any' | 'default-inspection-traffic' }
  | { readonly kind: 'access-list'; readonly use: NameUse }
  | { readonly kind: 'port'; readonly protocol: string; readonly port: PortSpec }
  /** `match address A`: of crypto maps, printed by TAC 117801 in a class-map by mistake; the device rejects it. */
  | { readonly kind: 'address'; readonly use: NameUse | undefined; readonly keyword: Word }
  /** dscp, precedence, rtp, tunnel-group, flow, and what we do not know */
  | { readonly kind: 'other'; readonly keyword: string }
);

export interface ClassMap {
  readonly name: string;
  readonly definitions: Sequence<Definition>;
  readonly type: 'layer3-4' | 'management' | 'inspect' | 'regex';
  /** `class-map type inspect PROTOCOL` */
  readonly protocol: string | undefined;
  readonly mode: 'match-all' | 'match-any';
  readonly matches: readonly ClassMatch[];
}

/** One action in a class of a policy-map. `feature` is the feature type by which classes are matched (CG8). */
export type PolicyAction = { readonly statement: Statement } & (
  | { readonly feature: 'inspect'; readonly protocol: string; readonly map: NameUse | undefined }
  | {
      readonly feature: 'connection';
      /** By `conn-max`, `embryonic-conn-max`, `per-client-max`, `per-client-embryonic-max`; the last one said of each. */
      readonly limits: ReadonlyMap<string, ConnectionLimit>;
    }
  /** `set connection advanced-options tcp-state-bypass`; one that names a tcp-map is no bypass, but of the `other` ones. */
  | { readonly feature: 'bypass' }
  /** police, priority, shape, ips, csc, cxsc, sfr, flow-export, user-statistics ... */
  | { readonly feature: 'other'; readonly keyword: string }
);

/** One limit of `set connection`, and the line that says it. 0 = unlimited */
export interface ConnectionLimit {
  readonly value: number;
  readonly statement: Statement;
}

/** `no inspect esmtp` and its like, as a line in a class: a negation takes back, it is not an action. */
export interface Negation {
  readonly statement: Statement;
  /** full command, `inspect` */
  readonly command: string;
  /** `inspect`: the protocol (`esmtp`) */
  readonly protocol: string | undefined;
  /** It took something back that an earlier line had set in this class. */
  readonly effective: boolean;
}

export interface PolicyClass {
  /** `class-default` needs no class-map. */
  readonly use: NameUse;
  /** The first `class NAME` line; later lines that reopen it are in `statements`. */
  readonly statement: Statement;
  readonly statements: readonly Statement[];
  readonly actions: readonly PolicyAction[];
  readonly negations: readonly Negation[];
}

export interface PolicyMap {
  readonly name: string;
  readonly definitions: Sequence<Definition>;
  /** In the order in which the device tries them. */
  readonly classes: readonly PolicyClass[];
}

/** One `match` of an ESMTP inspection map, with the action under it. */
export interface InspectMatch {
  readonly statement: Statement;
  readonly negated: boolean;
  /**
   * `body length`, `body line length`, `cmd line length`, `cmd RCPT count`, `cmd verb`, `ehlo-reply-parameter`, `header length`,
   * `header line length`, `header to-fields count`, `invalid-recipients count`, `mime filetype`, `mime filename length`,
   * `mime encoding`, `sender-address regex`, `sender-address length`; '' when it is none of them.
   */
  readonly kind: string;
  /** The words that name the kind, for a finding's range. */
  readonly words: readonly Word[];
  /** `gt N` */
  readonly limit: number | undefined;
  readonly limitWord: Word | undefined;
  /** verbs, keywords, encodings; the regex or regex class-map named */
  readonly values: readonly Word[];
  readonly use: NameUse | undefined;
  readonly action: InspectAction | undefined;
}

export interface InspectAction {
  readonly statement: Statement;
  /** `drop-connection`, `drop`, `reset`, `mask`, `log`, `rate-limit`; '' when it is none of them */
  readonly kind: string;
  /** Of `rate-limit N`: how many messages a second it lets through; undefined of another, and where the number is none. */
  readonly rate: number | undefined;
  readonly log: boolean;
}

/** One line of `parameters`; the last one said of a kind wins. */
export interface InspectParameter {
  readonly statement: Statement;
  /** `allow-tls`, `mask-banner`, `mail-relay`, `special-character`; other words as written */
  readonly kind: string;
  /** false for `no allow-tls` */
  readonly on: boolean;
  readonly log: boolean;
  readonly action: string | undefined;
  /** domain of `mail-relay` */
  readonly value: string | undefined;
}

/** `policy-map type inspect PROTOCOL NAME`. Matches and parameters are read for `esmtp`; other protocols keep their statements only. */
export interface InspectMap {
  readonly name: string;
  readonly protocol: string;
  readonly definitions: Sequence<Definition>;
  readonly matches: readonly InspectMatch[];
  readonly parameters: readonly InspectParameter[];
}

export interface ServicePolicy {
  readonly statement: Statement;
  readonly policy: NameUse;
  readonly scope: { readonly kind: 'global' } | { readonly kind: 'interface'; readonly use: NameUse };
}

/** An active `fixup protocol`: by a line, or (PIX) by the default that a line put back. Ports inclusive. */
export interface Fixup {
  readonly statement: Statement;
  readonly protocol: string;
  readonly first: number;
  readonly last: number;
}

/** Any translation, old or new, in one shape. */
export interface Translation {
  readonly statement: Statement;
  /** `static` (to 8.2), `object` (`nat` in an object), `twice` (`nat (a,b) source ...`), `dynamic` (`global`/`nat N`, PAT: not a mail host's) */
  readonly kind: 'static' | 'object' | 'twice' | 'dynamic';
  readonly realInterface: NameUse | undefined;
  readonly mappedInterface: NameUse | undefined;
  readonly isStatic: boolean;
  readonly real: AddressSpec | undefined;
  readonly mapped: AddressSpec | undefined;
  /** One port only: `static (i,o) tcp M 25 R 25`, `service tcp smtp smtp`. */
  readonly service: { readonly protocol: string; readonly realPort: number; readonly mappedPort: number } | undefined;
  /** `destination static MAPPED REAL` of twice NAT: it holds between its own addresses and these, and translates these too. */
  readonly peer: TranslatedPeer | undefined;
  /** What joins `nat` and `global` up to 8.2; 0: the addresses are kept. */
  readonly pool: number | undefined;
  /** The access-list that tells its real addresses and the peers it holds for, up to 8.2. */
  readonly policy: NameUse | undefined;
  /** It holds under conditions that are not read: ports that are not told. */
  readonly conditional: boolean;
  /** Twice NAT behind the translations of objects. */
  readonly afterAuto: boolean;
  /** It holds only for what its real side opens. */
  readonly unidirectional: boolean;
  /** Connection limits of `static`: 0 = unlimited; undefined = not written. */
  readonly limits:
    | { readonly connections: number | undefined; readonly embryonic: number | undefined; readonly words: readonly Word[] }
    | undefined;
}

export interface TranslatedPeer {
  readonly real: AddressSpec | undefined;
  /** What the real side of the translation knows it by. */
  readonly mapped: AddressSpec | undefined;
  /** One port of the peer only. */
  readonly service: Translation['service'];
}

export interface Route {
  readonly statement: Statement;
  readonly interface: NameUse;
  readonly destination: AddressSpec;
  readonly metric: number;
}

export interface AccessGroup {
  readonly statement: Statement;
  readonly accessList: NameUse;
  readonly direction: 'in' | 'out' | 'global';
  readonly interface: NameUse | undefined;
}

/** `apply (INTERFACE) LIST outgoing_src|outgoing_dest`: what the lines of `outbound LIST` say is not read. */
export interface OutboundList {
  readonly statement: Statement;
  readonly interface: NameUse;
}

/** The version of a configuration, with the line that tells it. */
export interface Version extends Release {
  /** undefined when it was assumed by a setting */
  readonly statement: Statement | undefined;
}

/** Counters read from `show service-policy inspect esmtp` (or without `inspect esmtp`), author's remarks skipped. */
export interface ShownInspection {
  readonly line: number;
  readonly map: string;
  readonly interface: string | undefined;
  readonly packets: number;
  readonly drops: number;
  readonly resetDrops: number;
  readonly counters: readonly ShownCounter[];
}

export interface ShownCounter {
  /** `mask-banner`, `cmd line length`, ... as in `InspectMatch.kind` */
  readonly kind: string;
  readonly negated: boolean;
  readonly limit: number | undefined;
  /** `drop-connection`, `mask`, `log`, `reset` ... ; `count` for parameters (`mask-banner, count 639`) */
  readonly action: string;
  readonly packets: number;
  /** The `match` (or parameter) line, and the line and columns of `drop-connection log, packet 41`. */
  readonly matchLine: number;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** A flow that a person asked the device about. */
export interface ObservedFlow {
  /** Canonical text. */
  readonly source: string;
  readonly destination: string;
  readonly destinationPort: number;
  /** `packet-tracer input outside`; undefined where the command names none */
  readonly ingress: string | undefined;
}

/** What the device itself says became of a flow. */
export interface Observation {
  readonly source: 'packet-tracer' | 'service-policy';
  /** The command that asked; undefined where it is not in the file. */
  readonly command: Statement | undefined;
  /** undefined where the command is not in the file, or not understood */
  readonly flow: ObservedFlow | undefined;
  /** An inspection of mail took it. */
  readonly inspects: boolean;
  /** The line of output that says so, to be quoted. */
  readonly statement: Statement;
  /** The line that says that the device let the flow through; undefined where none does. */
  readonly allowed: Statement | undefined;
}

/** One device, or one security context of it: names of one context mean nothing in another. */
export interface Context {
  /** What is derived from it, in the rooms above. */
  readonly analysis: Analysis;
  /** Those of the whole file. */
  readonly lines: Lines;
  /**
   * undefined for a device in single mode, and for statements before any context. Where a file holds several configurations each has a
   * name of its own: the host name, with `#2` and so on where they share it.
   */
  readonly name: string | undefined;
  /** The security context that `changeto context` goes to: as `context X`, `changeto` or a prompt says. A host name is not one. */
  readonly changeto: string | undefined;
  /** What its version line says of it on a device with several contexts: `<context>` or `<system>`. */
  readonly partOfDevice: 'context' | 'system' | undefined;
  /** Which of several configurations in the file it is, from 1; undefined where there is one, and for security contexts. */
  readonly configuration: number | undefined;
  /** What `hostname` says. */
  readonly host: string | undefined;
  /** Where it stands in the file: runs of lines, first and last, in order. More than one where a file goes from context to context. */
  readonly runs: readonly (readonly [first: number, last: number])[];
  readonly version: Version | undefined;
  readonly symbols: ReadonlyMap<SymbolKind, ReadonlyMap<string, Symbol>>;
  readonly interfaces: readonly Interface[];
  readonly networkObjects: ReadonlyMap<string, NetworkObject>;
  readonly serviceObjects: ReadonlyMap<string, ServiceObject>;
  readonly objectGroups: ReadonlyMap<string, ObjectGroup>;
  readonly accessLists: ReadonlyMap<string, AccessList>;
  readonly classMaps: ReadonlyMap<string, ClassMap>;
  readonly policyMaps: ReadonlyMap<string, PolicyMap>;
  readonly inspectMaps: ReadonlyMap<string, InspectMap>;
  readonly servicePolicies: readonly ServicePolicy[];
  readonly fixups: readonly Fixup[];
  /** Lines `no fixup protocol smtp` that name no port: they put port 25 back (configuration.md). */
  readonly fixupResets: readonly Statement[];
  /** Those that a line took back, by that line. */
  readonly fixupsOff: readonly Fixup[];
  readonly translations: readonly Translation[];
  readonly routes: readonly Route[];
  readonly accessGroups: readonly AccessGroup[];
  /** The lines of `conduit` (PIX up to 6.x); undefined where there are none. */
  readonly conduits: AccessList | undefined;
  /** `outbound` lists that are applied (PIX up to 6.x). */
  readonly outboundLists: readonly OutboundList[];
  readonly sameSecurity: { readonly inter: boolean; readonly intra: boolean };
  /** `names` in force (PIX default: on) */
  readonly names: boolean;
  readonly shown: readonly ShownInspection[];
  /** The system execution space of a device in multiple mode: it defines the contexts, and has no policy of its own. */
  readonly isSystemSpace: boolean;
  /** In the order of the file. */
  readonly observations: readonly Observation[];
  /** There are service policies, all of them in what runs of `packet-tracer` quote: what else the device applies is not told. */
  readonly traced: boolean;
  /** False for a fragment: a name that is not defined here may be defined elsewhere. True for a saved or running configuration. */
  readonly whole: boolean;
}

export interface Configuration {
  readonly lines: Lines;
  readonly statements: Sequence<Statement>;
  /** At least one. */
  readonly contexts: Some<Context>;
  /** What it was read from. */
  readonly reading: ConfigurationReading;
}
