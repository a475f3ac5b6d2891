/** Beside the text, where it is about mail: a port's other form, what an inspection does to TLS and by whose word, an object's value. */

import { type InlayHint, InlayHintKind, type Range } from 'vscode-languageserver-types';
import { statementsBetween } from '../../asa/find.ts';
import type { Context, Fixup, NameUse, PolicyAction, Statement, SymbolKind, Word } from '../../asa/model.ts';
import { portName, portNumber } from '../../asa/ports.ts';
import type { Settings } from '../../asa/settings.ts';
import { settingsOf } from '../../asa/settings.ts';
import { MAIL_INSPECTIONS, MAIL_PORTS } from '../../facts/inspections.ts';
import { namesSmtp } from '../../mail/mail-hosts.ts';
import { resolverOf } from '../../policy/resolve.ts';
import { isEmpty, printSet } from '../../sets/addresses.ts';
import { lastOf } from '../../text/at.ts';
import { type ConfigurationDocument, shows } from '../document.ts';
import { namesOn } from './names.ts';

/** Commands in which `eq`, `lt`, `gt`, `neq` and `range` are followed by tcp or udp ports; of the kinds of `match`, only `port`. */
const WITH_PORTS = new Set(['access-list', 'conduit', 'port-object', 'service-object', 'service', 'nat']);

export function inlayHints(document: ConfigurationDocument, range: Range): InlayHint[] {
  const { configuration } = document;
  const { lines, contexts } = configuration;
  const shown = statementsBetween(configuration, range.start.line, range.end.line);
  const hints = shows(document, 'inlayHints.ports')
    ? shown.filter(namesPorts).flatMap((statement) => ports(lines.lineOf(statement), statement))
    : [];
  if (shows(document, 'inlayHints.objects')) {
    for (const statement of mailEntries(contexts, shown)) {
      const line = lines.lineOf(statement);
      for (const { symbol, place, defines, context } of namesOn(configuration, line)) {
        const value = defines ? undefined : objectValue(symbol.kind, place, context);
        if (value !== undefined) hints.push(hint(line, place.word, `= ${value}`));
      }
    }
  }
  if (!shows(document, 'inlayHints.inspections')) return hints;
  const inRange = (statement: Statement) => {
    const line = lines.lineOf(statement);
    return line >= range.start.line && line <= range.end.line;
  };
  for (const context of contexts) {
    for (const what of mailInspections(context)) if (inRange(what.statement)) hints.push(inspection(context, what));
  }
  return hints;
}

/** Of some statements the entries and translations that name a port of mail: what an object is elsewhere is no matter of mail. */
function mailEntries(contexts: readonly Context[], shown: readonly Statement[]): readonly Statement[] {
  const among = new Set(shown);
  const entries = contexts.flatMap((context) =>
    [...context.accessLists.values()].flatMap((list) =>
      list.entries.filter((ace) => among.has(ace.statement) && namesSmtp(context, ace)).map(({ statement }) => statement),
    ),
  );
  const named = new Set(entries);
  return shown.filter((statement) => named.has(statement) || (statement.command === 'nat' && mailPortsIn(statement).length > 0));
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

function ports(line: number, statement: Statement): InlayHint[] {
  return mailPortsIn(statement).flatMap((word) => {
    const other = /^\d+$/.test(word.text) ? portName(Number(word.text), 'tcp') : portNumber(word.text);
    return other === undefined ? [] : [hint(line, word, String(other))];
  });
}

/** The words of a statement that are ports of mail over tcp. */
function mailPortsIn({ words }: Statement): readonly Word[] {
  if (words.some((word) => word.text.toLowerCase() === 'udp')) return [];
  return words.filter((word, i) => {
    const before = words[i - 1]?.text.toLowerCase() ?? '';
    const two = words[i - 2]?.text.toLowerCase() ?? '';
    if (!BEFORE_A_PORT.has(before) && two !== 'range') return false;
    const number = /^\d+$/.test(word.text) ? Number(word.text) : portNumber(word.text);
    return number !== undefined && MAIL_PORTS.value.includes(number);
  });
}

const BEFORE_A_PORT = new Set(['eq', 'neq', 'lt', 'gt', 'range', 'tcp', 'service']);

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
  return hint(context.lines.lineOf(statement), lastOf(statement.words), tlsInWords(settings, context));
}

function tlsInWords({ allowTls, engine, map }: Settings, { lines, version }: Context): string {
  if (allowTls.value === 'unknown')
    return `TLS: this file does not tell${version === undefined ? ' and names no version' : `; nor does ${version.text}`}`;
  const does = allowTls.value ? 'TLS let through' : 'TLS masked';
  if (allowTls.statement !== undefined) return `${does}: line ${lines.lineOf(allowTls.statement) + 1}`;
  if (engine === 'fixup') return `${does}: PIX fixup`;
  if (map !== undefined) return `${does}: map ${map.name} does not allow it`;
  return `${does}: the default${version === undefined ? '' : ` of ${version.text}`}`;
}
