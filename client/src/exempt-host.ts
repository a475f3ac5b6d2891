import * as vscode from 'vscode';
import { type BaseLanguageClient, ExecuteCommandRequest } from 'vscode-languageclient';
import { EXEMPT_HOST } from '../../server/src/features/protocol.ts';

/**
 * Asks for the address of a mail host where none is given, and has the server insert its exemption into the configuration
 * `uri`, the active document when none is named.
 */
export async function exemptHost(client: BaseLanguageClient, uri?: vscode.Uri | string, address?: string): Promise<void> {
  const document = uri === undefined ? vscode.window.activeTextEditor?.document.uri : uri;
  const host = address ?? (document && (await askForAddress()));
  if (document === undefined || host === undefined) return;
  await client.sendRequest(ExecuteCommandRequest.type, {
    command: EXEMPT_HOST,
    arguments: [document.toString(), host.trim()],
  });
}

function askForAddress(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Exempt a mail host from ESMTP inspection'),
    prompt: vscode.l10n.t(
      'The address of the mail host, as this firewall knows it (from 8.3 on its real address, before its translated one)',
    ),
    placeHolder: '192.0.2.25',
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === '' || isAddress(text.trim()) ? undefined : vscode.l10n.t('Not an IPv4 or IPv6 address of one host'),
  });
}

/** The platform's URL parser knows how addresses are written; it runs in every extension host. */
function isAddress(text: string): boolean {
  if (/^\d+(\.\d+){3}$/.test(text)) return text.split('.').every((part) => Number(part) <= 255);
  return text.includes(':') && /^[\da-f:.]+$/i.test(text) && URL.canParse(`http://[${text}]/`);
}
