import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { lostOrigins } from '../lib/access.ts';
import { originOf, type Account } from '../lib/account.ts';
import { openAlert } from '../lib/alert-actions.ts';
import { saveWebhookTrouble } from '../lib/alert-store.ts';
import { giveAlerts } from '../lib/alert-turn.ts';
import { onAlarm, standAlertAlarm } from '../lib/alarm.ts';
import { badgeOf } from '../lib/badge.ts';
import { gathered } from '../lib/gathered.ts';
import { grant, type Work } from '../lib/grant.ts';
import { healing } from '../lib/healed.ts';
import { iconOf } from '../lib/icon.ts';
import { standMenu, type MenuItem } from '../lib/menu.ts';
import { merged } from '../lib/merged.ts';
import { onWish } from '../lib/messages.ts';
import { onNotificationClick } from '../lib/notify.ts';
import { isAllowed, onPermissionChange } from '../lib/permissions.ts';
import type { Surroundings } from '../lib/check.ts';
import { refresh } from '../lib/refresh.ts';
import type { Wanted } from '../lib/schedule.ts';
import { onAnnounce } from '../lib/signal.ts';
import { spaced } from '../lib/spaced.ts';
import { noteAlarm } from '../lib/journal-store.ts';
import { loadSetup } from '../lib/setup-store.ts';
import { paintBadge, paintIcon } from '../lib/toolbar.ts';
import { loadGlance } from '../lib/view.ts';

const hour = 60 * 60_000;

/** A poll announces each of its steps; with many accounts painting them all takes longer than polling. In milliseconds. */
const paintPause = 100;

const world: Surroundings = {
  now: Date.now,
  random: Math.random,
  isOnline: () => navigator.onLine,
  isAllowed,
};

export default defineBackground({
  main() {
    // Listeners first, in the first turn: what happens before a listener is added wakes nobody.
    onAlarm((scheduled) => {
      if (scheduled !== undefined) void noteAlarm({ scheduled, at: Date.now() }).catch(complain);
      void turn();
    });
    onWish((wish) => grant(wish, work), complain);
    onPermissionChange(useNewAccess, tellLostAccess);
    listenToExtras();
    onAnnounce(spaced(paint, paintPause));
    browser.runtime.onInstalled.addListener(() => turn());
    browser.runtime.onStartup.addListener(() => turn());
    self.addEventListener('online', () =>
      turn((_, report, isPaused) => !isPaused && report?.failure?.kind === 'offline'),
    );
    void turn();
  },
});

const healed = healing(Date.now, complain);

const gather = gathered(healed, async (wanted, isWhole) => {
  await refresh(world, wanted, isWhole).then(paint).catch(complain);
  // Of an account that only seems to be gone it would be forgotten what was told already.
  if (isWhole) alert();
});

async function turn(wanted?: Wanted): Promise<void> {
  paint();
  await gather(wanted);
}

/** One at a time, or two would tell the same; and nothing by stores that may not be whole. */
const alert = merged(async () => {
  if (!(await healed())) return;
  const now = Date.now();
  await standAlertAlarm(await giveAlerts(await loadGlance(now), world, complain), now);
}, complain);

const work: Work = { world, turn, alert, complain };

/** Some browsers have nothing to listen to before it is allowed. */
function listenToExtras(): void {
  onNotificationClick(
    (id) =>
      void loadSetup()
        .then(({ accounts }) => openAlert(id, accounts))
        .catch(complain),
  );
  standMenu(choose, complain);
}

function choose(item: MenuItem): void {
  if (item === 'options') void browser.runtime.openOptionsPage().catch(complain);
  else
    void grant(item === 'pause' ? { wish: 'pause', until: Date.now() + hour } : { wish: 'refresh' }, work).catch(
      complain,
    );
}

function useNewAccess(): void {
  listenToExtras();
  const polling = turn((_, report, isPaused) => !isPaused && report?.failure?.kind === 'no-permission');
  // It may be another's.
  const webhook = saveWebhookTrouble().then(() => lostOrigins(world));
  void Promise.all([polling, webhook]).then(alert).catch(complain);
}

/** An account that may no longer be asked says so at once, which costs no request; and so does the webhook. */
function tellLostAccess(): void {
  lostOrigins(world)
    .then(async (lost) => {
      const isLost = (account: Account) => lost.has(originOf(account) ?? '');
      await turn(isLost);
      // Those that were being asked meanwhile were left alone.
      await turn((account, report) => isLost(account) && report?.failure?.kind !== 'no-permission');
    })
    .catch(complain);
}

/** One after the other, or an older picture could be painted over a newer. */
const paint = merged(async () => {
  const now = Date.now();
  const { accounts, settings } = await loadGlance(now);
  await paintBadge(badgeOf(accounts, now, settings.badge, settings.display.discreet));
  await paintIcon(iconOf(accounts));
}, complain);

function complain(error: unknown): void {
  console.error(error);
}
