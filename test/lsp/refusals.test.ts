/** The server asks a client that refuses, or answers nonsense; and its own features fail: it goes on. Unhandled rejections fail the run. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type ClientCapabilities, ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { configurationFeatures } from '../../server/src/features/configuration/features.ts';
import { type Client, PULLS, startClient, TAKES_PUSH } from '../support/client.ts';

const ASA = 'file:///fw.asa';
const CONFIGURATION = `ASA Version 9.1(5)
class-map inspection_default
 match default-inspection-traffic
policy-map global_policy
 class inspection_default
  inspect esmtp
service-policy global_policy global
`;
const HOVER = { textDocument: { uri: ASA }, position: { line: 5, character: 4 } };
const WATCHES: ClientCapabilities = {
  ...PULLS,
  workspace: { ...PULLS.workspace, didChangeConfiguration: { dynamicRegistration: true } },
};

let client: Client | undefined;
afterEach(async () => {
  vi.restoreAllMocks();
  await client?.stop();
  client = undefined;
});

const refuse = () => new ResponseError(ErrorCodes.InternalError, 'not today');

async function isAlive(): Promise<void> {
  expect(await client?.request('textDocument/hover', HOVER)).toMatchObject({ contents: { value: expect.stringContaining('ESMTP') } });
  const { items } = await client!.pull(ASA);
  expect(items?.map(({ code }) => code)).toContain('inspection-hides-starttls');
}

async function logged(what: string): Promise<void> {
  await client!.next<{ message: string }>('window/logMessage', ({ message }) => message.includes(what) && message.includes('not today'));
}

describe('a client that refuses', () => {
  test('to register for changed settings', async () => {
    client = await startClient(WATCHES, { 'client/registerCapability': refuse });
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    await logged('registering for changed settings');
    await isAlive();
  });

  test('to tell its settings: the defaults hold', async () => {
    client = await startClient(PULLS, { 'workspace/configuration': refuse });
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    await logged('asking for settings');
    await isAlive();
  });

  test('to tell its settings when they have changed: what it told unasked holds', async () => {
    client = await startClient(PULLS, { 'workspace/configuration': refuse });
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    const settings = { esmtpLens: { severity: { 'inspection-masks-banner': 'off' } } };
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings });
    await expect.poll(async () => (await client!.pull(ASA)).items?.map(({ code }) => code)).not.toContain('inspection-masks-banner');
    await isAlive();
  });

  test.each([[[]], [null], [[null]], ['x'], [[{ severity: 'off', asaVersion: 7 }]]])('and one that tells %j as settings', async (told) => {
    client = await startClient(PULLS, { 'workspace/configuration': () => told });
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    await isAlive();
  });

  test('to say anything about its settings: the defaults hold, until it does', async () => {
    let answer: (told: unknown) => void = () => undefined;
    const late = new Promise((resolve) => {
      answer = resolve;
    });
    client = await startClient(PULLS, { 'workspace/configuration': () => late });
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    await isAlive();
    answer([{ severity: { 'inspection-hides-starttls': 'off' } }]);
    await expect.poll(async () => (await client!.pull(ASA)).items?.map(({ code }) => code)).not.toContain('inspection-hides-starttls');
  });

  test('to pull again', async () => {
    let severity = {};
    client = await startClient(PULLS, { 'workspace/configuration': () => [{ severity }], 'workspace/diagnostic/refresh': refuse });
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    await client.pull(ASA);
    severity = { 'inspection-masks-banner': 'off' };
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await logged('refreshing diagnostics');
    await isAlive();
  });

  test('an edit: the command fails, and nothing else', async () => {
    client = await startClient(PULLS, { 'workspace/applyEdit': refuse });
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    const asked = client.request('workspace/executeCommand', {
      command: 'esmtpLens.server.exemptHost',
      arguments: [ASA, '192.0.2.25'],
    });
    await expect(asked).rejects.toThrow('not today');
    await isAlive();
  });

  test('a message for its person', async () => {
    client = await startClient(PULLS, { 'window/showMessageRequest': refuse });
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    await client.request('workspace/executeCommand', { command: 'esmtpLens.server.exemptHost', arguments: [ASA, 'mail'] });
    await logged('showing a message');
    await isAlive();
  });
});

describe('a feature that throws', () => {
  test('is an error for the client, and the server goes on', async () => {
    client = await startClient(PULLS);
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    vi.spyOn(configurationFeatures as { hover(): unknown }, 'hover').mockImplementationOnce(() => {
      throw new Error('a fault of ours');
    });
    await expect(client.request('textDocument/hover', HOVER)).rejects.toMatchObject({
      code: ErrorCodes.InternalError,
      message: expect.stringContaining('a fault of ours'),
    });
    await isAlive();
  });

  test('while diagnostics are sent, is written into the log', async () => {
    client = await startClient(TAKES_PUSH);
    vi.spyOn(configurationFeatures as { status(): unknown }, 'status').mockImplementationOnce(() => {
      throw new Error('a fault of ours');
    });
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    await client.next<{ message: string }>('window/logMessage', ({ message }) => message.includes('a fault of ours'));
    expect(client.received('textDocument/publishDiagnostics').length).toBe(1);
    client.change(ASA, 2, [{ text: `${CONFIGURATION}!\n` }]);
    await client.next<{ version?: number }>('textDocument/publishDiagnostics', ({ version }) => version === 2);
  });
});

describe('a document', () => {
  test('that is closed has no diagnostics any more, though its settings come later', async () => {
    let tell: (settings: unknown) => void = () => undefined;
    const settings = new Promise((resolve) => {
      tell = resolve;
    });
    const capabilities = { ...TAKES_PUSH, workspace: { configuration: true } };
    client = await startClient(capabilities, { 'workspace/configuration': () => settings });
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: ASA } });
    await client.next<{ diagnostics: unknown[] }>('textDocument/publishDiagnostics', ({ diagnostics }) => diagnostics.length === 0);
    const before = client.received('textDocument/publishDiagnostics').length;
    tell([{ severity: { 'inspection-masks-banner': 'error' } }]);
    expect(await client.request('textDocument/hover', HOVER)).toBeNull();
    expect(client.received('textDocument/publishDiagnostics').length).toBe(before);
  });

  test('that has the version it had and another text is not unchanged', async () => {
    client = await startClient(PULLS);
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    const { resultId } = await client.pull(ASA);
    client.change(ASA, 1, [{ text: 'hostname fw\n' }]);
    expect(await client.pull(ASA, resultId)).toMatchObject({ kind: 'full', items: [] });
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    expect(await client.pull(ASA, resultId)).toMatchObject({ kind: 'full' });
  });

  test.each<[string, object]>([
    ['an earlier version', { textDocument: { uri: ASA, version: -3 }, contentChanges: [{ text: CONFIGURATION }] }],
    ['no version', { textDocument: { uri: ASA }, contentChanges: [{ text: '' }] }],
    ['no change', { textDocument: { uri: ASA, version: 2 }, contentChanges: [] }],
    ['no changes at all', { textDocument: { uri: ASA, version: 2 } }],
    ['a change that is none', { textDocument: { uri: ASA, version: 2 }, contentChanges: [{}] }],
    ['another document, which is not open', { textDocument: { uri: 'file:///x.asa', version: 2 }, contentChanges: [{ text: '' }] }],
    ['nothing', {}],
  ])('that is changed with %s', async (_, params) => {
    client = await startClient(PULLS);
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    await client.connection.sendNotification('textDocument/didChange', params);
    await isAlive();
  });

  test.each([
    [-1, 0],
    [5, -7],
    [5, 1e9],
    [1e9, 0],
    [0.5, 0.5],
  ])('asked about a place that it does not have: %j, %j', async (line, character) => {
    client = await startClient(PULLS);
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    const at = { textDocument: { uri: ASA }, position: { line, character } };
    for (const method of ['hover', 'completion', 'signatureHelp', 'definition', 'documentHighlight', 'prepareRename']) {
      await client.request(`textDocument/${method}`, at);
    }
    await isAlive();
  });

  test('asked without saying which, or where', async () => {
    client = await startClient(PULLS);
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    for (const params of [{}, { textDocument: {} }, { textDocument: { uri: ASA } }, { textDocument: { uri: 7 }, position: null }]) {
      for (const method of ['hover', 'definition', 'codeAction', 'inlayHint', 'rename', 'diagnostic', 'semanticTokens/full']) {
        await client.request(`textDocument/${method}`, params).catch((error) => expect(error).toBeInstanceOf(ResponseError));
      }
    }
    await expect(client.request('textDocument/notInTheProtocol', {})).rejects.toMatchObject({ code: ErrorCodes.MethodNotFound });
    await isAlive();
  });
});

test.each(['cisco-asa', 'smtp-transcript'])(
  'a document of %s without an address is none: others are judged without it',
  async (languageId) => {
    client = await startClient(PULLS);
    client.open(ASA, 'cisco-asa', CONFIGURATION);
    for (const uri of [null, 7, undefined, {}]) {
      const text = `# esmtp-lens: firewall=fw.asa\n${CONFIGURATION}220 mx ESMTP\nEHLO a\n250-mx\n250 XXXXXXXA\n`;
      await client.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
    }
    client.open('file:///session.smtp', 'smtp-transcript', '220 mx ESMTP\nEHLO a\n250-mx\n250 XXXXXXXA\n');
    await client.pull('file:///session.smtp');
    await isAlive();
  },
);

test('a request of our own name for refused ones is one of the client’s like any other', async () => {
  client = await startClient(PULLS);
  client.open(ASA, 'cisco-asa', CONFIGURATION);
  await expect(client.request('$/esmtpLens/refused', { code: LSPErrorCodes.RequestFailed, message: 'x' })).rejects.toThrow('x');
  await isAlive();
});
