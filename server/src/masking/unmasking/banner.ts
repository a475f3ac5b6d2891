/** Masked greetings: is it one, and which greeting can have stood there. */

import { cite } from '../../facts/fact.ts';
import { BANNER_SURVIVORS, type BannerForm, CMAP_BANNER, SECOND_CODE_OVERWRITTEN, SELF_MADE_BANNERS } from '../../facts/masking.ts';
import { OTHER_GREETINGS, SERVERS, type ServerProfile } from '../../facts/servers.ts';
import type { Reply, Session } from '../../smtp/model.ts';
import { placeOf } from '../../smtp/model.ts';
import { itemAt, lastOf } from '../../text/at.ts';
import { firstWord } from '../../text/first-word.ts';
import type { Lines, Range } from '../../text/lines.ts';
import { type Candidate, type MaskedText, SOMETHING_ELSE } from '../masked.ts';
import { greetingsFor, namesFor } from '../software/likeness.ts';
import type { ServerGuess } from '../software.ts';
import { dateOpen, likelihoodOfUnknown, type Solution, solve } from '../templates.ts';

export interface MaskedBanner {
  readonly reply: Reply;
  /** As far as the text tells; `asterisks` could be `asterisks except 2 and 0` too when neither survived. */
  readonly form: Exclude<BannerForm, 'kept'>;
  /** Text of its first line. */
  readonly shown: string;
  /** The texts of all its lines. */
  readonly texts: readonly string[];
  readonly asterisks: number;
  readonly blanks: number;
  /** Its last line has no code: a bare line of asterisks follows. */
  readonly codeLost: boolean;
  /** The blank behind its code is an asterisk, too. */
  readonly blankLost: boolean;
}

/** Fewer asterisks than this are too short for a host name and a word: PowerMTA's detector draws the line there as well. */
const FEWEST_ASTERISKS = 10;

/** As many runs of 2 and 0 are no year and no decoration. */
const SCATTERED = 3;

/** What is left of a greeting. Detectors in use allow a blank that survived; so does this. */
const MASKED = /^[*20 \t]*$/;

/** The session's greeting, if the whole of it reads like a masked one. Never decided on one line of a greeting that has plain text beside it. */
export function findBanner({ greeting, region }: Session, document: Lines): MaskedBanner | undefined {
  // A server's own log shows what the server said, before any firewall.
  if (greeting === undefined || greeting.code !== 220 || region.viewpoint === 'server') return undefined;
  const { lines } = greeting;
  if (lines.length === 0 || lines[0].utterance.tls) return undefined;
  const { separator, utterance } = lastOf(lines);
  const codeLost = separator === '-' && isAsterisks(document.text(placeOf(utterance).end.line + 1));
  const blankLost = !codeLost && lines.length === 1 && utterance.text.startsWith('220*');
  if (separator === '-' && !codeLost && !blankLost) return undefined;
  const texts = lines.map(({ text }) => text.trimEnd());
  const shown = itemAt(texts, 0);
  if (lines.length === 1 && shown.startsWith(firstWord(CMAP_BANNER.value)) && /^[\w/ ]*$/.test(shown)) {
    return { reply: greeting, form: 'cmap', shown, texts, asterisks: 0, blanks: 0, codeLost, blankLost };
  }
  const all = texts.join('');
  if (!MASKED.test(all) || SELF_MADE_BANNERS.value.includes(all)) return undefined;
  const asterisks = count(all, '*');
  if (asterisks < 2) return undefined;
  const survivors = Array.from(BANNER_SURVIVORS.value).some((c) => all.includes(c));
  return {
    reply: greeting,
    form: survivors ? 'asterisks except 2 and 0' : 'asterisks',
    shown,
    texts,
    asterisks,
    blanks: count(all, ' '),
    codeLost,
    blankLost,
  };
}

/** What else the session shows that bears on its banner. */
export interface Corroboration {
  readonly maskedKeywords: boolean;
  readonly ehloRefused: boolean;
  /** Keywords in plain that an engine with its default map would have masked. */
  readonly plainKeywords: readonly string[];
  /** Text of the session that somebody overwrote with asterisks where no engine does; undefined: none. */
  readonly redacted: string | undefined;
}

type Judged = Pick<MaskedText, 'confidence' | 'reasons'>;

/** How sure it is that a firewall wrote this greeting. */
export function judgeBanner(
  banner: MaskedBanner,
  candidates: readonly Candidate[],
  { maskedKeywords, ehloRefused, plainKeywords, redacted }: Corroboration,
): Judged {
  const reasons = [shape(banner)];
  if (maskedKeywords) reasons.push('The EHLO reply of the same session has masked keywords.');
  if (ehloRefused) reasons.push('EHLO is refused in the same session, as behind `fixup protocol smtp`.');
  const digits =
    candidates.some(({ text, probability }) => probability > 0.5 && text !== SOMETHING_ELSE) && banner.form === 'asterisks except 2 and 0';
  if (digits) reasons.push('The digits that survived stand where the likeliest greeting has them.');
  const scattered = (banner.shown.match(/[20]+/g) ?? []).length >= SCATTERED;
  if (scattered) reasons.push('The 2 and 0 stand here and there between the asterisks, as nobody writes them.');
  if (maskedKeywords || (banner.form === 'cmap' && ehloRefused)) return { confidence: 'certain', reasons };

  const doubts: string[] = [];
  if (banner.form !== 'cmap' && banner.asterisks < FEWEST_ASTERISKS)
    doubts.push('It is too short for a host name and a greeting: the server may print it itself.');
  if (banner.codeLost)
    doubts.push(`A bare line of asterisks follows. ${SECOND_CODE_OVERWRITTEN.value} (${cite(SECOND_CODE_OVERWRITTEN)}.)`);
  if (banner.blankLost)
    doubts.push('The blank behind 220 is overwritten as well: so TAC 118584 prints it, and no capture of the engine shows it.');
  if (banner.blanks > 0 && banner.form === 'asterisks')
    doubts.push('Blanks stand between the asterisks; no capture of the engine shows that.');
  if (plainKeywords.length > 0) {
    doubts.push(
      `The same session shows ${plainKeywords.slice(0, 3).join(', ')} in plain, which the engine's default map masks: the server may print this greeting itself, or the map masks only the banner.`,
    );
  }
  if (redacted !== undefined)
    doubts.push(
      `\`${redacted}\` is overwritten with asterisks as well, which no engine does: whoever published this may have overwritten the greeting too.`,
    );
  if (doubts.length > 0 && !digits && !scattered) return { confidence: 'possible', reasons: [...reasons, ...doubts] };
  if (digits && ehloRefused) return { confidence: 'certain', reasons };
  return { confidence: 'likely', reasons: [...reasons, ...doubts] };
}

/** Asterisks in a name or an address: an author's, since the engine writes them in greetings only. */
const REDACTION = /\*{3,}/;

/**
 * A command, or the first line of a reply to EHLO, in which somebody wrote asterisks over a name or an address. A secret that a tool hides is no
 * such thing, nor are asterisks with which a server decorates its texts.
 */
export function redacts({ commands, offers }: Session): string | undefined {
  const sent = commands
    .filter(({ verb, secretAt }) => verb !== '' && verb !== 'AUTH' && secretAt === undefined)
    .map(({ utterance }) => utterance.text);
  const hellos = offers.map(({ reply }) => reply.lines[0].text);
  return [...sent, ...hellos].find((text) => REDACTION.test(text))?.trimEnd();
}

/** A greeting that another session of the file shows in plain. */
export interface PlainGreeting {
  /** Of each of its lines. */
  readonly texts: readonly string[];
  /** Where it stands, from 0. */
  readonly line: number;
  /** The names that its session and the masked one give their servers: the same, another, or one of them gives none. */
  readonly server: 'same' | 'unnamed' | 'other';
}

/** How surely a plain greeting of the file is of the masked server, against all that its software may say otherwise. */
const OF_THIS_SERVER: Readonly<Record<PlainGreeting['server'], number>> = { same: 50, unnamed: 5, other: 0.3 };

/** At least this much is left for a greeting that nobody foresaw. */
const LEAST_REST = 0.04;
/** How many greetings are none of those that are known: another software's, or an administrator's own. A judgement. */
const OTHER = 0.25;
const ALL_WEIGHTS = [...SERVERS, ...OTHER_GREETINGS].reduce((total, { weight }) => total + weight, 0);
/** What such a greeting looks like: mostly a name comes first, often a date last. */
const UNFORESEEN = ['{host} {any}', '{host} {any} {date}', '{any}'];
const SHOWN = 4;
/** A candidate is shown in one line. */
const BETWEEN_LINES = ' / ';

/** Greetings of one software, and how likely they are before the mask is looked at. */
interface Foreseen {
  readonly name: string;
  /** Each with a template for each of its lines. */
  readonly greetings: readonly (readonly string[])[];
  readonly prior: number;
  /** What speaks for it besides the mask: a sentence. */
  readonly because: string;
  /** The names that can stand in it; undefined: one that the file does not tell. */
  readonly names: readonly (string | undefined)[];
}

/** What the file shows beside the mask of a greeting. */
export interface AroundBanner {
  /** Names that the server may have. */
  readonly hosts: readonly string[];
  /** What the session reads like without its greeting. */
  readonly guesses: readonly ServerGuess[];
  /** Whether more than its greeting and lengths of masks speaks for or against a server; else its guess is how common it is. */
  readonly isTold: (server: ServerProfile) => boolean;
  readonly greetings: readonly PlainGreeting[];
}

/**
 * The greetings that can have stood there. Each is weighed by the characters that it foretells, against a greeting that nobody foresaw, which the
 * server's name and a date fit as well. The probabilities add up to 1.
 */
export function bannerCandidates(banner: MaskedBanner, around: AroundBanner): Candidate[] {
  const { hosts, guesses } = around;
  const single = banner.reply.lines.length === 1;
  const found = new Map<string, { weight: number; evidence: string[] }>();
  for (const { name, greetings, prior, because, names } of banner.form === 'cmap' ? [] : foreseen(around)) {
    const templates = greetings.filter(([first = '']) => greetingsFor([first], hosts).length > 0);
    for (const template of templates) {
      for (const host of names) {
        const solution = solveLines(template, host, banner);
        const weight = ((solution?.likelihood ?? 0) * prior) / templates.length;
        if (solution === undefined || weight <= (found.get(solution.text)?.weight ?? 0)) continue;
        found.set(solution.text, {
          weight,
          evidence: evidenceOf(banner, name, template.some((line) => line.includes('{host}')) ? host : undefined, solution, because),
        });
      }
    }
  }
  const strange = guesses.find(({ profile }) => profile === undefined)?.probability ?? 0;
  const other = (OTHER + (1 - OTHER) * strange) * likelihoodOfUnforeseen(banner, namesFor({}, hosts));
  const sum = [...found.values()].reduce((total, { weight }) => total + weight, other);
  const candidates = [...found]
    .map(([text, { weight, evidence }]) => ({ text, probability: (weight / sum) * (1 - LEAST_REST), evidence, brief: ['the length fits'] }))
    .filter(({ probability }) => probability >= 0.01)
    .sort((a, b) => b.probability - a.probability)
    .slice(0, SHOWN);
  const rest = 1 - candidates.reduce((total, { probability }) => total + probability, 0);
  const why =
    candidates.length === 0 ? nothingKnown(banner, hosts, single) : 'An administrator can have written another greeting of this length.';
  return [...candidates, { text: SOMETHING_ELSE, probability: rest, evidence: [why], brief: [] }].sort(
    (a, b) => b.probability - a.probability,
  );
}

/** Several lines are solved each by itself; undefined too where there are more or fewer of them. */
function solveLines(template: readonly string[], host: string | undefined, { form, texts }: MaskedBanner): Solution | undefined {
  if (template.length !== texts.length) return undefined;
  const solved = template.map((line, i) => solve(line, host, form, itemAt(texts, i)));
  if (!solved.every((solution) => solution !== undefined)) return undefined;
  return {
    text: solved.map(({ text }) => text).join(BETWEEN_LINES),
    exact: solved.every(({ exact }) => exact),
    tested: solved.reduce((total, { tested }) => total + tested, 0),
    likelihood: solved.reduce((product, { likelihood }) => product * likelihood, 1),
  };
}

function foreseen({ hosts, guesses, isTold, greetings }: AroundBanner): Foreseen[] {
  const names = namesFor({}, hosts);
  return [
    ...greetings.map(({ texts, line, server }) => ({
      name: `the session at line ${line + 1}`,
      greetings: [texts.map(dateOpen)],
      prior: OF_THIS_SERVER[server],
      because: `The session at line ${line + 1}, which is not masked, is greeted so${server === 'same' ? ' by the same server' : ''}.`,
      names,
    })),
    ...guesses.flatMap(({ profile, probability }) =>
      profile === undefined
        ? []
        : [
            {
              name: profile.name,
              greetings: profile.greetings.map((greeting) => [greeting]),
              prior: (1 - OTHER) * probability,
              because: likeness(profile.name, probability, isTold(profile)),
              names: namesFor(profile, hosts),
            },
          ],
    ),
    ...OTHER_GREETINGS.map(({ name, text, weight }) => ({
      name,
      greetings: [[text]],
      prior: (1 - OTHER) * (weight / ALL_WEIGHTS),
      because: `${name} greets so.`,
      names,
    })),
  ];
}

/** Software that is less likely than this speaks for nothing. */
const PLAUSIBLE = 0.1;

function likeness(server: string, probability: number, told: boolean): string {
  if (!told) return `${server} greets so; nothing else in this session tells the software.`;
  return probability < PLAUSIBLE
    ? `Against it: the rest of the session does not read like ${server}.`
    : `The rest of the session reads like ${server} (${percent(probability)}).`;
}

function likelihoodOfUnforeseen({ form, texts }: MaskedBanner, names: readonly (string | undefined)[]): number {
  if (form === 'cmap') return 1;
  // Only the first line has a place for the name.
  return texts.reduce((product, shown, i) => {
    const likelihoods = (i === 0 ? UNFORESEEN : ['{any}']).map((template) =>
      Math.max(...names.map((host) => likelihoodOfUnknown(template, host, form, shown))),
    );
    return (product * likelihoods.reduce((total, p) => total + p, 0)) / likelihoods.length;
  }, 1);
}

/** Where its text stands, from the first line to the last. */
export function bannerRange({ reply }: MaskedBanner): Range {
  const first = reply.lines[0];
  const last = lastOf(reply.lines);
  return { start: placeOf(first.utterance, first.textAt).start, end: placeOf(last.utterance, last.textAt).end };
}

function isAsterisks(line: string): boolean {
  return MASKED.test(line) && count(line, '*') >= FEWEST_ASTERISKS;
}

function shape({ form, reply, asterisks }: MaskedBanner): string {
  if (form === 'cmap') return `PIX 4.0 and 4.1 write \`SMTP/cmap ready\` in place of the greeting (${cite(CMAP_BANNER)}).`;
  const lines = reply.lines.length === 1 ? 'The whole greeting' : `Each of the ${reply.lines.length} lines of the greeting`;
  if (form === 'asterisks')
    return `${lines} is asterisks (${asterisks}), as the engine writes them over a greeting without 2 and 0, and PIX 4.4 over any.`;
  return `${lines} is asterisks (${asterisks}) except for 2 and 0, the two characters that the engine leaves (${cite(BANNER_SURVIVORS)}).`;
}

function evidenceOf(
  { texts }: MaskedBanner,
  server: string,
  host: string | undefined,
  { exact, tested }: Solution,
  because: string,
): string[] {
  const evidence: string[] = [];
  const lengths = texts.map(({ length }) => length).join(' and ');
  if (exact) evidence.push(`This greeting of ${server} has exactly ${lengths} characters${texts.length > 1 ? ' in its lines' : ''}.`);
  if (tested > 0)
    evidence.push(
      tested === 1
        ? 'A digit is left between the asterisks (the engine leaves 2 and 0) where this greeting always has it.'
        : `${tested} digits are left between the asterisks (the engine leaves 2 and 0) where this greeting always has them.`,
    );
  if (host !== undefined) evidence.push(`The server calls itself \`${host}\` elsewhere in this file.`);
  evidence.push(because);
  if (!exact) evidence.push('Its open parts (…, the date) can have the length that is missing.');
  return evidence;
}

function nothingKnown({ form, shown, asterisks }: MaskedBanner, hosts: readonly string[], single: boolean): string {
  if (form === 'cmap') return 'Nothing of the greeting is left.';
  if (!single) return 'A greeting of several lines is the administrator’s own, and this file shows none in plain of these lengths.';
  const name = hosts.length === 0 ? 'The server’s name is not in this file' : `With \`${hosts[0]}\` as its name`;
  const kept = shown.length - asterisks === 0 ? '' : ' and its surviving 2 and 0';
  return hosts.length === 0 ? `${name}.` : `${name}, no known server’s greeting has this length${kept}.`;
}

function percent(p: number): string {
  return `${Math.min(99, Math.round(p * 100))} %`;
}

function count(text: string, c: string): number {
  return text.split(c).length - 1;
}
