/** The server's entry for Node: IPC from VS Code, `--stdio` from any editor. */

import {
  type Connection,
  type ConnectionOptions,
  createConnection,
  type DataCallback,
  ErrorCodes,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { thrown } from '../text/unknown.ts';
import { disk } from './disk.ts';
import { startServer } from './start.ts';

/** Standard output belongs to the protocol, standard error to whoever reads the editor's log. */
function serveStdio(): void {
  const { stdin, stdout } = process;
  console.log = console.info = console.debug = console.error;
  const reader = new Reader(stdin);
  const writer = new StreamMessageWriter(stdout);
  const connect = (options: ConnectionOptions): Connection => createConnection(ProposedFeatures.all, reader, writer, options);
  const { queue } = startServer(connect, disk);
  reader.onError((error) => {
    // A message that is no JSON is passed over (JSON-RPC 2.0, 5.1): where it ends was said before it.
    if (error instanceof SyntaxError) {
      console.error(`esmtp-lens: a message of the client is not JSON: ${error.message}`);
      const answer = { jsonrpc: '2.0', id: null, error: { code: ErrorCodes.ParseError, message: 'not JSON' } };
      void writer.write(answer).catch(() => undefined);
      return;
    }
    // Where the next one begins is not known any more.
    console.error(`esmtp-lens: what the client sends are no messages: ${error.message.split('\n')[0]}`);
    process.exit(1);
  });
  // Without its client there is nobody to serve.
  for (const event of ['end', 'close'] as const) stdin.on(event, () => process.exit(queue.shutDown ? 0 : 1));
}

/** One that tells messages that cannot be read from those on which something fails. */
class Reader extends StreamMessageReader {
  override listen(callback: DataCallback) {
    return super.listen((message) => {
      try {
        callback(message);
      } catch (error) {
        console.error(`esmtp-lens: a message of the client is passed over: ${thrown(error)}`);
      }
    });
  }
}

if (process.argv.includes('--stdio')) serveStdio();
else startServer((options) => createConnection(ProposedFeatures.all, options), disk);
