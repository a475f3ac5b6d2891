/**
 * The server's entry for Node: IPC from VS Code, `--stdio` from any editor. Whoever starts it waits for the answer to `initialize`, and gets it
 * from what stands here; the server itself takes longer to load, and comes behind it.
 */
import {
  ErrorCodes,
  IPCMessageReader,
  IPCMessageWriter,
  type ResponseMessage,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { thrown } from '../text/unknown.ts';
import { initializeResult } from './capabilities.ts';
import { ClientSupport } from './client-support.ts';
import { answerFirst, type Ends } from './first-answer.ts';
import type { MessageQueue } from './queue.ts';

/** @returns once all is loaded, the queue of the messages */
async function serve(ends: Ends): Promise<MessageQueue> {
  const heard = await answerFirst(
    ends,
    ({ capabilities }) => initializeResult(new ClientSupport(capabilities), true),
    (error) => console.error(`esmtp-lens: a message of the client is passed over: ${thrown(error)}`),
  );
  const { serveEnds } = await import('./node-server.ts');
  return serveEnds(heard);
}

/** Standard output belongs to the protocol, standard error to whoever reads the editor's log. */
async function serveStdio(): Promise<void> {
  const { stdin, stdout } = process;
  console.log = console.info = console.debug = console.error;
  const reader = new StreamMessageReader(stdin);
  const writer = new StreamMessageWriter(stdout);
  reader.onError((error) => {
    // A message that is no JSON is passed over (JSON-RPC 2.0, 5.1): where it ends was said before it.
    if (error instanceof SyntaxError) {
      console.error(`esmtp-lens: a message of the client is not JSON: ${error.message}`);
      const answer: ResponseMessage = {
        jsonrpc: '2.0',
        id: null,
        error: { code: ErrorCodes.ParseError, message: 'not JSON' },
      };
      void writer.write(answer).catch(() => undefined);
      return;
    }
    // Where the next one begins is not known any more.
    console.error(`esmtp-lens: what the client sends are no messages: ${error.message.split('\n')[0]}`);
    process.exit(1);
  });
  let queue: MessageQueue | undefined;
  // Without its client there is nobody to serve.
  for (const event of ['end', 'close'] as const) stdin.on(event, () => process.exit(queue?.shutDown ? 0 : 1));
  queue = await serve({ reader, writer });
}

if (process.argv.includes('--stdio')) void serveStdio();
else void serve({ reader: new IPCMessageReader(process), writer: new IPCMessageWriter(process) });
