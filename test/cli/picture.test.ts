/** `picture`: what is drawn is what the engine and `unmask` say; nothing in a file can leave its place in the picture. */
import { afterAll, describe, expect, it } from 'vitest';
import { policy } from '../masking/play.ts';
import { esmtpLens, removeFolders } from './run.ts';

afterAll(removeFolders);

const CLEAN = `S: 220 mx.example.com ESMTP Postfix
C: EHLO client.example.net
S: 250-mx.example.com
S: 250 STARTTLS
C: MAIL FROM:<a@example.net>
S: 250 ok
C: RCPT TO:<u@example.com>
S: 250 ok
C: DATA
S: 354 go on
C: Subject: x
C: X-Long: ${'a'.repeat(1200)}
C: .
S: 250 queued
`;
const MASKED = `S: 220 ***************************
C: EHLO client.example.net
S: 250-mx.example.com
S: 250-PIPELINING
S: 250 XXXXXXXA
C: STARTTLS
S: 500 #5.5.1 command not recognized
`;
const HOSTILE = 'S: 220 mx </text><script>alert(1)</script>\u0001\u202e "&\nC: EHLO a;b#c%%{init}\nS: 250 mx\n';
const files = { 'fw.asa': policy(), 'clean.smtp': CLEAN, 'masked.smtp': MASKED, 'hostile.smtp': HOSTILE };
const draw = async (...argv: string[]) => {
  const { code, out, err } = await esmtpLens(['picture', ...argv], { files });
  expect([code, err.replace(/^Mail is inspected.*\n/, '')]).toEqual([0, '']);
  return out;
};
/** The texts of a picture, in order. */
const texts = (svg: string) =>
  [...svg.matchAll(/<text class="(\w+)[^>]*>(?:<title>.*?<\/title>)?([^<]*)</g)].map(
    ([, kind, text]) => `${kind} ${text!.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))}`,
  );

describe('picture', () => {
  it('as JSON: who said what, what arrived, what was done to it, and the end', async () => {
    const { version, title, rows, end } = JSON.parse(await draw('clean.smtp', '--config', 'fw.asa', '--format', 'json'));
    expect([version, title, end]).toEqual([1, 'clean.smtp through fw.asa', 'the firewall drops the connection']);
    expect(rows[0]).toMatchObject({ line: 1, by: 'server', said: '220 mx.example.com ESMTP Postfix', guessed: false });
    expect(rows[0].heard).toMatch(/^220 \*+$/);
    expect(rows.at(-1)).toMatchObject({ by: 'client', heard: null });
    expect(rows.at(-1).done[0]).toContain('998');
    // By which line: that which inspects, where the map is not in the file.
    for (const { done } of rows) for (const each of done) expect(each).toMatch(/ \(line 6: inspect esmtp; default, documented: /);
  });

  it('of a session through a firewall: what each side says and hears, why, and where it ends', async () => {
    const seen = texts(await draw('clean.smtp', '--config', 'fw.asa'));
    expect(seen[0]).toBe('title clean.smtp through fw.asa');
    expect(seen).toEqual(
      expect.arrayContaining(['say 250 XXXXXXXA', 'say 250 STARTTLS', 'say … 1 line of mail …', 'end ✕ the firewall drops the connection']),
    );
    expect(seen.join('\n')).toMatch(/note a header line of more than 998 octets: the connection is dropped/);
    expect(seen.join('\n')).not.toContain('queued');
  });

  it('of a session on another port than 25: through what inspects that port', async () => {
    const dump = `12:00:00.000001 IP 192.0.2.25.587 > 203.0.113.9.40000: Flags [P.], seq 1:6, ack 1, win 1, length 33: SMTP: 220 mx.example.com ESMTP Postfix
12:00:00.000002 IP 203.0.113.9.40000 > 192.0.2.25.587: Flags [P.], seq 1:6, ack 1, win 1, length 26: SMTP: EHLO client.example.net
`;
    const heard = async (configuration: string) => {
      const { out, err } = await esmtpLens(['picture', 'd.smtp', '--config', 'p.asa', '--format', 'json'], {
        files: { 'd.smtp': dump, 'p.asa': configuration },
      });
      return [JSON.parse(out).rows[0].heard, err.split(':')[0]!.replace(/ by .*/, '')];
    };
    expect(await heard(policy().replace('eq smtp', 'eq 587'))).toEqual([`220 ${'*'.repeat(28)}`, 'Mail to port 587 is inspected']);
    expect(await heard(policy())).toEqual(['220 mx.example.com ESMTP Postfix', 'Mail to port 587 is not inspected']);
  });

  it('of a masked recording: what probably stood there', async () => {
    const seen = texts(await draw('masked.smtp'));
    expect(seen).toEqual(expect.arrayContaining(['say 250 XXXXXXXA', 'say 250 STARTTLS', 'say XXXXXXXX (probably)']));
    expect(seen.join('\n')).toMatch(/note a masked keyword: \d+ % STARTTLS/);
  });

  it('is one well-formed element with a title and a description, and no text of a file becomes markup', async () => {
    const svg = await draw('hostile.smtp', '--config', 'fw.asa');
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="t d">\n<title id="t">[^<]+<\/title>\n<desc id="d">[^<]+<\/desc>/);
    expect(svg).not.toMatch(/<script|\u202e|href|url\(|@import/);
    const open: string[] = [];
    for (const [, end, name, self] of svg.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g)) {
      if (end === '/') expect(open.pop()).toBe(name);
      else if (self !== '/') open.push(name!);
    }
    expect(open).toEqual([]);
    expect(svg).not.toContain(String.fromCharCode(1));
    expect(svg).toContain('prefers-color-scheme:dark');
    expect(svg).toContain('@media print');
  });

  it('as Mermaid: one statement a line, whatever the file says', async () => {
    const text = await draw('hostile.smtp', '--config', 'fw.asa', '--format', 'mermaid');
    const [head, ...rows] = text.trimEnd().split('\n');
    expect(head).toBe('sequenceDiagram');
    for (const row of rows)
      expect(row).toMatch(
        /^ {2}(?:title |participant [CFS] as |[CFS]-?->>[CFS]: |F--x[CS]: -|Note over (?:F|C,S): )(?:[^;<>"'`{}%|\\#:]|#\d+;)*$/,
      );
  });

  it.each([
    [['clean.smtp', '--session', 'two'], "option '--session <number>' argument 'two' is invalid"],
    [['clean.smtp', '--session', '2'], 'it has 1 session, and no session 2'],
    [['clean.smtp', '--config', 'gone.asa'], 'gone.asa: no such file'],
  ])('%j', async (argv, message) => {
    const { code, err } = await esmtpLens(['picture', ...argv], { files });
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});
