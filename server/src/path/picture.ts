/** A session as a picture of three lifelines, client, firewall, server: text in, text out, for the command line, a page, or an editor. */

import type { EngineEvent } from '../masking/events.ts';
import { type MaskedText, SOMETHING_ELSE } from '../masking/masked.ts';
import { itemAt } from '../text/at.ts';
import type { PredictedLine, PredictedSession } from './predict.ts';
import { predictedReply } from './predicted-words.ts';
import { lineOf, type Said } from './wire.ts';

export interface PictureRow {
  /** Where it stands in the file, from 0 on; of several the first. */
  readonly line: number | undefined;
  readonly by: 'client' | 'server';
  /** As its speaker said it; undefined where the file shows only what arrived. */
  readonly said: string | undefined;
  /** As the other side heard it; undefined: it did not arrive. */
  readonly heard: string | undefined;
  /** What the firewall did, and by which line; sentences without their full stops. */
  readonly done: readonly string[];
  /** `said` is what probably stood there, or what the server would probably answer. */
  readonly guessed: boolean;
}

export interface Picture {
  readonly title: string;
  readonly rows: readonly PictureRow[];
  /** How the firewall ended the session. */
  readonly end: string | undefined;
}

/** Rows of a picture; what is longer than any screen is cut. */
const MOST_ROWS = 400;

/**
 * @param predicted what went over the wire, with what an inspection does to each line
 * @param masked what the recording shows masked already, of its whole file
 * @param causeOf the cause of an event in words: `line 31: inspect esmtp`
 */
export function pictureOf(
  title: string,
  { lines, ended }: PredictedSession,
  masked: readonly MaskedText[],
  causeOf: (event: EngineEvent) => string,
): Picture {
  const masks = new Map(masked.map((mask) => [mask.range.start.line, mask]));
  const rows: PictureRow[] = [];
  let mail: Said[] = [];
  const flush = () => {
    if (mail.length > 0) {
      const text = `… ${mail.length} ${mail.length === 1 ? 'line' : 'lines'} of mail …`;
      rows.push({ line: lineOf(itemAt(mail, 0)), by: 'client', said: text, heard: text, done: [], guessed: false });
    }
    mail = [];
  };
  for (const each of lines) {
    const { said, left, events } = each;
    if (rows.length >= MOST_ROWS) break;
    if (events.length === 0 && isMailData(said)) {
      mail.push(said);
      continue;
    }
    flush();
    const at = lineOf(said);
    const mask = at === undefined ? undefined : masks.get(at);
    const done = events.map(
      (event) => `${event.reason} (${causeOf(event)})${event.otherwise === undefined ? '' : `; not sure: ${event.otherwise}`}`,
    );
    if (mask !== undefined && said.text.includes(mask.shown)) rows.push(unmasked(said, mask));
    else rows.push(answered(each, at, done) ?? { line: at, by: said.by, said: said.text, heard: left, done, guessed: false });
  }
  flush();
  if (rows.length >= MOST_ROWS)
    rows.push({ line: undefined, by: 'client', said: '… more is not shown …', heard: undefined, done: [], guessed: false });
  const end =
    ended === undefined ? undefined : ended === 'reset' ? 'the firewall resets the connection' : 'the firewall drops the connection';
  return { title, rows, end };
}

/** The server would answer what is left of a command, which is not what was recorded. */
function answered(line: PredictedLine, at: number | undefined, done: readonly string[]): PictureRow | undefined {
  const reason = predictedReply(line);
  if (reason === undefined || line.left === undefined) return undefined;
  return { line: at, by: line.said.by, said: line.left, heard: line.left, done: [reason, ...done], guessed: true };
}

/** What probably stood behind a mask. */
function unmasked(said: Said, { kind, shown, candidates, confidence }: MaskedText): PictureRow {
  const { by, text } = said;
  const line = lineOf(said);
  const best = candidates.find((each) => each.text !== SOMETHING_ELSE);
  const sure = confidence === 'certain' ? '' : ` (${confidence})`;
  // The client's own recording shows what it sent; that something else arrived is told by the answer alone.
  if (kind === 'command' && !/^X/.test(shown))
    return {
      line,
      by,
      said: text,
      heard: `${text.replace(/\S/g, 'X')} (probably)`,
      done: [`a command that was probably overwritten${sure}`],
      guessed: true,
    };
  const percent = best === undefined ? 0 : Math.round(best.probability * 100);
  const words =
    best === undefined ? `a masked ${kind}${sure}: what stood here cannot be told` : `a masked ${kind}${sure}: ${percent} % ${best.text}`;
  return {
    line,
    by,
    said: best === undefined ? undefined : text.replace(shown, () => best.text),
    heard: text,
    done: [words],
    guessed: true,
  };
}

function isMailData({ by, message, command, text }: Said): boolean {
  return by === 'client' && message !== undefined && command === undefined && text !== '.';
}

const WIDTH = 1000;
const [CLIENT, FIREWALL, SERVER] = [90, 500, 910];
const LINE = 17;
/** Characters of a line between two lifelines, and of a note. */
const [BETWEEN, NOTE] = [50, 88];

const STYLE = `:root{color-scheme:light dark}
.bg{fill:#fff}.life{stroke:#9aa4b2;stroke-dasharray:3 4}.head{font:600 14px system-ui,sans-serif;fill:#1f2733}.title{font:600 16px system-ui,sans-serif;fill:#1f2733}
.box{fill:#eef1f5;stroke:#9aa4b2}.say{font:12px ui-monospace,Menlo,Consolas,monospace;fill:#1f2733;white-space:pre}.bad{fill:#b3261e;font-weight:600}.guess{font-style:italic;fill:#1b5e9b}
.arrow{stroke:#5b6675;fill:none}.changed{stroke:#b3261e}.note{font:12px system-ui,sans-serif;fill:#6b3a00}.notebox{fill:#fff4dc;stroke:#e0b354}.end{font:600 13px system-ui,sans-serif;fill:#b3261e}
@media (prefers-color-scheme:dark){.bg{fill:#16191f}.head,.title,.say{fill:#e6e9ee}.box{fill:#242a33;stroke:#5b6675}.life{stroke:#5b6675}.arrow{stroke:#9aa4b2}.changed{stroke:#ff8a80}.bad,.end{fill:#ff8a80}.guess{fill:#8ec7ff}.note{fill:#ffdca3}.notebox{fill:#33290f;stroke:#8a6a22}}
@media print{.bg{fill:#fff}.head,.title,.say{fill:#000}.box,.notebox{fill:#fff;stroke:#000}.note,.bad,.end,.guess{fill:#000}.arrow,.changed,.life{stroke:#000}}`;

/**
 * A picture that stands alone: light and dark, readable in print, its text selectable, its story in `desc`. Each row is a group that names
 * its line of the file, from 1 on.
 *
 * @param style CSS for the classes of the picture; '' where the page around it has its own
 */
export function toSvg({ title, rows, end }: Picture, style = STYLE): string {
  const out: string[] = [];
  let y = 96;
  for (const row of rows) {
    out.push(row.line === undefined ? '<g>' : `<g data-line="${row.line + 1}">`);
    const left = row.by === 'client' ? row.said : row.heard;
    const right = row.by === 'client' ? row.heard : row.said;
    const changed = row.said !== row.heard;
    const kind = (text: string | undefined, side: 'client' | 'server') =>
      row.guessed && (side === row.by || !changed) ? ' guess' : !changed ? '' : text === undefined || side !== row.by ? ' bad' : '';
    out.push(said(left, CLIENT, FIREWALL, y, kind(left, 'client')), said(right, FIREWALL, SERVER, y, kind(right, 'server')));
    if (left !== undefined)
      out.push(arrow(row.by === 'client' ? [CLIENT, FIREWALL] : [FIREWALL, CLIENT], y + 6, changed && row.by === 'server'));
    if (right !== undefined)
      out.push(arrow(row.by === 'client' ? [FIREWALL, SERVER] : [SERVER, FIREWALL], y + 6, changed && row.by === 'client'));
    if (row.heard === undefined) out.push(`<path class="arrow changed" d="M${FIREWALL - 6} ${y}l12 12m0-12l-12 12"/>`);
    y += 26;
    if (row.done.length > 0) {
      const notes = row.done.flatMap((text) => wrapped(text, NOTE));
      out.push(`<rect class="notebox" x="${FIREWALL - 300}" y="${y - 10}" width="600" height="${notes.length * LINE + 8}" rx="4"/>`);
      for (const text of notes) {
        out.push(`<text class="note" x="${FIREWALL}" y="${y + 6}" text-anchor="middle">${escaped(text)}</text>`);
        y += LINE;
      }
      y += 20;
    }
    out.push('</g>');
  }
  if (end !== undefined) {
    out.push(`<text class="end" x="${FIREWALL}" y="${y + 8}" text-anchor="middle">✕ ${escaped(end)}</text>`);
    y += 28;
  }
  const height = y + 12;
  const heads = [
    ['Client', CLIENT],
    ['Firewall', FIREWALL],
    ['Server', SERVER],
  ] as const;
  const lives = heads.map(([, x]) => `<line class="life" x1="${x}" y1="70" x2="${x}" y2="${height - 10}"/>`);
  const boxes = heads.map(
    ([name, x]) =>
      `<rect class="box" x="${x - 50}" y="44" width="100" height="28" rx="5"/><text class="head" x="${x}" y="63" text-anchor="middle">${name}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="t d">
<title id="t">${escaped(title)}</title>
<desc id="d">${escaped(inWords({ title, rows, end }))}</desc>
${style === '' ? '' : `<style>${style}</style>\n`}<rect class="bg" width="${WIDTH}" height="${height}"/>
<text class="title" x="20" y="28">${escaped(title)}</text>
${[...lives, ...boxes, ...out].filter((each) => each !== '').join('\n')}
</svg>
`;
}

function said(text: string | undefined, from: number, to: number, y: number, kind: string): string {
  if (text === undefined) return '';
  const shown = text.length > BETWEEN ? `${text.slice(0, BETWEEN - 1)}…` : text;
  const whole = shown === text ? '' : `<title>${escaped(text)}</title>`;
  return `<text class="say${kind}" x="${(from + to) / 2}" y="${y}" text-anchor="middle">${whole}${escaped(shown)}</text>`;
}

function arrow([from, to]: readonly [number, number], y: number, changed: boolean): string {
  const back = to > from ? -6 : 6;
  return `<path class="arrow${changed ? ' changed' : ''}" d="M${from} ${y}H${to}m${back}-4L${to} ${y}l${back} 4"/>`;
}

/** For who cannot see it. */
function inWords({ rows, end }: Picture): string {
  const did = rows.flatMap(({ done }) => done);
  const first = did.length === 0 ? 'The firewall changes nothing.' : `The firewall: ${did.join('; ')}.`;
  return end === undefined ? first : `${first} At the end ${end}.`;
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => each.match(new RegExp(`.{1,${width}}`, 'gsu')) ?? [''])) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they stand in no XML
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]/g;

function escaped(text: string): string {
  return text.replace(NOT_XML, '\ufffd').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Text for a wiki that draws Mermaid. */
export function toMermaid({ title, rows, end }: Picture): string {
  const out = [
    `sequenceDiagram`,
    `  title ${plain(title)}`,
    '  participant C as Client',
    '  participant F as Firewall',
    '  participant S as Server',
  ];
  for (const { by, said: text, heard, done, guessed } of rows) {
    const [from, to] = by === 'client' ? ['C', 'S'] : ['S', 'C'];
    if (text !== undefined) out.push(`  ${from}->>F: ${plain(guessed ? `${text} ?` : text)}`);
    for (const each of done) out.push(`  Note over F: ${plain(each)}`);
    if (heard !== undefined) out.push(`  F${heard === text ? '->>' : '-->>'}${to}: ${plain(heard)}`);
    else if (text !== undefined && done.length > 0) out.push(`  F--x${to}: -`);
  }
  if (end !== undefined) out.push(`  Note over C,S: ${plain(end)}`);
  return `${out.join('\n')}\n`;
}

/** Everything that Mermaid, or the page around it, could take for its own is written as a number. */
function plain(text: string): string {
  const shown = text.length > 200 ? `${text.slice(0, 199)}…` : text;
  const safe = shown.replace(NOT_XML, '\ufffd').replace(/[#;:<>&"'`%{}[\]()|\\\r\n]/g, (character) => `#${character.charCodeAt(0)};`);
  return safe === '' ? '#160;' : safe;
}
