/** What stands in the way of a remedy, as a refusal that names the line and says what to do. */
import type { Configuration, Context, Statement } from '../asa/model.ts';
import { placeholderIn } from '../asa/placeholders.ts';
import { firstHunk } from '../asa/quoting.ts';
import { isAtLeast, MODULAR_POLICIES, versionText } from '../facts/versions.ts';
import { inspectSites, isSmtp, isUnknownThere } from '../mail/sites.ts';
import { isEmpty, unjudgedBecause } from '../policy/unjudged.ts';
import { textOf } from '../rules/shared/places.ts';
import { part } from '../text/analysis.ts';
import type { Lines } from '../text/lines.ts';
import type { Refusal } from './remedy.ts';

/** Line 12 (`inspect esmtp`) */
export function lineOf(lines: Lines, statement: Statement): string {
  return `line ${lines.lineOf(statement) + 1} (\`${textOf(statement)}\`)`;
}

/** The same at the beginning of a sentence. */
export function lineFirst(lines: Lines, statement: Statement): string {
  const text = lineOf(lines, statement);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Why no remedy at all is made for the file or the context; undefined where nothing stands in the way. */
export function obstacle(configuration: Configuration, context: Context): Refusal | undefined {
  const template = templateOf(configuration.lines);
  if (template !== undefined) {
    return {
      refused: `Line ${template.line + 1} is part of a template (\`${template.text}\`): what stands there on the device is not in the file. Ask about the configuration that is made from it.`,
    };
  }
  return inDiff(configuration.lines) ?? unknownCommand(context) ?? readAsAnother(context) ?? elsewhere(context);
}

/** The policies are in another configuration, or no line of one is here, so that nothing follows from there being none; of a part of this one more can be said. */
function elsewhere(context: Context): Refusal | undefined {
  const unjudged = context.isSystemSpace || context.servicePolicies.length > 0 || isEmpty(context) ? unjudgedBecause(context) : undefined;
  if (unjudged === undefined) return undefined;
  const { reason, instead } = unjudged;
  return { refused: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}. What would tell: ${instead}.` };
}

const inDiff = part('refusal of a diff', (lines: Lines): Refusal | undefined => {
  const line = firstHunk(lines);
  if (line === undefined) return undefined;
  return {
    refused: `Line ${line + 1} (\`${lines.text(line).slice(0, MOST_SHOWN)}\`) begins a hunk of a diff: an edit inside would break it. Ask about the configuration that it leads to.`,
  };
});

const unknownCommand = part('command that the version does not have', (context: Context): Refusal | undefined => {
  const { version } = context;
  const site = inspectSites(context).find(({ action }) => isUnknownThere(context, action));
  if (site === undefined || version === undefined) return undefined;
  return {
    refused: `${lineFirst(context.lines, site.action.statement)} is no command of ${versionText(version)}, which calls it \`inspect esmtp\`: the device cannot have this line. Look at \`show running-config policy-map\` on the device and ask again with that.`,
  };
});

/** `fixup protocol smtp` on 7.0 and later, which keeps `inspect esmtp` in its place: to change the line of the file changes nothing there. */
function readAsAnother(context: Context): Refusal | undefined {
  const { version, lines } = context;
  const fixup = context.fixups.find(isSmtp);
  if (fixup === undefined || version === undefined || isAtLeast(version, MODULAR_POLICIES.value) !== true) return undefined;
  return {
    refused: `${lineFirst(lines, fixup.statement)} is of a PIX up to 6.x: ${versionText(version)} reads it as \`inspect esmtp\` and keeps that, so the device does not have this line. Look at \`show running-config policy-map\` on the device and ask again with that.`,
  };
}

/** There is no inspection of mail to change: nothing to do, or, in a fragment, not the lines that would tell. */
export function nothingInspects(context: Context): Refusal {
  const unapplied = inspectSites(context)[0];
  if (unapplied !== undefined) {
    const { name } = unapplied.policyMap;
    return {
      refused: `No \`inspect esmtp\` is in force in this file: no service-policy applies policy-map ${name} of ${lineOf(context.lines, unapplied.action.statement)}, or no mail reaches its class. \`show running-config service-policy\` tells what the device applies.`,
    };
  }
  if (context.whole || context.servicePolicies.length > 0) {
    return { refused: 'No `inspect esmtp` is in force in this configuration: nothing to do.', settled: true };
  }
  return {
    refused:
      'No `inspect esmtp` is in force in what this file shows, and it shows no service-policy: add `show running-config class-map`, `policy-map` and `service-policy`.',
  };
}

/** What a person may write freely. */
const FREE_TEXT = /^\s*(?:[!:#]|banner\b|description\b|access-list \S+ (?:line \d+ )?remark\b)/i;

/** The first line with a placeholder that a template engine fills. */
const templateOf = part('line of a template', (lines: Lines): { readonly line: number; readonly text: string } | undefined => {
  for (const [line, { text }] of lines.all.entries()) {
    const found = MAY_BE_PLACEHOLDER.test(text) && !FREE_TEXT.test(text) ? placeholderIn(text) : undefined;
    if (found !== undefined) return { line, text: found.slice(0, MOST_SHOWN) };
  }
  return undefined;
});

const MAY_BE_PLACEHOLDER = /[{%]/;
const MOST_SHOWN = 40;
