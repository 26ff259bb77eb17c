import { expect, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { clock } from '../../../lib/format.ts';
import { ageOf } from '../../../lib/sentences.ts';
import { loadReports } from '../../../lib/report-store.ts';
import { loadSetup } from '../../../lib/setup-store.ts';
import type { Fault } from '../../simulator/faults.ts';
import { day, hour, minute, second } from '../given.ts';
import { canary, figure, hostOf, look, nextOf, readsWell, turn, type Scene, type Seen } from './scene.ts';

/** From when on to when the next attempt may be, in milliseconds after the last. */
type Span = readonly [earliest: number, latest: number];

/** The classes of delays, as they are after the first failure. */
export const soon: Span = [30 * second, 2 * minute];
export const later: Span = [5 * minute, 30 * minute];
export const held: Span = [day, day];
export const normal: Span = [15 * minute, 15 * minute];
export const circuit: Span = [48 * minute, hour];
/** As the provider asked for, and up to a tenth later. */
export const asked = (delay: number): Span => [delay, delay * 1.1];

/** A row of the catalogue whose fault keeps the account from being read. */
export interface Row {
  inject: (scene: Scene) => unknown;
  /** Without it, the simulator's faults are cleared. */
  heal?: (scene: Scene) => unknown;
  /** What the user reads; `{host}` is the account's. */
  sentence: string;
  next: Span;
  /** How often in a row it has to fail. */
  turns?: number;
  /** How many failures are counted then, if it is not as many. */
  failures?: number;
  /** What is expected beyond the value, its time, the sentence and the next attempt. The log begins with the fault. */
  beyond?: (scene: Scene, seen: Seen) => unknown;
}

/** The fault meets every request until it is cleared. */
export const meets =
  (fault: Fault): Row['inject'] =>
  ({ simulator }) =>
    simulator.fault({ provider: 'coinstats' }, fault);

/** The least of chance, and nearly the most. */
export const chances = [0, 0.999_999];

/** Plays a row with the least and with the most of chance, each time from a good reading to the next good reading. */
export async function expectRow(row: Row, scene?: Scene): Promise<void> {
  const played = scene ?? (await readsWell());
  for (const chance of chances) {
    played.chance = chance;
    await expectTrouble(played, row);
    await expectRecovery(played, row);
  }
}

/** Fails the account, and leaves it failing. */
export async function expectTrouble(scene: Scene, row: Row): Promise<Seen> {
  const { reading } = (await look(scene)).report;
  scene.now = await nextOf(scene);
  scene.simulator.clearRequests();
  await row.inject(scene);
  await turn(scene);
  for (let again = 1; again < (row.turns ?? 1); again += 1) {
    scene.now = Math.ceil(await nextOf(scene));
    await turn(scene);
  }
  const seen = await look(scene);
  const { report, shown } = seen;

  expect(reading).toBeDefined();
  expect(report.reading, 'the last good reading and its time stay').toEqual(reading);
  expect(shown.stale).toBe(true);
  expect(seen.row).toContain(figure);
  expect(seen.row).toContain(ageOf(reading?.at ?? 0, scene.now));
  expect(seen.badge.title).toContain(`checked ${clock(reading?.at ?? 0, scene.now)}`);

  const sentence = row.sentence.replaceAll('{host}', hostOf(scene));
  expect(report).toMatchObject({ failure: { at: scene.now }, failures: row.failures ?? row.turns ?? 1 });
  expect(seen.status).toBe(sentence);
  expect(seen.badge.title).toContain(sentence);

  const next = shown.nextAt ?? Number.NaN;
  expectNext(next - scene.now, row.next, scene.chance);
  expect(report.dueAt, 'the next attempt is persisted').toBe(next);
  expect(seen.row).toContain(`Next try ${clock(next, scene.now)}.`);

  await expectNoKey(seen);
  await row.beyond?.(scene, seen);
  return seen;
}

/** Not a moment too early, the account is asked again; and when all is well again, nothing is left of the failure. */
async function expectRecovery(scene: Scene, { heal }: Row): Promise<void> {
  const next = await nextOf(scene);
  const fetching = vi.spyOn(globalThis, 'fetch').mockClear();
  scene.now = Math.ceil(next) - 1;
  await turn(scene);
  expect(fetching).not.toHaveBeenCalled();
  if (heal) await heal(scene);
  else scene.simulator.clearFaults();
  scene.now = Math.ceil(next);
  await turn(scene);
  await expectGood(scene);
}

/** A new reading, no failure, and the next attempt an interval from now, whatever chance says. */
export async function expectGood(scene: Scene): Promise<Seen> {
  const seen = await look(scene);
  expect(seen.report).toMatchObject({ reading: { at: scene.now }, failures: 0 });
  expect(seen.report).not.toHaveProperty('failure');
  expect(seen.status).toBeUndefined();
  expect(seen.shown).toMatchObject({ stale: false, nextAt: scene.now + normal[0] });
  expect(seen.report.dueAt).toBe(scene.now + normal[0]);
  expect(seen.badge.title).toContain(`checked ${clock(scene.now, scene.now)}`);
  await expectNoKey(seen);
  return seen;
}

/** An answer that can be read: what it says replaces what was known, an interval after it. */
export async function expectReading(scene: Scene, inject: Row['inject']): Promise<Seen> {
  scene.now = await nextOf(scene);
  await inject(scene);
  await turn(scene);
  return expectGood(scene);
}

/** A delay that lies between its bounds just where chance puts it. */
export function expectNext(delay: number, [earliest, latest]: Span, chance: number): void {
  const wanted = earliest + chance * (latest - earliest);
  // The most of chance is a millisecond or so short of the end; the least is exact.
  expect(Math.abs(delay - wanted), `next after ${delay} ms, not ${wanted}`).toBeLessThanOrEqual(chance);
}

/** Neither in what is stored nor in what is seen is there a part of the key, in any of its forms. */
export async function expectNoKey(...seen: Seen[]): Promise<void> {
  const stored = [await fakeBrowser.storage.local.get(null), [...(await loadReports())], await loadSetup()];
  const texts = JSON.stringify([stored, seen]).toLowerCase();
  const bytes = Buffer.from(canary);
  for (const form of [canary, bytes.toString('base64'), bytes.toString('hex')]) {
    for (let at = 0; at + 8 <= form.length; at += 1) {
      expect(texts).not.toContain(form.slice(at, at + 8).toLowerCase());
    }
  }
}
