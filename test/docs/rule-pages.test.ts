/**
 * Every block of docs/rules/ that a person would paste: what is found in the examples, that the comment silences it, and that a device takes
 * the commands, one after the other, and goes back to what it was by the way back.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { rules } from '../../server/src/rules/catalogue.ts';
import { checkConfiguration, checkTranscript } from '../../server/src/rules/check.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { ROOT } from '../cli/run.ts';
import { changes, notUnderstood, read, walk, withCommands } from '../remedies/device.ts';
import { type Block, blocksOf } from '../support/blocks.ts';

const PAGES = readdirSync(join(ROOT, 'docs/rules')).filter((name) => name !== 'README.md');
const FOUND = 'Found here:';
const NOT_FOUND = 'Not found here:';
const BACK = 'The way back:';

/** A device as it is delivered, which the pages of transcripts speak of. */
const [NEW_DEVICE] = blocksOf('scripts/common-paragraphs.md').map(({ text }) => text);
/** The devices that commands may be meant for where no example of the page is one. */
const DEVICES = [NEW_DEVICE ?? '', 'PIX Version 6.3(5)\nhostname pix\nfixup protocol smtp 25\n'];

function findings(language: string, text: string) {
  const lines = Lines.read(text);
  return language === 'asa' ? checkConfiguration(readConfiguration(lines)) : checkTranscript(readTranscript(lines));
}

const isIn = (rule: string, { language, text }: { readonly language: string; readonly text: string }) =>
  findings(language, text).filter((finding) => finding.rule === rule);

describe.each(PAGES)('%s', (name) => {
  const rule = name.replace(/\.md$/, '');
  const blocks = blocksOf(`docs/rules/${name}`);
  const [comments, others] = [blocks.filter(isComment), blocks.filter((block) => !isComment(block))];
  const examples = others.filter(({ before }) => before === FOUND);
  const commands = others.filter(({ before }) => before !== FOUND && before !== NOT_FOUND);

  test('its examples show what it is about, and the others do not', () => {
    expect(examples.length).toBeGreaterThan(0);
    for (const block of others) {
      if (block.before === FOUND) expect(isIn(rule, block), block.text).not.toEqual([]);
      if (block.before === NOT_FOUND) expect(isIn(rule, block), block.text).toEqual([]);
    }
  });

  test('the comment silences each finding', () => {
    // A comment about comments would silence nothing.
    expect(comments.length).toBe(rules.find(({ name }) => name === rule)?.language === 'any' ? 0 : 1);
    for (const { text: comment } of comments) {
      for (const example of examples) {
        const lines = example.text.split('\n');
        const marked = new Set(isIn(rule, example).map(({ range }) => range.start.line));
        const text = lines.flatMap((line, number) => (marked.has(number) ? [comment.trimEnd(), line] : [line])).join('\n');
        expect(isIn(rule, { ...example, text }), text).toEqual([]);
      }
    }
  });

  test('a device takes its commands, and the way back makes it what it was', () => {
    const devices = [...examples.filter(({ language }) => language === 'asa').map(({ text }) => text), ...DEVICES];
    for (const [index, { before, text }] of commands.entries()) {
      if (before === BACK) continue;
      const forth = linesOf(text);
      const next = commands[index + 1];
      const back = next?.before === BACK ? linesOf(next.text) : [];
      const faults = devices.map((device) => faultOf(device, forth, back));
      expect(faults.includes(undefined), `${text}\n${faults.join('\n\n')}`).toBe(true);
    }
  });
});

const isComment = ({ heading }: Block) => heading === 'How to suppress';
const linesOf = (text: string) => text.trimEnd().split('\n');

/** Why a device would not take the commands, or not come back; undefined where it does both. */
function faultOf(device: string, commands: readonly string[], back: readonly string[]): string | undefined {
  const unknown = notUnderstood(device, [...commands, ...back]);
  if (unknown.length > 0) return `not understood: ${unknown.join('; ')}`;
  try {
    walk(device, commands);
    walk(`${device}\n${commands.join('\n')}`, back);
    if (back.length > 0) expect(changes(read(device), withCommands(device, [...commands, ...back]))).toEqual([]);
    return undefined;
  } catch (error) {
    return String(error);
  }
}
