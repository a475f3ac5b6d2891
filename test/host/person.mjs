/** A person in front of the editor: what is seen on the screen, read from the page; what is done, by mouse and keyboard. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Of a wait for what a person waits for: a sleepy machine may have other work for minutes, and who sees it sooner waits no longer. */
export const PATIENCE_MS = 120_000;

/**
 * A page with the words of an editor for what a test does in it.
 * @param {string} workspace the folder that is open
 * @param {string} folder of this run of VS Code, with what is installed in it
 */
export function person(page, workspace, folder) {
  page.setDefaultTimeout(PATIENCE_MS);
  const editor = page.locator('.monaco-editor[role="code"]').first();
  const line = (text) => editor.locator('.view-line', { hasText: asShown(text) }).first();
  const picture = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  const rows = page.locator('.quick-input-list .monaco-list-row');
  const entries = page.locator('.action-widget .monaco-list-row.action');
  /** Whether an entry of a list has all of these words and is in front; goes down towards it, for it may not be the first one. */
  const isInFront = async (list, ...words) => {
    const has = (text) => words.every((word) => text.includes(word));
    if (!(await list.allTextContents()).some(has)) return false;
    if ((await list.and(page.locator('.focused')).allTextContents()).some(has)) return true;
    await page.keyboard.press('ArrowDown');
    return false;
  };
  /** Resolves with whether Enter reached what it was meant for: where that was closed in the meantime, nothing gets the key. */
  const enter = (where) => where.press('Enter', { timeout: 1000 }).then(yes, no);
  /**
   * Chooses an entry in the quick input that a key opens, by writing a text. Keys do nothing as long as the workbench is loading, its list
   * does not take in the commands of an extension that comes later, and a page that comes to the front closes it: then all begins anew.
   */
  const inQuickInput = async (key, text, entry) => {
    const input = page.locator('.quick-input-widget input');
    await page.locator('.monaco-workbench .statusbar-item').first().waitFor();
    await eventually(`${entry} in the quick input`, async () => {
      await page.keyboard.press(key);
      if (!(await input.fill(text, { timeout: 1000 }).then(yes, no))) return false;
      if ((await within(5000, () => isInFront(rows, entry))) && (await enter(input))) return true;
      await page.keyboard.press('Escape');
      return false;
    });
  };
  const hover = page.locator('.monaco-hover:not(.hidden) .hover-contents').first();
  const preview = page.locator('.bulk-edit-panel');
  return {
    page,
    workspace,
    folder,
    editor,
    line,
    /** The panel with the picture of a session, and the row in it that shows a text. */
    picture,
    row: (text) => picture.locator('g[data-line]', { hasText: text }).first(),

    /** The line of the cursor, from 1: the number that the editor marks, whoever has the focus. */
    async cursorLine() {
      return Number(await editor.locator('.line-numbers.active-line-number').first().textContent());
    },

    /** Opens a file of the workspace by its name, as with Ctrl+P. */
    async open(name) {
      await inQuickInput('Control+P', name, name);
      await page.locator('.tab.active', { hasText: name }).waitFor();
      await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    },

    /** Runs a command by its title, as with F1. */
    async command(title) {
      await inQuickInput('F1', `>${title}`, title);
    },

    /** Puts the cursor on a text, by searching for it. */
    async goTo(text) {
      const input = page.locator('.find-widget.visible textarea').first();
      await page.keyboard.press('Control+F');
      await input.fill(text);
      await page.keyboard.press('Enter');
      await page.locator('.find-widget.visible', { hasText: /1 of \d/ }).waitFor();
      // A notification on the screen takes the first Escape for itself.
      await eventually('the end of the search', async () => {
        await page.keyboard.press('Escape');
        return (await page.locator('.find-widget.visible').count()) === 0;
      });
    },

    /** Chooses the entry of a list that has all of these words. */
    async pick(...words) {
      await eventually(`an entry with ${words.join(', ')}`, () => isInFront(rows, ...words));
      await page.keyboard.press('Enter');
      await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    },

    /** Closes what is open, by keyboard; what is in no file is thrown away. */
    async closeAll() {
      const tab = page.locator('.editor-group-container .tab').first();
      const dontSave = page.locator('.monaco-dialog-box').getByRole('button', { name: "Don't Save" });
      await page.keyboard.press('Escape');
      await eventually('the end of what is open', async () => {
        if ((await tab.count()) === 0) return true;
        if ((await dontSave.count()) > 0) await enter(dontSave);
        else await this.command('View: Close All Editor Groups');
        await within(5000, async () => (await tab.count()) === 0 || (await dontSave.count()) > 0);
        return false;
      });
    },

    /** Where a text stands on the screen, once it stands still: lenses above it come late, and move it. */
    async box(text) {
      let before = await this.boxNow(text);
      for (let still = 0, tries = 0; still < 3 && tries < 60; tries++) {
        await page.waitForTimeout(300);
        const now = await this.boxNow(text);
        still = now.x === before.x && now.y === before.y ? still + 1 : 0;
        before = now;
      }
      return before;
    },

    async boxNow(text) {
      await line(text).waitFor();
      return line(text).evaluate((element, wanted) => {
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        const nodes = [];
        while (walker.nextNode()) nodes.push(walker.currentNode);
        const start = nodes
          .map((node) => node.data)
          .join('')
          .indexOf(wanted);
        const range = document.createRange();
        let at = 0;
        for (const node of nodes) {
          if (at <= start && start < at + node.length) range.setStart(node, start - at);
          if (at < start + wanted.length && start + wanted.length <= at + node.length) range.setEnd(node, start + wanted.length - at);
          at += node.length;
        }
        const { x, y, width, height } = range.getBoundingClientRect();
        return { x, y, width, height };
      }, asShown(text));
    },

    /** Waits for a squiggle of that colour under a text. */
    async squiggle(text, severity) {
      return eventually(`a ${severity} squiggle under ${text}`, async () => {
        const box = await this.box(text);
        for (const squiggle of await editor.locator(`.squiggly-${severity}`).all()) {
          const under = await squiggle.boundingBox();
          if (under && covers(under, box)) return true;
        }
        return false;
      });
    },

    /** Points at a text, until the hover that opens says what is wanted, and reads it. */
    async hover(text, wanted) {
      let said = '';
      await eventually(`a hover on ${text} that says ${wanted}`, async () => {
        const { x, y, width, height } = await this.box(text);
        await page.keyboard.press('Escape');
        // From the right of the line, where nothing else opens a hover on the way.
        await page.mouse.move(x + width + 200, y + height / 2);
        await page.mouse.move(x + width / 2, y + height / 2);
        await hover.waitFor({ timeout: 8_000 }).catch(() => {});
        await page.waitForTimeout(600); // more than one part may come in
        said = (await page.locator('.monaco-hover:not(.hidden)').allInnerTexts()).join('\n');
        return said.includes(wanted);
      });
      return said;
    },

    /** Of the hover that is open: the text that shows without scrolling, and how many characters it has beside what the squiggles say. */
    async hoverParts() {
      return page
        .locator('.monaco-hover:not(.hidden)')
        .first()
        .evaluate((box) => {
          const end = box.getBoundingClientRect().bottom;
          const shown = [...box.querySelectorAll('.marker > *, .rendered-markdown > *')].filter(
            (part) => part.getBoundingClientRect().bottom <= end + 1,
          );
          const own = [...box.querySelectorAll('.rendered-markdown')].map(({ textContent }) => textContent.length);
          return { firstScreen: shown.map(({ textContent }) => textContent).join('\n'), own: own.reduce((sum, each) => sum + each, 0) };
        });
    },

    async click(text) {
      const { x, y, width, height } = await this.box(text);
      await page.mouse.click(x + width / 2, y + height / 2);
    },

    /** The lines on the screen, from top to bottom. */
    async text() {
      return linesOf(editor);
    },

    /** Waits until the screen shows (or no longer shows) a text. */
    async sees(text, shown = true) {
      return eventually(`${shown ? '' : 'no '}${text} on the screen`, async () => (await this.text()).includes(text) === shown);
    },

    /** The page that is shown in the editor: of an extension, of a picture. */
    webview: picture,

    /** Writes the settings of the workspace. */
    settings(settings) {
      mkdirSync(path.join(workspace, '.vscode'), { recursive: true });
      writeFileSync(path.join(workspace, '.vscode/settings.json'), JSON.stringify(settings));
    },

    /** A button in a notification. */
    accept: (text) => page.locator('.notification-toast').getByRole('button', { name: text }).first(),

    /** A notification that says a text. */
    toast: (text) => page.locator('.notification-toast', { hasText: text }).first(),

    /** The item of the status bar that names the language of the document in front. */
    language: (name) => page.locator('.statusbar-item[id="status.editor.mode"]', { hasText: name }),

    /** The lines on the screen of the documents whose address begins so; empty where none is shown. Editors stay in the page after their text went. */
    async textOf(address) {
      const shown = await page.locator(`.monaco-editor[data-uri^="${address}"]`).filter({ visible: true }).all();
      return (await Promise.all(shown.map(linesOf))).join('\n');
    },

    /** What stands in front of a person: the answer to why something was waited for in vain. */
    async circumstances() {
      const texts = (selector) => page.locator(selector).filter({ visible: true }).allInnerTexts();
      return {
        tabs: await texts('.tab'),
        notifications: await texts('.notification-toast'),
        dialogs: await texts('.monaco-dialog-box'),
        quickInput: await texts('.quick-input-widget'),
        editors: await page
          .locator('.monaco-editor[data-uri]')
          .evaluateAll((all) => all.map((each) => [each.dataset.uri, each.checkVisibility()])),
        focus: await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200)),
      };
    },

    /** Counts from now on. Resolves with what tells how often a button of the mouse and a key were pressed. */
    async deeds() {
      await page.evaluate(() => {
        const deeds = { clicks: 0, keys: 0 };
        addEventListener('mousedown', ({ isTrusted }) => (deeds.clicks += Number(isTrusted)), true);
        addEventListener('keydown', ({ isTrusted }) => (deeds.keys += Number(isTrusted)), true);
        globalThis.deeds = deeds;
      });
      return () => page.evaluate(() => globalThis.deeds);
    },

    /** Opens the menu of the light bulb at the cursor. @returns the titles of its entries */
    async bulb() {
      // A hover that opens at the same moment can close the menu: then it is opened once more.
      await eventually('the menu of the light bulb', async () => {
        await page.keyboard.press('Escape');
        await page.keyboard.press('Control+.');
        return entries.first().waitFor({ timeout: 8_000 }).then(yes, no);
      });
      return entries.allTextContents();
    },

    /** Opens the menu of the light bulb, goes to the entry that has a text, by keyboard, and chooses it once. @param meanwhile done before that */
    async choose(text, effect, meanwhile = async () => {}) {
      const menu = page.locator('.action-widget .monaco-list').first();
      await eventually(`the entry ${text}`, async () => {
        if (!(await this.bulb()).some((title) => title.includes(text))) return false;
        if (!(await within(5000, () => isInFront(entries, text)))) return false;
        await meanwhile();
        return (await enter(menu)) && entries.first().waitFor({ state: 'hidden', timeout: 10_000 }).then(yes, no);
      });
      await effect.first().waitFor();
    },

    /** A question that is answered by picking from a list. */
    question: (title) => page.locator('.quick-input-widget', { hasText: title }).filter({ visible: true }),

    /** Opens the change sheet of the way that has a text in its title, by the light bulb. */
    async sheet(way) {
      await this.choose('Show the change sheet', rows.filter({ hasText: way }));
      await this.pick(way);
      await picture.getByRole('heading', { name: 'Commands' }).first().waitFor();
    },

    /** The preview of a larger edit. */
    preview,

    /** Looks at it, ticks all of it, applies it, and goes back to the text. */
    async acceptPreview() {
      await preview.locator('.edit-checkbox').first().check();
      await preview.locator('.monaco-button', { hasText: 'Apply' }).click();
      await preview.locator('.edit-checkbox').first().waitFor({ state: 'hidden' });
      await this.command('View: Focus Active Editor Group');
    },
  };
}

/** The lines of an editor that are on the screen, from top to bottom. */
async function linesOf(editor) {
  const lines = await editor
    .locator('.view-line')
    .evaluateAll((elements) =>
      elements
        .map((element) => ({ top: Number.parseFloat(element.style.top), text: element.textContent ?? '' }))
        .sort((a, b) => a.top - b.top),
    );
  return lines.map(({ text }) => text.replaceAll('\u00a0', ' ')).join('\n');
}

/** Monaco shows blanks as no-break spaces. */
function asShown(text) {
  return text.replaceAll(' ', '\u00a0');
}

function covers(under, { x, width, y, height }) {
  const middle = under.y + under.height / 2;
  return under.x <= x + 2 && under.x + under.width >= x + width - 2 && middle >= y && middle <= y + height;
}

export function expectIn(text, wanted) {
  if (!text.includes(wanted)) throw new Error(`${wanted} is not in: ${text}`);
}

export async function eventually(what, probe) {
  if (!(await within(PATIENCE_MS, probe))) throw new Error(`waited in vain for ${what}`);
}

/** Probes until it is so. Resolves with whether it was, in that time. */
async function within(milliseconds, probe) {
  const end = Date.now() + milliseconds;
  while (!(await probe())) {
    if (Date.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return true;
}

function yes() {
  return true;
}

function no() {
  return false;
}
