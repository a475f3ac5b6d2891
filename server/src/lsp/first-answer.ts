/**
 * The answer to `initialize`, which an editor waits for at its start, before the server is there to give it: what it says is known much sooner
 * than all that it promises is loaded.
 */
import {
  type DataCallback,
  Message,
  type MessageReader,
  type MessageWriter,
  type RequestMessage,
  type ResponseMessage,
} from 'vscode-jsonrpc/node';
import type { InitializeParams, InitializeResult } from 'vscode-languageserver';

type Answer = (params: InitializeParams) => InitializeResult;

/** The two ends of a transport. */
export interface Ends {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
}

/**
 * Listens, and answers the first message, if it is `initialize`.
 *
 * @param answer where it throws nothing is answered: the server will say what is wrong
 * @param passOver told of what fails on a message; the next one is heard all the same
 * @returns once the answer is on its way: the ends for the server. Every message that has come is heard there, `initialize` too; the answer that
 *   it gets a second time is not sent
 */
export async function answerFirst({ reader, writer }: Ends, answer: Answer, passOver: (error: unknown) => void): Promise<Ends> {
  const arrived: Message[] = [];
  let hear: DataCallback | undefined;
  const handle = (message: Message, by: DataCallback) => {
    try {
      by(message);
    } catch (error) {
      passOver(error);
    }
  };
  let listening: ReturnType<MessageReader['listen']> | undefined;
  const first = await new Promise<Message>((resolve) => {
    listening = reader.listen((message) => {
      if (hear !== undefined) return handle(message, hear);
      arrived.push(message);
      resolve(message);
    });
  });
  let answered = await answerTo(first, writer, answer);
  return {
    reader: {
      onError: reader.onError,
      onClose: reader.onClose,
      onPartialMessage: reader.onPartialMessage,
      dispose: () => reader.dispose(),
      listen: (callback) => {
        hear = callback;
        for (const message of arrived.splice(0)) handle(message, callback);
        return { dispose: () => listening?.dispose() };
      },
    },
    writer: {
      onError: writer.onError,
      onClose: writer.onClose,
      dispose: () => writer.dispose(),
      end: () => writer.end(),
      write: async (message) => {
        if (answered === undefined || !Message.isResponse(message) || message.id !== answered) return writer.write(message);
        answered = undefined;
      },
    },
  };
}

/** @returns the id of the request that has been answered */
async function answerTo(message: Message, writer: MessageWriter, answer: Answer): Promise<number | string | undefined> {
  if (!isInitialize(message)) return undefined;
  const { jsonrpc, id, params } = message;
  let result: InitializeResult;
  try {
    result = answer(params);
  } catch {
    return undefined;
  }
  const response: ResponseMessage = { jsonrpc, id, result };
  await writer.write(response);
  return id;
}

/** Of its params nothing is known but what the protocol promises. */
function isInitialize(message: Message): message is RequestMessage & { id: number | string; params: InitializeParams } {
  return Message.isRequest(message) && message.method === 'initialize' && message.params !== undefined;
}
