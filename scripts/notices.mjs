/** The notices of the packages that are bundled: what their licences ask of whoever passes them on. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * @param {string} root the project's folder
 * @param {readonly import('esbuild').Metafile[]} metafiles of all bundles: what went in is read from them, not from a list
 * @returns {Promise<string>} name, version, licence and its text, for each package
 * @throws when a package has no licence text: nobody may pass it on then
 */
export async function notices(root, metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) => Object.values(outputs).flatMap((output) => Object.keys(output.inputs)));
  const folders = new Set(inputs.flatMap((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []));
  const packages = await Promise.all([...folders].map((folder) => noticeOf(path.join(root, folder))));
  // One package may lie in several folders.
  const texts = [...new Set(packages)].sort();
  return `${['ESMTP Lens holds code of these packages.', ...texts].join(`\n\n${'-'.repeat(78)}\n`)}\n`;
}

async function noticeOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  const files = (await readdir(folder)).filter((file) => /^(?:licen[cs]e|copying|notice|thirdpartynotices)/i.test(file)).sort();
  if (!files.some((file) => /^(?:licen[cs]e|copying)/i.test(file))) throw new Error(`${name}: no licence text`);
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  return [`${name} ${version} (${license})`, ...texts.map((text) => text.replaceAll('\r\n', '\n').trim())].join('\n\n');
}
