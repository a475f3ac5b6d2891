/** What was understood of a configuration, for the status item: version, mode, is mail inspected. */

import type { Context, Version } from '../../asa/model.ts';
import { mailFlows } from '../../mail/inspections.ts';
import { unjudgedBecause } from '../../policy/unjudged.ts';
import { sure } from '../../text/at.ts';
import { grouped } from '../../text/grouped.ts';
import { misnamed } from '../detect.ts';
import type { ConfigurationDocument } from '../document.ts';
import type { Status } from '../features.ts';
import { count, foundIn } from '../status.ts';
import { mailPicture } from './mail-verdict.ts';

/** What becomes of the mail of a context. `some`: of most of it something else. */
type Mail = 'all' | 'some' | 'none' | 'not told' | 'not told of some';

const MAIL: Readonly<Record<Mail, string>> = {
  all: 'mail is inspected',
  some: 'some mail is inspected',
  none: 'mail is not inspected',
  'not told': 'whether mail is inspected is not told',
  'not told of some': 'whether some mail is inspected is not told',
};

/** The status item of a configuration: version, mode, and whether mail is inspected. */
export function status(document: ConfigurationDocument): Status {
  if (misnamed(document) !== undefined) {
    return {
      text: 'reads as an SMTP transcript',
      detail: 'No firewall configuration here: run "Treat this file as an SMTP transcript", or name it .smtp.',
      severity: 'warning',
    };
  }
  const { contexts } = document.configuration;
  const mode = modeOf(contexts);
  const applied = contexts.filter(isAboutPolicies);
  const version = versionOf(contexts);
  const found = foundIn(document.findings);
  const told = (mail: string, detail: string, isInspected: boolean): Status => ({
    // What is said of inspected mail is what is found; beside anything else it is news.
    text: [`${version}, ${mode}${mail}`, isInspected || found.severity !== 'warning' ? '' : count(found.count, 'finding')]
      .filter((text) => text !== '')
      .join('; '),
    detail: [found.first, detail].filter((text) => text !== '').join('\n'),
    severity: isInspected ? 'warning' : found.severity,
  });
  if (applied.length === 0) return told('', detailOf(contexts), false);
  const kinds = new Set(applied.map(mailIn));
  const [kind, ...others] = kinds;
  const isInspected = kinds.has('all') || kinds.has('some');
  const inSome = isInspected ? 'mail is inspected in some of them' : 'whether mail is inspected is not told of some of them';
  return told(`: ${others.length === 0 && kind !== undefined ? MAIL[kind] : inSome}`, pictures(applied), isInspected);
}

function mailIn(context: Context): Mail {
  const { inspected } = mailPicture(context);
  const verdicts = new Set(mailFlows(context).map(({ verdict }) => verdict.inspected));
  if (inspected === true) return 'all';
  if (verdicts.has(true)) return 'some';
  if (inspected === 'unknown') return 'not told';
  return verdicts.has('unknown') ? 'not told of some' : 'none';
}

/** Which mail is inspected: once for all contexts in which it is the same. What is inspected nowhere needs no picture. */
function pictures(contexts: readonly Context[]): string {
  const told = contexts.filter((context) => contexts.length > 1 || mailIn(context) !== 'none');
  return grouped(told, (context) => mailPicture(context).sentences.join('; '))
    .map((same, _, all) => {
      const names = all.length === 1 ? [] : same.flatMap(({ name }) => name ?? []);
      return `${names.length === 0 ? '' : `${names.join(', ')}: `}${mailPicture(same[0]).sentences.join('; ')}`;
    })
    .join('\n');
}

function modeOf(contexts: readonly Context[]): string {
  const printed = contexts.filter(({ configuration }) => configuration !== undefined).length;
  if (printed > 0) return `${printed} configurations`;
  const named = contexts.filter(({ name }) => name !== undefined).length;
  return named > 0 ? `${named} context${named === 1 ? '' : 's'}` : 'single mode';
}

function isAboutPolicies(context: Context): boolean {
  return unjudgedBecause(context) === undefined;
}

/** Why the file tells nothing about mail, and what would. */
function detailOf(contexts: readonly Context[]): string {
  const { reason, instead } = sure(contexts.map(unjudgedBecause).find((each) => each !== undefined));
  return `What happens to mail is not told here: ${reason}. What would tell: ${instead}.`;
}

function versionOf(contexts: readonly Context[]): string {
  const version = contexts.find((context) => context.version !== undefined)?.version;
  if (version === undefined) return 'version not told';
  return `${inWords(version)}${version.statement === undefined ? ' (assumed)' : ''}`;
}

function inWords({ platform, text }: Version): string {
  return text.startsWith(platform) ? text : `${platform} ${text}`;
}
