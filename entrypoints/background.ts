import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { originOf, type Account } from '../lib/account.ts';
import { openAlert, snoozeAlerts, testNotification, testWebhook, wakeAlerts } from '../lib/alert-actions.ts';
import { saveWebhookTrouble } from '../lib/alert-store.ts';
import { giveAlerts } from '../lib/alert-turn.ts';
import { onAlarm, standAlertAlarm } from '../lib/alarm.ts';
import { badgeOf, paintBadge, paintIcon } from '../lib/badge.ts';
import { heldBack } from '../lib/due.ts';
import { exportSealed } from '../lib/exchange-vault.ts';
import { gathered } from '../lib/gathered.ts';
import { heal } from '../lib/heal.ts';
import { iconOf } from '../lib/icon.ts';
import { inLane } from '../lib/lanes.ts';
import { grantLock } from '../lib/lock-wishes.ts';
import { standMenu, type MenuItem } from '../lib/menu.ts';
import { merged } from '../lib/merged.ts';
import { onWish, type Answer, type Wish } from '../lib/messages.ts';
import { onNotificationClick } from '../lib/notify.ts';
import { untilResumed, withoutPause, withPause } from '../lib/pause.ts';
import { isAllowed, notAllowed, onPermissionChange } from '../lib/permissions.ts';
import { lockState } from '../lib/passphrase.ts';
import { poll } from '../lib/poll.ts';
import { refresh, type Surroundings } from '../lib/refresh.ts';
import type { Wanted } from '../lib/schedule.ts';
import { onAnnounce } from '../lib/signal.ts';
import { noteAlarm } from '../lib/journal-store.ts';
import { changePauses } from '../lib/pause-store.ts';
import { loadReports } from '../lib/report-store.ts';
import { loadSetup } from '../lib/setup-store.ts';
import { testSecret } from '../lib/vault.ts';
import { loadView } from '../lib/view.ts';
import { noteVisit } from '../lib/visit.ts';

const hour = 60 * 60_000;

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
    onWish(grant, complain);
    onPermissionChange(useNewAccess, tellLostAccess);
    listenToExtras();
    onAnnounce(paint);
    browser.runtime.onInstalled.addListener(() => turn());
    browser.runtime.onStartup.addListener(() => turn());
    self.addEventListener('online', () =>
      turn((_, report, isPaused) => !isPaused && report?.failure?.kind === 'offline'),
    );
    void turn();
  },
});

/** Once in the life of a worker, before anything else is done; again, if it failed. Whether the stores are whole. */
let healing: Promise<boolean> | undefined;

function healed(): Promise<boolean> {
  healing ??= heal(Date.now()).then(
    () => true,
    (error: unknown) => {
      complain(error);
      healing = undefined;
      return false;
    },
  );
  return healing;
}

const gather = gathered(healed, async (wanted, isWhole) => {
  await refresh(world, wanted, isWhole).then(paint, complain);
  // Of an account that only seems to be gone it would be forgotten what was told already.
  if (isWhole) alert();
});

async function turn(wanted?: Wanted): Promise<void> {
  paint();
  await gather(wanted);
}

/** One at a time, or two would tell the same. */
const alert = merged(async () => {
  const now = Date.now();
  await standAlertAlarm(await giveAlerts(await loadView(now), world), now);
}, complain);

/** Some browsers have nothing to listen to before it is allowed. */
function listenToExtras(): void {
  onNotificationClick((id) => void loadSetup().then(({ accounts }) => openAlert(id, accounts), complain));
  void standMenu(choose).catch(complain);
}

function choose(item: MenuItem): void {
  if (item === 'options') void browser.runtime.openOptionsPage();
  else void grant(item === 'pause' ? { wish: 'pause', until: Date.now() + hour } : { wish: 'refresh' }).catch(complain);
}

function useNewAccess(): void {
  listenToExtras();
  const polling = turn((_, report, isPaused) => !isPaused && report?.failure?.kind === 'no-permission');
  void saveWebhookTrouble().then(() => polling.then(alert), complain);
}

/** An account that may no longer be asked says so at once, which costs no request. */
function tellLostAccess(): void {
  const looking = loadSetup().then(({ accounts }) =>
    notAllowed(accounts.flatMap((account) => originOf(account) ?? [])),
  );
  looking.then(async (lost) => {
    const isLost = (account: Account) => lost.has(originOf(account) ?? '');
    await turn(isLost);
    // Those that were being asked meanwhile were left alone.
    await turn((account, report) => isLost(account) && report?.failure?.kind !== 'no-permission');
  }, complain);
}

async function grant(wish: Wish): Promise<Answer> {
  switch (wish.wish) {
    case 'test': {
      // With the saved key it is one more request to who asked for fewer.
      const saved =
        wish.key === undefined && wish.account !== undefined ? (await loadReports()).get(wish.account) : undefined;
      const failure = heldBack(saved, Date.now());
      if (failure) return { failure };
      return inLane(originOf(wish.target) ?? '', async () => poll(wish.target, await testSecret(wish), world));
    }
    case 'export':
      return exportSealed(wish.passphrase);
    case 'test-webhook':
      return testWebhook(wish.preset, wish.url, world);
    case 'test-notification':
      await testNotification(Date.now());
      break;
    case 'retry-webhook':
      await saveWebhookTrouble();
      alert();
      break;
    case 'snooze':
      await snoozeAlerts(wish.accounts, wish.until);
      break;
    case 'wake':
      await wakeAlerts(wish.accounts);
      alert();
      break;
    case 'lock-on':
    case 'lock-off':
    case 'lock-change':
      return grantLock(wish, Date.now(), complain);
    case 'visit':
      await noteVisit(Date.now()).catch(complain);
      await catchUp();
      break;
    case 'catch-up':
      await catchUp();
      break;
    case 'refresh':
      void turn(({ id }) => wish.accounts?.includes(id) ?? true);
      break;
    case 'pause':
      await changePauses((pauses) => withPause(pauses, wish.until ?? untilResumed, wish.account));
      void turn();
      break;
    case 'resume':
      await changePauses((pauses) => withoutPause(pauses, wish.account));
      void turn();
      break;
  }
  return undefined;
}

/** Unlocking tells nobody; what the lock has kept from being asked is due then. */
async function catchUp(): Promise<void> {
  const isOpen = (await lockState()) !== 'locked';
  void turn((_, report, isPaused) => isOpen && !isPaused && report?.failure?.defect === 'passphrase');
}

/** One after the other, or an older picture could be painted over a newer. */
const paint = merged(async () => {
  const now = Date.now();
  const { accounts, settings } = await loadView(now);
  await paintBadge(badgeOf(accounts, now, settings.badge));
  await paintIcon(iconOf(accounts));
}, complain);

function complain(error: unknown): void {
  console.error(error);
}
