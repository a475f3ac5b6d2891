import { describe, expect, it } from 'vitest';
import { Lines } from '../../server/src/text/lines.ts';
import { passageInWords, passageOf, untiedInWords } from '../../server/src/workspace/passage.ts';
import { type Asked, areBeside, type Firewall, firewallComment, firewallComments, isTie, tieOf } from '../../server/src/workspace/tie.ts';
import { FACTORY, firewall, transcript, withMailHost } from './files.ts';

const FW1 = firewall('file:///srv/fw/fw1.asa', withMailHost('border-1', '198.51.100.1', '198.51.100.25'));
const FW2 = firewall('file:///srv/fw/fw2.asa', withMailHost('border-2', '203.0.113.1', '203.0.113.25'));
const BARE = firewall('file:///srv/other/bare.asa', FACTORY);
const BOTH = [FW1, FW2];

const HEAD = (host: string) => `Trying ${host}...\nConnected to ${host}.\nEscape character is '^]'.\n`;
const TALK = `220 *************************
EHLO client.example.net
250-mail.example.com
250-SIZE 10240000
250 XXXXXXXA
QUIT
221 2.0.0 Bye
`;
const asked = (text: string, set?: string) => transcript('file:///srv/sessions/a.smtp', text, set);

/** `fw1.asa by comment`, or why there is none. */
function told(question: Asked, firewalls: readonly Firewall[]): string {
  const found = tieOf(question, firewalls);
  if (found === undefined) return 'nothing tells';
  if (!isTie(found)) return untiedInWords(found);
  const { how, firewall: it } = found;
  return `${it.uri.split('/').at(-1)} by ${how.by}${how.by === 'address' ? ` ${how.address}, ${how.as}` : ''}`;
}

describe('the firewall that a transcript passed', () => {
  const dmz = 'interface GigabitEthernet0/2\n nameif dmz\n ip address 10.9.0.1 255.255.255.0\n';
  const many = firewall(
    'file:///srv/fw/fw3.asa',
    withMailHost('border-3', '192.0.2.1', '192.0.2.25').replace('object network', `${dmz}object network`),
  );
  const cases: readonly (readonly [string, Asked, readonly Firewall[], string])[] = [
    ['a comment, beside it in the tree', asked(`# esmtp-lens: firewall=../fw/fw2.asa\n${TALK}`), BOTH, 'fw2.asa by comment'],
    ['a comment, the file alone', asked(`; esmtp-lens: firewall = fw1.asa\n${TALK}`), BOTH, 'fw1.asa by comment'],
    ['a comment, quoted', asked(`# esmtp-lens: firewall="fw/fw1.asa"\n${TALK}`), BOTH, 'fw1.asa by comment'],
    ['a comment, the host name', asked(`# esmtp-lens: firewall=Border-2\n${TALK}`), BOTH, 'fw2.asa by comment'],
    ['a comment behind the session', asked(`${TALK}# esmtp-lens: firewall=fw1.asa\n`), BOTH, 'fw1.asa by comment'],
    ['a comment wins over addresses', asked(`# esmtp-lens: firewall=fw2.asa\n${HEAD('198.51.100.25')}${TALK}`), BOTH, 'fw2.asa by comment'],
    ['a comment that leads nowhere', asked(`# esmtp-lens: firewall=fw9.asa\n${TALK}`), BOTH, 'No firewall "fw9.asa" in this workspace'],
    ['part of a name is no name', asked(`# esmtp-lens: firewall=w1.asa\n${TALK}`), BOTH, 'No firewall "w1.asa" in this workspace'],
    ['a setting', asked(TALK, 'fw/fw2.asa'), BOTH, 'fw2.asa by setting'],
    ['an empty setting is none', asked(TALK, ' '), BOTH, 'nothing tells'],
    ['a setting wins over addresses', asked(HEAD('198.51.100.25') + TALK, 'fw2.asa'), BOTH, 'fw2.asa by setting'],
    ['what a mail host is translated to', asked(HEAD('203.0.113.25') + TALK), BOTH, 'fw2.asa by address 203.0.113.25, mail host'],
    ['an address that both know equally', asked(HEAD('192.168.1.1') + TALK), BOTH, 'nothing tells'],
    ['a network of one of them', asked(HEAD('10.9.0.7') + TALK), [...BOTH, many], 'fw3.asa by address 10.9.0.7, network'],
    ['an address that nobody knows', asked(HEAD('8.8.8.8') + TALK), BOTH, 'nothing tells'],
    ['the only one', asked(TALK), [BARE], 'bare.asa by only one'],
    ['none', asked(TALK), [], 'nothing tells'],
    ['in the same file', { ...asked(TALK), uri: FW1.uri }, BOTH, 'fw1.asa by same file'],
  ];
  it.each(cases)('%s', (_, question, firewalls, expected) => {
    expect(told(question, firewalls)).toBe(expected);
  });

  it('is told by the comment above each session, where there are several', () => {
    const all = asked(`# esmtp-lens: firewall=fw1.asa\n${TALK}\n# esmtp-lens: firewall=fw2.asa\n${TALK}`);
    expect(all.transcript.sessions.map((session) => told({ ...all, session }, BOTH))).toEqual(['fw1.asa by comment', 'fw2.asa by comment']);
  });

  it('two of one name are both told', () => {
    const twin = firewall('file:///old/fw1.asa', FACTORY);
    expect(told(asked(`# esmtp-lens: firewall=fw1.asa\n${TALK}`), [FW1, twin])).toBe(
      'Several firewalls are named "fw1.asa": file:///srv/fw/fw1.asa, file:///old/fw1.asa',
    );
  });

  it('a comment is written as it is read, spaces and all', () => {
    for (const name of ['fw1.asa', '../fw/fw 1.asa', 'käse.asa'])
      expect(firewallComments(Lines.read(firewallComment(name))).map((each) => each.name)).toEqual([name]);
    expect(firewallComments(Lines.read('220 esmtp-lens: firewall=x\n# esmtp-lens: ignore[firewall] x\n'))).toEqual([]);
  });

  it('a name with escapes in its address', () => {
    const spaced = firewall('file:///srv/fw%201.asa', FACTORY);
    expect(told(asked(`# esmtp-lens: firewall=../fw 1.asa\n${TALK}`), [FW1, spaced])).toBe('fw%201.asa by comment');
  });

  it('what stands on one side of it does not pass it', () => {
    const context = FW1.configuration.contexts[0]!;
    expect(areBeside(context, ['192.168.1.9', '192.168.1.1'])).toBe(true);
    expect(areBeside(context, ['192.168.1.9', '198.51.100.7'])).toBe(false);
    expect(areBeside(context, ['192.168.1.9'])).toBe(false);
    expect(areBeside(context, ['8.8.8.8', '9.9.9.9'])).toBe(false);
  });

  it('is no heading of the session: its name tells no side', () => {
    const { transcript: read } = asked(`# esmtp-lens: firewall=inside.asa\n${TALK}`);
    expect(read.sessions[0]!.notes.map(({ note }) => note)).not.toContain('label');
  });
});

describe('what it does to the session', () => {
  function words(text: string, firewalls: readonly Firewall[]): string | undefined {
    const question = asked(text);
    const [session] = question.transcript.sessions;
    const tie = tieOf({ ...question, session }, firewalls);
    if (!isTie(tie)) return undefined;
    const passage = passageOf(tie, session);
    return passage && passageInWords(passage);
  }

  it.each([
    ['by the address', HEAD('198.51.100.25') + TALK, BOTH, 'Through fw1.asa: inspected by global_policy, line 21'],
    ['the only one', TALK, [BARE], 'Perhaps through bare.asa, the only firewall here: inspected by global_policy, line 5'],
    [
      'no inspection',
      TALK,
      [firewall('file:///x/quiet.asa', withMailHost('q', '198.51.100.1', '198.51.100.25').replace('  inspect esmtp', '  inspect dns'))],
      'Perhaps through quiet.asa, the only firewall here: not inspected',
    ],
    [
      'a fixup',
      TALK,
      [firewall('file:///x/pix.asa', 'PIX Version 6.3(5)\nfixup protocol smtp 25\n')],
      'Perhaps through pix.asa, the only firewall here: inspected by a fixup, line 2',
    ],
  ])('%s', (_, text, firewalls, expected) => {
    expect(words(text, firewalls)).toBe(expected);
  });
});
