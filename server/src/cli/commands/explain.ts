/** `explain`: is this flow inspected, by which line, and why; without a flow, the whole picture of mail. */
import type { Configuration, Context, Observation } from '../../asa/model.ts';
import type { LimitInForce, Settings, Told } from '../../asa/settings.ts';
import { cite } from '../../facts/fact.ts';
import { LIKELIER, READING_SAYS } from '../../facts/readings.ts';
import { type Access, accessOf } from '../../policy/access.ts';
import { sentence } from '../../policy/evidence.ts';
import type { ExplainedVerdict, Flow, FlowClass, Inspected, Verdict } from '../../policy/flow.ts';
import { partition } from '../../policy/partition.ts';
import { pictureOf } from '../../policy/picture.ts';
import { interfaceNames, interfacesInWords } from '../../policy/routing.ts';
import { exampleOf, explainFlow, printFlow } from '../../policy/verdict.ts';
import { printSet } from '../../sets/addresses.ts';
import { grouped } from '../../text/grouped.ts';
import { readFlow, refuseUnknown } from '../flows.ts';
import { toJson } from '../formats/json.ts';
import { configurationOf, contextOf, load } from '../load.ts';
import { knownVersion } from '../settings.ts';
import type { Style } from '../terminal.ts';
import { inspectingLine, inspectorOf, settingsOf, sourceOf, textOf } from '../verdicts.ts';
import { printable, prose } from '../width.ts';
import { type CommandMaker, type CommonOptions, command, resultStyle } from './common.ts';

interface Options extends CommonOptions {
  readonly flow?: string;
  readonly context?: string;
  readonly asaVersion?: string;
}

const SMTP = 25;

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
    .addHelpText('after', HELP)
    .action(async (path: string, options: Options) => {
      const flow = options.flow === undefined ? undefined : readFlow(options.flow);
      const configuration = configurationOf(await load(path, terminal), options.asaVersion);
      const context = contextOf(configuration, options.context);
      if (flow?.ingress !== undefined) refuseUnknown(flow.ingress, context);
      const answer = flow === undefined ? pictureAnswer(context, configuration) : answerOf(flow, context, configuration);
      terminal.stdout.write(
        options.format === 'json' ? toJson(answer.json) : `${answer.rows(resultStyle(terminal, options)).join('\n')}\n`,
      );
    });

interface Answer {
  readonly json: unknown;
  rows(style: Style): string[];
}

function answerOf(flow: Flow, context: Context, configuration: Configuration): Answer {
  const verdict = explainFlow(context, flow);
  const { lines } = configuration;
  const access = accessOf(context, flow, verdict.ingress.names);
  const accessLine = access.statement === undefined ? undefined : access.statement.line + 1;
  const trace = verdict.trace.map(({ statement, result }) => ({
    line: statement === undefined ? null : statement.line + 1,
    text: statement === undefined ? '' : textOf(lines, statement),
    result,
  }));
  const json = {
    version: 1,
    flow: printFlow(flow),
    inspected: verdict.inspected,
    ...(verdict.reason === undefined ? {} : { reason: verdict.reason }),
    ...readingsOf(verdict),
    ...inspectorOf(verdict),
    access: { permitted: access.permitted, ...(accessLine === undefined ? {} : { line: accessLine }), reason: access.reason },
    ingress: verdict.ingress,
    settings: verdict.settings === undefined ? null : settingsOf(verdict.settings),
    trace,
  };
  const rows = (style: Style) => [
    style.colors.bold(printable(printFlow(flow))),
    `  ${ingress(verdict, context)}`,
    '',
    ...verdictRows(verdict, verdict.reason, configuration, style),
    ...prose(accessInWords(access), style.prose - 2).map((row) => `  ${row}`),
    '',
    style.colors.bold('Why'),
    ...traceRows(trace, style),
    ...(verdict.settings === undefined ? [] : ['', style.colors.bold('What it does to mail'), ...settingsRows(verdict.settings, style)]),
  ];
  return { json, rows };
}

function ingress({ ingress: { names, how } }: ExplainedVerdict, context: Context): string {
  const shown = interfaceNames(context);
  const where = names.length === 0 ? 'any interface' : names.map(printable).join(', ');
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
  const word = WORDS.find(([value]) => value === inspected)![1];
  const paint = inspected === true ? colors.yellow : inspected === false ? colors.green : colors.magenta;
  return colors.bold(paint(word));
}

function verdictRows(verdict: Verdict, reason: string | undefined, configuration: Configuration, style: Style): string[] {
  const why = reason === undefined ? [] : prose(reason, style.prose - 2).map((row) => `  ${row}`);
  return [wordOf(verdict.inspected, style), ...why, ...byRows(verdict, configuration, style)];
}

/** `access rules: let it in (permit in access-list OUT, line 15)` */
function accessInWords({ permitted, statement, reason }: Access): string {
  const words = {
    true: 'let it in',
    false: 'do not let it in, so nothing of it comes as far as an inspection',
    unknown: 'not told whether they let it in',
  };
  return `access rules: ${words[`${permitted}`]} (${reason}${statement === undefined ? '' : `, line ${statement.line + 1}`})`;
}

/** The verdict under each reading of the documents, as JSON has it; nothing where they agree. */
function readingsOf({ readings }: Verdict) {
  if (readings === undefined) return {};
  const told = readings.map((each) => {
    const { reading, inspected } = each;
    const says = READING_SAYS[reading];
    return { reading, likelier: reading === LIKELIER.value, says: says.value, source: cite(says), inspected, ...inspectorOf(each) };
  });
  return { readings: told };
}

/** `by inspect esmtp (line 31)`, and the policy it stands in. */
function byRows(verdict: Verdict, { lines }: Configuration, style: Style): string[] {
  const line = inspectingLine(verdict);
  if (line === undefined && verdict.inspected === true && verdict.candidates.length === 0)
    return ['  by the word of the device, which does not say by which line'];
  if (line === undefined) return verdict.inspected === true ? ['  by one of several classes: which map, the file cannot tell'] : [];
  const { policy, scope, class: name, map } = inspectorOf(verdict);
  const place = policy === null ? '' : `, policy ${policy} (${scope}), class ${name}, map ${map}`;
  return prose(`by ${textOf(lines, line)}, line ${line.line + 1}${place}`, style.prose - 2).map((row) => `  ${row}`);
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

function settingsRows(settings: Settings, style: Style): string[] {
  const tls = { true: 'let through', false: 'not let through: STARTTLS is masked and refused', unknown: 'cannot be told from this file' };
  const rows: [string, string, string][] = [
    ['map', settings.mapName, ''],
    ['TLS', tls[`${settings.allowTls.value}`], sourceOf(settings.allowTls)],
    ['banner', settings.maskBanner.value ? 'masked with asterisks' : 'shown', sourceOf(settings.maskBanner)],
    told('relay', settings.mailRelay),
    ...settings.limits.map((limit): [string, string, string] => [
      'match',
      limitText(limit),
      sourceOf({ statement: limit.match?.statement, fact: limit.fact }),
    ]),
  ].filter((row): row is [string, string, string] => row !== undefined);
  return rows.flatMap(([name, value, source]) => {
    const [first = '', ...rest] = prose(source === '' ? value : `${value}  (${source})`, style.prose - 10);
    return [`  ${name.padEnd(6)}  ${first}`, ...rest.map((row) => `          ${row}`)];
  });
}

function told(name: string, setting: Told<string | undefined>): [string, string, string] | undefined {
  return setting.value === undefined ? undefined : [name, setting.value, sourceOf(setting)];
}

function limitText({ kind, negated, limit, values, action, log }: LimitInForce): string {
  const condition = [negated ? 'not' : '', kind, limit === undefined ? '' : `gt ${limit}`, ...values]
    .filter((word) => word !== '')
    .join(' ');
  const does = [action, log && action !== 'log' ? 'log' : ''].filter((word) => word !== '').join(' ');
  return does === '' ? condition : `${condition}: ${does}`;
}

function pictureAnswer(context: Context, configuration: Configuration): Answer {
  const classes = partition(context, SMTP).map((flows) => ({ ...flows, reason: reasonOf(context, flows) }));
  const { sentences } = pictureOf(context, SMTP, classes);
  const words = context.observations.map((each) => ({
    ...observationJson(each),
    text: textOf(configuration.lines, each.statement),
    said: sentence(each),
  }));
  const groups = grouped(classes, ({ verdict, reason }) => `${verdict.inspected} ${inspectingLine(verdict)?.line} ${reason}`);
  return {
    json: {
      version: 1,
      port: SMTP,
      summary: sentences,
      classes: classes.map(classJson),
      device: words.map(({ said: _, ...word }) => word),
    },
    rows: (style) => [
      ...sentences.flatMap((sentence) => prose(sentence, style.prose).map((row) => style.colors.bold(row))),
      ...groups.flatMap((group) => [
        '',
        ...verdictRows(group[0]!.verdict, group[0]!.reason, configuration, style),
        ...group.flatMap((flows) => classRows(flows, style)),
      ]),
      ...(words.length === 0 ? [] : ['', style.colors.bold('What the device itself says')]),
      ...traceRows(
        words.map(({ line, text, flow, said }) => ({ line, text, result: flow === null ? said : `${said}: ${flow}` })),
        style,
      ),
    ],
  };
}

/** Why it is not known of the flows of a class; undefined where it is known. */
function reasonOf(context: Context, flows: FlowClass): string | undefined {
  return flows.verdict.inspected === 'unknown' ? explainFlow(context, exampleOf(flows, SMTP)).reason : undefined;
}

function observationJson({ source, flow, inspects, statement }: Observation) {
  const asked = flow && printFlow({ ...flow, protocol: 'tcp', sourcePort: undefined });
  return { source, flow: asked ?? null, inspected: inspects, line: statement.line + 1 };
}

function classJson({ ingress: names, source, destination, sourcePorts, verdict, reason }: FlowClass & { reason: string | undefined }) {
  const line = inspectingLine(verdict);
  return {
    ingress: names.map((name) => interfacesInWords([name])),
    source: printSet(source, Number.POSITIVE_INFINITY),
    destination: printSet(destination, Number.POSITIVE_INFINITY),
    sourcePorts,
    inspected: verdict.inspected,
    ...(reason === undefined ? {} : { reason }),
    ...readingsOf(verdict),
    ...inspectorOf(verdict),
    line: line === undefined ? null : line.line + 1,
  };
}

function classRows({ ingress: names, source, destination }: FlowClass, style: Style): string[] {
  const where = names.length === 0 ? '' : `, entering on ${interfacesInWords(names)}`;
  const rows = prose(`from ${printSet(source)} to ${printSet(destination)}${where}`, style.prose - 4);
  return rows.map((row, index) => (index === 0 ? `  - ${row}` : `    ${row}`));
}
