/**
 * What each remedy says on devices as they are found: every `NAME.asa` of test/fixtures/remedies/ has a `NAME.golden` with the commands, the way
 * back, the edited file (as a diff) and the proof, or the sentence that refuses. They are meant to be read as one who types them at night.
 * `UPDATE_GOLDEN=1 npx vitest run test/remedies/goldens.test.ts` writes them anew; a new input needs a row in HOSTS where it names another host.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Configuration, Context } from '../../server/src/asa/model.ts';
import { unified } from '../../server/src/cli/diff.ts';
import { READINGS } from '../../server/src/facts/readings.ts';
import { allowTls } from '../../server/src/remedies/allow-tls-map.ts';
import { exemptHosts } from '../../server/src/remedies/exempt-hosts.ts';
import { disableInspection } from '../../server/src/remedies/no-inspect-esmtp.ts';
import { cautionOf, isRefusal, type Proposal, type Refusal } from '../../server/src/remedies/remedy.ts';
import { changes, read, walk, withCommands } from './device.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../fixtures/remedies');
const inputs = readdirSync(folder)
  .filter((name) => name.endsWith('.asa'))
  .sort();

/** The hosts that are asked for, where it is not the one mail host. */
const HOSTS: Readonly<Record<string, readonly string[]>> = {
  'asa-9.1.asa': ['192.0.2.25', '192.0.2.26'],
  'asa-9.16.asa': ['192.0.2.25', '2001:db8:2::25'],
  'existing-exemption.asa': ['192.0.2.26'],
};
const MAIL_HOST = ['192.0.2.25'];

type Ask = (configuration: Configuration, context: Context, hosts: readonly string[]) => Proposal | Refusal;

const ASKS: Readonly<Record<string, Ask>> = {
  exempt: exemptHosts,
  'exempt in place': (configuration, context, hosts) => exemptHosts(configuration, context, hosts, { inPlace: true }),
  disable: disableInspection,
  'allow TLS': allowTls,
};

describe.each(inputs)('%s', (name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  const configuration = read(text);
  const context = configuration.contexts.find(({ servicePolicies }) => servicePolicies.length > 0) ?? configuration.contexts[0]!;
  const isFragment = context.servicePolicies.length + context.fixups.length === 0;
  const hosts = HOSTS[name] ?? MAIL_HOST;
  const answers = Object.entries(ASKS).map(([what, ask]) => ({ what, answer: ask(configuration, context, hosts) }));

  test('comes out as it was read and found right', () => {
    const golden = join(folder, name.replace(/\.asa$/, '.golden'));
    const written = answers
      .map(({ what, answer }) => section(name, text, what.replace('exempt', `exempt ${hosts.join(' ')}`), answer))
      .join('\n');
    if (process.env['UPDATE_GOLDEN']) writeFileSync(golden, written);
    expect(written).toBe(readFileSync(golden, 'utf8'));
  });

  for (const { what, answer } of answers) {
    if (isRefusal(answer)) continue;
    test(`${what}: the commands make the file, and the way back unmakes it`, () => {
      const edited = configuration.lines.edit(answer.edits).toString();
      expect(changes(read(edited), withCommands(text, answer.commands))).toEqual([]);
      // What a fragment leaves out stands on its device.
      const device = isFragment ? `${text}service-policy global_policy global\n` : text;
      const back = isFragment ? withCommands(device, [...answer.commands, ...answer.rollback]) : withCommands(edited, answer.rollback);
      expect(changes(read(device), back)).toEqual([]);
      walk(text, answer.commands);
      walk(`${text}\n${answer.commands.join('\n')}`, answer.rollback);
    });
  }
});

function section(name: string, text: string, what: string, answer: Proposal | Refusal): string {
  if (isRefusal(answer)) return `=== ${what}\n${answer.settled ? 'Nothing to do' : 'Refused'}: ${answer.refused}\n`;
  const caution = cautionOf(answer);
  const { title, edits, commands, rollback, proof } = answer;
  const diff = unified(name, text, read(text).lines.edit(edits).toString());
  return `=== ${[
    what,
    title,
    ...(caution === undefined ? [] : [`Caution: ${caution}`]),
    '--- commands',
    ...commands,
    '--- way back',
    ...rollback,
    '--- file',
    // A carriage return is seen.
    ...diff.replaceAll('\r', '␍').split('\n').slice(2, -1),
    '--- proof',
    ...(proof?.changed ?? []).map(({ flow, before, after }) => `${flow}: ${before} -> ${after}`),
    ...(proof?.assumes ?? []).map((line) => `as before: ${line}`),
    `${proof?.flowsChecked} classes of flows${proof?.readings.length === READINGS.length ? '' : `, only ${proof?.readings.join()}`}`,
  ].join('\n')}\n`;
}
