/** `check` of one input: what was found in it, and what was mended. */
import { resolve } from 'node:path';
import { checked } from '../../answers/check.ts';
import { nameInDiff, unified } from '../diff.ts';
import { encode } from '../encoding.ts';
import { fix } from '../fix.ts';
import { type Checked, inspect } from '../inspect.ts';
import { type KeptFile, kept } from '../kept.ts';
import { replaceFile } from '../write.ts';
import type { Perform, Task } from './task.ts';

export interface CheckedInput {
  readonly file: KeptFile;
  /** Where safe remedies are to be shown: what they change. */
  readonly diff: Uint8Array | undefined;
  /** Places that were mended in the file. */
  readonly fixed: number;
}

export const checkInput: Perform<CheckedInput> = async (input, task, progress) => {
  const result = await inspect(input, task.settings, progress);
  if (result.kind === 'skipped') return result;
  return { kind: 'done', value: await mended(input.path, result, task), remark: result.remark };
};

async function mended(path: string, { file, source }: Checked, task: Task): Promise<CheckedInput> {
  const asItIs = { file: kept(file, task.named), diff: undefined, fixed: 0 };
  if (source === undefined || task.fix === undefined) return asItIs;
  const { document, places } = fix(source.document);
  if (places === 0) return asItIs;
  const before = source.decoded.text;
  const after = { ...source.decoded, text: document.lines.toString() };
  if (task.fix === 'show')
    return { ...asItIs, diff: encode({ ...after, text: unified(nameInDiff(path, task.cwd), before, after.text), mark: false }) };
  await replaceFile(resolve(task.cwd, path), source.bytes, encode(after));
  return { file: kept(checked(path, document), task.named), diff: undefined, fixed: places };
}
