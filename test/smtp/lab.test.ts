/** The lab's samples, with the truth beside them; and transcripts of public repositories, which are only read. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { placeOf, type Utterance } from '../../server/src/smtp/model.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { corpus } from '../support/shared.ts';

const lab = join(corpus, 'lab');
const transcripts = join(corpus, 'transcripts');

interface Expected {
  readonly file: string;
  readonly facts: {
    readonly bannerLine: number | null;
    readonly maskedKeywords: readonly { readonly line: number | null; readonly shown: string; readonly last: boolean }[];
    readonly maskedCommands: readonly { readonly line: number | null; readonly replyLine: number | null }[];
    readonly starttlsInFile: boolean;
    readonly connections: number;
    readonly ehloReplies?: number;
  };
}

/** A server's log lines: no dialogue, but records (`smtp/logs`). */
const LOGS = /^(?:exim-log__|postfix-smtpd-log__)/;
/** What the tool hides is in the truth and not in the file. */
const HIDES_EHLO = /^gnutls-cli__/;
/** nmap opens a connection for the greeting, of which it prints nothing. */
const HIDES_CONNECTION = /^nmap__/;
/** A list of keywords counts here as an EHLO reply, and a keyword in a hex dump as a line; the truth has `null` and `false` for them. */
const LISTS_KEYWORDS = /^(?:nmap__|tshark__)/;
const DUMPS = /__hex\.smtp$/;

describe.skipIf(!existsSync(lab))('the lab (skipped without ../shared)', () => {
  const all = existsSync(lab)
    ? readFileSync(join(lab, 'expected.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Expected)
    : [];

  test.for(all.filter(({ file }) => !LOGS.test(file)).map((expected) => [expected.file, expected] as const))('%s', ([file, { facts }]) => {
    const lines = Lines.read(readFileSync(join(lab, 'transcripts', file), 'utf8'));
    const { sessions } = readTranscript(lines);
    const at = lineNumbers(lines);
    const lineOf = (utterance: Utterance) => at[placeOf(utterance).start.line];

    if (!HIDES_CONNECTION.test(file)) expect(sessions.length, 'connections').toBe(facts.connections);
    const offers = sessions.flatMap((session) => session.offers);
    if (facts.ehloReplies !== undefined && !HIDES_EHLO.test(file)) {
      expect(offers.filter(({ tls }) => !tls).length, 'EHLO replies').toBe(facts.ehloReplies);
    }
    const masked = offers.flatMap(({ keywords }) => keywords).filter(({ name }) => /^X+[A-Z]$/.test(name));
    if (DUMPS.test(file)) expect(masked.map(({ name }) => name)).toEqual(facts.maskedKeywords.map(({ shown }) => shown));
    else {
      expect(masked.map(({ line, name, last }) => ({ line: lineOf(line.utterance), shown: name, last }))).toEqual(
        facts.maskedKeywords.filter(({ line }) => line !== null).map(({ line, shown, last }) => ({ line, shown, last })),
      );
    }
    const greetings = sessions.flatMap(({ greeting }) =>
      greeting !== undefined && /\*\*/.test(greeting.lines[0]!.text) ? [greeting] : [],
    );
    expect(greetings.map(({ lines: [first] }) => lineOf(first!.utterance))).toEqual(facts.bannerLine === null ? [] : [facts.bannerLine]);
    if (!LISTS_KEYWORDS.test(file)) {
      expect(offers.some(({ keywords }) => keywords.some(({ name }) => name === 'STARTTLS'))).toBe(facts.starttlsInFile);
    }
    const commands = sessions.flatMap((session) => session.commands);
    for (const { line, replyLine } of facts.maskedCommands) {
      if (line === null) continue;
      const command = commands.find(({ utterance }) => lineOf(utterance) === line);
      expect(command, `a command on line ${line}`).toBeDefined();
      if (replyLine !== null) expect(lineOf(command!.reply!.lines[0]!.utterance)).toBe(replyLine);
    }
  });
});

/** The truth counts lines at LF only, from 1; a lone CR ends a line for an editor. */
function lineNumbers(lines: Lines): number[] {
  let number = 1;
  return lines.all.map(({ eol }) => (eol.endsWith('\n') ? number++ : number));
}

describe.skipIf(!existsSync(transcripts))('transcripts of public repositories (skipped without ../shared)', () => {
  const files = existsSync(transcripts) ? readdirSync(transcripts) : [];
  test.for(files)('%s is read, and nothing in it looks masked', (file) => {
    const { sessions } = readTranscript(Lines.read(readFileSync(join(transcripts, file), 'utf8')));
    for (const { offers, greeting } of sessions) {
      expect(offers.flatMap(({ keywords }) => keywords).filter(({ name }) => /^X+[A-Z]?$/.test(name))).toEqual([]);
      expect(greeting?.lines.some(({ text }) => text.includes('**')) ?? false).toBe(false);
    }
  });

  test('source code is no session', () => {
    const code = files.filter((file) => /\.(?:js|go|rst)$/.test(file));
    expect(code.length).toBeGreaterThan(0);
    for (const file of code) expect(readTranscript(Lines.read(readFileSync(join(transcripts, file), 'utf8'))).sessions).toEqual([]);
  });
});
