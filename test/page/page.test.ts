/** The web page in a real browser: what a person sees, that nothing leaves it, and that what is pasted stays text. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLens } from '../../server/src/library/main.ts';
import { CHROMIUM_ARGUMENTS, findChromium } from '../host/chromium.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const file = join(root, 'dist/esmtp-lens.html');
const executablePath = findChromium();
if (executablePath === undefined) console.log('skipped: no Chromium is installed');

describe.skipIf(executablePath === undefined)('the web page', () => {
  let browser: Browser;
  let page: Page;
  const asked: string[] = [];
  const broken: string[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'esmtp-lens-page-'));

  beforeAll(async () => {
    execFileSync(process.execPath, ['scripts/page.mjs'], { cwd: root });
    browser = await chromium.launch({ executablePath: executablePath!, args: CHROMIUM_ARGUMENTS });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('requestfinished', (request) => asked.push(request.url()));
    page.on('console', (message) => {
      if (message.type() === 'error') broken.push(message.text());
    });
    page.on('pageerror', (error) => broken.push(error.message));
    page.on('dialog', (dialog) => {
      broken.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(pathToFileURL(file).href);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const findings = () => page.locator('.finding');
  async function paste(text: string): Promise<void> {
    if (await page.locator('#new').isVisible()) await page.click('#new');
    await page.fill('#text', text);
    await page.click('#entrance button.main');
    await page.locator('#summary strong').waitFor();
  }

  test('is one file of at most 1.5 MB', () => {
    expect(readFileSync(file).length).toBeLessThan(1.5e6);
  });

  test('a part of a configuration that tells nothing about mail is no good news', async () => {
    await paste('interface GigabitEthernet0/3\n nameif dmz\n security-level 50\naccess-list dmz_in extended permit tcp any any eq smtp\n');
    expect(await page.locator('#summary strong').textContent()).toBe('Nothing told');
    expect(await page.locator('#findings').textContent()).toMatch(/^This tells nothing about mail: .*"show running-config"/);
  });

  test('a masked session: findings, what stands behind the masks, a hover', async () => {
    await paste(readFileSync(join(root, 'examples/masked-session.smtp'), 'utf8'));
    await expect.poll(() => findings().count()).toBeGreaterThan(1);
    await page.click('#tab-masks');
    await expect
      .poll(() =>
        page
          .locator('.mask')
          .allInnerTexts()
          .then((texts) => texts.join('\n')),
      )
      .toMatch(/STARTTLS/);
    expect(await page.locator('#masks').innerText()).not.toContain('`');
    await page.locator('mark', { hasText: 'XXXXXXX' }).first().hover();
    await expect.poll(() => page.locator('#hover').innerText()).toMatch(/STARTTLS/);
    const hover = await page.locator('#hover').innerText();
    const tab = /the tab “(.+)” has the commands/.exec(hover)?.[1];
    expect(tab).toBe(await page.locator('#tab-note').innerText());
    expect(hover).not.toMatch(/light bulb/);
  });

  test('a firewall: a flow is explained, a remedy becomes a change sheet with commands', async () => {
    await paste(readFileSync(join(root, 'examples/asa-9.1-before.asa'), 'utf8'));
    await page.click('#tab-explain');
    await page.fill('#flow-text', 'tcp 203.0.113.9 -> 192.168.1.1:25 on outside');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('#explained h2').innerText()).toBe('Inspected');
    await page.click('#tab-findings');
    await page.locator('mark', { hasText: 'inspect esmtp' }).first().hover();
    await expect.poll(() => page.locator('#hover').innerText()).toMatch(/the buttons below its finding make the commands/);
    await page.locator('.remedies button').first().click();
    await expect.poll(() => page.locator('#sheet-page').innerText()).toMatch(/service-policy|no inspect esmtp/);
    await page.keyboard.press('Escape');
  });

  test('a note about a session, for the reader and in the language that are chosen, as the library writes it', async () => {
    const text = readFileSync(join(root, 'examples/masked-session.smtp'), 'utf8');
    const lens = openLens().read(text, { path: 'the pasted text', language: 'smtp-transcript' });
    await paste(text);
    await page.click('#tab-note');
    for (const to of ['postmaster', 'firewall'] as const) {
      await page.selectOption('#note-for [name="to"]', to);
      for (const language of ['en', 'de', 'nl'] as const) {
        await page.selectOption('#note-for [name="language"]', language);
        await expect.poll(() => page.locator('#note-text').textContent()).toBe(lens.note({ to, language }).note);
        expect(await page.locator('#note-text').getAttribute('lang')).toBe(language);
      }
    }
    await page.check('#note-for [name="anonymous"]');
    const replaced = lens.note({ to: 'firewall', language: 'nl', anonymous: true }).note;
    await expect.poll(() => page.locator('#note-text').textContent()).toBe(replaced);
    await page.uncheck('#note-for [name="anonymous"]');
    await page.emulateMedia({ media: 'print' });
    expect([await page.locator('#note-text').isVisible(), await page.locator('#note-for').isVisible()]).toEqual([true, false]);
    await page.emulateMedia({ media: null });
    await paste('220 mx.example.com ESMTP\nEHLO a.example\n250-mx.example.com\n250 STARTTLS\nQUIT\n221 bye\n');
    await page.click('#tab-note');
    await expect.poll(() => page.locator('#note-text').textContent()).toMatch(/^No note: /);
    expect(await page.locator('#copy-note').isVisible()).toBe(false);
    await paste(readFileSync(join(root, 'examples/asa-9.1-before.asa'), 'utf8'));
    expect(await page.locator('#tab-note').isVisible()).toBe(false);
  });

  test('what is pasted and what a file is called stay text', async () => {
    const hostile = '<img src=x onerror=alert(1)><script>alert(2)</script>';
    await paste(`220 ****2***0**\nEHLO ${hostile}\n250-${hostile}\n250-XXXXXXXA\n250 SIZE\nSTARTTLS\n500 "XXXXXXXX" ${hostile}\n`);
    await page.click('#tab-findings');
    await expect.poll(() => findings().count()).toBeGreaterThan(0);
    await expect
      .poll(() =>
        page
          .locator('.row')
          .allInnerTexts()
          .then((texts) => texts.join('\n')),
      )
      .toContain('<script>alert(2)</script>');
    const name = join(folder, '<b>x<b>.smtp');
    writeFileSync(name, `220 ****2***0**\n`);
    await page.setInputFiles('#file', name);
    await expect.poll(() => page.locator('#summary').innerText()).toContain('<b>x<b>.smtp');
    expect(await page.locator('img, #summary b, #told script').count()).toBe(0);
  });

  test('a file that is dropped on the page is read', async () => {
    const dataTransfer = await page.evaluateHandle(`(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['220 ****2***0**\\nEHLO a\\n250-mx\\n250 XXXXXXXA\\n'], 'dropped.smtp'));
      return transfer;
    })()`);
    await page.dispatchEvent('body', 'drop', { dataTransfer });
    await page.locator('#summary', { hasText: '2 findings in dropped.smtp' }).waitFor();
    await expect.poll(() => findings().count()).toBe(2);
  });

  test('a log of 20 MB stays usable', async () => {
    const line =
      'Nov 27 20:02:20 mx postfix/smtp[12]: 4ABC: to=<a@example.com>, relay=mx.example.com[192.0.2.1]:25, delay=1, status=sent (250 ok)\n';
    const drop =
      'Nov 27 20:02:21 fw %ASA-4-108004: ESMTP Classification: Dropped connection for ESMTP Request from outside:192.0.2.9/1025 to inside:192.0.2.25/25; matched Class 4: header line length gt 998\n';
    const name = join(folder, 'mail.log');
    writeFileSync(name, line.repeat(80_000) + drop + line.repeat(80_000));
    await page.setInputFiles('#file', name);
    await expect.poll(() => page.locator('#summary').innerText(), { timeout: 60_000 }).toContain('160,002 lines');
    // The finding's line is drawn, and only what is on the screen.
    await expect.poll(() => page.locator('.row.chosen').innerText(), { timeout: 60_000 }).toContain('108004');
    expect(await page.locator('.row').count()).toBeLessThan(500);
  });

  test('by keyboard alone, on a narrow screen too', async () => {
    const phone = await browser.newPage({ viewport: { width: 390, height: 800 } });
    await phone.goto(pathToFileURL(file).href);
    await phone.locator('#text').focus();
    await phone.keyboard.insertText('220 ****2***0**\nEHLO a\n250-mx\n250 XXXXXXXA\n');
    await phone.keyboard.press('Tab');
    await phone.keyboard.press('Enter');
    await phone.locator('.finding').first().waitFor();
    expect(await phone.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await phone.locator('#tab-findings').focus();
    await phone.keyboard.press('ArrowRight');
    expect(await phone.evaluate('document.activeElement.id')).toBe('tab-masks');
    await phone.close();
  });

  test('nothing was asked of a network, and nothing went wrong', () => {
    expect(asked.filter((url) => !/^(?:file|blob|data):/.test(url))).toEqual([]);
    expect(broken).toEqual([]);
  });

  test('its policy lets nothing out, and no script in', async () => {
    await page.evaluate(`(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "changed"';
      document.body.append(script);
      const image = new Image();
      image.src = 'https://192.0.2.1/x.png';
      document.body.append(image);
    })()`);
    expect(await page.evaluate("fetch('https://192.0.2.1/').then(() => 'sent', () => 'refused')")).toBe('refused');
    await expect.poll(() => broken.join('\n')).toMatch(/script[\s\S]*192\.0\.2\.1|192\.0\.2\.1[\s\S]*script/);
    expect(broken.every((line) => line.includes('Content Security Policy') || line.includes('Fetch API cannot load'))).toBe(true);
    expect(await page.title()).toBe('ESMTP Lens');
    expect(asked.filter((url) => !/^(?:file|blob|data):/.test(url))).toEqual([]);
  });
});
