import type { Page } from 'puppeteer-core';
import { fill, pageSaying, press } from '../../tests/e2e/given.ts';
import { until } from '../../tests/e2e/harness/deadline.ts';
import type { Browser } from '../../tests/e2e/harness/launch.ts';
import { hasRole } from '../../tests/e2e/harness/roles.ts';
import { photograph, photographPopup, popupWidth, type Shoot } from '../../tests/e2e/stage/camera.ts';
import { pictureTime, setClock, setPagesClock } from '../../tests/e2e/stage/clock.ts';
import { bring, checkAt, lowest, type Actor } from '../../tests/e2e/stage/life.ts';
import { openPopup } from '../../tests/e2e/stage/pages.ts';
import { demoKeys } from '../../tests/simulator/demo.ts';
import type { Simulator } from '../../tests/simulator/simulator.ts';

const minute = 60_000;

/** Before there is an account. */
export async function takeFirst(browser: Browser, shoot: Shoot): Promise<void> {
  const popup = await browser.open('popup');
  await pageSaying(popup, 'Add your first account');
  await shoot('popup-first', photographPopup(browser, popup));
  await press(popup, 'Look at an example');
  await pageSaying(popup, 'This is an example');
  await shoot('popup-example', photographPopup(browser, popup));
  await popup.close();
}

/** All is well, and one is low. */
export async function takePopup(browser: Browser, shoot: Shoot): Promise<void> {
  const popup = await openPopup(browser);
  await shoot('popup', photographPopup(browser, popup, browser.name === 'chromium' ? 2 : 1));
  await shoot('popup-zoom', photograph(browser, popup, { width: popupWidth, height: 300, deviceScaleFactor: 2 }));
  await takeMore(browser, popup, shoot);
  await press(popup, 'Hide amounts and names');
  await until(5000, 'the names are hidden', () => hasRole(popup, 'button', 'Show amounts and names'));
  await shoot('popup-hidden', photographPopup(browser, popup));
  await press(popup, 'Show amounts and names');
  await pageSaying(popup, lowest);
  await popup.keyboard.press('?');
  await popup.waitForSelector('dialog[open]');
  await shoot('popup-keys', photographPopup(browser, popup));
  await press(popup, 'Close');
  await press(popup, 'Pause');
  await shoot('popup-pausing', photographPopup(browser, popup));
  await press(popup, 'Until I resume');
  await pageSaying(popup, /paused/i);
  await shoot('popup-paused', photographPopup(browser, popup));
  await press(popup, 'Resume');
  await until(5000, 'nothing is paused', () => hasRole(popup, 'button', 'Pause'));
  await popup.close();
  await setPagesClock(browser, pictureTime + 190 * minute);
  const stale = await browser.open('popup');
  await pageSaying(stale, /Not checked since/);
  await shoot('popup-stale', photographPopup(browser, stale));
  await stale.close();
}

export async function takeMore(browser: Browser, popup: Page, shoot: Shoot): Promise<void> {
  await press(popup, `More about ${lowest}`);
  await popup.waitForSelector('.details');
  await shoot('popup-more', photographPopup(browser, popup));
  await press(popup, `More about ${lowest}`);
}

/** What can be wrong, one after the other. */
export async function takeTroubles(browser: Browser, simulator: Simulator, shoot: Shoot): Promise<void> {
  await setClock(browser, pictureTime);
  const popup = await browser.open('popup');
  const shows = async (name: string, at: number, text: RegExp) => {
    await checkAt(browser, popup, at);
    await setPagesClock(browser, at + 2 * minute);
    const fresh = await browser.open('popup');
    await pageSaying(fresh, text);
    await shoot(name, photographPopup(browser, fresh));
    await fresh.close();
    await setClock(browser, at);
  };
  const { coinstats, crustdata } = demoKeys;
  simulator.fault({ key: coinstats }, { kind: 'error', status: 401 });
  await checkAt(browser, popup, pictureTime + 40 * minute);
  await shows('popup-refused', pictureTime + 80 * minute, /Key refused/);
  simulator.fault({ key: crustdata }, { kind: 'error', status: 429 });
  await shows('popup-held', pictureTime + 100 * minute, /come less often/);
  simulator.clearFaults();
  await popup.close();
}

/** The keys are behind a passphrase, and locked. Last, as nothing is read any more. */
export async function takeLocked(browser: Browser, shoot: Shoot): Promise<void> {
  const words = 'correct horse battery staple';
  const options = await browser.open('options');
  await press(options, 'Turn on a passphrase');
  const dialog = await options.waitForSelector('dialog[open]');
  await fill(options, 'New passphrase', words);
  await fill(options, 'New passphrase again', words);
  if (dialog) await press(dialog, 'Turn on');
  await pageSaying(options, 'The keys are behind a passphrase, and unlocked.');
  await press(options, 'Lock now');
  await pageSaying(options, 'The keys are locked, and nothing is checked.');
  await options.close();
  const at = pictureTime + 210 * minute;
  const popup = await browser.open('popup');
  await checkAt(browser, popup, at);
  await popup.close();
  await setPagesClock(browser, at + 2 * minute);
  const locked = await browser.open('popup');
  await pageSaying(locked, 'Unlock');
  await shoot('popup-locked', photographPopup(browser, locked));
  await locked.close();
}

/** Many accounts, and among them the kinds that the demo accounts are not. */
export async function takeMany(browser: Browser, simulator: Simulator, shoot: Shoot): Promise<void> {
  const at = pictureTime + 200 * minute;
  await setClock(browser, at);
  await bring(browser, addMany(simulator));
  const popup = await browser.open('popup');
  await checkAt(browser, popup, at);
  await setPagesClock(browser, at + 2 * minute);
  await popup.close();
  const many = await browser.open('popup');
  await pageSaying(many, 'Client 4');
  await shoot('popup-many', photographPopup(browser, many));
  await press(many, 'Group');
  await many.waitForSelector('.group');
  await shoot('popup-groups', photographPopup(browser, many));
  await press(many, 'Group');
  await search(many, 'Client', 4);
  await shoot('popup-tones', photographPopup(browser, many));
  for (const name of ['Archive', 'Side project']) {
    await search(many, name, 1);
    await press(many, `More about ${await many.$eval('li.account', (item) => item.ariaLabel)}`);
    await many.waitForSelector('.details');
    const picture = name === 'Archive' ? 'popup-estimated' : 'popup-muted';
    await shoot(picture, photographPopup(browser, many));
  }
  await many.close();
}

async function search(popup: Page, text: string, count: number): Promise<void> {
  await popup.focus('#search');
  await popup.$eval('#search', (field) => (field as HTMLInputElement).select());
  await popup.keyboard.type(text);
  await until(5000, `${count} named ${text} are found`, async () => (await popup.$$('li.account')).length === count);
}

function addMany(simulator: Simulator): Actor[] {
  const baseUrl = simulator.url;
  const key = (number: number) => `fc-${String(number).padStart(32, 'c')}`;
  simulator.addAccount('firecrawl', key(1), { beforeV2: true, remaining: 2210 });
  simulator.addAccount('coinstats', 'demo-coinstats-0002', { remaining: 31_000, limit: 100_000 });
  const periodEnd = new Date(pictureTime + 12 * 24 * 60 * minute).toISOString();
  // One of each tone.
  const clients = [6200, 1500, 240, 0].map((remaining, index) => {
    simulator.addAccount('firecrawl', key(index + 2), { remaining, limit: 10_000, periodEnd });
    return { provider: 'firecrawl', label: `Client ${index + 1}`, key: key(index + 2), baseUrl };
  });
  return [
    { provider: 'firecrawl', label: 'Archive', key: key(1), baseUrl },
    { provider: 'coinstats', label: 'Side project', key: 'demo-coinstats-0002', baseUrl, muted: ['account'] },
    ...clients,
  ];
}
