/**
 * Tests of fixtures, goldens and tables, from the project's folder: between them they go through every room below the doors, and take a few
 * seconds each. What they reach is counted; properties, which take minutes, would be slower by a third for it and reach little more.
 */
export const BY_EXAMPLE = [
  'test/answers/explain.test.ts',
  'test/answers/remedy.test.ts',
  'test/asa/read.test.ts',
  'test/asa/settings.test.ts',
  'test/captures/capture.test.ts',
  'test/features/code-actions.test.ts',
  'test/features/configuration.test.ts',
  'test/features/status.test.ts',
  'test/features/transcript.test.ts',
  'test/features/two-documents.test.ts',
  'test/library/library.test.ts',
  'test/masking/session.test.ts',
  'test/masking/unmask.test.ts',
  'test/note/note.test.ts',
  'test/path/compare.test.ts',
  'test/path/predict.test.ts',
  'test/policy/verdict.table.test.ts',
  'test/remedies/goldens.test.ts',
  'test/remedies/refusals.test.ts',
  'test/rules/fixtures.test.ts',
  'test/rules/logs.test.ts',
  'test/rules/transcripts.test.ts',
  'test/scrub/scrub.test.ts',
  'test/smtp/dialects/fixtures.test.ts',
  'test/smtp/dialects/together.test.ts',
  'test/workspace/tie.test.ts',
  'test/workspace/two-sides.test.ts',
];
