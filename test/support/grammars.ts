/** The TextMate grammars, as VS Code runs them. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import oniguruma from 'vscode-oniguruma';
import { type IGrammar, INITIAL, type IToken, parseRawGrammar, Registry, type StateStack } from 'vscode-textmate';
import type { LanguageId } from '../../server/src/features/document.ts';

const SYNTAXES = path.resolve(import.meta.dirname, '../../syntaxes');
const SCOPES: Readonly<Record<LanguageId, string>> = { 'cisco-asa': 'source.cisco-asa', 'smtp-transcript': 'text.smtp-transcript' };

export class Grammars {
  private readonly registry: Registry;

  private constructor(registry: Registry) {
    this.registry = registry;
  }

  static async load(): Promise<Grammars> {
    const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
    await oniguruma.loadWASM(Uint8Array.from(wasm).buffer);
    const registry = new Registry({
      onigLib: Promise.resolve({
        createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
        createOnigString: (text) => new oniguruma.OnigString(text),
      }),
      loadGrammar: async (scope) => {
        const file = `${Object.entries(SCOPES).find(([, name]) => name === scope)?.[0]}.tmLanguage.json`;
        return parseRawGrammar(readFileSync(path.join(SYNTAXES, file), 'utf8'), file);
      },
    });
    return new Grammars(registry);
  }

  async of(language: LanguageId): Promise<IGrammar> {
    const grammar = await this.registry.loadGrammar(SCOPES[language]);
    if (grammar === null) throw new Error(`no grammar for ${language}`);
    return grammar;
  }
}

/** The tokens of each line. */
export function tokenize(grammar: IGrammar, lines: Iterable<string>): IToken[][] {
  let state: StateStack = INITIAL;
  return Array.from(lines, (line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens;
  });
}
