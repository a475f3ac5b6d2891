/** Unified diffs, as `patch -p1` and `git apply` take them. */
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

/** @param path relative to the folder where the diff is to be applied */
export function unified(path: string, before: string, after: string): string {
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, {
    headerOptions: FILE_HEADERS_ONLY,
    context: 3,
  });
}
