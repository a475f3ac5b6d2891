/** The forms that a command can have, with the part that comes next marked. */
import { MarkupKind, type SignatureHelp } from 'vscode-languageserver-types';
import { signatures } from '../../asa/grammar.ts';
import type { Position } from '../../text/lines.ts';
import type { ConfigurationDocument } from '../document.ts';
import { commandLineAt } from './cursor.ts';

export function signatureHelp(document: ConfigurationDocument, at: Position): SignatureHelp | null {
  const line = commandLineAt(document, at);
  if (line === undefined || line.before.length === 0) return null;
  const block = line.blocks.find(({ mode }) => signatures(mode, line.before).length > 0);
  if (block === undefined) return null;
  const found = signatures(block.mode, line.before);
  // The form that a further word fits is the one the person is writing.
  const active = found.findIndex((it) => it.active !== undefined);
  return {
    signatures: found.map(({ command, active: columns }) => ({
      label: command.form,
      documentation: { kind: MarkupKind.PlainText, value: command.documentation },
      ...(columns === undefined ? { parameters: [] } : { parameters: [{ label: [columns[0], columns[1]] }], activeParameter: 0 }),
    })),
    activeSignature: Math.max(0, active),
    activeParameter: 0,
  };
}
