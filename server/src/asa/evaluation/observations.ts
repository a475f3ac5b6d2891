/**
 * What the device itself says became of a flow: `packet-tracer` (TAC 225969: `Phase: N`, `Type:`, `Subtype:`, `Result:`, newer
 * `Elapsed time:`) and `show service-policy flow` (CR). The phases and actions are read, what stands around them is passed over.
 */
import { MAIL_INSPECTIONS } from '../../facts/inspections.ts';
import { canonicalAddress } from '../../sets/address-text.ts';
import type { Lines } from '../../text/lines.ts';
import type { Sequence } from '../../text/sequence.ts';
import type { Observation, ObservedFlow, Statement } from '../model.ts';
import { portNumber } from '../ports.ts';
import type { StatementNode } from '../statement.ts';
import { layout, wordsFrom } from '../words.ts';

/** A run of output while it is read. */
interface Draft extends Omit<Observation, 'inspects' | 'statement' | 'allowed'> {
  inspects: boolean | undefined;
  statement: Statement;
  allowed: Statement | undefined;
  /** Of `packet-tracer`: the phase that is read, and its type. */
  phase: number;
  type: string;
}

const FIELD = /^(Phase|Type|Subtype|Result|Action): ?(.*?)\s*$/;
const FLOW_ACTION = /^(?:Input|Output) flow: *(.*)$/;

/**
 * @param statements all of the context, in order
 * @param traced the lines of `packet-tracer` output
 * @param policies the lines of `show service-policy` output
 */
export function observations(
  lines: Lines,
  statements: Sequence<StatementNode>,
  traced: readonly number[],
  policies: readonly number[],
): readonly Observation[] {
  if (traced.length === 0 && policies.length === 0) return [];
  const commands = statements.filter(({ form }) => form === 'exec');
  return [...traces(lines, commands, traced), ...flowPolicies(lines, commands, policies)].sort(
    (a, b) => a.statement.order - b.statement.order,
  );
}

function traces(lines: Lines, commands: readonly StatementNode[], numbers: readonly number[]): Observation[] {
  const asked = commands.filter(({ command }) => command === 'packet-tracer');
  const found: Draft[] = [];
  let open: Draft | undefined;
  for (const line of numbers) {
    const [, field = '', value = ''] = FIELD.exec(lines.text(line).slice(layout(lines.text(line)).start)) ?? [];
    const phase = field === 'Phase' ? Number(value) : undefined;
    const command = asked.findLast((each) => each.order < lines.orderOf(line));
    // A run begins with its command, or where the phases are counted anew.
    if (phase !== undefined && (open === undefined || phase <= open.phase || command !== open.command)) {
      open = {
        source: 'packet-tracer',
        command,
        flow: tracedFlow(command),
        inspects: undefined,
        statement: quoted(lines, line),
        allowed: undefined,
        phase,
        type: '',
      };
      found.push(open);
    }
    if (open === undefined) continue;
    if (phase !== undefined) open.phase = phase;
    if (field === 'Type') open.type = value;
    if (field === 'Subtype' && open.type === 'INSPECT' && MAIL_INSPECTIONS.some((name) => value === `inspect-${name}`)) {
      open.inspects = true;
      open.statement = quoted(lines, line);
    }
    // A packet that is dropped on its way says nothing of the inspections that it did not come to.
    if (field === 'Action' && value === 'allow') {
      open.allowed = quoted(lines, line);
      if (open.inspects === undefined) open.statement = open.allowed;
      open.inspects ??= false;
    }
  }
  return found.flatMap(told);
}

function flowPolicies(lines: Lines, commands: readonly StatementNode[], numbers: readonly number[]): Observation[] {
  const shown = commands.filter(({ command }) => command === 'show');
  const found: Draft[] = [];
  let open: Draft | undefined;
  for (const line of numbers) {
    const text = lines.text(line);
    const actions = FLOW_ACTION.exec(text.slice(layout(text).start))?.[1];
    if (actions === undefined) continue;
    const command = shown.findLast((each) => each.order < lines.orderOf(line));
    if (open === undefined || open.command !== command) {
      const statement = quoted(lines, line);
      const flow = policyFlow(command);
      open = { source: 'service-policy', command, flow, inspects: false, statement, allowed: undefined, phase: 0, type: '' };
      found.push(open);
    }
    if (MAIL_INSPECTIONS.some((name) => new RegExp(`\\binspect ${name}\\b`).test(actions))) {
      open.inspects = true;
      open.statement = quoted(lines, line);
    }
  }
  return found.flatMap(told);
}

function told({ source, command, flow, inspects, statement, allowed }: Draft): readonly Observation[] {
  return inspects === undefined ? [] : [{ source, command, flow, inspects, statement, allowed }];
}

/** A line of output as a trace quotes it. */
function quoted(lines: Lines, line: number): Statement {
  const text = lines.text(line);
  const { start, indent } = layout(text);
  return {
    order: lines.orderOf(line),
    indent,
    prompt: undefined,
    form: 'exec',
    words: wordsFrom(text, start),
    head: 0,
    command: '',
    mode: 'exec',
    parent: undefined,
    children: [],
  };
}

/** `packet-tracer input outside tcp 198.51.100.9 40000 203.0.113.10 25` */
function tracedFlow(command: StatementNode | undefined): ObservedFlow | undefined {
  const words = command?.words.map(({ text }) => text) ?? [];
  const at = words.indexOf('tcp');
  if (at < 1) return undefined;
  const [source, , destination, port] = words.slice(at + 1);
  return flowOf(source, destination, port, words[at - 1]);
}

/** `show service-policy flow tcp host 198.51.100.9 [eq P] host 172.16.31.10 eq 25` */
function policyFlow(command: StatementNode | undefined): ObservedFlow | undefined {
  const text = command?.words.map((word) => word.text).join(' ') ?? '';
  const [, source, destination, port] = / flow tcp host (\S+)(?: eq \S+)? host (\S+) eq (\S+)/.exec(text) ?? [];
  return flowOf(source, destination, port, undefined);
}

function flowOf(source = '', destination = '', port = '', ingress: string | undefined): ObservedFlow | undefined {
  const from = canonicalAddress(source);
  const to = canonicalAddress(destination);
  const number = portNumber(port, 'tcp');
  if (from === undefined || to === undefined || number === undefined) return undefined;
  return { source: from, destination: to, destinationPort: number, ingress };
}
