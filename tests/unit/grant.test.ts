// @vitest-environment node
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { grant, type Work } from '../../lib/grant.ts';
import type { Wanted } from '../../lib/schedule.ts';
import { deriveQuickly, storeAsBrowsersDo } from './given-vault.ts';
import { accountOf, emptyStores, noon, reportOf, worldOf } from './given.ts';

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
