import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A workspace of the examples, copied, so that nothing a test does stays in the checkout. */
export function copyWorkspace() {
  const folder = mkdtempSync(path.join(tmpdir(), 'esmtp-lens-workspace-'));
  cpSync(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../examples'), folder, { recursive: true });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
