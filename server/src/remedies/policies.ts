/** Changes to class maps and policy maps. */

import type { ClassMap, Context, PolicyClass, PolicyMap, Statement } from '../asa/model.ts';
import { layout } from '../asa/words.ts';
import { LONGEST_NAME } from '../facts/names.ts';
import type { InspectSite } from '../mail/sites.ts';
import { textOf } from '../rules/shared/places.ts';
import { itemAt, lastOf, sure } from '../text/at.ts';
import type { Lines } from '../text/lines.ts';
import { type Landing, land } from './access-lists.ts';
import type { Change } from './change.ts';
import {
  insertAbove,
  insertBelow,
  lastLineOf,
  prefixBelow,
  prefixOf,
  removeLines,
  replaceCommand,
  replaceWords,
  writtenBeside,
} from './edits.ts';
import { freeName } from './names.ts';

/** `inspect esmtp` or `inspect esmtp MAP`, as it stands in force. */
export function inspectText({ action }: Pick<InspectSite, 'action'>, map = action.map?.name): string {
  return `inspect ${action.protocol}${map === undefined ? '' : ` ${map}`}`;
}

/** Lines inside a class of a policy map. */
function inClass({ policyMap, policyClass }: Pick<InspectSite, 'policyMap' | 'policyClass'>, lines: readonly string[]): string[] {
  return [`policy-map ${policyMap.name}`, ` class ${policyClass.use.name}`, ...lines.map((line) => `  ${line}`)];
}

/** Takes the inspection out of its class. */
export function takeOut(lines: Lines, site: InspectSite): Change {
  return {
    edits: removeLines(lines, inspectLines(lines, site)),
    commands: inClass(site, [`no ${inspectText(site)}`]),
    rollback: inClass(site, [inspectText(site)]),
  };
}

/** Every line of the class that sets the inspection: a pasted script may say it twice. */
function inspectLines(lines: Lines, { policyClass, action }: InspectSite): number[] {
  const again = policyClass.statements
    .flatMap(({ children }) => children)
    .filter(({ form, command, words, head }) => {
      return form === 'set' && command === 'inspect' && action.protocol.startsWith(words[head + 1]?.text.toLowerCase() ?? '-');
    });
  return [action.statement, ...again].map((statement) => lines.lineOf(statement));
}

/** Gives the inspection another map. The device wants the old one taken out first. */
export function swapMap(lines: Lines, site: InspectSite, map: string): Change {
  const [old, now] = [inspectText(site), inspectText(site, map)];
  return {
    edits: [replaceCommand(lines, site.action.statement, now)],
    commands: inClass(site, [`no ${old}`, now]),
    rollback: inClass(site, [`no ${now}`, old]),
  };
}

/** A class with one inspection at the end of a policy map, where the device puts it; before class-default, which is always the last. */
export function appendClass(lines: Lines, policyMap: PolicyMap, name: string, inspection: string): Change {
  const own = policyMap.classes.filter(({ use }) => use.name !== 'class-default');
  const last = own.at(-1);
  const model = last ?? itemAt(policyMap.classes, 0);
  const texts = classLines(lines, model, name, inspection);
  const edits =
    last === undefined
      ? insertAbove(lines, lines.lineOf(model.statement), texts)
      : insertBelow(lines, lastLineOf(lines, lastOf(last.statements)), texts);
  return {
    edits,
    commands: [`policy-map ${policyMap.name}`, ` class ${name}`, `  ${inspection}`],
    rollback: [`policy-map ${policyMap.name}`, ` no class ${name}`],
  };
}

/** A class of a policy map as it is entered: its name, and the lines of its mode. */
export interface ClassText {
  readonly name: string;
  readonly actions: readonly string[];
}

/**
 * A class as it is, but for some of its lines. What the reader does not know is kept, too: the device took it.
 *
 * @returns undefined when a line was taken back in part, so that no line of the file says what holds
 */
export function classText(policyClass: PolicyClass, without: ReadonlySet<Statement> = new Set()): ClassText | undefined {
  const lines = linesOf(policyClass);
  return lines && { name: policyClass.use.name, actions: [...new Set(lines.filter((line) => !without.has(line)).map(textOf))] };
}

/** The lines of a class that hold. Of one kind the model keeps the last; a device may have several: `police input`, `police output`. */
export function linesOf({ statements, actions }: PolicyClass): readonly Statement[] | undefined {
  const inForce = new Set(actions.map(({ statement }) => statement));
  let lines: Statement[] = [];
  for (const line of statements.flatMap(({ children }) => children)) {
    // Of two inspections of one protocol the device has the first.
    if (line.command === 'inspect') {
      if (inForce.has(line)) lines.push(line);
    } else if (line.form === 'no') {
      const taken = textOf(line).replace(/^no /i, '');
      const left = lines.filter((each) => textOf(each) !== taken && !textOf(each).startsWith(`${taken} `));
      if (left.length === lines.length && lines.some((each) => sharesOption(each, line))) return undefined;
      lines = left;
    } else if (!/^[!:]/.test(textOf(line))) lines.push(line);
  }
  return lines;
}

/** `no set connection conn-max` leaves the rest of `set connection conn-max 100 embryonic-conn-max 50`. */
function sharesOption(line: Statement, taken: Statement): boolean {
  const words = ({ words: all, head }: Statement) =>
    all.slice(head + 2).flatMap(({ text }) => (/^[a-z]/i.test(text) ? [text.toLowerCase()] : []));
  return line.command === 'set' && taken.command === 'set' && words(taken).some((word) => words(line).includes(word));
}

/** What a person writes for lines that are left out: `...`, `[output omitted]`, `<snip>`. */
const LEFT_OUT = /\.\.\.|…|^\W*(?:snip|cut)\b|\b(?:snipped|omitted|truncated|removed)\b/i;
/** The same as a comment, which may as well tell what somebody did once: `! inspect sip removed 2024-01-01`. */
const LEFT_OUT_COMMENT =
  /\.\.\.|…|^\W*(?:snip|cut(?: here)?)\W*$|^\W*(?:(?:the|some|more|other|rest|remaining|of|\d+|inspect|inspections?|class(?:es)?|output|lines?|config(?:uration)?|commands?|part|section|text|here|is|was|were|has|have|been)\W+)*(?:snipped|omitted|truncated|removed)\b/i;

/** The number of the first line in a policy map, or right behind it, that stands for others, which the file leaves out. */
export function leftOutOf(lines: Lines, { definitions }: PolicyMap): number | undefined {
  for (const { statement } of definitions) {
    const known = new Set(descendants(statement).flatMap((each) => (each.command === '' ? [] : [lines.lineOf(each)])));
    const last = lastLineOf(lines, statement);
    for (let line = lines.lineOf(statement) + 1; line < lines.count; line++) {
      const text = lines
        .text(line)
        .slice(layout(lines.text(line)).start)
        .trim();
      if (!known.has(line) && (/^[!:]/.test(text) ? LEFT_OUT_COMMENT : LEFT_OUT).test(text)) return line;
      if (line > last && !/^(?:[!:]|$)/.test(text)) break;
    }
  }
  return undefined;
}

function descendants(statement: Statement): readonly Statement[] {
  return statement.children.flatMap((child) => [child, ...descendants(child)]);
}

/**
 * Other classes, or the same in another order, where a policy map is in force. The device only appends classes, and one that is taken out
 * takes its inspections with it, of DNS and SIP too; so another policy map is built aside and swapped for this one, which stays there as
 * the way back.
 *
 * @returns undefined when the file leaves out lines of the policy map: the new one would lack what they say
 */
export function replacePolicyMap(lines: Lines, context: Context, policyMap: PolicyMap, classes: readonly ClassText[]): Change | undefined {
  if (leftOutOf(lines, policyMap) !== undefined) return undefined;
  const suffix = '_mail';
  const name = freeName(context, policyMap.name.slice(0, LONGEST_NAME.value - suffix.length - ROOM_FOR_NUMBER) + suffix);
  const kept = classes.filter(({ actions }) => actions.length > 0);
  const body = [`policy-map ${name}`, ...kept.flatMap((each) => [` class ${each.name}`, ...each.actions.map((line) => `  ${line}`)])];
  const { statement } = sure(policyMap.definitions.get(0));
  const last = Math.max(...policyMap.definitions.map((each) => lastLineOf(lines, each.statement)));
  const applied = context.servicePolicies.filter(({ policy }) => policy.name === policyMap.name);
  const swaps = applied.map((each) => {
    const old = textOf(each.statement);
    const { words } = each.statement;
    const now = words.map((word) => (word === each.policy.word ? name : word.text)).join(' ');
    return { old, now, edit: replaceWords(lines, each.statement, each.policy.word, each.policy.word, name) };
  });
  return {
    edits: [...insertBelow(lines, last, writtenBeside(lines, statement, body)), ...swaps.map(({ edit }) => edit)],
    commands: [...body, ...swaps.flatMap(({ old, now }) => [`no ${old}`, now])],
    rollback: [...swaps.flatMap(({ old, now }) => [`no ${now}`, old]), `no policy-map ${name}`],
  };
}

/** `_2` and so on, where the name is taken. */
const ROOM_FOR_NUMBER = 3;

/** Takes the last class out of a policy map, which has nothing left to do there. Any other could only come back at the end. */
export function dropLastClass(lines: Lines, policyMap: PolicyMap, policyClass: PolicyClass): Change {
  const blocks = policyClass.statements.flatMap((statement) => range(lines.lineOf(statement), lastLineOf(lines, statement)));
  const { name } = policyClass.use;
  const actions = policyClass.actions.map(({ statement }) => textOf(statement));
  return {
    edits: removeLines(lines, blocks),
    commands: [`policy-map ${policyMap.name}`, ` no class ${name}`],
    rollback: [`policy-map ${policyMap.name}`, ` class ${name}`, ...actions.map((line) => `  ${line}`)],
  };
}

/** The device keeps class-default at the end by itself. */
export function isLastClass({ classes }: PolicyMap, policyClass: PolicyClass): boolean {
  return classes.findLast(({ use }) => use.name !== 'class-default') === policyClass;
}

function classLines(lines: Lines, model: PolicyClass, name: string, inspection: string): string[] {
  return [`${prefixOf(lines, model.statement)}class ${name}`, `${prefixBelow(lines, model.statement, 'config-pmap-c')}${inspection}`];
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Where a new class map goes, above `before`. */
type ClassMapLanding = Landing & { readonly model: Statement | undefined; readonly before: Statement };

/** Below the last class map that stands above `before`; without one, above `before` itself. */
export function landingOfClassMaps(lines: Lines, context: Context, before: Statement): ClassMapLanding {
  let model: Statement | undefined;
  for (const { type, definitions } of context.classMaps.values()) {
    if (type !== 'layer3-4') continue;
    for (const { statement } of definitions) {
      if (statement.order < before.order && (model === undefined || statement.order > model.order)) model = statement;
    }
  }
  if (model === undefined) return { line: lines.lineOf(before), side: 'above', prefix: prefixOf(lines, before), model, before };
  return { line: lastLineOf(lines, model), side: 'below', prefix: prefixOf(lines, model), model, before };
}

/** A class map that matches an access-list. */
export function newClassMap(lines: Lines, landing: ClassMapLanding, name: string, accessList: string): Change {
  const commands = [`class-map ${name}`, ` match access-list ${accessList}`];
  const { model, before, prefix } = landing;
  const texts =
    model === undefined
      ? writtenBeside(lines, before, commands)
      : [`${prefix}class-map ${name}`, `${prefixBelow(lines, model, 'config-cmap')}match access-list ${accessList}`];
  return { edits: land(lines, landing, texts), commands, rollback: [`no class-map ${name}`] };
}

/** A class map that matches an access-list in place of what it matched. */
export function rematch(lines: Lines, { name, matches }: ClassMap, accessList: string): Change {
  const old = matches.map(({ statement }) => statement);
  const now = `match access-list ${accessList}`;
  return {
    edits: [
      replaceCommand(lines, itemAt(old, 0), now),
      ...removeLines(
        lines,
        old.slice(1).map((statement) => lines.lineOf(statement)),
      ),
    ],
    commands: [`class-map ${name}`, ...old.map((statement) => ` no ${textOf(statement)}`), ` ${now}`],
    rollback: [`class-map ${name}`, ` no ${now}`, ...old.map((statement) => ` ${textOf(statement)}`)],
  };
}
