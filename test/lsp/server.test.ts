/** The server over a real connection, as a client that pulls diagnostics and as one that waits for them. */
import { afterEach, describe, expect, test } from 'vitest';
import type { ClientCapabilities } from 'vscode-languageserver/node';
import type {
  CodeAction,
  CompletionItem,
  Diagnostic,
  DocumentSymbol,
  FoldingRange,
  Hover,
  MarkupContent,
  SignatureHelp,
  SymbolInformation,
} from 'vscode-languageserver-types';
import { MORE } from '../../server/src/features/protocol.ts';
import { type Client, PULLS, startClient, TAKES_PUSH } from '../support/client.ts';

const ASA = 'file:///fw.asa';
const SMTP = 'file:///session.smtp';
const CONFIGURATION = `: Saved
ASA Version 9.1(5)
hostname fw
class-map inspection_default
 match default-inspection-traffic
policy-map global_policy
 class inspection_default
  inspect esmtp
service-policy global_policy global
: end
`;

let client: Client | undefined;
afterEach(async () => {
  await client?.stop();
  client = undefined;
});

const codes = (items: readonly Diagnostic[] = []) => items.map((it) => it.code);

describe('a client that pulls', () => {
  test('gets diagnostics with page, source and related lines', async () => {
    client = await startClient(PULLS);
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    const { items } = await client.pull(ASA);
    const hidden = items?.find((it) => it.code === 'inspection-hides-starttls');
    expect(hidden).toMatchObject({
      range: { start: { line: 7, character: 2 } },
      source: 'ESMTP Lens',
      severity: 2,
      codeDescription: { href: 'file:///pages/inspection-hides-starttls.md' },
    });
    expect(hidden?.relatedInformation?.map((it) => it.location.range.start.line)).toEqual(expect.arrayContaining([6, 8]));
  });

  test('is told that nothing changed when it names the newest result', async () => {
    client = await startClient(PULLS);
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    const first = await client.pull(ASA);
    expect(await client.pull(ASA, first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
    client.change(ASA, 2, [{ range: { start: { line: 7, character: 2 }, end: { line: 7, character: 15 } }, text: 'inspect ftp' }]);
    const second = await client.pull(ASA, first.resultId);
    expect(second.kind).toBe('full');
    expect(codes(second.items)).not.toContain('inspection-hides-starttls');
  });

  test('its settings hold for the document they are asked for', async () => {
    const severity = { 'inspection-hides-starttls': 'off', 'inspection-masks-banner': 'error' };
    client = await startClient(PULLS, { 'workspace/configuration': () => [{ severity, asaVersion: '' }] });
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    const { items } = await client.pull(ASA);
    expect(codes(items)).not.toContain('inspection-hides-starttls');
    expect(items?.find((it) => it.code === 'inspection-masks-banner')?.severity).toBe(1);
  });

  test('changed settings make a new result and a request to pull again', async () => {
    let refreshed = 0;
    let severity = {};
    client = await startClient(PULLS, {
      'workspace/configuration': () => [{ severity }],
      'workspace/diagnostic/refresh': () => {
        refreshed++;
        return null;
      },
    });
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    const first = await client.pull(ASA);
    severity = { 'inspection-hides-starttls': 'off' };
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await expect.poll(() => refreshed).toBe(1);
    const second = await client.pull(ASA, first.resultId);
    expect(second.kind).toBe('full');
    expect(codes(second.items)).not.toContain('inspection-hides-starttls');
  });

  test('hears what was understood', async () => {
    client = await startClient(PULLS);
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    await client.pull(ASA);
    const status = await client.next<{ uri: string; text: string; severity: string }>('esmtpLens/status');
    expect(status.uri).toBe(ASA);
    expect(status.text).toContain('9.1(5)');
    expect(status.severity).toBe('warning');
  });
});

describe('a client that waits', () => {
  test('is sent diagnostics with the version they belong to, and none after closing', async () => {
    client = await startClient(TAKES_PUSH);
    expect(client.result.capabilities.diagnosticProvider).toBeUndefined();
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    type Published = { uri: string; version?: number; diagnostics: Diagnostic[] };
    const first = await client.next<Published>('textDocument/publishDiagnostics');
    expect(codes(first.diagnostics)).toContain('inspection-hides-starttls');
    client.change(ASA, 2, [{ text: 'hostname fw\n' }]);
    const second = await client.next<Published>('textDocument/publishDiagnostics', (it) => it.version === 2);
    expect(second.diagnostics).toEqual([]);
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: ASA } });
    await client.next<Published>('textDocument/publishDiagnostics', (it) => it.version === undefined && it.diagnostics.length === 0);
  });
});

describe('a document of both languages', () => {
  const SESSION = `220 ******************
EHLO client.example.net
250-mx.example.com
250-XXXXXXXA
250 DSN
`;
  const PAGES = [
    ['a page that begins with a session', SMTP, 'smtp-transcript', `${SESSION}\nand on the firewall:\n\n${CONFIGURATION}`],
    ['a configuration with a session below', ASA, 'cisco-asa', `${CONFIGURATION}\n${SESSION}`],
  ] as const;

  test.each(PAGES)('has the outline, the folding and the tokens of both, in order: %s', async (_, uri, language, text) => {
    client = await startClient({ ...PULLS, textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } } });
    client.open(uri, language, text);
    const asked = { textDocument: { uri } };
    const lines = text.split('\n');
    const [policy, reply] = [lines.indexOf('policy-map global_policy'), lines.indexOf('250-mx.example.com')];

    const symbols = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', asked);
    const starts = symbols.map(({ range }) => range.start.line);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    const holds = (line: number) => symbols.some(({ range }) => range.start.line <= line && line <= range.end.line);
    expect([holds(policy), holds(reply)]).toEqual([true, true]);

    const folds = await client.request<FoldingRange[]>('textDocument/foldingRange', asked);
    expect(folds.map(({ startLine }) => startLine)).toEqual(expect.arrayContaining([policy, reply]));

    const { data } = await client.request<{ data: number[] }>('textDocument/semanticTokens/full', asked);
    const rows = data.filter((_number, i) => i % 5 === 0);
    expect(Math.min(...rows)).toBeGreaterThanOrEqual(0);
    let line = 0;
    const tokens = new Set(rows.map((down) => (line += down)));
    expect([tokens.has(policy), tokens.has(reply + 1)]).toEqual([true, true]);
  });
});

describe('what a client can show', () => {
  const at = (line: number, character: number) => ({ textDocument: { uri: ASA }, position: { line, character } });
  const answers = async (capabilities: ClientCapabilities) => {
    client = await startClient(capabilities);
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    const symbols = await client.request<(DocumentSymbol & SymbolInformation)[]>('textDocument/documentSymbol', at(0, 0));
    const hover = await client.request<{ contents: MarkupContent }>('textDocument/hover', at(7, 4));
    const items = await client.request<CompletionItem[]>('textDocument/completion', at(7, 2));
    const help = await client.request<SignatureHelp>('textDocument/signatureHelp', at(8, 15));
    return { symbols, hover, items, help };
  };

  test('one that names nothing gets flat symbols and plain text', async () => {
    const { symbols, hover, items, help } = await answers({});
    expect(client?.result.capabilities.renameProvider).toBe(true);
    expect(symbols.find(({ containerName }) => containerName === 'global_policy')).toMatchObject({
      name: 'inspection_default',
      location: { uri: ASA, range: { start: { line: 6 }, end: { line: 7 } } },
    });
    expect(symbols.every((it) => it.children === undefined && it.selectionRange === undefined && it.location !== undefined)).toBe(true);
    expect(hover.contents.kind).toBe('plaintext');
    expect(hover.contents.value).toContain('ESMTP inspection');
    expect(hover.contents.value).not.toMatch(/```|^#|\*Source|^\|/m);
    const documentation = items.find(({ label }) => label === 'inspect')?.documentation as MarkupContent;
    expect(documentation.kind).toBe('plaintext');
    expect(documentation.value).not.toContain('```');
    expect(help.signatures[0]?.parameters).toEqual([{ label: '<policy-map>' }]);
    const { diagnostics } = await client!.next<{ diagnostics: Diagnostic[] }>('textDocument/publishDiagnostics');
    expect(diagnostics.length).toBeGreaterThan(0);
    for (const key of ['relatedInformation', 'codeDescription', 'tags']) expect(diagnostics.filter((it) => key in it)).toEqual([]);
  });

  test('one that takes plain text only, and says so', async () => {
    const { hover } = await answers({ textDocument: { hover: { contentFormat: ['plaintext'] } } });
    expect(hover.contents.kind).toBe('plaintext');
  });

  test('one that shows no code actions is not sent to a light bulb', async () => {
    const { hover } = await answers({});
    expect(hover.contents.value).toMatch(/To mend: [^;]*\. /);
    await client?.stop();
    const { hover: other } = await answers({ textDocument: { codeAction: {} } });
    expect(other.contents.value).toMatch(/To mend: [^;]*; the light bulb has the edits\. /);
  });

  test('one that can more gets a tree and Markdown', async () => {
    const { symbols, hover, items, help } = await answers(PULLS);
    expect(client?.result.capabilities.renameProvider).toEqual({ prepareProvider: true });
    expect(symbols.find(({ name }) => name === 'global_policy')?.children?.map(({ name }) => name)).toEqual(['inspection_default']);
    expect(hover.contents.kind).toBe('markdown');
    expect(items.find(({ label }) => label === 'inspect')?.documentation).toMatchObject({ kind: 'markdown' });
    expect(help.signatures[0]?.parameters).toEqual([{ label: [15, 27] }]);
  });
});

describe('transcripts', () => {
  const SESSION = '250-8BITMIME\\\n250-SIZE 14680064\n250 XXXXXXXA\nSTARTTLS\n500 #5.5.1 command not recognized\n';

  test('the seed document’s session is diagnosed and explained', async () => {
    client = await startClient(PULLS);
    client.open(SMTP, 'smtp-transcript', SESSION);
    const { items } = await client.pull(SMTP);
    const masked = items?.find((it) => it.code === 'masked-ehlo-keyword');
    expect(masked?.range).toEqual({ start: { line: 2, character: 4 }, end: { line: 2, character: 12 } });
    const refused = items?.find((it) => it.code === 'starttls-refused');
    expect(refused?.range.start.line).toBe(4);
    expect(refused?.relatedInformation?.map((it) => it.location.range.start.line)).toContain(2);
    const place = { textDocument: { uri: SMTP }, position: { line: 2, character: 6 } };
    const hover = await client.request<Hover>('textDocument/hover', place);
    const text = (hover.contents as { value: string }).value;
    for (const said of ['STARTTLS', 'TLS', 'both directions', 'own network']) expect(text).toContain(said);
    const whole = await client.request<string>(MORE, place);
    for (const said of ['STARTTLS', 'CHUNKING', 'SMTPUTF8', 'TLS', 'both directions', 'own network', 'no inspect esmtp', 'TAC 118550']) {
      expect(whole).toContain(said);
    }
  });

  test.each([
    ['a client with a command for it opens the whole answer', ['esmtpLens.showMore'], /\[More\]\(command:esmtpLens\.showMore\?%5B%22file/],
    ['another one the page of the rule', [], /\[More\]\(file:\/\/\/pages\/masked-ehlo-keyword\.md\)$/],
  ])('More: %s', async (_, commands, link) => {
    client = await startClient(PULLS, {}, commands);
    client.open(SMTP, 'smtp-transcript', SESSION);
    const hover = await client.request<Hover>('textDocument/hover', { textDocument: { uri: SMTP }, position: { line: 2, character: 6 } });
    expect((hover.contents as { value: string }).value).toMatch(link);
  });
});

describe('commands and requests that go nowhere', () => {
  test('a document that is not open gives nothing', async () => {
    client = await startClient(PULLS);
    const at = { textDocument: { uri: 'file:///no.asa' }, position: { line: 0, character: 0 } };
    expect(await client.request('textDocument/hover', at)).toBeNull();
    expect(await client.pull('file:///no.asa')).toEqual({ kind: 'full', items: [] });
    expect(await client.request('textDocument/semanticTokens/full', at)).toEqual({ data: [] });
  });

  test('exempting a host edits the document through the client', async () => {
    const applied: { edit: { changes: Record<string, { newText: string }[]> } }[] = [];
    client = await startClient(PULLS, {
      'workspace/applyEdit': (params: (typeof applied)[number]) => {
        applied.push(params);
        return { applied: true };
      },
    });
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    await client.request('workspace/executeCommand', { command: 'esmtpLens.server.exemptHost', arguments: [ASA, '192.0.2.25'] });
    const text = applied[0]?.edit.changes[ASA]?.map((it) => it.newText).join('') ?? '';
    expect(text).toContain('host 192.0.2.25');
    expect(text).toContain('class-map');
  });

  test('an address that is none is told to the person', async () => {
    const told: string[] = [];
    client = await startClient(PULLS, {
      'window/showMessageRequest': ({ message }: { message: string }) => {
        told.push(message);
        return null;
      },
    });
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    await client.request('workspace/executeCommand', { command: 'esmtpLens.server.exemptHost', arguments: [ASA, 'mail'] });
    await expect.poll(() => told).toEqual([expect.stringMatching(/^mail is not an IP address: name each host by its address/)]);
  });

  test('the light bulb asks for an address where the file names no mail host', async () => {
    client = await startClient(PULLS);
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    const range = { start: { line: 7, character: 4 }, end: { line: 7, character: 4 } };
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: ASA },
      range,
      context: { diagnostics: [] },
    });
    expect(actions.some((it) => it.command?.command === 'esmtpLens.exemptHost')).toBe(true);
    expect(actions.some((it) => it.edit !== undefined)).toBe(true);
  });

  test.each([
    ['file:///session.smtp', 'text'],
    ['file:///pasted.txt', 'smtp'],
  ])('knows a transcript by its name or text where the editor has no word for it: %s, %s', async (uri, languageId) => {
    client = await startClient(PULLS);
    client.open(uri, languageId, '250-8BITMIME\n250-SIZE 14680064\n250 XXXXXXXA\n');
    expect(codes((await client.pull(uri)).items)).toEqual(['masked-ehlo-keyword']);
  });

  test('offers an editor without our commands only what it can carry out', async () => {
    client = await startClient(PULLS, {}, []);
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    const range = { start: { line: 7, character: 4 }, end: { line: 7, character: 4 } };
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: ASA },
      range,
      context: { diagnostics: [] },
    });
    expect(actions.length).toBeGreaterThan(0);
    // The sheet is a file that the server writes.
    const commands = actions.flatMap(({ command }) => command?.command ?? []);
    expect(commands).toEqual(['esmtpLens.server.showSheet']);
    expect(client.result.capabilities.executeCommandProvider?.commands).toContain(commands[0]);
    expect(actions.filter(({ edit, command }) => edit === undefined && command === undefined)).toEqual([]);
  });

  test('no files are asked for by patterns, which the client cannot match (scripts/no-minimatch.cjs)', async () => {
    client = await startClient(PULLS);
    expect(client.result.capabilities.workspace?.fileOperations).toBeUndefined();
  });
});
