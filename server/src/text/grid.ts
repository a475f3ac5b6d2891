import { itemAt } from './at.ts';

/** A table of numbers, zero until they are set. */
export class Grid {
  private readonly width: number;
  private readonly cells: Float64Array;

  constructor(rows: number, columns: number) {
    this.width = columns;
    this.cells = new Float64Array(rows * columns);
  }

  get(row: number, column: number): number {
    return itemAt(this.cells, row * this.width + column);
  }

  set(row: number, column: number, value: number): void {
    this.cells[row * this.width + column] = value;
  }
}
