/** `remedy`: the fix as an edited file, a diff, commands for the device, and the way back; with the proof of what changes. */
import { resolve } from 'node:path';
import { Option } from 'commander';
import { contextOf } from '../../answers/asked-context.ts';
import { remedyAnswer, remedyFor, settledAnswer, type Wish } from '../../answers/remedy.ts';
import { knownVersion } from '../../answers/settings.ts';
import { sheetPage } from '../../features/sheet.ts';
import { cautionOf, isRefusal, type Proof, type Proposal } from '../../remedies/remedy.ts';
import { changeSheet, type Sheet } from '../../remedies/sheet.ts';
import { inPlainWords } from '../../text/markup.ts';
import { nameInDiff, unified } from '../diff.ts';
import { encode } from '../encoding.ts';
import { Failure } from '../exit.ts';
import { toJson } from '../formats/json.ts';
import { below } from '../help.ts';
import { configurationOf, type Loaded, load } from '../load.ts';
import { plural } from '../report.ts';
import { type Style, styleOf, type Terminal } from '../terminal.ts';
import { printable, prose } from '../width.ts';
import { replaceFile } from '../write.ts';
import { type CommandMaker, type CommonOptions, command, onlyWith, resultStyle } from './common.ts';

interface Options extends CommonOptions {
  readonly exempt?: readonly string[];
  readonly inPlace?: true;
  readonly disable?: true;
  readonly allowTls?: true;
  readonly write?: true;
  readonly diff?: true;
  readonly commands?: true;
  readonly rollback?: true;
  readonly sheet?: true;
  readonly context?: string;
  readonly asaVersion?: string;
}

const HELP = `
One of --exempt, --disable and --allow-tls says what is to be done. Without --write, --diff, --commands,
--rollback or --sheet all of it is shown. Nothing is offered that the evaluator has not proven: the change does what it
says, and every other flow keeps the verdict it had. Nothing to do is an answer, too: one sentence, exit code 0.

Examples:
  esmtp-lens remedy firewall.asa --exempt 192.168.1.1
  esmtp-lens remedy firewall.asa --exempt 192.168.1.1 192.168.1.2 --commands
  esmtp-lens remedy firewall.asa --allow-tls --diff | patch -p1
A file outside the folder at hand is named from the root: patch -d / -p1. Keys and passwords are in no output.`;

export const remedy: CommandMaker = (terminal) =>
  command('remedy', 'make the fix, and prove what it changes')
    .argument('<config>', 'a firewall configuration, or - for standard input')
    .addOption(
      new Option('--exempt <host...>', 'take these mail hosts out of the inspection: addresses, or names of the configuration').conflicts([
        'disable',
        'allowTls',
      ]),
    )
    .option('--in-place', 'with --exempt: a class behind the others in the policy map in force, where another way is surer')
    .addOption(new Option('--disable', 'switch the inspection of mail off').conflicts('allowTls'))
    .option('--allow-tls', 'keep inspecting, and let TLS through')
    .addOption(new Option('--write', 'change the file').conflicts(['diff', 'commands', 'rollback']))
    .addOption(new Option('--diff', 'print the change as a unified diff').conflicts(['commands', 'rollback']))
    .option('--commands', 'print what to type on the device')
    .option('--rollback', 'print what takes the commands back')
    .addOption(
      new Option('--sheet', 'print the change sheet, in Markdown: checks, commands, how to verify, the way back').conflicts([
        'write',
        'diff',
        'commands',
        'rollback',
      ]),
    )
    .option('--context <name>', 'the security context or configuration, where the file holds several')
    .option('--asa-version <version>', 'the version of a configuration that names none: 9.1(5), PIX 6.3(5)', knownVersion)
    .addHelpText('after', below(HELP))
    .hook('preAction', onlyWith('exempt', ['inPlace']))
    .action((path: string, options: Options) => run(path, options, terminal));

async function run(path: string, options: Options, terminal: Terminal): Promise<void> {
  if (options.write && path === '-') throw new Failure('standard input cannot be written to; use --diff or --commands');
  const loaded = await load(path, terminal);
  const configuration = configurationOf(loaded, options.asaVersion);
  const context = contextOf(configuration, options.context);
  const proposal = remedyFor(configuration, context, wishOf(options));
  if (isRefusal(proposal)) {
    if (proposal.settled === undefined) throw new Failure(proposal.refused);
    // What is to be piped into a device or into patch is empty; the sentence goes to the person.
    if (options.format === 'json') terminal.stdout.write(toJson(settledAnswer(proposal.refused)));
    else (isPiped(options) || options.sheet ? terminal.stderr : terminal.stdout).write(`${inPlainWords(proposal.refused)}\n`);
    return;
  }
  const after = loaded.lines.edit(proposal.edits).toString();
  if (options.write) await replaceFile(resolve(terminal.cwd, path), loaded.bytes, encode({ ...loaded.decoded, text: after }));
  const sheet = changeSheet(configuration, context, proposal);
  // The sheet and the whole answer have the caution in them.
  const caution = cautionOf(proposal);
  if (isPiped(options) && options.format !== 'json' && caution !== undefined)
    terminal.stderr.write(block(prose(`Caution: ${caution}`, styleOf(terminal.stderr, terminal.env, options.color).prose)));
  const name = path === '-' ? 'configuration' : nameInDiff(path, terminal.cwd);
  terminal.stdout.write(
    options.format === 'json'
      ? toJson(remedyAnswer(proposal))
      : shown(name, loaded, after, proposal, sheet, options, resultStyle(terminal, options)),
  );
}

/** What goes into a device or into `patch`, and holds nothing else. */
function isPiped({ diff, commands, rollback }: Options): boolean {
  return Boolean(diff || commands || rollback);
}

/** @throws Failure when it is not said what is to be done */
function wishOf({ exempt, inPlace, disable, allowTls }: Options): Wish {
  if (exempt !== undefined) return { exempt, inPlace };
  if (disable) return { disable };
  if (allowTls) return { allowTls };
  throw new Failure('say what is to be done: --exempt HOST..., --disable or --allow-tls');
}

function shown(
  name: string,
  loaded: Loaded,
  after: string,
  proposal: Proposal,
  sheet: Sheet,
  options: Options,
  style: Style,
): string | Buffer {
  if (options.sheet) return sheetPage(sheet);
  const diff = unified(name, loaded.decoded.text, after);
  if (options.diff) return encode({ ...loaded.decoded, text: diff, mark: false });
  // Pasted as it stands: what takes the commands back is a comment beside them, alone it is commands.
  if (options.commands && options.rollback)
    return block([...proposal.commands, '!', '! The way back:', ...proposal.rollback.map((line) => `! ${line}`)]);
  if (options.commands) return block(proposal.commands);
  if (options.rollback) return block(proposal.rollback);
  return block([
    ...title(proposal, style),
    ...section(options.write ? 'Changed in the file' : 'In the file', change(diff, style), style),
    ...section(
      proposal.flexConfig ? 'In a FlexConfig object' : 'On the device',
      proposal.commands.map((line) => `  ${printable(line)}`),
      style,
    ),
    ...section(
      'The way back',
      proposal.rollback.map((line) => `  ${printable(line)}`),
      style,
    ),
    ...section('What changes', proposal.proof === undefined ? [] : proofRows(proposal.proof, style), style),
    ...section('Before, and after', inShort(sheet, style), style),
  ]);
}

/** What the sheet says, without its reasons. */
function inShort({ before, existing, verify, save }: Sheet, style: Style): string[] {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['compare first:', before.commands ?? []],
    ['still as before:', existing.commands ?? []],
    ['verify:', verify.commands ?? []],
    ['save:', save.commands ?? []],
  ];
  return [
    ...rows.flatMap(([head, commands]) => commands.map((line, index) => `  ${(index === 0 ? head : '').padEnd(17)}${printable(line)}`)),
    style.colors.dim('  Why, and what more to know: --sheet'),
  ];
}

function block(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

function title(proposal: Proposal, style: Style): string[] {
  const { title: text } = proposal;
  const caution = cautionOf(proposal);
  const warning = caution === undefined ? [] : prose(`Caution: ${caution}`, style.prose).map((row) => style.colors.yellow(row));
  return [...prose(text, style.prose).map((row) => style.colors.bold(row)), ...warning];
}

function section(head: string, rows: readonly string[], { colors }: Style): string[] {
  return rows.length === 0 ? [] : ['', colors.bold(head), ...rows];
}

/** The hunks of a diff, without its file names. */
function change(diff: string, { colors }: Style): string[] {
  const paints: Readonly<Record<string, (text: string) => string>> = { '+': colors.green, '-': colors.red, '@': colors.cyan };
  const rows = diff.split('\n').slice(2, -1);
  return rows.map((row) => `  ${(paints[row[0] ?? ''] ?? String)(printable(row.replace(/\r$/, '')))}`);
}

function proofRows({ flowsChecked, changed, unchanged, assumes = [] }: Proof, style: Style): string[] {
  const rows = changed.flatMap(({ flow, before, after }) => [
    ...prose(flow, style.prose - 2).map((row) => `  ${row}`),
    ...prose(`before: ${before}`, style.prose - 4).map((row) => `    ${row}`),
    ...prose(`after:  ${after}`, style.prose - 4).map((row) => `    ${row}`),
  ]);
  const rest = unchanged ? 'every other flow keeps its verdict' : 'other flows change too';
  const alike = assumes.flatMap((line) =>
    prose(`${line} names what the file does not define: taken to be the same before and after.`, style.prose - 2).map((row) => `  ${row}`),
  );
  const reached =
    flowsChecked === 0
      ? 'The change reaches no flow'
      : `${plural(flowsChecked, 'class', 'classes')} of flows that the change can reach compared`;
  return [...rows, ...alike, ...prose(`${reached}: ${rest}.`, style.prose - 2).map((row) => `  ${row}`)];
}
