import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFiles } from '../../server/src/cli/files.ts';
import { pickLines, resume, take } from '../../server/src/cli/input.ts';
import { replaceFile, writeReport } from '../../server/src/cli/write.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'esmtp-lens-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(path: string, text = ''): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

describe('finding files', () => {
  beforeEach(() => {
    for (const path of ['a.asa', 'b.txt', 'sub/c.smtp', 'sub/deep/d [1].asa', 'node_modules/x/e.asa', '.git/f.asa']) put(path);
    symlinkSync(join(folder, 'sub'), join(folder, 'other'));
    symlinkSync(join(folder, 'a.asa'), join(folder, 'link.asa'));
  });

  it.each([
    ['a folder, with all below it', ['.'], ['a.asa', 'b.txt', 'link.asa', 'sub/c.smtp', 'sub/deep/d [1].asa']],
    ['a file', ['a.asa'], ['a.asa']],
    ['a file whose name looks like a glob', ['sub/deep/d [1].asa'], ['sub/deep/d [1].asa']],
    ['a glob, which follows links', ['**/*.asa'], ['a.asa', 'link.asa', 'other/deep/d [1].asa', 'sub/deep/d [1].asa']],
    ['the same file twice', ['a.asa', './a.asa', '*.asa'], ['a.asa', 'link.asa']],
    ['a glob that matches nothing', ['*.nothing'], []],
  ])('%s', async (_, patterns, paths) => {
    const { files, problems } = await findFiles(patterns, folder, []);
    expect(files.map(({ path }) => path).sort()).toEqual([...paths].sort());
    expect(problems).toEqual([]);
  });

  it('leaves out what is to be ignored, unless it is named', async () => {
    const { files } = await findFiles(['.', 'b.txt'], folder, ['**/*.txt', 'sub/**']);
    expect(files.map(({ path, named }) => [path, named])).toEqual([
      ['a.asa', false],
      ['link.asa', false],
      ['b.txt', true],
    ]);
  });

  it.each([['sub'], ['sub/'], ['sub/**']])('leaves out %s with all below it, hidden names too', async (pattern) => {
    put('sub/.hidden/e.asa', 'hostname e\n');
    const { files } = await findFiles(['sub', 'a.asa'], folder, [pattern]);
    expect(files.map(({ path }) => path)).toEqual(['a.asa']);
  });

  it('says what is missing, and goes on', async () => {
    const { files, problems } = await findFiles(['gone.asa', 'a.asa'], folder, []);
    expect(files.map(({ path }) => path)).toEqual(['a.asa']);
    expect(problems).toEqual([{ path: 'gone.asa', message: 'no such file or folder' }]);
  });
});

describe('replacing a file', () => {
  it('keeps the mode and a symbolic link, and leaves nothing beside it', async () => {
    put('fw.asa', 'old');
    chmodSync(join(folder, 'fw.asa'), 0o640);
    symlinkSync('fw.asa', join(folder, 'link.asa'));
    await replaceFile(join(folder, 'link.asa'), Buffer.from('old'), Buffer.from('new'));
    expect(readFileSync(join(folder, 'fw.asa'), 'utf8')).toBe('new');
    expect(statSync(join(folder, 'fw.asa')).mode & 0o777).toBe(0o640);
    expect(lstatSync(join(folder, 'link.asa')).isSymbolicLink()).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['fw.asa', 'link.asa']);
  });

  it('never touches a file that changed meanwhile', async () => {
    put('fw.asa', 'somebody else was here');
    await expect(replaceFile(join(folder, 'fw.asa'), Buffer.from('old'), Buffer.from('new'))).rejects.toThrow('changed meanwhile');
    expect(readFileSync(join(folder, 'fw.asa'), 'utf8')).toBe('somebody else was here');
    expect(readdirSync(folder)).toEqual(['fw.asa']);
  });

  it('writes a report where there was none, or over the last one', async () => {
    for (const text of ['first', 'second']) {
      await writeReport('out.json', folder, text);
      expect(readFileSync(join(folder, 'out.json'), 'utf8')).toBe(text);
    }
    await expect(writeReport('no/such/folder.json', folder, '')).rejects.toThrow('no/such/folder.json: no such file or folder');
  });
});

describe('reading in part', () => {
  async function* chunks(...texts: string[]) {
    for (const text of texts) yield Buffer.from(text);
  }

  it('takes what is needed and goes on with the rest', async () => {
    const reader = chunks('ab', 'cd', 'ef')[Symbol.asyncIterator]();
    const taken = await take(reader, 3);
    expect([Buffer.concat(taken.chunks).toString(), taken.ended]).toEqual(['abcd', false]);
    const all: string[] = [];
    for await (const chunk of resume(taken.chunks, reader)) all.push(chunk.toString());
    expect(all).toEqual(['ab', 'cd', 'ef']);
  });

  it.each([
    ['one chunk', ['zero\none\r\ntwo\rthree\n']],
    ['cut inside a line end', ['zero\none\r', '\ntwo\r', 'three', '\n']],
    ['cut inside a line', ['ze', 'ro\no', 'ne\r\ntw', 'o\rthr', 'ee\n']],
  ])('picks lines from %s', async (_, texts) => {
    const picked = await pickLines(chunks(...texts), new Set([0, 1, 2, 3]));
    expect([...picked]).toEqual([
      [0, 'zero'],
      [1, 'one'],
      [2, 'two'],
      [3, 'three'],
    ]);
  });

  it('reads no further than the last line that is wanted', async () => {
    let read = 0;
    async function* endless() {
      for (;;) {
        read++;
        yield Buffer.from(`line ${read}\n`);
      }
    }
    expect([...(await pickLines(endless(), new Set([1])))]).toEqual([[1, 'line 2']]);
    expect(read).toBeLessThan(5);
  });
});
