import { clear, delMany, keys, promisifyRequest } from 'idb-keyval';
import { objectStore, readAtOnce } from './database.ts';
import { troubleFrom } from './host.ts';
import { mirroredPauses, mirroredReports, mirroredSetup } from './mirror.ts';
import { pausesFrom } from './pause.ts';
import { checked, recordsOf } from './records.ts';
import type { Books } from './schedule.ts';
import { emptySetup } from './setup-store.ts';
import { reportFrom, setupFrom } from './stored.ts';

/**
 * All that decides what is polled when, read anew. At one moment: else an account could be there without its report, or a
 * report be dropped for want of its account. And from one copy, the mirror where the database holds no setup: an account of
 * the one beside the reports of the other would seem never to have been asked.
 */
export async function loadBooks(): Promise<Books> {
  const [setup, pauses, reports, hosts] = await readAtOnce(['setup', 'reports', 'hosts'], (store) =>
    Promise.all([
      promisifyRequest<unknown>(store('setup').get('setup')),
      promisifyRequest<unknown>(store('setup').get('pauses')),
      recordsOf(store('reports')),
      recordsOf(store('hosts')),
    ]),
  );
  const stored = setupFrom(setup);
  const twin = stored ? undefined : await loadMirroredBooks();
  if (twin) return twin;
  const { seq, accounts, settings } = stored?.setup ?? emptySetup;
  return {
    seq,
    accounts,
    settings,
    reports: checked(reports, reportFrom),
    hosts: checked(hosts, troubleFrom),
    pauses: pausesFrom(pauses),
  };
}

/**
 * The same for who only looks: the mirror's where the database cannot be read, with what kept it from being read. Throws when
 * neither can be read.
 */
export async function loadShownBooks(): Promise<{ books: Books; error?: unknown }> {
  try {
    return { books: await loadBooks() };
  } catch (error) {
    const books = await loadMirroredBooks().catch(() => undefined);
    if (!books) throw error;
    return { books, error };
  }
}

/** What the mirror knows of it; undefined when that is nothing. */
async function loadMirroredBooks(): Promise<Books | undefined> {
  const stored = setupFrom(await mirroredSetup());
  if (!stored) return undefined;
  const { accounts, settings } = stored.setup;
  const reports = checked([...(await mirroredReports(accounts.map(({ id }) => id)))], reportFrom);
  return { accounts, settings, reports, hosts: new Map(), pauses: pausesFrom(await mirroredPauses()) };
}

/** Empties every store but for the setup, which has to be emptied before: it is the mark that there is nothing to miss. */
export async function eraseStores(): Promise<void> {
  const others = (['reports', 'hosts', 'journal', 'quarantine', 'alerts'] as const).map((name) =>
    objectStore(name, 'relaxed'),
  );
  await Promise.all([...others.map((store) => clear(store)), eraseBesideSetup()]);
}

async function eraseBesideSetup(): Promise<void> {
  const setupStore = objectStore('setup', 'strict');
  const left = (await keys<string>(setupStore)).filter((key) => key !== 'setup');
  await delMany(left, setupStore);
}
