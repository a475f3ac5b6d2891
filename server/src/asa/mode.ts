/** In which mode a line is a command, and in which form: set, `no`, `clear configure`. */
import { itemAt, lastOf } from '../text/at.ts';
import { type Mode, type Reading, readCommand } from './grammar.ts';
import type { StatementForm, Word } from './model.ts';
import type { Frame, State } from './state.ts';
import type { Layout } from './words.ts';

export interface Resolved {
  readonly reading: Reading;
  readonly mode: Mode;
  readonly frame: Frame | undefined;
}

/** `no`, `clear configure`, or none. */
export function formOf(words: readonly Word[], state: State): { form: StatementForm; head: number } {
  const first = words[0]?.text.toLowerCase();
  if (first === 'no' && words.length > 1) return { form: 'no', head: 1 };
  if (first === undefined || words.length < 2 || !(first === 'clear' || first === 'cle' || first === 'clea'))
    return { form: 'set', head: 0 };
  const second = itemAt(words, 1).text.toLowerCase();
  if (second.length >= 4 && 'configure'.startsWith(second)) return { form: 'clear', head: Math.min(2, words.length - 1) };
  const counters = lastOf(words).text.toLowerCase() === 'counters';
  return state.version === 'classic' && !counters ? { form: 'clear', head: 1 } : { form: 'set', head: 0 };
}

/** `clear configure` is a global command wherever it stands. */
export function cleared(words: readonly Word[], head: number): Resolved {
  const reading = readCommand('global', words, head);
  return { reading: accepted(reading, words) ? reading : NONE, mode: 'global', frame: undefined };
}

/** Finds the mode in which a line is a command: by indentation where the block was indented, else by which mode knows it. */
export function resolve(words: readonly Word[], head: number, { indent, prompt }: Layout, state: State): Resolved {
  const prompted = prompt !== undefined;
  // Read where it is asked for: most lines are commands of the mode that is open.
  let asExec: Reading | undefined;
  const exec = () => {
    asExec ??= head === 0 ? readCommand('exec', words) : NONE;
    return asExec;
  };
  // At an exec prompt, exec commands come first.
  if (prompted && prompt.mode === undefined && accepted(exec(), words)) return { reading: exec(), mode: 'exec', frame: undefined };
  let global: Reading | undefined;
  const top = () => {
    global ??= readCommand('global', words, head);
    return global;
  };
  let frame = state.frame;
  if (!prompted) {
    // Behind an unknown line, a block that is written without indentation goes on.
    while (frame?.mode === 'other' && indent <= frame.indent) frame = frame.outer;
  }
  for (; frame !== undefined; frame = frame.outer) {
    const reading = readCommand(frame.mode, words, head);
    const knows = accepted(reading, words);
    if (prompted || frame.opener?.prompt !== undefined) {
      if (knows && reading.name !== '' && !better(top(), reading, words)) return { reading, mode: frame.mode, frame };
      if (frame.opener?.prompt === undefined && prompted && frame.opener !== undefined && indent > frame.indent)
        return { reading, mode: frame.mode, frame };
      continue;
    }
    if (indent > frame.indent) return { reading: knows ? reading : NONE, mode: frame.mode, frame };
    if (indent < frame.indent || (frame.inner !== undefined && frame.inner > frame.indent)) continue;
    if (knows && reading.name !== '' && !better(top(), reading, words)) return { reading, mode: frame.mode, frame };
  }
  if (state.base !== undefined && indent > state.base && !prompted && state.frame === undefined) {
    return { reading: NONE, mode: 'other', frame: undefined };
  }
  const short = top().abbreviated && accepted(exec(), words) && lastOf(exec().positions).argument?.kind !== 'text';
  if (accepted(top(), words) && !short) return { reading: top(), mode: 'global', frame: undefined };
  if (accepted(exec(), words)) return { reading: exec(), mode: 'exec', frame: undefined };
  return { reading: NONE, mode: 'global', frame: undefined };
}

const NONE: Reading = readCommand('global', []);

/**
 * A command written in full is one even if its rest is not understood; a short form must fit to its end. Output and prose begin with
 * capitals (`Interface outside is up`, `Username : x`), commands hardly ever: such a line must be a whole command without free text.
 */
function accepted(reading: Reading, words: readonly Word[]): boolean {
  const { command, positions, whole, ends } = reading;
  if (command === undefined) return false;
  const first = itemAt(words, 0).text;
  if (reading.abbreviated) return whole && first.length > 1 && first === first.toLowerCase();
  if (/^[A-Z]/.test(first)) return whole && ends && !positions.some((position) => position.argument?.kind === 'text');
  return whole || ends || positions.length > 1;
}

function better(a: Reading, b: Reading, words: readonly Word[]): boolean {
  return accepted(a, words) && (a.positions.length > b.positions.length || (!a.abbreviated && b.abbreviated));
}
