/** What the program knows of the world around it: streams, folder, environment. Tests hand in their own. */
import pc from 'picocolors';
import type { Pages } from './pages.ts';

export interface Output {
  write(data: string | Uint8Array): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export interface Terminal {
  readonly stdin: AsyncIterable<Buffer> & { readonly isTTY?: boolean; readonly fd?: number };
  readonly stdout: Output;
  readonly stderr: Output;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly pages: Pages;
  /** What a thread of this program runs; undefined where there is no such script: it then does all in one. */
  readonly script?: string | undefined;
}

export type Colors = ReturnType<typeof pc.createColors>;

/** How results are laid out for a reader: colours, and columns to fill. */
export interface Style {
  readonly colors: Colors;
  /** Prose is wrapped here: a long line is hard to read on a wide screen. Infinity: lines stay whole. */
  readonly prose: number;
  /** Lines of a file are cut here. Infinity: they are not. */
  readonly width: number;
}

const WIDEST_PROSE = 100;
const NARROWEST = 40;

/**
 * What is no terminal has no width, and whoever shows it breaks its lines once more: they stay whole, but for the width that COLUMNS tells.
 * @param color false for `--no-color`
 */
export function styleOf(output: Output, env: Terminal['env'], color: boolean): Style {
  const colored = color && output.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const columns = output.isTTY ? (output.columns ?? 80) : Number(env['COLUMNS']) || Number.POSITIVE_INFINITY;
  const width = Math.max(NARROWEST, columns);
  const prose = width === Number.POSITIVE_INFINITY ? width : Math.min(width, WIDEST_PROSE);
  return { colors: pc.createColors(colored), prose, width };
}
