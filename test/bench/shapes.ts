/**
 * Measures what a person waits for, on firewalls that are dense in one thing: the whole report, the slowest light bulb of any line with
 * a finding, and the slowest remedy that a menu named and did not prove. Processor time of a fresh process that has warmed up.
 *   node scripts/run.mjs test/bench/shapes.ts [SHAPE...]
 */
import { checkAnswer, checked } from '../../server/src/answers/check.ts';
import { codeActions, resolveAction } from '../../server/src/features/code-actions.ts';
import { cpuMilliseconds } from '../support/cpu.ts';
import { open } from '../support/cursor.ts';
import * as shapes from '../support/shapes.ts';

const SHAPES: Readonly<Record<string, string>> = {
  '16 interface policies': shapes.interfacePolicies(16),
  '256 interface policies': shapes.interfacePolicies(256),
  '250 exempt hosts': shapes.halfExempt(250),
  '1,000 exempt hosts': shapes.halfExempt(1000),
  '250 exempt hosts, both ways': shapes.exempt(250),
  '1,000 exempt hosts, both ways': shapes.exempt(1000),
  '500 static': shapes.published(500),
  '256 fixups': shapes.guards(256),
  '4,000 fixups': shapes.guards(4000),
  '1,000 undefined names': shapes.undefinedNames(1000),
  '3,000 pairs': shapes.pairs(3000),
  '880 tunnels': shapes.tunnels(880),
  '88,000 lines': shapes.large(80_000),
};

/** Lines that are asked about: of thousands with a finding, some. */
const MOST_LINES = 12;
/** Remedies that are asked for in full. */
const MOST_REMEDIES = 6;

export async function main(wanted: readonly string[]): Promise<number> {
  open(shapes.exempt(50), 'cisco-asa');
  for (const [name, text] of Object.entries(SHAPES)) {
    if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue;
    const report = cpuMilliseconds(() => void checkAnswer([checked('firewall.asa', open(text, 'cisco-asa'))]));
    const document = open(text, 'cisco-asa');
    const findings = cpuMilliseconds(() => void document.findings);
    const lines = [...new Set(document.findings.map(({ range }) => range.start.line))];
    const asked = lines.filter((_, index) => index % Math.ceil(lines.length / MOST_LINES) === 0);
    const menus = asked.map((line) => {
      const at = { start: { line, character: 0 }, end: { line, character: 200 } };
      let actions: ReturnType<typeof codeActions> = [];
      const time = cpuMilliseconds(() => {
        actions = codeActions(document, at, [], ['quickfix'], true);
      });
      return { time, later: actions.filter(({ data }) => data !== undefined) };
    });
    const menu = Math.max(0, ...menus.map(({ time }) => time));
    const later = menus.flatMap(({ later: named }) => named);
    const resolved = later.slice(0, MOST_REMEDIES).map((action) => {
      let outcome = 'proven';
      const time = cpuMilliseconds(() => {
        try {
          resolveAction(document, action);
        } catch (error) {
          outcome = (error as Error).message;
        }
      });
      return { time, outcome };
    });
    const slowest = Math.max(0, ...resolved.map(({ time }) => time));
    const figures = { report, findings, menu, 'chosen later': slowest };
    console.log(
      `${name}: ${Object.entries(figures)
        .map(([what, time]) => `${what} ${time.toFixed(0)} ms`)
        .join(', ')}; ${document.findings.length} findings, ${later.length} named only`,
    );
    for (const outcome of new Set(resolved.map((it) => it.outcome))) if (outcome !== 'proven') console.log(`  ${outcome}`);
  }
  return 0;
}
