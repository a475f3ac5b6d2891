/** The package that people install: only what is needed, and small. Made here from dist/ (npm run build). */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'esmtp-lens-vsix-'));
const file = path.join(folder, 'esmtp-lens.vsix');

beforeAll(() => {
  if (!existsSync(path.join(root, 'dist/server.js'))) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root });
  execFileSync(process.execPath, ['scripts/package.mjs', file], { cwd: root });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The files of a ZIP archive by name, from its central directory (APPNOTE 4.3.12). */
function readZip(bytes: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size, nameLength, extraLength, commentLength, header] = [
      bytes.readUInt16LE(at + 10),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt16LE(at + 28),
      bytes.readUInt16LE(at + 30),
      bytes.readUInt16LE(at + 32),
      bytes.readUInt32LE(at + 42),
    ];
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
    const data = bytes.subarray(start, start + size);
    files.set(name, method === 0 ? data : inflateRawSync(data));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return files;
}

describe('the .vsix', () => {
  test('has at most 500 KB', () => {
    expect(readFileSync(file).length).toBeLessThanOrEqual(500_000);
  });

  test('holds what is needed and nothing else', () => {
    expect([...readZip(readFileSync(file)).keys()].sort()).toEqual(
      [
        '[Content_Types].xml',
        'extension.vsixmanifest',
        'extension/LICENSE.txt',
        'extension/dist/client.js',
        'extension/dist/extension.js',
        'extension/dist/rule-pages.json',
        'extension/dist/server.js',
        'extension/dist/third-party-notices.txt',
        ...readdirSync(path.join(root, 'examples')).map((name) => `extension/examples/${name}`),
        'extension/images/icon.png',
        ...['cisco-asa', 'smtp-transcript'].flatMap((id) => [`extension/images/${id}-dark.svg`, `extension/images/${id}-light.svg`]),
        ...readdirSync(path.join(root, 'images/walkthrough')).map((name) => `extension/images/walkthrough/${name}`),
        ...['de', 'nl'].map((language) => `extension/l10n/bundle.l10n.${language}.json`),
        ...['', '.de', '.nl'].map((language) => `extension/package.nls${language}.json`),
        'extension/package.json',
        'extension/readme.md',
        'extension/schemas/settings.schema.json',
        'extension/syntaxes/cisco-asa.language-configuration.json',
        'extension/syntaxes/cisco-asa.tmLanguage.json',
        'extension/syntaxes/smtp-transcript.language-configuration.json',
        'extension/syntaxes/smtp-transcript.tmLanguage.json',
      ].sort(),
    );
  });

  test('asks for a VS Code as new as its library does, which is not asked itself (scripts/no-semver.cjs)', () => {
    const library = readFileSync(path.join(root, 'node_modules/vscode-languageclient/lib/node/main.js'), 'utf8');
    const [, wanted] = /REQUIRED_VSCODE_VERSION = '([^']+)'/.exec(library)!;
    expect(JSON.parse(readZip(readFileSync(file)).get('extension/package.json')!.toString()).engines.vscode).toBe(wanted);
  });

  test('holds every file that its manifest names', () => {
    const files = readZip(readFileSync(file));
    const manifest = JSON.parse(files.get('extension/package.json')!.toString());
    const { languages, grammars, jsonValidation, walkthroughs } = manifest.contributes;
    const named: string[] = [
      manifest.main,
      manifest.browser,
      manifest.icon,
      ...languages.flatMap(({ configuration, icon }: { configuration: string; icon: Record<string, string> }) => [
        configuration,
        ...Object.values(icon),
      ]),
      ...walkthroughs.flatMap(({ icon, steps }: { icon: string; steps: { media: { svg: string } }[] }) => [
        icon,
        ...steps.map(({ media }) => media.svg),
      ]),
      ...jsonValidation.map((validation: { url: string }) => validation.url),
      ...grammars.map((grammar: { path: string }) => grammar.path),
    ];
    for (const name of named) expect([...files.keys()]).toContain(path.posix.join('extension', name));
  });

  test('has a page without pictures or links that lead nowhere', () => {
    const page = readZip(readFileSync(file)).get('extension/readme.md')!.toString();
    const targets = [...page.matchAll(/\]\(([^)]*)\)|<(?:img|a) [^>]*(?:src|href)="([^"]*)"/g)].map(([, link, tag]) => link ?? tag);
    expect(targets.filter((target) => !/^(https:|#)/.test(target!))).toEqual([]);
    expect(page.indexOf('Open an example')).toBeLessThan(1000);
  });

  test('holds the notices of all code of others in it', () => {
    const text = readZip(readFileSync(file)).get('extension/dist/third-party-notices.txt')!.toString();
    for (const name of [
      'commander',
      'picomatch',
      'string-width',
      'tinyglobby',
      'vscode-jsonrpc',
      'vscode-languageclient',
      'vscode-languageserver',
    ]) {
      expect(text).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\((?:MIT|ISC)\\)$`, 'm'));
    }
    expect(text.match(/Permission (?:is hereby granted|to use)/g)?.length).toBeGreaterThan(10);
    expect(text).not.toContain(root);
  });

  test('shows an icon of 256 by 256 pixels', () => {
    const icon = readZip(readFileSync(file)).get('extension/images/icon.png')!;
    expect([icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual([256, 256]);
  });

  test('holds no source maps, no path of this machine', () => {
    for (const [name, data] of readZip(readFileSync(file))) {
      if (!name.includes('/dist/')) continue;
      expect(data.includes('sourceMappingURL=data'), name).toBe(false);
      expect(data.includes(root), name).toBe(false);
    }
  });
});
