/** How much one question may cost, counted in steps, not in time: the answer is the same on every machine. */
export class Work {
  private left: number;

  /** @param steps one of which is a decision at a place, or a run of flows that is judged: a few microseconds */
  constructor(steps: number) {
    this.left = steps;
  }

  /** @throws TooLarge when there is not that much left */
  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new TooLarge();
  }
}

/** A comparison that was given up: nothing is known of its outcome. */
export class TooLarge extends Error {}
