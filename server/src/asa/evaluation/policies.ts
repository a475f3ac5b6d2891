/** Class maps, policy maps, inspection maps, service policies. */
import { itemAt, lastOf, sure } from '../../text/at.ts';
import type { Sequence } from '../../text/sequence.ts';
import { readCommand } from '../grammar.ts';
import type {
  ClassMap,
  ClassMatch,
  Definition,
  InspectAction,
  InspectMap,
  InspectMatch,
  InspectParameter,
  NameUse,
  Negation,
  PolicyAction,
  PolicyClass,
  PolicyMap,
  ServicePolicy,
  Statement,
  Word,
} from '../model.ts';
import { nodeOf, type StatementNode } from '../statement.ts';
import type { Log } from './carry-out.ts';
import { ESMTP_MATCHES } from './esmtp-matches.ts';
import { sameInterface } from './interface-names.ts';
import { portMeaning, wordsMeaning } from './meaning.ts';
import { childrenOf } from './objects.ts';
import { Cursor, type Names, takePorts } from './specs.ts';

type Definitions = Sequence<Definition>;
const NO_NAMES: Names = new Map();

export function classMap(name: string, log: Log, _: Names, definitions: Definitions): ClassMap | undefined {
  const first = log.get(0);
  if (first === undefined) return undefined;
  const matches = new Map<string, ClassMatch>();
  for (const line of childrenOf(log)) {
    if (line.command !== 'match') continue;
    const match = classMatch(line);
    const meaning = matchMeaning(match);
    if (line.form === 'no') matches.delete(meaning);
    else if (!matches.has(meaning)) matches.set(meaning, match);
  }
  const words = first.words.slice(first.head + 1, -1).map((word) => word.text.toLowerCase());
  const type = words[0] === 'type' ? words[1] : undefined;
  return {
    name,
    definitions,
    type: type === 'inspect' || type === 'regex' || type === 'management' ? type : 'layer3-4',
    protocol: type === 'inspect' ? words[2] : undefined,
    mode: words.includes('match-any') ? 'match-any' : 'match-all',
    matches: [...matches.values()],
  };
}

function matchMeaning(match: ClassMatch): string {
  const not = match.negated ? 'not ' : '';
  switch (match.kind) {
    case 'any':
    case 'default-inspection-traffic':
      return not + match.kind;
    case 'access-list':
    case 'address':
      return `${not}${match.kind} ${match.use?.name ?? ''}`;
    case 'port':
      return `${not}port ${match.protocol} ${portMeaning(match.port)}`;
    case 'other':
      return wordsMeaning(nodeOf(match.statement));
  }
}

function classMatch(statement: StatementNode): ClassMatch {
  const cursor = new Cursor(statement, NO_NAMES);
  const negated = cursor.take('not');
  const keyword = cursor.word ?? lastOf(statement.words);
  const base = { statement, negated };
  if (cursor.take('any', 2)) return { ...base, kind: 'any' };
  if (cursor.take('default-inspection-traffic', 3)) return { ...base, kind: 'default-inspection-traffic' };
  if (cursor.take('access-list', 2)) {
    const use = cursor.use();
    if (use !== undefined) return { ...base, kind: 'access-list', use };
  } else if (cursor.take('address', 2)) {
    return { ...base, kind: 'address', use: cursor.use(), keyword };
  } else if (cursor.take('port', 2)) {
    const protocol = cursor.next()?.text.toLowerCase() ?? '';
    const port = takePorts(cursor, protocol);
    if (port !== undefined) return { ...base, kind: 'port', protocol, port };
  }
  return { ...base, kind: 'other', keyword: keyword.text.toLowerCase() };
}

interface OpenClass {
  readonly use: NameUse;
  readonly statement: StatementNode;
  readonly statements: StatementNode[];
  readonly actions: PolicyAction[];
  readonly negations: Negation[];
}

export function policyMap(name: string, log: Log, _: Names, definitions: Definitions): PolicyMap | undefined {
  if (log.length === 0) return undefined;
  const classes: OpenClass[] = [];
  for (const line of childrenOf(log)) {
    if (line.command === 'class') carryOutClass(classes, line);
  }
  return {
    name,
    definitions,
    classes: inDeviceOrder(classes),
  };
}

/** `class-default` takes what no other class took: the device keeps it last. */
function inDeviceOrder(classes: readonly OpenClass[]): readonly PolicyClass[] {
  const isDefault = (each: OpenClass) => each.use.name === 'class-default';
  return [...classes.filter((each) => !isDefault(each)), ...classes.filter(isDefault)];
}

function carryOutClass(classes: OpenClass[], line: StatementNode): void {
  const use = new Cursor(line, NO_NAMES).use();
  if (use === undefined) return;
  const index = classes.findIndex((each) => each.use.name === use.name);
  if (line.form === 'no') {
    if (index >= 0) classes.splice(index, 1);
    return;
  }
  const open = classes[index] ?? { use, statement: line, statements: [], actions: [], negations: [] };
  if (index < 0) classes.push(open);
  open.statements.push(line);
  for (const child of line.children) carryOutAction(open, child);
}

function carryOutAction(open: OpenClass, line: StatementNode): void {
  const action = actionOf(line);
  if (line.form !== 'no') {
    if (line.command === '') return;
    replaceAction(open.actions, action);
    return;
  }
  const before = open.actions;
  const kept = before.flatMap((each) => without(action, each));
  const effective = kept.length < before.length || kept.some((each, index) => each !== before[index]);
  before.splice(0, before.length, ...kept);
  const protocol = action.feature === 'inspect' ? action.protocol : undefined;
  open.negations.push({ statement: line, command: line.command, protocol, effective });
}

/**
 * The last line of a kind holds, except of an inspection: the device refuses another map for it until `no inspect esmtp OLD` took the
 * first one back (CG8).
 */
function replaceAction(actions: PolicyAction[], action: PolicyAction): void {
  const index = actions.findIndex((each) => sameKind(each, action));
  if (index < 0) actions.push(action);
  else if (action.feature !== 'inspect') actions[index] = merged(itemAt(actions, index), action);
}

function merged(old: PolicyAction, action: PolicyAction): PolicyAction {
  return old.feature === 'connection' && action.feature === 'connection'
    ? { ...action, limits: new Map([...old.limits, ...action.limits]) }
    : action;
}

function sameKind(a: PolicyAction, b: PolicyAction): boolean {
  if (a.feature === 'inspect') return b.feature === 'inspect' && a.protocol === b.protocol;
  if (a.feature === 'connection' || a.feature === 'bypass') return b.feature === a.feature;
  return b.feature === 'other' && a.keyword === b.keyword;
}

/** What a `no` leaves of an action. */
function without(negated: PolicyAction, action: PolicyAction): readonly PolicyAction[] {
  if (!sameKind(negated, action)) return [action];
  if (negated.feature === 'connection' && action.feature === 'connection') return withoutLimits(negated, action);
  return takesBack(negated, action) ? [] : [action];
}

/** `no inspect esmtp` takes back the inspection with or without a map; `no inspect esmtp M` only the one with this map. */
function takesBack(negated: PolicyAction, action: PolicyAction): boolean {
  return (
    negated.feature !== 'inspect' || action.feature !== 'inspect' || negated.map === undefined || negated.map.name === action.map?.name
  );
}

type ConnectionAction = Extract<PolicyAction, { feature: 'connection' }>;

/** `no set connection` alone takes everything back, with words only what they name. */
function withoutLimits({ statement, limits: named }: ConnectionAction, action: ConnectionAction): readonly PolicyAction[] {
  if (statement.words.length === statement.head + 2) return [];
  const limits = new Map([...action.limits].filter(([name]) => !named.has(name)));
  if (limits.size === action.limits.size) return [action];
  return limits.size === 0 ? [] : [{ ...action, limits }];
}

const LIMITS: ReadonlySet<string> = new Set(['conn-max', 'embryonic-conn-max', 'per-client-max', 'per-client-embryonic-max']);

function actionOf(statement: StatementNode): PolicyAction {
  const cursor = new Cursor(statement, NO_NAMES);
  if (statement.command === 'inspect') return inspection(statement);
  if (statement.command === 'set' && cursor.take('connection', 3) && !/^(?:timeout|decrement-ttl)$/.test(cursor.text)) {
    if (cursor.take('advanced-options', 3)) return advancedOptions(statement, cursor.text.toLowerCase());
    const limits = new Map(limitWords(statement).map(({ name, value }) => [name, { value, statement }]));
    return { statement, feature: 'connection', limits };
  }
  const detail = statement.command === 'set' ? ` ${statement.word(1)} ${statement.word(2)}`.trimEnd() : '';
  return { statement, feature: 'other', keyword: statement.command + detail };
}

/** A tcp-map, or the word that takes connections past the inspections. */
function advancedOptions(statement: StatementNode, option: string): PolicyAction {
  const isBypass = option.length >= 'tcp-state-b'.length && 'tcp-state-bypass'.startsWith(option);
  return isBypass ? { statement, feature: 'bypass' } : { statement, feature: 'other', keyword: 'set connection advanced-options' };
}

/** The limits that a line `set connection` says, each with its words. A `no` may leave the number out. */
export function limitWords({ words, form }: Statement): readonly { name: string; value: number; words: readonly Word[] }[] {
  return words.flatMap((word, index) => {
    const name = word.text.toLowerCase();
    if (!LIMITS.has(name)) return [];
    const number = words[index + 1];
    if (number !== undefined && /^\d{1,15}$/.test(number.text)) return [{ name, value: Number(number.text), words: [word, number] }];
    return form === 'no' ? [{ name, value: 0, words: [word] }] : [];
  });
}

/** Protocols whose engine is told by a second word (`h323 h225`), and words behind others that are no map. */
function inspection(statement: StatementNode): PolicyAction {
  const cursor = new Cursor(statement, NO_NAMES);
  const written = cursor.next()?.text.toLowerCase() ?? '';
  let protocol = readCommand(statement.mode, statement.words, statement.head).positions[1]?.keyword ?? written;
  if (protocol === 'h323' && /^(?:h225|ras)$/.test(cursor.text)) protocol = `h323 ${sure(cursor.next()).text.toLowerCase()}`;
  if (protocol === 'ftp') cursor.take('strict', 3);
  if (protocol === 'icmp' && cursor.take('error')) protocol = 'icmp error';
  const map = cursor.text === 'dynamic-filter-snoop' ? undefined : cursor.use();
  return { statement, feature: 'inspect', protocol, map };
}

export function inspectMap(name: string, log: Log, _: Names, definitions: Definitions): InspectMap | undefined {
  const first = log.get(0);
  if (first === undefined) return undefined;
  const protocol = protocolOfMap(first);
  const matches = new Map<string, InspectMatch>();
  const parameters: InspectParameter[] = [];
  if (protocol === 'esmtp') {
    for (const line of childrenOf(log)) {
      if (line.command === 'parameters') for (const child of line.children) setParameter(parameters, child);
      else if (line.command === 'match') carryOutMatch(matches, line);
    }
  }
  return {
    name,
    protocol,
    definitions,
    matches: [...matches.values()],
    parameters,
  };
}

function protocolOfMap(opener: StatementNode): string {
  if (opener.command.endsWith('-map') && opener.command !== 'policy-map') {
    const protocol = opener.command.slice(0, -'-map'.length);
    return protocol === 'smtp' ? 'esmtp' : protocol;
  }
  const text = opener.word(3).toLowerCase();
  return text.length >= 2 && 'esmtp'.startsWith(text) ? 'esmtp' : text;
}

/** A match that is written again is the same match: its action is the last one said. */
function carryOutMatch(matches: Map<string, InspectMatch>, line: StatementNode): void {
  const match = inspectMatch(line);
  const meaning = inspectMatchMeaning(match);
  if (line.form === 'no') matches.delete(meaning);
  else matches.set(meaning, { ...match, action: match.action ?? matches.get(meaning)?.action });
}

function inspectMatchMeaning({ statement, negated, kind, limit, values, use }: InspectMatch): string {
  if (kind === '') return wordsMeaning(nodeOf(statement));
  // Names of regular expressions tell capitals from small letters, keywords do not.
  const what = use === undefined ? values.map(({ text }) => text.toLowerCase()).join(' ') : use.name;
  return [negated, kind, limit, use !== undefined, what].join('|');
}

function inspectMatch(statement: StatementNode): InspectMatch {
  const cursor = new Cursor(statement, NO_NAMES);
  const negated = cursor.take('not');
  const start = cursor.mark();
  const action = actionUnder(statement);
  for (const { kind, words: keywords, takes } of ESMTP_MATCHES) {
    cursor.reset(start);
    const first = cursor.word;
    if (!keywords.every((keyword) => cursor.take(keyword, Math.min(3, keyword.length)))) continue;
    const words = statement.words.slice(start, cursor.mark());
    const base = { statement, negated, kind, words: first === undefined ? [] : words, action };
    if (takes === 'limit') {
      if (!cursor.take('gt')) break;
      const limitWord = cursor.word;
      return { ...base, limit: cursor.number(), limitWord, values: [], use: undefined };
    }
    if (takes === 'values') return { ...base, limit: undefined, limitWord: undefined, values: cursor.rest(), use: undefined };
    if (!cursor.take('regex', 3)) break;
    cursor.take('class');
    const use = cursor.use();
    const values: readonly Word[] = use === undefined ? [] : [use.word];
    return { ...base, limit: undefined, limitWord: undefined, values, use };
  }
  const words = statement.words.slice(start);
  return { statement, negated, kind: '', words, limit: undefined, limitWord: undefined, values: [], use: undefined, action };
}

const ACTIONS = ['drop-connection', 'drop', 'reset', 'mask', 'log', 'rate-limit'];

/** The last action line under a match that was not taken back. */
function actionUnder(match: StatementNode): InspectAction | undefined {
  let action: InspectAction | undefined;
  for (const line of match.children) {
    if (line.form === 'no') {
      if (action?.kind === line.command) action = undefined;
      continue;
    }
    const kind = ACTIONS.includes(line.command) ? line.command : '';
    const log = kind === 'log' || line.words.slice(line.head + 1).some((word) => word.text.toLowerCase() === 'log');
    action = { statement: line, kind, rate: kind === 'rate-limit' ? rateOf(line) : undefined, log };
  }
  return action;
}

/** `log` can stand behind the number. */
function rateOf(line: StatementNode): number | undefined {
  const rate = Number(line.word(line.head + 1));
  return Number.isInteger(rate) && rate > 0 ? rate : undefined;
}

/** A parameter replaces the one of its kind that came before it; `no` says so rather than taking the line out. */
function setParameter(parameters: InspectParameter[], statement: StatementNode): void {
  if (statement.command === 'description') return;
  const kind = statement.command === '' ? statement.word(0).toLowerCase() : statement.command;
  const words = statement.words.slice(statement.head + 1).map((word) => word.text);
  const actionAt = words.findIndex((word) => word.toLowerCase() === 'action');
  const tail = actionAt < 0 ? [] : words.slice(actionAt + 1).map((word) => word.toLowerCase());
  const parameter: InspectParameter = {
    statement,
    kind,
    on: statement.form !== 'no',
    log: tail.includes('log'),
    action: tail[0],
    value: kind === 'mail-relay' && actionAt !== 0 ? words[0] : undefined,
  };
  const index = parameters.findIndex((each) => each.kind === kind);
  if (index >= 0) parameters.splice(index, 1);
  parameters.push(parameter);
}

/** One global policy, one for each interface: a later one takes the place of an earlier one only after `no`; the device keeps the first. */
export function servicePolicies(log: Log): readonly ServicePolicy[] {
  const policies: ServicePolicy[] = [];
  for (const statement of log) {
    if (statement.form === 'clear') {
      policies.length = 0;
      continue;
    }
    const read = servicePolicy(statement);
    if (read === undefined) continue;
    const index = policies.findIndex((each) => sameScope(each, read) && each.policy.name === read.policy.name);
    if (statement.form === 'no') {
      if (index >= 0) policies.splice(index, 1);
    } else if (index < 0) {
      policies.push(read);
    }
  }
  return policies;
}

function sameScope(a: ServicePolicy, b: ServicePolicy): boolean {
  if (a.scope.kind === 'global' || b.scope.kind === 'global') return a.scope.kind === b.scope.kind;
  return sameInterface(a.scope.use.name, b.scope.use.name);
}

function servicePolicy(statement: StatementNode): ServicePolicy | undefined {
  const cursor = new Cursor(statement, NO_NAMES);
  const policy = cursor.use();
  if (policy === undefined) return undefined;
  if (cursor.take('global', 1)) return { statement, policy, scope: { kind: 'global' } };
  const use = cursor.take('interface', 1) ? cursor.use() : undefined;
  return use && { statement, policy, scope: { kind: 'interface', use } };
}
