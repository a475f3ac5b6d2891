/** One line on the terminal while long work goes on; nothing when the errors go elsewhere. */
import type { Output } from './terminal.ts';
import { printable } from './width.ts';

/** Work that is done sooner needs no line. */
const PATIENCE_MS = 500;
const PERIOD_MS = 100;

export class Progress {
  private readonly output: Output;
  private readonly begun = Date.now();
  private next = this.begun + PATIENCE_MS;
  private shown = false;

  constructor(output: Output) {
    this.output = output;
  }

  /** Says what is being done; cheap enough to be called for each chunk. */
  show(text: string): void {
    if (!this.output.isTTY || Date.now() < this.next) return;
    this.next = Date.now() + PERIOD_MS;
    this.shown = true;
    const columns = (this.output.columns ?? 80) - 1;
    this.output.write(`\r\u001b[K${printable(text).slice(0, columns)}`);
  }

  /** Says how far many files are: `checking: 1,200 of 10,000 files, 400 a second, 22 s left`. */
  count(doing: string, done: number, of: number): void {
    const seconds = (Date.now() - this.begun) / 1000;
    this.show(`${doing}: ${paceOf(done, of, seconds)}`);
  }

  /** Wipes the line, before anything else is written. */
  clear(): void {
    if (this.shown) this.output.write('\r\u001b[K');
    this.shown = false;
  }
}

/** @param seconds since the first was begun */
export function paceOf(done: number, of: number, seconds: number): string {
  const [now, all] = [done, of].map((count) => count.toLocaleString('en-US'));
  const head = `${now} of ${all} files`;
  if (done === 0 || seconds <= 0) return head;
  const rate = done / seconds;
  const shown = rate < 10 ? rate.toFixed(1) : Math.round(rate).toLocaleString('en-US');
  return `${head}, ${shown} a second, ${lasting((of - done) / rate)} left`;
}

/** `22 s`, `3 min 20 s`, `2 h 5 min`; the last seconds are never said to be none. */
function lasting(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
