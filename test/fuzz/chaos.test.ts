/** Messages in any order, with anything in them: each request is answered, and afterwards the server says what it always says. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import { type Client, PULLS, startClient } from '../support/client.ts';
import { effort, PATIENCE } from './effort.ts';

let client: Client;
afterEach(() => client.stop());

const FIREWALL = `ASA Version 9.1(5)
class-map inspection_default
 match default-inspection-traffic
policy-map global_policy
 class inspection_default
  inspect esmtp
service-policy global_policy global
`;

const of = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const number = fc.oneof({ weight: 4, arbitrary: fc.nat(9) }, of<unknown>(-1, 1.5, 2 ** 31, 2 ** 53, null, 'x', undefined));
const position = fc.oneof({ weight: 6, arbitrary: fc.record({ line: number, character: number }) }, of<unknown>(null, undefined, 'x', []));
const range = fc.record({ start: position, end: position });
const uri = of<unknown>('file:///a.asa', 'file:///b.smtp', 'file:///gone.asa', 'untitled:Untitled-1', 'not a uri', '', '%', null, 7);
const version = of<unknown>(1, 2, 3, 0, -1, null, 'x');
const text = of<unknown>(FIREWALL, '220 mx ESMTP\nEHLO a\n250-mx\n250 XXXXXXXA\n', '', '\u0000', '\ud800', null, 7, 'x'.repeat(5000));
const document = fc.record({ uri });
const anything = fc.jsonValue({ maxDepth: 2 });

const METHODS = [
  ...['hover', 'completion', 'signatureHelp', 'definition', 'references', 'documentHighlight', 'rename', 'prepareRename', 'codeAction'],
  ...['documentSymbol', 'foldingRange', 'semanticTokens/full', 'inlayHint', 'codeLens', 'documentLink', 'diagnostic'],
  ...['prepareCallHierarchy', 'noSuchThing'],
].map((method) => `textDocument/${method}`);
const OTHERS = [
  ...['workspace/symbol', 'workspace/executeCommand', 'codeAction/resolve', 'callHierarchy/incomingCalls', 'callHierarchy/outgoingCalls'],
  ...['esmtpLens/predicted', 'esmtpLens/picture', 'esmtpLens/capture', 'esmtpLens/recognize', 'initialize', 'noSuchThing'],
];
const request = fc.record({
  kind: of('request' as const),
  method: of(...METHODS, ...OTHERS),
  params: fc.oneof(
    { weight: 5, arbitrary: fc.record({ textDocument: document, position, range, context: of({ diagnostics: [] }, null), newName: text }) },
    fc.record({
      command: of('esmtpLens.server.exemptHost', 'esmtpLens.server.writeNote', 'x'),
      arguments: fc.array(fc.oneof(uri, anything)),
    }),
    fc.record({ uri, line: number, text, item: anything, data: anything, query: text }),
    anything,
  ),
  cancelled: fc.boolean(),
});
const change = fc.record({ range: fc.option(range, { nil: undefined }), text });
const notification = fc.oneof(
  fc.record({
    method: of('textDocument/didOpen'),
    params: fc.record({
      textDocument: fc.record({ uri, version, languageId: of<unknown>('cisco-asa', 'smtp-transcript', 'ini', null), text }),
    }),
  }),
  fc.record({
    method: of('textDocument/didChange'),
    params: fc.record({
      textDocument: fc.record({ uri, version }),
      contentChanges: fc.oneof(fc.array(change, { maxLength: 3 }), anything),
    }),
  }),
  fc.record({ method: of('textDocument/didClose', 'textDocument/didSave'), params: fc.record({ textDocument: document }) }),
  fc.record({ method: of('workspace/didChangeConfiguration'), params: fc.record({ settings: anything }) }),
  fc.record({ method: of('workspace/didChangeWatchedFiles'), params: fc.record({ changes: fc.array(document) }) }),
  fc.record({ method: of('$/cancelRequest', '$/setTrace', '$/noSuchThing', 'noSuchThing'), params: anything }),
);
const message = fc.oneof(request, fc.record({ kind: of('notification' as const), told: notification }));
type Message = typeof message extends fc.Arbitrary<infer T> ? T : never;

/** @returns settled when the server has answered, if there is something to answer */
async function send(each: Message): Promise<void> {
  const { connection } = client;
  if (each.kind === 'notification') return connection.sendNotification(each.told.method, each.told.params);
  const source = new CancellationTokenSource();
  const asked = connection.sendRequest(each.method, each.params, source.token);
  if (each.cancelled) source.cancel();
  await asked.catch(() => undefined);
}

describe('a server', PATIENCE, () => {
  test('outlives any messages', async () => {
    client = await startClient(PULLS);
    let documents = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 40 }), async (messages) => {
        await Promise.all(messages.map(send));
        const fresh = `file:///alive-${documents++}.asa`;
        client.open(fresh, 'cisco-asa', FIREWALL);
        const { items } = await client.pull(fresh);
        expect(items?.map(({ code }) => code)).toContain('inspection-hides-starttls');
        await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: fresh } });
      }),
      effort(60),
    );
  });
});
