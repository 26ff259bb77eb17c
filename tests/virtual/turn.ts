import { laneOf, type Account } from '../../lib/account.ts';
import { intervalOf } from '../../lib/due.ts';
import { coolsUntil, fromNow, hostAfter, isHostFailure, isPutOff } from '../../lib/host.ts';
import { present } from '../../lib/present.ts';
import {
  begin,
  emptyReport,
  failuresAfter,
  giveUp,
  lastAttempt,
  postpone,
  tell,
  type Attempt,
  type News,
  type Report,
} from '../../lib/report.ts';
import { backoff, nextDue, type Outcome } from '../../lib/retry.ts';
import { missedRuns, nextTurn, planOf, restsOf, type Books, type Wanted } from '../../lib/schedule.ts';
import { foundIn } from './servers.ts';
import type { Steps } from './worker.ts';
import type { World } from './world.ts';

/**
 * `lib/refresh.ts`, step by step, on virtual time: whatever is changed there has to be changed here. Each `yield` is a
 * moment at which others come in between, or the worker dies.
 */

const startWithin = 10_000;
const cutOff = 30_000;

/** What one access to the database takes, in milliseconds. The same for all, for they are served in the order of asking. */
const access = 2;

export function* turn(world: World, wanted: Wanted): Steps {
  const { store, watch } = world;
  const start = world.now();
  world.turns += 1;
  yield access;
  const reports = new Map(store.reports);
  yield access;
  for (const [origin, known] of store.hosts) store.hosts.set(origin, fromNow(known, start));
  const books = { ...store.books(), reports };
  const { jobs, slots } = planOf(books, start, world.random, wanted);
  standForNext(world, books, start, jobs);
  const wishes = jobs.filter((account) => wanted(account, reports.get(account.id), false));
  watch.planned(jobs, wishes.length);
  yield access;
  dropForsaken(world, books);
  for (const [id, slot] of slots) store.changeReport(id, (report) => postpone(report, slot, start));
  for (const [id, restsUntil] of restsOf(books, start)) store.changeReport(id, (report) => ({ ...report, restsUntil }));
  let left = jobs.length;
  if (left === 0) yield* end(world);
  for (const account of jobs)
    world.inLane(
      laneOf(account),
      () =>
        world.now() - start < startWithin ? check(account, books, wanted, world) : leave(account, books, wanted, world),
      () => {
        left -= 1;
        if (left === 0) world.spawn(end(world));
      },
    );
}

/** What is known of accounts that are gone, and of hosts at which there is none any more. */
function dropForsaken({ store, watch }: World, { accounts, reports, hosts }: Books): void {
  const ids = new Set(accounts.map(({ id }) => id));
  const origins = new Set(accounts.map(laneOf));
  for (const id of reports.keys()) if (!ids.has(id)) store.reports.delete(id);
  for (const origin of hosts.keys()) {
    if (origins.has(origin)) continue;
    store.hosts.delete(origin);
    watch.hosts.delete(origin);
  }
}

function* end(world: World): Steps {
  yield access;
  const reports = new Map(world.store.reports);
  yield access;
  standForNext(world, { ...world.store.books(), reports }, world.now(), []);
  world.turns -= 1;
}

function* leave(account: Account, books: Books, wanted: Wanted, world: World): Steps {
  yield access;
  const seen = books.reports.get(account.id);
  if (!isAsSeen(world.store.reports.get(account.id), seen)) return;
  world.store.changeReport(account.id, ({ slot: _, ...report }) => ({ ...report, wanted: true }));
  world.watch.putOff(account.id, wanted(account, seen, false));
}

function* check({ id }: Account, books: Books, wanted: Wanted, world: World): Steps {
  const { store, watch } = world;
  yield access;
  const { settings } = store;
  const account = store.account(id);
  if (!account?.enabled) return;
  const origin = laneOf(account);
  const seen = books.reports.get(id);
  const isWished = wanted(account, seen, false);
  yield access;
  const hostTrouble = store.hosts.get(origin);
  if (isWished ? isPutOff(hostTrouble, world.now()) : coolsUntil(hostTrouble, world.now()) !== undefined) return;
  if (missedRuns(account, books, world.now()) < 0) throw new Error('fewer than no polls were missed');
  yield access;
  const attempt = claim(account, seen, isWished, world);
  if (!attempt) return;
  // The key is read from the vault.
  yield access;
  const sent = world.send(account, isWished);
  yield sent.reply.latency;
  const reply = world.receive(sent);
  const found = foundIn(reply, account, world.now(), sent.serial);
  const { failure, wait } = found;
  const ended = { failure, asked: reply.asked, moment: world.clocks.moment };
  yield access;
  if (store.account(id)?.revision !== account.revision) return;
  yield access;
  const now = world.now();
  const before = store.reports.get(id);
  store.changeReport(id, (report) => {
    const failures = failuresAfter(report, failure);
    const outcome = present<Outcome>({ failure, wait });
    const dueAt = nextDue(outcome, failures, intervalOf(account, settings), now, world.random);
    const notBefore = wait === undefined ? undefined : now + wait;
    return tell(report, attempt, present<News>({ reading: found.reading, failure, dueAt, notBefore, asked: wait }));
  });
  if (store.reports.get(id) !== before) watch.told(account, settings, ended);
  yield access;
  if (isHostFailure(failure) || books.hosts.has(origin) || store.hosts.has(origin)) {
    yield access;
    store.changeHost(origin, (trouble) => hostAfter(trouble, id, { failure, wait }, now, world.random));
    watch.toldOfHost(sent, ended);
  }
}

function claim(account: Account, seen: Report | undefined, isWished: boolean, world: World): Attempt | undefined {
  const { store, watch } = world;
  let attempt: Attempt | undefined;
  const now = world.now();
  const again = now + cutOff * (1 + world.random());
  store.changeReport(account.id, (report) => {
    attempt = undefined;
    if (!isAsSeen(report, seen)) return report;
    const settled = giveUp(report, now + backoff(report.failures + 1, world.random));
    if (settled.failure !== report.failure) {
      watch.gaveUp(account.id);
      return settled;
    }
    const begun = begin(settled, account.revision, now, again);
    attempt = { number: lastAttempt(begun), revision: account.revision };
    return begun;
  });
  if (attempt) watch.claimed(account, attempt.number, isWished);
  return attempt;
}

function standForNext(world: World, books: Books, now: number, underWay: Account[]): void {
  const others = { ...books, accounts: books.accounts.filter((account) => !underWay.includes(account)) };
  const dues = [nextTurn(others, now), underWay.length > 0 || world.turns > 1 ? now + cutOff : undefined].filter(
    (due) => due !== undefined,
  );
  world.alarm.stand(dues.length > 0 ? Math.min(...dues) : undefined, now, books.settings.interval);
  world.watch.stood();
}

function isAsSeen(report = emptyReport, seen = emptyReport): boolean {
  return lastAttempt(report) === lastAttempt(seen) && report.told === seen.told;
}
