/**
 * Measures reading and re-reading of a configuration of 100,000 entries. Bundle and run with node:
 *   npx esbuild test/bench/read-configuration.ts --bundle --platform=node --format=esm --outfile=dist/bench.mjs && node dist/bench.mjs
 */
import { readConfiguration } from '../../server/src/asa/read.ts';
import { Lines } from '../../server/src/text/lines.ts';

const ENTRIES = 100_000;
const ROUNDS = 15;

function entries(make: (index: number) => string): string {
  const head = ['ASA Version 9.8(2)', 'hostname fw', 'interface GigabitEthernet0/0', ' nameif outside', ' security-level 0', '!'];
  const body = Array.from({ length: ENTRIES }, (_, index) => make(index));
  const tail = ['class-map c', ' match access-list A1', 'policy-map p', ' class c', '  inspect esmtp', 'service-policy p global'];
  return [...head, ...body, ...tail].join('\n');
}

const quad = (index: number) => `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;

const TEXTS: Readonly<Record<string, string>> = {
  'one list': entries((index) => `access-list A1 extended permit tcp any host ${quad(index)} eq smtp`),
  'twenty lists': entries((index) => `access-list A${index % 20} extended permit tcp any host ${quad(index)} eq ${(index % 9000) + 1}`),
  'with objects': entries(
    (index) => `access-list A1 extended permit object-group S${index % 9} object N${index % 999} host ${quad(index)} log`,
  ),
  'short objects': entries((index) => (index % 2 === 0 ? `object network N${index}` : ` host ${quad(index)}`)),
};

function median(times: readonly number[]): string {
  return `${[...times].sort((a, b) => a - b)[times.length >> 1]!.toFixed(1)} ms`;
}

/** Processor time: the clock would measure the machine's other work as well. */
function timed(work: () => void): number {
  const start = process.cpuUsage();
  work();
  return process.cpuUsage(start).user / 1000;
}

for (const [name, text] of Object.entries(TEXTS)) {
  const first = timed(() => readConfiguration(Lines.read(text)));
  const fresh = Array.from({ length: 5 }, () => {
    const lines = Lines.read(text);
    return timed(() => readConfiguration(lines));
  });
  let lines = Lines.read(text);
  let configuration = readConfiguration(lines);
  const again = (character: number, inserted: string) =>
    Array.from({ length: ROUNDS }, (_, round) => {
      const at = { line: 500 + round * 1000, character };
      lines = lines.change([{ range: { start: at, end: at }, text: inserted }]);
      return timed(() => {
        configuration = readConfiguration(lines, configuration);
      });
    });
  const typed = again(20, 'x');
  const line = again(0, 'access-list A1 extended permit ip any any\n');
  console.log(`${name}: first ${first.toFixed(0)} ms, fresh ${median(fresh)}, a key ${median(typed)}, a new line ${median(line)}`);
}
