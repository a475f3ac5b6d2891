/** `lab`: a real proxy on 127.0.0.1 between peers that are slow, hostile, silent, or gone. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { playedOf } from '../../server/src/answers/played.ts';
import { sentencesOf } from '../../server/src/cli/commands/lab.ts';
import { READINGS_HELP } from '../../server/src/cli/commands/reading.ts';
import { checkEndpoints, type Endpoint, endpointOf, isLoopback, leadsTo } from '../../server/src/cli/lab/endpoint.ts';
import { type End, Lab, type LabOptions, type Observer } from '../../server/src/cli/lab/proxy.ts';
import { Recording } from '../../server/src/cli/lab/recording.ts';
import { configurationOf } from '../../server/src/cli/load.ts';
import type { EngineEvent } from '../../server/src/masking/events.ts';
import { ANSWER_NAMES, choiceOf, OPEN as QUESTIONS } from '../../server/src/path/open.ts';
import { parseFlow } from '../../server/src/policy/verdict.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { inspection, octets, policy } from '../masking/play.ts';
import { esmtpLens, removeFolders } from './run.ts';

afterAll(removeFolders);

const HERE = '127.0.0.1';
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(serves: (socket: Socket) => void): Promise<Endpoint> {
  const sockets = new Set<Socket>();
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    serves(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, HERE, resolve));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { address: HERE, port: (server.address() as { port: number }).port };
}

interface Seen {
  readonly events: EngineEvent[];
  end: End | undefined;
}

/** The lab before a server, and what it sees of each session. */
async function start(target: Endpoint, options: Partial<LabOptions> = {}) {
  const sessions: Seen[] = [];
  let refused = 0;
  const lab = await Lab.start(
    {
      listen: { address: HERE, port: 0 },
      target,
      inspection: inspection(policy()),
      connections: 8,
      idle: 20_000,
      silentDrops: false,
      ...options,
    },
    {
      refused: () => refused++,
      opened(): Observer {
        const seen: Seen = { events: [], end: undefined };
        sessions.push(seen);
        const nothing = () => undefined;
        return {
          clientSays: nothing,
          clientHears: nothing,
          serverHears: nothing,
          serverSays: nothing,
          event: (event) => seen.events.push(event),
          ended: (end) => {
            seen.end = end;
          },
        };
      },
    },
  );
  closing.push(() => lab.stop());
  return { lab, sessions, refused: () => refused };
}

function client(port: number) {
  const socket = connect({ port, host: HERE, allowHalfOpen: true });
  closing.push(() => socket.destroy());
  const seen = { text: '', ended: false, error: undefined as string | undefined };
  socket.setEncoding('latin1');
  socket.on('data', (text) => {
    seen.text += text;
  });
  socket.on('end', () => {
    seen.ended = true;
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    seen.error = error.code;
  });
  return { socket, seen };
}

async function until(is: () => boolean, ms = 20_000): Promise<void> {
  for (let waited = 0; !is(); waited += 5) {
    if (waited > ms) throw new Error('it did not come to pass');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Until a number is the same for a while. */
async function settled(number: () => number): Promise<number> {
  for (let before = -1; before !== number(); ) {
    before = number();
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  return number();
}

/** Greets, and says 354 to DATA and 250 to the rest. */
function greets(socket: Socket): void {
  socket.write('220 mx.example.com ESMTP\r\n');
  socket.on('data', (data) => {
    for (const line of data.toString('latin1').split('\r\n').slice(0, -1)) {
      const verb = line.split(' ')[0];
      if (verb === 'EHLO') socket.write('250-mx.example.com\r\n250 STARTTLS\r\n');
      else if (verb === 'QUIT') socket.end('221 bye\r\n');
      else socket.write(verb === 'DATA' ? '354 go on\r\n' : '250 ok\r\n');
    }
  });
}

describe('what passes', () => {
  it('is masked as the configuration says, and both ends part in peace', async () => {
    const { lab, sessions } = await start(await serve(greets));
    const { socket, seen } = client(lab.at.port);
    await until(() => seen.text.endsWith('\n'));
    socket.write('EHLO client.example.net\r\n');
    await until(() => seen.text.includes('250 '));
    socket.write('QUIT\r\n');
    await until(() => seen.ended);
    socket.end();
    await until(() => sessions[0]?.end !== undefined);
    expect(seen.text).toBe(`220 ${'*'.repeat(20)}\r\n250-mx.example.com\r\n250 XXXXXXXA\r\n221 bye\r\n`);
    expect(sessions[0]!.events.map(({ kind }) => kind)).toEqual(['greeting-masked', 'keyword-masked']);
    expect(sessions[0]!.end).toBe('by the server');
  });

  it('is as it came where the mail is not inspected', async () => {
    const { lab, sessions } = await start(await serve(greets), { inspection: undefined });
    const { socket, seen } = client(lab.at.port);
    await until(() => seen.text.endsWith('\n'));
    socket.write('EHLO client.example.net\r\n');
    await until(() => seen.text.includes('250 '));
    expect(seen.text).toBe('220 mx.example.com ESMTP\r\n250-mx.example.com\r\n250 STARTTLS\r\n');
    expect(sessions[0]!.events).toEqual([]);
  });

  it('what a side says before it ends its half still arrives', async () => {
    let heard = '';
    const target = await serve((socket) => {
      socket.on('data', (data) => {
        heard += data.toString('latin1');
      });
      socket.on('end', () => socket.end('221 all was heard\r\n'));
    });
    const { lab } = await start(target);
    const { socket, seen } = client(lab.at.port);
    socket.end('NOOP\r\n');
    await until(() => seen.ended);
    expect([heard, seen.text]).toEqual(['NOOP\r\n', `221 ${'*'.repeat(13)}\r\n`]);
  });
});

describe('a session that the firewall ends', () => {
  const long = `DATA\r\nX-Long: ${'a'.repeat(1200)}\r\n`;

  it.each([
    ['drop-connection: the lab hangs up', 'drop-connection', false, undefined, 'dropped by the inspection'],
    ['reset', 'reset', false, 'ECONNRESET', 'reset by the inspection'],
    ['drop-connection, silent', 'drop-connection', true, undefined, 'dropped by the inspection'],
  ])('%s', async (_, action, silentDrops, error, end) => {
    let heard = '';
    const target = await serve((socket) => {
      greets(socket);
      socket.on('data', (data) => {
        heard += data.toString('latin1');
      });
    });
    const { lab, sessions } = await start(target, {
      inspection: inspection(policy(`match header line length gt 998\n  ${action}`)),
      silentDrops,
    });
    const { socket, seen } = client(lab.at.port);
    await until(() => seen.text !== '');
    socket.write('DATA\r\n');
    await until(() => seen.text.includes('354'));
    socket.write(long.slice(6));
    await until(() => sessions[0]!.events.length > 0);
    if (silentDrops) {
      socket.write('.\r\nNOOP\r\n');
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect([seen.ended, seen.error, sessions[0]!.end]).toEqual([false, undefined, undefined]);
      socket.destroy();
    } else await until(() => seen.ended || seen.error !== undefined);
    socket.destroy();
    await until(() => sessions[0]!.end !== undefined);
    expect([seen.error, sessions[0]!.end]).toEqual([error, end]);
    expect(heard).toBe('DATA\r\n');
  });
});

describe('memory does not grow', () => {
  const MEGABYTE = 1 << 20;
  const MUCH = 64;
  /** What the buffers of the system hold of a connection, and more. */
  const BOUND = 24 * MEGABYTE;

  /** Writes without end, and tells how much was taken. */
  const flood = (socket: Socket, piece: Buffer) => {
    for (let sent = 0; sent < MUCH * MEGABYTE; sent += piece.length) socket.write(piece);
    return () => socket.bytesWritten - socket.writableLength;
  };
  const body = Buffer.from(`${'a'.repeat(76)}\r\n`.repeat(1000));

  it('where the server takes no mail data', async () => {
    const target = await serve((socket) => {
      socket.write('220 mx\r\n');
      socket.once('data', () => {
        socket.write('354 go on\r\n');
        socket.pause();
      });
    });
    const { lab } = await start(target);
    const { socket, seen } = client(lab.at.port);
    socket.write('DATA\r\n');
    await until(() => seen.text.includes('354'));
    expect(await settled(flood(socket, body))).toBeLessThan(BOUND);
  });

  it('where the client takes no replies', async () => {
    let taken = () => 0;
    const target = await serve((socket) => {
      taken = flood(socket, Buffer.from('220-mx.example.com\r\n'.repeat(1000)));
    });
    const { lab } = await start(target);
    const { socket } = client(lab.at.port);
    socket.pause();
    await until(() => taken() > 0);
    expect(await settled(() => taken())).toBeLessThan(BOUND);
  });

  it('where the server reads and never answers', async () => {
    let heard = 0;
    const target = await serve((socket) => {
      socket.on('data', (data) => {
        heard += data.length;
      });
    });
    const { lab } = await start(target);
    const { socket } = client(lab.at.port);
    flood(socket, Buffer.from('NOOP\r\n'.repeat(10_000)));
    expect(await settled(() => heard)).toBeLessThan(MEGABYTE);
  });

  it('where no line ever ends', async () => {
    const target = await serve((socket) => socket.resume());
    const { lab, sessions } = await start(target);
    const { socket } = client(lab.at.port);
    socket.write('NOOP ');
    flood(socket, Buffer.from('a'.repeat(MEGABYTE)));
    await until(() => sessions[0]?.events.some(({ kind }) => kind === 'matched') === true);
    expect(sessions[0]!.events.at(-1)).toMatchObject({ outcome: 'closed', match: { text: 'cmd line length gt 512' } });
  });

  it('in a recording', () => {
    const recording = new Recording('client', 'mx');
    const line = octets(`NOOP ${'a'.repeat(5000)}\r\n`);
    for (let i = 0; i < 20_000; i++) recording.clientSays(line);
    const text = recording.end('ended by the client', false);
    expect(text.length).toBeLessThan(300_000);
    expect(text).toMatch(/=== \d+ more lines are not recorded\.\n=== Connection closed/);
  });
});

describe('sessions are bounded', () => {
  const silent = (socket: Socket) => socket.resume().on('end', () => socket.end());

  it('in number', async () => {
    const { lab, refused, sessions } = await start(await serve(silent), { connections: 2 });
    client(lab.at.port);
    const second = client(lab.at.port);
    await until(() => sessions.length === 2);
    const third = client(lab.at.port);
    await until(() => third.seen.ended || third.seen.error !== undefined);
    await until(() => refused() === 1);
    second.socket.destroy();
    await until(() => sessions.some(({ end }) => end !== undefined));
    client(lab.at.port);
    await until(() => sessions.length === 3);
  });

  it('in time', async () => {
    const { lab, sessions } = await start(await serve(silent), { idle: 100 });
    const { seen } = client(lab.at.port);
    await until(() => seen.ended);
    expect(sessions[0]!.end).toBe('idle');
  });

  it('and all of them end when the lab is stopped', async () => {
    const { lab, sessions } = await start(await serve(silent));
    const clients = [client(lab.at.port), client(lab.at.port)];
    await until(() => sessions.length === 2);
    await lab.stop();
    await until(() => clients.every(({ seen }) => seen.ended || seen.error !== undefined));
    expect(sessions.map(({ end }) => end)).toEqual(['stopped', 'stopped']);
    closing.pop();
  });

  const tooLong = async (socket: Socket, said: () => string) => {
    await until(() => said() !== '');
    socket.write(`NOOP ${'a'.repeat(600)}\r\n`);
  };
  /** Each brings a session as far as it is called; `said` is what the client was told. */
  const STATES: readonly {
    readonly state: string;
    readonly bring: (socket: Socket, said: () => string) => Promise<unknown>;
    readonly options?: Partial<LabOptions>;
  }[] = [
    { state: 'before the greeting', bring: async () => undefined },
    { state: 'within a command', bring: async (socket) => socket.write('EHLO cli') },
    { state: 'a command typed key by key', bring: async (socket) => socket.write('E') },
    {
      state: 'within mail data',
      bring: async (socket, said) => {
        socket.write('DATA\r\n');
        await until(() => said().includes('354'));
        socket.write('Subject: half a li');
      },
    },
    { state: 'dropped, and waiting for its ends to go', bring: tooLong },
    { state: 'dropped in silence', bring: tooLong, options: { silentDrops: true } },
    { state: 'half closed', bring: async (socket) => socket.end('NOOP\r\n') },
  ];

  it.each(STATES)('and each is ended once when the lab is stopped: $state', async ({ bring, options = {} }) => {
    const heard: number[] = [];
    const target = await serve((socket) => {
      socket.on('data', (data) => heard.push(data.length));
      greets(socket);
    });
    const { lab, sessions } = await start(target, options);
    const { socket, seen } = client(lab.at.port);
    await until(() => sessions.length === 1);
    await bring(socket, () => seen.text);
    await settled(() => seen.text.length + heard.length + sessions[0]!.events.length);
    await lab.stop();
    closing.splice(closing.length - 2, 1);
    await until(() => seen.ended || seen.error !== undefined || socket.destroyed);
    expect([sessions.length, sessions[0]!.end]).toEqual([1, expect.anything()]);
  });

  it('and a flood of clients is turned away, without keeping those that are there from going on', async () => {
    const { lab, sessions, refused } = await start(await serve(greets), { connections: 2 });
    const kept = client(lab.at.port);
    await until(() => kept.seen.text.endsWith('\n'));
    for (let wave = 0; wave < 10; wave++) {
      const flood = Array.from({ length: 100 }, () =>
        connect({ port: lab.at.port, host: HERE })
          .on('error', () => undefined)
          .resume(),
      );
      await until(() => flood.filter((socket) => socket.closed).length >= 99);
      for (const socket of flood) socket.destroy();
      await until(() => flood.every((socket) => socket.closed));
    }
    kept.socket.write('EHLO client.example.net\r\n');
    await until(() => kept.seen.text.includes('250 '));
    kept.socket.write('QUIT\r\n');
    await until(() => sessions[0]!.end !== undefined);
    expect(refused()).toBeGreaterThan(0);
    expect(
      sessions
        .slice(1)
        .flatMap(({ events }) => events)
        .every(({ kind }) => kind === 'greeting-masked'),
    ).toBe(true);
  });

  it('and a client that says an octet at a time is told as one that types', async () => {
    let heard = '';
    const target = await serve((socket) => {
      socket.write('220 mx.example.com ESMTP\r\n');
      socket.on('data', (data) => {
        heard += data.toString('latin1');
        if (heard.endsWith('\n')) socket.write(`500 5.5.1 Command unrecognized: "${heard.trim()}"\r\n`);
      });
    });
    const { lab, sessions } = await start(target);
    const { socket, seen } = client(lab.at.port);
    socket.setNoDelay();
    await until(() => seen.text !== '');
    for (const [at, octet] of Array.from('EHLO me\r\n').entries()) {
      socket.write(octet);
      await until(() => heard.length > at);
    }
    await until(() => seen.text.includes('500 '));
    expect(seen.text).toContain('"XXXXXXX"');
    expect(sessions[0]!.events.at(-1)).toMatchObject({ kind: 'keys-overwritten', before: 'EHLO me' });
  });

  it('a server that cannot be reached is told', async () => {
    const gone = await serve(silent);
    await closing.pop()!();
    const { lab, sessions } = await start(gone);
    client(lab.at.port);
    await until(() => sessions[0]?.end !== undefined);
    expect(sessions[0]!.end).toMatchObject({ side: 'server', error: { code: 'ECONNREFUSED' } });
  });
});

describe('over IPv6', () => {
  it('a session passes, masked, from ::1 to ::1', async ({ skip }) => {
    const server = createServer(greets);
    const listens = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(0, '::1', () => resolve(true));
    });
    if (!listens) skip('this machine has no ::1');
    closing.push(() => server.close());
    const port = (server.address() as { port: number }).port;
    const { lab, sessions } = await start({ address: '::1', port }, { listen: { address: '::1', port: 0 } });
    const socket = connect({ port: lab.at.port, host: '::1' });
    closing.push(() => socket.destroy());
    let text = '';
    socket.on('data', (data) => {
      text += data.toString('latin1');
    });
    await until(() => text.endsWith('\n'));
    socket.end('QUIT\r\n');
    await until(() => sessions[0]?.end !== undefined);
    expect(text).toBe(`220 ${'*'.repeat(20)}\r\n221 bye\r\n`);
    expect([isLoopback(lab.at.address), leadsTo(lab.at, lab.at)]).toEqual([true, true]);
  });
});

describe('addresses', () => {
  it.each([
    ['127.0.0.1:2525', HERE, 2525],
    ['2525', HERE, 2525],
    [':2525', HERE, 2525],
    ['[::1]:25', '::1', 25],
    ['localhost:25', expect.stringMatching(/^(127\.|::1)/), 25],
  ])('%s', async (text, address, port) => {
    expect(await endpointOf(text, '--to')).toEqual({ address, port });
  });

  it.each(['', '127.0.0.1', '::1:25', '127.0.0.1:99999', 'a b:25:1'])('%j is none', async (text) => {
    await expect(endpointOf(text, '--to')).rejects.toThrow(/^--to: write ADDRESS:PORT/);
  });

  const at = (address: string, port = 25): Endpoint => ({ address, port });
  it.each([
    [at(HERE), at(HERE), true],
    [at('::ffff:127.0.0.1'), at(HERE), true],
    [at(HERE), at('0.0.0.0'), true],
    [at(HERE), at('::'), true],
    [at('0.0.0.0'), at(HERE), true],
    [at('::'), at('::'), true],
    [at(HERE, 26), at(HERE), false],
    [at('127.0.0.2'), at(HERE), false],
    [at('192.0.2.25'), at('0.0.0.0'), false],
  ])('who connects to %j comes to the lab at %j: %j', (target, listen, leads) => {
    expect(leadsTo(target, listen)).toBe(leads);
  });

  it.each([
    [at('0.0.0.0'), at(HERE, 26), false, '--listen: 0.0.0.0:25 is beyond this machine; --allow-remote allows it'],
    [at(HERE), at('192.0.2.25'), false, '--to: 192.0.2.25:25 is beyond this machine; --allow-remote allows it'],
    [at('::1'), at('2001:db8::25'), false, '--to: [2001:db8::25]:25 is beyond this machine; --allow-remote allows it'],
    [at('0.0.0.0'), at(HERE), true, '--to: 127.0.0.1:25 is where the lab itself listens'],
  ])('%j to %j, remote allowed: %j', (listen, target, remote, message) => {
    expect(() => checkEndpoints(listen, target, remote)).toThrow(message);
  });

  it('beyond this machine where it is allowed, within it always', () => {
    checkEndpoints(at('0.0.0.0'), at('192.0.2.25'), true);
    checkEndpoints(at('::1'), at('127.0.0.53'), false);
  });
});

describe('a recording', () => {
  const recorded = (said: readonly (readonly ['C' | 'S', string])[]) => {
    const recording = new Recording('client', '127.0.0.1:25');
    for (const [who, text] of said) {
      if (who === 'C') recording.clientSays(octets(text));
      else recording.serverSays(octets(text));
    }
    return recording.end('ended by the client', false);
  };

  it('hides what authenticates, and not the mail', () => {
    const text = recorded([
      ['S', '220 mx ESMTP\r\n'],
      ['C', 'AUTH LOGIN\r\n'],
      ['S', '334 VXNlcm5hbWU6\r\n'],
      ['C', 'am9l\r\n'],
      ['S', '334 UGFzc3dvcmQ6\r\n'],
      ['C', 'c2Vj'],
      ['C', 'cmV0\r\n'],
      ['S', '235 ok\r\n'],
      ['C', 'DATA\r\n'],
      ['S', '354 go on\r\n'],
      ['C', 'Subject: x\r\n\r\nVXNlcm5hbWU6\r\n.\r\n'],
      ['S', '250 ok\r\n'],
    ]);
    expect(text).not.toMatch(/am9l|c2Vj|cmV0/);
    expect(text).toContain(' -> VXNlcm5hbWU6\n -> .\n');
    const [session] = readTranscript(Lines.read(text)).sessions;
    expect(session!.commands.map(({ verb, reply }) => [verb, reply?.code])).toEqual([
      ['AUTH', 334],
      ['', 334],
      ['', 235],
      ['DATA', 354],
    ]);
    expect(session!.messages[0]!.body.map(({ text }) => text)).toEqual(['VXNlcm5hbWU6']);
    expect(session!.host).toBe('127.0.0.1:25');
  });

  it('ends where TLS begins, and empty lines and control characters are there', () => {
    const text = recorded([
      ['S', '220 mx ESMTP\r\n'],
      ['C', 'NOOP \u0007\u0000\r\n'],
      ['S', '250 ok\r\n'],
      ['C', 'DATA\r\n'],
      ['S', '354 go on\r\n'],
      ['C', 'Subject: x\r\n\r\n\n.\r\n'],
      ['S', '250 ok\r\n'],
      ['C', 'STARTTLS\r\n'],
      ['S', '220 ready\r\n'],
      ['C', '\u0016\u0003\u0001\n\n\n'],
    ]);
    expect(text).toBe(`=== Connected to 127.0.0.1:25.
<-  220 mx ESMTP
 -> NOOP ??
<-  250 ok
 -> DATA
<-  354 go on
 -> Subject: x
 -> 
 -> 
 -> .
<-  250 ok
 -> STARTTLS
<-  220 ready
=== TLS started: what follows is encrypted.
=== Connection closed: ended by the client.
`);
  });
});

describe('what is played', () => {
  const configuration = (text: string) => configurationOf({ lines: Lines.read(text) } as never, undefined);
  const played = (text: string, names: readonly string[] = [], flow?: string) => {
    const read = configuration(text);
    const chosen = playedOf(read, read.contexts[0]!, flow === undefined ? undefined : parseFlow(flow), choiceOf(names));
    return { ...chosen, words: sentencesOf(chosen) };
  };
  const OPEN = policy('', 'ASA Version 9.12(1)');

  it('names the line, and what it does', () => {
    expect(played(policy()).words).toEqual([
      'Mail is inspected by "inspect esmtp", line 6, map _default_esmtp_map: TLS not let through, banner masked.',
    ]);
    expect(played('PIX Version 6.3(5)\nfixup protocol smtp 25\n').words).toEqual([
      'Mail is inspected by "fixup protocol smtp 25", line 2: TLS not let through, banner masked.',
    ]);
  });

  it('where the version leaves TLS open, says what is played and how to play the other', () => {
    expect(played(OPEN).words[1]).toMatch(
      /^Whether TLS is allowed the file cannot tell \(.*\); played: not allowed; the other: --reading tls\.$/,
    );
    const other = played(OPEN, ['tls']);
    expect(other.words[1]).toContain('played: allowed; the other: --reading no-tls');
    expect([played(OPEN).inspection!.tls.allowed, other.inspection!.tls.allowed]).toEqual([false, true]);
  });

  it('where the documents can be read in two ways, likewise', () => {
    const two = `ASA Version 9.1(5)
class-map inspection_default
 match default-inspection-traffic
class-map B
 match port tcp eq smtp
policy-map P
 class inspection_default
  inspect ftp
 class B
  inspect esmtp
service-policy P global
`;
    const [engine, one] = [played(two), played(two, ['by-class'])];
    expect(engine.inspection).toBeDefined();
    expect(engine.words.join(' ')).toContain('played: read by engine, the likelier; the other: --reading by-class');
    expect(one.inspection).toBeUndefined();
    expect(one.words.join(' ')).toContain('played: read by class; the other: --reading by-engine');
  });

  it('where the file cannot tell whether mail is inspected, likewise', () => {
    const open = `ASA Version 9.1(5)
object network CLOUD
 fqdn mail.example.com
access-list A extended permit tcp any object CLOUD eq smtp
class-map A
 match access-list A
policy-map P
 class A
  inspect esmtp
service-policy P global
`;
    const flow = 'tcp 203.0.113.9 -> 192.0.2.25:25';
    expect(played(open, [], flow).words.join(' ')).toMatch(/cannot tell \(.*\); played: it is; the other: --reading not-inspected\./);
    expect(played(open, ['not-inspected'], flow).inspection).toBeUndefined();
  });

  it('mail that is not inspected passes', () => {
    const none = policy().replace('  inspect esmtp\n', '  inspect ftp\n').replace('eq smtp', 'eq ftp');
    expect(played(none).words).toEqual(['Mail is not inspected: sessions pass as they are.']);
  });

  it('mail to another port than 25 is judged by that port', () => {
    const read = configuration(policy().replace('eq smtp', 'eq 587'));
    const words = (port?: number) => playedOf(read, read.contexts[0]!, undefined, {}, port).words[0];
    expect(words(587)).toMatch(/^Mail to port 587 is inspected by "inspect esmtp", line 6/);
    expect(words()).toBe('Mail is not inspected: sessions pass as they are.');
  });

  it('a file that tells nothing is no firewall to play', () => {
    expect(() => played('ASA Version 9.1(5)\nhostname fw\n')).toThrow(/^Mail is perhaps inspected: .*; there is nothing to play$/);
  });

  it('several ways: a flow must be named', () => {
    const several = `ASA Version 9.1(5)
access-list A extended permit tcp host 192.0.2.1 any eq smtp
class-map A
 match access-list A
class-map B
 match port tcp eq smtp
policy-map type inspect esmtp M
 parameters
  allow-tls
policy-map P
 class A
  inspect esmtp M
 class B
  inspect esmtp
service-policy P global
`;
    expect(() => played(several)).toThrow(/inspects mail in 2 ways; say which is meant: "tcp .* or "tcp /);
    expect(played(several, [], 'tcp 192.0.2.1 -> 198.51.100.1:25').inspection!.tls.allowed).toBe(true);
  });

  it('every reading that can be named decides something', () => {
    for (const name of ANSWER_NAMES) {
      const [[question, answer] = [], ...others] = Object.entries(choiceOf([name]));
      expect([name, others]).toEqual([answer?.name, []]);
      const decides = ({ inspected, reading, readings }: NonNullable<typeof answer>) => JSON.stringify([inspected, reading, readings]);
      const same = QUESTIONS[question as keyof typeof QUESTIONS].filter((other) => decides(other) === decides(answer!));
      expect(same).toEqual([answer]);
    }
    expect(READINGS_HELP.match(/[\w-]+(?=, | {2,})/g)).toEqual(expect.arrayContaining([...ANSWER_NAMES]));
  });
});

describe('the command', () => {
  const lab = (...argv: string[]) => esmtpLens(['lab', 'fw.asa', '--listen', '127.0.0.1:0', ...argv], { files: { 'fw.asa': policy() } });

  it.each([
    [['--to', '192.0.2.25:25'], '--to: 192.0.2.25:25 is beyond this machine'],
    [['--to', 'x'], '--to: write ADDRESS:PORT'],
    [['--to', '25', '--flow', 'udp'], '--flow: a flow begins with tcp'],
    [['--to', '25', '--reading', 'x'], 'It is one of inspected, not-inspected'],
    [['--to', '25', '--connections', '0'], 'It is a number from 1'],
    [['--to', '25', '--record', 'no/such/folder'], 'no/such/folder: no such file or folder'],
  ])('%j', async (argv, message) => {
    const { code, err } = await lab(...argv);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });
});
