/** An option that says nothing beside the others is refused: whoever gives it believes that it does something. */
import { afterAll, expect, it } from 'vitest';
import { esmtpLens, removeFolders } from './run.ts';

afterAll(removeFolders);

const files = {
  'fw.asa': 'PIX Version 6.3(5)\nfixup protocol smtp 25\n',
  'a.smtp': '220 ****************\nEHLO a\n250-mx\n250 XXXXXXXA\nSTARTTLS\n500 #5.5.1 command not recognized\n',
  'known.json': '{ "version": 1, "findings": [] }\n',
};
const OF_A_FIREWALL = [
  ['--flow', 'tcp 203.0.113.9 -> 192.0.2.25:25'],
  ['--context', 'mail'],
  ['--asa-version', '9.1(5)'],
  ['--reading', 'tls'],
];
const NEEDS_CONFIG = (option: string) => `esmtp-lens: ${option} says nothing without --config <file>\n`;

const NAMES_INPUT = 'esmtp-lens: --stdin-filename names standard input, which is "-"\n';

const SAYS_NOTHING: readonly (readonly [argv: string[], said: string])[] = [
  ...OF_A_FIREWALL.map(
    ([option = '', value = '']) => [['compare', 'a.smtp', 'a.smtp', option, value], NEEDS_CONFIG(option)] satisfies [string[], string],
  ),
  ...OF_A_FIREWALL.map(
    ([option = '', value = '']) => [['picture', 'a.smtp', option, value], NEEDS_CONFIG(option)] satisfies [string[], string],
  ),
  [['note', 'a.smtp', '--asa-version', '9.1(5)'], 'esmtp-lens: --asa-version says nothing without a firewall: name it with --config\n'],
  [['remedy', 'fw.asa', '--disable', '--in-place'], 'esmtp-lens: --in-place says nothing without --exempt <host...>\n'],
  [['check', 'fw.asa', '--stdin-filename', 'a.asa'], NAMES_INPUT],
  [['survey', 'fw.asa', '--stdin-filename', 'a.asa'], NAMES_INPUT],
  ...[['--output', 'report'], ['--fix-dry-run']].map(
    (option) =>
      [
        ['check', 'fw.asa', '--baseline', 'new.json', '--update-baseline', ...option],
        `esmtp-lens: --update-baseline and ${option[0]} exclude each other\n`,
      ] satisfies [string[], string],
  ),
];

it.each(SAYS_NOTHING)('%j', async (argv, said) => {
  const { code, out, err, file } = await esmtpLens(argv, { files });
  expect([code, out, err]).toEqual([2, '', said]);
  expect(() => file('new.json')).toThrow();
});

it.each([
  [['compare', 'a.smtp', 'a.smtp', '--config', 'fw.asa', '--reading', 'tls']],
  [['picture', 'a.smtp', '--config', 'fw.asa', '--asa-version', '9.1(5)']],
  [['note', 'a.smtp', '--config', 'fw.asa', '--asa-version', '9.1(5)']],
])('%j is answered', async (argv) => {
  const { code } = await esmtpLens(argv, { files });
  expect(code).toBe(0);
});
