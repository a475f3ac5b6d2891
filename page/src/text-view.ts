/** The text, of which only the rows on the screen are there: a log of a million lines scrolls as a note does. */
import type { ShownFinding } from './protocol.ts';

const ROW = 20;
/** Rows kept above and below the screen. */
const AROUND = 40;
/** Browsers cannot make an element taller than this; what is beyond is reached by the findings, not by the scroll bar. */
const TALLEST = 15_000_000;
/** Characters of a line that are shown. */
const WIDEST = 2000;

interface Source {
  rows(from: number, to: number): Promise<readonly string[]>;
  hover(line: number, character: number, at: { x: number; y: number }): void;
}

export class TextView {
  private readonly scroller: HTMLElement;
  private readonly rows: HTMLElement;
  private readonly source: Source;
  private lines = 0;
  private byLine: ReadonlyMap<number, readonly ShownFinding[]> = new Map();
  private chosen = -1;
  private drawn = '';
  private timer = 0;

  constructor(scroller: HTMLElement, rows: HTMLElement, source: Source) {
    this.scroller = scroller;
    this.rows = rows;
    this.source = source;
    scroller.addEventListener('scroll', () => void this.draw(), { passive: true });
    new ResizeObserver(() => void this.draw()).observe(scroller);
    rows.addEventListener('pointermove', (event) => this.point(event));
    rows.addEventListener('pointerleave', () => clearTimeout(this.timer));
    scroller.addEventListener('keydown', (event) => this.key(event));
  }

  show(lines: number, width: number, findings: readonly ShownFinding[]): void {
    this.lines = lines;
    this.chosen = -1;
    this.drawn = '';
    const byLine = new Map<number, ShownFinding[]>();
    for (const finding of findings) {
      const same = byLine.get(finding.line);
      if (same === undefined) byLine.set(finding.line, [finding]);
      else same.push(finding);
    }
    this.byLine = byLine;
    this.rows.replaceChildren();
    this.rows.style.height = `${Math.min(TALLEST, lines * ROW)}px`;
    this.rows.style.width = `${Math.min(WIDEST, width) + 8}ch`;
    this.scroller.scrollTop = 0;
    void this.draw();
  }

  /** Scrolls to a line and marks it. */
  go(line: number): void {
    this.chosen = line;
    this.drawn = '';
    this.scroller.scrollTop = Math.max(0, this.topOf(line) - this.scroller.clientHeight / 3);
    void this.draw();
  }

  private topOf(line: number): number {
    const height = Math.min(TALLEST, this.lines * ROW);
    return this.lines * ROW <= TALLEST ? line * ROW : (line / this.lines) * height;
  }

  private async draw(): Promise<void> {
    const { scrollTop, clientHeight } = this.scroller;
    const height = Math.min(TALLEST, this.lines * ROW);
    const top = this.lines * ROW <= TALLEST ? Math.floor(scrollTop / ROW) : Math.floor((scrollTop / height) * this.lines);
    const from = Math.max(0, top - AROUND);
    const to = Math.min(this.lines, top + Math.ceil(clientHeight / ROW) + AROUND);
    const key = `${from} ${to}`;
    if (key === this.drawn) return;
    this.drawn = key;
    const texts = await this.source.rows(from, to).catch(() => []);
    if (this.drawn !== key) return;
    const base = this.topOf(from);
    this.rows.replaceChildren(...texts.map((text, i) => this.row(from + i, text, base + i * ROW)));
  }

  private row(line: number, text: string, top: number): HTMLElement {
    const row = document.createElement('div');
    row.className = line === this.chosen ? 'row chosen' : 'row';
    row.dataset['number'] = String(line + 1);
    row.dataset['line'] = String(line);
    row.style.top = `${top}px`;
    const shown = text.length > WIDEST ? `${text.slice(0, WIDEST)}…` : text;
    let at = 0;
    for (const { start, end, severity } of this.byLine.get(line) ?? []) {
      if (start < at || start >= shown.length) continue;
      const mark = document.createElement('mark');
      mark.className = severity;
      mark.textContent = shown.slice(start, Math.max(start + 1, Math.min(end, shown.length)));
      row.append(shown.slice(at, start), mark);
      at = start + mark.textContent.length;
    }
    row.append(shown.slice(at));
    return row;
  }

  private point({ clientX: x, clientY: y, target }: PointerEvent): void {
    clearTimeout(this.timer);
    const row = target instanceof Element ? target.closest<HTMLElement>('.row') : null;
    if (row === null) return;
    this.timer = setTimeout(() => {
      const character = characterAt(row, x, y);
      if (character !== undefined) this.source.hover(Number(row.dataset['line']), character, { x, y });
    }, 350);
  }

  /** Enter on the marked line shows what the pointer would; N and P go from finding to finding. */
  private key(event: KeyboardEvent): void {
    const marked = [...this.byLine.keys()].sort((a, b) => a - b);
    if (event.key === 'n') this.goTo(marked.find((line) => line > this.chosen) ?? marked[0]);
    else if (event.key === 'p') this.goTo(marked.findLast((line) => line < this.chosen) ?? marked.at(-1));
    else if (event.key === 'Enter' && this.chosen >= 0) {
      const row = this.rows.querySelector<HTMLElement>('.row.chosen');
      const box = row?.querySelector('mark')?.getBoundingClientRect() ?? row?.getBoundingClientRect();
      const start = this.byLine.get(this.chosen)?.[0]?.start ?? 0;
      if (box !== undefined) this.source.hover(this.chosen, start, { x: box.left, y: box.top });
    } else return;
    event.preventDefault();
  }

  private goTo(line: number | undefined): void {
    if (line !== undefined) this.go(line);
  }
}

/** Which character of a row's text is at a point of the screen; undefined beyond its end. */
function characterAt(row: HTMLElement, x: number, y: number): number | undefined {
  const range = document.createRange();
  let before = 0;
  const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { currentNode } = walker;
    const data = currentNode.textContent ?? '';
    for (let i = 0; i < data.length; i++) {
      range.setStart(currentNode, i);
      range.setEnd(currentNode, i + 1);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      if (x >= left && x < right && y >= top && y < bottom) return before + i;
    }
    before += data.length;
  }
  return undefined;
}
