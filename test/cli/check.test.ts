import { afterAll, describe, expect, it } from 'vitest';
import { esmtpLens, removeFolders, type World } from './run.ts';

afterAll(removeFolders);

/** One hint, whatever the other rules say: the comment has no reason, and silences nothing. */
const HINT = '! esmtp-lens: ignore[undefined-name]\nhostname fw\n';
const CLEAN = 'PIX Version 6.3(5)\nhostname fw\n';
/** Nothing in it tells whether mail is inspected. */
const PART = 'interface Ethernet1\n nameif dmz\n security-level 50\n';
/** An error that has a safe remedy. */
const FAULT = 'access-list MAIL extended permit tcp any host 192.0.2.25 eq smtp\nclass-map MAIL\n match address MAIL\n';
const MENDED = FAULT.replace('match address', 'match access-list');

const check = (...argv: string[]) => ['check', ...argv];

describe('exit codes', () => {
  const files = { 'hint.asa': HINT, 'clean.asa': CLEAN, 'fault.asa': FAULT, 'other.txt': 'Dear diary,\n' };
  it.each<[string, string[], number]>([
    ['nothing found', check('clean.asa'), 0],
    ['less than a warning', check('hint.asa'), 0],
    ['an error', check('fault.asa'), 1],
    ['a lower bar', check('hint.asa', '--fail-on', 'hint'), 1],
    ['no bar', check('fault.asa', '--fail-on', 'never'), 0],
    ['a severity made lower', check('fault.asa', '--rule', 'class-map-match-address=hint'), 0],
    ['a rule off', check('fault.asa', '--rule', 'class-map-match-address=off', '--fail-on', 'hint'), 0],
    ['a missing file among others', check('clean.asa', 'gone.asa'), 2],
    ['a file of another kind', check('other.txt'), 3],
    ['a file of another kind among others', check('clean.asa', 'other.txt'), 0],
    ['a glob that matches nothing', check('*.smtp'), 3],
    ['an unknown option', check('clean.asa', '--bogus'), 2],
    ['an unknown command', ['chekc'], 2],
    ['no command', [], 2],
    ['no path', check(), 2],
    ['an unknown format', check('clean.asa', '--format', 'xml'), 2],
    ['an unknown rule', check('clean.asa', '--rule', 'nothing=off'), 2],
    ['an unknown version', check('clean.asa', '--asa-version', 'nine'), 2],
    ['a baseline that is not there', check('clean.asa', '--baseline', 'gone.json'), 2],
    ['a report that cannot be written', check('clean.asa', '--output', 'no/such/report'), 2],
    ['help', ['--help'], 0],
    ['help of a command', check('--help'), 0],
    ['the version', check('--version'), 0],
  ])('%s', async (_, argv, code) => {
    expect((await esmtpLens(argv, { files })).code).toBe(code);
  });
});

describe('inputs', () => {
  it('checks the others when one is bad, and names each bad one in a line', async () => {
    const { code, out, err } = await esmtpLens(check('gone.asa', 'photo.jpg', 'text.txt', 'image.asa', 'clean.asa', '--format', 'json'), {
      files: {
        'photo.jpg': Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0, 1, 2, 3]),
        'text.txt': 'Dear diary,\n',
        'image.asa': Buffer.alloc(100),
        'clean.asa': CLEAN,
      },
    });
    expect(code).toBe(2);
    expect(JSON.parse(out).files.map(({ path }: { path: string }) => path)).toEqual(['clean.asa']);
    expect(err.trimEnd().split('\n')).toEqual([
      'esmtp-lens: gone.asa: no such file or folder',
      'esmtp-lens: photo.jpg: skipped, binary',
      'esmtp-lens: text.txt: skipped, neither a firewall configuration nor a mail transcript or log',
      'esmtp-lens: image.asa: binary, not text',
    ]);
  });

  it.each([
    ['check', 'bounce.msg'],
    ['unmask', 'bounce.msg'],
  ])('says of a message that Outlook saved what to give instead: %s %s', async (...argv) => {
    const message = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(500)]);
    const { code, err } = await esmtpLens(argv, { files: { 'bounce.msg': message } });
    expect(code).toBe(2);
    expect(err).toMatch(/^esmtp-lens: bounce\.msg: an Outlook message .*save the message as text \(\.txt\) or as \.eml, and give that\n/);
  });

  it('counts the other files of a folder', async () => {
    const { code, err } = await esmtpLens(check('.'), { files: { 'a.asa': CLEAN, 'b.txt': 'prose\n', 'c/d.txt': '' } });
    expect([code, err]).toEqual([0, 'esmtp-lens: 2 other files passed over\n']);
  });

  it.each(['json', 'ndjson'])('counts the empty files among the files, and by themselves: %s', async (format) => {
    const files = { 'a.asa': CLEAN, 'b.asa': '', 'c.asa': ' \n\n' };
    const { code, out } = await esmtpLens(check('a.asa', 'b.asa', 'c.asa', '--format', format), { files });
    const { summary } = JSON.parse(format === 'json' ? out : (out.trimEnd().split('\n').at(-1) ?? ''));
    expect([code, summary]).toEqual([0, { files: 3, empty: 2, error: 0, warning: 0, information: 0, hint: 0 }]);
    const clean = await esmtpLens(check('a.asa', '--format', format), { files });
    expect(clean.out).not.toContain('"empty"');
  });

  it.each(['json', 'ndjson'])('counts the files that tell nothing about mail, and says why: %s', async (format) => {
    const files = { 'a.asa': CLEAN, 'part.asa': PART, 'prose.asa': 'Call the provider on Monday.\n', 'empty.asa': '' };
    const { code, out } = await esmtpLens(check('.', '--format', format), { files });
    const parts =
      format === 'json'
        ? [JSON.parse(out)]
        : out
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line));
    const told = parts.flatMap((part) => part.files ?? (part.path === undefined ? [] : [part]));
    expect(Object.fromEntries(told.map(({ path, unjudged }) => [path, unjudged?.reason]))).toEqual({
      'a.asa': undefined,
      'empty.asa': undefined,
      'part.asa': 'this is a part of a configuration, with no "service-policy" and no "fixup" in it',
      'prose.asa': 'no line of a firewall configuration is in it',
    });
    expect([code, parts.at(-1).summary]).toMatchObject([0, { files: 4, empty: 1, unjudged: 2 }]);
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'of one',
      { 'part.asa': PART },
      'part.asa: this tells nothing about mail: this is a part of a configuration, with no "service-policy" and no "fixup" in it. What would tell: the whole output of "show running-config", or the lines "class-map", "policy-map", "service-policy" and what they name.\n',
    ],
    [
      'of many, beside one that does',
      { 'a.asa': CLEAN, ...Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`p${n}.asa`, 'Prose.\n'])) },
      'Nothing found in 1 file.\np1.asa, p2.asa, p3.asa and 2 more: this tells nothing about mail: no line of a firewall configuration is in it. What would tell: the whole output of "show running-config".\n',
    ],
    ['of an empty one', { 'empty.asa': '' }, 'Nothing to check in 1 empty file.\n'],
    ['of a whole one', { 'a.asa': CLEAN }, 'Nothing found in 1 file.\n'],
  ])('never says that nothing was found where nothing is told of mail: %s', async (_, files, said) => {
    const { code, out } = await esmtpLens(check('.'), { files });
    expect([code, out.replace(/\n(?!$|[a-z]\w*\.asa[:,])/g, ' ')]).toEqual([0, said]);
  });

  it('reads what is not UTF-8, and says so', async () => {
    const { code, out, err } = await esmtpLens(check('fw.asa', '--format', 'json'), {
      files: { 'fw.asa': Buffer.from('hostname B\xfcro\n', 'latin1') },
    });
    expect([code, JSON.parse(out).summary.files]).toEqual([0, 1]);
    expect(err).toBe('esmtp-lens: fw.asa: not UTF-8, read as Latin-1\n');
  });

  it.each<[string, string[], World, string, string]>([
    ['named by --stdin-filename', ['-', '--stdin-filename', 'fw.asa'], { stdin: HINT }, 'fw.asa', 'cisco-asa'],
    [
      'told by its text',
      ['-'],
      { stdin: '220 mx.example.com ESMTP\nEHLO client.example.net\n250 mx.example.com\n' },
      '<stdin>',
      'smtp-transcript',
    ],
    ['in UTF-16, as PowerShell writes', ['-'], { stdin: Buffer.from(`\ufeff${FAULT}`, 'utf16le') }, '<stdin>', 'cisco-asa'],
  ])('reads standard input, %s', async (_, argv, world, path, language) => {
    const { out } = await esmtpLens(check(...argv, '--format', 'json'), world);
    expect(JSON.parse(out).files).toMatchObject([{ path, language }]);
  });

  const masked = (n: number) =>
    [
      '220 ****************************',
      `EHLO client${n}.example.net`,
      '250-mx.example.com',
      '250-SIZE 1',
      '250-XXXXXXXA',
      '250 8BITMIME',
      'QUIT',
      '221 Bye',
      '',
    ].join('\n');
  const tooLarge: Readonly<Record<string, string>> = {
    // As long as a mail can be.
    'mail.smtp': `${masked(0)}${masked(1).replace('QUIT', `DATA\n354 go\n${'All work and no play makes Jack a dull boy.\n'.repeat(110_000)}.\n250 2.0.0 Ok\nQUIT`)}`,
    'many.smtp': Array.from({ length: 40_000 }, (_, i) => masked(i)).join(''),
  };

  it.each([
    ['mail.smtp', 16, / in the first 23,[0-9]{3} of 110,021 lines only/],
    ['many.smtp', 5, /sessions were looked for in the first 8,001 of 320,001 lines only/],
  ])('reads the sessions at the beginning of what is too large to be held, and says so: %s', async (name, last, said) => {
    const world = { files: { [name]: tooLarge[name]! } };
    const { code, out, err } = await esmtpLens(check(name), world);
    expect([code, err]).toEqual([1, '']);
    expect(out).toMatch(/\[masked-banner\]/);
    expect(out).toMatch(/\[masked-ehlo-keyword\]/);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(said);
    const [file] = JSON.parse((await esmtpLens(check(name, '--format', 'json'), world)).out).files;
    expect(file.sessionsIn).toEqual({ lines: expect.any(Number), of: tooLarge[name]!.split('\n').length });
    for (const { line } of file.findings) expect(line).toBeLessThanOrEqual(last);
    for (const format of ['sarif', 'github', 'gitlab', 'junit'])
      expect((await esmtpLens(check(name, '--format', format), world)).out).toContain('sessions were looked for in the first');
  });

  it('refuses a configuration that is larger than memory may hold, and says from where on', async () => {
    const { code, out, err } = await esmtpLens(check('fw.asa'), { files: { 'fw.asa': Buffer.alloc((80 << 20) + 1, FAULT) } });
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringContaining('fw.asa: larger than 80 MB') });
  });

  it('reads the reports of a mailbox that is too large to be held, folded and in base64, and the firewall at its beginning', async () => {
    const reason = 'Diagnostic-Code: X-Postfix; TLS is required, but was not offered by host\r\n    mx.example.com[192.0.2.1]\r\n';
    const message = (body: string) => `From a@example.net Fri Nov 27 10:00:00 2026\nSubject: x\n\n${body}\n`;
    const text = [
      message('policy-map global_policy\n class inspection_default\n  inspect esmtp\nservice-policy global_policy global\n'),
      message('All work and no play makes Jack a dull boy.\n'.repeat(110_000)),
      message(reason),
      message(
        `${btoa(`${'The mail system. '.repeat(4)}\r\n\r\n${reason}`)
          .match(/.{1,76}/g)!
          .join('\n')}\n`,
      ),
    ].join('');
    const { out } = await esmtpLens(check('old.mbox', '--format', 'json'), { files: { 'old.mbox': text } });
    const { findings } = JSON.parse(out).files[0];
    const found = findings.map(({ rule, line }: { rule: string; line: number }) => `${line} ${rule}`);
    expect(found).toContain('6 inspection-hides-starttls');
    expect(found).toContain('110016 tls-required-not-offered');
    const { message: said } = findings.find(({ rule }: { rule: string }) => rule === 'tls-required-not-offered');
    expect(said).toContain('Seen 2 times');
  });

  it.each([
    [
      'policy.smtp',
      'Global policy:\n  Service-policy: global_policy\n    Class-map: inspection_default\n      Inspect: esmtp, packet 7\n      mask-banner, count 5\n',
      '.asa',
    ],
    ['session.asa', masked(1), '.smtp'],
  ])('checks what it can, and says so, where the name and the text of a file say different languages: %s', async (name, text, better) => {
    const { code, err } = await esmtpLens(check(name), { files: { [name]: text } });
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(`^esmtp-lens: ${name}: reads as .*: name it ${better}, and all of it is checked as one\n$`),
    ]);
  });

  it('counts columns in UTF-16 units, from 1', async () => {
    const { out } = await esmtpLens(check('a.asa', '--format', 'json'), {
      files: { 'a.asa': '! 😀 esmtp-lens: ignore[undefined-name]\n! esmtp-lens: ignore[undefined-name] é\n' },
    });
    const [finding] = JSON.parse(out).files[0].findings;
    expect(finding).toMatchObject({ rule: 'unused-suppression', line: 2, column: 22, endLine: 2, endColumn: 36 });
  });
});

describe('settings', () => {
  const files = { 'fault.asa': FAULT };
  const level = async (world: World, ...argv: string[]) => {
    const { out } = await esmtpLens(check('fault.asa', '--format', 'json', ...argv), world);
    return JSON.parse(out).files[0].findings.find(({ rule }: { rule: string }) => rule === 'class-map-match-address')?.severity;
  };

  it('come from the command line, then from the file, then from the rule', async () => {
    const settings = '{"severity":{"class-map-match-address":"hint"}}';
    expect(await level({ files })).toBe('error');
    expect(await level({ files: { ...files, 'esmtp-lens.json': settings } })).toBe('hint');
    expect(await level({ files: { ...files, 'other.json': settings } }, '--config', 'other.json')).toBe('hint');
    expect(await level({ files: { ...files, 'esmtp-lens.json': settings } }, '--rule', 'class-map-match-address=warning')).toBe('warning');
  });

  it('set the bar and what is left out', async () => {
    const settings = '{"failOn":"never","ignore":["old/**"]}';
    const { code, out } = await esmtpLens(check('.', '--format', 'json'), {
      files: { ...files, 'old/fault.asa': FAULT, 'esmtp-lens.json': settings },
    });
    expect([code, JSON.parse(out).files.map(({ path }: { path: string }) => path)]).toEqual([0, ['fault.asa']]);
  });
});

describe('a baseline', () => {
  it('holds what was there, by its line, and lets what is new through', async () => {
    const written = await esmtpLens(check('fault.asa', '--baseline', 'known.json', '--update-baseline'), { files: { 'fault.asa': FAULT } });
    expect([written.code, written.out, written.err]).toEqual([
      0,
      '',
      expect.stringMatching(/^esmtp-lens: known\.json: \d+ findings? written\n$/),
    ]);
    const known = written.file('known.json');
    const moved = await esmtpLens(check('fault.asa', '--baseline', 'known.json'), {
      files: { 'fault.asa': `hostname fw\n!\n${FAULT}`, 'known.json': known },
    });
    expect([moved.code, moved.out]).toEqual([
      0,
      expect.stringMatching(/^Nothing found in 1 file\.\n\d+ findings? of the baseline not shown\.\n$/),
    ]);
    const twice = await esmtpLens(check('fault.asa', '--baseline', 'known.json'), {
      files: { 'fault.asa': `${FAULT}class-map OTHER\n match address MAIL\n`, 'known.json': known },
    });
    expect(twice.code).toBe(1);
    const gone = await esmtpLens(check('fault.asa', '--baseline', 'known.json'), { files: { 'fault.asa': MENDED, 'known.json': known } });
    expect(gone.err).toMatch(/known\.json: \d+ findings? no longer there/);
  });

  it('is refused when it is something else', async () => {
    const { code, err } = await esmtpLens(check('a.asa', '--baseline', 'b.json'), { files: { 'a.asa': CLEAN, 'b.json': '{"version":1}' } });
    expect([code, err]).toEqual([2, 'esmtp-lens: b.json: not a baseline; write one with --update-baseline\n']);
  });
});

describe('--fix', () => {
  it.each<[string, Buffer, Buffer]>([
    ['plain', Buffer.from(FAULT), Buffer.from(MENDED)],
    ['CR LF', Buffer.from(FAULT.replaceAll('\n', '\r\n')), Buffer.from(MENDED.replaceAll('\n', '\r\n'))],
    ['no line end at the end', Buffer.from(FAULT.trimEnd()), Buffer.from(MENDED.trimEnd())],
    ['a byte-order mark', Buffer.from(`\ufeff${FAULT}`), Buffer.from(`\ufeff${MENDED}`)],
    ['UTF-16', Buffer.from(`\ufeff${FAULT}`, 'utf16le'), Buffer.from(`\ufeff${MENDED}`, 'utf16le')],
    ['Latin-1', Buffer.from(`hostname B\xfcro\n${FAULT}`, 'latin1'), Buffer.from(`hostname B\xfcro\n${MENDED}`, 'latin1')],
    [
      'broken UTF-8',
      Buffer.concat([Buffer.from(FAULT), Buffer.from([0xe2, 0x82])]),
      Buffer.concat([Buffer.from(MENDED), Buffer.from([0xe2, 0x82])]),
    ],
  ])('keeps the bytes: %s', async (_, before, after) => {
    const { out, file } = await esmtpLens(check('fw.asa', '--fix'), { files: { 'fw.asa': before } });
    expect(file('fw.asa')).toEqual(after);
    expect(out).toContain('1 place mended in 1 file.');
  });

  it('leaves alone what has nothing to mend', async () => {
    const { file, out } = await esmtpLens(check('fw.asa', '--fix'), { files: { 'fw.asa': HINT } });
    expect(file('fw.asa').toString()).toBe(HINT);
    expect(out).not.toContain('mended');
  });

  it('only shows the diff with --fix-dry-run, in the bytes of the file', async () => {
    const { code, out, file } = await esmtpLens(check('fw.asa', '--fix-dry-run'), { files: { 'fw.asa': FAULT } });
    expect(out).toBe(
      [
        '--- a/fw.asa',
        '+++ b/fw.asa',
        '@@ -1,3 +1,3 @@',
        ' access-list MAIL extended permit tcp any host 192.0.2.25 eq smtp',
        ' class-map MAIL',
        '- match address MAIL',
        '+ match access-list MAIL',
        '',
      ].join('\n'),
    );
    expect([code, file('fw.asa').toString()]).toEqual([1, FAULT]);
  });

  it.each([
    [['-', '--fix'], 'standard input cannot be fixed in place'],
    [['a.asa', '--fix', '--fix-dry-run'], 'exclude each other'],
    [['a.asa', '--fix-dry-run', '--format', 'json'], 'prints a diff'],
    [['a.asa', '--update-baseline'], '--update-baseline needs --baseline'],
  ])('%j is refused', async (argv, message) => {
    const { code, err } = await esmtpLens(check(...argv));
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('output', () => {
  it('goes to a file, without colours', async () => {
    const { out, file } = await esmtpLens(check('hint.asa', '--output', 'report.txt'), { files: { 'hint.asa': HINT }, columns: 80 });
    expect(out).toBe('');
    expect(file('report.txt').toString()).toContain('hint.asa:1:');
    expect(file('report.txt').toString()).not.toContain('\u001b');
  });

  it.each<[string, World, string[], boolean]>([
    ['a terminal', { columns: 80 }, [], true],
    ['no terminal', {}, [], false],
    ['NO_COLOR', { columns: 80, env: { NO_COLOR: '1' } }, [], false],
    ['--no-color', { columns: 80 }, ['--no-color'], false],
    ['a dumb terminal', { columns: 80, env: { TERM: 'dumb' } }, [], false],
  ])('has colours only where they are wanted: %s', async (_, world, argv, colored) => {
    const { out } = await esmtpLens(check('hint.asa', ...argv), { ...world, files: { 'hint.asa': HINT } });
    expect(out.includes('\u001b')).toBe(colored);
  });

  it('fits the terminal', async () => {
    const { out } = await esmtpLens(check('fault.asa', '--no-color'), { columns: 50, files: { 'fault.asa': FAULT } });
    // Only what cannot be broken may be longer: the first line of a finding is for the terminal to click on.
    for (const line of out.split('\n').filter((row) => row.startsWith(' '))) expect(line.length).toBeLessThanOrEqual(50);
  });
});
