import { describe, expect, test } from 'vitest';
import { KEYWORDS, keywordNamed, keywordOf } from '../../server/src/facts/keywords.ts';
import { providerOf } from '../../server/src/facts/providers.ts';
import { SERVERS } from '../../server/src/facts/servers.ts';
import { maskGreetingText } from '../../server/src/masking/masking.ts';
import { fits, solve } from '../../server/src/masking/templates.ts';

const DATE = 'Sun, 22 Nov 2026 01:44:56 +0000';
const fill = (template: string) =>
  template
    .replace('{date}', DATE)
    .replace('{host}', 'mx20.example.com')
    .replace(/\{[a-z]+\}/g, '8.17.1');

describe('keywords', () => {
  test('each line begins with its keyword, and none is listed twice', () => {
    const names = KEYWORDS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, lines } of KEYWORDS) {
      for (const line of lines)
        expect([keywordOf(line), keywordNamed(keywordOf(line))?.name]).toContain(name === 'PIPECONNECT' ? keywordOf(line) : name);
    }
  });
});

describe.each(SERVERS.map((server) => [server.name, server] as const))('%s', (_, { slots, greetings, hellos, refusals, sources }) => {
  test('has a source, and chances that are chances', () => {
    expect(sources.length).toBeGreaterThan(0);
    for (const { chance } of slots) {
      expect(chance).toBeGreaterThan(0);
      expect(chance).toBeLessThanOrEqual(1);
    }
  });

  test('lists only keywords that are known', () => {
    expect(slots.filter(({ name }) => keywordNamed(name) === undefined).map(({ name }) => name)).toEqual([]);
  });

  test('its templates fit what they make, plain and masked', () => {
    for (const template of [...greetings, ...hellos, ...refusals]) expect(fits(template, fill(template))).toBe(true);
    for (const template of greetings) {
      for (const form of ['asterisks', 'asterisks except 2 and 0'] as const) {
        expect(solve(template, 'mx20.example.com', form, maskGreetingText(form, fill(template)))).toBeDefined();
      }
    }
  });
});

describe('templates', () => {
  test.each([
    ['{host} ESMTP Postfix', 'mx.example.com ESMTP Postfix', true],
    ['{host} ESMTP Postfix', 'mx.example.com esmtp postfix', true],
    ['{host} ESMTP Postfix', 'mx.example.com ESMTP Postfix (Debian)', false],
    ['{host} ESMTP Postfix', ' ESMTP Postfix', false],
    ['500 Error: command "{command}" not recognized', '500 Error: command "XXXXXXXX" not recognized', true],
    ['500 unrecognized command', '500 unrecognized commands', false],
    ['{host} Hello {any}, pleased to meet you', 'mx.example.com Hello x.example.net [192.0.2.7], pleased to meet you', true],
  ])('%s: %s', (template, text, expected) => expect(fits(template, text)).toBe(expected));

  test.each([
    ['{host} ESMTP', 'mx.example.com', '********************', 'mx.example.com ESMTP'],
    ['{host} ESMTP', 'mx.example.com', '*********************', undefined],
    ['{host} ESMTP', 'mx2.example.com', '*********************', undefined],
    ['{host} ESMTP', 'mx2.example.com', '**2******************', 'mx2.example.com ESMTP'],
    ['{host} ESMTP', undefined, '**2******************', '… ESMTP'],
    ['{host} ESMTP', undefined, '********************2', undefined],
  ])('%s of %s masked as %s', (template, host, shown, expected) => {
    expect(solve(template, host, 'asterisks except 2 and 0', shown)?.text).toBe(expected);
  });
});

test.each([
  ['AM5EUR02FT017.mail.protection.outlook.com', 'Exchange Online'],
  ['aspmx.l.google.com.', 'Google'],
  ['mail.notgoogle.com', undefined],
  ['mx.example.com', undefined],
])('provider of %s: %s', (host, name) => expect(providerOf(host)?.name).toBe(name));
