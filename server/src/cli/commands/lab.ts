/** `lab`: a proxy that treats real sessions as the firewall of a configuration would, and tells what it does as it does it. */

import { closeSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { Option } from 'commander';
import { contextOf } from '../../answers/asked-context.ts';
import { readFlow, refuseUnknown } from '../../answers/explain.ts';
import { type Played, playedOf } from '../../answers/played.ts';
import { knownVersion } from '../../answers/settings.ts';
import type { Context } from '../../asa/model.ts';
import { cite } from '../../facts/fact.ts';
import { MAIL_PORTS } from '../../facts/inspections.ts';
import { DROP_CONNECTION_IS_SILENT } from '../../facts/map-actions.ts';
import type { EngineEvent } from '../../masking/events.ts';
import { type Connection, UNTOLD } from '../../masking/syslog.ts';
import { choiceOf } from '../../path/open.ts';
import type { Flow } from '../../policy/flow.ts';
import { routesTo } from '../../policy/routing.ts';
import { printEndpoint } from '../../policy/verdict.ts';
import { parseAddress } from '../../sets/addresses.ts';
import { sure } from '../../text/at.ts';
import { Failure, reasonOf } from '../exit.ts';
import { below } from '../help.ts';
import { checkEndpoints, endpointOf } from '../lab/endpoint.ts';
import { type End, Lab, type Observer, type Observers } from '../lab/proxy.ts';
import { Recording } from '../lab/recording.ts';
import { endInWords, type Happening, inJson, inRows, MOST_TOLD, type Teller } from '../lab/telling.ts';
import { configurationOf, load } from '../load.ts';
import type { Terminal } from '../terminal.ts';
import { prose } from '../width.ts';
import { type CommandMaker, type CommonOptions, command, count, resultStyle } from './common.ts';
import { READINGS_HELP, readingOption } from './reading.ts';

interface Options extends CommonOptions {
  readonly listen: string;
  readonly to: string;
  readonly flow?: string;
  readonly context?: string;
  readonly asaVersion?: string;
  readonly reading: readonly string[];
  readonly allowRemote?: true;
  readonly silentDrops?: true;
  readonly record?: string;
  readonly recordServer?: string;
  readonly connections: number;
  readonly idle: number;
}

const HELP = `${READINGS_HELP}

--format json writes a line of JSON for each thing that happens. A record is written as the client saw the sessions (--record, in the
form of swaks) or as the server did (--record-server, in the form of Exim): check and unmask read it. Passwords of AUTH are hidden in it.

Example: a test server on port 25 behind the firewall of a file, and a client on the other side:
  esmtp-lens lab firewall.asa --listen 127.0.0.1:2525 --to 127.0.0.1:25 --record session.smtp
  swaks --server 127.0.0.1 --port 2525 --tls --to user@example.com`;

export const lab: CommandMaker = (terminal) =>
  command('lab', 'treat real sessions as this firewall would, and tell what it does to them')
    .argument('<config>', 'a firewall configuration, or - for standard input')
    .requiredOption('--listen <address:port>', 'where clients connect; port 0 lets the system pick one')
    .requiredOption('--to <address:port>', 'the mail server')
    .option('--flow <flow>', 'the connection that the sessions stand for; without it, the mail that the file inspects')
    .option('--context <name>', 'the security context or configuration, where the file holds several')
    .option('--asa-version <version>', 'the version of a configuration that names none: 9.1(5), PIX 6.3(5)', knownVersion)
    .addOption(readingOption())
    .option('--record <file>', 'write down the sessions as the client saw them')
    .option('--record-server <file>', 'write down the sessions as the server saw them')
    .option('--allow-remote', 'listen on, or pass on to, an address beyond this machine')
    .option(
      '--silent-drops',
      `after drop-connection leave both ends waiting, as a device does (${cite(DROP_CONNECTION_IS_SILENT)}); else the lab hangs up`,
    )
    .addOption(new Option('--connections <number>', 'how many may be open at one time').argParser(count).default(64))
    .addOption(new Option('--idle <seconds>', 'end a session in which nobody says anything').argParser(count).default(300))
    .addHelpText('after', below(HELP))
    .action((path: string, options: Options) => run(path, options, terminal));

async function run(path: string, options: Options, terminal: Terminal): Promise<void> {
  const flow = options.flow === undefined ? undefined : readFlow(options.flow);
  const configuration = configurationOf(await load(path, terminal), options.asaVersion);
  const context = contextOf(configuration, options.context);
  if (flow?.ingress !== undefined) refuseUnknown(flow.ingress, context);
  const [listen, target] = [await endpointOf(options.listen, '--listen'), await endpointOf(options.to, '--to')];
  // A server for tests has any port, and stands for one on 25.
  const port = MAIL_PORTS.value.includes(target.port) ? target.port : undefined;
  const played = playedOf(configuration, context, flow, choiceOf(options.reading), port);
  checkEndpoints(listen, target, options.allowRemote ?? false);
  const style = resultStyle(terminal, options);
  const teller: Teller = { configuration, platform: played.inspection?.platform ?? 'ASA', style };
  const files = [filesOf(options.record, terminal), filesOf(options.recordServer, terminal)] as const;
  const tell = (session: number, happening: Happening) =>
    terminal.stdout.write(
      options.format === 'json' ? inJson(session, happening, teller) : `${inRows(session, happening, teller).join('\n')}\n`,
    );
  const observers = observing(context, played, printEndpoint(target), files, tell, (text) => terminal.stderr.write(`${text}\n`));
  const running = await Lab.start(
    {
      listen,
      target,
      inspection: played.inspection,
      connections: options.connections,
      idle: options.idle * 1000,
      silentDrops: options.silentDrops ?? false,
    },
    observers,
  ).catch((error) => {
    throw new Failure(`--listen: ${printEndpoint(listen)}: ${reasonOf(error)}`);
  });
  for (const sentence of sentencesOf(played)) terminal.stderr.write(`${prose(sentence, style.prose).join('\n')}\n`);
  terminal.stderr.write(`Listening on ${printEndpoint(running.at)}, passing on to ${printEndpoint(target)}. Ctrl+C ends it.\n`);
  await signalled();
  await running.stop();
  for (const file of files) file?.close();
}

/** What is played, what is in doubt, and how to play the other. */
export function sentencesOf({ words, doubts }: Played): readonly string[] {
  return [...words, ...doubts.map(({ says, other }) => `${says}${other === undefined ? '' : `; the other: --reading ${other}`}.`)];
}

/** When the person, or the system, ends the program. */
function signalled(): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      for (const signal of ENDING) process.off(signal, end);
      resolve();
    };
    for (const signal of ENDING) process.on(signal, end);
  });
}

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface RecordFile {
  write(text: string): void;
  close(): void;
}

/** Sessions are appended whole, as they end. @throws Failure naming the file */
function filesOf(path: string | undefined, { cwd }: Terminal): RecordFile | undefined {
  if (path === undefined) return undefined;
  try {
    const file = openSync(resolve(cwd, path), 'w', 0o600);
    return { write: (text) => writeSync(file, Buffer.from(text, 'latin1')), close: () => closeSync(file) };
  } catch (error) {
    throw new Failure(`${path}: ${reasonOf(error)}`);
  }
}

function observing(
  context: Context,
  { flow, verdict }: Played,
  target: string,
  [clientFile, serverFile]: readonly [RecordFile | undefined, RecordFile | undefined],
  tell: (session: number, happening: Happening) => void,
  warn: (text: string) => void,
): Observers {
  let sessions = 0;
  const ends = endsOf(context, flow, verdict.ingress.names);
  return {
    refused: () => warn('A client was turned away: too many connections are open (--connections).'),
    opened(client): Observer {
      const session = ++sessions;
      const connection = { client: { ...ends.client, port: client.port }, server: ends.server };
      const seen = clientFile === undefined ? undefined : new Recording('client', target);
      const seenByServer = serverFile === undefined ? undefined : new Recording('server', target);
      let told = 0;
      let changed = 0;
      tell(session, { kind: 'opened', client });
      return {
        clientSays: (octets) => seen?.clientSays(octets),
        clientHears: (octets) => seen?.serverSays(octets),
        serverHears: (octets) => seenByServer?.clientSays(octets),
        serverSays: (octets) => seenByServer?.serverSays(octets),
        event(event: EngineEvent) {
          if (event.outcome !== 'passed') changed++;
          told++;
          if (told <= MOST_TOLD) tell(session, { kind: 'event', event, connection });
          else if (told === MOST_TOLD + 1) tell(session, { kind: 'more' });
        },
        ended(end: End) {
          const words = endInWords(end);
          const cut = end !== 'by the client';
          if (seen !== undefined) sure(clientFile).write(`${seen.end(words, cut)}\n`);
          if (seenByServer !== undefined) sure(serverFile).write(`${seenByServer.end(words, cut)}\n`);
          tell(session, { kind: 'ended', end, changed });
        },
      };
    },
  };
}

/** The two ends as the device's syslog names them: those of the flow, else of no one in particular. */
function endsOf(context: Context, flow: Flow | undefined, ingress: readonly string[]): Connection {
  if (flow === undefined) return UNTOLD;
  const [route] = routesTo(context, sure(parseAddress(flow.destination)));
  return {
    client: { interface: ingress[0] ?? UNTOLD.client.interface, address: flow.source, port: 0 },
    server: { interface: route?.interface ?? UNTOLD.server.interface, address: flow.destination, port: flow.destinationPort },
  };
}
