// @vitest-environment node
import { afterEach, describe, expect, test, vi } from 'vitest';
import { minute, second } from '../given.ts';
import { nameHost, startTlsFront, type TlsFront } from './addresses.ts';
import { circuit, expectGood, expectRow, expectTrouble, meets, soon, type Row } from './row.ts';
import { canary, readsWell, start, stop, stopAll, turn, type Scene } from './scene.ts';

afterEach(stopAll);

/** A browser does not tell why a host cannot be reached, so these rows share one sentence. */
const unreachable = 'Could not reach {host}. Check the network and the base URL.';

async function comesBack(scene: Scene): Promise<void> {
  scene.simulator = await start(Number(new URL(scene.simulator.url).port));
  scene.simulator.addAccount('coinstats', canary);
}

function expectNothingAsked({ simulator }: Scene): void {
  expect(simulator.requests).toEqual([]);
}

test('N1 a closed port is a host that cannot be reached', () =>
  expectRow({ inject: ({ simulator }) => stop(simulator), heal: comesBack, sentence: unreachable, next: soon }));

test('N2 a name that is not found is the same', async () => {
  const { address, forget, remember } = nameHost();
  const inject: Row['inject'] = async (scene) => {
    // The connection that stands needs no name.
    await stop(scene.simulator);
    await comesBack(scene);
    forget();
  };
  await expectRow({ inject, heal: remember, sentence: unreachable, next: soon }, await readsWell({ address }));
});

describe('with less time to wait', () => {
  const realTimeout = AbortSignal.timeout.bind(AbortSignal);
  const unanswered = {
    heal: ({ simulator }: Scene) => {
      simulator.clearFaults();
      vi.mocked(AbortSignal.timeout).mockRestore();
    },
    sentence: '{host} did not answer within 15 seconds.',
    next: soon,
    beyond: async ({ simulator }: Scene) => {
      expect(AbortSignal.timeout).toHaveBeenCalledExactlyOnceWith(15 * second);
      await vi.waitFor(() => expect(simulator.requests.at(-1)?.ended, 'the server sees it given up').toBeDefined());
    },
  };
  const hurried = (inject: Row['inject']) => (scene: Scene) => {
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => realTimeout(250));
    return inject(scene);
  };

  test('N3 an answer that never comes is given up after 15 seconds', () =>
    expectRow({ ...unanswered, inject: hurried(meets({ kind: 'hang' })) }));

  test('N4 an answer that drips is given up by its whole time, and not by that of each drop', () =>
    expectRow({ ...unanswered, inject: hurried(meets({ kind: 'drip', ms: 20 })) }));
});

test('N5 a connection that is reset is a host that cannot be reached', () =>
  expectRow({ inject: meets({ kind: 'reset' }), sentence: unreachable, next: soon }));

test('N11 a certificate that nobody signed is a host that cannot be reached', async () => {
  const fronts: TlsFront[] = [];
  const trust = (isTrusted: boolean) => fronts.forEach((front) => front.trust(isTrusted));
  const scene = await readsWell({
    async address(simulator) {
      fronts.push(await startTlsFront(simulator));
      trust(true);
      return fronts[0]?.address ?? '';
    },
  });
  const row: Row = {
    inject: () => trust(false),
    heal: () => trust(true),
    sentence: unreachable,
    next: soon,
    beyond: expectNothingAsked,
  };
  await expectRow(row, scene);
});

describe('without a network', () => {
  const offline: Row = {
    inject: (scene) => {
      scene.world = { isOnline: () => false };
    },
    heal: (scene) => {
      scene.world = {};
    },
    sentence: 'You are offline.',
    next: [minute, minute],
    failures: 0,
    beyond: expectNothingAsked,
  };
  // A server of this machine would be asked all the same.
  const elsewhere = () => readsWell({ address: nameHost().address });

  test('N12 nobody is asked, nobody has failed, and the next tick asks again', async () =>
    expectRow(offline, await elsewhere()));

  test('N12 as soon as there is one, the account is asked', async () => {
    const scene = await elsewhere();
    await expectTrouble(scene, offline);
    scene.world = {};
    scene.now += second;
    // As the worker does when the browser says that it is online.
    await turn(scene, (_, report) => report?.failure?.kind === 'offline');
    await expectGood(scene);
  });
});

describe('a host that fails again and again', () => {
  test.each([
    [2, 4 * minute],
    [3, 8 * minute],
    [4, 16 * minute],
  ])('N5 %d times is asked later each time', (turns, latest) =>
    expectRow({ inject: meets({ kind: 'reset' }), sentence: unreachable, next: [30 * second, latest], turns }),
  );

  test.each([5, 6, 20])('N5 %d times is asked once an hour', (turns) =>
    expectRow({ inject: meets({ kind: 'reset' }), sentence: unreachable, next: circuit, turns }),
  );
});
