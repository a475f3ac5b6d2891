/** Beside the text: a port's other form, what an inspection does to TLS and by whose word, an object's value. */
import { type InlayHint, InlayHintKind, type Range } from 'vscode-languageserver-types';
import { statementsBetween } from '../../asa/find.ts';
import type { Context, Fixup, NameUse, PolicyAction, Statement, SymbolKind, Word } from '../../asa/model.ts';
import { portName, portNumber } from '../../asa/ports.ts';
import type { Settings } from '../../asa/settings.ts';
import { settingsOf } from '../../asa/settings.ts';
import { MAIL_INSPECTIONS } from '../../facts/inspections.ts';
import { resolverOf } from '../../policy/resolve.ts';
import { isEmpty, printSet } from '../../sets/addresses.ts';
import type { ConfigurationDocument } from '../document.ts';
import { occurrencesOn } from './names.ts';

/** Commands in which `eq`, `lt`, `gt`, `neq` and `range` are followed by tcp or udp ports; of the kinds of `match`, only `port`. */
const WITH_PORTS = new Set(['access-list', 'conduit', 'port-object', 'service-object', 'service', 'nat']);

export function inlayHints({ configuration }: ConfigurationDocument, range: Range): InlayHint[] {
  const { lines, contexts } = configuration;
  const shown = statementsBetween(configuration, range.start.line, range.end.line);
  const hints = shown.filter(namesPorts).flatMap((statement) => ports(lines.lineOf(statement), statement));
  for (const statement of shown) {
    const line = lines.lineOf(statement);
    for (const { symbol, place, defines, context } of occurrencesOn(configuration, line)) {
      const value = defines ? undefined : objectValue(symbol.kind, place, context);
      if (value !== undefined) hints.push(hint(line, place.word, `= ${value}`));
    }
  }
  const inRange = (statement: Statement) => {
    const line = lines.lineOf(statement);
    return line >= range.start.line && line <= range.end.line;
  };
  for (const context of contexts) {
    for (const what of mailInspections(context)) if (inRange(what.statement)) hints.push(inspection(context, what));
  }
  return hints;
}

/** What an object stands for, in a few words. */
function objectValue(kind: SymbolKind, use: NameUse, context: Context): string | undefined {
  if (kind === 'service-object') {
    const value = context.serviceObjects.get(use.name)?.value;
    return value?.statement.words
      .slice(value.statement.head + 1)
      .map(({ text }) => text)
      .join(' ');
  }
  if (kind !== 'network-object') return undefined;
  const { yes } = resolverOf(context).addresses({ kind: 'object', use });
  return isEmpty(yes) ? undefined : printSet(yes, 2);
}

function namesPorts({ command, words, head }: Statement): boolean {
  return WITH_PORTS.has(command) || (command === 'match' && words[head + 1]?.text.toLowerCase() === 'port');
}

function hint(line: number, word: Word, label: string): InlayHint {
  return { position: { line, character: word.end }, label, kind: InlayHintKind.Type, paddingLeft: true };
}

function ports(line: number, { words }: Statement): InlayHint[] {
  const udp = words.some((word) => word.text.toLowerCase() === 'udp');
  return words.flatMap((word, i) => {
    const before = words[i - 1]?.text.toLowerCase() ?? '';
    const two = words[i - 2]?.text.toLowerCase() ?? '';
    if (!['eq', 'neq', 'lt', 'gt', 'range'].includes(before) && two !== 'range') return [];
    const other = /^\d+$/.test(word.text) ? portName(Number(word.text), udp ? 'udp' : 'tcp') : portNumber(word.text);
    return other === undefined ? [] : [hint(line, word, String(other))];
  });
}

function mailInspections({ policyMaps, fixups }: Context): (Extract<PolicyAction, { feature: 'inspect' }> | Fixup)[] {
  const actions = [...policyMaps.values()].flatMap((map) => map.classes.flatMap((it) => it.actions));
  return [
    ...actions.filter((action) => action.feature === 'inspect').filter(({ protocol }) => MAIL_INSPECTIONS.includes(protocol)),
    ...fixups.filter(({ protocol }) => protocol === 'smtp'),
  ];
}

function inspection(context: Context, what: Extract<PolicyAction, { feature: 'inspect' }> | Fixup): InlayHint {
  const settings = settingsOf(context, what);
  const { statement } = what;
  return hint(context.lines.lineOf(statement), statement.words.at(-1)!, `${tls(settings)}: ${toldBy(settings, context)}`);
}

function tls({ allowTls }: Settings): string {
  if (allowTls.value === 'unknown') return 'TLS: not told';
  return allowTls.value ? 'TLS let through' : 'TLS masked';
}

function toldBy({ allowTls, engine, map }: Settings, { lines, version }: Context): string {
  if (allowTls.statement !== undefined) return `line ${lines.lineOf(allowTls.statement) + 1}`;
  if (engine === 'fixup') return 'PIX fixup';
  if (map !== undefined) return `map ${map.name} does not allow it`;
  return version === undefined ? 'default, no version in this file' : `default of ${version.text}`;
}
