/** A file of packets opens as the transcript of its mail connections, which nobody can edit. */
import * as vscode from 'vscode';
import { asaDump, packetsOf, pcap, SYN } from '../../captures/write.ts';
import { api, closeAll, diagnostic, equal, hoverText, ok, until, workspaceFile } from './support.ts';

const PACKETS = packetsOf([
  { by: 'C', flags: SYN },
  { by: 'S', flags: SYN },
  { by: 'S', text: '220 ***************************\r\n' },
  { by: 'C', text: 'EHLO client.example.net\r\n' },
  { by: 'S', text: '250-mx.example.com\r\n250-SIZE 10240000\r\n250 XXXXXXXA\r\n' },
  { by: 'C', text: 'STARTTLS\r\n' },
  { by: 'S', text: '500 #5.5.1 command not recognized\r\n' },
]);

const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs);

suite('a capture', () => {
  suiteSetup(api);
  teardown(closeAll);

  test('opens as a transcript that is read, and read only', async () => {
    const file = workspaceFile('outside.pcap');
    await vscode.workspace.fs.writeFile(file, pcap(PACKETS));
    await vscode.commands.executeCommand('vscode.open', file);
    const editor = await until('the transcript', () => {
      const shown = vscode.window.activeTextEditor;
      return shown?.document.uri.scheme === 'esmtp-lens-capture' ? shown : undefined;
    });
    const { document } = editor;
    equal(document.languageId, 'smtp-transcript');
    const head = '# capture: tcp 203.0.113.9:40000 -> 192.0.2.25:25\n';
    equal(document.getText().slice(0, head.length), head);
    await diagnostic(document, 'masked-ehlo-keyword');
    ok((await hoverText(document, 'XXXXXXXA')).includes('STARTTLS'), 'the hover');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'x')).then(undefined, () => false);
    ok(!document.getText().startsWith('x'), 'it was edited');
    await until('the end of the editor of its packets', () => !tabs().some(({ input }) => input instanceof vscode.TabInputCustom));
    await vscode.workspace.fs.delete(file);
  });

  test('that a firewall printed opens as one, too, where it is chosen', async () => {
    const file = workspaceFile('printed.txt');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(asaDump(PACKETS)));
    await vscode.commands.executeCommand('vscode.openWith', file, 'esmtpLens.printedCapture');
    const { document } = await until('the transcript', () => {
      const shown = vscode.window.activeTextEditor;
      return shown?.document.uri.path.endsWith('printed.txt.smtp') ? shown : undefined;
    });
    equal(document.languageId, 'smtp-transcript');
    await diagnostic(document, 'masked-ehlo-keyword');
    await vscode.workspace.fs.delete(file);
  });

  test('that is none is refused, and nothing stays open', async () => {
    const file = workspaceFile('words.pcap');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('no packets at all, only some words that are long enough'));
    await vscode.commands.executeCommand('vscode.open', file).then(undefined, () => undefined);
    await until('the end of its editor', () => !tabs().some(({ input }) => input instanceof vscode.TabInputCustom));
    ok(!vscode.workspace.textDocuments.some(({ uri }) => uri.path.endsWith('words.pcap.smtp')), 'a transcript of nothing');
    await vscode.workspace.fs.delete(file);
  });
});
