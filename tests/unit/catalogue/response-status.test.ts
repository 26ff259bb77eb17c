// @vitest-environment node
import { afterEach, describe, expect, test } from 'vitest';
import { badgeOf } from '../../../lib/badge.ts';
import { loadView } from '../../../lib/view.ts';
import { day, hour, minute, second } from '../given.ts';
import { troubled } from './answers.ts';
import { asked, expectRow, expectTrouble, held, later, meets, normal, soon, type Row } from './row.ts';
import { addAccount, begin, canary, look, nextOf, readsWell, stopAll, turn } from './scene.ts';

afterEach(stopAll);

const refusedOnce = 'Key refused by CoinStats. It is checked once more before we believe it. “Invalid API key”';
const refused = 'Key refused by CoinStats. Paste a new one. “Invalid API key”';
const limited = 'CoinStats asks us to come less often.';

/** An answer with that status and nothing in it, but for its headers. */
const answers = (status: number, headers: Record<string, string | string[]> = {}) =>
  meets({ kind: 'answer', status, headers });

describe('a refused key', () => {
  const unauthorized: Omit<Row, 'next' | 'sentence'> = { inject: meets({ kind: 'error', status: 401 }) };

  test('R1 is tried once more, and is good again if it is taken then', () =>
    expectRow({ ...unauthorized, sentence: refusedOnce, next: [5 * minute, 10 * minute] }));

  test('R2 is held to be bad when it is refused again', () =>
    expectRow({ ...unauthorized, sentence: refused, next: held, turns: 2 }));

  test('R2 leaves the badge to the last reading', async () => {
    const scene = await readsWell();
    const { badge } = await expectTrouble(scene, { ...unauthorized, sentence: refused, next: held, turns: 2 });
    expect(badge.text).toBe('55%');
  });

  test('R2 marks the badge only as long as there is no other reading', async () => {
    const scene = await begin();
    scene.simulator.fault({ key: canary }, { kind: 'error', status: 401 });
    await turn(scene);
    const { badge, report, status, shown } = await look(scene);
    expect(badge.text).toBe('!');
    expect([report.reading, status, shown.nextAt]).toEqual([undefined, refusedOnce, scene.now + 5 * minute]);
    await addAccount(scene.simulator, { id: 'other' }, 'key-of-another');
    await turn(scene);
    expect(badgeOf((await loadView(scene.now)).accounts, scene.now).text).toBe('55%');
  });
});

test('R3 a key that may not read the balance is held', () =>
  expectRow({
    inject: meets({ kind: 'error', status: 403 }),
    sentence:
      'CoinStats knows the key but does not let it read the balance. Give it that right, or use another key. “Forbidden resource”',
    next: held,
  }));

describe('a refusal by a web page, which is none of the provider', () => {
  const page: Omit<Row, 'next'> = {
    inject: meets({ kind: 'answer', status: 403, body: '<!doctype html><title>Sign in</title>' }),
    sentence: '{host} sent a web page, not data. A Wi-Fi login or a wrong base URL may be behind it.',
  };

  test('R3 says nothing against the key, and passes', () => expectRow({ ...page, next: later }));

  test('R3 is waited for as long as it asks', () =>
    expectRow({
      ...page,
      inject: meets({ kind: 'answer', status: 403, headers: { 'retry-after': '7200' }, body: '<!doctype html>' }),
      next: asked(2 * hour),
    }));

  test('R2 is no second refusal of a key that was refused once', async () => {
    const scene = await readsWell();
    scene.simulator.fault('all', { kind: 'error', status: 401 }, 1);
    scene.now = await nextOf(scene);
    await turn(scene);
    await expectTrouble(scene, {
      ...page,
      inject: meets({ kind: 'answer', status: 401, body: '<!doctype html>' }),
      failures: 2,
      next: [5 * minute, hour],
    });
    scene.simulator.clearFaults();
    await expectTrouble(scene, {
      inject: meets({ kind: 'error', status: 401 }),
      sentence: refusedOnce,
      failures: 1,
      next: [5 * minute, 10 * minute],
    });
  });
});

describe('a rate limit', () => {
  const withDelay = (retryAfter: string | string[]) => answers(429, { 'retry-after': retryAfter });

  test('R5 of a few seconds is taken for half a minute', () =>
    expectRow({ inject: withDelay('7'), sentence: limited, next: asked(30 * second) }));

  test('R5 goes before the wish of the user', async () => {
    const scene = await readsWell();
    await expectTrouble(scene, { inject: withDelay('600'), sentence: limited, next: asked(10 * minute) });
    scene.simulator.clearRequests();
    scene.now += 10 * minute - 1;
    await turn(scene, () => true);
    expect(scene.simulator.requests).toEqual([]);
    scene.now += 1;
    await turn(scene, () => true);
    expect(scene.simulator.requests).toHaveLength(1);
  });

  test('R6 until a date is counted from the date of the answer, and not from our clock', () =>
    expectRow({
      inject: answers(429, {
        date: 'Mon, 01 Jan 2001 00:00:00 GMT',
        'retry-after': 'Mon, 01 Jan 2001 00:07:00 GMT',
      }),
      sentence: limited,
      next: asked(7 * minute),
    }));

  test('R7 of years is held to a day', () =>
    expectRow({ inject: withDelay('99999999'), sentence: limited, next: asked(day) }));

  test.each([['-5'], ['abc'], [''], [['7', '9']]])('R7 of “%s” is none that can be read', (retryAfter) =>
    expectRow({ inject: withDelay(retryAfter), sentence: limited, next: [30 * second, 10 * minute] }),
  );
});

describe('trouble of the provider', () => {
  test.each([500, 502, 503, 504])('R9 with %d passes by itself', (status) =>
    expectRow({ inject: answers(status), sentence: troubled.sentence, next: soon }),
  );

  test('R9 with 503 lasts as long as the provider says', () =>
    expectRow({
      inject: answers(503, { 'retry-after': '180' }),
      sentence: troubled.sentence,
      next: asked(3 * minute),
    }));
});

test.each([408, 409, 421, 423, 425])('a request that is rejected with %d for the moment is made again soon', (status) =>
  expectRow({ inject: answers(status), sentence: 'CoinStats did not accept the request.', next: soon }),
);

describe('another API', () => {
  test.each([404, 410])('R10 with %d is held until someone looks', (status) =>
    expectRow({
      inject: answers(status),
      sentence: '{host} has no such page. Its API may have changed; check the base URL, or update the extension.',
      next: held,
    }),
  );

  test.each([405, 426])('R10 with %d is held until someone looks', (status) =>
    expectRow({ inject: answers(status), sentence: 'CoinStats did not accept the request.', next: held }),
  );
});

test('R11 a payment that is wanted is no empty balance', () =>
  expectRow({
    inject: answers(402),
    sentence: 'CoinStats wants a payment before it answers. See its own page.',
    next: normal,
    beyond: (_, { badge }) => expect(badge.text).toBe('55%'),
  }));

describe('an error that repeats the key', () => {
  const half = canary.slice(0, 14);
  const base64 = Buffer.from(canary).toString('base64url');
  const echoes: [number, string, Row['next']][] = [
    [401, 'Key refused by CoinStats. It is checked once more before we believe it.', [5 * minute, 10 * minute]],
    [400, 'CoinStats did not accept the request.', held],
    [429, limited, [30 * second, 10 * minute]],
    [500, troubled.sentence, soon],
  ];
  test.each(echoes)('R24 with %d is told without it', async (status, sentence, next) => {
    const message = `No good: ${canary}; ${half}; ${base64}.`;
    await expectRow({
      inject: meets({ kind: 'answer', status, body: { message, error: { key: canary } } }),
      sentence: `${sentence} “No good: •••; •••; •••.”`,
      next,
    });
  });

  test('R24 as a web page, or as its own text, is not told at all', () =>
    expectRow({
      inject: meets({ kind: 'answer', status: 500, body: `<p>${canary}</p>` }),
      sentence: troubled.sentence,
      next: soon,
    }));
});
