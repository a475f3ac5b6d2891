/** The server in Node, behind the first answer (`node.ts`). */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { disk } from './disk.ts';
import type { Ends } from './first-answer.ts';
import type { MessageQueue } from './queue.ts';
import { startServer } from './server.ts';

/** @returns the queue of its messages */
export function serveEnds({ reader, writer }: Ends): MessageQueue {
  return startServer((options) => createConnection(ProposedFeatures.all, reader, writer, options), disk).queue;
}
