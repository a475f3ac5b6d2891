/**
 * Names of interfaces are not case-sensitive (CR, `nameif`): `nameif Outside` and `route outside` speak of one. Every use is given the
 * spelling of its definition, so that nobody above has to think of it.
 */
import type { AddressSpec, Context, NameUse, TranslatedPeer, Translation } from '../model.ts';

type Speaking = Pick<Context, 'interfaces' | 'servicePolicies' | 'routes' | 'translations' | 'accessGroups'>;

/** By the name in lower case: as the device prints it. */
type Spellings = ReadonlyMap<string, string>;

/** Two spellings of one name. */
export function sameInterface(a: string | undefined, b: string | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.toLowerCase() === b.toLowerCase());
}

/** The parts of a context that speak of interfaces, under one spelling; the same objects where there is but one, as nearly everywhere. */
export function underOneSpelling(parts: Speaking): Speaking {
  const { spellings, differ } = spellingsIn(parts);
  if (!differ) return parts;
  return {
    interfaces: parts.interfaces,
    servicePolicies: parts.servicePolicies.map((policy) =>
      policy.scope.kind === 'global' ? policy : { ...policy, scope: { ...policy.scope, use: spelled(policy.scope.use, spellings) } },
    ),
    routes: parts.routes.map((route) => ({ ...route, interface: spelled(route.interface, spellings) })),
    translations: parts.translations.map((translation) => translationUnder(translation, spellings)),
    accessGroups: parts.accessGroups.map((group) => ({ ...group, interface: group.interface && spelled(group.interface, spellings) })),
  };
}

/** What defines a name spells it; of a name that nothing here defines, the first line that uses it. */
function spellingsIn({ interfaces, servicePolicies, routes, translations, accessGroups }: Speaking): {
  spellings: Spellings;
  differ: boolean;
} {
  const spellings = new Map<string, string>();
  let differ = false;
  const note = (name: string | undefined) => {
    if (name === undefined) return;
    const key = name.toLowerCase();
    const known = spellings.get(key);
    if (known === undefined) spellings.set(key, name);
    else if (known !== name) differ = true;
  };
  for (const { name } of interfaces) note(name);
  for (const { scope } of servicePolicies) if (scope.kind === 'interface') note(scope.use.name);
  for (const route of routes) note(route.interface.name);
  for (const { realInterface, mappedInterface } of translations) {
    note(realInterface?.name);
    note(mappedInterface?.name);
  }
  for (const group of accessGroups) note(group.interface?.name);
  return { spellings, differ };
}

function spelled(use: NameUse, spellings: Spellings): NameUse {
  const name = spellings.get(use.name.toLowerCase());
  return name === undefined || name === use.name ? use : { name, word: use.word, statement: use.statement };
}

function translationUnder(translation: Translation, spellings: Spellings): Translation {
  const { realInterface, mappedInterface, real, mapped, peer } = translation;
  return {
    ...translation,
    realInterface: realInterface && spelled(realInterface, spellings),
    mappedInterface: mappedInterface && spelled(mappedInterface, spellings),
    real: specUnder(real, spellings),
    mapped: specUnder(mapped, spellings),
    peer: peer && peerUnder(peer, spellings),
  };
}

function peerUnder(peer: TranslatedPeer, spellings: Spellings): TranslatedPeer {
  return { ...peer, real: specUnder(peer.real, spellings), mapped: specUnder(peer.mapped, spellings) };
}

function specUnder(spec: AddressSpec | undefined, spellings: Spellings): AddressSpec | undefined {
  return spec?.kind === 'interface' ? { ...spec, use: spelled(spec.use, spellings) } : spec;
}
