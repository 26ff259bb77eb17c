import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser as Puppet } from 'puppeteer-core';
import type { Answer } from './browser.ts';
import { until } from './deadline.ts';
import { evaluateInParent } from './firefox-remote.ts';

/** Press a button of the notification in which Firefox asks for a permission. It exists headless too. */
export async function answerNotification(puppet: Puppet, answer: Answer): Promise<void> {
  const panel = 'PopupNotifications.panel';
  const isIn = async (state: string) => (await evaluateInParent(puppet, `${panel}.state`)) === state;
  const notification = `${panel}.querySelector('#addon-webext-permissions-notification')`;
  await until(
    10_000,
    'the prompt comes up',
    async () => (await isIn('open')) && (await evaluateInParent(puppet, `!!${notification}`)) === 'true',
  );
  // For half a second Firefox ignores clicks, lest somebody agrees by accident.
  await sleep(1_000);
  await evaluateInParent(puppet, `${notification}.${answer === 'allow' ? 'button' : 'secondaryButton'}.click()`);
  await until(10_000, 'the prompt goes away', async () => await isIn('closed'));
}
