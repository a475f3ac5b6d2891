/** Interfaces: blocks of 7.0 and later; `nameif` and `ip address` lines of PIX 6 and FWSM. */

import { maskLength, splitPrefix } from '../../sets/address-text.ts';
import { lastOf } from '../../text/at.ts';
import type { Definition, Interface, NameUse } from '../model.ts';
import type { StatementNode } from '../statement.ts';
import type { Log } from './carry-out.ts';
import { sameInterface } from './interface-names.ts';
import { addressUse, type Names } from './specs.ts';

type Draft = { -readonly [K in keyof Interface]: Interface[K] };

/** All interfaces, in the order in which they first appear. */
export function interfaces(log: Log, names: Names): readonly Interface[] {
  const drafts = new Map<string, Draft>();
  for (const statement of log) carryOut(drafts, statement, names);
  return [...drafts.values()];
}

function carryOut(drafts: Map<string, Draft>, statement: StatementNode, names: Names): void {
  if (statement.form === 'clear') {
    drafts.clear();
    return;
  }
  const on = statement.form !== 'no';
  switch (statement.command) {
    case 'interface': {
      const hardware = hardwareOf(statement);
      if (!on) {
        drafts.delete(hardware.toLowerCase());
        return;
      }
      const draft = draftOf(drafts, hardware, statement);
      if (lastOf(statement.words).text.toLowerCase() === 'shutdown') draft.shutdown = true;
      for (const line of statement.children) setProperty(draft, line, names);
      return;
    }
    case 'nameif': {
      const draft = draftOf(drafts, statement.word(1), statement);
      setName(draft, statement, 2, on);
      const level = /^(?:security)?(\d{1,3})$/.exec(statement.word(3));
      if (level !== null) draft.securityLevel = Number(level[1]);
      return;
    }
    case 'ip': {
      const draft = [...drafts.values()].find((each) => sameInterface(each.name, statement.word(2)));
      if (draft !== undefined) setAddress(draft, statement, 3, on, names);
      return;
    }
  }
}

/** `interface GigabitEthernet 0/0` is one name, with or without the blank. */
function hardwareOf(statement: StatementNode): string {
  const [first, second] = [statement.word(1), statement.word(2)];
  return /^[a-z-]+$/i.test(first) && /^\d[\d/.]*$/.test(second) ? first + second : first;
}

function draftOf(drafts: Map<string, Draft>, hardware: string, statement: StatementNode): Draft {
  const key = hardware.toLowerCase();
  let draft = drafts.get(key);
  if (draft === undefined) {
    draft = {
      hardware,
      name: undefined,
      definition: undefined,
      statement,
      securityLevel: undefined,
      address: undefined,
      setroute: undefined,
      prefixes: [],
      zone: undefined,
      shutdown: false,
    };
    drafts.set(key, draft);
  }
  return draft;
}

function setProperty(draft: Draft, line: StatementNode, names: Names): void {
  const on = line.form !== 'no';
  switch (line.command) {
    case 'nameif':
      setName(draft, line, 1, on);
      return;
    case 'security-level': {
      const level = Number(line.word(1));
      draft.securityLevel = on && Number.isInteger(level) ? level : undefined;
      return;
    }
    case 'shutdown':
      draft.shutdown = on;
      return;
    case 'zone-member': {
      const word = line.words[line.head + 1];
      draft.zone = on && word !== undefined ? ({ name: word.text, word, statement: line } satisfies NameUse) : undefined;
      return;
    }
    case 'ip':
      if (line.word(1).startsWith('addr')) setAddress(draft, line, 2, on, names);
      return;
    case 'ipv6':
      if (line.word(1).startsWith('addr')) setPrefix(draft, line.word(2), on);
      return;
  }
}

function setName(draft: Draft, line: StatementNode, index: number, on: boolean): void {
  const word = line.words[line.head + index];
  if (!on || word === undefined) {
    draft.name = undefined;
    draft.definition = undefined;
    return;
  }
  draft.name = word.text;
  draft.definition = { name: word.text, word, statement: line } satisfies Definition;
  // Without a level, `nameif inside` gives 100 and any other name 0 (CR).
  draft.securityLevel ??= sameInterface(word.text, 'inside') ? 100 : 0;
}

function setAddress(draft: Draft, line: StatementNode, index: number, on: boolean, names: Names): void {
  const word = line.words[line.head + index];
  const mask = line.word(index + 1);
  draft.setroute = on && line.words.slice(line.head + index).some(({ text }) => text.toLowerCase() === 'setroute') ? line : undefined;
  if (!on || word === undefined || maskLength(mask) === undefined) draft.address = undefined;
  else draft.address = { address: addressUse(word, line, names), mask };
}

function setPrefix(draft: Draft, prefix: string, on: boolean): void {
  if (splitPrefix(prefix) === undefined) return;
  const others = draft.prefixes.filter((each) => each !== prefix);
  draft.prefixes = on ? [...others, prefix] : others;
}
