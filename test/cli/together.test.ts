/** What files of one run say of each other: two sessions with one server, a session and its firewall. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { esmtpLens, ROOT, removeFolders } from './run.ts';

afterAll(removeFolders);

const INSIDE = `Trying 192.0.2.25...
Connected to 192.0.2.25.
220 mail.example.com ESMTP Postfix
EHLO client.example.net
250-mail.example.com
250-SIZE 14680064
250 STARTTLS
QUIT
221 2.0.0 Bye
`;
const OUTSIDE = INSIDE.replace(/220 .*/, `220 ${'*'.repeat(30)}`)
  .replace('STARTTLS', 'XXXXXXXA')
  .replaceAll('192.0.2.25', '198.51.100.25');
const FIREWALL = readFileSync(join(ROOT, 'examples/asa-9.1-before.asa'), 'utf8');
const FILES = { 'all/fw1.asa': FIREWALL, 'all/inside.smtp': INSIDE, 'all/outside.smtp': OUTSIDE };

interface Told {
  readonly path: string;
  readonly findings: readonly { readonly rule: string; readonly related: readonly { readonly path: string; readonly line: number }[] }[];
}

async function told(argv: readonly string[], files: Readonly<Record<string, string>> = FILES): Promise<Told[]> {
  const { out } = await esmtpLens(['check', ...argv, '--format', 'json'], { files });
  return JSON.parse(out).files;
}

const inOthers = (files: readonly Told[], path: string) =>
  files
    .filter((file) => file.path === path)
    .flatMap(({ findings }) =>
      findings.flatMap(({ rule, related }) =>
        related.filter((place) => place.path !== path).map((place) => [rule, place.path, place.line]),
      ),
    );

describe('files that are checked together', () => {
  it('tell what the session of the outside lacks, and which line of the firewall takes it away', async () => {
    const files = await told(['all']);
    expect(inOthers(files, 'all/outside.smtp')).toEqual(
      expect.arrayContaining([
        ['session-differs-inside', 'all/inside.smtp', 3],
        ['masked-ehlo-keyword', 'all/fw1.asa', 41],
      ]),
    );
    expect(inOthers(files, 'all/fw1.asa')).toContainEqual(['inspection-hides-starttls', 'all/outside.smtp', 7]);
    expect(inOthers(files, 'all/inside.smtp')).toEqual([]);
  });

  it('say nothing of each other where one is checked alone, or each is of another server', async () => {
    for (const file of Object.keys(FILES)) expect(inOthers(await told([file]), file)).toEqual([]);
    const other = OUTSIDE.replaceAll('mail.example.com', 'other.example.org').replaceAll('198.51.100.25', '203.0.113.7');
    const files = await told(['all'], { 'all/inside.smtp': INSIDE, 'all/outside.smtp': other });
    expect(inOthers(files, 'all/outside.smtp')).toEqual([]);
  });

  it('are named on a terminal, and in SARIF', async () => {
    const { out } = await esmtpLens(['check', 'all'], { files: FILES });
    expect(out).toMatch(/\[session-differs-inside\]\n(?: {2}.*\n)*? {2}see: all\/inside\.smtp:3: The same server, from inside/);
    expect(out).toMatch(/see: all\/fw1\.asa:41: .*this line inspects the session/);
    const { out: sarif } = await esmtpLens(['check', 'all', '--format', 'sarif'], { files: FILES });
    const places = JSON.parse(sarif).runs[0].results.flatMap(
      ({ relatedLocations }: { relatedLocations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
        relatedLocations.map(({ physicalLocation }) => physicalLocation.artifactLocation.uri),
    );
    expect(places).toContain('all/inside.smtp');
  });

  it('are so in shards, too: the parts make what one run says', async () => {
    const whole = await told(['all']);
    const parts = await Promise.all([1, 2, 3].map((part) => told(['all', '--shard', `${part}/3`])));
    expect(parts.flat().sort((a, b) => a.path.localeCompare(b.path))).toEqual(whole);
  });

  it('obey the settings and the comments of a file', async () => {
    const files = await told(['all', '--rule', 'session-differs-inside=off']);
    expect(inOthers(files, 'all/outside.smtp').map(([rule]) => rule)).not.toContain('session-differs-inside');
    const silenced = { ...FILES, 'all/outside.smtp': `# esmtp-lens: ignore-file[session-differs-inside] known\n${OUTSIDE}` };
    expect(inOthers(await told(['all'], silenced), 'all/outside.smtp').map(([rule]) => rule)).not.toContain('session-differs-inside');
  });
});
