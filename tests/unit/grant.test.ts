// @vitest-environment node
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { grant, type Work } from '../../lib/grant.ts';
import { changeHost } from '../../lib/host-store.ts';
import { changePauses, loadPauses } from '../../lib/pause-store.ts';
import { untilResumed } from '../../lib/pause.ts';
import { changeReport, loadReports } from '../../lib/report-store.ts';
import type { Wanted } from '../../lib/schedule.ts';
import { changeSetup } from '../../lib/setup-store.ts';
import { saveSecrets } from '../../lib/vault.ts';
import { deriveQuickly, storeAsBrowsersDo } from './given-vault.ts';
import { accountAt, accountOf, emptyStores, minute, noon, reportOf, worldOf } from './given.ts';

/** What the worker does when a page wishes for it. */

const turn = vi.fn<(wanted?: Wanted) => Promise<void>>();
const complain = vi.fn<(error: unknown) => void>();
const work: Work = { world: worldOf(), turn, alert: () => {}, complain };

beforeEach(async () => {
  await emptyStores();
  storeAsBrowsersDo();
  deriveQuickly();
  turn.mockReset().mockResolvedValue();
  complain.mockReset();
});

describe('a wish about the passphrase', () => {
  const locked = reportOf({ failure: { kind: 'locked', defect: 'damaged', at: noon } });

  test('lets those be asked again that found no key meanwhile, unless they are paused', async () => {
    expect(await grant({ wish: 'lock-on', passphrase: 'correct horse battery' }, work)).toBe('done');
    const [wanted] = turn.mock.calls[0] ?? [];
    expect(wanted?.(accountOf(), locked, false)).toBe(true);
    expect(wanted?.(accountOf(), locked, true)).toBe(false);
    expect(wanted?.(accountOf(), reportOf({ failure: { kind: 'server', at: noon } }), false)).toBe(false);
  });

  test('asks nobody when it came to nothing', async () => {
    const wish = { wish: 'lock-change', passphrase: 'correct horse battery', old: 'another' } as const;
    expect(await grant(wish, work)).toBe('off');
    expect(turn).not.toHaveBeenCalled();
  });
});

describe('a wish to test an account', () => {
  const origin = 'https://one.example';
  const wish = { wish: 'test', target: accountAt('a'), account: 'a' } as const;
  const answers = vi.fn<typeof fetch>();

  beforeEach(async () => {
    vi.stubGlobal('fetch', answers);
    answers
      .mockReset()
      .mockImplementation(async () => new Response('{}', { status: 429, headers: { 'Retry-After': '600' } }));
    await saveSecrets(new Map([['a', { key: 'sk-canary-a-0123456789', origin }]]));
    await changeSetup((setup) => ({ ...setup, accounts: [accountAt('a')] }));
    await changeReport('a', () => reportOf({ notBefore: noon - minute, asked: minute }));
    return () => vi.unstubAllGlobals();
  });

  test.each([{ key: 'typed' }, {}])('asks no host that has asked to be left alone (%j)', async (typed) => {
    const trouble = { failures: 1, accounts: ['b'], at: noon, opensAt: noon, notBefore: noon + minute };
    await changeHost(origin, () => trouble);
    expect(await grant({ ...wish, ...typed }, work)).toEqual({ failure: { kind: 'rate-limited', at: noon } });
    expect(answers).not.toHaveBeenCalled();
    await changeHost(origin, () => ({ ...trouble, notBefore: noon }));
    await grant({ ...wish, ...typed }, work);
    expect(answers).toHaveBeenCalled();
  });

  test('lets polling wait as well for what the provider asked for with the saved key', async () => {
    await grant(wish, work);
    const until = noon + 10 * minute;
    expect((await loadReports()).get('a')).toMatchObject({ notBefore: until, asked: 10 * minute, dueAt: until });
  });

  test('leaves the account alone when another key was typed', async () => {
    await grant({ ...wish, key: 'typed' }, work);
    expect(answers).toHaveBeenCalled();
    expect((await loadReports()).get('a')?.notBefore).toBe(noon - minute);
  });
});

describe('a wish to pause or to resume', () => {
  const before = { all: noon, accounts: { a: noon + minute, b: noon, gone: untilResumed } };

  beforeEach(async () => {
    await changeSetup((setup) => ({ ...setup, accounts: ['a', 'b', 'c'].map((id) => accountOf({ id })) }));
    await changePauses(() => before);
  });

  test('forgets the pauses that are over, and those of accounts that are gone', async () => {
    await grant({ wish: 'pause', account: 'c' }, work);
    expect(await loadPauses()).toEqual({ at: noon, accounts: { a: noon + minute, c: untilResumed } });
    await grant({ wish: 'resume', account: 'a' }, work);
    expect(await loadPauses()).toEqual({ at: noon, accounts: { c: untilResumed } });
    expect(turn).toHaveBeenCalledTimes(2);
  });

  test('of all leaves those of the accounts as they are', async () => {
    await grant({ wish: 'pause', until: noon + 2 * minute }, work);
    expect(await loadPauses()).toEqual({ at: noon, all: noon + 2 * minute, accounts: { a: noon + minute } });
  });
});
