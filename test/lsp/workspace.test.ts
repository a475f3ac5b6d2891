/** Files that are not open: handed out by the client, or on the disk. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import type { CodeAction, CodeLens, Diagnostic } from 'vscode-languageserver-types';
import { MOST_FILES } from '../../server/src/features/around.ts';
import { type Client, PULLS, startClient } from '../support/client.ts';
import { withMailHost } from '../workspace/files.ts';

const CLIENT = {
  ...PULLS,
  textDocument: { ...PULLS.textDocument, codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } } },
};
const FW = withMailHost('border-1', '198.51.100.1', '198.51.100.25');
const SESSION = `Trying 198.51.100.25...
Connected to 198.51.100.25.
220 *************************
EHLO client.example.net
250-mail.example.com
250-SIZE 10240000
250 XXXXXXXA
QUIT
221 2.0.0 Bye
`;
/** The same, recorded on the inside. */
const INSIDE = SESSION.replace(/220 .*/, '220 mail.example.com ESMTP Postfix').replace('XXXXXXXA', 'STARTTLS');
const INSPECT = FW.split('\n').indexOf('  inspect esmtp');

let client: Client | undefined;
let folder: string | undefined;
afterEach(async () => {
  await client?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true });
  client = folder = undefined;
});

/** A client that hands out these files, by name. */
async function handing(
  files: Map<string, string>,
  capabilities = CLIENT,
  others: Readonly<Record<string, (params: never) => unknown>> = {},
): Promise<Client> {
  const answers = {
    'esmtpLens/findFiles': ({ extensions, most }: { extensions: string[]; most: number }) =>
      [...files.keys()].filter((uri) => extensions.some((extension) => uri.endsWith(`.${extension}`))).slice(0, most),
    'esmtpLens/readFile': ({ uri, most }: { uri: string; most: number }) => {
      const text = files.get(uri);
      return text === undefined || text.length > most ? null : text;
    },
    ...others,
  };
  client = await startClient(capabilities, answers, undefined, { files: true });
  return client;
}

const lensesOf = (it: Client, uri: string) => it.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
interface Report {
  readonly items: readonly { readonly uri: string; readonly kind: string; readonly resultId?: string; readonly items?: Diagnostic[] }[];
}
const pullAll = (it: Client, previousResultIds: readonly { uri: string; value: string }[] = []) =>
  it.request<Report>('workspace/diagnostic', { previousResultIds });

describe('a session and its firewall, which is not open', () => {
  const [A, B] = ['file:///w/a.smtp', 'file:///w/fw1.asa'];

  it('has a lens that leads to the line', async () => {
    const it = await handing(new Map([[B, FW]]));
    it.open(A, 'smtp-transcript', SESSION);
    const [lens, ...others] = await lensesOf(it, A);
    expect(others).toEqual([]);
    expect(lens?.range.start.line).toBe(2);
    expect(lens?.command).toMatchObject({
      title: `Through fw1.asa: inspected by global_policy, line ${INSPECT + 1}`,
      tooltip: 'Its configuration names the mail host 198.51.100.25. Opens fw1.asa.',
      arguments: [B, INSPECT],
    });
  });

  it('that was recorded on the inside has a second lens: what the firewall would do to it, and shows it', async () => {
    const it = await handing(new Map([[B, FW]]));
    it.open(A, 'smtp-transcript', INSIDE);
    const lens = (await lensesOf(it, A))[1];
    expect(lens?.command).toMatchObject({
      title: 'What it would do: greeting masked, STARTTLS masked',
      command: 'esmtpLens.showPrediction',
      arguments: [A, 2],
    });
    const [uri, line] = lens!.command!.arguments!;
    const found = await it.request<{ title: string; before: string; after: string }>('esmtpLens/predicted', { uri, line });
    expect(found.title).toBe('Recorded ↔ through fw1.asa');
    const [recorded, predicted] = [found.before.split('\n'), found.after.split('\n')];
    expect(recorded[0]).toBe('S: 220 mail.example.com ESMTP Postfix');
    // Line by line, so that the diff shows what the firewall changes and nothing else.
    expect(predicted.map((each, i) => (each === recorded[i] ? '' : each)).filter((each) => each !== '')).toEqual([
      `S: 220 ${'*'.repeat('mail.example.com ESMTP Postfix'.length)}`,
      'S: 250 XXXXXXXA',
    ]);
    expect(predicted.length).toBe(recorded.length);
    expect(await it.request('esmtpLens/predicted', { uri, line: 0 })).toBeNull();
    expect(await it.request('esmtpLens/predicted', { uri: B, line: 0 })).toBeNull();
  });

  it('that was recorded on the inside has a third: the same with the remedy, as the edited file would treat it', async () => {
    const it = await handing(new Map([[B, FW]]));
    it.open(A, 'smtp-transcript', INSIDE);
    const lens = (await lensesOf(it, A))[2];
    expect(lens?.command).toMatchObject({ title: 'With the proposed remedy', command: 'esmtpLens.showRemedied', arguments: [A, 2] });
    const found = await it.request<{ title: string; before: string; after: string }>('esmtpLens/predicted', {
      uri: A,
      line: 2,
      remedied: true,
    });
    expect(found.title).toMatch(/^Through fw1.asa ↔ with the remedy: /);
    const [now, then, recorded] = [found.before, found.after, await it.request('esmtpLens/predicted', { uri: A, line: 2 })];
    expect(now).toBe((recorded as { after: string }).after);
    expect(then).toBe((recorded as { before: string }).before);
    // Of a session that nothing happens to, nothing is shown.
    it.open('file:///w/none.smtp', 'smtp-transcript', 'S: 220 mx.example.org\nC: QUIT\n');
    expect(await it.request('esmtpLens/predicted', { uri: 'file:///w/none.smtp', line: 9, remedied: true })).toBeNull();
  });

  it('is drawn: through the firewall; with what stood behind its masks; without one, as it is', async () => {
    const it = await handing(new Map([[B, FW]]));
    it.open(A, 'smtp-transcript', INSIDE);
    const picture = (uri: string, line: number) =>
      it.request<{ first: number; last: number; svg: string } | null>('esmtpLens/picture', { uri, line });
    const drawn = (await picture(A, 4))!;
    expect([drawn.first, drawn.last]).toEqual([2, 8]);
    expect(drawn.svg).toContain('<title id="t">a.smtp through fw1.asa</title>');
    expect(drawn.svg).not.toContain('<style>');
    const rows = [...drawn.svg.matchAll(/<g data-line="(\d+)">(.*?)<\/g>/gs)].map(([, line, row]) => ({ line: Number(line), row: row! }));
    expect(rows.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 8, 9]);
    expect(rows.find(({ line }) => line === 7)?.row).toMatch(/STARTTLS.*XXXXXXXA|XXXXXXXA.*STARTTLS/s);
    it.open('file:///w/masked.smtp', 'smtp-transcript', SESSION);
    expect((await picture('file:///w/masked.smtp', 4))?.svg).toMatch(/a masked keyword.*STARTTLS/s);
    expect(await picture(B, 0)).toBeNull();
  });

  it('is named above the line that damages it, as is one that shows it; another session is not', async () => {
    const other = INSIDE.replaceAll('198.51.100.25', '203.0.113.77');
    const files: [string, string][] = [
      ['file:///w/inside.smtp', INSIDE],
      ['file:///w/outside.smtp', SESSION],
      ['file:///w/other.smtp', other],
    ];
    const it = await handing(new Map(files));
    it.open(B, 'cisco-asa', FW);
    it.open('file:///w/fw2.asa', 'cisco-asa', withMailHost('border-2', '203.0.113.1', '203.0.113.25'));
    const lens = (await lensesOf(it, B)).find(({ command }) => command?.command === 'esmtpLens.showSessions');
    expect(lens?.range.start.line).toBe(INSPECT);
    expect(lens?.command?.title).toBe('Damages 2 sessions in this workspace');
    expect(lens?.command?.arguments).toEqual([
      B,
      INSPECT,
      [
        { uri: 'file:///w/inside.smtp', line: 2 },
        { uri: 'file:///w/outside.smtp', line: 2 },
      ],
    ]);
  });

  it('names the line in its masks, and the line names the masks', async () => {
    const it = await handing(new Map([[B, FW]]));
    it.open(A, 'smtp-transcript', SESSION);
    await lensesOf(it, A);
    const { items } = await it.pull(A);
    const masked = items?.find(({ code }) => code === 'masked-ehlo-keyword');
    expect(masked?.relatedInformation?.find(({ location }) => location.uri === B)).toMatchObject({
      location: { range: { start: { line: INSPECT, character: 2 } } },
      message: 'Through fw1.asa: this line inspects the session',
    });
    const there = (await pullAll(it)).items.find(({ uri }) => uri === B)?.items;
    const hides = there?.find(({ code }) => code === 'inspection-hides-starttls');
    expect(hides?.relatedInformation?.map(({ location, message }) => `${location.uri} ${message}`)).toContain(
      `${A} a.smtp, line 7: the work of this line (masked-ehlo-keyword)`,
    );
  });

  it('is mended in that file, of which nothing is open', async () => {
    const it = await handing(new Map([[B, FW]]));
    it.open(A, 'smtp-transcript', SESSION);
    await lensesOf(it, A);
    const range = { start: { line: 6, character: 5 }, end: { line: 6, character: 5 } };
    const actions = await it.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: A },
      range,
      context: { diagnostics: [] },
    });
    const [first] = actions.filter(({ title }) => title.endsWith('(in fw1.asa)'));
    expect(first).toBeDefined();
    const resolved = first!.edit === undefined ? await it.request<CodeAction>('codeAction/resolve', first) : first!;
    expect(Object.keys(resolved.edit?.changes ?? {})).toEqual([B]);
    // The general commands for some device are of no use beside those for the device itself.
    expect(actions.filter(({ title }) => title.startsWith('Commands for a'))).toEqual([]);
  });

  it('is told in a note, which names the firewall', async () => {
    const it = await handing(new Map([[B, FW]]));
    it.open(A, 'smtp-transcript', SESSION);
    const answer = await it.request('workspace/executeCommand', { command: 'esmtpLens.server.note', arguments: [A, 'firewall', 'nl'] });
    expect(answer).toMatchObject({ to: 'firewall', language: 'nl', reason: null });
    expect((answer as { note: string }).note).toContain(
      `Het gaat om fw1.asa (ASA 9.1(5)): door regel ${INSPECT + 1} van de configuratie (policy global_policy)`,
    );
    for (const wrong of [['file:///none', 'firewall', 'nl'], [A, 'nobody', 'nl'], [A, 'firewall', 'fr'], []])
      expect(await it.request('workspace/executeCommand', { command: 'esmtpLens.server.note', arguments: wrong })).toBeNull();
  });

  it('another one that comes leaves it open which it was', async () => {
    const files = new Map([
      [
        B,
        'class-map inspection_default\n match default-inspection-traffic\npolicy-map global_policy\n class inspection_default\n  inspect esmtp\nservice-policy global_policy global\n',
      ],
    ]);
    const it = await handing(files);
    it.open(A, 'smtp-transcript', SESSION);
    expect((await lensesOf(it, A))[0]?.command?.title).toBe(
      'Perhaps through fw1.asa, the only firewall here: inspected by global_policy, line 5',
    );
    files.set('file:///w/fw2.asa', FW);
    await it.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: 'file:///w/fw2.asa', type: 1 }] });
    await expect.poll(async () => (await lensesOf(it, A))[0]?.command?.title).toMatch(/^Through fw2.asa/);
    files.delete('file:///w/fw2.asa');
    await it.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: 'file:///w/fw2.asa', type: 3 }] });
    await expect.poll(async () => (await lensesOf(it, A))[0]?.command?.title).toMatch(/^Perhaps through fw1.asa/);
  });

  it('a client without the command to show a place is offered none', async () => {
    client = await startClient(CLIENT, {}, []);
    client.open(B, 'cisco-asa', FW);
    client.open(A, 'smtp-transcript', SESSION);
    expect((await lensesOf(client, A)).map(({ command }) => command)).toEqual([
      { title: `Through fw1.asa: inspected by global_policy, line ${INSPECT + 1}`, command: '' },
    ]);
    // What says nothing without its command is left out.
    client.open('file:///w/inside.smtp', 'smtp-transcript', INSIDE);
    expect((await lensesOf(client, 'file:///w/inside.smtp')).map(({ command }) => command)).toMatchObject([
      { title: `Through fw1.asa: inspected by global_policy, line ${INSPECT + 1}`, command: '' },
      { title: 'What it would do: greeting masked, STARTTLS masked', command: '' },
    ]);
  });
});

describe('what changes many lines', () => {
  const SHOWS = { workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} } };
  const A = 'file:///w/fw1.asa';
  const edits = async (capabilities: typeof CLIENT) => {
    const it = await handing(new Map(), capabilities);
    it.open(A, 'cisco-asa', FW);
    const at = { line: INSPECT, character: 3 };
    const params = { textDocument: { uri: A }, range: { start: at, end: at }, context: { diagnostics: [] } };
    const actions = await it.request<CodeAction[]>('textDocument/codeAction', params);
    return Promise.all(
      actions
        .filter(({ command }) => command === undefined)
        .map((action) => (action.edit === undefined ? it.request<CodeAction>('codeAction/resolve', action) : action)),
    );
  };

  it('is shown before it is done, whole; what changes up to three lines is done', async () => {
    const all = await edits({ ...CLIENT, workspace: { ...CLIENT.workspace, ...SHOWS } });
    const exempt = all.find(({ title }) => title.startsWith('Exempt '));
    const [change, ...others] = exempt?.edit?.documentChanges ?? [];
    expect(others).toEqual([]);
    expect(change).toMatchObject({ textDocument: { uri: A, version: null } });
    const annotated =
      change !== undefined && 'edits' in change ? change.edits.map((each) => 'annotationId' in each && each.annotationId) : [];
    expect(new Set(annotated)).toEqual(new Set(Object.keys(exempt?.edit?.changeAnnotations ?? {})));
    expect(Object.values(exempt?.edit?.changeAnnotations ?? {})).toMatchObject([{ label: exempt?.title, needsConfirmation: true }]);
    const few = all.find(({ title }) => title.startsWith('Ignore '));
    expect(few?.edit?.changes?.[A]).toHaveLength(1);
  });

  it('is done at once where the client cannot show it', async () => {
    for (const { edit } of await edits(CLIENT)) expect(Object.keys(edit?.changes ?? {})).toEqual([A]);
  });
});

describe('a change sheet in an editor that has no command for it', () => {
  const open = async (window: object, answers: Record<string, (params: never) => unknown> = {}) => {
    client = await startClient({ ...CLIENT, window }, answers, []);
    client.open('file:///w/a.smtp', 'smtp-transcript', SESSION);
    const range = { start: { line: 6, character: 5 }, end: { line: 6, character: 5 } };
    const params = { textDocument: { uri: 'file:///w/a.smtp' }, range, context: { diagnostics: [] } };
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', params);
    const first = actions.find(({ title }) => title.startsWith('Commands for an ASA or PIX from 7.0 on: Exempt 198.51.100.25'));
    await client.request('workspace/executeCommand', first?.command);
  };

  it('is a file that it shows, which nobody can edit', async () => {
    const shown: string[] = [];
    await open(
      { showDocument: { support: true } },
      {
        'window/showDocument': ({ uri }: { uri: string }) => {
          shown.push(uri);
          return { success: true };
        },
      },
    );
    expect(shown).toHaveLength(1);
    const path = fileURLToPath(shown[0] ?? '');
    expect(readFileSync(path, 'utf8')).toMatch(/^# Exempt 198\.51\.100\.25 /);
    expect(statSync(path).mode & 0o777).toBe(0o400);
    rmSync(dirname(path), { recursive: true });
  });

  it('is a file that is named, where it can show none', async () => {
    const told: string[] = [];
    await open({}, { 'window/showMessageRequest': ({ message }: { message: string }) => told.push(message) && null });
    await expect.poll(() => told).toEqual([expect.stringMatching(/^The change sheet is in file:/)]);
    const path = fileURLToPath(/file:\S+/.exec(told[0] ?? '')?.[0] ?? '');
    expect(readFileSync(path, 'utf8')).toContain('## 2. Commands');
    rmSync(dirname(path), { recursive: true });
  });
});

describe('two sessions with one server, of which one file is open', () => {
  const [OUT, IN] = ['file:///w/outside.smtp', 'file:///w/inside.smtp'];
  const LATER = INSIDE.replace('Bye', 'Bye, 4F3A17B2C0D').replace('EHLO client', 'EHLO other');
  const OUTSIDE = SESSION.replace('Bye', 'Bye, 5B0C17B9D11');
  const RULE = 'session-differs-inside';
  /** The position of the first EHLO reply. */
  const AT = { start: { line: 4, character: 2 }, end: { line: 4, character: 2 } };
  const found = async (it: Client, uri = OUT) => (await it.pull(uri)).items?.filter(({ code }) => code === RULE) ?? [];

  it('what the one from outside lacks is told, with the places in the other file', async () => {
    const it = await handing(new Map([[IN, LATER]]));
    it.open(OUT, 'smtp-transcript', OUTSIDE);
    await lensesOf(it, OUT);
    const [finding, ...others] = await found(it);
    expect(others).toEqual([]);
    expect(finding?.range.start.line).toBe(4);
    expect(finding?.message).toContain('lacks what the same server shows in inside.smtp, line 3: STARTTLS.');
    expect(finding?.relatedInformation?.map(({ location, message }) => [location.uri, location.range.start.line, message])).toEqual([
      [IN, 2, 'The same server, from inside (by the names of the files, or what stands above)'],
      [IN, 6, 'STARTTLS, as shown there'],
    ]);
  });

  it('both have a lens, and the finding an action, that lay them beside each other', async () => {
    const it = await handing(new Map([[IN, LATER]]));
    it.open(OUT, 'smtp-transcript', OUTSIDE);
    const compared = { plain: { uri: IN, line: 2 }, changed: { uri: OUT, line: 2 } };
    const command = { command: 'esmtpLens.compareSessions', arguments: [compared] };
    expect((await lensesOf(it, OUT)).map((lens) => lens.command)).toMatchObject([{ ...command, title: 'Compare with inside.smtp' }]);
    const params = { textDocument: { uri: OUT }, range: AT, context: { diagnostics: await found(it) } };
    const actions = await it.request<CodeAction[]>('textDocument/codeAction', params);
    expect(actions.map((action) => action.title)).toEqual(['Compare with inside.smtp', `Ignore ${RULE} here, with a reason`]);
    expect(actions[0]?.command).toMatchObject(command);
    it.open(IN, 'smtp-transcript', LATER);
    expect((await lensesOf(it, IN)).map((lens) => lens.command)).toMatchObject([{ ...command, title: 'Compare with outside.smtp' }]);

    const texts = await it.request<{ title: string; before: string; after: string }>('esmtpLens/compared', compared);
    expect(texts.title).toBe('inside.smtp ↔ outside.smtp');
    const [before, after] = [texts.before, texts.after].map((text) => text.split('\n'));
    // Only what the way does to it differs: not the client, not the id.
    expect(before?.filter((line, i) => line !== after?.[i])).toEqual(['S: 220 mail.example.com ESMTP Postfix', 'S: 250 STARTTLS']);
    // From the palette, at either of the two.
    for (const uri of [OUT, IN]) expect(await it.request('esmtpLens/compared', { uri, line: 4 })).toEqual(texts);
    expect(await it.request('esmtpLens/compared', { uri: OUT, line: 99 })).toBeNull();
    expect(await it.request('esmtpLens/compared', { ...compared, plain: { uri: 'file:///w/none.smtp', line: 2 } })).toBeNull();
  });

  it('goes with what it rests on: the other file, a comment, a setting', async () => {
    const files = new Map([[IN, LATER]]);
    let severity: Record<string, string> = {};
    const it = await handing(files, CLIENT, {
      'workspace/configuration': ({ items }: { items: unknown[] }) => items.map(() => ({ severity })),
    });
    it.open(OUT, 'smtp-transcript', OUTSIDE);
    await lensesOf(it, OUT);
    expect(await found(it)).toHaveLength(1);
    it.change(OUT, 2, [
      { range: { start: { line: 4, character: 0 }, end: { line: 4, character: 0 } }, text: `# esmtp-lens: ignore[${RULE}] known\n` },
    ]);
    expect(await found(it)).toEqual([]);
    // It silences what the file alone does not show: it is not unused.
    expect((await it.pull(OUT)).items?.map(({ code }) => code)).not.toContain('unused-suppression');
    it.change(OUT, 3, [{ text: OUTSIDE }]);
    expect(await found(it)).toHaveLength(1);
    severity = { [RULE]: 'off' };
    await it.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await expect.poll(() => found(it)).toEqual([]);
    severity = { [RULE]: 'error' };
    await it.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await expect.poll(async () => (await found(it))[0]?.severity).toBe(1);
    files.delete(IN);
    await it.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: IN, type: 3 }] });
    await expect.poll(() => found(it)).toEqual([]);
  });

  it('in one file the same is offered', async () => {
    const it = await handing(new Map());
    it.open(OUT, 'smtp-transcript', `# from inside\n${LATER}\n# from outside\n${OUTSIDE}`);
    const [finding] = await found(it);
    expect(finding?.message).toContain('shows in the other session: STARTTLS.');
    const params = { textDocument: { uri: OUT }, range: finding?.range, context: { diagnostics: [finding] } };
    const [compare] = (await it.request<CodeAction[]>('textDocument/codeAction', params)).filter(({ title }) =>
      title.startsWith('Compare'),
    );
    expect(compare?.title).toBe('Compare with the session in line 4');
    const texts = await it.request<{ title: string }>('esmtpLens/compared', compare?.command?.arguments?.[0]);
    expect(texts.title).toBe('outside.smtp, line 4 ↔ outside.smtp, line 15');
  });
});

describe('findings of files that are not open', () => {
  it('are there once, and again when they change', async () => {
    const uri = 'file:///w/fw1.cfg';
    const files = new Map([
      [uri, FW],
      ['file:///w/notes.txt', 'Buy milk.\n'],
      ['file:///w/big.asa', `${FW}${'!\n'.repeat(1 << 20)}`],
    ]);
    const it = await handing(files);
    const first = await pullAll(it);
    expect(first.items.map((each) => each.uri)).toEqual([uri]);
    const had = first.items.map((each) => ({ uri: each.uri, value: each.resultId! }));
    let answered = false;
    const second = pullAll(it, had).then((report) => {
      answered = true;
      return report;
    });
    await it.request('workspace/symbol', { query: '' });
    expect(answered).toBe(false);
    files.set(uri, FW.replace('  inspect esmtp', '  inspect dns'));
    await it.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
    const [changed] = (await second).items;
    expect(changed?.items?.map(({ code }) => code)).not.toContain('inspection-hides-starttls');
  });

  it('none where a setting says so', async () => {
    client = await startClient(
      CLIENT,
      {
        'esmtpLens/findFiles': () => ['file:///w/fw1.asa'],
        'esmtpLens/readFile': () => FW,
        'workspace/configuration': ({ items }: { items: unknown[] }) => items.map(() => ({ checkWorkspace: false })),
      },
      undefined,
      { files: true },
    );
    expect((await pullAll(client)).items).toEqual([]);
  });

  describe('of a large workspace', () => {
    const MANY = new Map<string, string>(Array.from({ length: 40 }, (_, i) => [`file:///w/fw${i}.asa`, FW]));
    const SHOWS_PROGRESS = { ...CLIENT, window: { workDoneProgress: true } };
    interface Told {
      readonly token: string;
      readonly value: { readonly kind?: string; readonly title?: string; readonly items?: readonly unknown[] };
    }
    const begun = (it: Client, title: string) => it.next<Told>('$/progress', ({ value }) => value.title?.includes(title) === true);
    const ended = (it: Client, { token }: Told) => it.next<Told>('$/progress', (told) => told.token === token && told.value.kind === 'end');

    it('come one by one, and no more of them once the request is cancelled', async () => {
      const it = await handing(MANY);
      const partialResultToken = 'some';
      const cancel = new CancellationTokenSource();
      const asked = it.connection.sendRequest('workspace/diagnostic', { previousResultIds: [], partialResultToken }, cancel.token);
      const partial = ({ token, value }: Told) => token === partialResultToken && value.items?.length === 1;
      await it.next<Told>('$/progress', partial);
      cancel.cancel();
      await asked.catch(() => undefined);
      const some = (it.received('$/progress') as Told[]).filter(partial).length;
      expect(some).toBeLessThan(MANY.size);
      expect((await pullAll(it)).items).toHaveLength(MANY.size);
    });

    it('are shown as work, which a person can end; they come when something changes', async () => {
      const files = new Map(MANY);
      const it = await handing(files, SHOWS_PROGRESS);
      const asked = pullAll(it);
      const work = await begun(it, 'checking');
      await it.connection.sendNotification('window/workDoneProgress/cancel', { token: work.token });
      const { items } = await asked;
      await ended(it, work);
      expect(items.length).toBeLessThan(MANY.size);
      const had = [...items.map(({ uri, resultId }) => ({ uri, value: resultId! })), { uri: 'file:///w/gone.asa', value: '' }];
      // Only that one is gone: what was left is left.
      const second = await pullAll(it, had);
      expect(second.items.map(({ uri }) => uri)).toEqual(['file:///w/gone.asa']);
      files.set('file:///w/new.asa', FW);
      await it.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: 'file:///w/new.asa', type: 1 }] });
      await expect.poll(async () => (await pullAll(it)).items.length, { timeout: 60_000 }).toBe(MANY.size + 1);
    });

    it('are of the files that were read, where a person ends the reading', async () => {
      let read = 0;
      const it = await handing(MANY, SHOWS_PROGRESS, {
        'esmtpLens/readFile': async () => {
          if (++read === 3) {
            const { token } = await begun(it, 'looking');
            await it.connection.sendNotification('window/workDoneProgress/cancel', { token });
          }
          return FW;
        },
      });
      const { items } = await pullAll(it);
      expect([items.length >= 3, items.length < MANY.size]).toEqual([true, true]);
      expect(read).toBe(items.length);
    });

    it('are of at most so many files', async () => {
      const asked: number[] = [];
      const it = await handing(new Map(), CLIENT, {
        'esmtpLens/findFiles': ({ most }: { most: number }) => {
          asked.push(most);
          return [];
        },
      });
      await pullAll(it);
      expect(Math.max(...asked)).toBe(MOST_FILES);
    });
  });

  it('are found on the disk, below the folder that is open', async () => {
    folder = mkdtempSync(join(tmpdir(), 'esmtp-lens-workspace-'));
    mkdirSync(join(folder, 'a b'));
    mkdirSync(join(folder, 'node_modules'));
    writeFileSync(join(folder, 'a b', 'fw1.asa'), FW);
    writeFileSync(join(folder, 'node_modules', 'fw2.asa'), FW);
    client = await startClient(CLIENT, {}, undefined, { folder: pathToFileURL(folder).toString() });
    expect((await pullAll(client)).items.map(({ uri }) => uri)).toEqual([pathToFileURL(join(folder, 'a b', 'fw1.asa')).toString()]);
  });
});
