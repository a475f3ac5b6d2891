/** Draws images/icon.png from images/icon.svg: node scripts/icon.mjs. By hand, when the drawing changes; pngquant (128 colours) makes it a third. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { ensureChromium } from '../test/host/chromium.mjs';

const images = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../images');
const browser = await chromium.launch({ executablePath: await ensureChromium(console.error), args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
await page.goto(`file://${path.join(images, 'icon.svg')}`);
await page.screenshot({ path: path.join(images, 'icon.png'), omitBackground: true });
await browser.close();
