// @vitest-environment node
import { describe, expect, test } from 'vitest';
import config from '../../wxt.config.ts';
import { declared } from '../manifest.ts';

type Target = 'chrome' | 'firefox';

/** What wxt.config.ts writes into the manifest, without a build. */
async function written(browser: Target, mode: 'production' | 'development'): Promise<object> {
  const { manifest } = config;
  if (typeof manifest !== 'function') throw new Error('wxt.config.ts has no function that writes the manifest.');
  return await manifest({ browser, mode, manifestVersion: 3, command: 'build' });
}

describe.each([
  ['chromium', 'chrome'],
  ['firefox', 'firefox'],
] as const)('for %s', (kind, browser) => {
  test('the manifest asks for what was decided, and nothing else', async () => {
    expect(await written(browser, 'production')).toStrictEqual(declared[kind]);
  });

  test('nothing is asked for at the installation that reaches a site, runs in a page, or lets others in', async () => {
    const manifest = await written(browser, 'production');
    const powers = ['host_permissions', 'content_scripts', 'web_accessible_resources', 'sandbox', 'devtools_page'];
    expect(powers.filter((name) => name in manifest)).toEqual([]);
  });

  test('development lacks the policy alone', async () => {
    const { content_security_policy: _, ...rest } = declared[kind];
    expect(await written(browser, 'development')).toStrictEqual(rest);
  });
});
