/** The pages of the rules, `docs/rules/*.md`, which are shipped beside the program. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, reasonOf } from './exit.ts';

export interface Pages {
  /** The Markdown of a rule's page. */
  page(rule: string): string;
}

/** @param root the folder of the package */
export function pagesBelow(root: string): Pages {
  return {
    page(rule) {
      const file = join(root, 'docs', 'rules', `${rule}.md`);
      try {
        return readFileSync(file, 'utf8');
      } catch (error) {
        throw new Failure(`${file}: ${reasonOf(error)}; the package is not complete`);
      }
    },
  };
}
