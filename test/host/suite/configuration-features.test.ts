/** What VS Code itself gets for a firewall configuration: each language feature once, through the commands the editor uses. */
import * as vscode from 'vscode';
import { api, closeAll, diagnostic, equal, hoverText, ok, open, rangeOf, until } from './support.ts';

const TEXT = `: Saved
ASA Version 9.1(5)
hostname fw1
interface GigabitEthernet0/0
 nameif outside
 security-level 0
 ip address 198.51.100.1 255.255.255.0
object network MAIL
 host 192.0.2.25
object-group network HOSTS
 network-object object MAIL
access-list outside_in extended permit tcp any object MAIL eq smtp
access-list EXEMPT extended deny tcp any object-group HOSTS eq smtp
access-list EXEMPT extended deny tcp object-group HOSTS any eq smtp
access-list EXEMPT extended permit tcp any any eq 25
access-group outside_in in interface outside
class-map MAILCLASS
 match access-list EXEMPT
policy-map type inspect esmtp GENTLE
 parameters
  allow-tls
policy-map global_policy
 class MAILCLASS
  inspect esmtp GENTLE
service-policy global_policy global
: end
`;

suite('a configuration in the editor', () => {
  let document: vscode.TextDocument;
  const at = (needle: string, nth = 1) => rangeOf(document, needle, nth).start;
  const run = <T>(command: string, ...args: unknown[]) => vscode.commands.executeCommand<T>(command, document.uri, ...args);
  const linesOf = (locations: readonly { range: vscode.Range }[]) =>
    locations.map(({ range }) => range.start.line + 1).sort((a, b) => a - b);

  suiteSetup(async () => {
    await api();
    document = await open(TEXT, 'cisco-asa');
    await diagnostic(document, 'inspection-masks-banner').catch(() => undefined);
  });
  suiteTeardown(closeAll);

  test('outline', async () => {
    const symbols = await run<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider');
    const names = symbols.map(({ name }) => name);
    for (const name of ['outside', 'MAIL', 'HOSTS', 'EXEMPT', 'MAILCLASS', 'GENTLE', 'global_policy']) {
      ok(names.includes(name), `${name} is not in the outline: ${names}`);
    }
    const policy = symbols.find(({ name }) => name === 'global_policy');
    equal(
      policy?.children.map(({ name }) => name),
      ['MAILCLASS'],
      'classes in the policy map',
    );
  });

  test('folding', async () => {
    const ranges = await run<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider');
    ok(
      ranges.some(({ start, end }) => start === 3 && end === 6),
      `the interface does not fold: ${JSON.stringify(ranges)}`,
    );
  });

  test('go to definition', async () => {
    const found = await run<(vscode.Location | vscode.LocationLink)[]>('vscode.executeDefinitionProvider', at('GENTLE', 2));
    equal(
      found.map((it) => ('range' in it ? it.range : it.targetRange).start.line),
      [18],
      'definition of GENTLE',
    );
  });

  test('references', async () => {
    equal(linesOf(await run<vscode.Location[]>('vscode.executeReferenceProvider', at('MAIL'))), [8, 11, 12], 'references of MAIL');
  });

  test('highlight', async () => {
    const found = await run<vscode.DocumentHighlight[]>('vscode.executeDocumentHighlights', at('MAILCLASS'));
    equal(linesOf(found), [17, 23], 'highlights of MAILCLASS');
  });

  test('rename, with prepare', async () => {
    const prepared = await run<{ placeholder: string }>('vscode.prepareRename', at('EXEMPT'));
    equal(prepared.placeholder, 'EXEMPT');
    const edit = await run<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', at('EXEMPT'), 'NO_MAIL');
    equal(edit.get(document.uri).length, 4, 'places of EXEMPT');
    await run('vscode.prepareRename', at('hostname')).then(
      () => ok(false, 'a keyword can be renamed'),
      () => undefined,
    );
  });

  test('workspace symbols', async () => {
    const found = await vscode.commands.executeCommand<vscode.SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', 'GENTLE');
    ok(
      found.some(({ name, location }) => name === 'GENTLE' && location.uri.toString() === document.uri.toString()),
      JSON.stringify(found),
    );
  });

  test('hover on a name', async () => {
    const text = await hoverText(document, 'MAIL', 3);
    ok(text.includes('192.0.2.25'), text);
  });

  test('hover on the keyword of an inspection', async () => {
    const text = await hoverText(document, 'inspect esmtp GENTLE', 2);
    for (const words of ['STARTTLS passes', 'except to and from 192.0.2.25']) ok(text.includes(words), `${words} is not in: ${text}`);
  });

  test('completion by mode', async () => {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(21, 0), '  \n');
    ok(await vscode.workspace.applyEdit(edit), 'the edit was refused');
    const list = await run<vscode.CompletionList>('vscode.executeCompletionItemProvider', new vscode.Position(21, 2));
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    for (const label of ['mask-banner', 'special-character', 'mail-relay']) ok(labels.includes(label), `${label} is not among ${labels}`);
    await vscode.commands.executeCommand('undo');
    await until('the text as it was', () => document.getText() === TEXT);
  });

  test('completion of names', async () => {
    const list = await run<vscode.CompletionList>('vscode.executeCompletionItemProvider', rangeOf(document, 'service-policy ').end);
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    ok(labels.includes('global_policy') && !labels.includes('MAILCLASS'), labels.join());
  });

  test('signature help', async () => {
    const help = await run<vscode.SignatureHelp>('vscode.executeSignatureHelpProvider', rangeOf(document, 'service-policy ').end, ' ');
    ok(help.signatures[0]?.label.startsWith('service-policy <policy-map>'), JSON.stringify(help));
  });

  test('semantic tokens', async () => {
    const legend = await run<vscode.SemanticTokensLegend>('vscode.provideDocumentSemanticTokensLegend');
    const tokens = await run<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens');
    ok(legend.tokenTypes.includes('class') && tokens.data.length > 0 && tokens.data.length % 5 === 0, `${tokens.data.length} numbers`);
  });

  test('inlay hints', async () => {
    const range = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = await run<vscode.InlayHint[]>('vscode.executeInlayHintProvider', range);
    const labels = hints.map(({ label }) => (typeof label === 'string' ? label : label.map(({ value }) => value).join('')));
    for (const label of ['= 192.0.2.25', 'smtp', '25', 'TLS let through: line 21'])
      ok(labels.includes(label), `${label} is not among ${labels}`);
  });

  test('code lens', async () => {
    const lenses = await run<vscode.CodeLens[]>('vscode.executeCodeLensProvider', 50);
    const titles = lenses.map(({ range, command }) => `${range.start.line + 1}: ${command?.title}`);
    ok(titles.includes('12: mail to this host: exempt from inspection'), titles.join(' | '));
    ok(
      titles.some((title) => title.startsWith('25: tcp/25: inspected')),
      titles.join(' | '),
    );
  });

  test('call hierarchy', async () => {
    const [policy] = await run<vscode.CallHierarchyItem[]>('vscode.prepareCallHierarchy', at('global_policy'));
    ok(policy, 'no item for the policy map');
    const out = await vscode.commands.executeCommand<vscode.CallHierarchyOutgoingCall[]>('vscode.provideOutgoingCalls', policy);
    equal(out.map(({ to }) => to.name).sort(), ['GENTLE', 'MAILCLASS'], 'what the policy map applies');
    const into = await vscode.commands.executeCommand<vscode.CallHierarchyIncomingCall[]>('vscode.provideIncomingCalls', policy);
    equal(
      into.map(({ from }) => from.name),
      ['service-policy global_policy'],
      'what applies the policy map',
    );
  });

  test('document links', async () => {
    const links = await run<vscode.DocumentLink[]>('vscode.executeLinkProvider', 50);
    ok(
      links.some(({ range, target }) => range.start.line === 24 && target?.fragment === 'L22,12'),
      JSON.stringify(links),
    );
  });
});
