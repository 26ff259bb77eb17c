import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAlerting, type Alerting } from './alerting.ts';
import { browsers, refreshAtOnce } from './given.ts';
import { until } from './harness/deadline.ts';
import { shownNotifications } from './harness/notifications.ts';
import { backdate, backdateTelling } from './harness/stores.ts';

describe.each(browsers)('killing the worker of %s while it tells', (name) => {
  let alerting: Alerting;
  beforeAll(async () => {
    // Who listens to the worker delays its end.
    alerting = await startAlerting(name, { watchWorker: false });
  });
  afterAll(async () => await alerting?.stop());

  test('each crossing is told once, in both ways', async () => {
    const { browser, popup, silent, receiver, leave, told, shown } = alerting;
    // What a dead worker was at counts as under way for 20 s, and a request that died with it as refused: nobody wants to wait.
    const forget = async (begunBefore: number) => {
      await backdate(silent, 20_000, ['attempt'], begunBefore);
      await backdateTelling(silent, 300_000);
    };
    const falls = [900, 400, 0, 10_000, 800, 300, 0];
    const kinds = ['low', 'critical', 'empty', 'arrived', 'low', 'critical', 'empty'];
    for (const [index, remaining] of falls.entries()) {
      leave('Levels', remaining);
      for (let kill = 0; kill < 3; kill += 1) {
        await refreshAtOnce(popup);
        await sleep(Math.random() * 150);
        const killedAt = Date.now();
        await browser.killWorker();
        await forget(killedAt);
      }
      await until(30_000, `alert ${index + 1} arrives`, async () => {
        if (receiver.taken('Levels').length > index) return true;
        await refreshAtOnce(popup);
        await sleep(1000);
        await forget(0);
        return false;
      });
    }
    const messages = await told('Levels', falls.length);
    expect(messages.map(({ kind }) => kind)).toEqual(kinds);
    await shown(messages.map(({ id }) => id));
    // Nor is anything shown that was not sent.
    const sent = new Set(receiver.received.map(({ body }) => body.id));
    expect((await shownNotifications(silent)).filter(({ id }) => !sent.has(id))).toEqual([]);
  }, 400_000);
});
