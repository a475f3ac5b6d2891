/** One row a firewall: what it does to mail, and what to do first. For the one who has four hundred of them. */

import { isIn } from '../asa/find.ts';
import type { Context, Statement } from '../asa/model.ts';
import { signsIn } from '../asa/recognition.ts';
import { losesTls, type Settings } from '../asa/settings.ts';
import { versionText } from '../facts/versions.ts';
import { configurationIn, type Document } from '../features/document.ts';
import { exemptedHosts } from '../mail/exemptions.ts';
import { type InspectionInForce, inspectionsInForce, mailFlows, meeting } from '../mail/inspections.ts';
import { losesMail, whatIsLost } from '../mail/lost-mail.ts';
import { mailHosts } from '../mail/mail-hosts.ts';
import { pictureOf } from '../policy/picture.ts';
import { unjudgedBecause } from '../policy/unjudged.ts';
import { ruleNamed } from '../rules/catalogue.ts';
import { type Finding, SEVERITIES } from '../rules/finding.ts';
import { itemAt, sure } from '../text/at.ts';
import { inPlainWords } from '../text/markup.ts';
import { type CheckedFile, checked, countsOf } from './check.ts';
import type { Firewall, Problem, SurveyAnswer } from './types.ts';

/** The port of mail that a survey is about, as the findings are. */
const SMTP = 25;

/** @returns a row for each firewall, or security context, of which the document has a line; none where it holds no configuration */
export function firewallsIn(path: string, document: Document): readonly Firewall[] {
  const configuration = configurationIn(document);
  if (configuration === undefined) return [];
  const file = checked(path, document);
  const { contexts, lines, statements } = configuration;
  return contexts.flatMap((context) => {
    const own = statements.filter((statement) => isIn(context, lines.lineOf(statement)));
    return own.some(({ command }) => command !== '') ? [firewallOf(file, context, own)] : [];
  });
}

/** Whether the text reads as the configuration of a router or a switch: it is no firewall of a fleet, whatever else is in it. */
export function isOfAnotherDevice({ lines }: Document): boolean {
  const { own, foreign, titled } = signsIn(lines);
  return !titled && own < foreign;
}

function firewallOf(file: CheckedFile, context: Context, own: readonly Statement[]): Firewall {
  const { host, version } = context;
  const findings = file.findings.filter(({ range }) => isIn(context, range.start.line));
  const inspections = inspectionsInForce(context);
  return {
    path: file.path,
    line: itemAt(context.runs, 0)[0] + 1,
    device: host ?? null,
    context: context.changeto ?? null,
    version: version === undefined ? null : versionText(version),
    mode: modeOf(context),
    transparent: own.some(({ words: [first, second] }) => first?.text === 'firewall' && second?.text === 'transparent') || undefined,
    ...mailOf(context),
    inspections: inspections.map(({ inspector, settings, statement, ports, certain }) => ({
      line: context.lines.lineOf(statement) + 1,
      inspection: inspector.action?.protocol ?? `fixup ${sure(inspector.fixup).protocol}`,
      map: settings.mapName === '' ? null : settings.mapName,
      ports,
      certain,
    })),
    tls: inspections.length === 0 ? null : worst(inspections, tlsUnder, ['hidden', 'unknown', 'through'] as const),
    banner: inspections.length === 0 ? null : worst(inspections, bannerUnder, ['masked', 'unknown', 'shown'] as const),
    hosts: hostsOf(context, inspections),
    drops: [...new Set(inspections.flatMap(({ settings }) => dropsOf(settings)))],
    findings: countsOf([{ ...file, findings }]),
    first: firstOf(file, findings),
  };
}

function modeOf({ isSystemSpace, changeto, partOfDevice }: Context): Firewall['mode'] {
  if (isSystemSpace || partOfDevice === 'system') return 'system';
  return changeto !== undefined || partOfDevice === 'context' ? 'context' : 'single';
}

/** How much of the mail is inspected, and in sentences which. */
function mailOf(context: Context): Pick<Firewall, 'mail' | 'says'> {
  const unjudged = unjudgedBecause(context);
  if (unjudged !== undefined) return { mail: 'unknown', says: [`${unjudged.reason}; what would tell: ${unjudged.instead}`] };
  const flows = mailFlows(context);
  const { sentences } = pictureOf(context, SMTP, flows);
  const verdicts = new Set(flows.map(({ verdict }) => verdict.inspected));
  if (verdicts.has(true)) return { mail: verdicts.size === 1 ? 'all' : 'some', says: sentences };
  return { mail: verdicts.has('unknown') ? 'unknown' : 'none', says: sentences };
}

/** The first of the values that one of the inspections has; of one that perhaps meets no mail, nothing is known. */
function worst<T extends string>(inspections: readonly InspectionInForce[], of: (settings: Settings) => T, order: readonly T[]): T {
  const values = inspections.map(({ settings, certain }) => (certain || of(settings) === order.at(-1) ? of(settings) : itemAt(order, 1)));
  return sure(order.find((value) => values.includes(value)));
}

function tlsUnder(settings: Settings): 'hidden' | 'unknown' | 'through' {
  const lost = losesTls(settings);
  return lost === 'unknown' ? lost : lost ? 'hidden' : 'through';
}

function bannerUnder({ maskBanner: { value, fact } }: Settings): 'masked' | 'unknown' | 'shown' {
  if (fact?.mark === 'unverified') return 'unknown';
  return value ? 'masked' : 'shown';
}

/** The hosts that the file names as mail hosts, and those that it exempts. Exempt is one whose mail no inspection takes, not perhaps either. */
function hostsOf(context: Context, inspections: readonly InspectionInForce[]): Firewall['hosts'] {
  const named = new Map([...mailHosts(context), ...exemptedHosts(context)].map((host) => [host.address, host]));
  const inspecting = inspections.map(({ flows }) => meeting(flows));
  return [...named.values()].map((host) => ({
    address: host.address,
    name: host.label ?? null,
    exempt: inspecting.length > 0 && !inspecting.some((meets) => meets(host)),
  }));
}

function dropsOf({ limits }: Settings): string[] {
  return limits
    .filter(({ action }) => losesMail(action))
    .map(({ kind, limit, negated }) => `${negated ? 'all but ' : ''}${whatIsLost(kind, limit) ?? kind}`);
}

/** The worst finding, the surest of these first, and what is done about it. */
function firstOf(file: CheckedFile, findings: readonly Finding[]): Firewall['first'] {
  const rank = ({ severity, confidence }: Finding) =>
    SEVERITIES.indexOf(severity) * 3 + ['certain', 'likely', 'possible'].indexOf(confidence);
  const [finding] = findings.toSorted((a, b) => rank(a) - rank(b));
  if (finding === undefined) return null;
  const { rule, severity, confidence, advice, range } = finding;
  const remedies = file.remedies(finding).filter(({ proven }) => proven);
  const remedy = remedies.find(({ preferred }) => preferred) ?? remedies[0];
  const todo = inPlainWords(remedy?.title ?? advice ?? ruleNamed(rule)?.summary ?? rule);
  return { rule, severity, confidence, line: range.start.line + 1, todo };
}

const MAIL: readonly Firewall['mail'][] = ['all', 'some', 'unknown', 'none'];

/** Worst first: by the severities of the findings and how many there are of each, then by how much mail is inspected; else in the order given. */
function worseFirst(a: Firewall, b: Firewall): number {
  const worstOf = ({ findings }: Firewall) => SEVERITIES.findIndex((severity) => findings[severity] > 0) >>> 0;
  const counted = SEVERITIES.map((severity) => b.findings[severity] - a.findings[severity]);
  return worstOf(a) - worstOf(b) || counted.find((difference) => difference !== 0) || MAIL.indexOf(a.mail) - MAIL.indexOf(b.mail);
}

/** @param firewalls in the order of the inputs */
export function surveyAnswer(firewalls: readonly Firewall[], problems: readonly Problem[]): SurveyAnswer {
  const count = (mail: Firewall['mail']) => firewalls.filter((each) => each.mail === mail).length;
  return {
    version: 1,
    firewalls: firewalls.toSorted(worseFirst),
    problems,
    summary: { firewalls: firewalls.length, all: count('all'), some: count('some'), none: count('none'), unknown: count('unknown') },
  };
}
