import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { spreadOf } from './numbers.ts';
import { plant } from './plant.ts';
import type { Result } from './result.ts';
import type { Stage } from './stage.ts';

/** What was done to the list until the frame that shows it. */
interface Arranging {
  ms: number;
  /** The longest task over 50 ms, or 0. */
  longest: number;
}

/** The list is searched, sorted and grouped in the popup, which is opened in a tab: from the change of a control to the frame that shows it. */
export async function arrangings(stage: Stage, count: number, rounds: number): Promise<Result[]> {
  await plant(stage, count);
  const page = await stage.puppet().newPage({ type: 'window' });
  await page.goto(`${stage.origin('ours')}/popup.html`);
  await page.waitForSelector('#search');
  // Pages that are not seen draw nothing.
  await page.bringToFront();
  const samples = { searched: [] as Arranging[], sorted: [] as Arranging[], grouped: [] as Arranging[] };
  for (let round = 0; round < rounds; round += 1) {
    samples.searched.push(await arrange(page, '#search', { value: `${count - 1 - round}` }));
    await arrange(page, '#search', { value: '' });
    samples.sorted.push(await arrange(page, '.bar select', { value: round % 2 === 0 ? 'name' : 'lowest' }));
    samples.grouped.push(await arrange(page, '.bar button', {}));
  }
  await page.close();
  return Object.entries(samples).flatMap(([what, taken]) => [
    { what: `popup, ${count} accounts, ${what}`, unit: 'ms', value: spreadOf(taken.map(({ ms }) => ms)) },
    {
      what: `popup, ${count} accounts, ${what}, longest task over 50 ms`,
      unit: 'ms',
      value: spreadOf(taken.map(({ longest }) => longest)),
      budget: 0,
    },
  ]);
}

/** Gives the control its value, or presses it, and waits until the list has changed and a frame has shown that. */
async function arrange(page: Page, control: string, { value }: { value?: string }): Promise<Arranging> {
  // What the last change has set off comes to rest.
  await sleep(700);
  return await page.evaluate(
    async (selector, wanted) => {
      const element = document.querySelector<HTMLInputElement | HTMLSelectElement | HTMLButtonElement>(selector);
      const main = document.querySelector('main');
      if (!element || !main) throw new Error(`${selector} is not there`);
      const tasks: number[] = [];
      const observer = new PerformanceObserver((list) => {
        tasks.push(...list.getEntries().map(({ duration }) => duration));
      });
      observer.observe({ type: 'longtask' });
      const begin = performance.now();
      const changed = new Promise<void>((resolve) => {
        new MutationObserver((changes, watching) => {
          if (
            !changes.some(({ target }) => target instanceof Element && target.closest('ul, section, main') === target)
          )
            return;
          watching.disconnect();
          resolve();
        }).observe(main, { childList: true, subtree: true });
      });
      if (wanted === undefined) element.click();
      else {
        element.value = wanted;
        element.dispatchEvent(new Event(element instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }));
      }
      await changed;
      // The frame in which it is drawn has begun with the first, and is over at the second.
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const ms = performance.now() - begin;
      // A task is told after it has ended.
      await new Promise((resolve) => setTimeout(resolve, 300));
      observer.disconnect();
      return { ms, longest: Math.max(0, ...tasks) };
    },
    control,
    value,
  );
}
