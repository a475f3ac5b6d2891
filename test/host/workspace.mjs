import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A copy of the tests' workspace, so that nothing a test does stays in the checkout. */
export function copyWorkspace() {
  const folder = mkdtempSync(path.join(tmpdir(), 'esmtp-lens-workspace-'));
  cpSync(path.join(path.dirname(fileURLToPath(import.meta.url)), 'workspace'), folder, { recursive: true });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
