/** What was understood of a configuration, for the status item: version, mode, is mail inspected. */

import type { Context, Version } from '../../asa/model.ts';
import type { Inspected } from '../../policy/flow.ts';
import { unjudgedBecause } from '../../policy/unjudged.ts';
import { sure } from '../../text/at.ts';
import { misnamed } from '../detect.ts';
import type { ConfigurationDocument } from '../document.ts';
import type { Status } from '../features.ts';
import { mailPicture } from './mail-verdict.ts';

const MAIL: Record<string, string> = {
  true: 'mail is inspected',
  false: 'mail is not inspected',
  unknown: 'whether mail is inspected is not told',
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
  if (applied.length === 0) {
    return {
      text: `${version}, ${mode}`,
      detail: detailOf(contexts),
      severity: 'information',
    };
  }
  const pictures = applied.map((context) => ({ context, picture: mailPicture(context) }));
  const verdicts = new Set<Inspected>(pictures.map(({ picture }) => picture.inspected));
  const mail = verdicts.size === 1 ? sure(MAIL[String([...verdicts][0])]) : 'mail is inspected in some of them';
  const detail = pictures
    .map(({ context, picture }) => `${context.name === undefined ? '' : `${context.name}: `}${picture.sentences.join('; ')}`)
    .join('\n');
  return { text: `${version}, ${mode}: ${mail}`, detail, severity: verdicts.has(true) ? 'warning' : 'information' };
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
