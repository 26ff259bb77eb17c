import { h, render } from 'preact';
import { expect } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { StorageNotices } from '../../../components/StorageNotices.tsx';
import { badgeOf } from '../../../lib/badge.ts';
import { clock } from '../../../lib/format.ts';
import { ageOf } from '../../../lib/sentences.ts';
import { loadView } from '../../../lib/view.ts';
import { minute } from '../given.ts';
import { figure, type Scene } from './scene.ts';
import { rowOf } from '../row.ts';

/** What the popup shows of the account and of the stores, also while the database cannot be read. */
export interface Shown {
  row: string;
  status: string | undefined;
  readAt: number | undefined;
  nextAt: number | undefined;
  /** The sentences on the stores. */
  stores: string[];
  badge: string;
}

export async function shownIn(scene: Scene, { id } = scene.account): Promise<Shown> {
  const { accounts, troubles } = await loadView(scene.now);
  const shown = accounts.find(({ account }) => account.id === id);
  if (!shown) throw new Error(`the account ${id} is not shown`);
  const [row, stores] = [document.createElement('ul'), document.createElement('div')];
  render(rowOf(shown, scene.now), row);
  render(h(StorageNotices, { troubles, onDismiss: () => undefined }), stores);
  return {
    row: row.textContent ?? '',
    status: row.querySelector('[role=status]')?.textContent ?? undefined,
    readAt: shown.report?.reading?.at,
    nextAt: shown.nextAt,
    stores: [...stores.querySelectorAll('p')].map(({ textContent }) => textContent ?? ''),
    badge: badgeOf(accounts, scene.now).title,
  };
}

interface Expected {
  /** When the reading was made. */
  at: number;
  /** When the account is next polled; an interval after the reading, unless said otherwise. */
  next?: number;
  /** What is wrong with the account. */
  status?: string;
  /** What is wrong with the stores. */
  stores?: string[];
}

/** The value, its time, the sentences and the next attempt. */
export async function expectShown(scene: Scene, expected: Expected, account = scene.account): Promise<void> {
  const { at, next = at + 15 * minute, status, stores = [] } = expected;
  const shown = await shownIn(scene, account);
  expect(shown.row).toContain(figure);
  expect(shown.row).toContain(ageOf(at, scene.now));
  expect(shown.badge).toContain(`checked ${clock(at, scene.now)}`);
  expect([shown.readAt, shown.nextAt]).toEqual([at, next]);
  expect([shown.status, shown.stores]).toEqual([status, stores]);
  if (status !== undefined) expect(shown.row).toContain(`Next try ${clock(next, scene.now)}.`);
}

/** When the worker next goes to work, in milliseconds since 1970; what stands no later than `gone` has gone off. */
export async function alarmTime(gone = 0): Promise<number | undefined> {
  const all = (await fakeBrowser.alarms.getAll()).map(({ scheduledTime }) => scheduledTime);
  const moments = all.filter((moment) => moment > gone);
  return moments.length > 0 ? Math.min(...moments) : undefined;
}
