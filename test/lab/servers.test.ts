/**
 * Real mail servers and real clients with `esmtp-lens lab` between them: what the lab does is what `check` finds in its record, what
 * `unmask` names is what the server had said, and with our own remedy TLS comes up.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readCapture } from '../../server/src/cli/captures.ts';
import { SOMETHING_ELSE } from '../../server/src/masking/masked.ts';
import { unmask } from '../../server/src/masking/unmask.ts';
import { predictSession, transcriptText } from '../../server/src/path/predict.ts';
import { refusalsOf } from '../../server/src/path/refusal.ts';
import { checkTranscript } from '../../server/src/rules/check.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { esmtpLens, ROOT, removeFolders } from '../cli/run.ts';
import { inspection } from '../masking/play.ts';
import { pasted } from '../support/blocks.ts';
import { certificate, client, converse, installed, type MailServer, startExim, startPostfix, tap } from './real.ts';
import { INSPECTS, type RunningLab, startLab } from './start.mjs';

const why = installed();
if (why !== undefined) console.log(`skipped: real servers behind the lab: ${why}`);

let folder: string;
const standing: Record<
  string,
  { readonly server: MailServer; readonly masked: Standing; readonly tls: Standing; readonly exempt: Standing }
> = {};
beforeAll(async () => {
  if (why !== undefined) return;
  if (!existsSync(join(ROOT, 'dist/cli.js'))) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT });
  folder = mkdtempSync(join(tmpdir(), 'esmtp-lens-lab-'));
  // The servers run as users of their own.
  chmodSync(folder, 0o755);
  certificate(folder);
  const servers = { Postfix: await startPostfix(folder), Exim: await startExim(folder) };
  if (servers.Exim === undefined) console.log('skipped: Exim behind the lab: it cannot be downloaded, or does not run');
  const [allowed, exempted] = await Promise.all([remedied('--allow-tls'), remedied('--exempt', '192.0.2.25')]);
  for (const [name, server] of Object.entries(servers)) {
    if (server === undefined) continue;
    const [masked, tls, exempt] = await Promise.all([
      Standing.before(server, INSPECTS),
      Standing.before(server, allowed),
      Standing.before(server, exempted, ['--flow', 'tcp 203.0.113.9 -> 192.0.2.25:25']),
    ]);
    standing[name] = { server, masked, tls, exempt };
  }
});
afterAll(async () => {
  for (const { server, ...before } of Object.values(standing)) {
    for (const lab of Object.values(before)) await lab.stop();
    await server.stop();
  }
  removeFolders();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

interface Happened {
  readonly session: number;
  readonly happened: string;
  readonly outcome: string;
  readonly before: string;
  readonly after: string | null;
  readonly syslog: readonly string[];
  readonly words: string;
}

/** One session through the lab. */
interface Seen {
  /** What the client printed. */
  readonly printed: string;
  /** As the client saw it, as the server saw it. */
  readonly record: string;
  readonly serverRecord: string;
  readonly happened: readonly Happened[];
}

/** A lab that stands before a server while several clients come, one after another. */
class Standing {
  private readonly lab: RunningLab;
  private readonly records: readonly [string, string];
  private sessions = 0;

  private constructor(lab: RunningLab, records: readonly [string, string]) {
    this.lab = lab;
    this.records = records;
  }

  static async before(server: MailServer, configuration: string, options: readonly string[] = []): Promise<Standing> {
    const records = ['client', 'server'].map((name) => join(folder, `${name}-${labs++}.smtp`)) as [string, string];
    const told = ['--format', 'json', '--record', records[0], '--record-server', records[1], ...options];
    return new Standing(await startLab(configuration, server.port, told), records);
  }

  async ask(run: Client): Promise<Seen> {
    const number = ++this.sessions;
    const printed = await run(this.lab.port);
    const happened = () => this.happened().filter(({ session }) => session === number);
    // A client may be gone before its connection is.
    for (let i = 0; i < 400 && happened().at(-1)?.happened !== 'ended'; i++) await new Promise((resolve) => setTimeout(resolve, 25));
    const [record, serverRecord] = this.records.map((file) => lastBlock(readFileSync(file, 'latin1'))) as [string, string];
    return { printed, record, serverRecord, happened: happened() };
  }

  get port(): number {
    return this.lab.port;
  }

  async stop(): Promise<void> {
    expect((await this.lab.stop()).code).toBe(0);
  }

  private happened(): Happened[] {
    return this.lab
      .out()
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  }
}

let labs = 0;
type Client = (port: number) => Promise<string>;

function lastBlock(text: string): string {
  return text.slice(text.trimEnd().lastIndexOf('\n\n') + 1);
}

/** A configuration, mended with our own remedy. */
async function remedied(...how: string[]): Promise<string> {
  const { code, file, err } = await esmtpLens(['remedy', 'fw.asa', ...how, '--write'], { files: { 'fw.asa': INSPECTS } });
  expect([code, err]).toEqual([0, '']);
  return file('fw.asa').toString();
}

/** The capture as the transcript that this program makes of it. */
async function captured(file: string): Promise<string> {
  async function* chunks() {
    yield readFileSync(file);
  }
  return (await readCapture(chunks())).text;
}

const swaks = (more: string) => (port: number) =>
  client(`swaks --server 127.0.0.1 --port ${port} --helo client.example.net --from a@example.net --to u@example.com ${more}`);

const found = (text: string, rules: RegExp) =>
  checkTranscript(readTranscript(Lines.read(text)))
    .map(({ rule, range }) => [rule, range.start.line] as const)
    .filter(([rule]) => rules.test(rule));
const lineOf = (text: string, line: string, after = 0) =>
  text.split('\n').findIndex((each, index) => index >= after && each.endsWith(line));
/** Keywords of the reply to EHLO. */
const keywordsIn = (text: string) => [...text.matchAll(/250[- ](\S+.*)$/gm)].map(([, keyword]) => keyword!).slice(1);

describe.skipIf(why !== undefined).each(['Postfix', 'Exim'])('%s', (name) => {
  beforeEach(({ skip }) => skip(standing[name] === undefined, 'it could not be had'));

  test('what the lab does to a session of swaks is what check finds in the record, and in what swaks printed', async () => {
    const masked = await standing[name]!.masked.ask(swaks('--tls-optional --pipeline'));
    for (const text of [masked.record, masked.printed]) {
      const expected = masked.happened.flatMap(({ happened, after }) =>
        happened === 'greeting-masked'
          ? [['masked-banner', lineOf(text, after!)]]
          : happened === 'keyword-masked'
            ? [['masked-ehlo-keyword', lineOf(text, after!)]]
            : [],
      );
      expect(expected.length).toBeGreaterThan(2);
      expect(found(text, /^masked-/)).toEqual(expected);
    }
    expect(masked.printed).not.toContain('TLS started');
  });

  test('what docs/command-line.md shows in two windows', async () => {
    const block = pasted('docs/command-line.md', 'The lab: the damage of a firewall that one does not own', 'sh');
    const [lab, sent, check, ...more] = block.trimEnd().split('\n');
    expect([lab!.split(' ').slice(0, 7), more]).toEqual([
      'esmtp-lens lab firewall.asa --listen 127.0.0.1:2525 --to 127.0.0.1:25'.split(' '),
      [],
    ]);
    // The ports are of a machine that is a person's own.
    const record = join(folder, `shown-${labs++}.smtp`);
    const named = (line: string) => line.replace('session.smtp', record);
    const running = await startLab(INSPECTS, standing[name]!.server.port, named(lab!).split(' ').slice(7));
    const printed = await client(sent!.replace('2525', String(running.port)).replace(/#.*/, ''));
    expect((await running.stop()).code).toBe(0);
    expect(printed).toMatch(/^\*\*\* .*STARTTLS/m);
    const { code, out } = await esmtpLens(named(check!).split(' ').slice(1));
    expect([code, out]).toEqual([1, expect.stringContaining('masked-ehlo-keyword')]);
  });

  test('a command that is overwritten: found as refused at the client, as masked at the server', async () => {
    const masked = await standing[name]!.masked.ask((port) =>
      converse(port, ['EHLO client.example.net', 'STARTTLS', 'XCLIENT A=B', 'QUIT']),
    );
    const overwritten = masked.happened.filter(({ happened }) => happened === 'command-overwritten').map(({ after }) => after!);
    expect(overwritten).toEqual(['XXXXXXXX', 'XXXXXXXXXXX']);
    expect(found(masked.serverRecord, /^masked-/)).toEqual(
      overwritten.map((command) => ['masked-command', lineOf(masked.serverRecord, ` ${command}`)]),
    );
    expect(found(masked.record, /^starttls-refused$/)).toHaveLength(1);
  });

  describe('recorded with tcpdump on both sides of the lab', () => {
    const sessions: readonly [string, (port: number) => Promise<string>][] = [
      ['commands that are overwritten', (port) => converse(port, ['EHLO client.example.net', 'STARTTLS', 'XCLIENT A=B', 'QUIT'])],
      ['a mail of swaks', swaks('--tls-optional')],
      ['a mail that is lost', swaks(`--header "X-Long: ${'a'.repeat(1200)}"`)],
    ];
    test.each(sessions)('%s: check finds what the lab did, unmask names the truth, compare says “all of it”', async (what, run) => {
      const { server, masked } = standing[name]!;
      const file = (side: string) => join(folder, `${name}-${what.replaceAll(' ', '-')}-${side}.pcap`);
      const [outside, inside] = [await tap(masked.port, file('outside')), await tap(server.port, file('inside'))];
      if (outside === undefined || inside === undefined) {
        console.log('skipped: the lab recorded with tcpdump: it needs tcpdump, and the right to capture');
        await Promise.all([outside?.stop(), inside?.stop()]);
        return;
      }
      const seen = await masked.ask(run);
      await Promise.all([outside.stop(), inside.stop()]);
      const [theirs, ours] = [await captured(outside.file), await captured(inside.file)];
      const did = (kind: string) => seen.happened.filter(({ happened }) => happened === kind);

      const overwritten = did('command-overwritten');
      const others = overwritten.filter(({ before }) => before !== 'STARTTLS');
      const atClient = [
        ...[...did('greeting-masked'), ...did('keyword-masked')].map(({ after }) => lineOf(theirs, `S: ${after}`)),
        ...others.map(({ before }) => lineOf(theirs, `C: ${before}`)),
      ];
      expect(atClient.length).toBeGreaterThan(2);
      expect(found(theirs, /^masked-/).map(([, line]) => line)).toEqual(atClient);
      expect(found(theirs, /^starttls-refused$/)).toHaveLength(overwritten.length - others.length);
      const atServer = overwritten.map(({ after }) => lineOf(ours, `C: ${after}`));
      expect(found(ours, /^masked-/).map(([, line]) => line)).toEqual(atServer);
      expect(found(theirs, /^long-header-line$/)).toHaveLength(what === 'a mail that is lost' ? 1 : 0);

      const truth = did('keyword-masked').map(({ before }) => before.slice(4));
      const guessed = unmask(readTranscript(Lines.read(theirs)))
        .filter(({ kind }) => kind === 'keyword')
        .map(({ candidates }) => candidates.find((each) => each.text !== SOMETHING_ELSE)!.text);
      expect(guessed).toEqual(truth);

      const files = {
        'in.pcap': readFileSync(inside.file),
        'out.pcap': readFileSync(outside.file),
        'in.smtp': seen.serverRecord,
        'out.smtp': seen.record,
      };
      for (const kind of ['pcap', 'smtp']) {
        const { out } = await esmtpLens(['compare', `in.${kind}`, `out.${kind}`, '--format', 'json'], { files });
        const { verdict, differences } = JSON.parse(out);
        expect([kind, verdict, differences.filter(({ explained }: { explained: boolean }) => !explained)]).toEqual([kind, 'all', []]);
      }
    });
  });

  test('unmask names what the server had said', async () => {
    const { server, masked } = standing[name]!;
    const direct = await converse(server.port, ['EHLO client.example.net', 'QUIT']);
    const seen = await masked.ask((port) => converse(port, ['EHLO client.example.net', 'STARTTLS', 'QUIT']));
    const truth = seen.happened.filter(({ happened }) => happened === 'keyword-masked').map(({ before }) => before.slice(4));
    expect(truth.filter((keyword) => !keywordsIn(direct).includes(keyword))).toEqual([]);
    for (const text of [seen.printed, seen.record]) {
      const guessed = unmask(readTranscript(Lines.read(text)))
        .filter(({ kind }) => kind === 'keyword')
        .map(({ candidates }) => candidates.find((each) => each.text !== SOMETHING_ELSE)!.text);
      expect(guessed).toEqual(truth);
    }
  });

  test.each([
    [
      'openssl',
      (port: number) => client(`openssl s_client -starttls smtp -connect 127.0.0.1:${port}`, 'QUIT\r\n'),
      /(?:Protocol *: |New, )TLSv1/,
    ],
    ['swaks', swaks('--tls --quit-after RCPT'), /=== TLS started/],
    [
      'curl',
      (port: number) =>
        client(
          `curl -sv --ssl-reqd --insecure smtp://127.0.0.1:${port}/client.example.net --mail-from a@example.net --mail-rcpt u@example.com -T -`,
          'Subject: x\r\n\r\nx\r\n',
        ),
      /SSL connection using/,
    ],
  ])('TLS of %s: taken away, and there again with the remedied configuration', async (_, run, sign) => {
    const { server, masked, tls } = standing[name]!;
    const direct = run(server.port);
    expect((await masked.ask(run)).printed).not.toMatch(sign);
    const after = await tls.ask(run);
    expect(await direct).toMatch(sign);
    expect(after.printed).toMatch(sign);
    expect(after.happened.map(({ happened }) => happened)).toContain('tls-started');
    expect(found(after.record, /^starttls-refused$/)).toEqual([]);
  });

  test('a host that is exempt is left alone: the session is what it is without a firewall', async () => {
    const { server, exempt } = standing[name]!;
    const talk = (port: number) => converse(port, ['EHLO client.example.net', 'STARTTLS']);
    const seen = await exempt.ask(talk);
    const timeless = (text: string) => text.replace(/\d\d:\d\d:\d\d/g, '');
    expect(timeless(seen.printed)).toBe(timeless(await talk(server.port)));
    expect(seen.happened.map(({ happened }) => happened)).toEqual(['opened', 'ended']);
  });

  test('a long header line: the message is lost, the device’s syslog says why, and check reads both', async () => {
    const masked = await standing[name]!.masked.ask(swaks(`--header "X-Long: ${'a'.repeat(1200)}"`));
    const [loss] = masked.happened.filter(({ outcome }) => outcome === 'closed');
    expect(loss!.syslog[0]).toMatch(/^%ASA-4-108004: .*header line length gt 998$/);
    expect(masked.happened.at(-1)!.words).toBe('the firewall dropped the connection');
    expect(masked.serverRecord).not.toContain('aaaa');
    const long = masked.record.split('\n').findIndex((line) => line.startsWith(' -> X-Long'));
    expect(found(masked.record, /^long-header-line$/)).toEqual([['long-header-line', long]]);
    const log = masked.happened.flatMap(({ syslog }) => syslog ?? []).join('\n');
    expect(found(log, /^firewall-dropped-mail$/)).toHaveLength(1);
  });

  test('predict tells the same: of what the server said, what the client heard', async () => {
    const lines = ['EHLO client.example.net', 'MAIL FROM:<a@example.net>', 'RCPT TO:<u@example.com>', 'QUIT'];
    const seen = await standing[name]!.masked.ask((port) => converse(port, lines));
    // Of the very session, for a greeting may tell the time.
    const transcript = readTranscript(Lines.read(seen.serverRecord));
    const predicted = predictSession(transcript.sessions[0]!, inspection(INSPECTS), refusalsOf(transcript));
    expect(transcriptText(predicted).trimEnd()).toBe(seen.printed.trimEnd());
  });
});
