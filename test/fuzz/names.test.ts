/** Files under any name the system takes: no report lets one of them speak for the program, or for the terminal. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { esmtpLens, removeFolders } from '../cli/run.ts';
import { effort, PATIENCE } from './effort.ts';

afterEach(removeFolders);

const FIREWALL = 'ASA Version 9.1(5)\nhostname fw\naccess-list mail extended permit tcp any 192.0.2.25 eq smtp\n';
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
const HARMFUL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

const PIECES = [
  ...[
    'a',
    '-',
    '--',
    ' ',
    '\n',
    '\r',
    '\t',
    '\u001b[31m',
    '\u001b]8;;http://a.example\u0007',
    '\u009b2J',
    '\u202e',
    '\u2066',
    '\u0007',
    '\u007f',
  ],
  ...[
    '::error ::owned',
    '::stop-commands::x',
    '##vso[task.complete]',
    '%0A',
    '<script>',
    '"',
    "'",
    '&',
    ']]>',
    '$(id)',
    '`id`',
    '*',
    '{a,b}',
  ],
  ...['[x]', '\\', ':', ',', ';', '|', '=', '+1', '\u00e4', '\ud83d\ude00', '.json', '.tmp', '!', '#'],
];
const name = fc
  .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(''))
  // `*` matches no name that begins with a dot, nor, as picomatch has it, with a line end.
  .filter((each) => !each.includes('/') && !/^[.\r\n]/.test(each) && Buffer.byteLength(each) < 240);

const FORMATS = ['pretty', 'json', 'ndjson', 'sarif', 'github', 'gitlab', 'junit'] as const;

describe('names of files', PATIENCE, () => {
  // Windows takes hardly any of these.
  test.skipIf(process.platform === 'win32')('do nothing, whatever they are', async () => {
    const run = async (stem: string, format: string, argv: readonly string[]) => {
      const file = `${stem}.asa`;
      const { code, out, err, file: read } = await esmtpLens([...argv, '--format', format], { files: { [file]: FIREWALL } });
      expect([code, out !== '']).toEqual([1, true]);
      expect(out + err).not.toMatch(HARMFUL);
      // In what a person reads, anywhere; what programs read holds the name as it is, but never at the beginning of a line.
      const commands = format === 'pretty' ? /^\s*::[a-z-]+.*::|##(?:vso)?\[/ : /^\s*(?:::|##)/;
      const lines = (out + err).split('\n').filter((line) => commands.test(line));
      // The format of a pipeline has lines like these: those of the program, which begin with what was found.
      expect(lines.filter((line) => format !== 'github' || !/^::(?:error|warning|notice) file=/.test(line))).toEqual([]);
      if (format === 'json' || format === 'sarif' || format === 'gitlab') JSON.parse(out);
      expect(read(file).toString()).toBe(FIREWALL);
    };
    await fc.assert(
      fc.asyncProperty(name, fc.constantFrom(...FORMATS), fc.constantFrom(['check', '.'], ['check', './*.asa']), run),
      effort(60),
    );
  });
});
