import type { Page } from 'puppeteer-core';

export interface AccountItem {
  label: string;
  /** All that is written in the item. */
  text: string;
  meters: { now: number; text: string }[];
}

/** What the list named "Accounts" says, item by item, read by the names that screen readers use. */
export async function readPopup(page: Page): Promise<AccountItem[]> {
  return await page.evaluate(() => {
    const nameOf = (element: Element): string => {
      const ids = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
      const labels = ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
      return (
        (element.getAttribute('aria-label') ?? labels).trim() ||
        (element.querySelector('h2, h3')?.textContent ?? '').trim()
      );
    };
    const lists = [...document.querySelectorAll('[role=list]')].filter((list) => nameOf(list) === 'Accounts');
    const items = lists.flatMap((list) => [...list.children]).filter((item) => item.matches('li, [role=listitem]'));
    return items.map((item) => ({
      label: nameOf(item),
      text: item instanceof HTMLElement ? item.innerText : '',
      meters: [...item.querySelectorAll('meter, [role=meter]')].map((meter) => ({
        now: Number(meter.getAttribute('aria-valuenow') ?? meter.getAttribute('value') ?? Number.NaN),
        text: meter.getAttribute('aria-valuetext') ?? '',
      })),
    }));
  });
}
