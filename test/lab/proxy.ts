/**
 * Stands between a client and a server and does to the session what the project's own forward masking says that a firewall
 * does. A test tool: a line at a time, no TLS (STARTTLS does not get through), none of the limits.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { ESMTP_COMMANDS } from '../../server/src/facts/commands.ts';
import { COMMAND_FORM, KNOWN_KEYWORDS, SOMETIMES_KNOWN_KEYWORDS } from '../../server/src/facts/masking.ts';
import { EHLO_REPLY_START, type Engine, maskCommand, maskEhloReplyLine, maskGreetingLine } from '../../server/src/masking/masking.ts';

/** `inspect esmtp` with the default map, without allow-tls. */
const ENGINE: Engine = {
  banner: 'asterisks except 2 and 0',
  keywordMatches: [{ negated: false, values: ['others'] }],
  knownKeywords: [...KNOWN_KEYWORDS.value, ...SOMETIMES_KNOWN_KEYWORDS.value],
  commands: ESMTP_COMMANDS.value,
  otherCommands: COMMAND_FORM.value,
};

/** Listens on a port of 127.0.0.1 that the system picks, and passes each connection on to the server's port. */
export function startProxy(serverPort: number): Promise<{ readonly port: number; readonly close: () => void }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ port: serverPort, host: '127.0.0.1', allowHalfOpen: true });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    filter(client, upstream);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('no port');
      const close = () => {
        for (const socket of sockets) socket.destroy();
        server.close();
      };
      resolve({ port: address.port, close });
    });
  });
}

type Expecting = 'greeting' | 'ehlo' | 'data' | 'other';

function filter(client: Socket, upstream: Socket): void {
  /** What the server's next replies answer. */
  const expecting: Expecting[] = ['greeting'];
  let ehlo = EHLO_REPLY_START;
  let data = false;
  let answers = false;

  lines(upstream, client, (line) => {
    const kind = expecting[0] ?? 'other';
    let shown = line;
    if (kind === 'greeting') shown = maskGreetingLine(ENGINE, line);
    else if (kind === 'ehlo' && line.startsWith('250')) {
      const next = maskEhloReplyLine(ENGINE, line, ehlo);
      ehlo = next.state;
      shown = next.line;
    }
    if (line[3] !== '-') {
      expecting.shift();
      ehlo = EHLO_REPLY_START;
      if (kind === 'data' && line.startsWith('354')) data = true;
      answers = line.startsWith('334');
    }
    return shown;
  });

  lines(client, upstream, (line) => {
    if (data) {
      if (line === '.') {
        data = false;
        expecting.push('other');
      }
      return line;
    }
    if (answers) {
      answers = false;
      expecting.push('other');
      return line;
    }
    const shown = maskCommand(ENGINE, line);
    expecting.push(/^(?:EHLO|LHLO)\b/i.test(shown) ? 'ehlo' : /^DATA\b/i.test(shown) ? 'data' : 'other');
    return shown;
  });
}

/** Passes lines on, changed; what has no line end waits, and goes as it is when the side closes. */
function lines(from: Socket, to: Socket, change: (line: string) => string): void {
  let rest = '';
  from.setEncoding('latin1');
  from.on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop()!;
    const changed = parts.map((part) => {
      const cr = part.endsWith('\r') ? '\r' : '';
      return `${change(part.slice(0, part.length - cr.length))}${cr}\n`;
    });
    if (changed.length > 0) to.write(changed.join(''), 'latin1');
  });
  from.on('end', () => to.end(rest, 'latin1'));
}
