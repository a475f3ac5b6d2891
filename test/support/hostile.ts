/** Texts that a person never writes, and that somebody will: each dense in one thing that once took minutes or gigabytes, or could. */
import { address, times } from './shapes.ts';

const INSPECTS = 'policy-map global_policy\n class inspection_default\n  inspect esmtp\nservice-policy global_policy global\n';
const SESSION = '220 mx ESMTP\nEHLO a.example\n';

export const CONFIGURATIONS: Readonly<Record<string, (n: number) => string>> = {
  'one long line': (n) => `ASA Version 9.8(2)\naccess-list mail remark ${'x '.repeat(n * 20)}\n${INSPECTS}`,
  'one entry of many words': (n) => `ASA Version 9.8(2)\naccess-list mail extended permit tcp ${'any '.repeat(n * 5)}\n${INSPECTS}`,
  'groups in groups': (n) =>
    `object-group network G0\n network-object host 192.0.2.25\n${times(n, (i) => `object-group network G${i + 1}\n group-object G${i}\n`).join('')}access-list mail extended deny tcp any object-group G${n} eq smtp\n${INSPECTS}`,
  'a circle of groups': (n) =>
    `${times(n, (i) => `object-group network G${i}\n group-object G${(i + 1) % n}\n`).join('')}access-list mail extended deny tcp any object-group G0 eq smtp\n${INSPECTS}`,
  'class maps': (n) => `${times(n, (i) => `class-map c${i}\n match any\n`).join('')}${INSPECTS}`,
  'entries of an applied class': (n) =>
    `${times(n, (i) => `access-list mail extended permit tcp any host ${address('10.9', i)} eq smtp\n`).join('')}class-map mail\n match access-list mail\n${INSPECTS} class mail\n  inspect esmtp\n`,
};

export const TRANSCRIPTS: Readonly<Record<string, (n: number) => string>> = {
  recipients: (n) => `${SESSION}250 mx\nMAIL FROM:<a@a.example>\n250 ok\n${'RCPT TO:<b@b.example>\n250 ok\n'.repeat(n)}`,
  'masked commands': (n) => `${SESSION}250 mx\n${'XXXX\n500 5.5.1 Command unrecognized: "XXXX"\n'.repeat(n)}`,
  'masked lines of one reply': (n) => `${SESSION}${'250-XXXXXXXA\n'.repeat(n)}250 HELP\n`,
  'one long line': (n) => `${SESSION}250 mx\nMAIL FROM:<${'a'.repeat(n * 20)}@a.example>\n250 ok\n`,
};
