import { laneOf } from './account.ts';
import { snoozeAlerts, testNotification, testWebhook, wakeAlerts } from './alert-actions.ts';
import { saveWebhookTrouble } from './alert-store.ts';
import type { Surroundings } from './check.ts';
import { heldBack } from './due.ts';
import type { Failure } from './failure.ts';
import { hostAfter, isHostFailure, isPutOff } from './host.ts';
import { changeHost, loadHost } from './host-store.ts';
import { inLane } from './lanes.ts';
import { grantExport, grantLock } from './lock-wishes.ts';
import type { Answer, LockWish, Wish } from './messages.ts';
import { lockState } from './passphrase.ts';
import { changePauses } from './pause-store.ts';
import { lastingPauses, pausesFromNow, untilResumed, withoutPause, withPause, type Pauses } from './pause.ts';
import { poll, type Found } from './poll.ts';
import { changeReport, loadReports } from './report-store.ts';
import { hold } from './report.ts';
import type { Wanted } from './schedule.ts';
import { loadSetup } from './setup-store.ts';
import { testSecret } from './vault.ts';
import { noteVisit } from './visit.ts';

/** What the worker does of itself, and can be asked to do at once. */
export interface Work {
  world: Surroundings;
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
      return grantExport(wish.passphrase, complain);
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
  const now = world.now();
  await changePauses((pauses) => lastingPauses(change(pausesFromNow(pauses, now)), ids, now));
  void turn();
}

type Test = Extract<Wish, { wish: 'test' }>;

/** In the lane from the first look to the last word: who waits behind it knows what it was told. */
function testAccount(wish: Test, world: Surroundings): Promise<Found> {
  const origin = laneOf({ ...wish.target, id: wish.account ?? '' });
  return inLane(origin, async () => {
    const failure = await refusal(wish, origin, world.now());
    if (failure) return { failure };
    const found = await poll(wish.target, await testSecret(wish), world);
    await keepWaits(wish, origin, found, world);
    return found;
  });
}

/** Why the test is not made: the host wants to be left alone, or the account does. With the saved key it is one more request to who asked for fewer. */
async function refusal({ key, account = '' }: Test, origin: string, now: number): Promise<Failure | undefined> {
  const failure = key === undefined ? heldBack((await loadReports()).get(account), now) : undefined;
  if (failure) return failure;
  return isPutOff(await loadHost(origin), now) ? { kind: 'rate-limited', at: now } : undefined;
}

/** What the host asked for, and what the provider asked for with the saved key, is held to by polling as well. */
async function keepWaits(
  { key, account: id = '' }: Test,
  origin: string,
  { failure, wait }: Found,
  { now, random }: Surroundings,
): Promise<void> {
  const at = now();
  if (isHostFailure(failure) || (await loadHost(origin)))
    await changeHost(origin, (trouble) => hostAfter(trouble, id, { failure, wait }, at, random));
  if (key !== undefined || wait === undefined) return;
  const account = (await loadSetup()).accounts.find((one) => one.id === id);
  if (!account) return;
  await changeReport(id, (report) => hold(report, account.revision, { notBefore: at + wait, asked: wait }, at));
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
