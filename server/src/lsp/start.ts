/**
 * The first part of the language server, over any connection: stdio, IPC or a Web Worker. It answers `initialize`, which an editor waits for at
 * its start. All else, which takes longer to load than to answer, is loaded behind the answer; messages wait in the queue meanwhile.
 */
import { type Connection, type ConnectionOptions, ResponseError } from 'vscode-languageserver';
import { initializeResult } from './capabilities.ts';
import { ClientSupport } from './client-support.ts';
import { MessageQueue, REFUSED, type Refusal } from './queue.ts';
import type { Disk } from './workspace.ts';

/**
 * @param connect makes the connection, with the options that the server wants for it
 * @param disk where there is one: its files are read where the client hands out none
 * @returns the queue of its messages, and the connection
 */
export function startServer(
  connect: (options: ConnectionOptions) => Connection,
  disk?: Disk,
): { connection: Connection; queue: MessageQueue } {
  const queue = new MessageQueue();
  const connection = connect({ messageStrategy: queue });
  connection.onRequest(REFUSED, ({ code, message }: Refusal) => new ResponseError(code, message));
  connection.onInitialize((params) => {
    const client = new ClientSupport(params.capabilities);
    queue.hold(async () => {
      const { Server } = await import('./server.ts');
      new Server(connection, params, client, disk).listen();
    });
    return initializeResult(client, disk !== undefined);
  });
  connection.listen();
  return { connection, queue };
}
