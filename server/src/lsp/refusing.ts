/** What is refused is an answer for the person, not a failure of the server. */
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { NotProven } from '../features/code-actions.ts';
import { RenameRefused } from '../features/features.ts';

export function refusing<R>(ask: () => R): R | ResponseError<void> {
  try {
    return ask();
  } catch (error) {
    if (error instanceof RenameRefused || error instanceof NotProven) return new ResponseError(LSPErrorCodes.RequestFailed, error.message);
    throw error;
  }
}
