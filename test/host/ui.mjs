/** A person in front of the editor: what is seen on the screen, read from the page; what is done, by mouse and keyboard. */

const PATIENCE = { timeout: 30_000 };

/** A page with the words of an editor for what a test does in it. */
export function person(page) {
  const editor = page.locator('.monaco-editor[role="code"]').first();
  const line = (text) => editor.locator('.view-line', { hasText: asShown(text) }).first();
  const picture = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  return {
    page,
    editor,
    line,
    /** The panel with the picture of a session, and the row in it that shows a text. */
    picture,
    row: (text) => picture.locator('g[data-line]', { hasText: text }).first(),

    /** The line of the cursor, from 1: the number that the editor marks, whoever has the focus. */
    async cursorLine() {
      return Number(await editor.locator('.line-numbers.active-line-number').first().textContent(PATIENCE));
    },

    /** Opens a file of the workspace by its name, as with Ctrl+P. */
    async open(name) {
      await quickInput(page, 'Control+P', name);
      await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor(PATIENCE);
      await page.keyboard.press('Enter');
      await page.locator('.tab.active', { hasText: name }).waitFor(PATIENCE);
      await page.locator('.quick-input-widget').waitFor({ ...PATIENCE, state: 'hidden' });
    },

    /** Runs a command by its title, as with F1. */
    async command(title) {
      await quickInput(page, 'F1', `>${title}`);
      await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor(PATIENCE);
      await page.keyboard.press('Enter');
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
      await line(text).waitFor(PATIENCE);
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

    /** Points at a text and reads the hover that opens. */
    async hover(text) {
      const { x, y, width, height } = await this.box(text);
      await page.mouse.move(x + width / 2, y + height / 2 + 60);
      await page.mouse.move(x + width / 2, y + height / 2, { steps: 4 });
      const hover = page.locator('.monaco-hover:not(.hidden) .hover-contents').first();
      await hover.waitFor(PATIENCE);
      await page.waitForTimeout(600); // more than one part may come in
      return (await page.locator('.monaco-hover:not(.hidden)').allInnerTexts()).join('\n');
    },

    async click(text) {
      const { x, y, width, height } = await this.box(text);
      await page.mouse.click(x + width / 2, y + height / 2);
    },

    /** The lines on the screen, from top to bottom. */
    async text() {
      const lines = await editor
        .locator('.view-line')
        .evaluateAll((elements) =>
          elements
            .map((element) => ({ top: Number.parseFloat(element.style.top), text: element.textContent ?? '' }))
            .sort((a, b) => a.top - b.top),
        );
      return lines.map(({ text }) => text.replaceAll('\u00a0', ' ')).join('\n');
    },

    /** Waits until the screen shows (or no longer shows) a text. */
    async sees(text, shown = true) {
      return eventually(`${shown ? '' : 'no '}${text} on the screen`, async () => (await this.text()).includes(text) === shown);
    },

    /** Opens the menu of the light bulb and chooses an entry. */
    async choose(title) {
      const entry = page.locator('.action-widget .action-item, .action-widget .monaco-list-row', { hasText: title }).first();
      // A hover that opens at the same moment can close the menu: then it is opened once more.
      await eventually(`the entry ${title}`, async () => {
        await page.keyboard.press('Escape');
        await page.keyboard.press('Control+.');
        return entry.waitFor({ timeout: 8_000 }).then(
          () => true,
          () => false,
        );
      });
      await entry.click();
      await entry.waitFor({ ...PATIENCE, state: 'hidden' });
    },
  };
}

/** Does what the two stories tell, and counts what was seen. Stops at the first thing that is not there. */
export async function actAsPerson(page) {
  const I = person(page);
  let passed = 0;
  const check = async (what, act) => {
    await act().catch((error) => {
      console.log(`    not seen: ${what}`);
      throw error;
    });
    passed += 1;
    console.log(`    seen: ${what}`);
  };

  await I.open('asa-9.1-before.asa');
  await check('a squiggle under the inspection', () => I.squiggle('inspect esmtp', 'warning'));
  await check('a hover that says what it costs and what is in force', async () => {
    const text = await I.hover('inspect esmtp');
    expectIn(text, 'STARTTLS');
    expectIn(text, '_default_esmtp_map');
  });
  await check('a light bulb on the line', async () => {
    await I.click('inspect esmtp');
    await page
      .locator('.lightBulbWidget, [class*="codicon-gutter-lightbulb"]')
      .first()
      .waitFor({ ...PATIENCE, state: 'attached' });
  });
  await check('the exemption of the mail host in the text, after it was chosen there', async () => {
    await I.choose(/192\.0\.2\.25/);
    await eventually('the exemption', async () => /deny tcp (any|host 192\.0\.2\.25)/.test(await I.text()));
  });
  await check('the text of before, after undo', async () => {
    await page.keyboard.press('Control+Z');
    await eventually('the end of the exemption', async () => !/deny tcp (any|host 192\.0\.2\.25)/.test(await I.text()));
  });
  await check('a refusal of what is no address, in the box that asks for one', async () => {
    await I.command('Exempt a mail host from ESMTP inspection...');
    const input = page.locator('.quick-input-widget input[placeholder="192.0.2.25"]');
    await input.waitFor(PATIENCE);
    await input.fill('192.0.2.256');
    await page.locator('.quick-input-widget', { hasText: 'Not an IPv4 or IPv6 address' }).waitFor(PATIENCE);
  });
  await check('the exemption of the address that was typed', async () => {
    await page.keyboard.press('Backspace');
    await page.locator('.quick-input-widget', { hasText: 'Not an IPv4 or IPv6 address' }).waitFor({ ...PATIENCE, state: 'hidden' });
    await page.keyboard.press('Enter');
    await eventually('the exemption', async () => (await I.text()).includes('192.0.2.25') && /deny tcp/.test(await I.text()));
    await page.keyboard.press('Control+Z');
  });

  await I.open('masked-session.smtp');
  await check('a squiggle under the masked keyword', () => I.squiggle('XXXXXXXA', 'warning'));
  await check('a hover that says what stood there', async () => expectIn(await I.hover('XXXXXXXA'), 'STARTTLS'));
  await check('a squiggle under the masked greeting', () => I.squiggle('*****2*****', 'warning'));
  await check('the picture of the session, whose row at the cursor is marked', async () => {
    await I.click('XXXXXXXA');
    await I.command('ESMTP Lens: Show the picture of this session');
    await I.row('XXXXXXXA').waitFor(PATIENCE);
    await eventually('the mark', async () => /XXXXXXXA/.test((await I.picture.locator('g.at').textContent()) ?? ''));
  });
  await check('the cursor on the line of a row that is chosen by keyboard', async () => {
    await I.row('XXXXXXXA').focus();
    const before = await I.cursorLine();
    await page.keyboard.press('ArrowUp');
    await eventually('the cursor a row up', async () => (await I.cursorLine()) < before);
  });
  await check('the row of a line on which the cursor is put', async () => {
    await I.click('500 #5.5.1');
    await eventually('the mark', async () => /500 #5\.5\.1/.test((await I.picture.locator('g.at').textContent()) ?? ''));
  });
  return { passed, failed: 0 };
}

/** Keys do nothing as long as the workbench is loading: pressed until the box is there. */
async function quickInput(page, key, text) {
  const input = page.locator('.quick-input-widget input');
  await page.locator('.monaco-workbench .statusbar-item').first().waitFor(PATIENCE);
  await eventually('the box of the quick input', async () => {
    await page.keyboard.press(key);
    return input.waitFor({ timeout: 1000 }).then(
      () => true,
      () => false,
    );
  });
  await input.fill(text);
}

/** Monaco shows blanks as no-break spaces. */
function asShown(text) {
  return text.replaceAll(' ', '\u00a0');
}

function covers(under, { x, width, y, height }) {
  const middle = under.y + under.height / 2;
  return under.x <= x + 2 && under.x + under.width >= x + width - 2 && middle >= y && middle <= y + height;
}

function expectIn(text, wanted) {
  if (!text.includes(wanted)) throw new Error(`${wanted} is not in: ${text}`);
}

async function eventually(what, probe) {
  const end = Date.now() + PATIENCE.timeout;
  while (!(await probe())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
