/** One change to a configuration in its three forms: edits on the file, commands for the device, commands that take it back. */
import type { TextEdit } from '../text/lines.ts';
import { settleEdits } from './edits.ts';

export interface Change {
  readonly edits: readonly TextEdit[];
  /** Indented by their mode, so that neighbours in one mode can share the command that opens it. */
  readonly commands: readonly string[];
  readonly rollback: readonly string[];
}

export const NO_CHANGE: Change = { edits: [], commands: [], rollback: [] };

/** Several changes as one: carried out in order, taken back in the reverse order. */
export function combine(changes: readonly Change[]): Change {
  return {
    edits: settleEdits(changes.flatMap(({ edits }) => edits)),
    commands: shareModes(changes.flatMap(({ commands }) => commands)),
    rollback: shareModes(changes.toReversed().flatMap(({ rollback }) => rollback)),
  };
}

/** Lines of one mode after one another open it once. */
function shareModes(lines: readonly string[]): string[] {
  const open: string[] = [];
  const shared: string[] = [];
  for (const [index, line] of lines.entries()) {
    const depth = line.length - line.trimStart().length;
    const opens = depth < indentation(lines[index + 1]);
    if (opens && open[depth] === line && open.length > depth) {
      open.length = depth + 1;
      continue;
    }
    open.length = depth;
    open[depth] = line;
    shared.push(line);
  }
  return shared;
}

function indentation(line: string | undefined): number {
  return line === undefined ? 0 : line.length - line.trimStart().length;
}
