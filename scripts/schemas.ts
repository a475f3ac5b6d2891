/** What is made from `server/src/answers/shapes.ts`: the types of the answers, and the JSON Schemas that are shipped. */

import { schemaOf, typesOf } from '../server/src/answers/schema.ts';
import { SCHEMAS, SHAPES } from '../server/src/answers/shapes.ts';

const HEAD =
  '/** Made from `shapes.ts` by `npm run manifest`: the answers as documented in `schemas/`. Lines and columns count from 1. */\n\n';

/** Where the types stand, from the project's folder. */
export const TYPES = 'server/src/answers/types.ts';

/** The files by their path from the project's folder. */
export function schemaFiles(): ReadonlyMap<string, string> {
  const schemas = Object.entries(SCHEMAS).map(([name, { shapes, title }]): [string, string] => [
    `schemas/${name}.schema.json`,
    `${JSON.stringify(schemaOf(shapes, SHAPES, title), null, 2)}\n`,
  ]);
  return new Map([[TYPES, HEAD + typesOf(SHAPES)], ...schemas]);
}
