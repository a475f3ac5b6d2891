/** What the grammar knows of a command: the row type of its tables. */

/** The names of the modes, as `Statement.mode` tells them. `exec` is the mode without configuration; `other` is one that no table knows. */
export type Mode =
  | 'exec'
  | 'global'
  | 'interface'
  | 'object-network'
  | 'object-service'
  | 'object-group-network'
  | 'object-group-service'
  | 'object-group-protocol'
  | 'object-group-icmp-type'
  | 'object-group-user'
  | 'object-group-security'
  | 'class-map'
  | 'inspect-class-map'
  | 'regex-class-map'
  | 'policy-map'
  | 'policy-map-class'
  /** Of ESMTP. */
  | 'inspect-map'
  /** Of any other protocol. */
  | 'other-inspect-map'
  | 'inspect-map-match'
  | 'inspect-map-class'
  | 'parameters'
  | 'other-parameters'
  | 'tcp-map'
  | 'time-range'
  | 'route-map'
  | 'zone'
  | 'context'
  | 'group-policy'
  | 'tunnel-group'
  | 'username'
  | 'aaa-server'
  | 'crypto-map'
  | 'trustpoint'
  | 'certificate-chain'
  | 'webvpn'
  | 'router'
  | 'failover-group'
  | 'dns-server-group'
  | 'ca-server'
  | 'nve'
  | 'sla-monitor'
  | 'vpn-load-balancing'
  /** Phone proxies and what serves them. */
  | 'voice-proxy'
  | 'hsi-group'
  | 'other';

/** Where a fact about a command was read. Short names as in the fact tables: CG8, CG9, PIX6 (PIX 6.3 command reference), CR (ASA command reference). */
export type CommandSource = 'CG8' | 'CG9' | 'CR' | 'PIX6' | 'TAC 117801' | 'TAC 118550';

export interface Command {
  /** The mode it is typed in. */
  readonly mode: Mode;
  /** The first keyword: `Statement.command`. */
  readonly name: string;
  /** Its full form in Cisco's notation, as it is read (see pattern.ts). */
  readonly pattern: string;
  /** The same as a person is shown it. */
  readonly form: string;
  /** The mode it opens. */
  readonly opens: Mode | undefined;
  /** One or two sentences; empty where the name says it all. */
  readonly documentation: string;
  /** Explanations of its keywords, by keyword. */
  readonly keywords: Readonly<Record<string, string>>;
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly source: CommandSource | undefined;
  /** No command of any device: written by mistake, and explained where it stands. */
  readonly mistaken: boolean;
  /** The protocols whose inspection takes it; undefined: all of its mode. */
  readonly inspections: readonly string[] | undefined;
}

/** A row as the tables write it: pattern, documentation, and what else there is to say. */
export type CommandRow = readonly [pattern: string, documentation?: string, more?: CommandDetails];

export interface CommandDetails {
  readonly opens?: Mode;
  readonly keywords?: Readonly<Record<string, string>>;
  readonly since?: string;
  readonly until?: string;
  readonly source?: CommandSource;
  readonly mistaken?: boolean;
  readonly inspections?: readonly string[];
}

export type Table = Partial<Readonly<Record<Mode, readonly CommandRow[]>>>;
