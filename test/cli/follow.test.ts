/** `check - --follow`: a log that goes on. */
import { afterAll, describe, expect, it } from 'vitest';
import { Follow } from '../../server/src/cli/follow.ts';
import { run } from '../../server/src/cli/program.ts';
import { esmtpLens, PAGES, removeFolders } from './run.ts';

afterAll(removeFolders);

const ORDINARY = 'Aug 14 11:04:31 mx postfix/qmgr[812]: 4ABCDE: removed\n';
const drop = (host: number) =>
  `Aug 14 11:04:32 fw %ASA-4-108004: ESMTP Classification: Dropped connection for ESMTP Request from outside:203.0.113.${host}/4711 to inside:192.0.2.25/25; matched Class 31: header line length gt 998\n`;
const LOST =
  'Aug 14 11:04:33 mx postfix/smtp[813]: 4ABCDE: to=<a@example.org>, relay=mx.example.org[198.51.100.25]:25, delay=300, dsn=4.4.2, status=deferred (lost connection with mx.example.org[198.51.100.25] while sending end of data -- message may be sent more than once)\n';

const rules = (file: { findings: readonly { rule: string }[] } | undefined) => file?.findings.map(({ rule }) => rule) ?? [];
const bytes = (text: string) => Buffer.from(text);

describe('a hazard', () => {
  const follow = () => new Follow('log', { severities: {} });

  it('is told with its first line, wherever the chunks are cut, and not again with each', () => {
    for (const size of [1, 7, 64, 10_000]) {
      const log = follow();
      const text = bytes(ORDINARY + drop(1) + ORDINARY.repeat(5) + drop(1) + LOST + ORDINARY);
      const told: [string, number, string | undefined][] = [];
      for (let at = 0; at < text.length; at += size) {
        const file = log.feed(text.subarray(at, at + size));
        for (const { rule, range } of file?.findings ?? []) told.push([rule, range.start.line, file!.textOf(range.start.line)]);
      }
      expect(log.end()).toBeUndefined();
      expect(told.map(([rule]) => rule).sort()).toEqual([...new Set(told.map(([rule]) => rule))].sort());
      expect(told.map(([, line]) => line)).toEqual([1, 8]);
      expect(told.map(([, , shown]) => `${shown}\n`)).toEqual([drop(1), LOST]);
    }
  });

  it('is told again when it came ten times as often, with how often', () => {
    const log = follow();
    const told = Array.from({ length: 1000 }, () => log.feed(bytes(drop(1)))).flatMap((file, index) =>
      file === undefined ? [] : [[index + 1, file.findings[0]!.range.start.line]],
    );
    expect(told).toEqual([1, 10, 100, 1000].map((count) => [count, 0]));
  });

  it('is told in the last line, though it has no end', () => {
    const log = follow();
    expect(log.feed(bytes(drop(1).trimEnd()))).toBeUndefined();
    expect(rules(log.end())).toHaveLength(1);
  });

  it('is told again after a day, under the number of its line', () => {
    let now = 0;
    const log = new Follow('log', { severities: {} }, () => now);
    const first = rules(log.feed(bytes(drop(1))));
    now = 86_399_999;
    expect(log.feed(bytes(ORDINARY + drop(1)))).toBeUndefined();
    now = 86_400_000;
    const again = log.feed(bytes(ORDINARY + drop(1)));
    expect(rules(again)).toEqual(first);
    expect(again!.findings[0]!.range.start.line).toBe(4);
    expect(`${again!.textOf(4)}\n`).toBe(drop(1));
  });

  it('costs no more for a line that never ends', () => {
    const log = follow();
    for (let i = 0; i < 1000; i++) log.feed(Buffer.alloc(1 << 16, 'x'));
    expect(rules(log.feed(bytes(`\n${drop(1)}`)))).toHaveLength(1);
  });
});

describe('the program', () => {
  /** Each chunk is given when what was said of the one before it has been heard. */
  async function followed(argv: readonly string[], chunks: readonly string[]) {
    let out = '';
    const heard: string[] = [];
    const code = await run(['check', '-', '--follow', ...argv], {
      stdin: (async function* () {
        for (const chunk of chunks) {
          yield Buffer.from(chunk);
          heard.push(out);
          out = '';
        }
      })(),
      stdout: { write: (data) => (out += data) },
      stderr: { write: () => true },
      cwd: '/',
      env: {},
      pages: PAGES,
    });
    return { code, heard };
  }

  it('says each thing before it asks for more, and ends with 1', async () => {
    const { code, heard } = await followed([], [ORDINARY, drop(1), ORDINARY]);
    expect(code).toBe(1);
    expect([heard[0], heard[2]]).toEqual(['', '']);
    expect(heard[1]).toMatch(/^<stdin>:2:\d+ \w+.* \[firewall-dropped-mail\]\n[\s\S]*2 \| Aug 14[\s\S]*\n\n$/);
    expect((await followed([], [ORDINARY])).code).toBe(0);
    expect((await followed(['--fail-on', 'never'], [drop(1)])).code).toBe(0);
  });

  it('tells programs a line each, with what is new', async () => {
    const { heard } = await followed(['--format', 'ndjson', '--stdin-filename', 'mail.log'], [drop(1), drop(1) + LOST]);
    const told = heard.map((text) => JSON.parse(text));
    expect(told.map(({ version, path, findings }) => [version, path, findings.map(({ line }: { line: number }) => line)])).toEqual([
      [1, 'mail.log', [1]],
      [1, 'mail.log', [3]],
    ]);
  });

  it.each([
    [['check', 'mail.log', '--follow'], 'reads standard input'],
    [['check', '-', '--follow', '--format', 'json'], '--format pretty or ndjson'],
    [['check', '-', '--follow', '--baseline', 'known.json'], '--baseline exclude each other'],
    [['check', '-', '--follow', '--output', 'report'], '--output exclude each other'],
  ])('refuses %j', async (argv, why) => {
    const { code, err } = await esmtpLens(argv);
    expect([code, err]).toEqual([2, expect.stringContaining(why)]);
  });
});
