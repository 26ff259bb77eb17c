import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browsers, itemSaying, refreshAtOnce } from './given.ts';
import { until } from './harness/deadline.ts';
import { clearAlarms, hastenAlarm, readAlarms, readVersion } from './harness/extension-api.ts';
import { backdate } from './harness/stores.ts';
import { Ledger, readReports } from './ledger.ts';
import { run, type Running } from './running.ts';

const minute = 60_000;

describe.each(browsers)('in %s', (name) => {
  let running: Running;
  beforeAll(async () => {
    running = await run(name, ['coinstats', 'crustdata']);
  });
  afterAll(async () => await running?.stop());

  /** One alarm and no other, not more than a minute, which is the interval, after something is due. */
  const expectOneAlarm = async () => {
    const { browser } = running;
    const page = await browser.silentPage();
    // At the worker's start it is the guard's.
    const alarm = await until(15_000, 'the alarm of the polls stands alone', async () => {
      const [first, ...others] = await readAlarms(page);
      return first?.name === 'poll' && others.length === 0 && first;
    });
    const due = Math.min(...[...(await readReports(browser)).values()].map(({ dueAt }) => dueAt));
    expect(alarm.scheduledTime).toBeGreaterThan(Date.now());
    expect(alarm.scheduledTime).toBeLessThanOrEqual(Math.max(due, Date.now()) + minute);
  };
  const clear = async () => {
    const page = await running.browser.silentPage();
    // A turn that is still under way may let it stand once more.
    await until(5000, 'no alarm stands', async () => {
      await clearAlarms(page);
      return (await readAlarms(page)).length === 0;
    });
  };

  test('L5 G11 an alarm that was lost stands again as soon as somebody looks, 7 of 7 times', async () => {
    const { browser } = running;
    for (let time = 1; time <= 7; time += 1) {
      await clear();
      if (time % 2 === 0) await browser.killWorker();
      const popup = await browser.open('popup');
      await expectOneAlarm();
      await popup.close();
    }
  });

  test('L3 G11 after a reload one alarm stands, 7 of 7 times', async () => {
    for (let time = 1; time <= 7; time += 1) {
      if (time % 2 === 0) await clear();
      await running.browser.reload();
      await expectOneAlarm();
    }
  });

  test('L4 G11 after a restart of the browser one alarm stands, 6 of 6 times', async () => {
    for (let time = 1; time <= 6; time += 1) {
      if (time % 2 === 0) await clear();
      await running.browser.restart();
      await expectOneAlarm();
    }
  });

  test.each([
    ['L3 switched off and on', async () => await running.browser.disableAndEnable()],
    ['L9 updated', async () => await running.browser.update('0.1.1')],
  ])('%s during a poll, the extension loses nothing and makes each poll again once', async (_, interrupt) => {
    const { browser, simulator, spend } = running;
    const ledger = new Ledger();
    ledger.see(await readReports(browser));
    simulator.clearRequests();
    simulator.fault('all', { kind: 'delay', ms: 10_000 });
    spend();
    const popup = await browser.open('popup');
    await refreshAtOnce(popup);
    await until(5000, 'both polls are under way', () => simulator.requests.length === 2);
    await interrupt();
    simulator.clearFaults();
    await expectOneAlarm();
    ledger.see(await readReports(browser));
    expect(ledger.losses).toEqual([]);

    const page = await browser.silentPage();
    const before = await readReports(browser);
    await backdate(page, minute, ['attempt', 'dueAt'], Date.now());
    await hastenAlarm(page, 'poll');
    await until(10_000, 'both polls are made again', async () =>
      [...(await readReports(browser))].every(([id, { reading }]) => reading?.at !== before.get(id)?.reading?.at),
    );
    await expectOneAlarm();
    expect(simulator.requests).toHaveLength(4);
    expect(new Set(simulator.requests.map(({ key }) => key)).size).toBe(2);
    ledger.see(await readReports(browser));
    expect(ledger.losses).toEqual([]);
  });

  test('L9 the version is the new one, and the accounts are as they were', async () => {
    const { browser } = running;
    expect(await readVersion(await browser.silentPage())).toBe('0.1.1');
    const popup = await browser.open('popup');
    await itemSaying(popup, 'CoinStats · Work', /54,99\d of 100,000 credits left/);
    await itemSaying(popup, 'Crustdata · Work', /9,40\d.5 of 10,000 credits left/);
    expect(await browser.consoleErrors()).toEqual([]);
  });
});
