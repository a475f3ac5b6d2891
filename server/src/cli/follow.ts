/**
 * A log that never ends (`journalctl -f`, a syslog daemon's pipe): each hazard is told when its first line comes, and again when it has come ten
 * times as often. What is kept is bounded, and begun anew after a day, so that what comes back is told again.
 */

import { type CheckedFile, sessionsIn } from '../answers/check.ts';
import { checkLog } from '../rules/check-log.ts';
import type { Finding } from '../rules/finding.ts';
import type { CheckOptions } from '../rules/rule.ts';
import type { RecordGroup } from '../smtp/logs/groups.ts';
import { LogScan } from '../smtp/logs/stream.ts';
import { hideRepeated } from '../smtp/secrets.ts';
import { itemAt, sure } from '../text/at.ts';

const DAY_MS = 86_400_000;
const LF = 10;

export class Follow {
  private readonly path: string;
  private readonly options: CheckOptions;
  private readonly now: () => number;
  private scan = new LogScan();
  private begun: number;
  private news = 0;
  /** By rule and line: how often it had come when it was told, and its lines. */
  private told = new Map<string, { readonly magnitude: number; readonly texts: ReadonlyMap<number, string> }>();
  /** The beginning of a line whose end is still to come. */
  private rest: Uint8Array = new Uint8Array();

  /** @param path as it is reported @param now milliseconds, as `Date.now` */
  constructor(path: string, options: CheckOptions, now: () => number = Date.now) {
    this.path = path;
    this.options = options;
    this.now = now;
    this.begun = now();
  }

  /** @param chunk UTF-8, cut anywhere @returns what is to be told now; undefined where there is nothing */
  feed(chunk: Uint8Array): CheckedFile | undefined {
    const end = chunk.lastIndexOf(LF) + 1;
    if (end === 0) {
      this.keep(chunk);
      return undefined;
    }
    const lines = Buffer.concat([this.rest, chunk.subarray(0, end)]);
    this.rest = Uint8Array.from(chunk.subarray(end));
    return this.read(lines);
  }

  /** After the last chunk. */
  end(): CheckedFile | undefined {
    return this.rest.length === 0 ? undefined : this.read(Buffer.concat([this.rest, Buffer.from('\n')]));
  }

  /** Of a line without an end no more is kept than any log line has. */
  private keep(chunk: Uint8Array): void {
    if (this.rest.length < LONGEST) this.rest = Buffer.concat([this.rest, chunk.subarray(0, LONGEST)]);
  }

  private read(lines: Buffer): CheckedFile | undefined {
    if (this.now() - this.begun >= DAY_MS) this.beginAnew();
    const first = this.scan.lines - 1;
    this.scan.feed(lines);
    if (this.scan.news === this.news) return undefined;
    this.news = this.scan.news;
    const groups = this.scan.soFar();
    const magnitudes = new Map(groups.map((group) => [group.first.line, magnitudeOf(group)]));
    const findings = checkLog(groups, this.options).filter((finding) => {
      const magnitude = magnitudes.get(finding.range.start.line) ?? 0;
      const before = this.told.get(keyOf(finding));
      if (before !== undefined && before.magnitude >= magnitude) return false;
      this.told.set(keyOf(finding), { magnitude, texts: before?.texts ?? textsOf(finding, lines, first) });
      return true;
    });
    return findings.length === 0 ? undefined : this.file(findings);
  }

  private file(findings: readonly Finding[]): CheckedFile {
    const texts = new Map(findings.flatMap((finding) => [...sure(this.told.get(keyOf(finding))).texts]));
    const textOf = (line: number) => texts.get(line);
    // Sessions are not looked for: what is around them is not kept.
    return {
      path: this.path,
      language: 'smtp-transcript',
      findings,
      isEmpty: false,
      sessionsIn: sessionsIn(0, this.scan.lines),
      unjudged: undefined,
      textOf,
      remedies: () => [],
    };
  }

  private beginAnew(): void {
    this.scan = new LogScan(this.scan.lines - 1);
    this.begun = this.now();
    this.news = 0;
    this.told = new Map();
  }
}

/** As many bytes of a line are kept, whatever comes. */
const LONGEST = 1 << 16;

function magnitudeOf({ count }: RecordGroup): number {
  return Math.floor(Math.log10(count));
}

function keyOf({ rule, range }: Finding): string {
  return `${rule}\n${range.start.line}`;
}

/** The lines that a finding shows, of those that have just come. */
function textsOf(finding: Finding, lines: Buffer, first: number): Map<number, string> {
  const wanted = [finding.range, ...finding.related.map(({ range }) => range)].map(({ start }) => start.line);
  const all = lines.toString().split(/\r\n|\r|\n/);
  return new Map(
    wanted.flatMap((line) => (all[line - first] === undefined ? [] : [[line, hideRepeated(itemAt(all, line - first))] as const])),
  );
}
