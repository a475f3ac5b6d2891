/** `extensionTestsPath` for the web extension host, which has no `require`: mocha's build for browsers is bundled in. */
import 'mocha/mocha.js';
import { runAndReport } from './report.ts';

export async function run(): Promise<void> {
  mocha.setup({ ui: 'tdd', reporter: 'spec', timeout: 120_000 });
  await import('suites');
  await runAndReport(mocha);
}
