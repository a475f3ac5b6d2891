/** `extensionTestsPath` for the Node extension host, desktop VS Code included. */
import Mocha from 'mocha';
import { runAndReport } from './report.ts';

export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'tdd', color: false, timeout: 120_000 });
  // By its name, where one is enough.
  const { ESMTP_LENS_SUITE: suite } = process.env;
  if (suite !== undefined) mocha.grep(new RegExp(`^${suite} `));
  mocha.suite.emit('pre-require', globalThis, '', mocha); // defines `suite` and `test`
  await import('suites');
  await runAndReport(mocha);
}
