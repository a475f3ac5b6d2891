/** One line on the terminal while long work goes on; nothing when the errors go elsewhere. */
import type { Output } from './terminal.ts';
import { printable } from './width.ts';

/** Work that is done sooner needs no line. */
const PATIENCE_MS = 500;
const PERIOD_MS = 100;

export class Progress {
  private readonly output: Output;
  private next = Date.now() + PATIENCE_MS;
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

  /** Wipes the line, before anything else is written. */
  clear(): void {
    if (this.shown) this.output.write('\r\u001b[K');
    this.shown = false;
  }
}
