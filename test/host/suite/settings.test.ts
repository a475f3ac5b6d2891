import * as vscode from 'vscode';
import { api, closeAll, diagnostic, diagnosticsOf, equal, gone, ok, open, openFile, ruleOf, set, until } from './support.ts';

const GREETING = '220 *************2***0***\n';

suite('settings', () => {
  suiteSetup(api);
  teardown(async () => {
    await set('severity', undefined);
    await set('asaVersion', undefined);
    await closeAll();
  });

  test('severity changes what is shown, at once', async () => {
    const document = await open(GREETING, 'smtp-transcript');
    equal((await diagnostic(document, 'masked-banner')).severity, vscode.DiagnosticSeverity.Warning);
    await set('severity', { 'masked-banner': 'error' });
    await until('an error', () =>
      diagnosticsOf(document).some((it) => ruleOf(it) === 'masked-banner' && it.severity === vscode.DiagnosticSeverity.Error),
    );
    await set('severity', { 'masked-banner': 'off' });
    await gone(document, 'masked-banner');
    await set('severity', undefined);
    equal((await diagnostic(document, 'masked-banner')).severity, vscode.DiagnosticSeverity.Warning);
  });

  test('asaVersion is assumed where a file names none', async () => {
    const document = await open('hostname fw\nfixup protocol smtp 25\n', 'cisco-asa');
    const { statusOf } = await api();
    await set('asaVersion', '6.3(5)');
    await until(
      'the version in the status',
      () => JSON.stringify(statusOf(document.uri))?.includes('6.3(5)'),
      () => statusOf(document.uri),
    );
  });

  // The JSON of a browser reads schemas of extensions in a way of its own.
  const onDisk = vscode.workspace.workspaceFolders?.[0]?.uri.scheme === 'file' ? test : test.skip;
  onDisk('esmtp-lens.json, the settings of the command line, is checked by its schema', async () => {
    const json = vscode.extensions.getExtension('vscode.json-language-features');
    ok(json, 'this VS Code has no JSON');
    await json.activate();
    const document = await openFile('esmtp-lens.json', '{ "failOn": "error", "severity": { "fixup-smtp": "loud" } }\n');
    const found = () => vscode.languages.getDiagnostics(document.uri);
    await until('a severity that there is not', () => found().length > 0);
    equal(
      found().map(({ range }) => document.getText(range)),
      ['"loud"'],
      'what is marked',
    );
    await vscode.workspace.fs.delete(document.uri);
  });

  test('each is described, and has the scope of a resource', () => {
    const { properties } = vscode.extensions.getExtension('esmtp-lens.esmtp-lens')!.packageJSON.contributes.configuration;
    for (const [name, { scope, markdownDescription }] of Object.entries<{ scope: string; markdownDescription: string }>(properties)) {
      equal(scope, 'resource', `scope of ${name}`);
      equal(typeof markdownDescription, 'string', `description of ${name}`);
    }
  });
});
