/** `survey`: one row a firewall, worst first, and a file that can be given to anybody. */
import { afterEach, describe, expect, it } from 'vitest';
import type { SurveyAnswer } from '../../server/src/answers/types.ts';
import { firewall } from '../support/fleet.mjs';
import { esmtpLens, removeFolders, type World } from './run.ts';

afterEach(removeFolders);

const INSPECTION =
  'class-map inspection_default\n match default-inspection-traffic\npolicy-map p\n class inspection_default\n  inspect esmtp\n';
const HIDES = `: Saved\nASA Version 9.1(5)\nhostname hides\n${INSPECTION}service-policy p global\n: end\n`;
const QUIET = ': Saved\nASA Version 9.1(5)\nhostname quiet\ninterface GigabitEthernet0/0\n nameif outside\n: end\n';
const OLD = 'PIX Version 6.3(5)\nhostname old\nfixup protocol smtp 25\nip address outside 192.0.2.1 255.255.255.0\n';
const ROUTER = 'version 15.2\nhostname r1\nboot-start-marker\nservice timestamps log\nrouter bgp 65000\nline vty 0 4\n';
const CONTEXTS = `changeto context a\nhostname a\n${INSPECTION}service-policy p global\nchangeto context b\nhostname b\naccess-list x extended permit ip any any\n`;
const EXEMPT = `: Saved
ASA Version 9.1(5)
hostname spares
firewall transparent
access-list mail extended deny tcp any host 192.0.2.25 eq smtp
access-list mail extended deny tcp host 192.0.2.25 any eq smtp
access-list mail extended permit tcp any any eq smtp
access-list in extended permit tcp any host 192.0.2.25 eq smtp
class-map mail
 match access-list mail
policy-map p
 class mail
  inspect esmtp
service-policy p global
: end
`;

async function surveyed(files: World['files']): Promise<SurveyAnswer> {
  const { out, err } = await esmtpLens(['survey', '.', '--format', 'json'], { files: files ?? {} });
  if (out === '') throw new Error(err);
  return JSON.parse(out);
}

describe('a row', () => {
  it.each<[string, string, object]>([
    [
      'the factory policy',
      HIDES,
      { device: 'hides', version: 'ASA 9.1(5)', mode: 'single', mail: 'all', tls: 'hidden', banner: 'masked', line: 1, context: null },
    ],
    ['no inspection', QUIET, { device: 'quiet', mail: 'none', tls: null, banner: null, inspections: [], drops: [], first: null }],
    ['a PIX', OLD, { device: 'old', version: 'PIX 6.3(5)', mail: 'all', tls: 'hidden', drops: [] }],
    ['an exempt host', EXEMPT, { mail: 'some', transparent: true, hosts: [{ address: '192.0.2.25', name: null, exempt: true }] }],
    ['a part', 'class-map c\n match any\n', { device: null, version: null, mail: 'unknown', tls: null }],
  ])('tells %s', async (_, text, expected) => {
    const { firewalls } = await surveyed({ 'fw.asa': text });
    expect(firewalls).toEqual([expect.objectContaining(expected)]);
  });

  it('says what to do first: the proven remedy of the worst finding', async () => {
    const { firewalls } = await surveyed({ 'fw.asa': firewall(0, 0) });
    expect(firewalls[0]!.first).toMatchObject({
      rule: 'inspection-hides-starttls',
      severity: 'warning',
      todo: expect.stringMatching(/^Exempt /),
    });
  });

  it('is there for each device and each context of a file', async () => {
    const { firewalls } = await surveyed({ 'two.asa': HIDES + QUIET, 'contexts.asa': CONTEXTS });
    expect(firewalls.map(({ path, line, device, context, mode, mail }) => [path, line, device, context, mode, mail]).sort()).toEqual([
      ['contexts.asa', 1, 'a', 'a', 'context', 'all'],
      ['contexts.asa', 9, 'b', 'b', 'context', 'unknown'],
      ['two.asa', 1, 'hides', null, 'single', 'all'],
      ['two.asa', 11, 'quiet', null, 'single', 'none'],
    ]);
  });
});

describe('a survey', () => {
  it('has the worst first, and passes over what is no firewall', async () => {
    const files = {
      '1.asa': QUIET,
      '2.asa': HIDES,
      '3.asa': OLD,
      'r.asa': ROUTER,
      's.smtp': '220 mx.example.com ESMTP\n',
      'note.txt': 'prose\n',
    };
    const { out, err, code } = await esmtpLens(['survey', '.', '--format', 'json'], { files });
    const { firewalls, summary } = JSON.parse(out) as SurveyAnswer;
    expect(code).toBe(0);
    expect(firewalls.at(-1)!.device).toBe('quiet');
    const severe = firewalls.map(({ findings }) => findings.error * 1e6 + findings.warning * 1e3 + findings.information);
    expect(severe).toEqual([...severe].sort((a, b) => b - a));
    expect(summary).toEqual({ firewalls: 3, all: 2, some: 0, none: 1, unknown: 0 });
    expect(err).toBe('esmtp-lens: 3 other files passed over\n');
  });

  it.each(['pretty', 'json', 'markdown', 'html'])('hides no file that cannot be read: %s', async (format) => {
    const { out, err, code } = await esmtpLens(['survey', 'a.asa', 'gone.asa', '--format', format], { files: { 'a.asa': HIDES } });
    expect([code, err]).toEqual([2, 'esmtp-lens: gone.asa: no such file or folder\n']);
    expect(out).toContain('gone.asa');
    expect(out).toContain('hides');
  });

  it('says that there was none', async () => {
    const { code, err } = await esmtpLens(['survey', 'r.asa'], { files: { 'r.asa': ROUTER } });
    expect([code, err]).toEqual([
      3,
      'esmtp-lens: r.asa: skipped, reads as the configuration of another device\nesmtp-lens: no firewall among the inputs\n',
    ]);
  });

  it('is never written over a configuration', async () => {
    const { code, file } = await esmtpLens(['survey', '.', '--output', 'fw.asa'], { files: { 'fw.asa': HIDES } });
    expect([code, file('fw.asa').toString()]).toEqual([2, HIDES]);
  });
});

describe('names do nothing', () => {
  const NAME = "=cmd|' /C calc'!A0,\"<script>alert(1)</script>\n::error ::x\r\u001b[31m\u202e.asa";
  const HOSTILE = HIDES.replace('hostname hides', 'hostname =1+1|x');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
  const HARMFUL = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e]/;

  it.each(['pretty', 'csv', 'json', 'markdown', 'html'])('in --format %s', async (format) => {
    const { out, code } = await esmtpLens(['survey', '.', '--format', format], { files: { [NAME]: HOSTILE } });
    expect(code).toBe(0);
    expect(out).not.toMatch(HARMFUL);
    expect(out.split('\n').filter((line) => line.startsWith('::'))).toEqual([]);
    if (format === 'html') expect(out).not.toMatch(/<script|https?:|url\(/i);
    if (format === 'markdown') expect(out).not.toContain('<script');
    if (format === 'csv') {
      const [, row = ''] = out.split('\r\n');
      expect(row.startsWith("'=1+1|x,")).toBe(true);
      expect(row.match(/(^|,)"?\s*[=+@-]/)).toBeNull();
      expect(out.trimEnd().split('\r\n')).toHaveLength(2);
    }
  });

  it.each(['=1', '+1', '-1', '@a', '\uff1d1'])('CSV: a host called %s is text', async (name) => {
    const { out } = await esmtpLens(['survey', 'a.asa', '--format', 'csv'], { files: { 'a.asa': HIDES.replace('hides', name) } });
    expect(out.split('\r\n')[1]!.startsWith(`'${name}`)).toBe(true);
  });
});
