/** The exemption of a host whose address a person gave, where the configuration itself names no mail host. */
import type { WorkspaceEdit } from 'vscode-languageserver-types';
import { exemptHosts } from '../remedies/exempt-hosts.ts';
import { isRefusal } from '../remedies/remedy.ts';
import type { ConfigurationDocument } from './document.ts';

/** @returns the edit, or in words why there is none */
export function exemptHost({ configuration, uri }: ConfigurationDocument, address: string): WorkspaceEdit | string {
  const answers = configuration.contexts.map((context) => exemptHosts(configuration, context, [address]));
  // Names of one context mean nothing in another: the first context that inspects the host's mail is the one.
  const proposal = answers.find((answer) => !isRefusal(answer));
  if (proposal !== undefined && !isRefusal(proposal)) return { changes: { [uri]: [...proposal.edits] } };
  return answers.map((answer) => (isRefusal(answer) ? answer.refused : '')).join(' ');
}
