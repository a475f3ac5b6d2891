/** The two stories end to end: what a person sees who pastes a strange transcript, or opens a configuration. */
import * as vscode from 'vscode';
import { api, apply, closeAll, codeAction, diagnostic, equal, gone, hoverText, ok, open, rangeOf, sheetInFront, until } from './support.ts';

const TRANSCRIPT = `250-8BITMIME\\
250-SIZE 14680064
250 XXXXXXXA
STARTTLS
500 #5.5.1 command not recognized
`;

const CONFIGURATION = `ASA Version 9.1(5)
!
hostname fw1
interface GigabitEthernet0/0
 nameif outside
 security-level 0
 ip address 198.51.100.1 255.255.255.0
interface GigabitEthernet0/1
 nameif inside
 security-level 100
 ip address 192.0.2.1 255.255.255.0
access-list outside_in extended permit tcp any host 192.0.2.25 eq smtp
access-group outside_in in interface outside
class-map inspection_default
 match default-inspection-traffic
policy-map global_policy
 class inspection_default
  inspect dns
  inspect esmtp
  inspect ftp
service-policy global_policy global
`;

suite('a masked transcript', () => {
  let document: vscode.TextDocument;
  suiteSetup(async () => {
    await api();
    document = await open(TRANSCRIPT, 'smtp-transcript');
  });
  suiteTeardown(closeAll);

  test('has a squiggle on exactly the masked keyword', async () => {
    const { range, severity } = await diagnostic(document, 'masked-ehlo-keyword');
    equal(range, rangeOf(document, 'XXXXXXXA'));
    equal(severity, vscode.DiagnosticSeverity.Warning);
  });

  test('relates the refused STARTTLS to the masked line', async () => {
    const { range, relatedInformation } = await diagnostic(document, 'starttls-refused');
    equal(range.start.line, 4);
    ok(
      relatedInformation?.some(({ location }) => location.range.start.line === 2),
      'no related information on line 3',
    );
  });

  test('links each diagnostic to the page of its rule', async () => {
    const { code } = await diagnostic(document, 'masked-ehlo-keyword');
    ok(typeof code === 'object', 'no link');
    equal(code.target.path, '/masked-ehlo-keyword.md');
    const page = (await vscode.workspace.openTextDocument(code.target)).getText();
    ok(page.includes('masked-ehlo-keyword'), page.slice(0, 200));
    // As a click on the link does: rendered, not as Markdown.
    await vscode.commands.executeCommand('vscode.open', code.target);
    const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
    ok(input instanceof vscode.TabInputCustom && input.viewType === 'vscode.markdown.preview.editor', JSON.stringify(input));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  test('says on hover what was masked, on one screen; what else it could have been, behind More', async () => {
    const text = await hoverText(document, 'XXXXXXXA');
    for (const word of ['STARTTLS', 'What it costs', 'To mend']) ok(text.includes(word), `${word} is not in: ${text}`);
    const [, shown] = /\(command:(esmtpLens\.showMore\?[^)]+)\)/.exec(text) ?? [];
    ok(shown !== undefined, `no link to more: ${text}`);
    const [command, told] = shown.split('?');
    await vscode.commands.executeCommand(command!, ...JSON.parse(decodeURIComponent(told!)));
    const more = await until('the whole answer', () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'esmtp-lens-more')?.getText(),
    );
    for (const word of ['STARTTLS', 'CHUNKING', 'SMTPUTF8']) ok(more.includes(word), `${word} is not in: ${more}`);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  test('has the commands for the firewall in the light bulb', async () => {
    const { command } = await codeAction(document, rangeOf(document, 'XXXXXXXA'), /^Commands for an ASA .* Stop ESMTP inspection/);
    ok(command !== undefined, 'an entry that does nothing');
    await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
    await sheetInFront();
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  test('says in its status what was understood', async () => {
    const { statusOf } = await api();
    const status = await until('a status', () => statusOf(document.uri));
    ok(status.text.length > 0, JSON.stringify(status));
  });
});

suite('a configuration that inspects mail', () => {
  let document: vscode.TextDocument;
  suiteSetup(async () => {
    await api();
    document = await open(CONFIGURATION, 'cisco-asa');
  });
  suiteTeardown(closeAll);

  test('has a squiggle on the inspection, related to what leads to it', async () => {
    const { range, relatedInformation } = await diagnostic(document, 'inspection-hides-starttls');
    equal(range.start.line, rangeOf(document, 'inspect esmtp').start.line);
    ok((relatedInformation?.length ?? 0) >= 2, `related: ${JSON.stringify(relatedInformation)}`);
  });

  test('shows the settings in force on hover', async () => {
    const text = await hoverText(document, 'inspect esmtp');
    for (const part of ['STARTTLS', '_default_esmtp_map', 'mail is lost', '[More](command:'])
      ok(text.includes(part), `${part} is not in: ${text}`);
  });

  test('exempts the mail host that the configuration names, and takes it back', async () => {
    const { range } = await diagnostic(document, 'inspection-hides-starttls');
    await apply(await codeAction(document, range, /192\.0\.2\.25/));
    ok(document.getText().includes('deny tcp any host 192.0.2.25'), document.getText());
    await gone(document, 'inspection-hides-starttls').catch(() =>
      ok(/permit tcp any any/.test(document.getText()), 'neither exempt nor inspected'),
    );
    await vscode.commands.executeCommand('undo');
    equal(document.getText(), CONFIGURATION, 'text after undo');
    await diagnostic(document, 'inspection-hides-starttls');
  });

  test('says in its status version and inspection', async () => {
    const { statusOf } = await api();
    const status = await until('a status', () => statusOf(document.uri));
    ok(JSON.stringify(status).includes('9.1(5)'), JSON.stringify(status));
  });
});
