/**
 * ## What the mail administrator sees
 * A policy or an exemption that was agreed on has no effect.
 *
 * ## What the firewall administrator sees
 * An error such as `ERROR: ... does not exist` when the line is entered, or a configuration that does not load whole after a reload.
 *
 * ## What causes it
 * A misspelled name, a name in other letters (names are case-sensitive), or a definition that was removed.
 *
 * ```asa bad
 * : Saved
 * ASA Version 9.1(5)
 * hostname gateway
 * class-map MAIL
 *  match access-list MAIL_HOST
 * access-list MAIL_HOSTS extended permit tcp any host 192.0.2.25 eq smtp
 * : end
 * ```
 *
 * ```asa good
 * : Saved
 * ASA Version 9.1(5)
 * hostname gateway
 * access-list MAIL_HOSTS extended permit tcp any host 192.0.2.25 eq smtp
 * class-map MAIL
 *  match access-list MAIL_HOSTS
 * : end
 * ```
 *
 * ## Remedy
 * Write the name as it is defined, or define it. In a fragment of a configuration nothing is said: the name may be defined elsewhere.
 *
 * ```asa
 * class-map MAIL
 *  match access-list MAIL_HOSTS
 * ```
 *
 * The way back is the old line, entered again.
 *
 * ## How to verify
 * Enter the line on the device: it is accepted. `show service-policy inspect esmtp` shows the class after a new session.
 *
 * ## Sources
 * - CG8, CG9 (documented): a class-map, policy-map, access-list or map must exist before it is used.
 */

import type { Statement, SymbolKind } from '../asa/model.ts';
import { spanOfWords } from '../asa/spans.ts';
import type { ConfigurationRule } from './rule.ts';

export const rule: ConfigurationRule = {
  name: 'undefined-name',
  language: 'cisco-asa',
  severity: 'error',
  summary: 'A line uses a name that the configuration defines nowhere: the device rejects the line.',
  advice: 'Write it as it is defined, or define it',
  *check(context) {
    if (!context.whole) return;
    for (const [kind, words] of KINDS) {
      const symbols = context.symbols.get(kind);
      if (symbols === undefined) continue;
      // A file without a single `nameif` is not one whose interfaces we can see.
      if (kind === 'interface' && ![...symbols.values()].some(({ definitions }) => definitions.length > 0)) continue;
      for (const { name, definitions, references } of symbols.values()) {
        // A backslash comes from a file that holds the configuration in quotes (YAML, JSON): what the name is, we do not know.
        if (definitions.length > 0 || isBuiltIn(kind, name) || name.includes('\\')) continue;
        for (const { word, statement } of references) {
          // Taking back what is not there does no harm.
          if (statement.form !== 'set' || !(NEEDED[kind]?.(statement) ?? true)) continue;
          yield {
            range: spanOfWords(statement, [word]),
            message: `There is no ${words} "${name}" in this configuration, so the device rejects this line.`,
          };
        }
      }
    }
  },
};

const KINDS: readonly (readonly [SymbolKind, string])[] = [
  ['class-map', 'class-map'],
  ['policy-map', 'policy-map'],
  ['inspect-map', 'inspection map'],
  ['access-list', 'access-list'],
  ['network-object', 'object network'],
  ['service-object', 'object service'],
  ['object-group', 'object-group'],
  ['regex', 'regex'],
  ['regex-class-map', 'class-map type regex'],
  ['interface', 'interface'],
];

const BY_NAMEIF: ReadonlySet<string> = new Set(['access-group', 'global', 'nat', 'route', 'service-policy', 'static']);
const BY_ACCESS_LIST: ReadonlySet<string> = new Set(['access-group', 'nat', 'static']);

/** Whether a statement cannot do without the thing that it names; a kind that is not here is always needed. */
const NEEDED: { readonly [kind in SymbolKind]?: (statement: Statement) => boolean } = {
  // Failover links and modules have names of their own kind.
  interface: ({ command }) => BY_NAMEIF.has(command),
  // Crypto maps, route maps and group policies may name a list that is not there, or not yet.
  'access-list': ({ command, mode }) => mode === 'class-map' || BY_ACCESS_LIST.has(command),
};

/** What the device defines by itself and does not print. */
const BUILT_IN: { readonly [kind in SymbolKind]?: readonly string[] } = {
  'class-map': ['class-default', 'inspection_default'],
  'inspect-map': ['preset_dns_map', 'migrated_dns_map_1'],
  interface: ['any', 'global'],
  'network-object': ['any', 'any4', 'any6'],
};

function isBuiltIn(kind: SymbolKind, name: string): boolean {
  return name.startsWith('_') || (BUILT_IN[kind]?.includes(name) ?? false);
}
