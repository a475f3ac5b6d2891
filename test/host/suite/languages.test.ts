import * as vscode from 'vscode';
import { closeAll, equal, open, openFile, rangeOf } from './support.ts';

suite('languages', () => {
  teardown(closeAll);

  const FILES: [name: string, text: string, language: string][] = [
    ['by-extension.asa', 'hostname fw\n', 'cisco-asa'],
    ['by-extension.smtp', 'EHLO a\n', 'smtp-transcript'],
    ['running-config', ': Saved\n:\nASA Version 9.1(5)\n', 'cisco-asa'],
    ['asa.running', 'ASA Version 9.1(5)\n', 'cisco-asa'],
    ['pix.backup', 'PIX Version 6.3(5)\n', 'cisco-asa'],
    ['greeting', '220 mx.example.com ESMTP\n', 'smtp-transcript'],
    ['masked.session', '220-****2***0***\n', 'smtp-transcript'],
  ];
  for (const [name, text, language] of FILES) {
    test(`${name} that begins with ${text.split('\n')[0]}: ${language}`, async () => {
      equal((await openFile(name, text)).languageId, language);
    });
  }

  test('a file of another kind keeps its own', async () => {
    equal((await openFile('notes.txt', 'The ASA Version is 9.1.\n220 lines\n')).languageId, 'plaintext');
  });

  test('comments a line as a firewall does', async () => {
    const document = await open('class-map A\n match any\n', 'cisco-asa');
    vscode.window.activeTextEditor!.selection = new vscode.Selection(1, 0, 1, 0);
    await vscode.commands.executeCommand('editor.action.commentLine');
    equal(document.lineAt(1).text.replace(/ +/g, ' ').trim(), '! match any');
  });

  test('takes a masked keyword for a word', async () => {
    const document = await open('250-XXXXXXXA\n', 'smtp-transcript');
    const word = document.getWordRangeAtPosition(new vscode.Position(0, 6));
    equal(word, rangeOf(document, 'XXXXXXXA'));
  });
});
