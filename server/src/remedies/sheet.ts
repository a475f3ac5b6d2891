/**
 * The change sheet of a proposal: what one administrator hands to another before a change. What changes and for whom, how to see that the
 * device is still what the file says, what to type, what becomes of connections that exist, how to verify, when to save, the way back, and
 * what all of this rests on. Data: `features/sheet.ts` makes it a page, the command line prints the short form.
 */
import type { Configuration, Context } from '../asa/model.ts';
import {
  CLEAR_CONN,
  CLEAR_CONN_IN_WORDS,
  CLEAR_XLATE_ENDS_CONNECTIONS,
  hasClearConn,
  hasPacketTracer,
  PACKET_TRACER,
} from '../facts/exec-commands.ts';
import { cite } from '../facts/fact.ts';
import { MAIL_PORTS } from '../facts/inspections.ts';
import { BEGUN_MEANWHILE, NEW_CONNECTIONS_ONLY } from '../facts/matching.ts';
import { READINGS } from '../facts/readings.ts';
import { isAtLeast, versionText } from '../facts/versions.ts';
import { listed } from '../text/listed.ts';
import { momentWithout } from './moment.ts';
import { cautionOf, type Example, type Proof, type Proposal } from './remedy.ts';

export interface Section {
  readonly heading: string;
  /** Sentences of plain text; what stands between backticks is code. */
  readonly says: readonly string[];
  /** What to type, a line each. */
  readonly commands?: readonly string[];
  /** What each of `says` is an item of a list. */
  readonly isList?: true;
}

export interface Sheet {
  readonly title: string;
  readonly caution: string | undefined;
  /** `gateway, ASA 9.1(5), context TENANT_A` */
  readonly device: string;
  readonly changes: Section;
  readonly before: Section;
  readonly commands: Section;
  readonly existing: Section;
  readonly verify: Section;
  readonly save: Section;
  readonly wayBack: Section;
  readonly proof: Section;
}

/** Devices whose commands differ so much that a sheet must not mix them. */
type Kind = 'fixup' | 'asa' | 'fwsm' | 'ftd';

/**
 * @param proposal made for `context` of `configuration`
 * @param assumed which devices it is for, in words, where nobody has shown the configuration: it is the factory's
 */
export function changeSheet(configuration: Configuration, context: Context, proposal: Proposal, assumed?: string): Sheet {
  const kind = proposal.flexConfig ? 'ftd' : kindOf(context);
  return {
    title: proposal.title,
    caution: cautionOf(proposal),
    device: assumed === undefined ? deviceOf(context) : `${assumed} with the factory-default policy: compare its names with yours`,
    changes: changes(proposal),
    before: before(configuration, context, proposal, kind, assumed !== undefined),
    commands: typed(proposal.commands, kind),
    existing: existing(context, proposal.proof, kind),
    verify: verify(context, proposal.proof?.example, kind),
    save: save(kind),
    wayBack: wayBack(proposal, kind),
    proof: proof(proposal, assumed === undefined ? 'the file' : 'the factory-default policy'),
  };
}

function kindOf({ version, fixups }: Context): Kind {
  if (isAtLeast(version, '7.0') === false || (version === undefined && fixups.length > 0)) return 'fixup';
  return version?.platform === 'FWSM' ? 'fwsm' : 'asa';
}

function deviceOf({ host, version, changeto }: Context): string {
  const parts = [
    host ?? 'a firewall whose name the file does not tell',
    version === undefined ? 'version not in the file' : versionText(version),
    changeto === undefined ? '' : `context ${changeto}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function changes({ proof: shown }: Proposal): Section {
  const flows = shown?.changed ?? [];
  return {
    heading: 'What changes, and for whom',
    says:
      flows.length === 0
        ? ['No flow is inspected otherwise than before.']
        : [...flows.map((it) => `${it.flow}: ${it.before} before, ${it.after} after`), 'Every other flow keeps its verdict'],
    isList: true,
  };
}

/** The blocks that a command belongs to, as the device prints them. */
const SHOWN: Readonly<Record<string, string>> = {
  'policy-map': 'policy-map',
  'class-map': 'class-map',
  'service-policy': 'service-policy',
  static: 'static',
};

function before(
  { statements, lines }: Configuration,
  context: Context,
  { commands, rollback }: Proposal,
  kind: Kind,
  assumed: boolean,
): Section {
  const paired = statements.some(({ command }) => command === 'failover');
  const unit = paired
    ? 'The file names failover: work on the active unit (`This host: ... Active`), which hands the change on to the other.'
    : 'The file names no failover; if there is a pair after all, work on the active unit.';
  const factory = lines
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => `\`${line.trim()}\``);
  const show = kind === 'fixup' ? ['show fixup'] : [...shows([...commands, ...rollback])];
  if (assumed) {
    return {
      heading: 'Before: is it this policy?',
      says: [
        `These commands are made for ${listed(factory, 'and')}. Where yours has other names, write those; where mail is inspected elsewhere, give its configuration to this program.`,
        'If there is a failover pair, work on the active unit.',
      ],
      commands: show,
    };
  }
  return {
    heading: 'Before: is the device still what the file says?',
    says: [
      'What these show must be what stands in the file, and names that the commands bring in must not be there yet. If not: stop, and make this sheet anew from a fresh copy.',
      ...(kind === 'ftd' ? ['Type them at the prompt of `system support diagnostic-cli`.'] : [unit]),
    ],
    commands: [...toContext(context), ...(kind === 'ftd' || !paired ? [] : ['show failover']), ...show],
  };
}

/** What a change touches, as commands that show it. */
function* shows(commands: readonly string[]): Iterable<string> {
  const told = new Set(['show running-config policy-map', 'show running-config service-policy']);
  for (const line of commands) {
    const [, rest] = /^(?:no |clear configure )?(.+)$/.exec(line) ?? [];
    const [command = '', name = ''] = (rest ?? '').split(' ');
    const block = SHOWN[command];
    if (block !== undefined) told.add(`show running-config ${block}`);
    if (command === 'access-list' && name !== '') told.add(`show running-config access-list ${name}`);
  }
  yield* told;
}

function toContext({ changeto }: Context): readonly string[] {
  return changeto === undefined ? [] : [`changeto context ${changeto}`];
}

function typed(commands: readonly string[], kind: Kind): Section {
  const moment = moments(commands);
  if (kind !== 'ftd') return { heading: 'Commands', says: moment.map((text) => `${text} Paste the lines as one block.`), commands };
  return {
    heading: 'Lines of the FlexConfig object',
    says: ['The prompt of the device takes no configuration: put these into a FlexConfig object (append) and deploy it.', ...moment],
    commands,
  };
}

/** Nothing to say where no inspection is taken out that another one takes the place of. */
function moments(commands: readonly string[]): readonly string[] {
  const moment = momentWithout(commands);
  if (moment === undefined) return [];
  const { from, to, without } = moment;
  const what = without === 'policy' ? 'is met by no inspection of this policy, of mail or of anything else' : 'goes uninspected as mail';
  const price = without === 'policy' ? '; what needs one (FTP, SIP) may fail and has to be started anew' : '';
  return [`A connection that begins between \`${from}\` and \`${to}\` ${what}, and stays so (${cite(BEGUN_MEANWHILE)})${price}.`];
}

function existing({ version }: Context, shown: Proof | undefined, kind: Kind): Section {
  const heading = 'Connections that exist';
  const stays = `They keep the inspection that they began with: the change holds for new connections only (${cite(NEW_CONNECTIONS_ONLY)}).`;
  if (kind === 'fixup' || kind === 'fwsm') {
    const xlate = `\`clear xlate\` would end every connection of the firewall (${cite(CLEAR_XLATE_ENDS_CONNECTIONS)}).`;
    return { heading, says: [stays, `Mail sessions end soon by themselves: wait. ${xlate}`], commands: ['show conn'] };
  }
  const ports = portsOf(shown);
  const clears = hasClearConn(version);
  const price = 'at a price: mail under way is cut off and sent again, and a message cut after its final dot may arrive twice';
  const since = clears === true ? '' : `, if the device has the command (${CLEAR_CONN_IN_WORDS}; ${cite(CLEAR_CONN)})`;
  const commands = listed(
    ports.map((port) => `\`clear conn port ${port}\``),
    'and',
  );
  const end = clears === false ? '' : ` ${commands} ${ports.length > 1 ? 'end' : 'ends'} them at once${since}, ${price}.`;
  return { heading, says: [stays, `Wait until they end.${end}`], commands: ports.map((port) => `show conn port ${port}`) };
}

function verify(context: Context, example: Example | undefined, kind: Kind): Section {
  const heading = 'Verify, with a new session';
  const session =
    'Then open a session anew, from the side that was damaged: behind EHLO stands what the server offers, `250-STARTTLS` among it, and a message arrives.';
  if (kind === 'fixup')
    return { heading, says: ['`show fixup` tells which ports of smtp are still on.', session], commands: ['show fixup'] };
  if (example === undefined)
    return {
      heading,
      says: ['Read the counters before and after a test message.', session],
      commands: ['show service-policy inspect esmtp'],
    };
  const { source, destination, named, port, ingress, after } = example;
  const traces = hasPacketTracer(context.version) !== false;
  return {
    heading,
    says: [
      `Expected for this flow: ${after}.${traces ? ` packet-tracer${traceSince(context)} shows an inspection as a phase \`Type: INSPECT\`.` : ''}`,
      ...(named === destination ? [] : [`${named} is ${destination} as a class of this version names it.`]),
      session,
    ],
    commands: [
      `show service-policy flow tcp host ${source} host ${named} eq ${port}`,
      ...(traces ? [`packet-tracer input ${ingress ?? 'INTERFACE'} tcp ${source} ${EPHEMERAL} ${destination} ${port}`] : []),
    ],
  };
}

/** Where the version does not tell that there is one. */
function traceSince({ version }: Context): string {
  return hasPacketTracer(version) === true ? '' : ` (from ${PACKET_TRACER.value} on; ${cite(PACKET_TRACER)})`;
}

/** Any port that a client may have. */
const EPHEMERAL = 40000;
const SMTP = 25;

/** The single ports at which the change reaches connections; of a range those at which mail is spoken, so as not to end other traffic. */
function portsOf(shown: Proof | undefined): readonly number[] {
  const ports = (shown?.ports ?? []).flatMap(([first, last]) =>
    first === last ? [first] : MAIL_PORTS.value.filter((port) => first <= port && port <= last),
  );
  return ports.length > 0 ? [...new Set(ports)].sort((a, b) => a - b) : [shown?.example?.port ?? SMTP];
}

function save(kind: Kind): Section {
  return kind === 'ftd'
    ? { heading: 'Save', says: ['The deployment saves it.'] }
    : { heading: 'Save, once it is verified', says: ['Until then a reload is a way back as well.'], commands: ['write memory'] };
}

function wayBack({ rollback }: Proposal, kind: Kind): Section {
  const moment = moments(rollback).length === 0 ? '' : ' Here, too, connections that begin meanwhile go uninspected.';
  return {
    heading: 'The way back',
    says: [`${kind === 'ftd' ? 'By FlexConfig too, then deploy.' : 'Then `write memory` again, if the change was saved.'}${moment}`],
    commands: rollback,
  };
}

function proof({ proof: shown }: Proposal, on: string): Section {
  return {
    heading: 'What this rests on',
    says: [
      shown === undefined
        ? 'Not proven: nothing that this changes concerns which mail is inspected.'
        : `Proven on ${on}, not on the device: ${shown.flowsChecked === 0 ? 'the change reaches no flow' : `all flows that the change can reach were compared before and after (${shown.flowsChecked} classes)`}, and what decides about every other flow is the same. Only what stands above changes.`,
      ...(shown === undefined || shown.readings.length === READINGS.length
        ? []
        : ['Holds under the likelier of two readings of the documents, not under the other: verify before you save.']),
      'Sources: CG84 42-7 and CG94 11-7 (which class a flow takes), CG8 (changes hold for new connections only), TAC 225969 (what packet-tracer prints, FTD).',
    ],
    isList: true,
  };
}
