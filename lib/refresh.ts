import { check, cutOff, drop, isAsSeen, type Surroundings } from './check.ts';
import { laneOf, type Account } from './account.ts';
import { standAlarm, standGuard, standLockAlarm } from './alarm.ts';
import { lockDue, lockWhenUnused } from './auto-lock.ts';
import { fromNow } from './host.ts';
import { inLane } from './lanes.ts';
import { markUnsaved } from './notices.ts';
import { pausesFromNow } from './pause.ts';
import { changePauses } from './pause-store.ts';
import { emptyReport, postpone } from './report.ts';
import { nextTurn, planOf, restsOf, type Books, type Wanted } from './schedule.ts';
import { changeHost, dropHosts } from './host-store.ts';
import { loadIdsSetAside } from './quarantine.ts';
import { changeReport } from './report-store.ts';
import { loadBooks } from './store.ts';

/** A turn starts no request after this, so that it ends within 25 s: browsers end a worker at 30. */
const startWithin = 10_000;

/**
 * One turn of the worker: polls what is due or wanted, commits each result as it comes, lets the alarm stand for the next.
 * While the stores may not be whole, nothing is dropped for want of its account.
 */
export async function refresh(world: Surroundings, wanted: Wanted = () => false, isWhole = true): Promise<void> {
  try {
    const ends = await turn(world, wanted, isWhole);
    // One account's trouble with the store is told, and has not kept the others from being polled.
    const troubles = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
    if (troubles.length > 0) throw new AggregateError(troubles, 'some reports were not saved');
  } catch (error) {
    // The store is busy or the disk full: that passes, and polling has to go on then. Not by the polls' own alarm: that is
    // witness that there are accounts, of which nothing may be known.
    await Promise.allSettled([markUnsaved(true), standGuard(world.now())]);
    throw error;
  }
  await markUnsaved(false);
}

/** Turns that are under way in this worker. They overlap: something may be wished for while the alarm's is under way. */
let turns = 0;

async function turn(world: Surroundings, wanted: Wanted, isWhole: boolean): Promise<PromiseSettledResult<void>[]> {
  turns += 1;
  let ends: PromiseSettledResult<void>[];
  try {
    ends = await pollAll(world, wanted, isWhole);
  } finally {
    turns -= 1;
  }
  await standForNext(await loadBooks(), world.now(), [], turns > 0);
  return ends;
}

async function pollAll(world: Surroundings, wanted: Wanted, isWhole: boolean): Promise<PromiseSettledResult<void>[]> {
  const start = world.now();
  const books = await booksFromNow(start);
  await lockWhenUnused(books.settings.lockAfter, start);
  const { jobs, slots } = planOf(books, start, world.random, wanted);
  // Should this turn be cut off, the alarm brings the next.
  await standForNext(books, start, jobs, turns > 1);
  const ends = await Promise.allSettled([
    ...(isWhole ? [dropOrphans(books)] : []),
    ...[...slots].map(([id, slot]) => changeReport(id, (report) => postpone(report, slot, start))),
    ...[...restsOf(books, start)].map(([id, restsUntil]) => changeReport(id, (report) => ({ ...report, restsUntil }))),
    ...jobs.map(async (account) => {
      const keep = await inLane(laneOf(account), async () => {
        if (world.now() - start < startWithin) return check(account, books, wanted, world, isWhole);
        await putOff(account.id, books.reports.get(account.id));
      });
      await keep?.();
    }),
  ]);
  return ends;
}

/** As they are stored; where the clock was set back, pauses and what is to be waited for at hosts count from now. */
async function booksFromNow(now: number): Promise<Books> {
  const books = await loadBooks();
  const hosts = new Map([...books.hosts].map(([origin, trouble]) => [origin, fromNow(trouble, now)] as const));
  const shifted = [...hosts.keys()].filter((origin) => hosts.get(origin) !== books.hosts.get(origin));
  await Promise.all(shifted.map((origin) => changeHost(origin, (trouble) => trouble && fromNow(trouble, now))));
  const pauses = pausesFromNow(books.pauses, now);
  if (pauses !== books.pauses) await changePauses((stored) => pausesFromNow(stored, now));
  return { ...books, hosts, pauses };
}

/** Drops what is left of accounts that are gone, but not of those that could not be read and were set aside. */
async function dropOrphans(books: Books): Promise<void> {
  const [orphans, forsaken] = [orphansIn(books), forsakenIn(books)];
  if (orphans.length === 0 && forsaken.length === 0) return;
  const aside = await loadIdsSetAside();
  const isOfOneAside = (origin: string) => books.hosts.get(origin)?.accounts.some((id) => aside.has(id));
  await Promise.all([
    drop(orphans.filter((id) => !aside.has(id))),
    dropHosts(forsaken.filter((origin) => !isOfOneAside(origin))),
  ]);
}

/** The ids of reports whose account is gone. */
function orphansIn({ accounts, reports }: Books): string[] {
  const ids = new Set(accounts.map(({ id }) => id));
  return [...reports.keys()].filter((id) => !ids.has(id));
}

/** Origins in trouble at which there is no account any more. */
function forsakenIn({ accounts, hosts }: Books): string[] {
  const origins = new Set(accounts.map(laneOf));
  return [...hosts.keys()].filter((origin) => !origins.has(origin));
}

/** The turn has no time left for it; another may have had. */
async function putOff(id: string, seen = emptyReport): Promise<void> {
  await changeReport(id, (report) => {
    const { slot: _, ...known } = report;
    return isAsSeen(report, seen) ? { ...known, wanted: true } : report;
  });
}

/** `hasOthers` while other turns are under way, which may be cut off as well. */
async function standForNext(books: Books, now: number, underWay: Account[], hasOthers: boolean): Promise<void> {
  const others = { ...books, accounts: books.accounts.filter((account) => !underWay.includes(account)) };
  const dues = [nextTurn(others, now), underWay.length > 0 || hasOthers ? now + cutOff : undefined].filter(
    (due) => due !== undefined,
  );
  await standAlarm(dues.length > 0 ? Math.min(...dues) : undefined, now, books.settings.interval);
  await standLockAlarm(await lockDue(books.settings.lockAfter));
}
