// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { testWebhook } from '../../lib/alert-actions.ts';
import { webhookTroubleSentence } from '../../lib/alert-sentences.ts';
import { loadWebhookTrouble } from '../../lib/alert-store.ts';
import { giveAlerts } from '../../lib/alert-turn.ts';
import { lock } from '../../lib/passphrase.ts';
import { dropSecrets, saveSecrets, turnLockOn } from '../../lib/vault.ts';
import { day, minute, noon, second } from './given.ts';
import { answerBy, bodies, fail, goTo, look, now, shown, url, watched, world } from './given-alerts.ts';

describe('a webhook in trouble', () => {
  const failing = () => {
    answerBy((response) => response.writeHead(503).end());
  };

  test('is tried again when its time has come, with the same id, and no notification comes twice', async () => {
    failing();
    await look(50);
    const next = await look(15);
    expect(next).toBe(now + 30_000);
    expect(bodies).toHaveLength(1);
    expect(await loadWebhookTrouble(now)).toMatchObject({ failures: 1, kind: 'server', status: 503 });
    answerBy((response) => response.end());
    goTo(next ?? now);
    expect(await giveAlerts(watched(15), world(), fail)).toBeUndefined();
    expect(bodies.map((body) => body['id'])).toEqual([shown[0]?.id, shown[0]?.id]);
    expect(shown).toHaveLength(1);
    expect(await loadWebhookTrouble(now)).toBeUndefined();
  });

  test('is not tried for other alerts meanwhile, and then told the worst alone', async () => {
    failing();
    await look(50);
    const next = (await look(15)) ?? 0;
    goTo(now + second - 15 * minute);
    expect(await look(4)).toBe(next);
    expect(bodies.map((body) => body['kind'])).toEqual(['low']);
    expect(shown).toHaveLength(2);
    await look(4);
    expect(bodies.map((body) => body['kind'])).toEqual(['low', 'critical']);
  });

  test('is tried at once after a test that got through to the saved address, and to no other', async () => {
    answerBy((response) => response.writeHead(404).end());
    await look(50);
    expect(await look(15)).toBe(now + day);
    answerBy((response) => response.end());
    expect(await testWebhook('json', url, world())).toEqual({});
    expect(await loadWebhookTrouble(now)).toMatchObject({ status: 404 });
    expect(await testWebhook('json', undefined, world())).toEqual({});
    expect(bodies.at(-1)).toMatchObject({ kind: 'test', title: 'A test from Credit Gauge' });
    await look(15);
    expect(bodies.at(-1)).toMatchObject({ kind: 'low' });
  });

  test.each([
    ['gone', () => dropSecrets(['webhook'])],
    ['damaged', () => fakeBrowser.storage.local.set({ 's:webhook': 'x' })],
  ])('waits while its address is %s, and says so', async (_, lose) => {
    await look(50);
    await lose();
    expect(await look(15)).toBeUndefined();
    expect(shown).toHaveLength(1);
    const trouble = await loadWebhookTrouble(now);
    expect(trouble).toMatchObject({ kind: 'locked', failures: 1, at: now });
    expect(trouble && webhookTroubleSentence(trouble, now)).toMatch(/^Not taken: No key\. Next try /);
    await look(15);
    expect(await loadWebhookTrouble(now)).toEqual(trouble);
    await saveSecrets(new Map([['webhook', { key: url, origin: new URL(url).origin }]]));
    await look(15);
    expect(bodies).toHaveLength(1);
    expect(await loadWebhookTrouble(now)).toBeUndefined();
  });

  test('is no trouble where a passphrase locks the address away', async () => {
    await look(50);
    await turnLockOn('correct horse battery staple', noon);
    await lock();
    await look(15);
    expect(shown).toHaveLength(1);
    expect(await loadWebhookTrouble(now)).toBeUndefined();
  });
});
