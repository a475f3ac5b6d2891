/**
 * Runs mocha to its end and rejects when a test failed. The line printed here is what the runner counts, and its proof that the
 * suites did end: when an extension host dies, VS Code still reports success.
 */
export function runAndReport(mocha: { run(done: (failures: number) => void): { stats?: Mocha.Stats | undefined } }): Promise<void> {
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failures) => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      console.log(`esmtp-lens host tests: ${passes} passed, ${failures} failed, ${pending} skipped`);
      if (failures === 0) resolve();
      else reject(new Error(`${failures} failed`));
    });
  });
}
