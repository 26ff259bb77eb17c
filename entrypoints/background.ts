import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { badgeOf, paintBadge } from '../lib/badge.ts';
import { merged } from '../lib/merged.ts';
import { onWish, type Wish } from '../lib/messages.ts';
import { isAllowed, onPermissionChange } from '../lib/permissions.ts';
import { poll, type Found } from '../lib/poll.ts';
import { refresh, type Surroundings, type Wanted } from '../lib/refresh.ts';
import { onAlarm } from '../lib/schedule.ts';
import { onAnnounce } from '../lib/signal.ts';
import { testSecret } from '../lib/vault.ts';
import { loadView } from '../lib/view.ts';

const world: Surroundings = {
  now: Date.now,
  random: Math.random,
  isOnline: () => navigator.onLine,
  isAllowed,
};

export default defineBackground({
  type: 'module',
  main() {
    // Listeners first, in the first turn: what happens before a listener is added wakes nobody.
    onAlarm(() => turn());
    onWish(grant);
    onPermissionChange(() => turn((_, report) => report?.failure?.kind === 'no-permission'));
    onAnnounce(paint);
    browser.runtime.onInstalled.addListener(() => turn());
    browser.runtime.onStartup.addListener(() => turn());
    self.addEventListener('online', () => turn((_, report) => report?.failure?.kind === 'offline'));
    turn();
  },
});

function turn(wanted?: Wanted): void {
  paint();
  void refresh(world, wanted).then(paint, complain);
}

async function grant(wish: Wish): Promise<Found | undefined> {
  if (wish.wish === 'test') return poll(wish.target, await testSecret(wish), world);
  if (wish.wish === 'catch-up') turn();
  else turn(({ id }) => wish.accounts?.includes(id) ?? true);
  return undefined;
}

/** One after the other, or an older picture could be painted over a newer. */
const paint = merged(async () => {
  const now = Date.now();
  const { accounts } = await loadView(now);
  await paintBadge(badgeOf(accounts, now));
}, complain);

function complain(error: unknown): void {
  console.error(error);
}
