/** `extensionTestsPath` for the Node extension host, desktop VS Code included. */
import Mocha from 'mocha';
import { runAndReport } from './report.ts';

export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'tdd', color: false, timeout: 30_000 });
  mocha.suite.emit('pre-require', globalThis, '', mocha); // defines `suite` and `test`
  await import('suites');
  await runAndReport(mocha);
}
