/**
 * What a person does in front of the editor, and sees there. Each scene begins with no document open; what it needs in the workspace it brings
 * along.
 */
import { person } from './person.mjs';
import { bulb } from './scenes/bulb.mjs';
import { claimed } from './scenes/claimed.mjs';
import * as compared from './scenes/compared.mjs';
import { details } from './scenes/details.mjs';
import { draft } from './scenes/draft.mjs';
import * as fourClicks from './scenes/four-clicks.mjs';
import { inspection } from './scenes/inspection.mjs';
import { keyboard } from './scenes/keyboard.mjs';
import { looks } from './scenes/looks.mjs';
import { restart } from './scenes/restart.mjs';
import { session } from './scenes/session.mjs';
import * as switches from './scenes/switches.mjs';
import { welcome } from './scenes/welcome.mjs';

export const SCENES = [
  { name: 'four-clicks', play: fourClicks.fourClicks, files: fourClicks.files },
  { name: 'inspection', play: inspection },
  { name: 'session', play: session },
  { name: 'bulb', play: bulb },
  { name: 'compared', play: compared.compared, files: compared.files },
  { name: 'switches', play: switches.switches, files: switches.files },
  { name: 'draft', play: draft },
  { name: 'restart', play: restart },
  { name: 'details', play: details },
  { name: 'welcome', play: welcome },
  { name: 'looks', play: looks },
  { name: 'keyboard', play: keyboard },
];

/** Beside an extension that claims `.asa`. */
export const CLAIMED = [{ name: 'claimed', play: claimed }];

/** What they need: the names of files of the workspace, and their texts. */
export const FILES = Object.assign({}, ...SCENES.map(({ files }) => files));

/**
 * Plays scenes, and counts what was seen. A scene ends at the first thing that is not there.
 * @param {import('playwright-core').Page} page
 * @param {string} workspace the folder that is open
 * @param {string} folder of this run of VS Code
 * @param {readonly { name: string, play: Function }[]} scenes
 * @param {(scene: string) => Promise<void>} failed is told of each that ended before its end
 */
export async function play(page, workspace, folder, scenes, failed) {
  const I = person(page, workspace, folder);
  const count = { passed: 0, failed: 0 };
  const see = async (what, act) => {
    await act().catch((error) => {
      console.log(`    not seen: ${what}`);
      throw error;
    });
    count.passed += 1;
    console.log(`    seen: ${what}`);
  };
  for (const { name, play } of scenes) {
    const part = async (act) =>
      act().catch(async (error) => {
        count.failed += 1;
        console.error(`    ${name}:`, error);
        console.error('    on the screen:', await I.circumstances().catch(String));
        await failed(name);
      });
    await part(() => play(I, see));
    await part(() => I.closeAll());
  }
  return count;
}
