/** What a masked text hides, by what it was masked, what that costs, how to prove it and how to mend it. */
import { cite, type Fact } from '../../facts/fact.ts';
import { BANNER_SURVIVORS, COMMAND_FORM, KNOWN_KEYWORDS, POSTFIX_SAYS_HELO, RUNNING_LETTERS } from '../../facts/masking.ts';
import { KEYS_ARE_OVERWRITTEN } from '../../facts/watched.ts';
import { type Candidate, type MaskedText, SIDES, SOMETHING_ELSE } from '../../masking/masked.ts';
import { code, codeBlock, sentence, table } from '../markdown.ts';
import { type Surface, whereItIs } from '../surface.ts';

const WHAT: Record<MaskedText['kind'], string> = {
  banner: 'Greeting overwritten by a firewall',
  keyword: 'EHLO keyword overwritten by a firewall',
  command: 'Command overwritten by a firewall',
};

const SURE: Record<MaskedText['confidence'], string> = {
  certain: '',
  likely: 'Likely: ',
  possible: 'Possible, not proven: ',
};

/** The first mask of a session of this kind: what it says of cost and cure holds for those behind it, and is not said again. */
export function firstAlike({ session, kind, typedByHand }: MaskedText, masks: readonly MaskedText[]): MaskedText | undefined {
  return masks.find((each) => each.session === session && each.kind === kind && each.typedByHand === typedByHand);
}

/** As `explainMask`, in short. @param first the first mask that is like it */
export function maskInShort(mask: MaskedText, first: MaskedText | undefined, surface: Surface | undefined): string[] {
  const {
    kind,
    confidence,
    typedByHand,
    range,
    where: { side, reasons },
  } = mask;
  const head = [`### ${SURE[confidence]}${WHAT[kind]}`, stood(mask) ?? ''];
  const hidesTls = kind === 'keyword' && startsTls(mask);
  const line = first?.range.start.line;
  if (line !== undefined && line !== range.start.line && !hidesTls && !typedByHand) {
    return [...head, `What to do: as at the first masked ${kind} of this session, line ${line + 1}.`];
  }
  const firewall = reasons.length === 0 || typedByHand ? '' : `**The firewall stands** ${SIDES[side]}.`;
  const mend = typedByHand
    ? ''
    : whereItIs(', on the firewall: exempt the mail hosts, or allow TLS in a map of its own', surface?.commands);
  return [...head, cost(mask), mend, shortProof(mask), firewall];
}

function shortProof({ typedByHand }: MaskedText): string {
  return typedByHand
    ? '**Instead** send whole lines: netcat, swaks, or in telnet `Ctrl-]` and `send EHLO test.example`.'
    : '**To prove it**: ask the server from its own network, past the firewall: there the text is readable.';
}

function startsTls({ candidates }: MaskedText): boolean {
  return candidates[0]?.text.startsWith('STARTTLS') ?? false;
}

/** What stood there; undefined where nothing can be told. */
function stood({ candidates: [first], kind, length, shown }: MaskedText): string | undefined {
  if (first === undefined) return undefined;
  // The client's own record of it: what is hidden is what the server saw.
  if (kind === 'command' && shown === first.text) {
    return `**What reached the server**: ${code('X'.repeat(length))} in its place (${percent(first)}).`;
  }
  if (first.text === SOMETHING_ELSE) return '**What stood there** cannot be told.';
  const size = kind === 'banner' ? '' : `, ${length} characters`;
  return `**What stood there**: ${code(first.text)} (${percent(first)}${size}).`;
}

/** Paragraphs of Markdown: first what a person needs at night, last why we say so. */
export function explainMask(mask: MaskedText): string[] {
  return [
    `### ${SURE[mask.confidence]}${WHAT[mask.kind]}`,
    behind(mask),
    cost(mask),
    mend(mask),
    proof(mask),
    where(mask),
    ...why(mask),
    `*Sources: ${sources(mask)}*`,
  ];
}

function behind(mask: MaskedText): string {
  const { confidence } = mask;
  const by = `${confidence === 'certain' ? 'The' : 'It looks as if the'} ESMTP inspection of a Cisco PIX or ASA between the two hosts overwrote it: it masks what it does not know, and keeps the length.`;
  return [stood(mask), by].filter((text) => text !== undefined).join(' ');
}

function where({ where: { side, reasons } }: MaskedText): string {
  if (reasons.length === 0) return '';
  return `**Where the firewall stands**: ${SIDES[side]}. ${reasons.map(sentence).join(' ')}`;
}

function why({ reasons, candidates }: MaskedText): string[] {
  const [first, ...others] = candidates;
  const said = [...reasons, ...(first?.evidence ?? [])].map((text) => `- ${sentence(text)}`);
  const rows = others.filter(({ probability }) => probability >= 0.005).slice(0, 5);
  const instead = rows.map((it) => [it.text === SOMETHING_ELSE ? it.text : code(it.text), percent(it), sentence(it.evidence[0] ?? '')]);
  return [
    said.length === 0 ? '' : `**Why we say so**\n\n${said.join('\n')}`,
    instead.length === 0 ? '' : table(['instead', 'probability', 'why not more'], instead),
  ];
}

function percent({ probability }: Candidate): string {
  if (probability > 0.995) return 'over 99 %';
  if (probability < 0.01) return 'under 1 %';
  return `${Math.round(probability * 100)} %`;
}

function cost(mask: MaskedText): string {
  const { kind, typedByHand } = mask;
  if (typedByHand) {
    return '**What it costs**: nothing can be told from this session. Telnet sends each key as a packet of its own, and the firewall overwrites them one by one.';
  }
  if (kind === 'banner') {
    return '**What it costs**: senders see a PIX and step back. Postfix says HELO instead of EHLO to such a greeting, and so loses TLS even where STARTTLS would be let through.';
  }
  if (startsTls(mask)) {
    return '**What it costs**: TLS, in both directions. The sender never learns that the server offers STARTTLS: mail goes in the clear, or is not delivered where TLS is required.';
  }
  return kind === 'keyword'
    ? '**What it costs**: the sender cannot use this extension, though the server offers it.'
    : '**What it costs**: the server gets X’s, and answers that it knows no such command.';
}

function proof({ typedByHand }: MaskedText): string {
  if (typedByHand) {
    return '**How to test instead**: send whole lines. In telnet type `Ctrl-]`, then `send EHLO test.example` and `send` + Return; or use netcat, swaks or a real mail server.';
  }
  return '**How to prove it**: ask the server from its own network, past the firewall. If the text is readable there, the firewall masks it. On the firewall `show service-policy inspect esmtp` counts what it masks.';
}

function mend({ typedByHand }: MaskedText): string {
  if (typedByHand) return '';
  const lines = ['policy-map global_policy', ' class inspection_default', '  no inspect esmtp'];
  return [
    '**How to mend it**, on the firewall: exempt the mail hosts from the inspection, allow TLS in a map of its own, or take the inspection out:',
    codeBlock('cisco-asa', lines),
    'The names are the factory’s; on a PIX up to 6.x it is `no fixup protocol smtp 25`. Open the configuration as an `.asa` file: the quick fixes there write the exemption and prove it. New connections only: test with a new session.',
  ].join('\n\n');
}

/** What each kind of mask is known by. */
const KNOWN_BY: Record<MaskedText['kind'], readonly Fact<unknown>[]> = {
  banner: [BANNER_SURVIVORS, POSTFIX_SAYS_HELO],
  keyword: [KNOWN_KEYWORDS, RUNNING_LETTERS],
  command: [COMMAND_FORM],
};

function sources({ kind, typedByHand }: MaskedText): string {
  const facts = typedByHand ? [KEYS_ARE_OVERWRITTEN] : KNOWN_BY[kind];
  return [...new Set(facts.map(cite))].join('; ');
}
