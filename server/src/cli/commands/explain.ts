/** `explain`: is this flow inspected, by which line, and why; without a flow, the whole picture of mail. */

import { contextOf } from '../../answers/asked-context.ts';
import {
  type ExplainedFlow,
  type ExplainedPicture,
  type ExplainedPort,
  explainAll,
  explainOne,
  flowAnswer,
  pictureAnswer,
  readFlow,
} from '../../answers/explain.ts';
import { knownVersion } from '../../answers/settings.ts';
import { inspectorOf, sourceOfLimit } from '../../answers/verdicts.ts';
import { sourceOf, textOf } from '../../asa/citing.ts';
import type { Context, Statement } from '../../asa/model.ts';
import type { LimitInForce, Settings, Told } from '../../asa/settings.ts';
import { versionText } from '../../facts/versions.ts';
import { isUnknownThere } from '../../mail/sites.ts';
import type { Access } from '../../policy/access.ts';
import { sentence } from '../../policy/evidence.ts';
import { type ExplainedVerdict, type FlowClass, type Inspected, inspectingLine, type Verdict } from '../../policy/flow.ts';
import { portsInWords } from '../../policy/picture.ts';
import { ASSUMED, isFactoryClass } from '../../policy/program.ts';
import { interfaceNames, interfacesInWords, showsAllInterfaces, UNNAMED } from '../../policy/routing.ts';
import { unjudgedBecause } from '../../policy/unjudged.ts';
import { printFlow } from '../../policy/verdict.ts';
import { printSet } from '../../sets/addresses.ts';
import { sure } from '../../text/at.ts';
import { grouped } from '../../text/grouped.ts';
import type { Lines } from '../../text/lines.ts';
import { toJson } from '../formats/json.ts';
import { below } from '../help.ts';
import { configurationOf, load } from '../load.ts';
import type { Style } from '../terminal.ts';
import { printable, prose } from '../width.ts';
import { type CommandMaker, type CommonOptions, command, resultStyle } from './common.ts';

interface Options extends CommonOptions {
  readonly flow?: string;
  readonly context?: string;
  readonly asaVersion?: string;
}

const HELP = `
A flow is named by its first packet: tcp SOURCE -> DESTINATION:PORT [on INTERFACE]. INTERFACE is where that
packet enters; without it the interface whose network holds SOURCE, else the one with the default route, else
all that could be. IPv6 destinations stand in brackets: [2001:db8::25]:25.

Examples:
  esmtp-lens explain firewall.asa --flow "tcp 203.0.113.9 -> 192.168.1.1:25 on outside"
  esmtp-lens explain firewall.asa`;

export const explain: CommandMaker = (terminal) =>
  command('explain', 'tell whether mail is inspected, by which line, and why')
    .argument('<config>', 'a firewall configuration, or - for standard input')
    .option('--flow <flow>', 'the connection that is asked about; without it, all of tcp/25')
    .option('--context <name>', 'the security context or configuration, where the file holds several')
    .option('--asa-version <version>', 'the version of a configuration that names none: 9.1(5), PIX 6.3(5)', knownVersion)
    .addHelpText('after', below(HELP))
    .action(async (path: string, options: Options) => {
      const flow = options.flow === undefined ? undefined : readFlow(options.flow);
      const configuration = configurationOf(await load(path, terminal), options.asaVersion);
      const context = contextOf(configuration, options.context);
      const style = resultStyle(terminal, options);
      const asJson = options.format === 'json';
      const write = (rows: readonly string[]) => terminal.stdout.write(`${rows.join('\n')}\n`);
      if (flow === undefined) {
        const picture = explainAll(context, configuration);
        if (asJson) terminal.stdout.write(toJson(pictureAnswer(picture)));
        else write(pictureRows(picture, context, style));
        return;
      }
      const explained = explainOne(flow, context, configuration);
      if (asJson) terminal.stdout.write(toJson(flowAnswer(explained)));
      else write(flowRows(explained, context, style));
    });

function flowRows({ lines, flow, verdict, access, trace }: ExplainedFlow, context: Context, style: Style): string[] {
  return [
    style.colors.bold(printable(printFlow(flow))),
    `  ${ingress(verdict, context)}`,
    '',
    ...verdictRows(verdict, verdict.reason, context, style),
    ...indented(accessInWords(lines, access), style),
    '',
    style.colors.bold('Why'),
    ...traceRows(trace, style),
    ...(verdict.settings === undefined
      ? []
      : ['', style.colors.bold('What it does to mail'), ...settingsRows(lines, verdict.settings, style)]),
  ];
}

function ingress({ ingress: { names, how } }: ExplainedVerdict, context: Context): string {
  const shown = interfaceNames(context);
  const isOpen = (how === 'all' || how === 'default route') && !showsAllInterfaces(context);
  const where = names.length === 0 ? 'any interface' : interfacesInWords([...names.map(printable), ...(isOpen ? [UNNAMED] : [])]);
  const why = {
    told: names.every((name) => shown.includes(name)) ? 'as told' : 'as told; the file names no such interface',
    connected: 'whose network holds the source; not told',
    route: 'which has the route to the source; not told',
    'default route': 'which has the default route; not told',
    all: 'all that could be; not told',
  };
  return `enters on ${where} (${why[how]})`;
}

const WORDS: readonly (readonly [Inspected, string])[] = [
  [true, 'INSPECTED'],
  [false, 'NOT INSPECTED'],
  ['unknown', 'UNKNOWN'],
];

function wordOf(inspected: Inspected, { colors }: Style): string {
  const word = sure(WORDS.find(([value]) => value === inspected))[1];
  const paint = inspected === true ? colors.yellow : inspected === false ? colors.green : colors.magenta;
  return colors.bold(paint(word));
}

function verdictRows(verdict: Verdict, reason: string | undefined, context: Context, style: Style): string[] {
  const why = reason === undefined ? [] : indented(reason, style);
  return [wordOf(verdict.inspected, style), ...why, ...byRows(verdict, context, style)];
}

/** `access rules: let it in (permit in access-list OUT, line 15)` */
function accessInWords(lines: Lines, { permitted, statement, reason }: Access): string {
  const words = {
    true: 'let it in',
    false: 'do not let it in, so nothing of it comes as far as an inspection',
    unknown: 'not told whether they let it in',
  };
  return `access rules: ${words[`${permitted}`]} (${reason}${statement === undefined ? '' : `, line ${lines.lineOf(statement) + 1}`})`;
}

/** `inspect smtp` where the device has no such command: half a sentence. */
function doubtOf(context: Context, { by }: Verdict): string {
  const { version } = context;
  if (by?.action === undefined || version === undefined || !isUnknownThere(context, by.action)) return '';
  return `; ${versionText(version)} has no \`inspect smtp\`, so this file is not what the device runs: read as \`inspect esmtp\``;
}

/** `by inspect esmtp (line 31)`, and the policy it stands in. */
function byRows(verdict: Verdict, context: Context, style: Style): string[] {
  const { lines } = context;
  const line = inspectingLine(verdict);
  if (line === undefined && verdict.inspected === true && verdict.candidates.length === 0)
    return ['  by the word of the device, which does not say by which line'];
  if (line === undefined) return verdict.inspected === true ? ['  by one of several classes: which map, the file cannot tell'] : [];
  const { policy, scope, class: name, map } = inspectorOf(verdict);
  const place = policy === null ? '' : `, policy ${policy} (${scope}), class ${name}, map ${map}`;
  const doubt = doubtOf(context, verdict);
  return indented(`${byLine(lines, line)}${place}${doubt}`, style);
}

/** `by no fixup protocol smtp 25, line 4` */
function sparedRows(lines: Lines, line: Statement | undefined, style: Style): string[] {
  return line === undefined ? [] : indented(byLine(lines, line), style);
}

function byLine(lines: Lines, line: Statement): string {
  return `by ${textOf(lines, line)}, line ${lines.lineOf(line) + 1}`;
}

function indented(text: string, style: Style): string[] {
  return prose(text, style.prose - 2).map((row) => `  ${row}`);
}

/** Of the factory's class map, which the file does not show; a trace says it on its own. */
function assumedRows(context: Context, { by }: Verdict, style: Style): string[] {
  const name = by?.policyClass?.use.name;
  return name !== undefined && isFactoryClass(context, name) ? indented(ASSUMED, style) : [];
}

function traceRows(trace: readonly { line: number | null; text: string; result: string }[], style: Style): string[] {
  const { colors } = style;
  const gutter = Math.max(4, ...trace.map(({ line }) => String(line ?? '').length));
  return trace.flatMap(({ line, text, result }) => {
    const number = colors.dim(String(line ?? '-').padStart(gutter));
    const indent = ' '.repeat(gutter + 5);
    const results = prose(result, style.prose - indent.length);
    const first = line === null ? [] : [`${number}  ${printable(text)}`];
    return [
      ...first,
      ...results.map((row, index) => (line === null && index === 0 ? `${number}  ${row}` : `${indent}${colors.cyan(row)}`)),
    ];
  });
}

function settingsRows(lines: Lines, settings: Settings, style: Style): string[] {
  const tls = { true: 'let through', false: 'not let through: STARTTLS is masked and refused', unknown: NOT_TOLD };
  const rows = [
    settings.mapName === '' ? undefined : ['map', settings.mapName, ''],
    ['TLS', tls[`${settings.allowTls.value}`], sourceOf(lines, settings.allowTls)],
    ['banner', banner(settings), sourceOf(lines, settings.maskBanner)],
    told(lines, 'relay', settings.mailRelay),
    ...settings.limits.map((limit): [string, string, string] => ['match', limitText(limit), sourceOfLimit(lines, limit)]),
  ].filter((row): row is [string, string, string] => row !== undefined);
  return rows.flatMap(([name, value, source]) => {
    const [first = '', ...rest] = prose(source === '' ? value : `${value}  (${source})`, style.prose - 10);
    return [`  ${name.padEnd(6)}  ${first}`, ...rest.map((row) => `          ${row}`)];
  });
}

const NOT_TOLD = 'cannot be told from this file';

function banner({ maskBanner: { value, fact } }: Settings): string {
  if (fact?.mark === 'unverified') return NOT_TOLD;
  return value ? 'masked with asterisks' : 'shown';
}

function told(lines: Lines, name: string, setting: Told<string | undefined>): [string, string, string] | undefined {
  return setting.value === undefined ? undefined : [name, setting.value, sourceOf(lines, setting)];
}

function limitText({ kind, negated, limit, values, action, rate, log }: LimitInForce): string {
  if (kind === '') return 'of no kind that an ESMTP map has: the device rejects the line';
  const condition = [negated ? 'not' : '', kind, limit === undefined ? '' : `gt ${limit}`, ...values]
    .filter((word) => word !== '')
    .join(' ');
  const does = [action, rate, log && action !== 'log' ? 'log' : ''].filter((word) => word !== undefined && word !== '').join(' ');
  return does === '' ? condition : `${condition}: ${does}`;
}

/** More are no help on a screen. */
const MOST_GROUPS = 10;
const MOST_CLASSES = 10;
const ACCESS_APART = 'Whether access rules let the mail in is another question: it is looked at for one flow, with --flow.';

function more(count: number): string[] {
  return count > 0 ? [`  - and ${count} more: --format json has all`] : [];
}

function pictureRows({ lines, summary, ports, access, device }: ExplainedPicture, context: Context, style: Style): string[] {
  const words = device.map(({ line, text, flow, observation, contradicts }) => {
    const said = sentence(lines, observation);
    const but = contradicts === undefined ? '' : `; ${contradicts}`;
    return { line, text, result: flow === null ? said : `${said}: ${flow}${but}` };
  });
  return [
    ...summary.flatMap((row) => prose(row, style.prose).map((part) => style.colors.bold(part))),
    ...ports.flatMap((each) => portRows(each, ports.length > 1, context, style)),
    ...(unjudgedBecause(context) === undefined ? ['', ...accessRows(lines, access, style)] : []),
    ...(words.length === 0 ? [] : ['', style.colors.bold('What the device itself says')]),
    ...traceRows(words, style),
  ];
}

/** The classes of flows to a port, those together that the same line decides. */
function portRows({ ports, classes }: ExplainedPort, named: boolean, context: Context, style: Style): string[] {
  const groups = grouped(
    classes,
    ({ verdict, reason, sparedBy }) => `${verdict.inspected} ${(inspectingLine(verdict) ?? sparedBy)?.order} ${reason}`,
  );
  return [
    ...groups.slice(0, MOST_GROUPS).flatMap((group) => {
      const [{ verdict, reason, sparedBy }] = group;
      const [word = '', ...why] = verdictRows(verdict, reason, context, style);
      return [
        '',
        named ? `${word} ${style.colors.bold(`on tcp/${portsInWords(ports)}`)}` : word,
        ...why,
        ...sparedRows(context.lines, sparedBy, style),
        ...assumedRows(context, verdict, style),
        ...group.slice(0, MOST_CLASSES).flatMap((flows) => classRows(flows, style)),
        ...more(group.length - MOST_CLASSES),
      ];
    }),
    ...more(groups.slice(MOST_GROUPS).flat().length),
  ];
}

function accessRows(lines: Lines, access: ExplainedPicture['access'], style: Style): string[] {
  const told = access.flatMap(({ flow, access: said }) => [
    `  ${printable(printFlow(flow))}`,
    ...prose(accessInWords(lines, said), style.prose - 4).map((row) => `    ${row}`),
  ]);
  return told.length === 0
    ? prose(ACCESS_APART, style.prose)
    : [style.colors.bold('Whether mail from outside gets in at all'), ...told, '  Of another flow --flow tells it.'];
}

function classRows({ ingress: names, source, destination }: FlowClass, style: Style): string[] {
  const where = names.length === 0 ? '' : `, entering on ${interfacesInWords(names)}`;
  const rows = prose(`from ${printSet(source)} to ${printSet(destination)}${where}`, style.prose - 4);
  return rows.map((row, index) => (index === 0 ? `  - ${row}` : `    ${row}`));
}
