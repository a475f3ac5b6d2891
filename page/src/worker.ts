/** The engine behind the page: the same rules, hovers and remedies as in an editor, in a worker, so that the page never waits. */

import { noteAnswer } from '../../server/src/answers/note.ts';
import { withoutSecrets as withoutKeys } from '../../server/src/asa/secrets.ts';
import { configurationFeatures } from '../../server/src/features/configuration/features.ts';
import { detectLanguage } from '../../server/src/features/detect.ts';
import {
  configurationIn,
  DEFAULT_SETTINGS,
  type Document,
  openDocument,
  partAt,
  transcriptIn,
  wholeTranscript,
} from '../../server/src/features/document.ts';
import { sheetPage } from '../../server/src/features/sheet.ts';
import type { Surface } from '../../server/src/features/surface.ts';
import { transcriptFeatures } from '../../server/src/features/transcript/features.ts';
import { unmask } from '../../server/src/masking/unmask.ts';
import { allUnjudgedBecause, nothingTold } from '../../server/src/policy/unjudged.ts';
import { explainFlow, parseFlow } from '../../server/src/policy/verdict.ts';
import { offersFor } from '../../server/src/remedies/catalogue.ts';
import { changeSheet } from '../../server/src/remedies/sheet.ts';
import { checkLog } from '../../server/src/rules/check-log.ts';
import type { Finding } from '../../server/src/rules/finding.ts';
import { LogScan } from '../../server/src/smtp/logs/stream.ts';
import type { Session } from '../../server/src/smtp/model.ts';
import { hideRepeated, withoutSecrets } from '../../server/src/smtp/secrets.ts';
import { itemAt, sure } from '../../server/src/text/at.ts';
import { capital } from '../../server/src/text/capital.ts';
import { Lines, type Range } from '../../server/src/text/lines.ts';
import { inPlainWords } from '../../server/src/text/markup.ts';
import { isTie, tieOf } from '../../server/src/workspace/tie.ts';
import type { Answer, Calls, Explained, LineRange, Made, Opened, Question, ShownFinding, ShownMask } from './protocol.ts';

/** More than this is read as a log, piece by piece, and its beginning as sessions. */
const LARGEST = 4 << 20;
/** As much of a large log is read as sessions: what is masked shows in every session of a firewall alike. */
const BEGINNING = 1 << 20;
/** Findings and masks that a person can look through; the numbers tell of the rest. */
const SHOWN = 1000;

/** What `index.html` has. */
const PAGE: Surface = {
  edits: 'the buttons below its finding make the commands',
  commands: 'the tab “A note about it” has the commands',
};

interface Held {
  readonly document: Document;
  readonly findings: readonly Finding[];
  /** The text of lines, as it may be shown. */
  readonly text: (line: number) => string;
}

let held: Held | undefined;

const CALLS: { readonly [K in keyof Calls]: (asks: Calls[K]['asks']) => Calls[K]['gets'] | Promise<Calls[K]['gets']> } = {
  open: ({ name, blob }) => open(name, blob),
  rows: ({ from, to }) => Array.from({ length: to - from }, (_, i) => now().text(from + i)),
  hover,
  explain,
  note,
  sheet,
};

addEventListener('message', async ({ data }: MessageEvent<Question>) => {
  try {
    // The call and what it asks come together, of one `Question`.
    const gets = await (CALLS[data.call] as (asks: unknown) => unknown)(data.asks);
    say({ id: data.id, gets });
  } catch (error) {
    say({ id: data.id, failed: error instanceof Error ? error.message : String(error) });
  }
});

function say(answer: Answer): void {
  postMessage(answer);
}

function now(): Held {
  if (held === undefined) throw new Error('Nothing is open');
  return held;
}

async function open(name: string, blob: Blob): Promise<Opened> {
  const head = await blob.slice(0, 1 << 16).text();
  const language = detectLanguage(name, head) ?? 'smtp-transcript';
  if (blob.size > LARGEST && language === 'smtp-transcript') return openLog(name, blob);
  const lines = Lines.read(await blob.text());
  const document = language === 'cisco-asa' ? openDocument(name, language, lines) : wholeTranscript(name, lines, DEFAULT_SETTINGS);
  held = { document, findings: document.findings, text: (line) => shownLine(document, line) };
  return opened(name, document, document.findings, lines.count, widthOf(lines), undefined);
}

/** Log lines to the end, sessions in the beginning: what a report of the command line holds, too. */
async function openLog(name: string, blob: Blob): Promise<Opened> {
  const scan = new LogScan();
  const offsets = [0];
  let at = 0;
  const reader = blob.stream().getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    scan.feed(part.value);
    for (let lf = part.value.indexOf(10); lf >= 0; lf = part.value.indexOf(10, lf + 1)) offsets.push(at + lf + 1);
    at += part.value.length;
    say({ progress: at / blob.size });
  }
  const groups = scan.end();
  const document = wholeTranscript(name, Lines.read(await blob.slice(0, BEGINNING).text()), DEFAULT_SETTINGS);
  const findings = checkLog(groups, DEFAULT_SETTINGS, transcriptIn(document));
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const decoder = new TextDecoder();
  const text = (line: number) => hideRepeated(decoder.decode(bytes.subarray(offsets[line], offsets[line + 1])).replace(/\r?\n$/, ''));
  held = { document, findings, text };
  const partly = `sessions were looked for in the first ${document.lines.count.toLocaleString('en-US')} lines, log lines in all of them`;
  return opened(name, document, findings, scan.lines, 400, partly);
}

function opened(
  name: string,
  document: Document,
  findings: readonly Finding[],
  lines: number,
  width: number,
  partly: string | undefined,
): Opened {
  const configuration = configurationIn(document);
  const transcript = transcriptIn(document);
  const reads = [
    ...(document.language === 'cisco-asa' || configuration !== undefined ? ['firewall configuration'] : []),
    ...(document.language === 'smtp-transcript' || transcript !== undefined ? ['SMTP transcript or log'] : []),
  ].join(' and ');
  const because = transcript === undefined ? allUnjudgedBecause(configuration?.contexts ?? []) : undefined;
  const status = document.language === 'cisco-asa' ? configurationFeatures.status?.(document) : transcriptFeatures.status?.(document);
  return {
    name,
    reads,
    status: inPlainWords(status?.text ?? ''),
    lines,
    width,
    findings: findings.slice(0, SHOWN).map((finding, number) => shownFinding(document, finding, number)),
    masks: transcript === undefined ? [] : masksOf(transcript),
    isTranscript: transcript !== undefined,
    isConfiguration: configuration !== undefined,
    partly,
    unjudged: because && inPlainWords(`${capital(nothingTold(because))}.`),
  };
}

function shownFinding(document: Document, finding: Finding, number: number): ShownFinding {
  const { rule, severity, confidence, message, advice, range, related } = finding;
  const configuration = configurationIn(document);
  const offers = configuration === undefined ? [] : offersFor(configuration, finding);
  return {
    number,
    rule,
    severity,
    confidence,
    message,
    advice,
    ...placeOf(range),
    related: related.slice(0, 10).map((other) => ({ ...placeOf(other.range), message: other.message })),
    remedies: offers.slice(0, 8).map(({ id, title }) => ({ id, title: inPlainWords(title) })),
  };
}

function masksOf(transcript: Parameters<typeof unmask>[0]): ShownMask[] {
  return unmask(transcript)
    .slice(0, SHOWN)
    .map(({ kind, range, shown, candidates }) => ({
      kind,
      shown,
      ...placeOf(range),
      candidates: candidates
        .slice(0, 3)
        .map(({ text, probability, evidence }) => ({ text, percent: Math.round(probability * 100), evidence: evidence.slice(0, 3) })),
    }));
}

/** A range over several lines is shown on its first. */
function placeOf({ start, end }: Range): LineRange {
  return { line: start.line, start: start.character, end: end.line === start.line ? end.character : Number.MAX_SAFE_INTEGER };
}

/** What is shown is pasted into tickets: without what authenticates. */
function shownLine(document: Document, line: number): string {
  const transcript = transcriptIn(document);
  const spoken = transcript !== undefined && transcript.lines.text(line) !== '';
  const text = spoken ? withoutSecrets(transcript, line) : document.lines.text(line);
  return configurationIn(document) === undefined ? text : withoutKeys(text);
}

function widthOf(lines: Lines): number {
  let width = 0;
  for (const { text } of lines.all) width = Math.max(width, text.length);
  return width;
}

function hover({ line, character }: Calls['hover']['asks']): string | undefined {
  const { document } = now();
  if (line >= document.lines.count) return undefined;
  const part = partAt(document, line);
  const at = { line, character };
  const found = part.language === 'cisco-asa' ? configurationFeatures.hover?.(part, at, PAGE) : transcriptFeatures.hover?.(part, at, PAGE);
  const contents = found?.contents;
  return typeof contents === 'object' && 'value' in contents ? contents.value : undefined;
}

function explain({ flow }: Calls['explain']['asks']): Explained {
  const { document, text } = now();
  const configuration = configurationIn(document);
  if (configuration === undefined) throw new Error('There is no firewall configuration in this text');
  const asked = parseFlow(flow);
  const context = configuration.contexts.find(({ servicePolicies, fixups }) => servicePolicies.length + fixups.length > 0);
  const verdict = explainFlow(context ?? configuration.contexts[0], asked);
  const words = { true: 'Inspected', false: 'Not inspected', unknown: 'Unknown' };
  const statement = verdict.by?.action?.statement ?? verdict.by?.fixup?.statement;
  const { lines } = configuration;
  const by = statement && lines.lineOf(statement);
  return {
    verdict: words[`${verdict.inspected}`],
    by: by === undefined ? undefined : `${text(by).trim()}, line ${by + 1}`,
    trace: verdict.trace.map(({ statement: at, result }) => {
      const line = at && lines.lineOf(at);
      return { line, text: line === undefined ? '' : text(line).trim(), result };
    }),
  };
}

/** The firewall that a session passed is known where its configuration stands in the same text. */
function note(asks: Calls['note']['asks']): Calls['note']['gets'] {
  const { document } = now();
  const configuration = configurationIn(document);
  const transcript = transcriptIn(document);
  const firewalls = configuration === undefined ? [] : [{ uri: document.uri, configuration }];
  const tie = (session: Session | undefined) => {
    const tied = transcript && tieOf({ uri: document.uri, transcript, session }, firewalls);
    return isTie(tied) ? tied : undefined;
  };
  return noteAnswer(document, tie, asks);
}

function sheet({ finding: number, remedy }: Calls['sheet']['asks']): Made {
  const { document, findings } = now();
  const configuration = sure(configurationIn(document));
  const finding = itemAt(findings, number);
  const proposal = offersFor(configuration, finding)
    .find(({ id }) => id === remedy)
    ?.proven();
  if (proposal === undefined) throw new Error('It cannot be shown that this does what it says and nothing else, so it is not offered');
  const { line } = finding.range.start;
  const context = configuration.contexts.find(({ runs }) => runs.some(([first, last]) => first <= line && line <= last));
  return { page: sheetPage(changeSheet(configuration, context ?? configuration.contexts[0], proposal)), commands: proposal.commands };
}
