/** Changes to class maps and policy maps. */
import type { ClassMap, Context, PolicyClass, PolicyMap, Statement } from '../asa/model.ts';
import type { InspectSite } from '../mail/sites.ts';
import { textOf } from '../rules/shared/places.ts';
import type { Lines } from '../text/lines.ts';
import { type Landing, land } from './access-lists.ts';
import type { Change } from './change.ts';
import { insertAbove, insertBelow, lastLineOf, prefixBelow, prefixOf, removeLines, replaceCommand } from './edits.ts';

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
    edits: removeLines(lines, inspectLines(site)),
    commands: inClass(site, [`no ${inspectText(site)}`]),
    rollback: inClass(site, [inspectText(site)]),
  };
}

/** Every line of the class that sets the inspection: a pasted script may say it twice. */
function inspectLines({ policyClass, action }: InspectSite): number[] {
  const again = policyClass.statements
    .flatMap(({ children }) => children)
    .filter(({ form, command, words, head }) => {
      return form === 'set' && command === 'inspect' && action.protocol.startsWith(words[head + 1]?.text.toLowerCase() ?? '-');
    });
  return [action.statement.line, ...again.map(({ line }) => line)];
}

/** Gives the inspection another map. The device wants the old one taken out first. */
export function swapMap(site: InspectSite, map: string): Change {
  const [old, now] = [inspectText(site), inspectText(site, map)];
  return {
    edits: [replaceCommand(site.action.statement, now)],
    commands: inClass(site, [`no ${old}`, now]),
    rollback: inClass(site, [`no ${now}`, old]),
  };
}

/** A class with one inspection at the end of a policy map, where the device puts it; before class-default, which is always the last. */
export function appendClass(lines: Lines, policyMap: PolicyMap, name: string, inspection: string): Change {
  const own = policyMap.classes.filter(({ use }) => use.name !== 'class-default');
  const last = own.at(-1);
  const model = last ?? policyMap.classes[0]!;
  const texts = classLines(lines, model, name, inspection);
  const edits =
    last === undefined ? insertAbove(lines, model.statement.line, texts) : insertBelow(lines, lastLineOf(last.statements.at(-1)!), texts);
  return {
    edits,
    commands: [`policy-map ${policyMap.name}`, ` class ${name}`, `  ${inspection}`],
    rollback: [`policy-map ${policyMap.name}`, ` no class ${name}`],
  };
}

/** A class with one inspection before another class. The device only appends, so what comes after is removed and entered again. */
export function insertClassBefore(
  lines: Lines,
  policyMap: PolicyMap,
  before: PolicyClass,
  name: string,
  inspection: string,
  without: ReadonlySet<Statement>,
): Change {
  const later = after(policyMap, before);
  const texts = classLines(lines, before, name, inspection);
  return {
    edits: insertAbove(lines, before.statement.line, texts),
    commands: [
      `policy-map ${policyMap.name}`,
      ...later.map(({ use }) => ` no class ${use.name}`),
      ` class ${name}`,
      `  ${inspection}`,
      ...later.flatMap((it) => enter(it, without)),
    ],
    rollback: [`policy-map ${policyMap.name}`, ` no class ${name}`],
  };
}

/** A class to the place before another one of the same policy map. */
export function moveClassBefore(lines: Lines, policyMap: PolicyMap, moved: PolicyClass, before: PolicyClass): Change {
  const blocks = moved.statements.flatMap((statement) => range(statement.line, lastLineOf(statement)));
  const later = after(policyMap, before).filter((it) => it !== moved);
  const old = policyMap.classes.filter(({ use }) => use.name !== 'class-default');
  const behind = old.slice(old.indexOf(moved) + 1);
  return {
    edits: [
      ...insertAbove(
        lines,
        before.statement.line,
        blocks.map((line) => lines.text(line)),
      ),
      ...removeLines(lines, blocks),
    ],
    commands: [
      `policy-map ${policyMap.name}`,
      ...later.map(({ use }) => ` no class ${use.name}`),
      ...(behind.length === 0 ? [] : [` no class ${moved.use.name}`, ...enter(moved)]),
      ...later.flatMap((it) => enter(it)),
    ],
    rollback: [
      `policy-map ${policyMap.name}`,
      ` no class ${moved.use.name}`,
      ...behind.map(({ use }) => ` no class ${use.name}`),
      ...enter(moved),
      ...behind.flatMap((it) => enter(it)),
    ],
  };
}

/** Takes a class out of a policy map that has nothing left to do there. */
export function dropClass(lines: Lines, policyMap: PolicyMap, policyClass: PolicyClass): Change {
  const blocks = policyClass.statements.flatMap((statement) => range(statement.line, lastLineOf(statement)));
  const behind = after(policyMap, policyClass).filter((it) => it !== policyClass);
  return {
    edits: removeLines(lines, blocks),
    commands: [`policy-map ${policyMap.name}`, ` no class ${policyClass.use.name}`],
    rollback: [
      `policy-map ${policyMap.name}`,
      ...behind.map(({ use }) => ` no class ${use.name}`),
      ...enter(policyClass),
      ...behind.flatMap((it) => enter(it)),
    ],
  };
}

/** The class and those behind it, class-default excepted: the device keeps that one at the end by itself. */
function after({ classes }: PolicyMap, policyClass: PolicyClass): readonly PolicyClass[] {
  return classes.slice(classes.indexOf(policyClass)).filter(({ use }) => use.name !== 'class-default');
}

/** The lines that make a class and its actions. */
function enter({ use, actions }: PolicyClass, without: ReadonlySet<Statement> = new Set()): string[] {
  const kept = actions.filter(({ statement }) => !without.has(statement));
  return [` class ${use.name}`, ...kept.map(({ statement }) => `  ${textOf(statement)}`)];
}

function classLines(lines: Lines, model: PolicyClass, name: string, inspection: string): string[] {
  return [`${prefixOf(lines, model.statement)}class ${name}`, `${prefixBelow(lines, model.statement, 'config-pmap-c')}${inspection}`];
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Below the last class map that stands above `before`; without one, above `before` itself. */
export function landingOfClassMaps(lines: Lines, context: Context, before: Statement): Landing & { readonly model: Statement | undefined } {
  let model: Statement | undefined;
  for (const { type, definitions } of context.classMaps.values()) {
    if (type !== 'layer3-4') continue;
    for (const { statement } of definitions) {
      if (statement.line < before.line && (model === undefined || statement.line > model.line)) model = statement;
    }
  }
  if (model === undefined) return { line: before.line, side: 'above', prefix: prefixOf(lines, before), model };
  return { line: lastLineOf(model), side: 'below', prefix: prefixOf(lines, model), model };
}

/** A class map that matches an access-list. */
export function newClassMap(lines: Lines, landing: ReturnType<typeof landingOfClassMaps>, name: string, accessList: string): Change {
  const below = landing.model === undefined ? `${landing.prefix} ` : prefixBelow(lines, landing.model, 'config-cmap');
  return {
    edits: land(lines, landing, [`${landing.prefix}class-map ${name}`, `${below}match access-list ${accessList}`]),
    commands: [`class-map ${name}`, ` match access-list ${accessList}`],
    rollback: [`no class-map ${name}`],
  };
}

/** A class map that matches an access-list in place of what it matched. */
export function rematch(lines: Lines, { name, matches }: ClassMap, accessList: string): Change {
  const old = matches.map(({ statement }) => statement);
  const now = `match access-list ${accessList}`;
  return {
    edits: [
      replaceCommand(old[0]!, now),
      ...removeLines(
        lines,
        old.slice(1).map(({ line }) => line),
      ),
    ],
    commands: [`class-map ${name}`, ...old.map((statement) => ` no ${textOf(statement)}`), ` ${now}`],
    rollback: [`class-map ${name}`, ` no ${now}`, ...old.map((statement) => ` ${textOf(statement)}`)],
  };
}
