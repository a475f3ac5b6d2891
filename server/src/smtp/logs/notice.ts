/** What a server said to an X'd command, quoted in a bounce or a notice: Google's `500 5.5.1 Command unrecognized: "XXXXXXXX" (state 8)`. */
import type { RecordKind } from './kind.ts';

export const notice: readonly RecordKind[] = [
  {
    kind: 'quoted-masked-command',
    triggers: ['unrecognized: "XXX', "unknown: 'XXX", 'unknown: "XXX'],
    pattern:
      /(?<=[Cc]ommand )(?:unrecognized|unknown): (?<quote>["'])(?<shown>X{3,512})(?<argument> [^"']{0,200})?\k<quote>(?: \(state (?<state>\d+)\))?/,
    means: 'The server quotes what it was sent: a run of X, where the client had sent a command. A firewall between them overwrote it.',
    mark: 'seen',
    source: 'Cisco TAC document 118550; captures of real sessions',
    apart: ['shown'],
  },
];
