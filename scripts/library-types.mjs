/** The declarations of the library, dist/library.d.mts: the types of the answers, what a program calls, and the two things that are no types. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const VALUES = `
/** A question that has no answer as it was asked: one line for the person who asks. */
export declare class QuestionError extends Error {
  /** The part of it that must be asked otherwise. */
  readonly asked: Asked;
}

/** @throws QuestionError where a setting is not one, or has no such value */
export declare function openLens(settings?: LensSettings): Lens;
`;

/** @param {string} root the project's folder */
export async function libraryTypes(root) {
  const read = (file) => readFile(path.join(root, 'server/src', file), 'utf8');
  const api = (await read('library/api.ts')).replace(/^import type [^;]*;\n/m, '');
  const [asked] = (await read('answers/question.ts')).match(/^\/\*\* [^\n]*\nexport type Asked = [^;]*;\n/m);
  return `${await read('answers/types.ts')}\n${api}\n${asked}${VALUES}`;
}
