import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Courses } from './courses.ts';
import { refreshAtOnce } from './given.ts';
import { until } from './harness/deadline.ts';
import { hastenAlarm } from './harness/extension-api.ts';
import { backdate } from './harness/stores.ts';
import { Ledger, readReports } from './ledger.ts';
import { run, type Running } from './running.ts';

/** Firefox suspends an event page that has nothing to do, and by its measure waiting for an answer is nothing. */
describe('suspending the event page of firefox', () => {
  let running: Running;
  beforeAll(async () => {
    running = await run('firefox', ['coinstats', 'crustdata'], { idleTimeout: 500 });
  });
  afterAll(async () => await running?.stop());

  const asleep = async () => {
    await until(10_000, 'the event page is suspended', async () => !(await running.browser.isWorkerAwake()));
  };

  test('suspended 50 times, in every other poll before the answer, the event page loses no reading', async () => {
    const { browser, simulator, spend } = running;
    const ledger = new Ledger();
    const courses = new Courses(running);
    const popup = await browser.open('popup');
    for (let suspension = 1; suspension <= 50; suspension += 1) {
      await asleep();
      const reports = await readReports(browser);
      ledger.see(reports);
      await courses.see(reports);
      await backdate(await browser.silentPage(), 20_000, ['attempt'], Date.now());
      spend();
      // An answer that comes after the end of the event page, or one that comes in time.
      if (suspension % 2 === 0) simulator.fault('all', { kind: 'delay', ms: 2000 });
      else simulator.clearFaults();
      await refreshAtOnce(popup);
      await until(5000, 'the wish wakes the event page', async () => await browser.isWorkerAwake());
    }
    await asleep();
    ledger.see(await readReports(browser));
    expect(ledger.losses).toEqual([]);
    // Two accounts: about 25 readings each, and as many attempts that were cut off.
    expect(ledger.readings).toBeGreaterThan(40);
    expect(ledger.attempts).toBeGreaterThan(40);
    await backdate(await browser.silentPage(), 20_000, ['attempt'], Date.now());
    simulator.clearFaults();
    expect(await courses.flaws(popup)).toEqual([]);
    await popup.close();
  }, 600_000);

  test('L6 the alarm revives the event page, which polls what is due', async () => {
    const { browser, simulator, spend } = running;
    simulator.clearFaults();
    await asleep();
    const ledger = new Ledger();
    const page = await browser.silentPage();
    await backdate(page, 60_000, ['attempt', 'reading', 'dueAt'], Date.now());
    ledger.see(await readReports(browser));
    spend();
    await hastenAlarm(page, 'poll');
    await until(10_000, 'both accounts are read again', async () => {
      ledger.see(await readReports(browser));
      return ledger.readings === 2;
    });
    expect(ledger.losses).toEqual([]);
    await asleep();
  }, 240_000);
});
