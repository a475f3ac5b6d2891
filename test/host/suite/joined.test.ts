/** A transcript and the firewall it passed: two files of one workspace, of which one is open. */
import * as vscode from 'vscode';
import { api, closeAll, codeAction, codeActions, diagnostic, equal, ok, openFile, rangeOf, until, workspaceFile } from './support.ts';

const FIREWALL = `ASA Version 9.1(5)
hostname joined
interface GigabitEthernet0/0
 nameif outside
 security-level 0
 ip address 198.18.7.1 255.255.255.0
interface GigabitEthernet0/1
 nameif inside
 security-level 100
 ip address 192.168.77.254 255.255.255.0
object network MAILHOST
 host 192.168.77.1
 nat (inside,outside) static 198.18.7.25
access-list OUT extended permit tcp any host 192.168.77.1 eq smtp
access-group OUT in interface outside
class-map inspection_default
 match default-inspection-traffic
policy-map global_policy
 class inspection_default
  inspect esmtp
service-policy global_policy global
`;
const SESSION = `Trying 198.18.7.25...
Connected to 198.18.7.25.
220 *************************
EHLO client.example.net
250-mail.example.com
250-SIZE 10240000
250 XXXXXXXA
QUIT
221 2.0.0 Bye
`;

suite('a transcript and its firewall', () => {
  let session: vscode.TextDocument;
  const firewall = () => workspaceFile('joined-fw.asa');
  suiteSetup(async () => {
    await api();
    await vscode.workspace.fs.writeFile(firewall(), new TextEncoder().encode(FIREWALL));
    session = await openFile('joined.smtp', SESSION);
  });
  suiteTeardown(async () => {
    await closeAll();
    for (const name of ['joined-fw.asa', 'joined.smtp']) await vscode.workspace.fs.delete(workspaceFile(name));
  });

  test('the lens names it, and leads there', async () => {
    const lens = await until('the lens', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', session.uri, 9);
      return lenses.find(({ command }) => command?.title === 'Through joined-fw.asa: inspected by global_policy, line 20');
    });
    ok(lens.command, 'no command');
    await vscode.commands.executeCommand(lens.command.command, ...(lens.command.arguments ?? []));
    await until('the firewall in front', () => vscode.window.activeTextEditor?.document.uri.path === firewall().path);
    equal(vscode.window.activeTextEditor?.selection.active.line, 19);
  });

  test('what it would do to a session of the inside stands beside it as a diff', async () => {
    const plain = SESSION.replace(/220 .*/, '220 mail.example.com ESMTP Postfix').replace('XXXXXXXA', 'STARTTLS');
    const inside = await openFile('joined-inside.smtp', plain);
    const lens = await until('the second lens', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', inside.uri, 9);
      return lenses.find(({ command }) => command?.title === 'What it would do: greeting masked, STARTTLS masked');
    });
    ok(lens.command, 'no command');
    await vscode.commands.executeCommand(lens.command.command, ...(lens.command.arguments ?? []));
    const input = await until('the diff', () => {
      const shown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return shown instanceof vscode.TabInputTextDiff ? shown : undefined;
    });
    const [recorded, predicted] = await Promise.all([input.original, input.modified].map((uri) => vscode.workspace.openTextDocument(uri)));
    ok(recorded!.getText().includes('S: 250 STARTTLS'), recorded!.getText());
    ok(predicted!.getText().includes('S: 250 XXXXXXXA'), predicted!.getText());
    await closeAll();

    // The same with the remedy, and from the firewall back to the session.
    await vscode.window.showTextDocument(inside);
    await vscode.commands.executeCommand('esmtpLens.showRemedied', inside.uri.toString(), 4);
    const remedied = await until('the diff with the remedy', () => {
      const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
      return tab?.input instanceof vscode.TabInputTextDiff && tab.label.includes('with the remedy') ? tab.input : undefined;
    });
    const mended = await vscode.workspace.openTextDocument(remedied.modified);
    ok(mended.getText().includes('S: 250 STARTTLS'), mended.getText());
    await closeAll();
    const fw = await vscode.workspace.openTextDocument(firewall());
    await until('the lens on the firewall', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', fw.uri, 9);
      return lenses.some(({ command }) => command?.title === 'Damages 2 sessions in this workspace');
    });
    await vscode.workspace.fs.delete(inside.uri);
  });

  test('the same server in another file, from the other side: told, linked, and beside it as a diff', async () => {
    const plain = SESSION.replace(/220 .*/, '220 mail.example.com ESMTP Postfix').replace('XXXXXXXA', 'STARTTLS');
    const inside = await openFile('joined-inside.smtp', plain);
    await vscode.window.showTextDocument(session);
    await until('the finding, with its place in the other file', async () => {
      const { relatedInformation = [] } = await diagnostic(session, 'session-differs-inside');
      return relatedInformation.some(({ location }) => location.uri.path === inside.uri.path);
    });
    const action = await codeAction(session, rangeOf(session, '250-mail.example.com'), /^Compare with joined-inside\.smtp$/);
    ok(action.command, 'no command');
    await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
    const input = await until('the diff', () => {
      const { input: shown, label } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
      return shown instanceof vscode.TabInputTextDiff && label === 'joined-inside.smtp ↔ joined.smtp' ? shown : undefined;
    });
    const [one, other] = await Promise.all([input.original, input.modified].map((uri) => vscode.workspace.openTextDocument(uri)));
    ok(one?.getText().includes('S: 250 STARTTLS'), one?.getText() ?? '');
    ok(other?.getText().includes('S: 250 XXXXXXXA'), other?.getText() ?? '');
    await closeAll();
    await vscode.workspace.fs.delete(inside.uri);
    await vscode.window.showTextDocument(session);
  });

  test('the picture of it opens beside it, and one panel is enough', async () => {
    await vscode.window.showTextDocument(session);
    const panels = () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('esmtpLens.picture'));
    await vscode.commands.executeCommand('esmtpLens.showPicture');
    await until('the panel', () => panels().length === 1);
    await vscode.window.showTextDocument(session, vscode.ViewColumn.One);
    await vscode.commands.executeCommand('esmtpLens.showPicture');
    equal(panels().length, 1, 'panels');
    await vscode.window.tabGroups.close(panels());
  });

  test('a mask names the line that makes it', async () => {
    await until('the related line', async () => {
      const { relatedInformation = [] } = await diagnostic(session, 'masked-ehlo-keyword');
      return relatedInformation.some(({ location }) => location.uri.path === firewall().path && location.range.start.line === 19);
    });
  });

  test('a note about it, in German, in front and on the clipboard', async () => {
    await vscode.commands.executeCommand('esmtpLens.writeNote', session.uri, 'postmaster', 'de');
    const note = vscode.window.activeTextEditor!.document;
    ok(note.getText().startsWith('Eine Firewall verändert SMTP-Verbindungen mit mail.example.com'), note.getText());
    ok(note.getText().includes('joined-fw.asa'), note.getText());
    equal(await vscode.env.clipboard.readText(), note.getText());
  });

  test('the light bulb on it mends the firewall', async () => {
    const actions = await codeActions(session, rangeOf(session, 'XXXXXXXA'));
    ok(
      actions.some(({ title }) => title.endsWith('(in joined-fw.asa)')),
      actions.map(({ title }) => title).join(' | '),
    );
  });
});
