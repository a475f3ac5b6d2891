/** The pages of the rules. The build puts those of docs/rules/ into one file beside the program: `{ "NAME": "Markdown" }`. */
import { readFileSync } from 'node:fs';
import { Failure, reasonOf } from './exit.ts';

export interface Pages {
  /** The Markdown of a rule's page. @throws Failure */
  page(rule: string): string;
}

export function pagesIn(file: string): Pages {
  let pages: Readonly<Record<string, string>> | undefined;
  return {
    page(rule) {
      pages ??= read(file);
      const page = pages[rule];
      if (page === undefined) throw new Failure(`${file}: has no page for ${rule}; the package is not complete`);
      return page;
    },
  };
}

function read(file: string): Readonly<Record<string, string>> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Failure(`${file}: ${reasonOf(error)}; the package is not complete`);
  }
}
