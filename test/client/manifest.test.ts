/** What the manifest and the client say to a person: in three languages, each of them whole; and which files are known by their first line. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const json = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
const manifest = json('package.json');
const english: Record<string, string> = json('package.nls.json');

/** Numbers, code, links and places for values: what no language changes. */
function fixedParts(text: string): string[] {
  return (text.match(/\{\d\}|`[^`]*`|\(command:[^)]*\)/g) ?? []).sort();
}

describe('the manifest', () => {
  test('names each of its sentences, and no other', () => {
    const named = [...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map(([, name]) => name!);
    expect(new Set(named)).toEqual(new Set(Object.keys(english)));
  });

  test.each(['de', 'nl'])('has them all in %s', (language) => {
    const told: Record<string, string> = json(`package.nls.${language}.json`);
    expect(Object.keys(told)).toEqual(Object.keys(english));
    for (const [name, text] of Object.entries(told)) expect([name, ...fixedParts(text)]).toEqual([name, ...fixedParts(english[name]!)]);
  });

  test('has commands whose titles say nothing twice', () => {
    const titles = manifest.contributes.commands.map(({ title }: { title: string }) => english[title.slice(1, -1)]);
    expect(new Set(titles).size).toBe(titles.length);
  });

  test('always has the commands that say what a file is', () => {
    const { commandPalette, ...menus } = manifest.contributes.menus;
    const treat = commandPalette.filter(({ command }: { command: string }) => command.startsWith('esmtpLens.treatAs'));
    expect(treat.map(({ when }: { when: string }) => when)).toEqual([
      "editorLangId && editorLangId != 'cisco-asa'",
      "editorLangId && editorLangId != 'smtp-transcript'",
    ]);
    for (const menu of ['editor/context', 'editor/title/context', 'explorer/context']) {
      expect(menus[menu].map(({ submenu }: { submenu?: string }) => submenu)).toContain('esmtpLens.treatAs');
    }
  });
});

describe("the client's own strings", () => {
  const said = readdirSync(path.join(root, 'client/src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(path.join(root, 'client/src', file), 'utf8').matchAll(/l10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g)])
    .map(([, text]) => text!);

  test.each(['de', 'nl'])('are all there in %s', (language) => {
    const told: Record<string, string> = json(`l10n/bundle.l10n.${language}.json`);
    expect(new Set(Object.keys(told))).toEqual(new Set(said));
    for (const [text, translated] of Object.entries(told)) expect([text, ...fixedParts(translated)]).toEqual([text, ...fixedParts(text)]);
  });
});

describe('a file without extension is known by its first line', () => {
  const [configuration, transcript] = manifest.contributes.languages.map(({ firstLine }: { firstLine: string }) => new RegExp(firstLine));

  test.each([
    ': Saved',
    'ASA Version 9.1(5)',
    'PIX Version 6.3(5)',
    'fw1# show running-config',
    'fw1/ctx/act> sh run',
    'fw1# show tech-support',
  ])('a configuration: %s', (line) => {
    expect([configuration.test(line), transcript.test(line)]).toEqual([true, false]);
  });

  test.each([
    '220 mx.example.com ESMTP',
    '220-mx.example.com ESMTP',
    '220 ***********',
    '220***********',
    'Trying 192.0.2.25...',
    '=== Trying mx.example.com:25...',
    'Script started on 2026-11-22 01:02:03+00:00',
    '<-  220 mx.example.com ESMTP',
    'S: 220 mx.example.com ESMTP',
    'Return-Path: <>',
    'From MAILER-DAEMON Sun Nov 22 01:44:56 2026',
    'This is the mail system at host mail.example.com.',
  ])('a transcript: %s', (line) => {
    expect([configuration.test(line), transcript.test(line)]).toEqual([false, true]);
  });

  test.each(['# Shopping', '221 things', 'Trying to be good', '$ show me', '2200 items', 'Return-Path: <a@example.com>'])(
    'neither: %s',
    (line) => {
      expect([configuration.test(line), transcript.test(line)]).toEqual([false, false]);
    },
  );
});
