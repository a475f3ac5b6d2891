/**
 * Notes as a person gets them: each session of test/fixtures/notes/ in three languages, for both readers. `UPDATE_GOLDEN=1` writes the goldens anew.
 * They are meant to be read, each by one who speaks the language.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { SOURCES } from '../../server/src/facts/fact.ts';
import { WORKAROUNDS } from '../../server/src/facts/workarounds.ts';
import { NOTE_LANGUAGES, SENTENCES } from '../../server/src/note/note.ts';
import { READERS } from '../../server/src/note/sentences.ts';
import { esmtpLens, removeFolders } from '../cli/run.ts';

const folder = join(import.meta.dirname, '../fixtures/notes');
const files = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => !name.endsWith('.golden'))
    .map((name) => [name, readFileSync(join(folder, name))]),
);
const sessions = Object.keys(files).filter((name) => name.endsWith('.smtp'));

afterAll(removeFolders);

describe.each(sessions)('%s', (name) => {
  test.each(NOTE_LANGUAGES)('in %s', async (language) => {
    let text = '';
    for (const to of READERS) {
      const { out, err, code } = await esmtpLens(['note', name, '--to', to, '--language', language], { files });
      expect([err, code]).toEqual(['', 0]);
      text += `=== ${to}\n${out}`;
    }
    const golden = join(folder, `${name.replace('.smtp', '')}.${language}.golden`);
    if (process.env['UPDATE_GOLDEN']) writeFileSync(golden, text);
    expect(text).toBe(readFileSync(golden, 'utf8'));
  });
});

describe('a note', () => {
  it('has no secret in it', async () => {
    for (const to of READERS) {
      const { out } = await esmtpLens(['note', 'secret.smtp', '--to', to], { files });
      expect(out).not.toContain('AGpvaG4AaHVudGVyMg');
    }
  });

  it('names nobody where that is asked, and one by one name', async () => {
    const { out } = await esmtpLens(['note', 'telnet.smtp', '--anonymous'], { files: { 'telnet.smtp': named(files['telnet.smtp']!) } });
    expect(out).not.toMatch(/firma-mueller|93\.184\.216/);
    const [name] = /(?<=with )\S+/.exec(out) ?? [];
    expect(out.split(name!).length).toBeGreaterThan(2);
  });

  it('is not written where nothing shows a firewall', async () => {
    const plain = '220 mx.example.net ESMTP\nEHLO a.example\n250-mx.example.net\n250 STARTTLS\nQUIT\n221 Bye\n';
    const { out, err, code } = await esmtpLens(['note', 'a.smtp'], { files: { 'a.smtp': plain } });
    expect({ out, code }).toEqual({ out: '', code: 2 });
    expect(err).toContain('a note would prove nothing');
    const json = await esmtpLens(['note', 'a.smtp', '--format', 'json'], { files: { 'a.smtp': plain } });
    expect(JSON.parse(json.out)).toMatchObject({ note: null, to: 'postmaster', language: 'en' });
  });

  it('speaks of the firewall that is named, however that is said', async () => {
    const line = 'line 20 of its configuration';
    const fw = { 'fw1.asa': files['fw1.asa']!, 'telnet.smtp': files['telnet.smtp']! };
    expect((await esmtpLens(['note', 'telnet.smtp', '--config', 'fw1.asa'], { files: fw })).out).toContain(line);
    expect((await esmtpLens(['note', 'telnet.smtp'], { files: fw })).out).not.toContain(line);
    const settings = { ...fw, 'esmtp-lens.json': '{ "firewall": "fw1.asa" }' };
    expect((await esmtpLens(['note', 'telnet.smtp'], { files: settings })).out).toContain(line);
  });
});

describe('the sentences', () => {
  /** Every text of a language: its functions called with values that show where each goes. */
  const texts = (of: (typeof SENTENCES)['en']) => ({
    ...of,
    subject: [of.subject(undefined), of.subject('SERVER')],
    seen: [
      of.seen({ client: 'CLIENT', server: 'SERVER', time: 'TIME' }),
      of.seen({ client: undefined, server: undefined, time: undefined }),
    ],
    left: [of.left(1), of.left(7)],
    firewall: [
      of.firewall({ name: 'NAME', device: 'DEVICE', policy: 'POLICY', line: 41, perhaps: false }),
      of.firewall({ name: 'NAME', device: undefined, policy: undefined, line: 41, perhaps: true }),
    ],
    sheet: of.sheet('COMMAND'),
    onDevice: [of.onDevice('FROM', true), of.onDevice('FROM', false), of.onDevice(undefined, false)],
  });
  const flat = (value: unknown, path: string): [string, string][] =>
    typeof value === 'string' ? [[path, value]] : Object.entries(value as object).flatMap(([key, each]) => flat(each, `${path}.${key}`));
  const tables = NOTE_LANGUAGES.map((language) => new Map(flat(texts(SENTENCES[language]), '')));

  it('are all there in each language, and each says its own', () => {
    const [english, ...others] = tables;
    for (const table of others) {
      expect([...table.keys()]).toEqual([...english!.keys()]);
      for (const [path, text] of table) {
        expect(text, path).not.toBe('');
        if (text.length > 30) expect(text, path).not.toBe(english!.get(path));
      }
    }
  });

  it('lose no value on the way into another language', () => {
    const values = (text: string) => (text.match(/\b(?:CLIENT|SERVER|TIME|NAME|DEVICE|POLICY|COMMAND|FROM|41|7)\b/g) ?? []).sort();
    for (const table of tables) for (const [path, text] of table) expect(values(text), path).toEqual(values(tables[0]!.get(path)!));
  });

  it('hold no number of a version: those are facts', () => {
    for (const table of tables) for (const [path, text] of table) expect(text, path).not.toMatch(/\d\.\d/);
  });
});

it('every workaround has a source, and says where its lines belong', () => {
  for (const { value, mark, sources } of WORKAROUNDS) {
    expect(mark).toBe('documented');
    expect(sources.map((each) => SOURCES[each].length > 10)).not.toContain(false);
    expect(value.lines.join()).toMatch(/\{(?:address|domain|connector)\}/);
  }
});

function named(text: Buffer): string {
  return text.toString().replaceAll('mx.example.net', 'mx.firma-mueller.de').replaceAll('198.51.100.25', '93.184.216.25');
}
