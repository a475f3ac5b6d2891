/**
 * Reads a fixture: a file of the language under test with caret lines in it, which are taken out before it is read.
 *
 *     policy-map global_policy
 *      class inspection_default
 *       inspect esmtp
 *   !   ^^^^^^^^^^^^^ inspection-hides-starttls, inspection-masks-banner
 *
 * The carets stand under the columns of the finding (its first line, when it spans several); several rules are parted by commas. A caret line
 * may begin with `!` or `#`, so that an .asa fixture stays a configuration. `! only: rule, rule` anywhere limits the
 * comparison to these rules; without it every finding in the file must be marked.
 */
import { Lines } from '../../server/src/text/lines.ts';

export interface Expectation {
  readonly rule: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export interface Fixture {
  readonly lines: Lines;
  readonly only: readonly string[] | undefined;
  readonly expected: readonly Expectation[];
}

const CARETS = /^[!#]?\s*(\^+)\s+([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)\s*$/;
const ONLY = /^[!#]\s*only:\s*(.+?)\s*$/;

export function readFixture(text: string): Fixture {
  const kept: string[] = [];
  const expected: Expectation[] = [];
  let only: string[] | undefined;
  for (const line of Lines.read(text).all) {
    const carets = CARETS.exec(line.text);
    const limit = ONLY.exec(line.text);
    if (carets !== null) {
      const start = line.text.indexOf('^');
      for (const rule of carets[2]!.split(',')) {
        expected.push({ rule: rule.trim(), line: kept.length - 1, start, end: start + carets[1]!.length });
      }
    } else if (limit !== null) {
      only = limit[1]!.split(',').map((name) => name.trim());
    } else {
      kept.push(line.text + line.eol);
    }
  }
  return { lines: Lines.read(kept.join('')), only, expected };
}

/** The text with caret lines for what was found: what a failing test shows beside the fixture. */
export function annotate(lines: Lines, found: readonly Expectation[]): string {
  const out: string[] = [];
  for (let line = 0; line < lines.count; line++) {
    out.push(lines.text(line));
    const places = new Map<string, string[]>();
    for (const f of found.filter((it) => it.line === line)) {
      const key = `${f.start}:${f.end}`;
      places.set(key, [...(places.get(key) ?? []), f.rule]);
    }
    for (const [place, rules] of [...places].sort()) {
      const [start, end] = place.split(':').map(Number) as [number, number];
      const carets = ' '.repeat(start) + '^'.repeat(Math.max(1, end - start));
      out.push(`${start > 0 ? `!${carets.slice(1)}` : carets} ${rules.sort().join(', ')}`);
    }
  }
  return out.join('\n');
}
