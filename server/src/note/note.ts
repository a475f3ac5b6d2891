/** A note to whoever can mend it: what a transcript shows, what that proves, and what to do, in the reader's language. */

import { SOURCES } from '../facts/fact.ts';
import type { Workaround } from '../facts/workarounds.ts';
import type { Finding } from '../rules/finding.ts';
import type { Session, Transcript } from '../smtp/model.ts';
import { itemAt, sure } from '../text/at.ts';
import type { Passage } from '../workspace/passage.ts';
import { type Case, caseOf } from './case.ts';
import { dutch } from './dutch.ts';
import { english } from './english.ts';
import { german } from './german.ts';
import type { ReaderOfNote, Sentences } from './sentences.ts';

export const NOTE_LANGUAGES = ['en', 'de', 'nl'] as const;
export type NoteLanguage = (typeof NOTE_LANGUAGES)[number];

export const SENTENCES: Readonly<Record<NoteLanguage, Sentences>> = { en: english, de: german, nl: dutch };

export interface NoteOptions {
  readonly to: ReaderOfNote;
  readonly language: NoteLanguage;
  /** Names and addresses are replaced, one to one. */
  readonly anonymous: boolean;
}

/** Said where a transcript gives no reason for a note. */
export const NOTHING_TO_NOTE = 'nothing in it shows a firewall that changes mail, so a note would prove nothing';

/**
 * @param findings of the transcript
 * @param passageOf what the firewall of a session does to it, where that is known
 * @returns plain text; undefined where nothing in the transcript shows a firewall
 */
export function noteOf(
  transcript: Transcript,
  findings: readonly Finding[],
  passageOf: (session: Session | undefined) => Passage | undefined,
  { to, language, anonymous }: NoteOptions,
): string | undefined {
  const told = caseOf(transcript, findings, passageOf, anonymous);
  return told && written(told, to, SENTENCES[language]);
}

function written(told: Case, to: ReaderOfNote, say: Sentences): string {
  const { client, time, lines, left, harms, sure, side, firewall, sources } = told;
  const { name, address } = told.server;
  const server = name !== undefined && address !== undefined ? `${name} [${address}]` : (name ?? address);
  return [
    say.subject(name ?? address),
    '',
    say.greeting[to],
    say.seen({ client, server, time }),
    ...lines.map(({ number, text }) => `  ${number}: ${text}`),
    ...(left === 0 ? [] : [`  ${say.left(left)}`]),
    // The worst: what it comes from is in the quoted lines.
    say.harm[itemAt(harms, 0)],
    `${harms.every((harm) => harm === 'workaround') ? say.concluded : say.proof} ${say.sure[sure]}`,
    firewall === undefined ? say.side[side] : say.firewall(firewall),
    say.check[to],
    ...commandsFor(to, told, say).map((command) => `  ${command}`),
    firewall === undefined ? say.remedy : say.sheet(sheetCommand(told)),
    `${say.sources} ${sources.map((each) => SOURCES[each]).join('; ')}`,
    ...(firewall === undefined ? remediesIn(told, say) : []),
    ...workaroundsIn(told, say),
    '',
  ].join('\n');
}

/** Two: what shows it, and what it rests on. */
function commandsFor(to: ReaderOfNote, { server: { name, address }, remedies }: Case, say: Sentences): string[] {
  if (to === 'firewall') {
    const isFixup = remedies.every(({ platform }) => platform === 'fixup');
    return isFixup ? ['show fixup', 'show version'] : ['show service-policy inspect esmtp', 'show running-config policy-map'];
  }
  const command = `openssl s_client -starttls smtp -connect ${name ?? address ?? 'SERVER'}:25`;
  return [`${command}  (${say.inside})`, `${command}  (${say.outside})`];
}

function sheetCommand({ firewall, remedies }: Case): string {
  const wish = remedies.every(({ platform }) => platform === 'fixup') ? '--disable' : '--allow-tls';
  const name = /^[\w.-]+$/.test(sure(firewall).name) ? sure(firewall).name : `"${sure(firewall).name}"`;
  return `esmtp-lens remedy ${name} ${wish} --sheet`;
}

/** What to type, for each kind of device that it may be. */
function remediesIn({ remedies }: Case, say: Sentences): string[] {
  const blocks = remedies.flatMap(({ from, proposal }) => [
    '',
    `${say.onDevice(from, proposal.id === 'allow-tls-map')}:`,
    ...proposal.commands.map((command) => `  ${command}`),
    say.wayBack,
    ...proposal.rollback.map((command) => `  ${command}`),
  ]);
  return blocks.length === 0 ? [] : [...blocks, say.factory];
}

function workaroundsIn({ workarounds, server: { address } }: Case, say: Sentences): string[] {
  const [first] = workarounds;
  if (first === undefined) return [];
  // The domain whose mail it is cannot be told from the name of a server.
  const filled = (line: string) =>
    line
      .replaceAll('{address}', address ?? 'ADDRESS')
      .replaceAll('{domain}', 'DOMAIN')
      .replaceAll('{connector}', 'NAME');
  const told = ({ server, where, lines }: Workaround) => lines.map((line) => `  ${server}, ${where}: ${filled(line)}`);
  return ['', say.untilThen[first.does], ...workarounds.flatMap(told)];
}
