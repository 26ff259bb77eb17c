// @vitest-environment node
import { clear, set } from 'idb-keyval';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { deliver, type Couriers } from '../../lib/alert-delivery.ts';
import { sendingTime } from '../../lib/alert-pending.ts';
import { accountRules, defaultAlertRules } from '../../lib/alert-settings.ts';
import { freshState, type AlertState, type Channel } from '../../lib/alert-state.ts';
import {
  changeAlerts,
  dropAlerts,
  eraseAlerts,
  loadAlerts,
  loadWebhookTrouble,
  saveWebhookTrouble,
} from '../../lib/alert-store.ts';
import type { Alert } from '../../lib/alert.ts';
import { objectStore } from '../../lib/database.ts';
import type { Sent } from '../../lib/webhook.ts';
import { hour, minute, noon, second } from './given.ts';

const rules = accountRules(
  { low: 20, critical: 5 },
  { ...defaultAlertRules, notifications: true, webhook: { preset: 'json', origin: 'https://x.example' } },
  {},
  true,
);

let now: number;
const show = vi.fn<(alert: Alert) => Promise<void>>();
const send = vi.fn<(alert: Alert) => Promise<Sent>>();
const couriers: Couriers = { notification: show, webhook: send };

beforeEach(async () => {
  await clear(objectStore('alerts', 'strict'));
  now = noon;
  show.mockReset().mockResolvedValue(undefined);
  send.mockReset().mockResolvedValue({});
});

const world = { now: () => now, random: () => 0 };
const run = (told: Couriers = couriers) => deliver(() => rules, told, world);
const shown = () => show.mock.calls.map(([{ id }]) => id);
const sent = () => send.mock.calls.map(([{ id }]) => id);

async function pend(account: string, ids: string[], to: Channel[] = ['notification', 'webhook']): Promise<void> {
  const pending = ids.map((id): AlertState['pending'][number] => ({
    alert: { id, kind: 'arrived', account, balance: 'account', at: noon, facts: {} },
    to,
  }));
  await changeAlerts(account, (state = freshState) => ({ ...state, pending: [...state.pending, ...pending] }));
}

const pendingOf = async (account: string) => (await loadAlerts()).get(account)?.pending;

describe('telling', () => {
  test('goes by every way, once', async () => {
    await pend('a', ['1', '2']);
    await pend('b', ['3']);
    expect(await run()).toBeUndefined();
    expect(await run()).toBeUndefined();
    expect([shown(), sent()]).toEqual([
      ['1', '2', '3'],
      ['1', '2', '3'],
    ]);
    expect((await loadAlerts()).get('a')).toMatchObject({ pending: [], delivered: ['1', '2'] });
  });

  test('is done once, though two are at it at the same time', async () => {
    await pend('a', ['1', '2', '3', '4', '5']);
    send.mockImplementation(async () => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      return {};
    });
    await Promise.all([run(), run(), run()]);
    expect(shown().toSorted()).toEqual(['1', '2', '3', '4', '5']);
    expect(sent().toSorted()).toEqual(['1', '2', '3', '4', '5']);
  });

  test('keeps an alert to itself until all ways are done', async () => {
    await pend('a', ['1']);
    send.mockImplementationOnce(async () => {
      expect(await run()).toBe(noon + sendingTime);
      return {};
    });
    await run();
    expect([shown(), sent()]).toEqual([['1'], ['1']]);
  });

  test('leaves what came up meanwhile', async () => {
    await pend('a', ['1']);
    show.mockImplementationOnce(() => pend('a', ['2']));
    await run();
    expect(shown()).toEqual(['1', '2']);
  });

  test('begins nothing after eight seconds, and goes on next time', async () => {
    await pend('a', ['1', '2', '3'], ['webhook']);
    send.mockImplementation(async () => {
      now += 5 * second;
      return {};
    });
    expect(await run()).toBe(now);
    expect(sent()).toEqual(['1', '2']);
    await run();
    expect(sent()).toEqual(['1', '2', '3']);
  });

  test('leaves an account alone whose rules are not known', async () => {
    await pend('a', ['1']);
    expect(await deliver(() => undefined, couriers, world)).toBeUndefined();
    expect(await pendingOf('a')).toHaveLength(1);
  });

  test('keeps what has no courier, and does not wait for it', async () => {
    await pend('a', ['1']);
    expect(await run({ notification: show })).toBeUndefined();
    expect(await pendingOf('a')).toMatchObject([{ to: ['webhook'] }]);
    await run();
    expect([shown(), sent()]).toEqual([['1'], ['1']]);
  });
});

describe('a way that fails', () => {
  test('is tried again later, and the other is not repeated', async () => {
    await pend('a', ['1']);
    show.mockRejectedValueOnce(new Error('no'));
    expect(await run()).toBe(noon + 10 * minute);
    expect(await pendingOf('a')).toMatchObject([{ to: ['notification'] }]);
    expect((await pendingOf('a'))?.[0]).not.toHaveProperty('sending');
    now += 10 * minute;
    await run();
    expect([shown(), sent()]).toEqual([['1', '1'], ['1']]);
  });

  test('is not tried for the next alert in the same turn', async () => {
    await pend('a', ['1', '2']);
    await pend('b', ['3']);
    send.mockResolvedValue({ failure: { kind: 'server', status: 500 }, wait: hour });
    expect(await run()).toBe(noon + hour);
    expect([shown(), sent()]).toEqual([['1', '2', '3'], ['1']]);
    expect(await loadWebhookTrouble(now)).toMatchObject({ failures: 1, notBefore: noon + hour });
    now += hour;
    send.mockResolvedValue({});
    await run();
    expect(sent()).toEqual(['1', '1', '2', '3']);
    expect(await loadWebhookTrouble(now)).toBeUndefined();
  });
});

describe('a message that the receiver refuses', () => {
  test.each([400, 413, 422])('with %i is given up and told as a failure, and the next one is sent', async (status) => {
    await pend('a', ['1', '2']);
    send.mockResolvedValueOnce({}).mockResolvedValueOnce({ failure: { kind: 'rejected', status } });
    expect(await run()).toBeUndefined();
    expect(sent()).toEqual(['1', '2']);
    expect(await pendingOf('a')).toEqual([]);
    expect(await loadWebhookTrouble(now)).toMatchObject({ failures: 1, kind: 'rejected', status, notBefore: noon });
    await pend('b', ['3']);
    await run();
    expect(sent()).toEqual(['1', '2', '3']);
    expect(await loadWebhookTrouble(now)).toBeUndefined();
  });

  test('for its address is kept, and the next one waits', async () => {
    await pend('a', ['1', '2'], ['webhook']);
    send.mockResolvedValueOnce({ failure: { kind: 'not-found', status: 404 } });
    expect(await run()).toBe(noon + 24 * hour);
    expect(sent()).toEqual(['1']);
    expect(await pendingOf('a')).toHaveLength(2);
  });
});

describe('a courier of messages that throws', () => {
  test('keeps no alert from being shown', async () => {
    await pend('a', ['1']);
    await pend('b', ['2']);
    send.mockRejectedValueOnce(new DOMException('no', 'InvalidCharacterError'));
    await run();
    expect(shown()).toEqual(['1', '2']);
    expect(sent()).toEqual(['1', '2']);
    send.mockRejectedValueOnce(new Error('no'));
    await pend('a', ['3']);
    await run();
    expect(await loadWebhookTrouble(now)).toMatchObject({ failures: 1, kind: 'rejected', notBefore: now });
  });
});

describe('a worker that dies', () => {
  /** Does what it did until then, and never comes back. */
  const dying = (stage: 'before' | 'after', tell: (alert: Alert) => unknown) => async (alert: Alert) => {
    if (stage === 'after') await tell(alert);
    return new Promise<never>(() => {});
  };
  const isDead = async (work: Promise<unknown>) =>
    Promise.race([work.then(() => false), new Promise((resolve) => setTimeout(() => resolve(true), 50))]);

  test.each(['before', 'after'] as const)(
    '%s it has shown an alert: the next one tells, with the same id',
    async (stage) => {
      await pend('a', ['1', '2']);
      expect(await isDead(run({ ...couriers, notification: dying(stage, show) }))).toBe(true);
      // The one that died may only be slow.
      expect(await run()).toBe(noon + sendingTime);
      expect(sent()).toEqual(['2']);
      now += sendingTime;
      await run();
      expect(shown()).toEqual(stage === 'after' ? ['1', '2', '1'] : ['2', '1']);
      expect(sent()).toEqual(['2', '1']);
      expect(await pendingOf('a')).toEqual([]);
    },
  );

  test('while it sends a message: that is sent again, and the notification not', async () => {
    await pend('a', ['1']);
    expect(await isDead(run({ ...couriers, webhook: dying('after', send) }))).toBe(true);
    now += sendingTime;
    await run();
    expect([shown(), sent()]).toEqual([['1'], ['1', '1']]);
  });
});

describe('the store', () => {
  test('forgets accounts, and everything', async () => {
    await pend('a', ['1']);
    await pend('b', ['2']);
    await dropAlerts([]);
    await dropAlerts(['a']);
    expect([...(await loadAlerts()).keys()]).toEqual(['b']);
    await saveWebhookTrouble({ version: 1, failures: 1, at: noon, notBefore: noon, kind: 'server' });
    expect([...(await loadAlerts()).keys()]).toEqual(['b']);
    await eraseAlerts();
    expect((await loadAlerts()).size).toBe(0);
    expect(await loadWebhookTrouble(noon)).toBeUndefined();
  });

  test('leaves out what cannot be read', async () => {
    await set('a', { version: 2 }, objectStore('alerts', 'strict'));
    await pend('b', ['1']);
    expect([...(await loadAlerts()).keys()]).toEqual(['b']);
  });
});
