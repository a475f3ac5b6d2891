/** Hover on a version line: how that version inspects mail, what it does by default, and what of it meets the mail of this file. */
import type { Context, Fixup, Statement, Version } from '../../asa/model.ts';
import { settingsOf } from '../../asa/settings.ts';
import { cite, type Fact } from '../../facts/fact.ts';
import {
  ALLOW_TLS_COMMAND,
  followedRelease,
  HEADER_BUG_FIXED,
  hasHeaderBug,
  isAtLeast,
  isIn,
  MODULAR_POLICIES,
} from '../../facts/versions.ts';
import { code, list, sentence } from '../markdown.ts';
import { mailPicture } from './mail-verdict.ts';

/** Paragraphs of Markdown. */
export function explainVersion(context: Context, version: Version, statement: Statement): string[] {
  const lines = [...defaultTls(context, statement), ...headerBug(version), ...engine(version), ...followed(version)];
  return [
    `### ${version.platform} ${code(version.text)}`,
    list(lines.map(sentence)),
    'In this file:',
    list(mailPicture(context).sentences.map(sentence)),
  ];
}

function told(text: string, fact: Fact<unknown>): string {
  return `${text} (${cite(fact)}).${fact.remark === undefined ? '' : ` ${fact.remark}`}`;
}

/** FWSM and FTD number their own releases. */
function followed(version: Version): string[] {
  const fact = followedRelease(version);
  return fact === undefined ? [] : [told(`Taken to follow the rules of release ${fact.value}`, fact)];
}

function engine(version: Version): string[] {
  switch (isAtLeast(version, MODULAR_POLICIES.value)) {
    case true:
      return [told('Mail is inspected by `inspect esmtp` in a class of a policy map that a service policy applies', MODULAR_POLICIES)];
    case false:
      return [told('Mail is inspected by `fixup protocol smtp` (Mailguard)', MODULAR_POLICIES)];
    default:
      return [];
  }
}

/** A fixup has the settings that the version gives to an inspection of which nothing else is said. */
function defaultTls(context: Context, statement: Statement): string[] {
  const plain: Fixup = { statement, protocol: 'smtp', first: 25, last: 25 };
  const { allowTls, engine: by, mapName } = settingsOf(context, plain);
  if (allowTls.fact === undefined) return [];
  if (by === 'fixup') return [told('STARTTLS is not let through', allowTls.fact)];
  const map = `The default map, \`${mapName}\`,`;
  const lacksCommand = isIn(context.version, ALLOW_TLS_COMMAND.value) === false;
  return [
    allowTls.value === 'unknown'
      ? told(`${map} may let STARTTLS through`, allowTls.fact)
      : told(`${map} ${allowTls.value ? 'lets' : 'does not let'} STARTTLS through`, allowTls.fact),
    ...(lacksCommand ? [told('There is no `allow-tls` to let it through with a map of its own', ALLOW_TLS_COMMAND)] : []),
  ];
}

function headerBug(version: Version): string[] {
  switch (hasHeaderBug(version)) {
    case true:
      return [
        told(
          `Where mail is inspected, sessions end wrongly on repeated headers, as DKIM and DomainKeys write them; mended in ${HEADER_BUG_FIXED.value}`,
          HEADER_BUG_FIXED,
        ),
      ];
    case false:
      return version.platform === 'PIX' ? [told('The fault with repeated headers (DKIM) is mended', HEADER_BUG_FIXED)] : [];
    default:
      return [];
  }
}
