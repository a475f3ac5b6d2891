/**
 * What a person does in front of the editor, and sees there. Each scene begins with no document open; what it needs in the workspace it brings
 * along.
 */
import { person } from './person.mjs';
import * as fourClicks from './scenes/four-clicks.mjs';
import { inspection } from './scenes/inspection.mjs';
import { session } from './scenes/session.mjs';

const SCENES = [
  { name: 'four-clicks', play: fourClicks.fourClicks, files: fourClicks.files },
  { name: 'inspection', play: inspection },
  { name: 'session', play: session },
];

/** What they need: the names of files of the workspace, and their texts. */
export const FILES = Object.assign({}, ...SCENES.map(({ files }) => files));

/**
 * Plays them, and counts what was seen. A scene ends at the first thing that is not there.
 * @param {import('playwright-core').Page} page
 * @param {readonly string[]} names of the scenes; all where there is none
 * @param {(scene: string) => Promise<void>} failed is told of each that ended before its end
 */
export async function play(page, names, failed) {
  const I = person(page);
  const count = { passed: 0, failed: 0 };
  const see = async (what, act) => {
    await act().catch((error) => {
      console.log(`    not seen: ${what}`);
      throw error;
    });
    count.passed += 1;
    console.log(`    seen: ${what}`);
  };
  for (const { name, play } of SCENES.filter(({ name }) => names.length === 0 || names.includes(name))) {
    await play(I, see).catch(async (error) => {
      count.failed += 1;
      console.error(`    ${name}:`, error);
      await failed(name);
    });
    await I.closeAll();
  }
  return count;
}
