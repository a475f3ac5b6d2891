/**
 * One session, four tellers: the lab on its octets, `predict`, `compare` and `picture` on its transcript. They are held against each other event
 * by event, for they are one engine.
 */
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { Lab, type Observer } from '../../server/src/cli/lab/proxy.ts';
import type { EngineEvent } from '../../server/src/masking/events.ts';
import { esmtpLens, removeFolders } from '../cli/run.ts';
import { inspection, policy } from '../masking/play.ts';

afterAll(removeFolders);

const FLOW = 'tcp 203.0.113.9 -> 192.0.2.25:25';

const BEGIN = `S: 220 mx2.example.com ESMTP Postfix
C: EHLO client.example.net
S: 250-mx2.example.com
S: 250-PIPELINING
S: 250-SIZE 10240000
S: 250-STARTTLS
S: 250 CHUNKING
C: STARTTLS
S: 500 5.5.2 Error: command not recognized
`;
const MAIL = `${BEGIN}C: MAIL FROM:<a@example.net>
S: 250 2.1.0 Ok
C: RCPT TO:<b|c@example.com>
S: 250 2.1.5 Ok
C: DATA
S: 354 End data with <CR><LF>.<CR><LF>
C: From: a@example.net
C: Subject: one story
C: 
`;
const SESSIONS = {
  'a mail that passes': `${MAIL}C: ${'b'.repeat(1200)}\nC: .\nS: 250 2.0.0 Ok: queued\nC: QUIT\nS: 221 2.0.0 Bye\n`,
  'a mail whose header is too long': `${MAIL.replace('C: \n', '')}C: References: ${'<x@example.net> '.repeat(80).trim()}\nC: \nC: text\nC: .\nS: 250 2.0.0 Ok\n`,
  'recipients beyond the limit of a map': `${BEGIN}C: MAIL FROM:<a@example.net>\nS: 250 2.1.0 Ok\n${[1, 2, 3, 4].map((n) => `C: RCPT TO:<u${n}@example.com>\nS: 250 2.1.5 Ok\n`).join('')}`,
};
const CONFIGURATIONS = {
  'the default map': policy(),
  'a map of its own': policy(
    'parameters\n no mask-banner\nmatch cmd RCPT count gt 3\n reset log\nmatch ehlo-reply-parameter others\n mask\nmatch body line length gt 998\n log',
  ),
  'a fixup': 'PIX Version 6.3(5)\nfixup protocol smtp 25\n',
};

/** What the lab does to the session, a real one over two connections: each side says its next line once the other has been heard. */
async function labTells(configuration: string, session: string): Promise<EngineEvent[]> {
  const events: EngineEvent[] = [];
  const heard = { C: 0, S: 0 };
  let over = false;
  let server: Socket | undefined;
  const listening = createServer((socket) => {
    server = socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const nothing = () => undefined;
  const observer: Observer = {
    clientSays: (octets) => {
      heard.C += octets.length;
    },
    serverSays: (octets) => {
      heard.S += octets.length;
    },
    clientHears: nothing,
    serverHears: nothing,
    event: (event) => events.push(event),
    ended: () => {
      over = true;
    },
  };
  const lab = await Lab.start(
    {
      listen: { address: '127.0.0.1', port: 0 },
      target: { address: '127.0.0.1', port: (listening.address() as { port: number }).port },
      inspection: inspection(configuration),
      connections: 1,
      idle: 60_000,
      silentDrops: false,
    },
    { opened: () => observer, refused: nothing },
  );
  const client = connect({ port: lab.at.port, host: '127.0.0.1' }).on('error', nothing).resume();
  const until = async (is: () => boolean) => {
    while (!is() && !over) await new Promise((resolve) => setTimeout(resolve, 2));
  };
  await until(() => server !== undefined);
  server!.resume();
  const said = { C: 0, S: 0 };
  for (const line of session.trimEnd().split('\n')) {
    if (over) break;
    const by = line[0] as 'C' | 'S';
    const text = `${line.slice(3)}\r\n`;
    said[by] += text.length;
    (by === 'C' ? client : server!).write(text);
    await until(() => heard[by] >= said[by]);
  }
  client.destroy();
  server!.destroy();
  await lab.stop();
  listening.close();
  return events;
}

const isDamage = ({ outcome }: { outcome: string }) => outcome !== 'passed' && outcome !== 'predicted';
const asJson = async (files: Record<string, string>, ...argv: string[]) => {
  const { code, out, err } = await esmtpLens([...argv, '--format', 'json'], { files });
  expect([code, code === 2 ? err : '']).toEqual([expect.not.stringMatching('2'), '']);
  return JSON.parse(out);
};

describe.each(Object.keys(SESSIONS) as (keyof typeof SESSIONS)[])('%s', (what) => {
  test.each(Object.keys(CONFIGURATIONS) as (keyof typeof CONFIGURATIONS)[])('through %s', async (through) => {
    const [session, configuration] = [SESSIONS[what], CONFIGURATIONS[through]];
    const files = { 's.smtp': session, 'fw.asa': configuration };

    const lab = await labTells(configuration, session);
    expect(lab.filter(isDamage).length).toBeGreaterThan(0);
    const story = lab.map(({ outcome, reason }) => `${outcome}: ${reason}`).sort();

    const predicted = await asJson(files, 'predict', 'fw.asa', 's.smtp', '--flow', FLOW);
    const events = [...predicted.edits, ...predicted.noticed].filter(({ outcome }: { outcome: string }) => outcome !== 'predicted');
    expect(events.map(({ outcome, reason }) => `${outcome}: ${reason}`).sort()).toEqual(story);
    expect(predicted.outcome).toBe(lab.some(({ outcome }) => outcome === 'closed' || outcome === 'reset') ? 'closed' : 'passes');

    const picture = await asJson(files, 'picture', 's.smtp', '--config', 'fw.asa', '--flow', FLOW);
    const drawn = picture.rows.flatMap(({ line, done }: { line: number; done: string[] }) => done.map((each) => `${line} ${each}`));
    const named = events.map(({ line, reason }) => `${line} ${reason} (`);
    expect(drawn.length).toBe(named.length);
    for (const each of named) expect(drawn.filter((text: string) => text.startsWith(each)).length).toBeGreaterThan(0);
    expect(picture.end !== null).toBe(predicted.outcome === 'closed');

    const outside = { ...files, 'outside.smtp': predicted.transcript };
    const { verdict, differences } = await asJson(outside, 'compare', 's.smtp', 'outside.smtp');
    interface Difference {
      readonly insideLine: number;
      readonly explained: boolean;
    }
    const changed = new Set<number>(predicted.edits.map(({ line }: { line: number }) => line));
    const found: readonly Difference[] = differences;
    // `compare` is shown no configuration: a limit that is one firewall's own is not among what an inspection does by itself.
    const own = through === 'a map of its own' && predicted.outcome === 'closed' ? [predicted.closedAt] : [];
    expect(found.filter(({ explained }) => !explained).map(({ insideLine }) => insideLine)).toEqual(own);
    expect(verdict).toBe(own.length === 0 ? 'all' : 'part');
    // A line that was changed or did not arrive, and no other; of a client whose EHLO is overwritten only what the server says is compared.
    const isCompared = (line: number) => through !== 'a fixup' || line === 2 || session.split('\n')[line - 1]!.startsWith('S: ');
    expect(new Set(found.map(({ insideLine }) => insideLine).filter(isCompared))).toEqual(new Set([...changed].filter(isCompared)));
    expect(found.filter(({ insideLine }) => !changed.has(insideLine))).toEqual([]);
  });
});
