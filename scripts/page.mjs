/**
 * Builds the web page: one HTML file with everything in it, which asks no network for anything.
 *   node scripts/page.mjs        writes dist/esmtp-lens.html
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const read = (file) => readFileSync(path.join(root, file), 'utf8');
const LARGEST = 1.5e6;

async function bundled(entry) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    // What follows `</` in a script element could end it.
    charset: 'ascii',
    logLevel: 'warning',
  });
  return outputFiles[0].text.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
}

const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const [script, worker] = [await bundled('page/src/main.ts'), await bundled('page/src/worker.ts')];
const style = (await build({ stdin: { contents: read('page/style.css'), loader: 'css' }, minify: true, write: false })).outputFiles[0].text;
const examples = JSON.stringify({
  session: { name: 'masked-session.smtp', text: read('examples/masked-session.smtp') },
  configuration: { name: 'asa-9.1-before.asa', text: read('examples/asa-9.1-before.asa') },
}).replaceAll('<', '\\u003c');
const csp = [
  "default-src 'none'",
  `script-src ${hash(script)}`,
  // The worker is made from the text in this page, and has this page's policy.
  'worker-src blob:',
  // Rows are placed by their style property, which is no inline style of the markup's.
  `style-src ${hash(style)}`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
const parts = { csp, style, worker, examples, script };
const page = read('page/index.html').replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
if (page.length > LARGEST) throw new Error(`the page has ${page.length} characters, more than ${LARGEST}`);
mkdirSync(path.join(root, 'dist'), { recursive: true });
writeFileSync(path.join(root, 'dist/esmtp-lens.html'), page);
console.log(`dist/esmtp-lens.html: ${Math.round(page.length / 1024)} KB`);
