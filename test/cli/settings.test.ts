import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseRuleOption, readSettings } from '../../server/src/cli/settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'esmtp-lens-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const write = (text: string, name = 'esmtp-lens.json') => writeFileSync(join(folder, name), text);

const NONE = { severity: {}, asaVersion: undefined, failOn: undefined, ignore: [], firewall: undefined };

describe('the settings file', () => {
  it('need not be there, unless it is named', async () => {
    expect(await readSettings(undefined, folder)).toEqual(NONE);
    await expect(readSettings('other.json', folder)).rejects.toThrow('other.json: no such file or folder');
  });

  it('is read whole', async () => {
    const settings = {
      severity: { 'unused-suppression': 'off' },
      asaVersion: 'PIX 6.3(5)',
      failOn: 'never',
      ignore: ['old/**'],
      firewall: 'fw1.asa',
    };
    write(`\ufeff${JSON.stringify(settings)}`);
    expect(await readSettings(undefined, folder)).toEqual(settings);
    write('{"$schema":"https://example.com/esmtp-lens.schema.json"}', 'other.json');
    expect(await readSettings('other.json', folder)).toEqual(NONE);
  });

  it.each([
    ['{', 'not JSON'],
    ['{"firewall":" "}', '"firewall" must be the path of a configuration'],
    ['[]', 'the file must be an object'],
    ['{"severities":{}}', '"severities" is not a setting; there are severity, asaVersion, failOn, ignore, firewall'],
    ['{"toString":{}}', '"toString" is not a setting; there are severity, asaVersion, failOn, ignore, firewall'],
    ['{"severity":{"unused-supression":"off"}}', 'there is no rule "unused-supression", did you mean unused-suppression?'],
    ['{"severity":{"toString":"off"}}', 'there is no rule "toString"; "esmtp-lens rules" lists them'],
    [
      '{"severity":{"unused-suppression":"fatal"}}',
      'the level of unused-suppression must be one of error, warning, information, hint, off',
    ],
    ['{"asaVersion":"nine"}', '"nine" is not a version'],
    ['{"failOn":"off"}', '"failOn" must be one of error, warning, information, hint, never'],
    ['{"ignore":"old"}', '"ignore" must be a list of globs'],
  ])('%s is refused', async (text, message) => {
    write(text);
    await expect(readSettings(undefined, folder)).rejects.toThrow(`esmtp-lens.json: ${message}`);
  });
});

describe('--rule', () => {
  it('sets the severity of a rule', () => {
    expect(parseRuleOption('unused-suppression=error')).toEqual(['unused-suppression', 'error']);
  });

  it.each([
    ['unused-suppression', 'write NAME=LEVEL'],
    ['unused-suppression=', 'must be one of'],
    ['nothing=off', 'there is no rule "nothing"'],
  ])('%s is refused', (text, message) => {
    expect(() => parseRuleOption(text)).toThrow(message);
  });
});
