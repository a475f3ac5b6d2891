/** Colours by meaning: names by kind, negation, masks, ports. Commands are the TextMate grammar's. */
import { statementsBetween } from '../../asa/find.ts';
import type { Statement, SymbolKind, Word } from '../../asa/model.ts';
import { portNumber } from '../../asa/ports.ts';
import type { Range } from '../../text/lines.ts';
import type { ConfigurationDocument } from '../document.ts';
import type { SemanticToken, SemanticTokenType } from '../features.ts';
import { contextOn, namesIn } from './names.ts';

const BY_KIND: Readonly<Record<SymbolKind, SemanticTokenType>> = {
  interface: 'interface',
  name: 'variable',
  'network-object': 'variable',
  'service-object': 'variable',
  'object-group': 'variable',
  'access-list': 'function',
  'class-map': 'class',
  'policy-map': 'namespace',
  'inspect-map': 'namespace',
  'inspect-class-map': 'class',
  regex: 'variable',
  'regex-class-map': 'class',
  'time-range': 'event',
  'tcp-map': 'class',
  zone: 'interface',
};

/** Words after which a port stands. */
const PORT_OPERATORS: Readonly<Record<string, number>> = { eq: 1, neq: 1, lt: 1, gt: 1, range: 2 };
const DOTTED = /^\d{1,3}(\.\d{1,3}){3}$/;

/** @param range the lines that are asked for; all where there is none */
export function semanticTokens({ configuration }: ConfigurationDocument, range?: Range): SemanticToken[] {
  const tokens: SemanticToken[] = [];
  const asked = range === undefined ? configuration.statements : statementsBetween(configuration, range.start.line, range.end.line);
  for (const statement of asked) {
    const line = configuration.lines.lineOf(statement);
    const here = new Map<number, SemanticToken>();
    for (const { place, symbol, defines } of namesIn(statement, contextOn(configuration, line))) {
      // What stands in the place of an address and is defined by no line may be anything: `x.x.x.x`, `<our-network>`.
      if (symbol.kind === 'name' && symbol.definitions.length === 0) continue;
      const { start, end } = place.word;
      const token = { line, start, length: end - start, type: BY_KIND[symbol.kind] };
      here.set(start, defines ? { ...token, modifiers: ['declaration'] } : token);
    }
    for (const token of [...negation(line, statement), ...masks(line, statement), ...ports(line, statement)]) {
      if (!here.has(token.start)) here.set(token.start, token);
    }
    tokens.push(...[...here.values()].sort((a, b) => a.start - b.start));
  }
  return tokens;
}

function token(line: number, { start, end }: Word, type: SemanticTokenType): SemanticToken {
  return { line, start, length: end - start, type };
}

/** `no` and `clear configure`: what takes back must not look like what sets. */
function negation(line: number, { form, head, words }: Statement): SemanticToken[] {
  if (form !== 'no' && form !== 'clear') return [];
  return words.slice(0, head).map((word) => ({ ...token(line, word, 'operator'), modifiers: ['modification' as const] }));
}

/** The second of two dotted quads that stand side by side, where a netmask is usual. */
function masks(line: number, { command, words }: Statement): SemanticToken[] {
  if (!MASKED_COMMANDS.has(command)) return [];
  return words.flatMap((word, i) => {
    const isMask = words[i - 1]?.text.toLowerCase() === 'netmask' || DOTTED.test(words[i - 1]?.text ?? '');
    return isMask && DOTTED.test(word.text) && isNetmask(word.text) ? [token(line, word, 'number')] : [];
  });
}

const MASKED_COMMANDS = new Set(['access-list', 'static', 'network-object', 'subnet', 'ip address', 'route', 'nat', 'global', 'ip']);

/** Ones, then zeros. */
function isNetmask(text: string): boolean {
  const bits = text.split('.').reduce((value, part) => value * 256 + Number(part), 0);
  const inverted = 0xffff_ffff - bits;
  return Number.isInteger(Math.log2(inverted + 1));
}

function ports(line: number, { words }: Statement): SemanticToken[] {
  return words.flatMap((word, i) => {
    const count = PORT_OPERATORS[words[i - 1]?.text.toLowerCase() ?? ''] ?? 0;
    const second = PORT_OPERATORS[words[i - 2]?.text.toLowerCase() ?? ''] === 2;
    if (count === 0 && !second) return [];
    return portNumber(word.text) === undefined ? [] : [token(line, word, 'number')];
  });
}
