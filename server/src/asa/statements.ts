/** Lines become statements: each line is read in the state that the lines above it left, and leaves a state for the next. */
import { itemAt, sure } from '../text/at.ts';
import type { Line } from '../text/lines.ts';
import type { Sequence } from '../text/sequence.ts';
import { endsBelow, endsFreeText, FURTHEST_END, freeTextAfter } from './free-text.ts';
import type { Mode } from './grammar.ts';
import { cleared, formOf, resolve } from './mode.ts';
import {
  isShownEntry,
  isTraced,
  listsCommands,
  outputOf,
  quotesBelow,
  type Section,
  startsConfiguration,
  startsOutput,
  startsServicePolicy,
} from './output.ts';
import { type Frame, inContext, quoting, type State } from './state.ts';
import { type Item, type Known, StatementNode } from './statement.ts';
import { type Layout, layout, wordsFrom } from './words.ts';

export interface LineReading {
  readonly item: Item;
  readonly after: State;
}

/** The modes that prompts tell; a prompt not in this table says only that a mode is open. */
const PROMPT_MODES: Readonly<Record<string, readonly Mode[]>> = {
  'config-if': ['interface'],
  'config-subif': ['interface'],
  'config-network-object': ['object-network'],
  'config-service-object': ['object-service'],
  'config-network-object-group': ['object-group-network'],
  'config-network': ['object-group-network', 'object-network'],
  'config-service-object-group': ['object-group-service'],
  'config-service': ['object-group-service', 'object-service'],
  'config-protocol': ['object-group-protocol'],
  'config-protocol-object-group': ['object-group-protocol'],
  'config-icmp-type': ['object-group-icmp-type'],
  'config-icmp-object-group': ['object-group-icmp-type'],
  'config-user-object-group': ['object-group-user'],
  'config-security-object-group': ['object-group-security'],
  'config-cmap': ['class-map', 'inspect-class-map', 'regex-class-map'],
  'config-pmap': ['policy-map', 'inspect-map', 'other-inspect-map'],
  'config-pmap-c': ['policy-map-class', 'inspect-map-match', 'inspect-map-class'],
  'config-pmap-p': ['parameters', 'other-parameters'],
  'config-tcp-map': ['tcp-map'],
  'config-time-range': ['time-range'],
  'config-route-map': ['route-map'],
  'config-ctx': ['context'],
  'config-group-policy': ['group-policy'],
  'config-tunnel-general': ['tunnel-group'],
  'config-tunnel-ipsec': ['tunnel-group'],
  'config-tunnel-webvpn': ['tunnel-group'],
  'config-username': ['username'],
  'config-webvpn': ['webvpn'],
  'config-group-webvpn': ['webvpn'],
  'config-router': ['router'],
  'config-aaa-server-host': ['aaa-server'],
  'config-aaa-server-group': ['aaa-server'],
  'config-ca-trustpoint': ['trustpoint'],
};

/** Reads the line of a number in a state. Never fails. Only an opener of free text looks at the lines below it: see `FURTHEST_END`. */
export function readLine(lines: Sequence<Line>, number: number, before: State): LineReading {
  const line = sure(lines.get(number));
  const { text } = line;
  if (before.section === 'configuration' && before.free === undefined && text.startsWith('access-list ') && !isShownEntry(text)) {
    return { item: new StatementNode(line, before.edge, ENTRY), after: atTop(before, 0) };
  }
  const place = layout(text);
  return place.prompt === undefined ? readPlain(lines, number, place, before) : readPrompted(lines, number, place, before);
}

const ENTRY: Known = { form: 'set', head: 0, command: 'access-list', mode: 'global', row: undefined, opens: false };

/** The state behind a statement of global mode that opens nothing. */
function atTop(state: State, indent: number): State {
  return behind(state, undefined, indent);
}

function readPrompted(lines: Sequence<Line>, number: number, place: Layout, before: State): LineReading {
  const prompt = sure(place.prompt);
  let state: State = { ...quoting(before, false), free: undefined, section: 'configuration', untilPrompt: false };
  if (prompt.context !== undefined) state = { ...state, ...inContext(prompt.context), promptContext: true };
  else if (state.promptContext) state = { ...state, ...inContext(''), promptContext: false };
  const host = state.context === before.context ? before.host : undefined;
  state = { ...state, host, frame: frameOfPrompt(prompt.mode, state.frame) };
  if (place.start >= sure(lines.get(number)).text.length) return { item: undefined, after: state };
  return readStatement(lines, number, place, state);
}

/** Closes the modes that the prompt tells to be closed; opens one without an opener where the file begins in the middle of a session. */
function frameOfPrompt(mode: string | undefined, frame: Frame | undefined): Frame | undefined {
  if (mode === undefined || mode === 'config') return undefined;
  const modes = PROMPT_MODES[mode];
  if (modes === undefined) return frame;
  for (let open = frame; open !== undefined; open = open.outer) {
    if (modes.includes(open.mode)) return open;
  }
  return { opener: undefined, mode: itemAt(modes, 0), indent: 0, inner: undefined, outer: undefined };
}

function readPlain(lines: Sequence<Line>, number: number, place: Layout, before: State): LineReading {
  const line = sure(lines.get(number));
  const { text } = line;
  const first = text.charCodeAt(place.start);
  if (before.free !== undefined) {
    const over = endsFreeText(text, place.start, before.free);
    return { item: undefined, after: over ? { ...before, free: undefined } : before };
  }
  if (place.start >= text.length) return { item: undefined, after: afterBlank(before) };
  if (first === 33) return { item: undefined, after: before };
  if (first === 58) return readColon(text, place, before);
  if (first === 64 && text.startsWith('@@ -', place.start))
    return { item: undefined, after: { ...before, frame: undefined, base: undefined } };
  if ((first === 96 || first === 126) && FENCE.test(text)) return readFence(lines, number, before);
  if (first === 45 || first === 60 || first === 94 || first === 37) return readDecoration(text, place, before);
  if (/^Cryptochecksum:/i.test(text.slice(place.start, place.start + 15))) {
    return { item: { mark: 'checksum', context: before.context }, after: { ...before, frame: undefined } };
  }
  const version = versionLine(line, place, before);
  if (version !== undefined) return version;
  if (startsServicePolicy(text, place.start)) {
    const after: State =
      before.section === 'service-policy' ? before : { ...quoting(before, false), section: 'service-policy', frame: undefined };
    return { item: { mark: 'service-policy', context: before.context }, after };
  }
  if (before.section !== 'configuration') return readOutput(lines, number, place, before);
  if (startsOutput(text, place.start)) return { item: undefined, after: enter(before, 'output', false) };
  if (isTraced(text, place.start)) {
    const after: State = { ...quoting(before, quotesBelow(text, place.start)), frame: undefined };
    return { item: { mark: 'packet-tracer', context: before.context }, after };
  }
  if (isDeviceMessage(text, place.start) || isShownEntry(text.slice(place.start))) return { item: undefined, after: before };
  return readStatement(lines, number, place, before);
}

/** A blank line ends what we took for a block of an unknown command: in prose, what follows is not inside it. */
function afterBlank(state: State): State {
  return state.frame?.mode === 'other' && state.frame.opener?.command === '' ? { ...state, frame: undefined, base: undefined } : state;
}

/** `: Saved` begins a configuration, `: end` ends it; other lines that begin with a colon are comments. */
function readColon(text: string, place: Layout, before: State): LineReading {
  const comment = text
    .slice(place.start + 1)
    .trim()
    .toLowerCase();
  if (comment === 'saved') {
    const after = newConfiguration(before);
    return { item: { mark: 'saved', context: after.context }, after };
  }
  const after: State = { ...before, frame: undefined };
  return { item: comment === 'end' ? { mark: 'end', context: before.context } : undefined, after };
}

/** What follows is the configuration of another device, or of the same one at another time, if anything of one has been read. */
function newConfiguration(state: State): State {
  const next: State = { ...quoting(state, false), section: 'configuration', untilPrompt: false, frame: undefined, base: undefined };
  if (state.version === 'none' && state.host === undefined) return next;
  return another(next);
}

function another(state: State): State {
  const next: State = { ...state, frame: undefined, base: undefined, version: 'none', host: undefined, applies: false };
  const count = state.count + 1;
  return { ...next, count, ...(state.promptContext ? {} : inContext(`#${count + 1}`)) };
}

const FENCE = /^\s{0,3}(?:`{3,}|~{3,})\s*\S{0,40}\s*$/;

/**
 * A page has code blocks. Most of them go on where the last one ended; one that holds a policy and applies it, after another did, is the
 * configuration of another device or the same one after a change.
 */
function readFence(lines: Sequence<Line>, number: number, before: State): LineReading {
  const after: State = {
    ...quoting(before, false),
    section: 'configuration',
    untilPrompt: false,
    fenced: !before.fenced,
    frame: undefined,
    base: undefined,
  };
  if (before.fenced || !before.applies) return { item: undefined, after };
  const state = blockApplies(lines, number + 1) ? another(after) : after;
  return { item: { mark: 'code-block', context: state.context }, after: state };
}

/** Whether the code block from a line on both holds a policy and applies it. */
function blockApplies(lines: Sequence<Line>, from: number): boolean {
  let policy = false;
  for (let i = from; i < lines.length && i < from + FURTHEST_END - 1; i++) {
    const { text } = sure(lines.get(i));
    if (FENCE.test(text)) return false;
    policy ||= /^\s*policy-map \S/.test(text);
    if (/^\s*fixup protocol \S/.test(text) || (policy && APPLIED.test(text))) return true;
  }
  return false;
}

const APPLIED = /^\s*service-policy \S+ (?:global|interface)\b/;

/** Headings of `show tech` (`---- show version ----`), PEM, markup, the caret and messages under a rejected command. */
function readDecoration(text: string, place: Layout, before: State): LineReading {
  const rest = text.slice(place.start).trimEnd();
  if (/^-{3,5} ?BEGIN/i.test(rest)) return { item: undefined, after: { ...before, free: rest.startsWith('-----') ? '-----end' : '----' } };
  const heading = /^-{4,} *(show [^-]*(?:-[^-]+)*?) *-{4,}$/i.exec(rest.slice(0, 200));
  if (heading === null) return { item: undefined, after: before };
  const words = itemAt(heading, 1).trim().split(/\s+/);
  return { item: undefined, after: enter(before, outputOf(words) ?? 'configuration', true) };
}

function enter(state: State, section: Section, untilPrompt: boolean): State {
  return { ...quoting(state, false), section, untilPrompt, frame: undefined, base: undefined };
}

const VERSION = /^(PIX|ASA|FWSM|NGFW|FTD) Version (\d\S*)(?: <(context|system)>)?\s*$/;
const SHOWN_VERSION = /^Cisco .{0,60}?\bVersion (\d[\w.()]*)/;

function versionLine(line: Line, place: Layout, before: State): LineReading | undefined {
  const rest = line.text.slice(place.start, place.start + 200);
  const match = VERSION.exec(rest);
  if (match === null && !SHOWN_VERSION.test(rest)) return undefined;
  const state = match === null ? before : newConfiguration(before);
  const node = new StatementNode(
    line,
    { start: place.start, indent: place.indent, prompt: undefined, context: state.context, quoted: false },
    { ...ENTRY, command: 'version', form: match === null ? 'exec' : 'set' },
  );
  if (match === null) return { item: node, after: before };
  const major = Number.parseInt(itemAt(match, 2), 10);
  const classic = (match[1] === 'PIX' && major < 7) || (match[1] === 'FWSM' && major < 3);
  return { item: node, after: { ...state, version: classic ? 'classic' : 'modern', base: undefined } };
}

/** Output of `show` and the like: configuration again at a line that is surely a command. */
function readOutput(lines: Sequence<Line>, number: number, place: Layout, before: State): LineReading {
  const line = sure(lines.get(number));
  const words = wordsFrom(line.text, place.start);
  const leaves = !before.untilPrompt && startsConfiguration(words) && !isShownEntry(line.text.slice(place.start));
  if (leaves) return readStatement(lines, number, place, enter(before, 'configuration', false));
  const item: Item = before.section === 'service-policy' ? { mark: 'service-policy', context: before.context } : undefined;
  return { item, after: before };
}

function isDeviceMessage(text: string, start: number): boolean {
  return /^(?:ERROR|WARNING|INFO|Usage):|^(?:Type help|Building configuration|\[OK\]|Please wait)/.test(text.slice(start, start + 24));
}

function readStatement(lines: Sequence<Line>, number: number, place: Layout, state: State): LineReading {
  const line = sure(lines.get(number));
  const words = wordsFrom(line.text, place.start);
  const { form, head } = formOf(words, state);
  const prompted = place.prompt !== undefined;
  const { reading, mode, frame } = form === 'clear' ? cleared(words, head) : resolve(words, head, place, state);
  const known = reading.command !== undefined && reading.name !== '';
  if (known && reading.name === 'hostname' && mode === 'global' && form === 'set' && !prompted) {
    // No run quotes it: here a configuration begins.
    if (state.edge.quoted) return readStatement(lines, number, place, quoting(state, false));
    const host = words[1]?.text.toLowerCase();
    // A name that is typed renames the device; in what a device prints, another name is another device.
    if (host !== state.host) return readStatement(lines, number, place, { ...(state.host === undefined ? state : another(state)), host });
  }
  const exec = mode === 'exec';
  const opens = known && form === 'set' && reading.ends ? reading.command.opens : undefined;
  const opensUnknown = !known && form === 'set' && frame === undefined && !prompted && looksLikeCommand(line.text, place.start);
  const node = new StatementNode(
    line,
    { start: place.start, indent: place.indent, prompt: place.prompt?.word, context: state.context, quoted: !exec && state.edge.quoted },
    {
      form: exec ? 'exec' : known || form === 'clear' ? form : 'unknown',
      head,
      command: known ? reading.name : '',
      mode,
      row: reading.command,
      opens: opens !== undefined || opensUnknown,
    },
    frame?.opener,
    known ? reading : undefined,
    words,
  );
  if (exec) return { item: node, after: afterExec(node, quoting(state, false), prompted) };
  let after = state;
  // An unknown line, prose perhaps, leaves open blocks as they are; so does an indented `clear configure`, whose mode is not the block's.
  const between = form === 'clear' && !prompted && state.frame !== undefined && place.indent > (state.base ?? 0);
  if ((known && !between) || frame !== undefined) {
    after = behind(state, frame && inside(frame, place.indent, prompted), prompted || frame !== undefined ? state.base : place.indent);
  }
  if (opens !== undefined) {
    after = { ...after, frame: { opener: node, mode: opens, indent: place.indent, inner: undefined, outer: after.frame } };
  } else if (opensUnknown) {
    // Only lines that are indented further are inside an unknown command.
    after = { ...after, frame: { opener: node, mode: 'other', indent: place.indent, inner: place.indent + 1, outer: state.frame } };
  }
  if (mode === 'global' && form === 'set' && APPLYING.has(node.command) && !after.applies) after = { ...after, applies: true };
  const free = freeTextAfter(node);
  return { item: node, after: free !== undefined && endsBelow(lines, number, node, free) ? { ...after, free } : after };
}

const APPLYING: ReadonlySet<string> = new Set(['service-policy', 'fixup']);

function behind(state: State, frame: Frame | undefined, base: number | undefined): State {
  return frame === state.frame && base === state.base ? state : { ...state, frame, base };
}

function looksLikeCommand(text: string, start: number): boolean {
  return /^[a-z]/.test(text.charAt(start)) && !/[.:?!,;]\s*$/.test(text.slice(-8));
}

function inside(frame: Frame, indent: number, prompted: boolean): Frame {
  return frame.inner !== undefined || prompted ? frame : { ...frame, inner: indent };
}

function afterExec(node: StatementNode, state: State, prompted: boolean): State {
  const words = node.words.map((word) => word.text.toLowerCase());
  switch (node.command) {
    case 'show':
      return enterOutput(state, ['show', ...words.slice(1)], prompted);
    case 'write':
      return words[1]?.startsWith('t') ? enter(state, 'configuration', false) : state;
    case 'more':
      return enter(state, 'configuration', false);
    case 'exit':
    case 'quit':
      return { ...state, frame: state.frame?.outer };
    case 'end':
      return { ...state, frame: undefined };
    case 'changeto':
      return {
        ...state,
        frame: undefined,
        ...inContext(words[1]?.startsWith('c') ? (node.words[2]?.text ?? '') : ''),
        version: 'none',
        host: undefined,
      };
    default:
      return prompted && state.frame === undefined && PRINTS.has(node.command) ? enter(state, 'output', true) : state;
  }
}

/** Exec commands that print something worth passing over. */
const PRINTS: ReadonlySet<string> = new Set(['ping', 'traceroute', 'dir', 'test', 'debug', 'help', 'who', 'session']);

function enterOutput(state: State, words: readonly string[], prompted: boolean): State {
  const section = outputOf(words);
  if (section === undefined) return { ...state, frame: undefined, base: undefined };
  return enter(state, section, prompted || listsCommands(words));
}
