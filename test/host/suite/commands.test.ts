import * as vscode from 'vscode';
import {
  acceptPreview,
  api,
  apply,
  closeAll,
  codeAction,
  codeActions,
  diagnostic,
  equal,
  gone,
  ok,
  open,
  openFile,
  rangeOf,
  sheetInFront,
  until,
} from './support.ts';

const INSPECTED = `ASA Version 9.1(5)
class-map inspection_default
 match default-inspection-traffic
policy-map global_policy
 class inspection_default
  inspect dns
  inspect esmtp
service-policy global_policy global
`;

suite('commands', () => {
  suiteSetup(api);
  teardown(closeAll);

  test('treat a .txt as a firewall configuration', async () => {
    const { uri } = await openFile('configuration.txt', 'hostname fw\nfixup protocol smtp 25\n');
    await vscode.commands.executeCommand('esmtpLens.treatAsAsa');
    const document = await until('the language', () =>
      vscode.workspace.textDocuments.find((it) => it.uri.toString() === uri.toString() && it.languageId === 'cisco-asa'),
    );
    await diagnostic(document, 'fixup-smtp');
  });

  test('treat a .log as an SMTP transcript, named by its address', async () => {
    const { uri } = await openFile('session.log', 'EHLO a\n250-mx.example.com\n250 XXXXXXXA\n');
    await vscode.commands.executeCommand('esmtpLens.treatAsTranscript', uri);
    const document = await until('the language', () =>
      vscode.workspace.textDocuments.find((it) => it.uri.toString() === uri.toString() && it.languageId === 'smtp-transcript'),
    );
    await diagnostic(document, 'masked-ehlo-keyword');
  });

  const isDirty = () => vscode.window.tabGroups.all.some(({ tabs }) => tabs.some((tab) => tab.isDirty));

  test('an example is a document to try things in: its changes ask for nothing to be saved', async () => {
    // A blank at the end of a line may be one that is just typed: to save takes none away, whatever a person has set.
    const files = vscode.workspace.getConfiguration('files');
    await files.update('trimTrailingWhitespace', true, vscode.ConfigurationTarget.Workspace);
    await vscode.commands.executeCommand('esmtpLens.openExample', 'asa-9.1-before.asa');
    const editor = vscode.window.activeTextEditor!;
    equal([editor.document.languageId, isDirty()], ['cisco-asa', false]);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '! tried \n'));
    await until('the end of what is to be saved', () => !isDirty());
    equal(editor.document.lineAt(0).text, '! tried ');
    await files.update('trimTrailingWhitespace', undefined, vscode.ConfigurationTarget.Workspace);
    await vscode.commands.executeCommand('esmtpLens.openExample', 'asa-9.1-before.asa');
    ok(!vscode.window.activeTextEditor!.document.getText().includes('tried'), 'the example, once more, is not as it was');
  });

  test('the light bulb mends an example', async () => {
    await vscode.commands.executeCommand('esmtpLens.openExample', 'asa-9.1-before.asa');
    const { document } = vscode.window.activeTextEditor!;
    const { range } = await diagnostic(document, 'inspection-hides-starttls');
    await apply(await codeAction(document, range, /192\.0\.2\.25/));
    await gone(document, 'inspection-hides-starttls');
    await until('the end of what is to be saved', () => !isDirty());
  });

  test('what was copied is a transcript that asks for nothing to be saved, and is forgotten with its tab', async () => {
    await vscode.env.clipboard.writeText('EHLO a\n250-mx.example.com\n250 XXXXXXXA\n');
    await vscode.commands.executeCommand('esmtpLens.transcriptFromClipboard');
    const { document } = vscode.window.activeTextEditor!;
    equal([document.languageId, document.getText().slice(0, 6), isDirty()], ['smtp-transcript', 'EHLO a', false]);
    await diagnostic(document, 'masked-ehlo-keyword');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await until('its end', async () => {
      const { error } = await vscode.workspace.fs.stat(document.uri).then(
        () => ({ error: undefined }),
        (error: unknown) => ({ error }),
      );
      return error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
    });
  });

  test('exempt a host that the person names', async () => {
    const document = await open(INSPECTED, 'cisco-asa');
    await diagnostic(document, 'inspection-hides-starttls');
    // More than three lines: shown before it is done.
    const exempting = vscode.commands.executeCommand('esmtpLens.exemptHost', document.uri, '192.0.2.25');
    await acceptPreview(() => document.getText().includes('192.0.2.25'));
    await exempting;
    await until(
      'the exemption',
      () => document.getText().includes('192.0.2.25'),
      () => document.getText(),
    );
    // The preview had the focus.
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    await until(
      'the text of before',
      () => document.getText() === INSPECTED,
      () => document.getText(),
    );
  });

  test('a change sheet opens rendered and beside the file, cannot be edited, and its commands can be copied', async () => {
    await open(INSPECTED, 'cisco-asa');
    const way = {
      title: 'Stop inspecting',
      commands: ['configure terminal', 'no x'],
      rollback: ['configure terminal', 'x'],
      sheet: '# Stop\n',
    };
    await vscode.commands.executeCommand('esmtpLens.showSheet', way);
    const sheet = await sheetInFront();
    equal(sheet.viewType, 'vscode.markdown.preview.editor');
    ok(!vscode.workspace.textDocuments.some(({ isUntitled }) => isUntitled), 'something asks to be saved');
    await vscode.commands.executeCommand('esmtpLens.copyCommands');
    equal(await vscode.env.clipboard.readText(), 'configure terminal\nno x\n');
    await vscode.env.clipboard.writeText('');
    await vscode.commands.executeCommand('esmtpLens.copyCommands', sheet.uri);
    equal(await vscode.env.clipboard.readText(), 'configure terminal\nno x\n');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  test('what the light bulb offers is done though its menu is gone: VS Code forgets the arguments of commands with it', async () => {
    const document = await open('220 *************2***0***\nEHLO client\n250-mx.example.com\n250 XXXXXXXA\n', 'smtp-transcript');
    await diagnostic(document, 'masked-ehlo-keyword');
    const offered = async () => (await codeActions(document, rangeOf(document, 'XXXXXXXA'))).flatMap(({ command }) => command ?? []);
    const commands = await offered();
    ok(commands.length >= 2, commands.map(({ title }) => title).join(' | '));
    equal(
      commands.flatMap(({ arguments: given = [] }) => given),
      [],
      'arguments',
    );
    equal(await offered(), commands, 'the same menu');
    const sheet = commands.find(({ title }) => title.startsWith('Commands for'));
    ok(sheet, 'no sheet');
    await vscode.commands.executeCommand(sheet.command);
    await sheetInFront();
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  test('restart the server: diagnostics go on', async () => {
    const document = await open('fixup protocol smtp 25\n', 'cisco-asa');
    await diagnostic(document, 'fixup-smtp');
    await vscode.commands.executeCommand('esmtpLens.restart');
    await diagnostic(document, 'fixup-smtp');
    await vscode.window.activeTextEditor!.edit((edit) => edit.insert(new vscode.Position(0, 0), 'no '));
    await gone(document, 'fixup-smtp');
  });

  test('show the trace', async () => {
    await vscode.commands.executeCommand('esmtpLens.showTrace');
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });
});
