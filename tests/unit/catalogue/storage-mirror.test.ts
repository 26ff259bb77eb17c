// @vitest-environment node
import { afterEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { enableAccount } from '../../../lib/accounts.ts';
import type { Balance } from '../../../lib/balance.ts';
import { balancesOf } from '../../../lib/provider.ts';
import { providers } from '../../../lib/providers/index.ts';
import type { Report } from '../../../lib/report.ts';
import { changeReport } from '../../../lib/report-store.ts';
import { loadSetup } from '../../../lib/setup-store.ts';
import { reportFrom } from '../../../lib/stored.ts';
import { day, minute, noon, reportOf } from '../given.ts';
import { readsWell, stopAll, turn } from './scene.ts';
import { alarmTime, expectShown } from './shown.ts';

afterEach(stopAll);

/** All that a provider may tell of these balances, and all that may go wrong, with texts of the greatest length. */
function largest(ids: string[], text: string): Report {
  const figure = -123_456_789_012_345.67;
  const moment = noon + day;
  const part = { kind: 'wallet' as const, name: text, remaining: figure, expiresAt: moment };
  const balanceWith = (id: string): Balance => ({
    id,
    remaining: figure,
    used: figure,
    limit: figure,
    unit: 'credit',
    plan: text,
    resetsAt: moment,
    rollover: false,
    parts: Array.from({ length: 40 }, () => part),
  });
  return reportOf({
    reading: { at: noon, asOf: noon, balances: ids.map(balanceWith) },
    failure: { kind: 'payment-required', at: noon, status: 400, host: 'h'.repeat(253), said: text },
    failures: 1234,
    cutOffs: 1234,
    notBefore: moment,
    dueAt: moment,
    told: 1_234_567,
    highWater: Object.fromEntries(ids.map((id) => [id, figure])),
    oddities: Object.fromEntries(ids.map((id) => [id, { kind: 'jump', at: noon, before: figure }])),
  });
}

describe('the local storage, when it is full', () => {
  const { local } = fakeBrowser.storage;
  const told = providers.map((provider) => [provider.id, balancesOf(provider)] as const);

  test.each(told)('S4 holds at most 1 kB for an account of %s, and in it what counts', async (__, ids) => {
    const texts = Array.from({ length: 13 }, (_, tens) => ['x'.repeat(10 * tens), '余'.repeat(10 * tens)]).flat();
    for (const text of texts) {
      const report = largest(ids, text);
      await changeReport('a', (before) => ({ ...report, told: before.told + 1 }));
      const twin = (await local.get('m:r:a'))['m:r:a'];
      expect(new TextEncoder().encode(JSON.stringify(twin)).length).toBeLessThanOrEqual(1024);
      expect(reportFrom(twin)).toMatchObject({
        reading: {
          at: noon,
          asOf: noon,
          balances: ids.map((id) => ({ id, remaining: report.highWater[id], unit: 'credit' })),
        },
        failure: { kind: 'payment-required', at: noon },
        failures: 1234,
        dueAt: noon + day,
        notBefore: noon + day,
        highWater: report.highWater,
      });
    }
  });

  test('S4 is no reason for a poll to fail, nor for a complaint', async () => {
    const scene = await readsWell();
    scene.now += 15 * minute;
    vi.spyOn(local, 'set').mockRejectedValue(new Error('quota exceeded'));
    await turn(scene);
    await expectShown(scene, { at: scene.now });
    expect(await alarmTime()).toBe(scene.now + 15 * minute);
  });

  test('S4 is no reason for a change of the options to fail', async () => {
    await readsWell();
    vi.spyOn(local, 'set').mockRejectedValue(new Error('quota exceeded'));
    await enableAccount('a', false);
    expect((await loadSetup()).accounts.map(({ enabled }) => enabled)).toEqual([false]);
  });
});
