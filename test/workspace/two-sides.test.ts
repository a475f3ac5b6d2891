/** Two sessions with one server in two files: which is which, and when they are not two sides of one. */
import { describe, expect, it } from 'vitest';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';
import type { Firewall } from '../../server/src/workspace/tie.ts';
import { nameOf } from '../../server/src/workspace/tie.ts';
import { otherSides, sightsOf } from '../../server/src/workspace/two-sides.ts';
import { firewall, withMailHost } from './files.ts';

const KEYWORDS = ['PIPELINING', 'SIZE 10240000', 'STARTTLS', '8BITMIME'];

interface Shown {
  readonly host?: string;
  readonly name?: string;
  readonly greeting?: string;
  readonly keywords?: readonly string[];
  readonly before?: string;
}

function session({ host, name = 'mx.example.com', greeting = `${name} ESMTP Postfix`, keywords = KEYWORDS, before = '' }: Shown): string {
  const head = host === undefined ? '' : `Trying ${host}...\nConnected to ${host}.\n`;
  const offer = [name, ...keywords].map((text, i, all) => `250${i === all.length - 1 ? ' ' : '-'}${text}`);
  return `${before}${head}220 ${greeting}\nEHLO client.example.net\n${offer.join('\n')}\nQUIT\n221 2.0.0 Bye\n`;
}

const STARS = '*'.repeat('mx.example.com ESMTP Postfix'.length);
const MASKED = { greeting: STARS, keywords: KEYWORDS.map((text) => (text === 'STARTTLS' ? 'XXXXXXXA' : text)) };
const WITHOUT_TLS = { keywords: KEYWORDS.filter((text) => text !== 'STARTTLS') };

const file = (uri: string, text: string) => ({ uri: `file:///w/${uri}`, sights: sightsOf(readTranscript(Lines.read(text))) });

/** `a.smtp as the server says it, b.smtp changed, by masks`, asked from both files. */
function told(files: Readonly<Record<string, Shown>>, firewalls: readonly Firewall[] = []): string {
  const all = Object.entries(files).map(([uri, shown]) => file(uri, session(shown)));
  const answers = all.map((own) =>
    otherSides(own, all, firewalls).map(
      ({ plain, changed, by, side }) => `${nameOf(plain)} -> ${nameOf(changed)} by ${by}${side === undefined ? '' : `, from ${side}`}`,
    ),
  );
  const each = [...new Set(answers.flat())];
  return each.length === 0 ? 'none' : each.join('; ');
}

describe('two files with one server', () => {
  const translating = firewall('file:///w/fw.asa', withMailHost('fw', '198.51.100.1', '198.51.100.25'));
  const nameless = { name: 'mailhost', greeting: 'ready' };
  const cases: readonly (readonly [string, Readonly<Record<string, Shown>>, string])[] = [
    ['the masks tell', { 'a.smtp': {}, 'b.smtp': MASKED }, 'a.smtp -> b.smtp by masks'],
    [
      'the names of the files tell',
      { 'inside.smtp': {}, 'from-outside.txt': WITHOUT_TLS },
      'inside.smtp -> from-outside.txt by names, from inside',
    ],
    ['the names of the folders tell', { 'innen/a.log': {}, 'außen/a.log': WITHOUT_TLS }, 'a.log -> a.log by names, from inside'],
    [
      'what stands above tells',
      { 'a.smtp': { before: '# from inside\n' }, 'b.smtp': { ...WITHOUT_TLS, before: '# from outside\n' } },
      'a.smtp -> b.smtp by names, from inside',
    ],
    [
      'the addresses tell',
      { 'a.smtp': { host: '192.168.1.1' }, 'b.smtp': { host: '198.51.100.25', ...WITHOUT_TLS } },
      'a.smtp -> b.smtp by addresses, from inside',
    ],
    [
      'the sender has the firewall: what is seen from inside is masked',
      { 'inside.smtp': MASKED, 'outside.smtp': {} },
      'outside.smtp -> inside.smtp by names, from outside',
    ],
    [
      'a greeting that is the mask of the other one',
      {
        'a.smtp': { name: 'relay', greeting: 'relay ESMTP Postfix' },
        'b.smtp': { name: 'relay', greeting: '*'.repeat('relay ESMTP Postfix'.length), keywords: ['HELP'] },
      },
      'a.smtp -> b.smtp by masks',
    ],
    ['lists that agree but for the mask', { 'a.smtp': nameless, 'b.smtp': { ...MASKED, name: 'mailhost' } }, 'a.smtp -> b.smtp by masks'],
    ['two servers', { 'inside.smtp': {}, 'outside.smtp': { ...MASKED, name: 'mx.example.org' } }, 'none'],
    ['nothing tells which is which', { 'a.smtp': {}, 'b.smtp': WITHOUT_TLS }, 'none'],
    ['twice the same side', { 'outside/a.smtp': {}, 'outside/b.smtp': MASKED }, 'none'],
    [
      'nothing tells that it is one server',
      { 'a.smtp': { ...nameless, keywords: ['HELP'] }, 'b.smtp': { name: 'mailhost', greeting: STARS, keywords: ['XXXXXXXA'] } },
      'none',
    ],
    ['nameless, and in another folder', { 'x/a.smtp': nameless, 'y/b.smtp': { ...MASKED, name: 'mailhost' } }, 'none'],
  ];
  it.each(cases)('%s', (_, files, expected) => {
    expect(told(files)).toBe(expected);
  });

  it('an address that a firewall translates is the same host', () => {
    const files = {
      'x/a.smtp': { ...nameless, host: '192.168.1.1' },
      'y/b.smtp': { ...nameless, host: '198.51.100.25', keywords: ['PIPELINING', 'SIZE 10240000'] },
    };
    expect(told(files)).toBe('none');
    expect(told(files, [translating])).toBe('a.smtp -> b.smtp by addresses, from inside');
  });

  it('of several the surest is taken, then the one beside it', () => {
    expect(told({ 'z/plain.smtp': {}, 'inside.smtp': {}, 'outside.smtp': MASKED })).toContain('inside.smtp -> outside.smtp by names');
    expect(told({ 'y/a.smtp': {}, 'z/a.smtp': {}, 'z/b.smtp': MASKED })).toContain('a.smtp -> b.smtp by masks');
    const [own, far, near] = [file('z/b.smtp', session(MASKED)), file('y/a.smtp', session({})), file('z/a.smtp', session({}))];
    expect(otherSides(own, [far, near], [])[0]?.plain.uri).toBe(near.uri);
  });

  it('sessions that show the same are one, however many a log has', () => {
    expect(sightsOf(readTranscript(Lines.read(session({}).repeat(50)))).all.length).toBe(1);
  });
});
