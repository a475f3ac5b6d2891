/** The change sheet as a page of Markdown, for an editor's preview, a ticket or a wiki. */
import type { Section, Sheet } from '../remedies/sheet.ts';
import { codeBlock, plain, sentence } from './markdown.ts';

export function sheetPage(sheet: Sheet): string {
  const { title, caution, device } = sheet;
  const steps = [sheet.before, sheet.commands, sheet.existing, sheet.verify, sheet.save, sheet.wayBack];
  return `${[
    `# ${sentence(title)}`,
    `For ${plain(device)}.`,
    ...(caution === undefined ? [] : [`> **Caution:** ${sentence(caution)}`]),
    ...section(sheet.changes, ''),
    ...steps.flatMap((step, index) => section(step, `${index + 1}. `)),
    ...section(sheet.proof, ''),
  ].join('\n\n')}\n`;
}

function section({ heading, says, commands, isList }: Section, number: string): string[] {
  const told = isList ? [says.map((text) => `- ${sentence(text)}`).join('\n')] : says.map(sentence);
  return [`## ${number}${plain(heading)}`, ...told, ...(commands === undefined ? [] : [codeBlock('text', commands)])];
}
