/** Settings as clients send them: whole, in part, and as nobody should. */
import { describe, expect, test } from 'vitest';
import { ANNOTATIONS } from '../../server/src/features/document.ts';
import { toSettings } from '../../server/src/lsp/settings.ts';

describe('what is shown beside and above the text', () => {
  test.each([
    [{}, undefined],
    [{ inlayHints: { ports: true } }, undefined],
    [
      { inlayHints: { ports: false, masks: false }, codeLens: { mailHosts: false } },
      ['inlayHints.masks', 'inlayHints.ports', 'codeLens.mailHosts'],
    ],
    [{ inlayHints: null, codeLens: 'off' }, undefined],
  ])('%j', (told, hidden) => {
    expect(toSettings(told).hidden).toEqual(hidden);
  });

  test('each kind has its setting in the manifest', async () => {
    const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
    const named = Object.keys(manifest.contributes.configuration.properties).filter((name) =>
      /^esmtpLens\.(?:inlayHints|codeLens)\./.test(name),
    );
    expect(named).toEqual(ANNOTATIONS.map((name) => `esmtpLens.${name}`));
  });
});
