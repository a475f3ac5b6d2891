/** What is kept of a checked file: what a report names, and nothing that it does not. */
import { expect, test } from 'vitest';
import { checked } from '../../server/src/answers/check.ts';
import { kept, restored } from '../../server/src/cli/kept.ts';
import { open } from '../support/cursor.ts';
import { published } from '../support/shapes.ts';

const file = checked('fw.asa', open(published(1), 'cisco-asa'));

test('a report that names what can be done gets it, with each finding', () => {
  const { findings, remedies } = restored(kept(file, Number.POSITIVE_INFINITY));
  const ids = (each: typeof remedies) => file.findings.flatMap((finding) => each(finding).map(({ id }) => id));
  expect(findings.flatMap((finding) => remedies(finding).map(({ id }) => id))).toEqual(ids(file.remedies));
  expect(ids(file.remedies)).not.toEqual([]);
});

test('for one that does not nothing is proven, and the findings are the same', () => {
  const unasked = () => {
    throw new Error('asked what can be done');
  };
  const { findings, remedies } = restored(kept({ ...file, remedies: unasked }, 0));
  expect(findings.map(({ message }) => message)).toEqual(file.findings.map(({ message }) => message));
  expect(findings.flatMap((finding) => remedies(finding))).toEqual([]);
});

test.each([0, 1, 2])('of each finding no more is proven than the report shows: %i', (shown) => {
  const { findings, remedies } = restored(kept(checked('fw.asa', open(published(3), 'cisco-asa')), shown));
  const proven = findings.map((finding) => remedies(finding).map((remedy) => remedy.proven));
  expect(Math.max(...proven.map((each) => each.filter((one) => one).length))).toBe(shown);
  // Those that are proven come first, and the others are named all the same.
  for (const each of proven) expect(each).toEqual(each.toSorted((a, b) => Number(b) - Number(a)));
  if (shown > 0) expect(Math.max(...proven.map(({ length }) => length))).toBeGreaterThan(shown);
});
