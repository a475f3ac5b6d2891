/** The language server as a part of this program. It reads `--stdio` itself, and ends the process when its client says so. */

/** @returns whether that and nothing else is asked for, as every editor does, which waits for it: no command line need be understood then */
export function asksForServer(argv: readonly string[]): boolean {
  return argv.length === 2 && argv[0] === 'lsp' && argv[1] === '--stdio';
}

export async function startServer(): Promise<void> {
  // Loaded only here: the other commands need no transport.
  await import('../lsp/node.ts');
}
