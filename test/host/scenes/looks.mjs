/** What is ours in each kind of colour theme: text that can be read, and the icons of our files. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '../person.mjs';

const IMAGES = fileURLToPath(new URL('../../../images', import.meta.url));

/** Each with the class of its kind. */
const THEMES = [
  ['Default Light Modern', 'vs'],
  ['Default Dark Modern', 'vs-dark'],
  ['Default High Contrast', 'hc-black'],
  ['Default High Contrast Light', 'hc-light'],
];

/** What WCAG 2.2 asks of text, 1.4.3. */
const ENOUGH = 4.5;
/** And of a sign that carries meaning, 1.4.11. */
const ENOUGH_OF_A_SIGN = 3;

export async function looks(I, see) {
  await I.command('View: Show Explorer');
  await I.open('masked-session.smtp');
  await I.squiggle('XXXXXXXA', 'warning');
  await I.click('XXXXXXXA');
  await I.command('ESMTP Lens: Show the picture of this session');
  await I.row('XXXXXXXA').waitFor();
  await inEachTheme(I, async (theme, kind) => {
    await see(`the picture of a session in ${theme}, its text of enough contrast`, () => hasContrast(I.page, 1));
    await see(`the icons of our files in ${theme}, of enough contrast`, async () => {
      for (const name of ['asa-9.1-before.asa', 'masked-session.smtp']) {
        const row = I.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();
        await eventually(`the icon of ${name}`, async () => {
          const [icon, ground] = await row.evaluate(iconAndGround);
          // VS Code shows the dark ones in both themes of high contrast.
          const file = /(?:cisco-asa|smtp-transcript)-(?:light|dark)\.svg/.exec(icon)?.[0] ?? '';
          return file.endsWith(kind === 'vs' ? '-light.svg' : '-dark.svg') && contrast(strokeOf(file), ground) >= ENOUGH_OF_A_SIGN;
        });
      }
    });
  });
  await I.closeAll();
  await I.open('asa-9.1-before.asa');
  await I.squiggle('inspect esmtp', 'warning');
  await I.click('inspect esmtp');
  await I.sheet('Exempt');
  await I.page.keyboard.press('Control+1');
  await see('the page of a rule, rendered, from the link in a hover', async () => {
    await I.hover('inspect esmtp', 'inspection-hides-starttls');
    await I.page.locator('.monaco-hover:not(.hidden) a', { hasText: 'inspection-hides-starttls' }).first().click();
    await I.page.locator('.tab.active', { hasText: 'inspection-hides-starttls' }).waitFor();
  });
  await inEachTheme(I, (theme) =>
    see(`a change sheet and the page of a rule in ${theme}, their text of enough contrast`, () => hasContrast(I.page, 2)),
  );
}

async function inEachTheme(I, act) {
  for (const [theme, kind] of THEMES) {
    I.settings({ 'workbench.colorTheme': theme });
    await I.page.locator(`.monaco-workbench.${kind}`).first().waitFor();
    await act(theme, kind);
  }
  I.settings({});
}

/** In the window: the picture in front of a row of the explorer, and the colour behind it, as `[r, g, b]`. */
function iconAndGround(row) {
  const { backgroundImage } = getComputedStyle(row.querySelector('.monaco-icon-label'), '::before');
  const colours = [];
  for (let each = row; each !== null; each = each.parentElement) colours.unshift(getComputedStyle(each).backgroundColor);
  const pen = document.createElement('canvas').getContext('2d');
  for (const colour of colours) {
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
  }
  return [backgroundImage, [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3)];
}

/** The one colour of an icon of ours, as `[r, g, b]`. */
function strokeOf(file) {
  const [, hex] = /stroke="#([\da-f]{6})"/.exec(readFileSync(path.join(IMAGES, file), 'utf8'));
  return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

/** As WCAG 2.2 has it, of two colours `[r, g, b]`. */
function contrast(one, other) {
  const [dark, light] = [one, other]
    .map((colour) => {
      const [r, g, b] = colour.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    })
    .sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/**
 * That many pages are shown, all of whose text has a contrast. They are told of the colours after the window: it is waited for. VS Code can keep
 * a page beside the one that took its place.
 */
async function hasContrast(page, pages) {
  let least = [];
  await eventually(`a contrast of ${ENOUGH}`, async () => {
    const shown = page.frames().filter((frame) => frame.name() === 'pending-frame' || frame.name() === 'active-frame');
    least = await Promise.all(shown.map((frame) => frame.evaluate(leastContrast).catch(() => 0)));
    return least.length >= pages && least.every((ratio) => ratio >= ENOUGH);
  }).catch((error) => {
    throw new Error(`${error.message}: it is ${least.join(', ')}`);
  });
}

/** In a page: the least contrast of its text against what lies behind it. What VS Code colours in a block of code is not ours. */
function leastContrast() {
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const luminance = (...colours) => {
    for (const colour of colours) {
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
    }
    const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const page = getComputedStyle(document.documentElement).getPropertyValue('--vscode-editor-background');
  const around = (element) => (element === null ? [page] : [...around(element.parentElement), getComputedStyle(element).backgroundColor]);
  /** In a picture: the boxes on which a text stands, in the order in which they are drawn. */
  const below = (text) => {
    const { left, top, width, height } = text.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const boxes = [...text.ownerSVGElement.querySelectorAll('rect')].filter((box) => {
      const { left, right, top, bottom } = box.getBoundingClientRect();
      return left <= x && x <= right && top <= y && y <= bottom && getComputedStyle(box).fill !== 'none';
    });
    return [page, ...boxes.map((box) => getComputedStyle(box).fill)];
  };
  const texts = [...document.body.querySelectorAll('svg text, h1, h2, h3, p, li, td, th, a, code')].filter(
    (element) => element.textContent.trim() !== '',
  );
  const ratios = texts.map((element) => {
    const { color, fill } = getComputedStyle(element);
    const [layers, colour] = element instanceof SVGElement ? [below(element), fill] : [around(element), color];
    const [ground, ink] = [luminance(...layers), luminance(...layers, colour)];
    return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
  });
  return ratios.length === 0 ? 0 : Math.min(...ratios);
}
