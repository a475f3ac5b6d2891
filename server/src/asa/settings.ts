/** The effective settings of an inspection: each value with the line, or the fact about the version, that makes it so. */

import { ESMTP_COMMANDS, ESMTP_COMMANDS_WITH_TLS, FIXUP_COMMANDS } from '../facts/commands.ts';
import {
  DEFAULT_FORBIDS_TLS,
  DEFAULT_MAIL_RELAY,
  DEFAULT_MAP,
  DEFAULT_MASK_BANNER,
  DEFAULT_MATCHES,
  DEFAULT_MATCHES_BEFORE_MAPS,
  DEFAULT_SPECIAL_CHARACTER,
  FIXUP_FORBIDS_TLS,
  FIXUP_HAS_NO_MAIL_RELAY,
  FIXUP_HAS_NO_SPECIAL_CHARACTER,
  FIXUP_MASKS_BANNER,
  MAP_WITHOUT_ALLOW_TLS,
  MAP_WITHOUT_MAIL_RELAY,
  MAP_WITHOUT_MASK_BANNER,
  MAP_WITHOUT_SPECIAL_CHARACTER,
  SHOWN_TO_ALLOW_TLS,
} from '../facts/defaults.ts';
import { type Fact, fact } from '../facts/fact.ts';
import {
  ALLOW_TLS_COMMAND,
  ALLOW_TLS_DEFAULT_OPEN,
  forbidsTlsByDefault,
  INSPECTION_MAPS,
  isAtLeast,
  isIn,
  MODULAR_POLICIES,
} from '../facts/versions.ts';
import { or, type Ternary } from '../sets/ternary.ts';
import { partsBy } from '../text/analysis.ts';
import type { Context, Fixup, InspectMap, InspectMatch, InspectParameter, PolicyAction, Statement } from './model.ts';

/** A value with what makes it so: a line, or a fact about the version. */
export interface Told<T> {
  readonly value: T;
  readonly statement: Statement | undefined;
  readonly fact: Fact<unknown> | undefined;
}

/** A `match` in force, from the named map or the version's default map. */
export interface LimitInForce {
  /** as `InspectMatch.kind` */
  readonly kind: string;
  readonly negated: boolean;
  readonly limit: number | undefined;
  readonly values: readonly string[];
  /** `drop-connection`, `reset`, `mask`, `log` ...; '' without an action */
  readonly action: string;
  /** as `InspectAction.rate` */
  readonly rate?: number | undefined;
  readonly log: boolean;
  readonly match: InspectMatch | undefined;
  readonly fact: Fact<unknown> | undefined;
}

/** The effective settings of one inspection: what it does to a session. */
export interface Settings {
  /** `fixup`: PIX up to 6.x; `esmtp`: 7.0 and later */
  readonly engine: 'fixup' | 'esmtp';
  readonly map: InspectMap | undefined;
  /** Name as `show service-policy` prints it: `_default_esmtp_map` when no map is named. */
  readonly mapName: string;
  /** 'unknown' when the version (or an upgrade that is not in the file) decides. */
  readonly allowTls: Told<boolean | 'unknown'>;
  readonly maskBanner: Told<boolean>;
  readonly mailRelay: Told<string | undefined>;
  readonly specialCharacter: Told<boolean>;
  readonly limits: readonly LimitInForce[];
  /** Commands let through, upper case. */
  readonly commands: Fact<readonly string[]>;
  /** What a person or another configuration can tell apart of them: equal for two that treat every session alike. */
  readonly key: string;
}

type InspectAction = Extract<PolicyAction, { feature: 'inspect' }>;

/**
 * What an inspection does to a session. `inspect esmtp` without a map, and `fixup protocol smtp` on 7.0 or later (which turns it into
 * `inspect esmtp`), have the default map of the version. Of a named map that is not defined in the file, nothing is known.
 */
export function settingsOf(context: Context, what: InspectAction | Fixup): Settings {
  if (!('feature' in what)) return isAtLeast(context.version, MODULAR_POLICIES.value) === true ? ofDefaultMap(context) : FIXUP;
  return byMap(context, what.map?.name ?? DEFAULT_MAP);
}

/** Hundreds of classes may inspect by one map. */
const byMap = partsBy('settings by map', (context: Context, name: string): Settings => {
  const map = context.inspectMaps.get(name);
  if (map !== undefined) return settingsOfMap(context, map);
  return name === DEFAULT_MAP ? ofDefaultMap(context) : ofUndefinedMap(name);
});

/** What an inspection with this map does to a session. */
export function settingsOfMap(context: Context, map: InspectMap): Settings {
  return map.name === DEFAULT_MAP ? ofPrintedDefaultMap(context, map) : ofNamedMap(context, map);
}

/** What a person or another configuration can tell apart: equal for two settings that treat every session alike. */
export function settingsKey(settings: Settings | undefined): string {
  return settings?.key ?? '';
}

function keyed(settings: Omit<Settings, 'key'>): Settings {
  const { engine, allowTls, maskBanner, mailRelay, specialCharacter, limits, commands } = settings;
  const matches = limits.map(({ kind, negated, limit, values, action, rate, log }) => [kind, negated, limit, values, action, rate, log]);
  const values = [engine, allowTls.value, maskBanner.value, mailRelay.value ?? null, specialCharacter.value, matches, commands.value];
  return { ...settings, key: JSON.stringify(values) };
}

export interface StartTls {
  /** The keyword leaves the EHLO reply. */
  readonly keyword: Ternary;
  /** The command is overwritten on its way to the server. */
  readonly command: Ternary;
  /** The match that masks the keyword. */
  readonly match: LimitInForce | undefined;
}

/** Whether an inspection hides STARTTLS, and by what. With `allow-tls` the keyword is kept while the other unknown ones are masked (unverified). */
export function hidesStartTls(settings: Settings): StartTls {
  const { value } = settings.allowTls;
  const command: Ternary = value === 'unknown' ? 'unknown' : !value;
  if (settings.engine === 'fixup') return { keyword: true, command, match: undefined };
  const match = settings.limits.find(masksStartTls);
  return { keyword: match === undefined ? false : command, command, match };
}

/** Whether STARTTLS is lost in one way or the other. */
export function losesTls(settings: Settings): Ternary {
  const { keyword, command } = hidesStartTls(settings);
  return or([keyword, command]);
}

function masksStartTls({ kind, negated, values, action }: LimitInForce): boolean {
  if (kind !== 'ehlo-reply-parameter' || action !== 'mask') return false;
  const named = values.some((value) => ['others', 'starttls'].includes(value.toLowerCase()));
  return named !== negated;
}

const FIXUP = keyed({
  engine: 'fixup',
  map: undefined,
  mapName: '',
  allowTls: byFact(FIXUP_FORBIDS_TLS),
  maskBanner: byFact(FIXUP_MASKS_BANNER),
  mailRelay: byFact(FIXUP_HAS_NO_MAIL_RELAY),
  specialCharacter: byFact(FIXUP_HAS_NO_SPECIAL_CHARACTER),
  limits: [],
  commands: FIXUP_COMMANDS,
});

function ofDefaultMap(context: Context): Settings {
  const allowTls = defaultAllowTls(context);
  const matches = hasMaps(context.version) ? DEFAULT_MATCHES : DEFAULT_MATCHES_BEFORE_MAPS;
  return keyed({
    engine: 'esmtp',
    map: undefined,
    mapName: DEFAULT_MAP,
    allowTls,
    maskBanner: byFact(DEFAULT_MASK_BANNER),
    mailRelay: byFact(DEFAULT_MAIL_RELAY),
    specialCharacter: byFact(DEFAULT_SPECIAL_CHARACTER),
    limits: matches.map((told) => ({ ...told.value, negated: false, match: undefined, fact: told })),
    commands: commandsWith(allowTls),
  });
}

/** `show running-config all` prints the default map: what its lines say holds, but it is the device's own, and no decision of anybody's. */
function ofPrintedDefaultMap(context: Context, map: InspectMap): Settings {
  const [printed, version] = [ofNamedMap(context, map), ofDefaultMap(context)];
  const allowTls = saidOr(printed.allowTls, version.allowTls);
  return keyed({
    ...version,
    allowTls,
    maskBanner: saidOr(printed.maskBanner, version.maskBanner),
    mailRelay: saidOr(printed.mailRelay, version.mailRelay),
    specialCharacter: saidOr(printed.specialCharacter, version.specialCharacter),
    limits: printed.limits.map((limit) => ({ ...limit, match: undefined })),
    commands: commandsWith(allowTls),
  });
}

function saidOr<T>(said: Told<T>, otherwise: Told<T>): Told<T> {
  return said.statement === undefined ? otherwise : said;
}

function hasMaps(version: Context['version']): boolean {
  return version?.platform !== 'FWSM' && isAtLeast(version, INSPECTION_MAPS.value) !== false;
}

/** By the version, as far as the guides go; a `show service-policy` in the file knows better. */
function defaultAllowTls(context: Context): Told<boolean | 'unknown'> {
  const shown = context.shown.some(({ map, counters }) => map === DEFAULT_MAP && counters.some(({ kind }) => kind === 'allow-tls'));
  if (shown) return byFact(SHOWN_TO_ALLOW_TLS);
  if (forbidsTlsByDefault(context.version)) return byFact(DEFAULT_FORBIDS_TLS);
  return { value: 'unknown', statement: undefined, fact: ALLOW_TLS_DEFAULT_OPEN };
}

function ofNamedMap(context: Context, map: InspectMap): Settings {
  const allowTls = allowTlsOf(context, map);
  const banner = lastOf(map, 'mask-banner');
  const relay = lastOf(map, 'mail-relay');
  const special = lastOf(map, 'special-character');
  return keyed({
    engine: 'esmtp',
    map,
    mapName: map.name,
    allowTls,
    maskBanner: told(banner, ({ on }) => on, MAP_WITHOUT_MASK_BANNER),
    mailRelay: told<string | undefined>(relay, ({ on, value }) => (on ? value : undefined), MAP_WITHOUT_MAIL_RELAY),
    specialCharacter: told(special, ({ on }) => on, MAP_WITHOUT_SPECIAL_CHARACTER),
    limits: map.matches.map(limitOf),
    commands: commandsWith(allowTls),
  });
}

function ofUndefinedMap(mapName: string): Settings {
  const remark = `map ${mapName} is not defined in this file`;
  const unset = fact(false, 'unverified', [], remark);
  return keyed({
    engine: 'esmtp',
    map: undefined,
    mapName,
    allowTls: byFact(fact('unknown', 'unverified', [], remark)),
    maskBanner: byFact(unset),
    mailRelay: byFact(fact(undefined, 'unverified', [], remark)),
    specialCharacter: byFact(unset),
    limits: [],
    commands: ESMTP_COMMANDS,
  });
}

function allowTlsOf(context: Context, map: InspectMap): Told<boolean | 'unknown'> {
  const line = lastOf(map, 'allow-tls');
  // Before the command existed, a device rejected the line.
  if (line !== undefined && isIn(context.version, ALLOW_TLS_COMMAND.value) !== false) {
    return { value: line.on, statement: line.statement, fact: undefined };
  }
  if (line !== undefined) return { value: false, statement: line.statement, fact: NO_SUCH_COMMAND };
  if (forbidsTlsByDefault(context.version)) return byFact(MAP_WITHOUT_ALLOW_TLS);
  return { value: 'unknown', statement: undefined, fact: ALLOW_TLS_DEFAULT_OPEN };
}

const NO_SUCH_COMMAND = fact(
  false,
  ALLOW_TLS_COMMAND.mark,
  ALLOW_TLS_COMMAND.sources,
  'The command allow-tls exists from 7.2(3) and 8.0(3) on.',
);

/** The last line said of a kind wins. */
function lastOf(map: InspectMap, kind: string): InspectParameter | undefined {
  return map.parameters.findLast((parameter) => parameter.kind === kind);
}

function limitOf(match: InspectMatch): LimitInForce {
  return {
    kind: match.kind,
    negated: match.negated,
    limit: match.limit,
    values: match.values.map(({ text }) => text),
    action: match.action?.kind ?? '',
    rate: match.action?.rate,
    log: match.action?.log ?? false,
    match,
    fact: undefined,
  };
}

function commandsWith({ value }: Told<boolean | 'unknown'>): Fact<readonly string[]> {
  return value === true ? ESMTP_COMMANDS_WITH_TLS : ESMTP_COMMANDS;
}

function byFact<T>(told: Fact<T>): Told<T> {
  return { value: told.value, statement: undefined, fact: told };
}

function told<T>(line: InspectParameter | undefined, read: (line: InspectParameter) => T, otherwise: Fact<T>): Told<T> {
  return line === undefined ? byFact(otherwise) : { value: read(line), statement: line.statement, fact: undefined };
}
