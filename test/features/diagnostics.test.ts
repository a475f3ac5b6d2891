/** Findings as an editor lists them. */
import { expect, test } from 'vitest';
import { diagnostics } from '../../server/src/features/diagnostics.ts';
import { open } from '../support/cursor.ts';
import { FACTORY } from '../workspace/files.ts';

const document = open(`ASA Version 9.1(5)\n${FACTORY}`, 'cisco-asa');
const inspect = document.lines.toString().split('\n').indexOf('  inspect esmtp');

test('several findings on the same words name each place once, the worst of them first', () => {
  const here = diagnostics(document, undefined).filter(({ range }) => range.start.line === inspect);
  expect(here.map(({ code }) => code)).toEqual(['inspection-hides-starttls', 'inspection-drops-mail', 'inspection-masks-banner']);
  const places = here.map(({ relatedInformation = [] }) =>
    relatedInformation.map(({ location, message }) => `${location.range.start.line} ${message}`),
  );
  const withMap = places.map((each) => each.filter((text) => text.includes('_default_esmtp_map')).length);
  expect(withMap).toEqual([1, 0, 0]);
  expect(places[0]?.length).toBeGreaterThan(2);
  // Each of the rules names it for itself, as every other door shows it.
  const named = document.findings.filter(({ related }) => related.some(({ message }) => message.includes('_default_esmtp_map')));
  expect(named).toHaveLength(3);
});
