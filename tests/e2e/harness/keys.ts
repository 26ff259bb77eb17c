import type { Page } from 'puppeteer-core';
import { until } from './deadline.ts';
import { findTabs } from './firefox-remote.ts';

/** As many stops as no page here has. */
const mostStops = 120;

/** What has the focus, by the name that its label or its text gives it; empty while nothing has. */
export async function focused(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return '';
    const labels = element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? element.labels : null;
    const ids = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
    const text = ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ') || element.textContent;
    return (element.getAttribute('aria-label') ?? labels?.item(0)?.textContent ?? text ?? '').trim();
  });
}

/** Walks with the Tab key, backwards with Shift, to what has that name. It must be seen that it has the focus. */
export async function tabTo(page: Page, name: string, back = false): Promise<void> {
  const passed: string[] = [];
  if (back) await page.keyboard.down('Shift');
  try {
    while (passed.length < mostStops) {
      await page.keyboard.press('Tab');
      const stop = await focused(page);
      if (stop === name) return await expectFocusSeen(page, name);
      passed.push(stop);
    }
  } finally {
    if (back) await page.keyboard.up('Shift');
  }
  throw new Error(`The Tab key does not lead to “${name}”, but to: ${passed.join(' | ')}`);
}

async function expectFocusSeen(page: Page, name: string): Promise<void> {
  let ring = '';
  const seen = until(
    2000,
    `a ring around “${name}”`,
    async () => (ring = await page.evaluate(ringOfFocus)) === 'whole',
  );
  await seen.catch((cause: unknown) => {
    throw new Error(`It is not seen that “${name}” has the focus: the ring around it is ${ring}.`, { cause });
  });
}

/** Runs in the page: whether the ring around what has the focus is there, and not cut off by what is around it. */
function ringOfFocus(): string {
  const element = document.activeElement ?? document.body;
  const { outlineStyle, outlineWidth, outlineOffset } = getComputedStyle(element);
  const width = Number.parseFloat(outlineWidth);
  if (outlineStyle === 'none' || width < 2) return `${outlineStyle}, ${outlineWidth}`;
  // A pixel more or less is a matter of rounding.
  const reach = width + Number.parseFloat(outlineOffset) - 1;
  const { left, top, right, bottom } = element.getBoundingClientRect();
  for (let parent = element.parentElement; parent && parent !== document.body; parent = parent.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(parent);
    const box = parent.getBoundingClientRect();
    const [isCutX, isCutY] = [overflowX !== 'visible', overflowY !== 'visible'];
    if (isCutX && (left - reach < box.left || right + reach > box.right)) return `cut off by ${parent.localName}`;
    if (isCutY && (top - reach < box.top || bottom + reach > box.bottom)) return `cut off by ${parent.localName}`;
  }
  return 'whole';
}

/** Walks to a field and types into the place of what stood there, which the Tab key selects. */
export async function tabAndType(page: Page, name: string, text: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.type(text);
}

/** Walks to a control and presses a key on it. */
export async function tabAndPress(page: Page, name: string, key: 'Enter' | ' ' = 'Enter'): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press(key);
}

/** The page that doing so opens in a tab of its own. */
export async function pageOpenedBy(page: Page, path: string, doing: () => Promise<void>): Promise<Page> {
  const browser = page.browser();
  const isFirefox = (await browser.version()).toLowerCase().startsWith('firefox');
  const before = new Set(await browser.pages());
  await doing();
  const opened = await until(15_000, `a page of ${path} opens`, async () => {
    if (isFirefox) await findTabs(browser);
    const fresh = (await browser.pages()).filter((one) => !before.has(one));
    for (const one of fresh) if ((await one.evaluate(() => location.pathname)) === path) return one;
    return undefined;
  });
  opened.setDefaultTimeout(10_000);
  return opened;
}
