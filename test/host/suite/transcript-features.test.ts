/** What VS Code itself gets for a transcript: each language feature once, through the commands the editor uses. */
import * as vscode from 'vscode';
import { api, closeAll, diagnostic, equal, hoverText, ok, open, rangeOf } from './support.ts';

const TEXT = `C: EHLO client.example
S: 250-mail.example.com
S: 250-PIPELINING
S: 250-SIZE 10240000
S: 250-XXXXXXXA
S: 250 8BITMIME
C: STARTTLS
S: 500 5.5.1 command not recognized
C: MAIL FROM:<a@example.com>
S: 250 2.1.0 Ok
C: RCPT TO:<b@example.net>
S: 250 2.1.5 Ok
C: DATA
S: 354 go ahead
C: Subject: hello
C:
C: body
C: .
S: 250 2.0.0 queued
C: QUIT
S: 221 2.0.0 Bye
`;

suite('a transcript in the editor', () => {
  let document: vscode.TextDocument;
  const run = <T>(command: string, ...args: unknown[]) => vscode.commands.executeCommand<T>(command, document.uri, ...args);

  suiteSetup(async () => {
    await api();
    document = await open(TEXT, 'smtp-transcript');
    await diagnostic(document, 'masked-ehlo-keyword');
  });
  suiteTeardown(closeAll);

  test('outline: session and phases', async () => {
    const [session] = await run<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider');
    equal(
      session?.children.map(({ name }) => name),
      ['EHLO', 'STARTTLS', 'message', 'QUIT'],
      'phases',
    );
  });

  test('folding: session and replies', async () => {
    const ranges = (await run<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider')).map(({ start, end }) => `${start}-${end}`);
    for (const range of ['0-20', '1-5']) ok(ranges.includes(range), `${range} is not among ${ranges}`);
  });

  test('go to the reply, and back to its command', async () => {
    const line = async (needle: string) => {
      const found = await run<vscode.Location[]>('vscode.executeDefinitionProvider', rangeOf(document, needle).start);
      return found.map(({ range }) => range.start.line);
    };
    equal(await line('MAIL FROM'), [9], 'reply to MAIL');
    equal(await line('500 5.5.1'), [6], 'command of the 500');
  });

  for (const [what, needle, said] of [
    ['a reply code', '500 5.5.1', 'RFC 5321'],
    ['an enhanced code', '5.5.1', 'RFC 3463'],
    ['a command', 'RCPT', 'RFC 5321, 4.1.1.3'],
    ['a command that was masked', 'STARTTLS', 'What reached the server'],
    ['a keyword', 'PIPELINING', 'RFC 2920'],
    ['a masked keyword', 'XXXXXXXA', 'To prove it'],
  ] as const) {
    test(`hover on ${what}`, async () => {
      const text = await hoverText(document, needle);
      ok(text.includes(said), text);
    });
  }

  test('a hint beside the mask', async () => {
    const hints = await run<vscode.InlayHint[]>('vscode.executeInlayHintProvider', new vscode.Range(0, 0, document.lineCount, 0));
    const labels = hints.map(({ label }) => (typeof label === 'string' ? label : label.map(({ value }) => value).join('')));
    ok(
      labels.some((label) => /^◂ STARTTLS \d+ %$/.test(label)),
      labels.join(),
    );
  });

  test('semantic tokens', async () => {
    const tokens = await run<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens');
    ok(tokens.data.length > 0 && tokens.data.length % 5 === 0, `${tokens.data.length} numbers`);
  });
});
