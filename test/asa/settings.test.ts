import { describe, expect, test } from 'vitest';
import type { Context } from '../../server/src/asa/model.ts';
import { readConfiguration } from '../../server/src/asa/read.ts';
import type { Settings } from '../../server/src/asa/settings.ts';
import { hidesStartTls, losesTls, settingsKey, settingsOf } from '../../server/src/asa/settings.ts';
import { compareVersions, forbidsTlsByDefault, hasHeaderBug, isAtLeast, versionNumbers } from '../../server/src/facts/versions.ts';
import { explainFlow, parseFlow, printFlow } from '../../server/src/policy/verdict.ts';
import { Lines } from '../../server/src/text/lines.ts';

function read(text: string): Context {
  return readConfiguration(Lines.read(text)).contexts[0]!;
}

/** The settings of the inspection of tcp/25. */
function settings(head: string, map = '', inspect = map === '' ? 'inspect esmtp' : 'inspect esmtp MAP'): Settings {
  const body = map === '' ? '' : `policy-map type inspect esmtp MAP\n${map}`;
  const text = `${head}\n${body}class-map MAIL\n match port tcp eq smtp\npolicy-map P\n class MAIL\n  ${inspect}\nservice-policy P global\n`;
  return explainFlow(read(text), parseFlow('tcp 203.0.113.9 -> 192.0.2.25:25')).settings!;
}

describe('the default map of a version', () => {
  test('what it holds, each with its fact', () => {
    const { mapName, map, limits, maskBanner, mailRelay, specialCharacter, engine } = settings('ASA Version 9.1(5)');
    expect({ mapName, map, engine, banner: maskBanner.value, relay: mailRelay.value, special: specialCharacter.value }).toEqual({
      mapName: '_default_esmtp_map',
      map: undefined,
      engine: 'esmtp',
      banner: true,
      relay: undefined,
      special: false,
    });
    expect(limits.map(({ kind, limit, values, action, log }) => [kind, limit ?? values.join(), action, log])).toEqual([
      ['cmd line length', 512, 'drop-connection', true],
      ['cmd RCPT count', 100, 'drop-connection', true],
      ['body line length', 998, 'log', true],
      ['header line length', 998, 'drop-connection', true],
      ['sender-address length', 320, 'drop-connection', true],
      ['mime filename length', 255, 'drop-connection', true],
      ['ehlo-reply-parameter', 'others', 'mask', false],
    ]);
    expect(limits.every(({ fact, match }) => fact?.mark === 'documented' && match === undefined)).toBe(true);
  });

  test.each<[string, boolean | 'unknown']>([
    ['ASA Version 7.2(4)', false],
    ['ASA Version 8.4(7)', false],
    ['ASA Version 8.4(7)24', false],
    ['ASA Version 8.4(7)25', false],
    ['ASA Version 9.1(5)12', false],
    ['ASA Version 9.1(6)1', false],
    ['ASA Version 9.3(1)1', false],
    ['ASA Version 9.3(1)2', false],
    ['ASA Version 9.3(2)', false],
    ['ASA Version 9.3(2)2', false],
    ['ASA Version 9.4(1)', false],
    ['ASA Version 9.8(1)', 'unknown'],
    ['ASA Version 9.20(1)', 'unknown'],
    ['', 'unknown'],
  ])('%s: allow-tls %s', (head, value) => {
    const { allowTls } = settings(head);
    expect(allowTls.value).toBe(value);
    expect(allowTls.statement).toBeUndefined();
    if (value === 'unknown') {
      expect(allowTls.fact?.mark).toBe('unverified');
      expect(allowTls.fact?.remark).toMatch(/up to 9\.4 say.*9\.8\(1\) shows allow-tls.*what an upgrade keeps/s);
    } else expect(allowTls.fact?.mark).toBe('documented');
  });

  test.each(['PIX Version 7.0(4)', 'ASA Version 7.1(2)', 'FWSM Version 3.1(1)', 'FWSM Version 4.1(7)'])(
    '%s: the guides that tell its limits are of later versions',
    (head) => {
      const { limits } = settings(head);
      expect(limits.map(({ kind }) => kind)).toEqual(settings('ASA Version 9.1(5)').limits.map(({ kind }) => kind));
      expect(limits.map(({ fact }) => fact?.mark)).toEqual(limits.map(() => 'unverified'));
      expect(settings('ASA Version 7.2(1)').limits[0]!.fact?.mark).toBe('documented');
    },
  );

  test('show run all prints it: then its lines tell', () => {
    const text = `ASA Version 9.8(1)
policy-map type inspect esmtp _default_esmtp_map
 parameters
  allow-tls
  no mask-banner
class-map MAIL
 match any
policy-map P
 class MAIL
  inspect esmtp _default_esmtp_map
service-policy P global
`;
    const context = read(text);
    const { allowTls, maskBanner } = explainFlow(context, parseFlow('tcp 203.0.113.9 -> 192.0.2.25:25')).settings!;
    expect([allowTls.value, allowTls.statement && context.lines.lineOf(allowTls.statement), maskBanner.value]).toEqual([true, 3, false]);
  });
});

describe('a map of one’s own', () => {
  test('each value with its line', () => {
    const map = ` parameters
  allow-tls action log
  no mask-banner
  mail-relay example.com action drop-connection log
  special-character action log
 match header line length gt 2000
  drop-connection log
 match not ehlo-reply-parameter size auth
  mask
`;
    const own = settings('ASA Version 9.1(5)', map);
    const lines = Lines.read(`ASA Version 9.1(5)\npolicy-map type inspect esmtp MAP\n${map}`);
    expect(
      [own.allowTls, own.maskBanner, own.mailRelay, own.specialCharacter].map(({ value, statement }) => [
        value,
        statement && lines.lineOf(statement),
      ]),
    ).toEqual([
      [true, 3],
      [false, 4],
      ['example.com', 5],
      [true, 6],
    ]);
    expect(own.limits.map(({ kind, negated, limit, values, action }) => [kind, negated, limit, values, action])).toEqual([
      ['header line length', false, 2000, [], 'drop-connection'],
      ['ehlo-reply-parameter', true, undefined, ['size', 'auth'], 'mask'],
    ]);
    expect(own.commands.value).toContain('STARTTLS');
  });

  test('a rate has its number, and two rates are two treatments', () => {
    const rated = (rate: string) => settings('ASA Version 9.1(5)', ` match cmd verb RCPT\n  rate-limit ${rate}\n`);
    expect(['7', '7 log', '0', 'x'].map((rate) => rated(rate).limits[0]?.rate)).toEqual([7, 7, undefined, undefined]);
    expect(settingsKey(rated('7'))).not.toBe(settingsKey(rated('8')));
    expect(settingsKey(rated('7'))).toBe(settingsKey(rated('07')));
  });

  test('what its lines do not say is told by mark', () => {
    const own = settings('ASA Version 9.1(5)', ' parameters\n');
    expect([own.allowTls, own.maskBanner, own.specialCharacter].map(({ value, fact }) => [value, fact?.mark])).toEqual([
      [false, 'inferred'],
      [false, 'inferred'],
      [false, 'inferred'],
    ]);
    expect(own.limits).toEqual([]);
    expect(own.commands.value).not.toContain('STARTTLS');
  });

  test('the last line of a kind wins', () => {
    expect(settings('ASA Version 9.1(5)', ' parameters\n  mask-banner\n  no mask-banner\n  mask-banner\n').maskBanner.value).toBe(true);
  });

  test('allow-tls before the command existed is rejected', () => {
    const old = settings('ASA Version 7.2(2)', ' parameters\n  allow-tls\n').allowTls;
    expect([old.value, old.fact?.remark]).toEqual([false, expect.stringContaining('7.2(3)')]);
    expect(settings('ASA Version 7.2(3)', ' parameters\n  allow-tls\n').allowTls.value).toBe(true);
    expect(settings('ASA Version 8.0(2)', ' parameters\n  allow-tls\n').allowTls.value).toBe(false);
    expect(settings('ASA Version 8.0(3)', ' parameters\n  allow-tls\n').allowTls.value).toBe(true);
  });

  test('a map that is not in the file', () => {
    const gone = settings('ASA Version 9.1(5)', '', 'inspect esmtp GONE');
    expect([gone.mapName, gone.allowTls.value, gone.allowTls.fact?.remark]).toEqual([
      'GONE',
      'unknown',
      expect.stringContaining('not defined'),
    ]);
  });
});

describe('what becomes of STARTTLS', () => {
  test.each<[string, string, string, ReturnType<typeof losesTls>, unknown, unknown]>([
    ['the default map before allow-tls', 'ASA Version 9.1(5)', '', true, true, true],
    ['the default map where the version cannot tell', 'ASA Version 9.8(1)', '', 'unknown', 'unknown', 'unknown'],
    ['allow-tls', 'ASA Version 9.1(5)', ' parameters\n  allow-tls\n', false, false, false],
    [
      'allow-tls keeps the keyword though others are masked',
      'ASA Version 9.1(5)',
      ' parameters\n  allow-tls\n match ehlo-reply-parameter others\n  mask\n',
      false,
      false,
      false,
    ],
    ['others masked without allow-tls', 'ASA Version 9.1(5)', ' match ehlo-reply-parameter others\n  mask\n', true, true, true],
    ['the keyword stays, the command does not', 'ASA Version 9.1(5)', ' match ehlo-reply-parameter size\n  mask\n', true, false, true],
    ['all but some are masked', 'ASA Version 9.1(5)', ' match not ehlo-reply-parameter size auth\n  mask\n', true, true, true],
    ['others are only logged', 'ASA Version 9.1(5)', ' match ehlo-reply-parameter others\n  log\n', true, false, true],
  ])('%s', (_, head, map, lost, keyword, command) => {
    const own = settings(head, map);
    expect([losesTls(own), hidesStartTls(own).keyword, hidesStartTls(own).command]).toEqual([lost, keyword, command]);
  });
});

describe('fixup protocol smtp', () => {
  const ofFixup = (version: string) => {
    const context = read(`${version}\nfixup protocol smtp 25\n`);
    return settingsOf(context, context.fixups.find(({ protocol }) => protocol === 'smtp')!);
  };

  test('PIX 6: seven commands, no TLS, the banner masked', () => {
    const { engine, commands, allowTls, maskBanner, limits } = ofFixup('PIX Version 6.3(5)');
    expect([engine, commands.value.length, allowTls.value, maskBanner.value, limits]).toEqual(['fixup', 7, false, true, []]);
    expect(commands.value).not.toContain('EHLO');
  });

  test('from 7.0 on it becomes inspect esmtp', () => {
    const { engine, commands } = ofFixup('PIX Version 7.2(2)');
    expect([engine, commands.value.length]).toEqual(['esmtp', 15]);
  });
});

test('settings are equal when every session is treated alike, wherever they come from', () => {
  const lines = settings('ASA Version 9.1(5)', ' parameters\n  no allow-tls\n  no mask-banner\n');
  expect(settingsKey(lines)).toBe(settingsKey(settings('ASA Version 9.1(5)', ' parameters\n')));
  expect(settingsKey(lines)).not.toBe(settingsKey(settings('ASA Version 9.1(5)')));
  expect(settingsKey(lines)).not.toBe(settingsKey(settings('ASA Version 9.1(5)', ' parameters\n  allow-tls\n')));
});

describe('versions', () => {
  test.each([
    ['9.1(5)12', [9, 1, 5, 12]],
    ['8.4(7.25)', [8, 4, 7, 25]],
    ['7.2(3)', [7, 2, 3]],
  ])('%s', (text, numbers) => expect(versionNumbers(text)).toEqual(numbers));

  test('order', () => {
    const sorted = ['6.3(5)', '7.2(2)', '7.2(3)', '8.4(7)', '8.4(7)3', '8.4(7.25)', '9.1(5)', '9.1(5)12', '9.1(6.1)', '9.12(4)'];
    expect(sorted.toReversed().sort((a, b) => compareVersions(versionNumbers(a), versionNumbers(b)))).toEqual(sorted);
  });

  const version = (text: string) => read(`${text}\nhostname fw\n`).version;

  test.each([
    ['PIX Version 6.3(5)', true],
    ['PIX Version 7.2(2)', true],
    ['PIX Version 7.2(3)', false],
    ['PIX Version 8.0(4)', false],
    ['ASA Version 7.2(2)', false],
  ])('%s has the header bug: %s', (text, has) => expect(hasHeaderBug(version(text))).toBe(has));

  // As people say it, and as a setting may have it: a train, not its first release.
  test.each([
    ['7.1', true],
    ['9.1(5)', true],
    ['9.1(6.1)', true],
    ['9.4', true],
    ['9.4(4)', true],
    ['9', undefined],
    ['9.5', undefined],
    ['9.8(1)', undefined],
    ['9.16(4)', undefined],
  ])('whether the default map of %s is known not to allow TLS', (text, forbids) =>
    expect(forbidsTlsByDefault(version(`ASA Version ${text}`))).toBe(forbids),
  );

  test.each([
    ['8', '8.3', undefined],
    ['8.3', '8.3', true],
    ['9', '9.0', true],
    ['8.2', '8.3', false],
    ['7.2', '7.2(3)', undefined],
  ])('whether %s is at least %s', (text, from, is) => expect(isAtLeast(version(`ASA Version ${text}`), from)).toBe(is));

  test('whether PIX 7.2 has the header bug is not known', () => expect(hasHeaderBug(version('PIX Version 7.2'))).toBe(undefined));

  test('nothing is known without a version', () => {
    expect([isAtLeast(undefined, '7.0'), forbidsTlsByDefault(undefined), hasHeaderBug(undefined)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('flows in text', () => {
  test.each([
    ['tcp 203.0.113.9 -> 192.168.1.1:25', 'tcp 203.0.113.9 -> 192.168.1.1:25'],
    ['  TCP  203.0.113.9:4000   ->  192.168.1.1:25  on outside ', 'tcp 203.0.113.9:4000 -> 192.168.1.1:25 on outside'],
    ['tcp 2001:db8::9 -> [2001:DB8:0::25]:25', 'tcp 2001:db8::9 -> [2001:db8::25]:25'],
    ['tcp [2001:db8::9]:4000 -> [2001:db8::25]:587 on dmz-1', 'tcp [2001:db8::9]:4000 -> [2001:db8::25]:587 on dmz-1'],
  ])('%s', (text, printed) => {
    expect(printFlow(parseFlow(text))).toBe(printed);
    expect(parseFlow(printed)).toEqual(parseFlow(text));
  });

  test.each([
    ['', /begins with tcp/],
    ['udp 203.0.113.9 -> 192.168.1.1:25', /begins with tcp, not with "udp"/],
    ['tcp 203.0.113.9 192.168.1.1:25', /->/],
    ['tcp 203.0.113.9 ->', /destination is missing/],
    ['tcp 203.0.113.9 -> 192.168.1.1', /has no port, as in 192\.168\.1\.1:25/],
    ['tcp 203.0.113.9 -> 2001:db8::25', /has no port, as in \[2001:db8::25\]:25/],
    ['tcp mail.example.com -> 192.168.1.1:25', /source mail\.example\.com is no IPv4 or IPv6 address/],
    ['tcp 203.0.113.9 -> 192.168.1.300:25', /destination 192\.168\.1\.300:25 is no IPv4/],
    ['tcp 203.0.113.9 -> 192.168.1.1:70000', /70000 is no port/],
    ['tcp 203.0.113.9 -> 192.168.1.1:0', /0 is no port/],
    ['tcp 203.0.113.9 -> 192.168.1.1:smtp', /is no IPv4/],
    ['tcp 203.0.113.9 -> 192.168.1.1:25 at outside', /only "on INTERFACE"/],
    ['tcp 203.0.113.9 -> 192.168.1.1:25 on', /only "on INTERFACE"/],
    ['tcp 203.0.113.9 -> 192.168.1.1:25 on a b', /only "on INTERFACE"/],
    ['tcp 203.0.113.9 -> [2001:db8::25]:25', /two address families/],
  ])('%j is refused', (text, message) => expect(() => parseFlow(text)).toThrow(message));
});
