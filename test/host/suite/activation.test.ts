import * as vscode from 'vscode';
import { api, closeAll, equal, ok, open } from './support.ts';

suite('the extension', () => {
  suiteTeardown(closeAll);

  test('is active once a document of its languages is open', async () => {
    await open('220 mx.example.com ESMTP\n', 'smtp-transcript');
    await api();
    ok(vscode.extensions.getExtension('esmtp-lens.esmtp-lens')?.isActive, 'not active');
  });

  test('registers each command of its manifest', async () => {
    const { contributes } = vscode.extensions.getExtension('esmtp-lens.esmtp-lens')!.packageJSON;
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = contributes.commands.filter(({ command }: { command: string }) => !registered.has(command));
    equal(missing, []);
  });

  test('works in untrusted and virtual workspaces', () => {
    const { capabilities } = vscode.extensions.getExtension('esmtp-lens.esmtp-lens')!.packageJSON;
    equal(capabilities, { untrustedWorkspaces: { supported: true }, virtualWorkspaces: true });
  });
});
