/** What is kept of a checked file: what a report names, and nothing that it does not. */
import { expect, test } from 'vitest';
import { checked } from '../../server/src/answers/check.ts';
import { kept, restored } from '../../server/src/cli/kept.ts';
import { open } from '../support/cursor.ts';
import { published } from '../support/shapes.ts';

const file = checked('fw.asa', open(published(1), 'cisco-asa'));

test('a report that names what can be done gets it, with each finding', () => {
  const { findings, remedies } = restored(kept(file, true));
  expect(findings.flatMap(remedies).map(({ id }) => id)).toEqual(file.findings.flatMap(file.remedies).map(({ id }) => id));
  expect(findings.flatMap(remedies)).not.toEqual([]);
});

test('for one that does not nothing is proven, and the findings are the same', () => {
  const unasked = () => {
    throw new Error('asked what can be done');
  };
  const { findings, remedies } = restored(kept({ ...file, remedies: unasked }, false));
  expect(findings.map(({ message }) => message)).toEqual(file.findings.map(({ message }) => message));
  expect(findings.flatMap(remedies)).toEqual([]);
});
