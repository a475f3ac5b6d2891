/** Names for what a remedy adds. */
import type { Context, SymbolKind } from '../asa/model.ts';

const KINDS: readonly SymbolKind[] = ['access-list', 'class-map', 'policy-map', 'inspect-map', 'object-group', 'network-object'];

/** `base`, or `base_2`, `base_3` ...: the first that neither an access-list, map, object or group of the context nor `reserved` has, in any letters. */
export function freeName(context: Context, base: string, reserved: readonly string[] = []): string {
  const taken = new Set(reserved.map((name) => name.toLowerCase()));
  for (const kind of KINDS) for (const name of context.symbols.get(kind)?.keys() ?? []) taken.add(name.toLowerCase());
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}_${number}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}
