/**
 * One session, four tellers: the lab on its octets, `predict`, `compare` and `picture` on a recording of them. They are held against each other
 * event by event, for they are one engine. What is told are the written sessions of `test/fixtures/engine`, each item of what is known of the
 * engine among them (`test/masking/facts.test.ts`), and a few longer ones through several configurations.
 */
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Lab, type Observer } from '../../server/src/cli/lab/proxy.ts';
import type { EngineEvent } from '../../server/src/masking/events.ts';
import type { Readings } from '../../server/src/masking/inspection.ts';
import { latin1 } from '../../server/src/masking/output.ts';
import { OPEN } from '../../server/src/path/open.ts';
import { FIN, packetsOf, pcap, type Sent } from '../captures/write.ts';
import { esmtpLens, removeFolders } from '../cli/run.ts';
import { inspection, policy, type Said, script } from '../masking/play.ts';
import { WRITTEN, written } from '../masking/written.ts';

afterAll(removeFolders);
// All is said at once, however slow the machine is: `rate-limit` counts it.
beforeEach(() => void vi.spyOn(performance, 'now').mockReturnValue(0));
afterEach(() => void vi.restoreAllMocks());

const BEGIN = `S 220 mx2.example.com ESMTP Postfix
C EHLO client.example.net
S 250-mx2.example.com
S 250-PIPELINING
S 250-SIZE 10240000
S 250-STARTTLS
S 250 CHUNKING
C STARTTLS
S 500 5.5.2 Error: command not recognized
`;
const MAIL = `${BEGIN}C MAIL FROM:<a@example.net>
S 250 2.1.0 Ok
C RCPT TO:<b|c@example.com>
S 250 2.1.5 Ok
C DATA
S 354 End data with <CR><LF>.<CR><LF>
C From: a@example.net
C Subject: one story
`;
const SESSIONS = {
  'a mail that passes': `${MAIL}C\nC «b*1200»\nC .\nS 250 2.0.0 Ok: queued\nC QUIT\nS 221 2.0.0 Bye\n`,
  'a mail whose header is too long': `${MAIL}C References: ${'<x@example.net> '.repeat(80).trim()}\nC\nC text\nC .\nS 250 2.0.0 Ok\n`,
  'recipients beyond the limit of a map': `${BEGIN}C MAIL FROM:<a@example.net>\nS 250 2.1.0 Ok\n${[1, 2, 3, 4].map((n) => `C RCPT TO:<u${n}@example.com>\nS 250 2.1.5 Ok\n`).join('')}`,
};
const CONFIGURATIONS = {
  'the default map': policy(),
  'a map of its own': policy(
    'parameters\n no mask-banner\nmatch cmd RCPT count gt 3\n reset log\nmatch ehlo-reply-parameter others\n mask\nmatch body line length gt 998\n log',
  ),
  'a fixup': 'PIX Version 6.3(5)\nfixup protocol smtp 25\n',
};

/** What the lab does to the session, a real one over two connections: each side says its next line once the other has been heard. */
async function labTells(configuration: string, said: readonly Said[], readings: Partial<Readings>): Promise<EngineEvent[]> {
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
      inspection: inspection(configuration, readings),
      connections: 1,
      idle: 60_000,
      silentDrops: false,
    },
    { opened: () => observer, refused: nothing },
  );
  const client = connect({ port: lab.at.port, host: '127.0.0.1' }).on('error', nothing).resume();
  const until = async (is: () => boolean) => {
    while (!is() && !over) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  await until(() => server !== undefined);
  server!.resume();
  const sent = { C: 0, S: 0 };
  for (const { by, octets, keys } of said) {
    for (const segment of keys ? Array.from(octets, (octet) => Uint8Array.of(octet)) : [octets]) {
      if (over) break;
      sent[by] += segment.length;
      (by === 'C' ? client : server!).write(segment);
      await until(() => heard[by] >= sent[by]);
    }
  }
  client.end();
  await until(() => over);
  server!.destroy();
  await lab.stop();
  listening.close();
  return events;
}

/** The same session as a capture of it, made where nothing is changed. */
function captureOf(said: readonly Said[]): Uint8Array {
  const sent = said.flatMap(({ by, octets, keys }): Sent[] => {
    const text = latin1(octets);
    return keys ? Array.from(text, (key) => ({ by, text: key })) : [{ by, text }];
  });
  return pcap(packetsOf([...sent, { by: 'C', flags: FIN }]), 'ethernet', true, 0);
}

/** `--reading NAME` for what the engine was told. */
function namesOf(readings: Partial<Readings>): string[] {
  const given = Object.entries(readings);
  return Object.values(OPEN)
    .flat()
    .filter(
      ({ readings: chosen }) => chosen && Object.entries(chosen).every(([key, value]) => given.some(([k, v]) => k === key && v === value)),
    )
    .flatMap(({ name }) => ['--reading', name]);
}

const isDamage = ({ outcome }: { outcome: string }) => outcome !== 'passed' && outcome !== 'predicted';
const asJson = async (files: Record<string, string | Uint8Array>, ...argv: string[]) => {
  const { code, out, err } = await esmtpLens([...argv, '--format', 'json'], { files });
  expect([code, code === 2 ? err : '']).toEqual([expect.not.stringMatching('2'), '']);
  return JSON.parse(out);
};

/** Everything that is told of a session twice is the same. @returns what `compare` says that is shown no configuration */
async function oneStory(configuration: string, said: readonly Said[], readings: Partial<Readings> = {}) {
  const files = { 'in.pcap': captureOf(said), 'fw.asa': configuration };
  const reading = namesOf(readings);
  const lab = await labTells(configuration, said, readings);
  const told = ({ outcome, reason, otherwise }: Pick<EngineEvent, 'outcome' | 'reason'> & { otherwise: string | null | undefined }) =>
    `${outcome}: ${reason}; ${otherwise ?? ''}`;

  const predicted = await asJson(files, 'predict', 'fw.asa', 'in.pcap', ...reading);
  const events = [...predicted.edits, ...predicted.noticed].filter(({ outcome }: { outcome: string }) => outcome !== 'predicted');
  expect(events.map(told).sort()).toEqual(lab.map(told).sort());
  expect(predicted.outcome).toBe(lab.some(({ outcome }) => outcome === 'closed' || outcome === 'reset') ? 'closed' : 'passes');

  const picture = await asJson(files, 'picture', 'in.pcap', '--config', 'fw.asa', ...reading);
  const drawn = picture.rows.flatMap(({ line, done }: { line: number; done: string[] }) => done.map((each) => `${line} ${each}`));
  const named = [...predicted.edits, ...predicted.noticed].map(({ line, reason }) => `${line} ${reason}`);
  expect(drawn.length).toBe(named.length);
  for (const each of named) expect(drawn.filter((text: string) => text.startsWith(each)).length).toBeGreaterThan(0);
  expect(picture.end !== null).toBe(predicted.outcome === 'closed');

  const outside = { ...files, 'outside.smtp': predicted.transcript };
  const compared = await asJson(outside, 'compare', 'in.pcap', 'outside.smtp', '--config', 'fw.asa', ...reading);
  expect(compared.differences.filter(({ explained }: { explained: boolean }) => !explained)).toEqual([]);
  expect(compared.verdict).toBe(lab.some(isDamage) ? 'all' : 'same');

  const changed = new Set<number>(predicted.edits.map(({ line }: { line: number }) => line));
  const found = new Set<number>(compared.differences.map(({ insideLine }: { insideLine: number }) => insideLine));
  expect([...found].filter((line) => !changed.has(line))).toEqual([]);
  // Of a client that does not say who it is, only what the server says is compared.
  const isHeard = said.some(({ octets }) => /^EHLO (?!early)/i.test(latin1(octets))) && !lab.some(({ before }) => /^EHLO/.test(before));
  if (isHeard) expect([...changed].filter((line) => !found.has(line))).toEqual([]);

  // What is not sure says so, in each telling.
  for (const { reason, cause } of lab) {
    if (cause.fact === undefined || cause.fact.mark === 'documented') continue;
    const { mark } = cause.fact;
    const of = events.filter((event) => event.reason === reason);
    expect([reason, of.every(({ source }) => source.startsWith(mark))]).toEqual([reason, true]);
    expect(drawn.filter((row: string) => row.includes(reason) && !row.includes(mark))).toEqual([]);
  }
  return asJson(outside, 'compare', 'in.pcap', 'outside.smtp');
}

describe.each(Object.entries(SESSIONS))('%s', (what, session) => {
  test.each(Object.entries(CONFIGURATIONS))('through %s', async (through, configuration) => {
    const { verdict, differences } = await oneStory(configuration, script(session));
    // `compare` that is shown no configuration knows no limit that is one firewall's own.
    const isOwn = through === 'a map of its own' && what.startsWith('recipients');
    expect(verdict).toBe(isOwn ? 'part' : 'all');
    expect(differences.filter(({ explained }: { explained: boolean }) => !explained).length).toBe(isOwn ? 1 : 0);
  });
});

describe('a written session', () => {
  test.each(WRITTEN)('%s', async (name) => {
    const { configuration, dialogue, readings } = written(name);
    await oneStory(configuration, script(dialogue), readings);
  });
});
