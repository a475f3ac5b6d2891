/**
 * What is known of the engine, row by row, and the written session (`test/fixtures/engine`) that shows it: a pattern of what the engine did, or
 * the test that stands elsewhere. With `../shared` at hand, each row of its facts on which a capture was seen must be among them.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { InspectedSession } from '../../server/src/masking/session.ts';
import { shared } from '../support/shared.ts';
import { inspection, octets, policy } from './play.ts';
import { FOLDER, WRITTEN } from './written.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Words of the row; the session; what must stand in what is told of it. */
type Shown = readonly [row: string, session: string, pattern: RegExp];

const COMMANDS: readonly Shown[] = [
  ['HELO MAIL RCPT DATA RSET NOOP QUIT (7)', 'pix6', /C AUTH .*\n {2}-> X{19}\\r\\n/],
  [
    'and AUTH EHLO ETRN HELP SAML SEND SOML VRFY (15)',
    'let-through',
    /^(?:(?!overwritten)[\s\S])*C ehlo [\s\S]*SAML[\s\S]*ETRN[\s\S]*QUIT(?:(?!overwritten)[\s\S])*$/,
  ],
  [
    'and STARTTLS; after it the session is encrypted',
    'allow-tls',
    /TLS begins: from here on nothing is looked at[\s\S]*-> \\u0016\\u0003\\u0001XXCLIENT HELLO/,
  ],
  ['overwritten with `X`, its length kept', 'overwritten', /C XEXCH50 256 2\\r\\n\n {2}-> X{13}\\r\\n/],
  ['hangs up after five of them', 'overwritten', /-> 421 Exceeded bad SMTP command limit, disconnecting/],
  ['`421 Exceeded bad SMTP command limit, disconnecting`', 'overwritten', /C X-LINK2STATE FIRST CHUNK=\\r\\n\n {2}-> X{25}\\r\\n/],
  ['one capture shows the argument kept', 'argument-kept', /-> XXXXXXX NAME=a ADDR=192\.0\.2\.1/],
  ["A command that was X'd has no trailing letter", 'overwritten', /-> X{14}\\r\\n/],
  ["PIX 5.1-6.x can put NOOP in the command's place", 'pix6-noop', /C EHLO .*\n {2}-> NOOP\\r\\n\n.*PIX 5\.1 to 6\.x/],
  ['and does not pass `fixup`', 'pix6', /AUTH is not among the commands/],
  ['Incomplete commands are discarded', 'truncated', /dropped: the connection ends within a command: it is discarded \[documented: CG90\]/],
  ['turns the others into NOOP', 'fwsm2', /C EHLO .*\n {2}-> NOOP\\r\\n\n.*FWSM guide/],
  ['what becomes of BDAT itself: nothing found', 'default-map', /BDAT is not among [^;]*; .*BDAT itself is told by no source/],
  ['a command has at least four characters', 'watched', /"HI" has fewer than the 4 characters/],
  ['ends with CR LF', 'watched', /ends in a bare line feed/],
  ['waits for the reply to the one', 'watched', /sent before the reply to what came before it/],
  ['also truncated commands', 'truncated', /a truncated command: MAIL without FROM:<address>/],
  ['changed to a blank; syslog has both', 'pipe', /<a b@example\.net>[\s\S]*by other documents the session is closed[\s\S]*108002/],
  [
    'the session is closed and that this cannot be',
    'pipe-closes',
    /closed: a "\|"[\s\S]*by other documents a blank takes its place[\s\S]*108003/,
  ],
  ['`<` and `>` other than around an address', 'pipe', /a ">" that closes nothing/],
  ['an unexpected transition by the server', 'watched', /an unexpected transition of the server/],
];

const REPLIES: readonly Shown[] = [
  ['all 17 lines equal in length (seen)', 'exchange-twin', /-> 250-XXXA\\r\\n[\s\S]*-> 250-XXXXXXXB\\r\\n[\s\S]*-> 250-XXXC\\r\\n/],
  ['parameters and\n   blanks included', 'exchange-twin', /C? ?S 250-X-EXPS GSSAPI NTLM LOGIN\\r\\n\n {2}-> 250-X{23}D\\r\\n/],
  ['running letter for that reply', 'exchange-twin', /-> 250-X{11}E[\s\S]*-> 250-X{9}F[\s\S]*-> 250-X{11}G[\s\S]*-> 250-X{6}H/],
  ['What follows `Z` is unknown', 'after-z', /-> 250-XXXXXXXZ[\s\S]*-> 250 XXXXXXXX\\r\\n\n.*What follows Z is not known/],
  ['(`250 XXXXXXXA`; `250 XI` was `250 OK`)', 'exchange-twin', /S 250 OK\\r\\n\n {2}-> 250 XI\\r\\n/],
  ['the lines in the known set stay whole, parameters included', 'exchange-twin', /-> 250-AUTH GSSAPI NTLM LOGIN/],
  ['8BITMIME, AUTH, BINARYMIME, CHECKPOINT, DSN', 'exchange-twin', /-> 250-8bitmime\\r\\n[\s\S]*-> 250-BINARYMIME/],
  ['VRFY and the old', 'exchange', /-> 250-VRFY\\r\\n\n.*Captures differ/],
  [
    'kept in some captures and masked in another',
    'exchange-twin',
    /S 250-VRFY\\r\\n\n {2}-> 250-XXXC[\s\S]*Captures differ[\s\S]*S 250-AUTH=LOGIN\\r\\n\n {2}-> 250-XXXXXXXXXF/,
  ],
  [
    'STARTTLS is kept and the rest of `others` still masked',
    'allow-tls',
    /-> 250-XXXXXXXA\\r\\n[\s\S]*-> 250 STARTTLS\\r\\n\n.*unverified: SEC/,
  ],
];

const BANNER: readonly Shown[] = [
  ['every character after the code becomes `*`, except `2`, `0`', 'exchange-twin', /-> 220 \*{60}2\*{6}202\*\*20\*02\*20\*\*0000\\r\\n/],
  ['zero-blank, that is the blank after `220`', 'pix6', /-> 220 \*{30}2\*\*0\*\\r\\n/],
  ['PIX 4.4: all asterisks', 'pix44', /-> 220 \*{27}\\r\\n/],
  ['`220 SMTP/cmap ready____...`', 'pix41', /-> 220 SMTP\/cmap ready_{20}\\r\\n/],
  ['Continuation lines are masked as well', 'watched', /-> 220-\*{14}\\r\\n[\s\S]*-> 220 \*{5}\\r\\n/],
  ['Each key is a packet of its own', 'typed-by-hand', /(?: {2}-> X\n){7} {2}-> \\r\n {2}-> \\n\n/],
  ['so without the line it is off (inferred', 'rate', /the greeting stays: the map has no mask-banner \[inferred: CG84, CG90\]/],
];

const LIMITS: readonly Shown[] = [
  ['`cmd line length gt 512`', 'command-line', /closed: a command line of more than 512 octets/],
  ['`cmd RCPT count gt 100`', 'many-recipients', /closed: recipient 101 of a message/],
  ['`body line length gt 998`', 'body-line', /passed: a body line of more than 998 octets: it is logged/],
  ['`header line length gt 998`', 'header-line', /closed: a header line of more than 998 octets/],
  ['`sender-address length gt 320`', 'sender', /closed: a sender address of more than 320 octets/],
  ['`MIME filename length gt 255`', 'attachment', /closed: the name of an attachment of more than 255 octets/],
  ['`ehlo-reply-parameter others`', 'default-map', /STARTTLS is masked \(match ehlo-reply-parameter others\)/],
  [
    '`mask-banner`, `no mail-relay`, `no special-character`, `no allow-tls`',
    'default-map',
    /STARTTLS is overwritten: the inspection does not allow TLS/,
  ],
  ['shows `allow-tls, count 0`', 'shown-allow-tls', /C STARTTLS\\r\\n\n {2}-> STARTTLS/],
  ['under `_default_esmtp_map` (seen, one file)', 'shown-allow-tls', /TLS begins/],
  [
    'after a drop nothing further acts, after a log a later drop still can',
    'rate',
    /HELP: it is logged, and passes[\s\S]*HELP: the connection is dropped/,
  ],
  ['108007 is logged only with `allow-tls action log`', 'allow-tls', /%ASA-6-108007/],
  ['ends sessions on repeated headers', 'pix72', /signatures stand twice in this header/],
];

const SYSLOG: readonly Shown[] = [
  ['`%ASA-2-108002: SMTP replaced', 'pipe', /%ASA-2-108002: SMTP replaced /],
  ['`%ASA-2-108003: Terminating ESMTP connection', 'pipe-closes', /%ASA-2-108003: Terminating ESMTP connection; malicious pattern/],
  [
    '`%ASA-4-108004: ESMTP Classification|Parameter',
    'map-of-ones-own',
    /%ASA-4-108004: ESMTP Classification: Masked header flags for ESMTP Request/,
  ],
  ['`%ASA-6-108005:', 'body-line', /%ASA-6-108005: ESMTP Classification: Received ESMTP Request/],
  ['`%ASA-7-108006: Detected ESMTP size violation', 'default-map', /%ASA-7-108006: Detected ESMTP size violation/],
  ['`%ASA-6-108007: TLS started on ESMTP session', 'allow-tls', /%ASA-6-108007: TLS started on ESMTP session/],
  ['`%ASA-4-507003: tcp flow', 'header-line', /%ASA-4-507003: tcp flow .* terminated by inspection engine/],
  ['`matched Class N` is the N-th match of the map', 'header-line', /matched Class 4: header line length gt 998/],
  ['`%PIX-` and `%FWSM-` prefixes exist', 'pix72', /%PIX-4-108004/],
];

/** Rows about what others print or show, which no session through the engine can: a test file, and what stands in it. */
const ELSEWHERE: readonly (readonly [row: string, file: string, words: string])[] = [
  ['(seen in a Postfix log; inferred)', 'test/rules/logs.test.ts', 'stands at the client’s own site'],
  ['The sums do not add up to `drop`', 'test/asa/read.test.ts', 'drop 3, reset-drop 1'],
  ['`ICID N TLS failed`', 'test/smtp/logs/records.test.ts', 'TLS failed'],
];

/** What an inspection can be told to do, or watches by itself, and no row of the facts has in these words. */
const BESIDE: readonly Shown[] = [
  ['a verb that a match masks', 'masked-verb', /AUTH is overwritten \(match cmd verb VRFY AUTH\)[\s\S]*108004.*Masked header flags/],
  ['a verb that comes too often', 'rate', /dropped: more than 1 NOOP in a second.*told by no source/],
  ['match not, of verbs', 'rate', /RSET: it is logged, and passes \(match not cmd verb/],
  ['match not, of keywords', 'masked-verb', /PIPELINING is masked \(match not ehlo-reply-parameter size\)/],
  ['the recipients of one message, and of the next anew', 'recipients', /closed: recipient 4 of a message/],
  ['refused recipients', 'refused-recipients', /closed: refused recipient 2 of a message[\s\S]*ESMTP Response/],
  ['mail that is relayed', 'relay', /closed: a recipient outside example\.com.*which mail is taken for relayed is told by no source/],
  ['mail that is relayed: logged only', 'logged-only', /passed: a recipient outside example\.com: it is logged/],
  ['a special character', 'special-character', /closed: "`" in an address: the connection is dropped.*No source at hand lists them/],
  ['a special character: logged only', 'logged-only', /passed: "`" in an address: it is logged/],
  ['a keyword: logged only', 'logged-only', /passed: the keyword SIZE: it is logged/],
  ['a character that stands in no address', 'control-character', /changed: a control character in the address.*unverified: SYS/],
  ['a second "<"', 'control-character', /changed: a second "<" in the address/],
  ['the same, closed', 'control-character-closes', /closed: a control character[\s\S]*108003/],
  ['a stray ">", closed', 'stray-bracket-closes', /closed: a ">" that closes nothing[\s\S]*108003/],
  [
    'the name of an attachment in encoded words',
    'encoded-name',
    /reset: the name of an attachment of more than 40 octets.*counted is what is sent/,
  ],
  ['the type of an attachment, by an expression', 'expressions', /reset: the type of an attachment/],
  ['To fields of a header', 'map-of-ones-own', /a header of more than 1 To fields: it is logged/],
  ['NOOP in the place of STARTTLS', 'pix6-noop', /changed: NOOP takes the place of STARTTLS: the inspection does not allow TLS/],
  ['a banner of several lines behind a PIX', 'pix63-lines', /The code of the second line is overwritten too/],
];

const ALL = [...COMMANDS, ...REPLIES, ...BANNER, ...LIMITS, ...SYSLOG, ...BESIDE];

describe('each row of the facts', () => {
  test.each(ALL)('%s: %s', (_, session, pattern) => {
    expect(readFileSync(path.join(FOLDER, `${session}.told`), 'utf8')).toMatch(pattern);
  });

  test.each(ELSEWHERE)('%s: %s', (_, file, words) => {
    expect(readFileSync(path.join(root, file), 'utf8')).toContain(words);
  });

  test('every written session shows one', () => {
    const shown = new Set(ALL.map(([, session]) => session));
    expect(WRITTEN.filter((name) => !shown.has(name))).toEqual([]);
  });
});

const facts = path.join(shared, 'facts/inspection-engine.md');

test.skipIf(!existsSync(facts))('every row of the facts that a capture shows is in the tables above (skipped without ../shared)', () => {
  const text = readFileSync(facts, 'utf8');
  const rows = [...ALL.filter((row) => !BESIDE.includes(row)), ...ELSEWHERE].map(([row]) => row);
  expect(rows.filter((row) => !text.includes(row))).toEqual([]);
  // A line, with the one before it where its sentence begins there.
  const lines = text.split('\n');
  const seen = lines.flatMap((line, i) => (/\bseen\b/.test(line) && !line.startsWith('Marks:') ? [`${lines[i - 1] ?? ''}\n${line}`] : []));
  expect(seen.length).toBeGreaterThan(10);
  expect(seen.filter((line) => !rows.some((row) => line.includes(row)))).toEqual([]);
});

test('a rate is told by the times at which the segments come', () => {
  const engine = inspection(policy('match cmd verb NOOP\n rate-limit 2\n'));
  const session = new InspectedSession(engine);
  session.fromServer(octets('220 mx\r\n'));
  const outcomes = [0, 10, 20, 1500].map((at) => {
    const out = session.fromClient(octets('NOOP\r\n'), at);
    session.fromServer(octets('250 Ok\r\n'));
    return [out.octets.length, out.events.map(({ outcome, otherwise }) => `${outcome}; ${otherwise}`)];
  });
  expect(outcomes).toEqual([
    [1, []],
    [1, []],
    [0, ['dropped; what a device does with the surplus is told by no source at hand']],
    [1, []],
  ]);
});
