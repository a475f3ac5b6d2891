/** What a transcript proves about a firewall on its path, as plain data: the same for every reader and every language. */

import type { SourceName } from '../facts/fact.ts';
import { versionText } from '../facts/versions.ts';
import { type SendingServer, WORKAROUNDS, type Workaround } from '../facts/workarounds.ts';
import type { Where } from '../masking/masked.ts';
import { unmask } from '../masking/unmask.ts';
import { ownNames } from '../masking/unmasking/sight.ts';
import { endsOf } from '../path/flow-of.ts';
import { isMendedOnTheFirewall, type OnTheFirewall, onTheFirewall } from '../remedies/on-the-firewall.ts';
import type { Confidence, Finding } from '../rules/finding.ts';
import { isMostLikelyStarttls } from '../rules/shared/evidence.ts';
import { disguise } from '../scrub/scrub.ts';
import type { Session, Transcript } from '../smtp/model.ts';
import { withoutSecrets } from '../smtp/secrets.ts';
import { itemAt } from '../text/at.ts';
import { lineOfPassage, type Passage } from '../workspace/passage.ts';
import { nameOf } from '../workspace/tie.ts';

/** What was done to mail, the worst first. */
export const HARMS = ['starttls', 'ehlo', 'hidden', 'command', 'keyword', 'banner', 'workaround'] as const;
export type Harm = (typeof HARMS)[number];

export interface Case {
  /** As the file prints it; undefined where it prints none. */
  readonly time: string | undefined;
  readonly client: string | undefined;
  readonly server: { readonly name: string | undefined; readonly address: string | undefined };
  /** The lines that show it, secrets hidden, and their numbers from 1. */
  readonly lines: readonly { readonly number: number; readonly text: string }[];
  /** Lines that show it and are left out. */
  readonly left: number;
  readonly harms: readonly Harm[];
  readonly sure: Confidence;
  readonly side: Where['side'];
  /** The sending server, where the file is its own log. */
  readonly sending: SendingServer | undefined;
  readonly workarounds: readonly Workaround[];
  /** The firewall that the session passed, where its configuration is at hand. */
  readonly firewall: FirewallSeen | undefined;
  /** For a device of the platform, or for each kind where it is not known. */
  readonly remedies: readonly OnTheFirewall[];
  readonly sources: readonly SourceName[];
}

export interface FirewallSeen {
  readonly name: string;
  /** `ASA 9.1(5)`; undefined where its configuration does not tell */
  readonly device: string | undefined;
  readonly policy: string | undefined;
  /** Of the line that inspects, from 1. */
  readonly line: number;
  readonly perhaps: boolean;
}

const HARM_OF: Readonly<Record<string, Harm>> = {
  'masked-banner': 'banner',
  'masked-ehlo-keyword': 'keyword',
  'masked-command': 'command',
  'starttls-refused': 'starttls',
  'ehlo-refused': 'ehlo',
  'pix-workarounds-enabled': 'workaround',
};

/** Lines that a note quotes. */
const MOST_LINES = 5;

/**
 * @param findings of the transcript
 * @param passageOf what the firewall of a session does to it, where that is known
 * @param anonymous whether names and addresses are replaced
 * @returns undefined where nothing in the transcript shows a firewall
 */
export function caseOf(
  transcript: Transcript,
  findings: readonly Finding[],
  passageOf: (session: Session | undefined) => Passage | undefined,
  anonymous: boolean,
): Case | undefined {
  const telling = findings.filter((finding) => isMendedOnTheFirewall(finding.rule) && onTheFirewall(finding).length > 0);
  const [first] = telling;
  if (first === undefined) return undefined;
  const hide = anonymous ? disguise(transcript.lines.toString()) : (text: string) => text;
  const session = transcript.sessions.find((each) => each.first <= first.range.start.line && first.range.start.line <= each.last);
  const own = telling.filter(
    ({ range }) => session === undefined || (session.first <= range.start.line && range.start.line <= session.last),
  );
  const numbers = [...new Set(own.map(({ range }) => range.start.line))];
  const harms = HARMS.filter((harm) => own.some((finding) => harmOf(finding) === harm));
  // As Postfix names a host; other logs print it alone.
  const logged = /([\w.-]+)\[([\da-f.:]+)\]:\d+/i.exec(withoutSecrets(transcript, itemAt(numbers, 0)));
  const sending = sendingServer(transcript, session);
  // Names of a configuration are its owner's.
  const passage = anonymous ? undefined : passageOf(session);
  const firewall = passage && firewallOf(passage);
  const way = harms.includes('ehlo') ? 'with HELO' : harms.includes('workaround') ? 'with EHLO' : 'without TLS';
  const workarounds = WORKAROUNDS.filter(({ value }) => value.does === way && (sending === undefined || value.server === sending));
  return {
    time: timeOf(transcript, session, itemAt(numbers, 0)),
    client: hidden(hide, session && endsOf(session).client?.address),
    server: {
      name: hidden(hide, session === undefined ? logged?.[1] : ownNames(session)[0]),
      address: hidden(hide, session === undefined ? logged?.[2] : endsOf(session).server?.address),
    },
    lines: numbers.slice(0, MOST_LINES).map((line) => ({ number: line + 1, text: hide(withoutSecrets(transcript, line)).trim() })),
    left: Math.max(0, numbers.length - MOST_LINES),
    harms,
    // What Postfix concludes from a greeting, nobody has seen.
    sure: harms.every((harm) => harm === 'workaround') && surest(own) === 'certain' ? 'likely' : surest(own),
    side: unmask(transcript).find(({ where, session: of }) => of === session && where.side !== 'unknown')?.where.side ?? 'unknown',
    sending,
    workarounds: workarounds.map(({ value }) => value),
    firewall,
    remedies: onTheFirewall(first).filter(({ platform }) => passage === undefined || platform === platformOf(passage)),
    sources: [...new Set<SourceName>(['TAC 118550', 'CG9', ...workarounds.flatMap(({ sources }) => sources)])],
  };
}

function harmOf({ rule, subject }: Finding): Harm | undefined {
  const harm = HARM_OF[rule];
  return harm === 'keyword' && subject?.kind === 'mask' && isMostLikelyStarttls(subject.mask) ? 'hidden' : harm;
}

function hidden(hide: (text: string) => string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : hide(text);
}

function surest(findings: readonly Finding[]): Confidence {
  const order: readonly Confidence[] = ['certain', 'likely', 'possible'];
  return order.find((each) => findings.some(({ confidence }) => confidence === each)) ?? 'possible';
}

const TIME =
  /^\W{0,3}(\d{4}-\d\d-\d\d[T ][\d:.]{5,15}(?:Z|[+-]\d\d:?\d\d)?|[A-Z][a-z]{2}\s+\d{1,2}\s\d\d:\d\d:\d\d|\d\d:\d\d:\d\d(?:\.\d+)?)/;

function timeOf({ lines }: Transcript, session: Session | undefined, line: number): string | undefined {
  const told = session?.events.flatMap((event) => ('utterance' in event ? (event.utterance.time ?? []) : []))[0];
  return told ?? TIME.exec(lines.text(line))?.[1];
}

const BY_DIALECT: Readonly<Record<string, SendingServer>> = {
  'Postfix verbose log': 'Postfix',
  'Postfix notice': 'Postfix',
  Exim: 'Exim',
  'sendmail -v': 'sendmail',
  'sendmail -X': 'sendmail',
  'Exchange protocol log': 'Exchange',
  'Exchange 5.5 IMS log': 'Exchange',
};

/** What sent the mail, if the file is its own: a log shows the side that it is of. */
function sendingServer({ records }: Transcript, session: Session | undefined): SendingServer | undefined {
  if (session !== undefined) return session.region.viewpoint === 'server' ? undefined : BY_DIALECT[session.region.dialect];
  return records.some(({ kind }) => kind.startsWith('postfix')) ? 'Postfix' : undefined;
}

function firewallOf(passage: Passage): FirewallSeen | undefined {
  const statement = lineOfPassage(passage);
  if (statement === undefined) return undefined;
  const { tie, context, verdicts } = passage;
  return {
    name: nameOf(tie.firewall),
    device: context.version && versionText(context.version),
    policy: verdicts[0]?.verdict.by?.policyMap?.name,
    line: context.lines.lineOf(statement) + 1,
    perhaps: tie.how.by === 'only one' || (tie.how.by === 'address' && tie.how.as === 'network'),
  };
}

function platformOf({ verdicts }: Passage): OnTheFirewall['platform'] {
  return verdicts[0]?.verdict.by?.fixup === undefined ? 'policies' : 'fixup';
}
