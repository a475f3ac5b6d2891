/** Remedies as LSP code actions, and comments that silence a finding. */

import { type CodeAction, CodeActionKind, type Diagnostic, type Range } from 'vscode-languageserver-types';
import type { Configuration } from '../asa/model.ts';
import { unquoted } from '../asa/quoting.ts';
import { isOwnHost } from '../facts/own-hosts.ts';
import { spokenSessionAt } from '../path/compare.ts';
import { endsOf } from '../path/flow-of.ts';
import { offersFor } from '../remedies/catalogue.ts';
import { removeLines } from '../remedies/edits.ts';
import { Effort, FOR_A_MENU, proposalOf } from '../remedies/effort.ts';
import { exemptionOnTheFirewall, type OnTheFirewall, onTheFirewall } from '../remedies/on-the-firewall.ts';
import { cautionOf, type Offer, type Proposal, type Words } from '../remedies/remedy.ts';
import { changeSheet, type Sheet } from '../remedies/sheet.ts';
import type { Finding } from '../rules/finding.ts';
import { type Suppression, suppressionComment } from '../rules/suppressions.ts';
import { itemAt, lastOf, sure } from '../text/at.ts';
import { grouped } from '../text/grouped.ts';
import { comparePositions, type Lines, type Position, rangeOn, type TextEdit } from '../text/lines.ts';
import { inPlainWords } from '../text/markup.ts';
import { nameOf } from '../workspace/tie.ts';
import { ALONE, type Around } from './around.ts';
import { configurationIn, type Document } from './document.ts';
import { FIX_ALL } from './features.ts';
import { compareCommand, comparedHere, type FoundAround, foundAround } from './other-side.ts';
import { ASK_HOST, SHOW_SHEET, WRITE_NOTE } from './protocol.ts';
import { type DoneThere, doneBy } from './related.ts';
import { sheetPage } from './sheet.ts';

/** Commands for the device, and what takes them back. */
export interface Way {
  readonly title: string;
  readonly commands: readonly string[];
  readonly rollback: readonly string[];
  /** The whole change sheet, in Markdown. */
  readonly sheet: string;
}

/** What tells an action apart that the client asks for in full, once a person has chosen it. */
interface Chosen {
  readonly uri: string;
  readonly rule: string;
  readonly at: Position;
  readonly id: string;
  readonly title: string;
}

/**
 * @param wanted the diagnostics that the client asks about: an action is linked to those it mends
 * @param only the kinds that the client asks for; undefined for all
 * @param hasSheets whether the client can show a change sheet; else a caution stands behind the title, however long
 * @param resolves whether the client asks for the edit of an action when it is chosen; else what cannot be proven at once is left out
 */
export function codeActions(
  document: Document,
  range: Range,
  wanted: readonly Diagnostic[],
  only: readonly string[] | undefined,
  resolves = false,
  around: Around = ALONE,
  hasSheets = true,
): CodeAction[] {
  const asks = (kind: string) => only === undefined || only.some((prefix) => kind === prefix || kind.startsWith(`${prefix}.`));
  const actions: CodeAction[] = [];
  if (asks(CodeActionKind.QuickFix)) {
    const inReach = (finding: Finding) => overlap(finding.range, range);
    const joined = foundAround(document, around).filter(({ finding }) => inReach(finding));
    const findings = [...document.findings.filter(inReach), ...joined.map(({ finding }) => finding)];
    const there = onTheirFirewall(document, findings, wanted, resolves, around, hasSheets);
    const mended = new Set(there.flatMap(({ findings: it }) => it));
    const others = findings.filter((finding) => !mended.has(finding));
    const own = remedies(document, others, wanted, resolves, titles(hasSheets));
    const mends = [...there.flatMap((it) => it.mends), ...own.mends, ...removals(document, findings, wanted)];
    const besides = [
      ...[...there.flatMap((it) => it.sheets), ...own.sheets].slice(0, 1),
      ...comparisons(document, findings, joined, wanted),
      ...note(document, findings, wanted),
      ...silence(document, findings, wanted),
    ];
    actions.push(...foremost(mends, MOST_ENTRIES - besides.length), ...besides);
  }
  // Only on request: a person's light bulb on one line should not offer to change others.
  if (only !== undefined && asks(FIX_ALL)) actions.push(...fixAll(document));
  return actions;
}

/** More than this is no menu but a list. What is left out stands in the change sheet, which lets a person pick from all remedies. */
const MOST_ENTRIES = 6;

/** What mends something. */
interface Mend {
  /** Of the remedy: what stands in front of `:` is its kind. */
  readonly id: string;
  readonly action: CodeAction;
}

/** One of each kind before a second of any: alternatives are what a person chooses between. The order stays. */
function foremost(mends: readonly Mend[], most: number): CodeAction[] {
  const kinds = grouped(mends, ({ id }) => itemAt(id.split(':'), 0));
  const chosen = new Set([...kinds.map(([first]) => first), ...kinds.flatMap(([, ...more]) => more)].slice(0, most));
  const isFirst = ({ action }: Mend) => action.isPreferred === true;
  const shown = mends.filter((mend) => chosen.has(mend));
  return [...shown.filter(isFirst), ...shown.filter((mend) => !isFirst(mend))].map(({ action }) => action);
}

/** Characters of a title that a menu shows whole. */
const MENU_WIDTH = 69;

/**
 * The title of a remedy as it stands in the menu: `(!)` says that it has a caution. Whole, with the caution, it stands on the change sheet.
 *
 * @param where what stands behind it
 */
function inMenu({ title, short, cautions }: Pick<Words, 'title' | 'short' | 'cautions'>, before = '', where = ''): string {
  const behind = `${cautions === undefined ? '' : ' (!)'}${where}`;
  const room = MENU_WIDTH - before.length - behind.length;
  const asShown = [title, title.replace(/ \([^()]*(?:\([^()]*\)[^()]*)*\)$/, ''), short ?? title].map(inPlainWords);
  const fits =
    asShown.find((each) => each.length <= room) ??
    `${lastOf(asShown)
      .slice(0, room - 2)
      .trimEnd()} …`;
  return before + fits + behind;
}

type Titled = (remedy: Pick<Words, 'title' | 'short' | 'cautions'>) => string;

/** @param where what stands behind each of them */
function titles(hasSheets: boolean, where = ''): Titled {
  return (remedy) => (hasSheets ? inMenu(remedy, '', where) : inPlainWords(titleOf(remedy) + where));
}

/** What a transcript shows is mended in the configuration of the firewall that it passed, where that is known. */
function onTheirFirewall(
  document: Document,
  findings: readonly Finding[],
  wanted: readonly Diagnostic[],
  resolves: boolean,
  around: Around,
  hasSheets: boolean,
): { readonly findings: readonly Finding[]; readonly mends: readonly Mend[]; readonly sheets: readonly CodeAction[] }[] {
  if (document.language !== 'smtp-transcript' || around.documents.length === 0) return [];
  const by = doneBy(document, around);
  const byPlace = new Map<string, { readonly done: DoneThere; readonly findings: Finding[] }>();
  for (const finding of findings) {
    const done = by(finding);
    if (done === undefined || done.document.uri === document.uri) continue;
    const key = `${done.document.uri} ${done.range.start.line}`;
    const known = byPlace.get(key) ?? { done, findings: [] };
    known.findings.push(finding);
    byPlace.set(key, known);
  }
  return [...byPlace.values()].map(({ done, findings: mended }) => {
    const there = done.document.findings.filter((finding) => overlap(finding.range, done.range));
    const where = ` (in ${nameOf(done.document)})`;
    const diagnostics = linked(wanted, mended);
    const { mends, sheets } = remedies(done.document, there, [], resolves, titles(hasSheets, where));
    const linkedHere = (action: CodeAction): CodeAction => ({ ...action, diagnostics });
    return {
      findings: mends.length === 0 ? [] : mended,
      mends: mends.map(({ id, action }) => ({ id, action: linkedHere(action) })),
      sheets: sheets.map(linkedHere),
    };
  });
}

/** One action for each proposal, though several findings on a line may lead to the same one. */
function remedies(
  document: Document,
  findings: readonly Finding[],
  wanted: readonly Diagnostic[],
  resolves: boolean,
  titled: Titled,
): { readonly mends: readonly Mend[]; readonly sheets: readonly CodeAction[] } {
  const configuration = configurationIn(document);
  const elsewhere = firewallActions(document, findings, wanted);
  if (configuration === undefined) return { mends: elsewhere, sheets: [] };
  const effort = new Effort(FOR_A_MENU);
  const mended = new Map<string, { offer: Offer; proposal: Proposal; findings: Finding[] }>();
  const later = new Map<string, Mend>();
  for (const finding of findings) {
    for (const offer of offersFor(configuration, finding)) {
      const proposal = effort.proposal(configuration, offer);
      if (proposal === undefined) continue;
      if (proposal === 'unproven') {
        const at = finding.range.start;
        const key = JSON.stringify([offer.id, offer.title, at.line]);
        if (resolves && !later.has(key))
          later.set(key, { id: offer.id, action: chosenLater(document.uri, finding, offer, linked(wanted, [finding]), titled) });
        continue;
      }
      // The same remedy on two lines has one id and different edits.
      const key = proposal.id + JSON.stringify(proposal.edits);
      const known = mended.get(key);
      if (known === undefined) mended.set(key, { offer, proposal, findings: [finding] });
      else known.findings.push(finding);
    }
  }
  const offered = [...mended.values()].map(({ offer, proposal, findings: mends }) => ({
    offer,
    proposal,
    diagnostics: linked(wanted, mends),
  }));
  const mends = [
    ...offered.map(({ proposal, diagnostics }) => ({
      id: proposal.id,
      action: toAction(document, proposal, diagnostics, titled(proposal)),
    })),
    ...later.values(),
    ...elsewhere,
  ];
  const onDevice = offered.filter(({ proposal }) => proposal.commands.length > 0);
  if (onDevice.length === 0) return { mends, sheets: [] };
  // The file is a copy of the device's configuration: what counts in the end are commands that somebody types there, and they stand on the sheet.
  const sheets = onDevice.map(({ offer, proposal }) => wayOf(proposal, changeSheet(configuration, offer.context, proposal)));
  const diagnostics = [...new Set(onDevice.flatMap((it) => it.diagnostics))];
  const title = 'Show the change sheet';
  const sheet: CodeAction = {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    command: { title, command: SHOW_SHEET, arguments: sheets },
  };
  return { mends, sheets: [sheet] };
}

/** An action whose edit is made, and proven, when it is chosen. */
function chosenLater(uri: string, { rule, range }: Finding, offer: Offer, diagnostics: Diagnostic[], titled: Titled): CodeAction {
  const { id, title, preferred } = offer;
  const data: Chosen = { uri, rule, at: range.start, id, title };
  return {
    title: titled(offer),
    kind: CodeActionKind.QuickFix,
    diagnostics,
    data,
    ...(preferred === true && { isPreferred: true }),
  };
}

/** The document of an action that was offered without its edit; undefined where the edit was there. */
export function chosenIn(action: CodeAction): string | undefined {
  return chosen(action)?.uri;
}

/** What was given with an action that was offered without its edit, as it comes back. */
function chosen({ data }: CodeAction): Chosen | undefined {
  return data as Chosen | undefined;
}

/**
 * The action with its edit.
 *
 * @throws NotProven when the text has changed since, or no edit can be shown to do what the title says
 */
export function resolveAction(document: Document, action: CodeAction): CodeAction {
  const { rule, at, id, title } = sure(chosen(action));
  const configuration = configurationIn(document);
  if (configuration === undefined) throw new NotProven(title);
  const finding = document.findings.find((it) => it.rule === rule && comparePositions(it.range.start, at) === 0);
  const offers = finding === undefined ? [] : offersFor(configuration, finding);
  const offer = offers.find((each) => each.id === id && each.title === title);
  const proposal = offer && proposalOf(offer);
  if (proposal === 'unproven') throw new NotProven(title, 'Not proven, for the file is too large (`esmtp-lens remedy` says what to do)');
  if (proposal === undefined) throw new NotProven(title);
  return toAction(document, proposal, action.diagnostics ?? [], action.title);
}

/** A remedy that was named and could not be proven, in words for the person. */
export class NotProven extends Error {
  constructor(title: string, why = 'No edit could be shown to do this and nothing else') {
    super(inPlainWords(`${why}: ${title}.`));
  }
}

function linked(wanted: readonly Diagnostic[], findings: readonly Finding[]): Diagnostic[] {
  return wanted.filter((diagnostic) => findings.some((finding) => isAbout(diagnostic, finding)));
}

function titleOf(remedy: Pick<Words, 'title' | 'cautions'>): string {
  const caution = cautionOf(remedy);
  return caution === undefined ? remedy.title : `${remedy.title} (${caution})`;
}

function wayOf(proposal: Proposal, sheet: Sheet): Way {
  const { commands, rollback } = proposal;
  return { title: inPlainWords(titleOf(proposal)), commands, rollback, sheet: sheetPage(sheet) };
}

function toAction(document: Document, proposal: Proposal, diagnostics: Diagnostic[], title: string): CodeAction {
  const action: CodeAction = { title, kind: CodeActionKind.QuickFix, diagnostics };
  if (proposal.asks === 'address') {
    return { ...action, command: { title: action.title, command: ASK_HOST, arguments: [document.uri] } };
  }
  const edit = { changes: { [document.uri]: [...proposal.edits] } };
  return { ...action, edit, ...(proposal.preferred ? { isPreferred: true } : {}) };
}

/** What a transcript shows is mended elsewhere: the commands for it, on a device with the factory-default policy. */
function firewallActions(document: Document, findings: readonly Finding[], wanted: readonly Diagnostic[]): Mend[] {
  const mended = new Map<OnTheFirewall, Finding[]>();
  const add = (remedy: OnTheFirewall, finding: Finding) => mended.set(remedy, [...(mended.get(remedy) ?? []), finding]);
  const exemptions = new Map<string, readonly OnTheFirewall[]>();
  for (const finding of findings) {
    const usual = onTheFirewall(finding);
    if (usual.length === 0) continue;
    const address = serverOf(document, finding);
    if (address !== undefined) {
      const known = exemptions.get(address) ?? exemptionOnTheFirewall(address);
      exemptions.set(address, known);
      for (const remedy of known) add(remedy, finding);
    }
    for (const remedy of usual) add(remedy, finding);
  }
  return [...mended].map(([{ device, proposal, sheet }, mends]) => {
    const title = inMenu(proposal, `Commands for ${device}: `);
    const command = { title, command: SHOW_SHEET, arguments: [wayOf(proposal, sheet)] };
    return { id: proposal.id, action: { title, kind: CodeActionKind.QuickFix, diagnostics: linked(wanted, mends), command } };
  });
}

/** The address of the server of the session that a finding is in, where the file tells it, and it is another machine. */
function serverOf(document: Document, { range }: Finding): string | undefined {
  const session = document.language === 'smtp-transcript' ? spokenSessionAt(document.transcript, range.start.line) : undefined;
  const address = session && endsOf(session).server?.address;
  return isOwnHost(address) ? undefined : address;
}

/** Of two sessions with one server: both beside each other. */
function comparisons(
  document: Document,
  findings: readonly Finding[],
  joined: readonly FoundAround[],
  wanted: readonly Diagnostic[],
): CodeAction[] {
  const here = findings.flatMap((finding) => {
    const compared = document.language === 'smtp-transcript' ? comparedHere(document, finding) : undefined;
    return compared === undefined ? [] : [{ finding, compared }];
  });
  return [...joined, ...here].slice(0, 1).map(({ finding, compared }) => {
    const command = compareCommand(document.uri, compared);
    return { title: command.title, kind: CodeActionKind.QuickFix, diagnostics: linked(wanted, [finding]), command };
  });
}

/** Where a firewall is to blame, somebody must be told: the last thing that a person does with a transcript. */
function note(document: Document, findings: readonly Finding[], wanted: readonly Diagnostic[]): CodeAction[] {
  const telling = findings.filter((finding) => onTheFirewall(finding).length > 0);
  if (telling.length === 0) return [];
  const title = 'Write a note about it';
  const command = { title, command: WRITE_NOTE, arguments: [document.uri] };
  return [{ title, kind: CodeActionKind.QuickFix, diagnostics: linked(wanted, telling), command }];
}

/** For comments that silence nothing. */
function removals(document: Document, findings: readonly Finding[], wanted: readonly Diagnostic[]): Mend[] {
  return findings.flatMap((finding) => {
    const { subject } = finding;
    if (subject?.kind !== 'suppression') return [];
    const edits = withoutSuppression(document.lines, subject.suppression);
    const action: CodeAction = {
      title: 'Remove the comment that silences nothing',
      kind: CodeActionKind.QuickFix,
      isPreferred: true,
      diagnostics: wanted.filter((diagnostic) => isAbout(diagnostic, finding)),
      edit: { changes: { [document.uri]: edits } },
    };
    return { id: 'remove-suppression', action };
  });
}

/** The whole comment goes, or of several rule names the one. */
function withoutSuppression(lines: Lines, { range: { start, end } }: Suppression): TextEdit[] {
  const text = lines.text(start.line);
  const before = /,\s*$/.exec(text.slice(0, start.character))?.[0].length ?? 0;
  const after = /^\s*,\s*/.exec(text.slice(end.character))?.[0].length ?? 0;
  if (before + after === 0) return removeLines(lines, [start.line]);
  // One comma goes with the name: that before it, where there is one.
  const range =
    before > 0 ? rangeOn(start.line, start.character - before, end.character) : rangeOn(start.line, start.character, end.character + after);
  return [{ range, newText: '' }];
}

/** One entry for what a person asks about, or else for all that is found there: a comment above each line, with the names of its rules. */
function silence(document: Document, findings: readonly Finding[], wanted: readonly Diagnostic[]): CodeAction[] {
  const all = findings.filter(({ rule }) => rule !== 'unused-suppression' && rule !== 'suppression-without-reason');
  const asked = all.filter((finding) => wanted.some((diagnostic) => isAbout(diagnostic, finding)));
  const silenced = asked.length === 0 ? all : asked;
  if (silenced.length === 0) return [];
  const rules = [...new Set(silenced.map(({ rule }) => rule))];
  const byLine = grouped(silenced, ({ range }) => String(range.start.line));
  const edits = byLine.map((onLine) => silencing(document, onLine[0].range.start.line, [...new Set(onLine.map(({ rule }) => rule))]));
  return [
    {
      title: `Ignore ${rules.length === 1 ? rules[0] : `these ${rules.length} findings`} here, with a reason`,
      kind: CodeActionKind.QuickFix,
      diagnostics: linked(wanted, silenced),
      edit: { changes: { [document.uri]: edits } },
    },
  ];
}

function silencing(document: Document, line: number, rules: readonly string[]): TextEdit {
  const text = document.lines.text(line);
  const shown = document.language === 'cisco-asa' ? unquoted(document.lines).text(line) : text;
  const indentation = text.slice(0, shown.search(/\S|$/));
  return { range: rangeOn(line, 0, 0), newText: suppressionComment(rules.join(', '), document.language, indentation) + document.lines.eol };
}

/** Every safe remedy of the document that does not touch the place of another. */
function fixAll(document: Document): CodeAction[] {
  const configuration = configurationIn(document);
  if (configuration === undefined) return [];
  const edits = safeEdits(safeProposals(configuration, document.findings));
  if (edits.length === 0) return [];
  return [{ title: 'Mend every line that the device rejects', kind: FIX_ALL, edit: { changes: { [document.uri]: edits } } }];
}

/** Only what is safe is proven. */
export function safeProposals(configuration: Configuration, findings: readonly Finding[]): Proposal[] {
  return findings.flatMap((finding) =>
    offersFor(configuration, finding).flatMap((offer) => {
      const proposal = offer.safety === 'safe' ? proposalOf(offer) : undefined;
      return proposal === 'unproven' ? [] : (proposal ?? []);
    }),
  );
}

/** The edits of safe proposals, in document order; of two that overlap the first wins. */
export function safeEdits(proposals: readonly Proposal[]): TextEdit[] {
  const chosen: TextEdit[] = [];
  const taken = new Set<string>();
  for (const { safety, edits } of proposals) {
    if (safety !== 'safe' || edits.some((edit) => chosen.some((other) => overlap(edit.range, other.range)))) continue;
    const key = JSON.stringify(edits);
    if (taken.has(key)) continue;
    taken.add(key);
    chosen.push(...edits);
  }
  return chosen.sort((a, b) => comparePositions(a.range.start, b.range.start));
}

function isAbout(diagnostic: Diagnostic, finding: Finding): boolean {
  return diagnostic.code === finding.rule && comparePositions(diagnostic.range.start, finding.range.start) === 0;
}

function overlap(a: Range, b: Range): boolean {
  return comparePositions(a.start, b.end) <= 0 && comparePositions(b.start, a.end) <= 0;
}
