// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { judge, untilNextLevel } from '../../lib/alert-judge.ts';
import { accountRules, defaultAlertRules, type AccountAlerts, type AlertRules } from '../../lib/alert-settings.ts';
import { alertStateFrom, type AlertState } from '../../lib/alert-state.ts';
import type { AccountFacts, BalanceFacts } from '../../lib/alert.ts';
import { shareOf } from '../../lib/share.ts';
import { day, hour, minute, noon } from './given.ts';

const interval = 15 * minute;

/** What is known at one look; the time of the reading follows by itself. */
type Look = Partial<Omit<AccountFacts, 'account' | 'balances'>> & { balances?: Partial<BalanceFacts>[]; now?: number };

function factsAt(now: number, { balances = [{}], now: _, ...more }: Look): AccountFacts {
  return {
    account: 'a',
    revision: 0,
    readAt: now,
    failures: 0,
    balances: balances.map((told) => ({ id: 'account', remaining: 100, unit: 'credit', expiring: [], ...told })),
    ...more,
  };
}

/** A balance of which so much is left, of a limit of 100. */
function left(remaining: number, told: Partial<BalanceFacts> = {}): Look {
  const share = shareOf({ id: 'account', remaining, unit: 'credit', limit: 100 }, undefined, undefined);
  return { balances: [{ remaining, ...(share && { share }), ...told }] };
}

interface Settings {
  rules?: Partial<AlertRules>;
  account?: AccountAlerts;
  tones?: { low: number; critical: number };
}

const rulesOf = ({ rules, account, tones }: Settings) =>
  accountRules(
    tones ?? { low: 20, critical: 5 },
    { ...defaultAlertRules, notifications: true, ...rules },
    account ?? {},
    true,
  );

/** What each of the looks finds new, `-` for nothing: one look at every interval, or at the moment that it names. */
function newsOf(looks: (Look & Settings)[], settings: Settings = {}): string {
  return follow(looks, settings).news;
}

function follow(
  looks: (Look & Settings)[],
  settings: Settings = {},
): { news: string; state: AlertState; ids: string[] } {
  let state: AlertState | undefined;
  let now = noon;
  const news: string[] = [];
  const ids: string[] = [];
  for (const { rules, account, tones, ...look } of looks) {
    now = look.now ?? now + interval;
    const own = { ...settings, ...(rules && { rules }), ...(account && { account }), ...(tones && { tones }) };
    const judged = judge(state, factsAt(now, look), rulesOf(own), now);
    // What is stored is read back as it was.
    state = alertStateFrom(structuredClone(judged.state));
    expect(state).toEqual(judged.state);
    news.push(judged.due.map(({ kind }) => kind).join('+') || '-');
    ids.push(...judged.due.map(({ id }) => id));
  }
  if (!state) throw new Error('nothing was looked at');
  return { news: news.join(' '), state, ids };
}

describe('the percentage', () => {
  const cases: [string, number[], string][] = [
    ['tells nothing at the first look, wherever the balance is', [3, 3], '- -'],
    ['tells each level once as the balance falls', [50, 20, 15, 5, 1, 0, -1], '- low - critical - empty -'],
    ['tells only the worst of the levels that are skipped', [50, 0], '- empty'],
    ['tells only the worst of two', [50, 4], '- critical'],
    [
      'does not tell a figure that trembles around the threshold',
      [50, 20, 20.1, 19.9, 21, 19, 22, 20],
      '- low - - - - - -',
    ],
    [
      'does not tell binary noise',
      [50, 20.000_000_000_000_004, 19.999_999_999_999_996, 20.000_000_000_000_004, 20],
      '- low - - -',
    ],
    ['tells again after the balance has recovered', [50, 19, 23, 19], '- low - low'],
    ['tells a level again that was left for the one above', [50, 4, 10, 4], '- critical - critical'],
    ['does not tell the levels on the way up', [50, 0, 4, 10, 50], '- empty - - -'],
    ['tells an empty balance once, though single credits come back', [50, 0, 0.5, 0, 0.9, 0], '- empty - - - -'],
    ['tells an empty balance again after a top-up', [50, 0, 100, 0], '- empty - empty'],
  ];
  test.each(cases)('%s', (_, remaining, news) => {
    expect(newsOf(remaining.map((one) => left(one)))).toEqual(news);
  });

  test('tells by the thresholds of the settings', () => {
    expect(
      newsOf(
        [80, 50, 9].map((remaining) => left(remaining)),
        { tones: { low: 60, critical: 10 } },
      ),
    ).toBe('- low critical');
  });

  test('can be armed again even where the threshold is next to the top', () => {
    expect(
      newsOf(
        [100, 98, 99, 100, 98].map((remaining) => left(remaining)),
        { tones: { low: 98, critical: 5 } },
      ),
    ).toBe('- low - - low');
  });

  test('tells nothing when it is the threshold that moved', () => {
    const looks = [
      left(50),
      left(50),
      { ...left(50), tones: { low: 60, critical: 5 } },
      { ...left(55), tones: { low: 60, critical: 5 } },
    ];
    expect(newsOf(looks)).toBe('- - - -');
  });

  test('tells nothing when it is what the user calls full that moved', () => {
    const share = (full: number) => shareOf({ id: 'account', remaining: 50, unit: 'credit' }, full, undefined);
    const looks = [100, 100, 1000, 1000].map((full) => ({
      balances: [{ remaining: 50, share: share(full) as NonNullable<ReturnType<typeof share>> }],
    }));
    expect(newsOf(looks)).toBe('- - - -');
  });

  test('tells nothing that is switched off, but the worst of the rest', () => {
    expect(
      newsOf(
        [50, 15, 0].map((remaining) => left(remaining)),
        { rules: { low: false, empty: false } },
      ),
    ).toBe('- - critical');
  });

  test('does not make up for what was switched off', () => {
    const looks = [left(50), { ...left(15), rules: { low: false } }, left(14), left(4)];
    expect(newsOf(looks)).toBe('- - - critical');
  });

  test('of the highest amount seen is not armed again by single credits that come back', () => {
    const high = (remaining: number, mark: number) => {
      const share = shareOf({ id: 'account', remaining, unit: 'credit' }, undefined, mark);
      return { balances: [{ remaining, ...(share && { share }) }] };
    };
    const looks = [
      high(1000, 1000),
      high(150, 1000),
      high(151, 151),
      high(30, 151),
      high(0, 151),
      high(1, 1),
      high(0, 1),
      high(900, 900),
      high(0, 900),
    ];
    expect(newsOf(looks, { rules: { arrived: false } })).toBe('- low - - empty - - - empty');
  });

  test('is not taken for recovered when a reading leaves it out', () => {
    expect(newsOf([left(50), left(15), { balances: [{ remaining: 15 }] }, left(15)])).toBe('- low - -');
  });

  test('is not known of a balance that has nothing to be a part of, which is told when it is empty', () => {
    expect(newsOf([5, 0, 0, 3, 0].map((remaining) => ({ balances: [{ remaining }] })))).toBe('- empty - - empty');
  });

  test('of an unlimited balance says nothing', () => {
    expect(newsOf([left(50), left(0, { unlimited: true })])).toBe('- -');
  });

  test('starts anew, silently, with another unit or another key', () => {
    expect(newsOf([left(50), left(4, { unit: 'token' }), left(0, { unit: 'token' })])).toBe('- - empty');
    expect(newsOf([left(50), { ...left(4), revision: 1 }, { ...left(0), revision: 1 }])).toBe('- - empty');
  });

  test('of a balance that shows up later begins silently', () => {
    const two = (remaining: number) => ({
      balances: [...(left(50).balances ?? []), { ...left(remaining).balances?.[0], id: 'tokens' }],
    });
    expect(newsOf([left(50), two(4), two(0)])).toBe('- - empty');
  });
});

describe('a new period', () => {
  const next = noon + 30 * day;
  const of = (remaining: number, now: number, resetsAt: number) => ({ ...left(remaining, { resetsAt }), now });

  test('arms all levels again', () => {
    const looks = [
      of(50, noon, next),
      of(15, noon + hour, next),
      of(100, next + minute, next + 30 * day),
      of(15, next + day, next + 30 * day),
    ];
    expect(newsOf(looks)).toBe('- low - low');
  });

  test('in which the balance was used up before we looked is told', () => {
    const looks = [
      of(50, noon, next),
      of(15, noon + hour, next),
      of(14, next + day, next + 30 * day),
      of(14, next + day + hour, next + 30 * day),
    ];
    expect(newsOf(looks)).toBe('- low - low');
  });

  test('tells nothing while the provider has moved the date and not yet filled up', () => {
    const looks = [
      of(50, noon, next),
      of(15, noon + hour, next),
      of(15, next, next + 30 * day),
      of(15, next + 10 * minute, next + 30 * day),
      of(100, next + 25 * minute, next + 30 * day),
      of(98, next + hour, next + 30 * day),
    ];
    expect(newsOf(looks)).toBe('- low - - - -');
  });

  test('is not told twice when it is used up within minutes', () => {
    const looks = [
      of(50, noon, next),
      of(15, noon + hour, next),
      of(100, next, next + 30 * day),
      of(15, next + 5 * minute, next + 30 * day),
      of(14, next + hour, next + 30 * day),
    ];
    expect(newsOf(looks)).toBe('- low - low -');
  });

  test('is not told twice when the balance falls on before it is filled up', () => {
    const then = next + 30 * day;
    const looks = [of(50, noon, next), of(15, noon + hour, next), of(15, next, then), of(4, next + 5 * minute, then)];
    expect(newsOf([...looks, of(4, next + hour, then)])).toBe('- low - critical -');
  });

  test('is none when the date moves before it has come', () => {
    const looks = [
      of(50, noon, next),
      of(15, noon + hour, next),
      of(15, noon + 2 * hour, next + day),
      of(15, noon + 5 * hour, next + day),
    ];
    expect(newsOf(looks)).toBe('- low - -');
  });

  test('is noticed although a reading leaves the date out', () => {
    const looks = [
      of(50, noon, next),
      of(15, noon + hour, next),
      { ...left(15), now: noon + 2 * hour },
      of(14, next + hour, next + 30 * day),
      of(14, next + 2 * hour, next + 30 * day),
    ];
    expect(newsOf(looks)).toBe('- low - - low');
  });
});

describe('an amount', () => {
  const amounts = (...remaining: number[]) => remaining.map((one) => ({ balances: [{ remaining: one }] }));

  test('of all is told once, and again after a recovery', () => {
    expect(newsOf(amounts(500, 100, 99, 105, 100, 120, 100), { rules: { amount: 100 } })).toBe(
      '- amount - - - - amount',
    );
  });

  test('of one account goes before that of all, and 0 is none', () => {
    expect(newsOf(amounts(500, 100, 10), { rules: { amount: 100 }, account: { amounts: { account: 10 } } })).toBe(
      '- - amount',
    );
    expect(newsOf(amounts(500, 100, 10), { rules: { amount: 100 }, account: { amounts: { account: 0 } } })).toBe(
      '- - -',
    );
    expect(newsOf(amounts(500, 100), { account: { amounts: { another: 100 } } })).toBe('- -');
  });

  test('that is set below which the balance is already is told no more', () => {
    const looks = amounts(50, 50, 49).map((look, place) => ({ ...look, rules: { amount: place === 0 ? 0 : 100 } }));
    expect(newsOf(looks)).toBe('- - -');
  });

  test('is reached in spite of binary noise', () => {
    expect(newsOf(amounts(1, 0.1 + 0.2), { rules: { amount: 0.3 } })).toBe('- amount');
  });
});

describe('the days that are left', () => {
  const runsOut = (days: number): Look => ({ balances: [{ forecast: { kind: 'runs-out', at: days } }] });
  /** Looks at which a balance has so many days left by its forecast. */
  const daysOf = (...days: number[]) =>
    days.map((count, place) => ({ ...runsOut(noon + place * hour + count * day), now: noon + place * hour }));

  test('are told once at the limit, and again after a recovery', () => {
    expect(newsOf(daysOf(10, 3, 2.9, 3.5, 2.5, 5, 2))).toBe('- days - - - - days');
  });

  test('are told as time goes by, without a new reading', () => {
    const end = noon + 4 * day;
    const looks = [0, 12, 23, 25, 30].map((hours) => ({ ...runsOut(end), readAt: noon, now: noon + hours * hour }));
    expect(newsOf(looks)).toBe('- - - days -');
  });

  test('can be another number for one account, or none', () => {
    expect(newsOf(daysOf(20, 10), { account: { days: 14 } })).toBe('- days');
    expect(newsOf(daysOf(20, 1), { account: { days: 0 } })).toBe('- -');
    expect(newsOf(daysOf(20, 1), { rules: { days: 0 } })).toBe('- -');
  });

  test.each([
    ['past', noon - hour, '- days'],
    ['later than the end', noon + 2 * day + hour + minute, '- days'],
    ['at the end', noon + 2 * day + hour, '- -'],
    ['before the end', noon + day, '- -'],
  ])('are told but for a reset that comes first: it is %s', (_, resetsAt, news) => {
    const looks = [10, 2].map((days, place) => {
      const now = noon + place * hour;
      return { balances: [{ resetsAt, forecast: { kind: 'runs-out' as const, at: now + days * day } }], now };
    });
    expect(newsOf(looks)).toBe(news);
  });

  const quiet: Look[] = [
    { balances: [{ forecast: { kind: 'idle' } }] },
    { balances: [{ forecast: { kind: 'too-early' } }] },
    { balances: [{}] },
    // Lasts until a reset that is near, at the same pace.
    { balances: [{ remaining: 100, forecast: { kind: 'lasts', perDay: 40 } }] },
  ];
  test.each(quiet)('are not armed again by a forecast that says nothing of the end: %j', (look) => {
    const [first = {}, second = {}] = daysOf(10, 2);
    expect(
      newsOf([first, second, { ...look, now: noon + 2 * hour }, { ...runsOut(noon + 2 * day), now: noon + 3 * hour }]),
    ).toBe('- days - -');
  });

  test('are armed again by a pace that leaves the balance long enough', () => {
    const [first = {}, second = {}] = daysOf(10, 2);
    const lasts: Look = {
      balances: [{ remaining: 100, forecast: { kind: 'lasts', perDay: 1 } }],
      now: noon + 2 * hour,
    };
    expect(newsOf([first, second, lasts, { ...runsOut(noon + 2 * day), now: noon + 3 * hour }])).toBe('- days - days');
  });
});

describe('a refused key', () => {
  const failing = (failures: number, kind: 'unauthorized' | 'server' = 'unauthorized'): Look => ({
    balances: [],
    failure: { kind, at: noon },
    failures,
  });
  const good: Look = { balances: [] };

  test('is told when it is confirmed, and only once', () => {
    expect(newsOf([good, failing(1), failing(2), failing(3)])).toBe('- - refused -');
  });
  test('is told again after it has worked', () => {
    expect(newsOf([good, failing(2), good, failing(1), failing(2)])).toBe('- refused - - refused');
  });
  test('is not told again for another failure in between', () => {
    expect(newsOf([good, failing(2), failing(3, 'server'), failing(1), failing(2)])).toBe('- refused - - -');
  });
  test('is not told at the first look', () => {
    expect(newsOf([failing(9), failing(10)])).toBe('- -');
  });
  test('is told of a new key too', () => {
    expect(newsOf([good, failing(2), { ...failing(0), revision: 1 }, { ...failing(2), revision: 1 }])).toBe(
      '- refused - refused',
    );
  });
});

describe('an account that fails', () => {
  type Fault = NonNullable<AccountFacts['failure']>;
  const looks = (failure: Omit<Fault, 'at'>, failures: number, hours: number[]): Look[] => [
    { balances: [], now: noon },
    ...hours.map((at): Look => ({
      balances: [],
      failure: { ...failure, at: noon + at * hour },
      failures,
      now: noon + at * hour,
    })),
  ];

  const server = { kind: 'server', host: 'api.crustdata.com' } as const;
  test('for long is told once', () => {
    expect(newsOf(looks(server, 5, [1, 4, 6.9, 7, 8, 30]))).toBe('- - - - failing - -');
  });
  test('for long is told again after a reading', () => {
    expect(
      newsOf([
        ...looks(server, 5, [1, 7]),
        { balances: [], now: noon + 8 * hour },
        ...looks(server, 5, [9, 15]).slice(1),
      ]),
    ).toBe('- - failing - - failing');
  });
  test('is not told for two attempts with a sleep between them', () => {
    expect(newsOf(looks(server, 2, [1, 10]))).toBe('- - -');
  });
  test('with what does not pass by itself needs no more than one attempt', () => {
    expect(newsOf(looks({ kind: 'no-permission', host: 'api.crustdata.com' }, 1, [1, 7]))).toBe('- - failing');
  });
  const ours: Omit<Fault, 'at'>[] = [
    { kind: 'offline' },
    { kind: 'locked', defect: 'passphrase' },
    { kind: 'unauthorized' },
  ];
  test.each(ours)('is not told for what the user knows, or is told otherwise: %j', (failure) => {
    expect(newsOf(looks(failure, 1, [1, 10, 30]))).toBe('- - - -');
  });
  test('keeps its beginning while the machine is offline', () => {
    const [first = {}, second = {}, third = {}] = looks(server, 5, [1, 7]);
    expect(newsOf([first, second, { ...looks({ kind: 'offline' }, 5, [3])[1] }, third])).toBe('- - - failing');
  });
  test('is told after as many hours as the user set, or never', () => {
    expect(newsOf(looks(server, 5, [1, 3]), { rules: { failingHours: 2 } })).toBe('- - failing');
    expect(newsOf(looks(server, 5, [1, 300]), { rules: { failingHours: 0 } })).toBe('- - -');
  });
  test('is not told from the future that the clock was set back from', () => {
    expect(newsOf(looks(server, 5, [100, 1, 2, 7]))).toBe('- - - - failing');
  });
});

describe('credit that arrives', () => {
  const arrived = (amount: number, when: number, remaining = 100): Look =>
    left(remaining, { arrived: { amount, at: when } });

  test('is told once', () => {
    const looks = [left(50), arrived(50, noon + 20 * minute), arrived(50, noon + 20 * minute)];
    expect(newsOf(looks)).toBe('- arrived -');
  });
  test('before the first look is not told, should the history tell of it later', () => {
    expect(newsOf([arrived(50, noon - hour), arrived(50, noon - hour)])).toBe('- -');
    expect(newsOf([left(50), arrived(50, noon - hour)])).toBe('- -');
  });
  test('in single credits is not told, nor a loss', () => {
    expect(
      newsOf([left(50), arrived(0.9, noon + 20 * minute), arrived(-9, noon + 40 * minute), arrived(1, noon + hour)]),
    ).toBe('- - - arrived');
  });
  test('is told beside the level that it was at', () => {
    expect(newsOf([left(50), left(4), arrived(96, noon + 40 * minute)])).toBe('- critical arrived');
  });
});

describe('credit that expires', () => {
  const grants = (...moments: number[]): Look =>
    left(50, { expiring: moments.map((when) => ({ amount: 10, at: when })) });

  test('is told once for each grant, in time', () => {
    const looks = [noon, noon + day, noon + 4 * day, noon + 5 * day].map((now) => ({
      ...grants(noon + 8 * day, noon + 11 * day),
      now,
    }));
    expect(newsOf(looks)).toBe('- expiring expiring -');
  });
  test('is told once though the provider counts the moment anew each time', () => {
    const looks = [noon, noon + 2 * day, noon + 3 * day].map((now, place) => ({
      ...grants(noon + 8 * day + place * 7 * minute),
      now,
    }));
    expect(newsOf(looks)).toBe('- expiring -');
  });
  test('at the same moment is one', () => {
    const { state, news } = follow([
      { ...grants(), now: noon },
      { ...grants(noon + day, noon + day), now: noon + minute },
    ]);
    expect(news).toBe('- expiring');
    expect(state.pending[0]?.alert.facts).toMatchObject({ amount: 20, expiresAt: noon + day });
  });
  test('soon at the first look, or gone, or empty is not told', () => {
    const empty = left(50, { expiring: [{ amount: 0, at: noon + day }] });
    expect(newsOf([grants(noon + day), grants(noon + day), empty, grants(noon - day)])).toBe('- - - -');
  });
});

describe('a balance that is used up faster than usual', () => {
  const burning: Look = left(50, { anomaly: { perHour: 100, usual: 10 } });

  test('is told once a day', () => {
    const looks = [0, 1, 2, 24, 25, 26, 50].map((hours) => ({
      ...(hours === 0 ? left(50) : burning),
      now: noon + hours * hour,
    }));
    expect(newsOf(looks)).toBe('- burning - - burning - burning');
  });
  test('is not told again of the same reading', () => {
    const looks = [left(50), burning, { ...burning, readAt: noon + 2 * interval, now: noon + 3 * day }];
    expect(newsOf(looks)).toBe('- burning -');
  });
  test('at the first look is not told that day', () => {
    expect(newsOf([burning, burning])).toBe('- -');
  });
});

describe('the state', () => {
  test('keeps what is new until it is told, with where it has to go', () => {
    const { state } = follow([left(50), left(15)], {
      rules: { webhook: { preset: 'json', origin: 'https://x.example' } },
    });
    expect(state.pending).toEqual([
      {
        alert: {
          id: `a.account.low.${(noon + 2 * interval).toString(36)}`,
          kind: 'low',
          account: 'a',
          balance: 'account',
          at: noon + 2 * interval,
          facts: { remaining: 15, unit: 'credit', percent: 15, percentText: '15%', full: 100, basis: 'reported' },
        },
        to: ['notification', 'webhook'],
      },
    ]);
  });

  test('of the same look is the same', () => {
    const { state } = follow([left(50), left(15)]);
    const again = judge(state, factsAt(noon + 2 * interval, left(15)), rulesOf({}), noon + 2 * interval);
    expect(again).toEqual({ state, due: [] });
  });

  test('gives every crossing an id of its own', () => {
    const { ids } = follow([50, 15, 50, 15, 50, 15].map((remaining) => left(remaining)));
    expect(new Set(ids).size).toBe(3);
  });

  test('is kept up though nobody is to be told, so that nothing is made up for', () => {
    const off = { rules: { notifications: false } };
    expect(newsOf([left(50), { ...left(15), ...off }, left(15), left(4)])).toBe('- - - critical');
    expect(newsOf([left(50), { ...left(15), account: { muted: true } }, left(15)])).toBe('- - -');
  });

  test('drops what waits when the account is muted', () => {
    expect(follow([left(50), left(15), { ...left(15), account: { muted: true } }]).state.pending).toEqual([]);
  });

  test('does not let more than thirty alerts wait', () => {
    const looks = Array.from({ length: 100 }, (_, place) => left(place % 2 === 0 ? 50 : 0));
    const { state, ids } = follow(looks);
    expect(state.pending.map(({ alert }) => alert.id)).toEqual(ids.slice(-30));
  });

  test('has no text of a provider', () => {
    const { state } = follow([left(50, { unit: 'sk-canary' }), left(0, { unit: 'sk-canary' })]);
    expect(state.pending).toHaveLength(1);
    expect(JSON.stringify(state.pending)).not.toContain('canary');
  });

  test('names the balance where there are several', () => {
    const two = (remaining: number) => ({
      balances: [
        { ...left(50).balances?.[0], id: 'key' },
        { ...left(remaining).balances?.[0], id: 'user' },
      ],
    });
    expect(follow([two(50), two(15)]).state.pending[0]?.alert).toMatchObject({ balance: 'user', several: true });
  });
});

describe('a snooze until the next level', () => {
  const sleepy = (remaining: number) => {
    const { state } = follow([left(50), left(remaining)]);
    return { ...state, snooze: untilNextLevel(state) };
  };
  const lookAgain = (state: AlertState, remaining: number) =>
    judge(state, factsAt(noon + day, left(remaining)), rulesOf({}), noon + day).state.snooze;

  test('lasts at the level, and ends below and above', () => {
    const state = sleepy(15);
    expect(state.snooze).toEqual({ above: 1 });
    expect(lookAgain(state, 12)).toEqual({ above: 1 });
    expect(lookAgain(state, 4)).toBeUndefined();
    expect(lookAgain(state, 90)).toBeUndefined();
  });

  test('until a moment ends with it', () => {
    const state: AlertState = { ...sleepy(15), snooze: { until: noon + day } };
    expect(judge(state, factsAt(noon + day - 1, left(15)), rulesOf({}), noon + day - 1).state.snooze).toEqual({
      until: noon + day,
    });
    expect(lookAgain(state, 15)).toBeUndefined();
  });
});
