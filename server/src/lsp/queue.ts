/**
 * The order in which messages are handled. What has already arrived is taken in before any work begins, so that a request that was cancelled
 * meanwhile is never computed, and a change is never behind answers that nobody wants any more. Requests between two changes are answered by
 * what waits on them: a hover before a light bulb. A request is answered for the text as it was when it came (LSP 3.17, "Request,
 * Notification and Response Ordering"): none is moved past a change.
 */

import { ErrorCodes, LSPErrorCodes, Message, type MessageStrategy, type RequestMessage } from 'vscode-languageserver';
import { itemAt } from '../text/at.ts';

/** A request that is not to be answered is passed on as one of this method: its handler makes the error of its params, `Refusal`. */
export const REFUSED = '$/esmtpLens/refused';

export interface Refusal {
  readonly code: number;
  readonly message: string;
}

/** Smaller is sooner: what a person looks at while it comes, what belongs to the whole document, what may need a proof. */
const URGENCY: Readonly<Record<string, number>> = {
  [REFUSED]: -1,
  'textDocument/completion': 0,
  'textDocument/signatureHelp': 0,
  'textDocument/hover': 0,
  'textDocument/definition': 0,
  'textDocument/documentHighlight': 0,
  'textDocument/codeAction': 2,
  'codeAction/resolve': 2,
};
const USUAL = 1;

/**
 * After so many turns of the event loop without a message nothing that has arrived is left unread: `vscode-jsonrpc` needs a turn to read a
 * message out of its buffer, one to queue and one to dispatch it.
 */
const QUIET_TURNS = 5;
/** A client that never stops sending is answered all the same. */
const MOST_ARRIVALS = 10_000;

type Next = Parameters<MessageStrategy['handleMessage']>[1];
type Handled = ReturnType<MessageStrategy['handleMessage']>;

interface Waiting {
  readonly message: Message;
  readonly next: Next;
}

export class MessageQueue implements MessageStrategy {
  private waiting: Waiting[] = [];
  private state: 'new' | 'running' | 'shut down' = 'new';
  private quiet = 0;
  private arrivals = 0;
  private turning = false;

  /** Whether the client has said that it is about to end the server. */
  get shutDown(): boolean {
    return this.state === 'shut down';
  }

  /** Called by the connection for each message that has arrived. */
  handleMessage(message: Message, next: Next): Handled {
    this.quiet = 0;
    this.arrivals++;
    if (isCancel(message)) {
      this.cancel(message.params?.id);
      return next(message);
    }
    // What the client answers is waited for by work that has begun.
    if (!isRequest(message) && !Message.isNotification(message)) return next(message);
    // Nobody waits for answers any more; that `shutdown` came before it tells how the process ends.
    if (isExit(message)) this.waiting = this.waiting.filter((it) => keepsItsPlace(it.message));
    this.waiting.push({ message, next });
    this.turn();
  }

  private cancel(id: unknown): void {
    const at = this.waiting.findIndex(({ message }) => isRequest(message) && message.id === id);
    const found = this.waiting[at];
    if (found === undefined || !isRequest(found.message)) return;
    const message = refused(found.message, LSPErrorCodes.RequestCancelled, 'cancelled');
    this.waiting[at] = { ...found, message };
  }

  /** One piece of work in a turn of the event loop: between two of them messages arrive. */
  private turn(): void {
    if (this.turning || this.waiting.length === 0) return;
    this.turning = true;
    soon(() => {
      this.turning = false;
      const [front] = this.waiting;
      // The last answers must be on their way before the end.
      const mayWait = isRequest(front?.message) || isExit(front?.message);
      if (++this.quiet >= QUIET_TURNS || this.arrivals >= MOST_ARRIVALS || !mayWait) this.handleOne();
      this.turn();
    });
  }

  private handleOne(): void {
    const [taken] = this.waiting.splice(this.mostUrgent(), 1);
    if (taken === undefined) return;
    this.arrivals = 0;
    this.quiet = 0;
    const { message, next } = taken;
    const passed = this.admitted(message);
    if (passed !== undefined) run(passed, next);
  }

  /** Of the requests before the next notification the most urgent one, of equals the first. */
  private mostUrgent(): number {
    let best = 0;
    for (const [index, { message }] of this.waiting.entries()) {
      if (keepsItsPlace(message)) return best;
      if (urgencyOf(message) < urgencyOf(itemAt(this.waiting, best).message)) best = index;
    }
    return best;
  }

  /** The message, or what becomes of it before `initialize` and after `shutdown` (LSP 3.17, "Server lifecycle"); undefined: dropped. */
  private admitted(message: Message): Message | undefined {
    if (!isRequest(message)) return this.state === 'running' || isExit(message) ? message : undefined;
    if (this.state === 'shut down') return refused(message, ErrorCodes.InvalidRequest, 'the server has been shut down');
    if (message.method === 'initialize') {
      if (this.state === 'running') return refused(message, ErrorCodes.InvalidRequest, 'the server is initialized already');
      this.state = 'running';
    } else if (this.state === 'new') return refused(message, ErrorCodes.ServerNotInitialized, 'the server is not initialized');
    if (message.method === 'shutdown') this.state = 'shut down';
    return message;
  }
}

/** Errors are answered, or logged, by the connection. */
function run(message: Message, next: Next): void {
  void Promise.resolve(next(message)).catch(() => undefined);
}

function refused(message: RequestMessage, code: number, why: string): RequestMessage {
  return { ...message, method: REFUSED, params: { code, message: why } satisfies Refusal };
}

function isRequest(message: Message | undefined): message is RequestMessage {
  return Message.isRequest(message);
}

function isCancel(message: Message): message is Message & { readonly params?: { readonly id?: unknown } } {
  return Message.isNotification(message) && message.method === '$/cancelRequest';
}

function isExit(message: Message | undefined): boolean {
  return message !== undefined && Message.isNotification(message) && message.method === 'exit';
}

/** Notifications change what requests are about, and so do the two requests of the lifecycle. */
function keepsItsPlace(message: Message): boolean {
  return !isRequest(message) || message.method === 'initialize' || message.method === 'shutdown';
}

function urgencyOf(message: Message): number {
  return isRequest(message) ? (URGENCY[message.method] ?? USUAL) : USUAL;
}

/** The next turn of the event loop; a browser has none to ask for but a timer. */
const soon: (work: () => void) => void = typeof setImmediate === 'function' ? setImmediate : (work) => setTimeout(work, 0);
