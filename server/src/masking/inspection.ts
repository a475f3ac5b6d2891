/** An inspection as the engine carries it out: the effective settings of a configuration, the readings chosen where documents disagree. */

import type { Context, InspectMatch, InspectParameter } from '../asa/model.ts';
import type { LimitInForce, Settings } from '../asa/settings.ts';
import { ESMTP_COMMANDS, ESMTP_COMMANDS_WITH_TLS } from '../facts/commands.ts';
import type { Fact } from '../facts/fact.ts';
import { COMMAND_FORM, type CommandForm, FORMS_OF_INSPECT, formsOfFixup, SOMETIMES_KNOWN_KEYWORDS } from '../facts/masking.ts';
import { hasHeaderBug, type Platform } from '../facts/versions.ts';
import { type InvalidCharacter, PIPE_IN_ADDRESS } from '../facts/watched.ts';
import { sure } from '../text/at.ts';
import { grouped } from '../text/grouped.ts';
import type { Cause, MatchedClass } from './events.ts';
import { type Engine, engineOf } from './masking.ts';

/** What the file or the documents leave open, decided for one run of the engine. */
export interface Readings {
  /** Where the settings cannot tell whether TLS is allowed. */
  readonly allowTls: boolean;
  /** What becomes of a character that cannot stand in an address. */
  readonly invalidCharacter: InvalidCharacter;
  /** How a command that is not let through is overwritten. */
  readonly otherCommands: CommandForm;
  /** VRFY and the old form `AUTH=` of an EHLO reply are kept; captures of other versions mask them. */
  readonly keepsSometimesKnown: boolean;
}

/** The likelier reading of each: what the guides say most often; TLS not allowed, so that what may be lost is told. */
export const LIKELIEST: Readings = {
  allowTls: false,
  invalidCharacter: PIPE_IN_ADDRESS.value,
  otherCommands: COMMAND_FORM.value,
  keepsSometimesKnown: true,
};

/** A `match` of the map with its action. */
export interface Match extends MatchedClass {
  /** as `InspectMatch.kind` */
  readonly kind: string;
  readonly negated: boolean;
  readonly limit: number | undefined;
  /** Verbs, keywords, encodings; upper case. */
  readonly values: readonly string[];
  /** Of `regex`: any of them; empty where the file does not define the name. */
  readonly patterns: readonly RegExp[];
  readonly action: string;
  readonly log: boolean;
  /** `rate-limit N` */
  readonly rate: number | undefined;
  readonly cause: Cause;
}

/** A line of `parameters` that acts by itself. */
export interface ActingParameter {
  readonly value: string;
  readonly action: string;
  readonly log: boolean;
  readonly cause: Cause;
}

export interface Inspection {
  readonly engine: Engine;
  readonly platform: Platform;
  readonly matches: readonly Match[];
  /** Why the commands of `engine.commands` are let through and no others. */
  readonly commands: Cause;
  /** What may stand in the place of every other; `engine.otherCommands` is the one that is played. */
  readonly otherForms: Fact<readonly CommandForm[]>;
  readonly banner: Cause;
  /** The command that masks it: a fixup has no parameters, and masks every greeting. */
  readonly bannerCommand: 'mask-banner' | 'fixup protocol smtp';
  readonly tls: { readonly allowed: boolean; readonly log: boolean; readonly cause: Cause; readonly isOpen: boolean };
  readonly mailRelay: ActingParameter | undefined;
  readonly specialCharacter: ActingParameter | undefined;
  /** PIX before 7.2(3): sessions with repeated headers end wrongly. */
  readonly headerBug: boolean;
  readonly readings: Readings;
}

/**
 * @param context the configuration: its version, and the expressions that matches name
 * @param readings what to take where the file or the documents leave it open; else the likeliest
 */
export function inspectionOf(context: Context, settings: Settings, readings: Partial<Readings> = {}): Inspection {
  const otherForms = settings.engine === 'fixup' ? formsOfFixup(context.version) : FORMS_OF_INSPECT;
  const chosen = { ...LIKELIEST, otherCommands: otherForms.value[0] ?? LIKELIEST.otherCommands, ...readings };
  const isOpen = settings.allowTls.value === 'unknown';
  const allowed = isOpen ? chosen.allowTls : settings.allowTls.value === true;
  const commands = settings.engine === 'fixup' ? settings.commands : allowed ? ESMTP_COMMANDS_WITH_TLS : ESMTP_COMMANDS;
  const decided: Settings = { ...settings, allowTls: { ...settings.allowTls, value: allowed }, commands };
  const engine = engineOf(decided, context.version);
  const matches = settings.limits.map((limit, index) => matchOf(context, limit, index));
  const parameter = (kind: string) => settings.map?.parameters.findLast((each) => each.kind === kind && each.on);
  return {
    engine: {
      ...engine,
      otherCommands: chosen.otherCommands,
      knownKeywords: engine.knownKeywords.filter(
        (keyword) => chosen.keepsSometimesKnown || !SOMETIMES_KNOWN_KEYWORDS.value.includes(keyword),
      ),
    },
    platform: context.version?.platform ?? (settings.engine === 'fixup' ? 'PIX' : 'ASA'),
    matches,
    commands: { statement: undefined, fact: commands },
    otherForms,
    banner: settings.maskBanner,
    bannerCommand: settings.engine === 'fixup' ? 'fixup protocol smtp' : 'mask-banner',
    tls: { allowed, log: parameter('allow-tls')?.log ?? false, cause: settings.allowTls, isOpen },
    mailRelay: acting(parameter('mail-relay')),
    specialCharacter: acting(parameter('special-character')),
    headerBug: hasHeaderBug(context.version) === true,
    readings: chosen,
  };
}

export type MatchesByKind = ReadonlyMap<string, readonly Match[]>;

/** @returns the matches by `Match.kind`, each in the order of the map */
export function matchesByKind({ matches }: Inspection): MatchesByKind {
  return new Map(grouped(matches, ({ kind }) => kind).map((same) => [same[0].kind, same]));
}

function acting(parameter: InspectParameter | undefined): ActingParameter | undefined {
  if (parameter?.action === undefined) return undefined;
  const cause = { statement: parameter.statement, fact: undefined };
  return { value: parameter.value ?? '', action: parameter.action, log: parameter.log, cause };
}

function matchOf(context: Context, limit: LimitInForce, index: number): Match {
  const { kind, negated, values, action, rate, log, match, fact } = limit;
  const of = limit.limit === undefined ? values.map((value) => ` ${value}`).join('') : ` gt ${limit.limit}`;
  return {
    number: index + 1,
    text: `${negated ? 'not ' : ''}${kind}${of}`,
    kind,
    negated,
    limit: limit.limit,
    values: values.map((value) => value.toUpperCase()),
    patterns: match?.use === undefined ? [] : patternsOf(context, match),
    action,
    log,
    rate,
    cause: { statement: match?.statement, fact },
  };
}

/** The expressions of `regex NAME`, or of a `class-map type regex`; its own syntax is close to ECMAScript's, what it does not share takes nothing. */
function patternsOf(context: Context, match: InspectMatch): readonly RegExp[] {
  const name = sure(match.use).name;
  const classMap = context.classMaps.get(name);
  const names = classMap?.type === 'regex' ? classMap.matches.flatMap(({ statement }) => statement.words.at(-1)?.text ?? []) : [name];
  return names.flatMap((each) => {
    const definition = context.symbols.get('regex')?.get(each)?.definitions.at(-1)?.statement;
    const words = definition?.words ?? [];
    const text =
      words.length === 0
        ? undefined
        : words
            .slice(2)
            .map((word) => word.text)
            .join(' ')
            .replace(/^"(.*)"$/, '$1');
    if (text === undefined || text === '') return [];
    try {
      return [new RegExp(text)];
    } catch {
      return [];
    }
  });
}
