import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoKeys } from '../simulator/demo.ts';
import { itemSaying, refreshAtOnce, statusOf } from './given.ts';
import { damage, damages, evict, keepStores, putBackStores, stores } from './harness/damage.ts';
import { until } from './harness/deadline.ts';
import { readLocal } from './harness/extension-api.ts';
import { temporaryFolder } from './harness/leftovers.ts';
import { readPopup } from './harness/popup.ts';
import { run, type Running } from './running.ts';

const restored = /damaged.* restored/i;
const keysLost = /must be pasted again/i;
const allLost = /could not be read/i;

/** Chromium says nothing when it hands out an empty store in the place of a damaged one. */
describe('in chromium', () => {
  const copy = temporaryFolder('stores');
  let running: Running;
  let copied: string[];
  beforeAll(async () => {
    running = await run('chromium', ['coinstats', 'crustdata'], { watchWorker: false });
    copied = await namesOfCopies();
    // Whoever asks now gets no answer, so what is shown can only come from the stores.
    running.simulator.fault('all', { kind: 'hang' });
    await running.browser.restart((profile) => keepStores(profile, copy.path));
  });
  afterAll(async () => {
    await running?.stop();
    copy.remove();
  });

  /** The setup and the last reading of each account are in the local storage too, under such names. */
  const namesOfCopies = async () => {
    const names = Object.keys(await readLocal(await running.browser.silentPage()));
    return names.filter((name) => name.startsWith('m:')).toSorted();
  };
  /** The popup after a start with the stores as they were, but for the damage. */
  const popupAfter = async (harm: (profile: string) => void): Promise<Page> => {
    await running.browser.restart((profile) => {
      putBackStores(profile, copy.path);
      harm(profile);
      running.simulator.clearRequests();
    });
    return await running.browser.open('popup');
  };
  const expectFigures = async (popup: Page) => {
    await itemSaying(popup, 'CoinStats · Work', '55,000 of 100,000 credits left, 55%', 5000);
    await itemSaying(popup, 'Crustdata · Work', '9,406.5 of 10,000 credits left, 94%', 5000);
  };
  const hasSentBothKeys = () => {
    const sent = new Set(running.simulator.requests.map(({ key }) => key));
    return sent.has(demoKeys.coinstats) && sent.has(demoKeys.crustdata);
  };
  /** Either the keys still work, or the user is told that they do not; and not both. */
  const expectKeysOrTheTruth = async (popup: Page) => {
    await refreshAtOnce(popup);
    await until(
      5000,
      'both keys are sent, or said to be lost',
      async () => hasSentBothKeys() || keysLost.test(await statusOf(popup)),
    );
    // A wish that came before the end of healing is granted after it.
    await sleep(300);
    expect(keysLost.test(await statusOf(popup))).toBe(!hasSentBothKeys());
  };
  /** Says so once: dismissed, it does not come back with the next popup, nor with the next worker. */
  const expectToldOnce = async (popup: Page, sentence: RegExp) => {
    await until(5000, `the popup says ${sentence}`, async () => sentence.test(await statusOf(popup)));
    await until(10_000, 'all that can be dismissed is', async () => {
      const button = await popup.$('::-p-aria([name="Dismiss"][role="button"])');
      await button?.click();
      return button === null;
    });
    await popup.close();
    await running.browser.killWorker();
    const next = await running.browser.open('popup');
    await until(5000, 'the next worker is awake', async () => await running.browser.isWorkerAwake());
    await sleep(500);
    expect(await statusOf(next)).not.toMatch(sentence);
    await next.close();
  };

  test.each(damages)(
    'S5 after damage (%s) to the database, the figures are restored from the copy, and it is said once',
    async (how) => {
      const popup = await popupAfter((profile) => damage(profile, 'indexeddb', how));
      await expectFigures(popup);
      await expectKeysOrTheTruth(popup);
      await expectToldOnce(popup, restored);
    },
  );

  test('S16 after the database was evicted, the figures are restored from the copy, and it is said once', async () => {
    const popup = await popupAfter(evict);
    await expectFigures(popup);
    await expectKeysOrTheTruth(popup);
    await expectToldOnce(popup, restored);
  });

  test.each(damages)(
    'S6 after damage (%s) to the local storage, the figures are there, the keys are or are asked for, and the copy is renewed',
    async (how) => {
      const popup = await popupAfter((profile) => damage(profile, 'local', how));
      await expectFigures(popup);
      await expectKeysOrTheTruth(popup);
      expect(copied).toHaveLength(3);
      expect(await namesOfCopies()).toEqual(copied);
      if (!hasSentBothKeys()) await expectToldOnce(popup, keysLost);
    },
  );

  const popupAfterBoth = async (how: (typeof damages)[number]) =>
    await popupAfter((profile) => stores.forEach((store) => damage(profile, store, how)));

  test('S7 after both were overwritten with junk, it is said that all is lost', async () => {
    await expectToldOnce(await popupAfterBoth('junk'), allLost);
  });

  test.each(['manifest', 'current'] as const)(
    'S7 after damage (%s) to both, the figures are restored, and it is said once',
    async (how) => {
      const popup = await popupAfterBoth(how);
      await expectFigures(popup);
      await expectToldOnce(popup, restored);
    },
  );

  test('S7 after both lost their latest, all is read again, or it is said that all is lost', async () => {
    const popup = await popupAfterBoth('truncate');
    await until(
      5000,
      'accounts are there, or it is said that they are lost',
      async () => (await readPopup(popup)).length > 0 || allLost.test(await statusOf(popup)),
    );
    if (allLost.test(await statusOf(popup))) return;
    expect(await readPopup(popup)).toHaveLength(2);
    await refreshAtOnce(popup);
    await until(5000, 'both keys are sent', hasSentBothKeys);
  });
});
