import { originOf } from './account.ts';
import { snoozeAlerts, testNotification, testWebhook, wakeAlerts } from './alert-actions.ts';
import { saveWebhookTrouble } from './alert-store.ts';
import { heldBack } from './due.ts';
import { exportSealed } from './exchange-vault.ts';
import { isPutOff } from './host.ts';
import { loadHost } from './host-store.ts';
import { inLane } from './lanes.ts';
import { grantLock } from './lock-wishes.ts';
import type { Answer, LockWish, Wish } from './messages.ts';
import { lockState } from './passphrase.ts';
import { changePauses } from './pause-store.ts';
import { lastingPauses, untilResumed, withoutPause, withPause, type Pauses } from './pause.ts';
import { poll, type Found } from './poll.ts';
import { changeReport, loadReports } from './report-store.ts';
import type { World } from './request.ts';
import type { Wanted } from './schedule.ts';
import { loadSetup } from './setup-store.ts';
import { testSecret } from './vault.ts';
import { noteVisit } from './visit.ts';

/** What the worker does of itself, and can be asked to do at once. */
export interface Work {
  world: World;
  /** Polls what is due or wanted. */
  turn: (wanted?: Wanted) => Promise<void>;
  /** Gives the alerts that wait. */
  alert: () => void;
  complain: (error: unknown) => void;
}

/** Does what a page wishes for. Polling is begun and not waited for: what comes of it is read from the store. */
export async function grant(wish: Wish, work: Work): Promise<Answer> {
  const { world, turn, alert, complain } = work;
  switch (wish.wish) {
    case 'test':
      return testAccount(wish, world);
    case 'export':
      return exportSealed(wish.passphrase);
    case 'test-webhook':
      return testWebhook(wish.preset, wish.url, world);
    case 'test-notification':
      await testNotification(world.now());
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
      return changeLock(wish, work);
    case 'visit':
      await noteVisit(world.now()).catch(complain);
      await catchUp(turn);
      break;
    case 'catch-up':
      await catchUp(turn);
      break;
    case 'refresh':
      void turn(({ id }) => wish.accounts?.includes(id) ?? true);
      break;
    case 'pause':
      await pauseAnew((pauses) => withPause(pauses, wish.until ?? untilResumed, wish.account), work);
      break;
    case 'resume':
      await pauseAnew((pauses) => withoutPause(pauses, wish.account), work);
      break;
  }
  return undefined;
}

async function pauseAnew(change: (pauses: Pauses) => Pauses, { world, turn }: Work): Promise<void> {
  const ids = (await loadSetup()).accounts.map(({ id }) => id);
  await changePauses((pauses) => lastingPauses(change(pauses), ids, world.now()));
  void turn();
}

async function testAccount(wish: Extract<Wish, { wish: 'test' }>, world: World): Promise<Found> {
  // With the saved key it is one more request to who asked for fewer.
  const saved =
    wish.key === undefined && wish.account !== undefined ? (await loadReports()).get(wish.account) : undefined;
  const now = world.now();
  const origin = originOf(wish.target) ?? '';
  const failure = heldBack(saved, now);
  if (failure) return { failure };
  if (isPutOff(await loadHost(origin), now)) return { failure: { kind: 'rate-limited', at: now } };
  const found = await inLane(origin, async () => poll(wish.target, await testSecret(wish), world));
  if (saved && wish.account !== undefined && found.wait !== undefined) await keepWait(wish.account, found.wait, world);
  return found;
}

/** What the provider asked for with the saved key is held to by polling as well. */
async function keepWait(id: string, asked: number, world: World): Promise<void> {
  const notBefore = world.now() + asked;
  await changeReport(id, (report) => {
    if (notBefore <= (report.notBefore ?? 0)) return report;
    return { ...report, notBefore, asked, dueAt: Math.max(report.dueAt, notBefore) };
  });
}

/** Who was asked for a key in the middle of it may not have found it. */
async function changeLock(wish: LockWish, { world, turn, complain }: Work): Promise<Answer> {
  const outcome = await grantLock(wish, world.now(), complain);
  if (outcome === 'done') void turn((_, report, isPaused) => !isPaused && report?.failure?.kind === 'locked');
  return outcome;
}

/** Unlocking tells nobody; what the lock has kept from being asked is due then. */
async function catchUp(turn: Work['turn']): Promise<void> {
  const isOpen = (await lockState()) !== 'locked';
  void turn((_, report, isPaused) => isOpen && !isPaused && report?.failure?.defect === 'passphrase');
}
